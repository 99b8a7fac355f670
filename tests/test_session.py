"""assessment/session.py, as a page uses it"""

import pytest
from streamlit.testing.v1 import AppTest

from assessment import auth, responses
from assessment.services import Services, provided
from assessment.settings import ROOT
from tests.conftest import PATIENCE
from tests.test_pages_keep import press


def keep(a: str | None = None) -> AppTest:
    """The keep page, with an assessment named in the address or without."""
    page = AppTest.from_file(str(ROOT / "assessment" / "menu.py"), default_timeout=PATIENCE)
    page.context["url"] = "http://10.0.0.5:8501/keep?a=x"
    if a is not None:
        page.query_params["a"] = a
    page.switch_page("pages/keep.py").run()
    assert not page.exception
    return page


def test_the_address_names_the_assessment_that_was_opened_last(s: Services, visitor: str) -> None:
    """Another one, begun in a second tab, never takes the first tab's answers."""
    first = responses.begin(s, "full", "sales")
    auth.grant(s, visitor, first)
    page = keep()
    assert page.query_params["a"] == first.id
    auth.grant(s, visitor, responses.begin(s, "full", "sales"))

    press(page, "Make a private link")

    assert len(auth.links(s, first.id, "resume")) == 1


def test_the_address_chooses_among_several(s: Services, visitor: str) -> None:
    """`?a=` opens that one, though another was opened later."""
    one, two = (responses.begin(s, "full", "sales") for _ in range(2))
    auth.grant(s, visitor, one)
    auth.grant(s, visitor, two)

    press(keep(one.id), "Make a private link")

    assert [len(auth.links(s, a.id, "resume")) for a in (one, two)] == [1, 0]


@pytest.mark.parametrize("a", ["", "unknown", "\x00", "../x", "x" * 3000])
def test_an_address_that_names_nothing_of_ours_opens_nothing(
    s: Services, visitor: str, a: str
) -> None:
    """Neither another person's assessment nor this browser's own."""
    auth.grant(s, visitor, responses.begin(s, "full", "sales"))
    foreign = responses.begin(s, "full", "sales")

    assert keep(a).button.len == 0
    assert keep(foreign.id).button.len == 0


@pytest.mark.parametrize(
    ("public_url", "start"),
    [("", "http://10.0.0.5:8501/r#"), ("https://signs.example", "https://signs.example/r#")],
)
def test_links_hold_the_address_that_people_use(
    s: Services, visitor: str, public_url: str, start: str
) -> None:
    """The one the browser has open, unless the installation names its own."""
    auth.grant(s, visitor, responses.begin(s, "full", "sales"))
    settings = s.settings.model_copy(update={"public_url": public_url})

    with provided(Services(settings, s.store, s.shelf)):
        text = press(keep(), "Make a private link")

    assert f'value="{start}' in text
