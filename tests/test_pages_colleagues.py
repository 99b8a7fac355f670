"""assessment/pages/colleagues.py"""

import pytest
from streamlit.testing.v1 import AppTest

from assessment import auth, responses
from assessment.records import Assessment, Ballot, Workshop
from assessment.services import Services
from assessment.settings import ROOT
from assessment.workshop import colleagues
from tests.conftest import PATIENCE
from tests.test_pages_start import markup


@pytest.fixture
def held(s: Services, visitor: str) -> Assessment:
    """An assessment with an answer that this browser holds."""
    begun = responses.begin(s, "check", "leadership", "Northwind")
    auth.grant(s, visitor, begun)
    return responses.answer(s, begun.id, next(iter(s.instrument().key_items)), 4)


def shown() -> AppTest:
    """The page as a browser gets it."""
    page = AppTest.from_file(str(ROOT / "assessment" / "menu.py"), default_timeout=PATIENCE)
    page.context["url"] = "https://signs.example/colleagues"
    page.switch_page("pages/colleagues.py").run()
    assert not page.exception
    return page


def ask(page: AppTest, *names: str) -> AppTest:
    """The page after the table was opened for these people, the first of them oneself."""
    for field, name in zip(page.text_input, names, strict=False):
        field.set_value(name)
    page.run()
    page.button(key="open_table").click().run()
    assert not page.exception
    return page


def test_without_answers_it_leads_to_the_questions(s: Services, visitor: str) -> None:
    """The own answers are the beginning of the table."""
    auth.grant(s, visitor, responses.begin(s, "check", "sales"))

    page = shown()

    assert s.texts()("colleagues.answer_first") in markup(page)
    assert len(page.text_input) == 0


def test_a_table_is_opened_for_those_who_are_named(s: Services, held: Assessment) -> None:
    """The page has the link for them and who is still to come; the own answers lie there."""
    page = ask(shown(), "Kim", "Ann", "", "Bo")

    (table,) = s.store.find(Workshop)
    (mine,) = s.store.find(Ballot, workshop=table.id)
    found = markup(page)
    assert f"https://signs.example/j/{table.code}#{table.door}" in found
    assert s.texts()("colleagues.waiting", names="Ann, Bo") in found
    assert (mine.name, dict(mine.answers)) == ("Kim", dict(held.answers))
    assert table.title == s.texts()("colleagues.table", name="Northwind")


def test_what_does_not_fit_is_said_and_stays(s: Services, held: Assessment) -> None:
    """Without a colleague there is no table, and what was typed is still in its field."""
    page = ask(shown(), "Kim")

    assert s.store.find(Workshop) == ()
    assert page.error
    assert page.text_input[0].value == "Kim"


def test_a_table_that_was_opened_is_found_again(
    s: Services, visitor: str, held: Assessment
) -> None:
    """Who has sat down is counted; nobody's answers are shown here."""
    table = colleagues.ask(s, visitor, held, my_name="Kim", names=["Ann"], title="Our view")

    found = markup(shown())

    assert s.texts()("colleagues.state", sat="1", count="2") in found
    assert str(table.code) in found
