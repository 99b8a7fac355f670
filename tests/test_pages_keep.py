"""assessment/pages/keep.py"""

import re
from html import unescape
from urllib.parse import unquote

import pytest
from streamlit.testing.v1 import AppTest

from assessment import auth, responses
from assessment.records import Assessment
from assessment.services import Services
from assessment.settings import ROOT
from tests.conftest import PATIENCE
from tests.test_pages_start import markup


@pytest.fixture
def held(s: Services, visitor: str) -> Assessment:
    """An assessment that this browser holds."""
    begun = responses.begin(s, "full", "sales")
    auth.grant(s, visitor, begun)
    return begun


def shown() -> AppTest:
    """The page as a browser gets it."""
    page = AppTest.from_file(str(ROOT / "assessment" / "menu.py"), default_timeout=PATIENCE)
    page.context["url"] = "https://signs.example/keep"
    page.switch_page("pages/keep.py").run()
    assert not page.exception
    return page


def press(page: AppTest, label: str) -> str:
    """What the page holds after the button with that label was pressed."""
    (button,) = [button for button in page.button if button.label == label]
    button.click().run()
    assert not page.exception
    return markup(page)


def token_in(text: str, path: str) -> str:
    """The token of the link that is shown."""
    (found,) = set(re.findall(rf'value="https://signs\.example/{path}#([\w-]+)"', text))
    return found


def test_without_an_assessment_it_leads_to_the_start(s: Services, visitor: str) -> None:
    """There is nothing to keep, and nothing to press."""
    page = shown()

    assert page.button.len == 0
    assert "begin" in page.text[0].value.lower()


def test_a_private_link_is_shown_once_to_copy_scan_and_mail(s: Services, held: Assessment) -> None:
    """The link opens this assessment, stands in QR code and mail, and is not to be had again."""
    text = press(shown(), "Make a private link")
    token = token_in(text, "r")

    link = auth.open_link(s, token, "resume")
    assert link is not None
    assert link.home == held.id
    assert '<img src="data:image/svg+xml' in text
    assert f"/r#{token}" in unquote(unescape(text.partition("mailto:")[2]))

    later = markup(shown())
    assert token not in later
    assert "Private links that work: 1" in later


def test_a_new_private_link_can_end_all_others(s: Services, held: Assessment, visitor: str) -> None:
    """Old links and the devices that used them are out; this browser stays."""
    old = auth.make_link(s, held.id, "resume")
    auth.grant(s, other := auth.new_token(), held)

    new = token_in(press(shown(), "Make a new one and end all others"), "r")

    assert auth.open_link(s, old) is None
    assert auth.open_link(s, new) is not None
    assert auth.own(s, other) == ()
    assert auth.own(s, visitor) == (held,)


@pytest.mark.parametrize("ticked", [True, False])
def test_a_share_link_holds_comments_only_if_ticked(
    s: Services, held: Assessment, ticked: bool
) -> None:
    """The tick decides, and is not set at first."""
    page = shown()
    assert page.checkbox[0].value is False
    if ticked:
        page.checkbox[0].check()

    link = auth.open_link(s, token_in(press(page, "Make a share link"), "s"), "share")

    assert link is not None
    assert link.with_comments is ticked


def test_share_links_can_be_withdrawn(s: Services, held: Assessment) -> None:
    """Afterwards none works, and none is shown."""
    page = shown()
    token = token_in(press(page, "Make a share link"), "s")

    text = press(page, "Withdraw all share links")

    assert auth.open_link(s, token) is None
    assert token not in text


def test_forgetting_and_deleting_are_forms(s: Services, held: Assessment) -> None:
    """Both are sent to their routes, and have to be confirmed."""
    text = markup(shown())

    assert 'method="post" action="/forget"' in text
    assert f'action="/erase"><input type="hidden" name="assessment" value="{held.id}">' in text
    assert text.count('<input type="checkbox" name="confirm" value="yes" required>') == 2


def test_an_old_tab_can_do_nothing_after_it_was_forgotten(
    s: Services, held: Assessment, visitor: str
) -> None:
    """What a browser may is read again at every run."""
    page = shown()
    auth.forget(s, visitor)

    page.button[0].click().run()

    assert auth.links(s, held.id, "resume") == ()
    assert page.button.len == 0
