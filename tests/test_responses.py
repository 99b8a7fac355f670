"""assessment/responses.py"""

import re
import threading
from typing import Any

import pytest

from assessment import responses
from assessment.errors import Refused
from assessment.records import Assessment
from assessment.services import Services
from scoring.response import COMMENT_LIMIT
from tests.make_instrument import small_instrument


@pytest.fixture
def begun(s: Services) -> Assessment:
    """A full assessment without answers."""
    return responses.begin(s, "full", "sales", "Northwind")


def test_an_assessment_begins_empty_and_names_its_instrument(s: Services) -> None:
    """What is kept says scope, role, organisation and by which instrument it will be scored."""
    made = responses.begin(s, "check", "marketing", "  Northwind \n Ltd\x00 ")

    assert responses.load(s, made.id) == made
    assert (made.scope, made.group, made.organisation) == ("check", "marketing", "Northwind Ltd")
    assert made.answers == {}
    assert made.instrument.sha256 == s.instrument().sha256


def test_ids_are_random(s: Services) -> None:
    """An id tells nothing and cannot be guessed: 128 bits."""
    ids = {responses.begin(s, "check", "sales").id for _ in range(5)}

    assert len(ids) == 5
    assert all(re.fullmatch("[0-9a-f]{32}", id) for id in ids)


@pytest.mark.parametrize(
    ("scope", "group", "organisation"),
    [
        ("half", "sales", None),
        ("", "sales", None),
        ("full", "finance", None),
        ("full", "", None),
        ("full", "sales", "x" * 121),
    ],
)
def test_what_cannot_begin_is_refused_and_nothing_kept(
    s: Services, scope: str, group: str, organisation: str | None
) -> None:
    """An unknown scope or role, or too long a name, makes no assessment."""
    with pytest.raises(Refused):
        responses.begin(s, scope, group, organisation)

    assert s.store.find(Assessment) == ()


@pytest.mark.parametrize("given", [1, 5, "dont_know", "not_applicable"])
def test_an_answer_is_kept_when_given(s: Services, begun: Assessment, given: Any) -> None:
    """What `answer` returns is what is kept."""
    after = responses.answer(s, begun.id, "s1_q1", given)

    assert after.answers == {"s1_q1": given}
    assert responses.load(s, begun.id) == after


def test_an_answer_can_be_changed_and_taken_back(s: Services, begun: Assessment) -> None:
    """The last answer counts; None opens the item again."""
    responses.answer(s, begun.id, "s1_q1", 2)
    assert responses.answer(s, begun.id, "s1_q1", 4).answers == {"s1_q1": 4}

    assert responses.answer(s, begun.id, "s1_q1", None).answers == {}


@pytest.mark.parametrize(
    "given", [0, 6, -1, 2.0, 2.5, True, "3", "", "maybe", float("nan"), [], {}]
)
def test_what_is_no_answer_is_refused(s: Services, begun: Assessment, given: Any) -> None:
    """A forged value changes nothing: not the widget decides, but this boundary."""
    responses.answer(s, begun.id, "s1_q1", 3)

    with pytest.raises(Refused):
        responses.answer(s, begun.id, "s1_q1", given)

    kept = responses.load(s, begun.id)
    assert kept is not None
    assert kept.answers == {"s1_q1": 3}


@pytest.mark.parametrize("item", ["s9_q1", "", "S1_Q1", "s1_q1 ", "\x00", "x" * 100_000])
def test_an_unknown_item_is_refused(s: Services, begun: Assessment, item: str) -> None:
    """Only items of the instrument it began with can be answered; the sentence stays short."""
    with pytest.raises(Refused) as error:
        responses.answer(s, begun.id, item, 3)

    assert len(str(error.value)) < 200


@pytest.mark.case("C14")
def test_two_devices_lose_nothing(s: Services, begun: Assessment) -> None:
    """Answers given at once from two browsers are all kept; per item the last one wins."""
    items = list(s.instrument().items)

    def give(mine: list[str], points: Any) -> None:
        for item in mine:
            responses.answer(s, begun.id, item, points)

    threads = [
        threading.Thread(target=give, args=(items[0::2], 2)),
        threading.Thread(target=give, args=(items[1::2], 4)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    kept = responses.load(s, begun.id)
    assert kept is not None
    assert kept.answers == {item: 2 + 2 * (n % 2) for n, item in enumerate(items)}


def test_the_sign_scores_stand_beside_the_answers(s: Services, begun: Assessment) -> None:
    """Whoever adds up many assessments need not score them again."""
    for item in ("s1_q1", "s1_q2", "s1_q3"):
        after = responses.answer(s, begun.id, item, 3)

    assert after.sign_scores["s1"] == 50
    assert after.sign_scores["s2"] is None
    assert responses.scorecard_of(s, after).sign("s1").score == 50


def test_a_comment_is_kept_as_typed_without_control_characters(
    s: Services, begun: Assessment
) -> None:
    """Lines and signs of every script stay; what a terminal would obey does not."""
    after = responses.comment(s, begun.id, "s1", " Ümläut “quote” 漢字\r\nline\x00 two\x1b[31m ")

    assert after.comments == {"s1": "Ümläut “quote” 漢字\nline two[31m"}


def test_what_nobody_sees_is_not_kept(s: Services, begun: Assessment) -> None:
    """A mark that turns the writing could make a name read as another; joiners spell words."""
    turned, joined = "Nor\u202eth\u2066win\u200b\ufeffd\xad\U000e0041", "می\u200cخواهم 👩\u200d💻"

    after = responses.rename(s, begun.id, f"{turned} {joined}", "sales")
    commented = responses.comment(s, begun.id, "s1", f"{turned}\n{joined}")

    assert after.organisation == f"Northwind {joined}"
    assert commented.comments == {"s1": f"Northwind\n{joined}"}


def test_an_empty_comment_removes_it(s: Services, begun: Assessment) -> None:
    """What was typed can be taken back."""
    responses.comment(s, begun.id, "s1", "something")

    assert responses.comment(s, begun.id, "s1", "  \n").comments == {}


@pytest.mark.case("C40")
def test_a_comment_ends_at_its_limit(s: Services, begun: Assessment) -> None:
    """2,000 characters are kept, one more is refused with its length, nothing is cut."""
    full = "x" * COMMENT_LIMIT
    assert responses.comment(s, begun.id, "s1", full).comments == {"s1": full}

    with pytest.raises(Refused, match="2001"):
        responses.comment(s, begun.id, "s1", full + "y")


def test_only_signs_can_be_commented_and_named(s: Services, begun: Assessment) -> None:
    """An unknown sign is refused wherever one is named."""
    for refused in (
        lambda: responses.comment(s, begun.id, "s9", "text"),
        lambda: responses.costs_most(s, begun.id, ("s1", "s9")),
    ):
        with pytest.raises(Refused, match="s9"):
            refused()


def test_two_signs_can_cost_most(s: Services, begun: Assessment) -> None:
    """Two are kept in the order given, each once; three are refused."""
    assert responses.costs_most(s, begun.id, ("s2", "s1", "s2")).costs_most == ("s2", "s1")

    with pytest.raises(Refused, match="At most 2"):
        responses.costs_most(s, begun.id, ("s1", "s2", "s3"))


def test_the_check_flows_into_the_full_assessment(s: Services) -> None:
    """Nothing is asked twice: the answers of the check are there."""
    check = responses.begin(s, "check", "sales")
    responses.answer(s, check.id, "s1_q1", 4)

    full = responses.widen(s, check.id)

    assert full.scope == "full"
    assert full.answers == {"s1_q1": 4}


def test_name_and_role_can_be_changed(s: Services, begun: Assessment) -> None:
    """Both are kept, an empty name as none, and an unknown role is refused."""
    after = responses.rename(s, begun.id, "", "leadership")
    assert (after.organisation, after.group) == (None, "leadership")

    with pytest.raises(Refused):
        responses.rename(s, begun.id, "x", "finance")


def test_nothing_can_be_written_into_what_was_erased(s: Services, begun: Assessment) -> None:
    """An old tab is told so, and brings nothing back."""
    responses.erase(s, begun.id)

    with pytest.raises(Refused, match="not there any more"):
        responses.answer(s, begun.id, "s1_q1", 3)

    assert responses.load(s, begun.id) is None


@pytest.mark.parametrize("id", ["", "../x", "x" * 500, "\x00", "unknown"])
def test_an_id_that_is_none_finds_nothing(s: Services, id: str) -> None:
    """An address may hold anything."""
    assert responses.load(s, id) is None


def test_the_time_is_computed_from_the_words() -> None:
    """230 words take a minute, a word more takes two; the check asks only the key items."""
    instrument = small_instrument(7, 5)

    # 3 words of symptom and 3 of name a sign; 4 words a question, 5 x 4 its options
    assert responses.minutes(instrument, "check") == -(-(7 * 6 + 7 * 24) // 230)
    assert responses.minutes(instrument, "full") == -(-(7 * 6 + 35 * 24) // 230)
