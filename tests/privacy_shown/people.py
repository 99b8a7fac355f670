"""People who answer, guess and name signs, and what is shown of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from assessment.privacy import (
    Part,
    allowed,
    offer,
    published,
    resting_on,
)
from scoring.groups import room
from scoring.instrument import Floors
from scoring.response import Answer, Response
from scoring.room import Guess, RoomScorecard
from tests.make_instrument import small_instrument

INSTRUMENT = small_instrument(signs=2, items=3)
SIGNS = tuple(INSTRUMENT.by_id)
SEED = b"a secret of sixteen"
FLOORS = Floors()
SPREAD = (1, 2, 3, 4, 5, 3, 2, 4, 3, 5, 1, 4)

Sheet = Mapping[str, Answer]


def same(answer: Answer, *, scope: str = "full") -> Sheet:
    """A sheet with one and the same answer."""
    items = INSTRUMENT.key_items if scope == "check" else INSTRUMENT.items
    return dict.fromkeys(items, answer)


def spread(count: int, start: int = 0) -> list[Sheet]:
    """So many sheets of all kinds of answers."""
    return [
        {item: SPREAD[(n + start + 5 * k) % 12] for k, item in enumerate(INSTRUMENT.items)}
        for n in range(count)
    ]


def parts_of(
    groups: Mapping[str, Sequence[Sheet]], scope: Any = "full", costs: Sequence[str] = ()
) -> list[Part]:
    """The people of these groups; every second one names the signs that cost most."""
    return [
        Part(
            ballot=f"{group}{n}",
            response=Response(
                scope=scope,
                group=group,
                answers=dict(sheet),
                costs_most=tuple(costs) if n % 2 else (),
            ),
        )
        for group, sheets in groups.items()
        for n, sheet in enumerate(sheets)
    ]


def shown(parts: Sequence[Part], scope: Any = "full", floors: Floors = FLOORS) -> RoomScorecard:
    """What is published of them, once."""
    offered = offer(INSTRUMENT, parts, SIGNS, SEED)
    accepted = allowed(offered.releases, [], floors, offered.known)
    rest = resting_on(accepted, INSTRUMENT, parts, SEED)
    raw = room(
        INSTRUMENT,
        [part.response for part in rest],
        scope=scope,
        mirrors=[guess for part in rest for guess in part.guesses],
        floor=floors.score,
    )
    return published(raw, accepted, floors, INSTRUMENT)


def guessing(parts: Sequence[Part], points: Sequence[int], item: str = "s1_q1") -> list[Part]:
    """The same people, of whom Marketing guesses about Sales."""
    guesses = iter(points)
    return [
        part.model_copy(
            update={
                "guesses": (
                    Guess(item=item, asked="marketing", about="sales", points=next(guesses)),
                )
            }
        )
        if part.response.group == "marketing"
        else part
        for part in parts
    ]
