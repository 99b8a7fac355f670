"""scoring/progress.py: improved, worse or cannot tell, and how often chance says so."""

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from scoring.progress import Change, compared
from scoring.room import RoomScorecard
from tests.make_rooms import RoomMaker

RUNS = 1500
Truth = tuple[float, ...]
# How people's sign scores lie: each of five items 1 to 5, by its chances.
TRUTHS: dict[str, Truth] = {
    "middle": (0.1, 0.25, 0.3, 0.25, 0.1),
    "low": (0.45, 0.3, 0.15, 0.07, 0.03),
    "two camps": (0.4, 0.1, 0.0, 0.1, 0.4),
}


def room(**changes: Any) -> RoomScorecard:
    """A room in which Sales stands at 40 and Marketing at 50 on every sign, twelve people each."""
    return RoomMaker(**changes).card()


def change(before: RoomScorecard, after: RoomScorecard, sign: str = "s1") -> Change:
    """What changed of a sign."""
    return next(found for found in compared(before, after) if found.sign == sign)


def moved(by: float, **changes: Any) -> RoomScorecard:
    """The same room with every mean higher by that."""
    return room(sales=40 + by, marketing=50 + by, **changes)


@pytest.mark.parametrize(
    ("by", "direction", "reason"),
    [(20, "improved", None), (-20, "worse", None), (3, "cannot_tell", "chance")],
)
def test_a_sign_moves_only_by_more_than_chance(
    by: float, direction: str, reason: str | None
) -> None:
    """Both means up by 20 is an improvement where 13 could be chance; up by 3 is none."""
    found = change(room(half_width=24), moved(by, half_width=24))

    assert (found.direction, found.reason) == (direction, reason)
    assert found.points == by
    assert found.needed == pytest.approx(1 + math.hypot(12, 12))


def test_what_is_needed_is_printed_with_what_was_found() -> None:
    """Just what chance can make is no improvement; a hair more is one."""
    needed = change(room(), moved(1)).needed
    assert needed

    assert change(room(), moved(needed)).direction == "cannot_tell"
    assert change(room(), moved(needed + 0.01)).direction == "improved"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"instrument": "another"}, "other_questions"),
        ({"items": ("s1_q1",)}, "other_questions"),
        ({"scope": "check"}, "other_scope"),
        ({"overall_groups": ("sales", "leadership")}, "other_groups"),
        ({"hidden": ("marketing",)}, "hidden"),
        ({"edge": "low"}, "edge"),
        ({"half_width": None}, "no_interval"),
        ({"verdict": "too_few"}, "no_interval"),
    ],
)
def test_it_says_why_it_cannot_tell(changes: dict[str, Any], reason: str) -> None:
    """Whatever keeps two numbers from being compared is named, whichever workshop has it."""
    assert change(room(), moved(30, **changes)).reason == reason
    assert change(moved(30, **changes), room()).reason == reason


def test_a_sign_that_was_not_asked_before_is_no_change() -> None:
    """A sign is compared where both workshops asked it."""
    before = room(signs=("s1", "s2"))

    assert [c.reason for c in compared(before, room())][2:] == ["not_asked"] * 5
    assert [c.sign for c in compared(room(), before)] == ["s1", "s2"]


def test_another_version_with_the_same_items_asks_the_same() -> None:
    """A corrected word keeps an item's id, another meaning takes another: ids say what compares."""
    assert change(room(), moved(30, version="2.0.0")).direction == "improved"


def test_numbers_that_are_not_published_do_not_leak() -> None:
    """A hidden mean gives neither a number before nor one after."""
    found = change(room(), room(hidden=("sales",)))

    assert (found.before, found.after, found.points, found.needed) == (None, None, None, None)


def _answered(rng: np.random.Generator, truth: Truth, people: int, shift: float) -> Any:
    """Sign scores of so many people, RUNS times; people differ by more than their answers do."""
    own = rng.normal(0, 10, (RUNS, people))
    items = rng.choice(np.arange(5) * 25.0, (RUNS, people, 5), p=truth)
    return np.clip(items.mean(axis=2) + own + shift, 0, 100)


def _published(first: Any, second: Any) -> list[RoomScorecard]:
    """Rooms as a protected workshop publishes them: whole points, Welch's interval."""
    rooms = []
    for one, other in zip(first, second, strict=True):
        a, b = one.var(ddof=1) / len(one), other.var(ddof=1) / len(other)
        free = (a + b) ** 2 / (a**2 / (len(one) - 1) + b**2 / (len(other) - 1))
        half = stats.t.ppf(0.975, free) * math.sqrt(a + b)
        points = one.mean() - other.mean()
        low, high = math.floor(points - half + 0.5), math.floor(points + half + 0.5)
        rooms.append(
            room(
                signs=("s1",),
                sales=math.floor(one.mean() + 0.5),
                marketing=math.floor(other.mean() + 0.5),
                low=low,
                high=high,
            )
        )
    return rooms


def _share_told(truth: Truth, sizes: tuple[int, int, int, int], shift: float = 0) -> float:
    """How many of RUNS pairs of workshops say improved or worse."""
    rng = np.random.default_rng(20261123)
    one, other, third, fourth = sizes
    before = _published(_answered(rng, truth, one, 0), _answered(rng, truth, other, 8))
    after = _published(
        _answered(rng, truth, third, shift), _answered(rng, truth, fourth, 8 + shift)
    )
    told = [change(b, a).direction for b, a in zip(before, after, strict=True)]
    return sum(direction != "cannot_tell" for direction in told) / RUNS


@pytest.mark.parametrize("sizes", [(10, 10, 10, 10), (12, 30, 40, 10), (60, 60, 60, 60)])
@pytest.mark.parametrize("truth", TRUTHS)
def test_without_a_true_change_at_most_one_in_twenty_says_so(
    truth: str, sizes: tuple[int, int, int, int]
) -> None:
    """Mid, low and two-camp rooms of all sizes that publish an interval."""
    allowed = 0.05 + 2 * math.sqrt(0.05 * 0.95 / RUNS)  # what a true rate of 5 % may show

    assert _share_told(TRUTHS[truth], sizes) <= allowed


def test_a_large_change_is_seen() -> None:
    """The rule is not blind: 20 points more in two rooms of 20 and 20 are nearly always told."""
    assert _share_told(TRUTHS["middle"], (20, 20, 20, 20), shift=20) > 0.9


def test_gaps_and_means_are_all_it_reads() -> None:
    """A card without any distribution or consensus gives the same changes."""
    before, after = room(), moved(20)
    bare = {"distributions": (), "consensus": (), "blind_spots": ()}

    assert compared(before.model_copy(update=bare), after.model_copy(update=bare)) == compared(
        before, after
    )
