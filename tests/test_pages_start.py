"""assessment/pages/start.py, assessment/menu.py, assessment/forms.py"""

import re

import pytest
from streamlit.testing.v1 import AppTest

from assessment import auth, responses
from assessment.records import Assessment
from assessment.services import Services, provided
from assessment.settings import ROOT
from tests.conftest import PATIENCE


def shown() -> AppTest:
    """The start page as a browser gets it, without an error."""
    page = AppTest.from_file(str(ROOT / "assessment" / "menu.py"), default_timeout=PATIENCE).run()
    assert not page.exception
    return page


def markup(page: AppTest) -> str:
    """All HTML of a page, its style sheets left out."""
    every = "".join(element.proto.body for element in page.get("html"))
    return re.sub(r"<style>.*?</style>", "", every, flags=re.DOTALL)


@pytest.fixture
def held(s: Services, visitor: str) -> Assessment:
    """An assessment with one answer, held by the browser that looks."""
    begun = responses.begin(s, "full", "sales", "<b>*Northwind*</b> ![x](https://evil.example)")
    auth.grant(s, visitor, begun)
    return responses.answer(s, begun.id, "s1_q1", 3)


def test_it_says_what_this_is_how_long_it_takes_and_who_sees_the_answers(
    s: Services, visitor: str
) -> None:
    """All a visitor wants to know before he begins, computed where it can be."""
    page = markup(shown())

    assert "based on an article on seven signs of poor Sales and Marketing collaboration" in page
    assert "7 questions, about 1 min." in page
    assert "21 questions, about 3 min." in page
    assert "erased after 12 months" in page
    assert "No account, no e-mail" in page


def test_nothing_is_chosen_at_first(s: Services, visitor: str) -> None:
    """Scope and role are the visitor's to choose, and have to be chosen."""
    page = markup(shown())

    assert re.findall(r'name="scope" value="(\w+)" required', page) == ["check", "full"]
    assert re.findall(r'name="group" value="(\w+)" required', page) == [
        group.id for group in s.instrument().outline.groups
    ]
    assert "checked" not in page


def test_a_browser_that_holds_nothing_is_offered_only_to_begin(s: Services, visitor: str) -> None:
    """Without an assessment there is nothing to go on with."""
    assert "Continue" not in markup(shown())


def test_who_was_here_before_can_go_on(s: Services, held: Assessment) -> None:
    """The assessment is named with how far it is, before the form to begin another."""
    page = shown()
    text = markup(page)

    assert "Full assessment, 1 of 21 answered" in text
    assert text.index("1 of 21") < text.index('action="/begin"')
    assert [link.proto.query_string for link in page.get("page_link")].count(f"a={held.id}") >= 1


def test_a_name_that_was_typed_is_shown_letter_by_letter(s: Services, held: Assessment) -> None:
    """Neither HTML nor markdown of a visitor is ever obeyed."""
    text = markup(shown())

    assert "&lt;b&gt;*Northwind*&lt;/b&gt; ![x](https://evil.example)" in text


def test_every_word_is_translated(s: Services, held: Assessment) -> None:
    """In the pseudo-language no English word is left."""
    other = s.settings.model_copy(update={"language": "pseudo"})
    with provided(Services(other, s.store, s.shelf)):
        text = re.sub(r"<[^>]*>", " ", markup(shown()))

    assert "Bégîñ" in text
    assert not re.search(r"\b(you|your|assessment|questions?|role|about|sees|Continue)\b", text)
