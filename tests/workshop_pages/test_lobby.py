"""Before the first question: who may look, how to join, who is here."""

import pytest

from assessment import auth
from assessment.records import PlannedAction
from assessment.services import Services
from assessment.workshop import prepare, rounds, seats
from tests.make_workshops import Hosted
from tests.visits import html, visit
from tests.workshop_pages.looking import PAGES, labels, press


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_sees_what_an_unknown_address_shows(
    name: str, s: Services, visitor: str
) -> None:
    """Whoever does not run the workshop, a participant too, learns nothing of it."""
    others = Hosted(s, auth.new_token()).open(sales=1)
    seats.join(s, visitor, others.now, "sales")

    theirs, nowhere = visit(name, w=others.id), visit(name, w="nothing")

    assert html(theirs).replace(others.id, "nothing") == html(nowhere)
    assert [t.value for t in theirs.text] == [t.value for t in nowhere.text]
    assert theirs.button.len == 0
    assert "Spring" not in html(theirs)


def test_before_the_door_opens_there_is_one_thing_to_do(s: Services, visitor: str) -> None:
    """Opening it makes the code; no code was shown before."""
    hosted = Hosted(s, visitor)
    page = visit("workshop", w=hosted.id)
    assert 'class="code"' not in html(page)

    press(page, "Open the door")

    code = str(hosted.now.code)
    assert f"{code[:3]} {code[3:]}" in html(page)


@pytest.mark.parametrize("name", PAGES)
def test_the_lobby_shows_how_to_join_and_who_is_here(name: str, hosted: Hosted) -> None:
    """Code, QR code and seats by group; the title as it was typed."""
    text = html(visit(name, w=hosted.id))

    assert "data:image/svg+xml" in text
    assert "Spring &lt;b&gt;x&lt;/b&gt;" in text
    assert '<span class="name">Leadership</span><span class="number">2' in text
    assert ("enough to go on" in text) is (name == "workshop")


def test_the_balance_asks_whether_to_wait(s: Services, visitor: str) -> None:
    """As long as one side would not be shown."""
    hosted = Hosted(s, visitor).open(sales=9, marketing=2)

    assert "9 Sales, 2 Marketing: wait for more?" in html(visit("workshop", w=hosted.id))


def test_the_door_is_locked_and_a_seat_freed(hosted: Hosted, s: Services) -> None:
    """A freed seat takes its answers along; the labels say who has answered, not what."""
    rounds.open_round(s, hosted.id, "s1")
    hosted.answer(1)
    page = press(visit("workshop", w=hosted.id), "Lock the door")
    assert hosted.now.locked

    chosen = next(b for b in page.selectbox if b.key.startswith("free"))
    assert sum("nothing answered yet" in option for option in chosen.options) == 13
    chosen.select_index(0).run()
    press(page, "Free this seat")

    assert "13" in html(page)
    assert "Open the door again" in labels(page)


def test_a_workshop_that_was_erased_is_nothing(hosted: Hosted) -> None:
    """An open console leads to the start at its next run."""
    page = visit("workshop", w=hosted.id)
    prepare.erase(hosted.s, hosted.id)

    page.run()

    assert page.button.len == 0
    assert hosted.s.store.find(PlannedAction, home=hosted.id) == ()
