"""The review: what is open and the way there, and the closing question."""

import pytest
from streamlit.testing.v1 import AppTest

from assessment import auth, responses
from assessment.errors import NotSaved
from assessment.records import Assessment
from assessment.services import Services
from tests.visits import html, kept, links, visit


@pytest.fixture
def made(s: Services, visitor: str) -> Assessment:
    """A full assessment that this browser may answer."""
    begun = responses.begin(s, "full", "sales")
    auth.grant(s, visitor, begun)
    return begun


def answered(s: Services, assessment: Assessment, **answers: int | str) -> None:
    """Keep the answers in one go."""
    full = assessment.changed(answers=answers)
    s.store.transact(assessment.id, lambda home: home.put(full))


def tick(at: AppTest, *signs: str, on: bool = True) -> AppTest:
    """The page after these signs were ticked."""
    for sign in signs:
        box = next(found for found in at.checkbox if found.key.endswith(f"_{sign}"))
        (box.check() if on else box.uncheck()).run()
    return at


def full_disk(*_: object) -> None:
    """A store that can keep nothing."""
    raise NotSaved("data", "No space left on device")


def test_it_names_what_is_open_by_sign_and_leads_there(s: Services, made: Assessment) -> None:
    """A sign with every answer is no link; a don't-know is an answer."""
    answered(s, made, s1_q1=1, s1_q2="dont_know", s1_q3="not_applicable", s2_q1=4)
    at = visit("review")
    found = links(at)

    assert "17 of 21 questions are open" in html(at)
    assert "1 of yours says so, and the scorecard lists it" in html(at)
    assert "name of s1: all answered" in html(at).lower()
    assert sum("sign=" in address for address in found.values()) == 6
    (second,) = [address for label, address in found.items() if label.endswith("2 open")]
    assert "sign=s2" in second


def test_a_single_open_question_reads_as_one(s: Services, made: Assessment) -> None:
    """Two don't-knows read as two."""
    items = list(s.instrument().items)
    answered(s, made, **dict.fromkeys(items[1:], 3) | dict.fromkeys(items[1:3], "dont_know"))
    at = visit("review")

    assert "1 of 21 questions is open" in html(at)
    assert "2 of yours say so, and the scorecard lists them" in html(at)


def test_the_navigation_shows_answering(made: Assessment) -> None:
    """As the part of the app one is in, and as the way back."""
    assert links(visit("review"))["**Answer**"].startswith("answer")


def test_it_says_when_everything_is_answered(s: Services, made: Assessment) -> None:
    """Then no sign is a link."""
    answered(s, made, **dict.fromkeys(s.instrument().items, 3))
    at = visit("review")

    assert "Everything is answered" in html(at)
    assert not [address for address in links(at).values() if "sign=" in address]


def test_in_the_check_every_sign_leads_to_its_one_screen(s: Services, visitor: str) -> None:
    """Only the key items are asked."""
    auth.grant(s, visitor, responses.begin(s, "check", "sales"))
    at = visit("review")

    assert "7 of 7 questions are open" in html(at)
    assert sum("sign=check" in address for address in links(at).values()) == 7


def test_it_says_when_as_many_are_chosen_as_may_be(made: Assessment) -> None:
    """And how to choose another."""
    assert "Two are chosen. Take one back" in html(tick(visit("review"), "s5", "s2"))


def test_the_signs_that_cost_most_are_kept(s: Services, made: Assessment) -> None:
    """As soon as they are ticked, in the order of the instrument, and taken back as easily."""
    at = tick(visit("review"), "s5", "s2")
    assert kept(s, made).costs_most == ("s2", "s5")
    assert "Saved" in html(at)

    tick(at, "s5", on=False)
    assert kept(s, made).costs_most == ("s2",)


def test_two_signs_are_the_most(made: Assessment) -> None:
    """The others wait until one is taken back."""
    at = tick(visit("review"), "s1", "s7")
    assert sum(box.disabled for box in at.checkbox) == 5

    tick(at, "s1", on=False)
    assert not any(box.disabled for box in at.checkbox)


def test_a_third_sign_by_force_is_not_kept(s: Services, made: Assessment) -> None:
    """A browser may send what the page does not offer."""
    at = visit("review")
    for box in at.checkbox[:3]:
        box.check()
    at.run()

    assert not at.exception
    assert kept(s, made).costs_most == ()


def test_what_cost_most_is_found_again(made: Assessment) -> None:
    """Another session shows it ticked."""
    tick(visit("review"), "s3")

    assert [box.value for box in visit("review").checkbox].index(True) == 2


def test_a_choice_that_cannot_be_saved_is_tried_again(
    s: Services, made: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stays ticked, the page says so, and the next run keeps it."""
    at = visit("review")
    with monkeypatch.context() as broken:
        broken.setattr(type(s.store), "transact", full_disk)
        tick(at, "s4")
        assert len(at.error) == 1
        assert "Saved" not in html(at)
    at.run()

    assert kept(s, made).costs_most == ("s4",)
