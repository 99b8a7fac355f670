"""Sheets of answers to a small instrument of seven signs, and the scorecards they make."""

from scoring.instrument import Instrument
from scoring.response import Answer, Response
from scoring.score import score
from scoring.scorecard import Scorecard
from tests.make_instrument import small_instrument

INSTRUMENT = small_instrument(signs=7, items=5)
SIGNS = tuple(INSTRUMENT.by_id)
ITEMS = tuple(INSTRUMENT.items)
KEYS = tuple(INSTRUMENT.key_items)


def _each(*answers: Answer | None, instrument: Instrument = INSTRUMENT) -> dict[str, Answer]:
    """The answers given to the items in turn, from the first again at the end; None leaves open."""
    turns = (answers[n % len(answers)] for n in range(len(instrument.items)))
    return {i: given for i, given in zip(instrument.items, turns, strict=True) if given}


SHEETS: dict[str, Response] = {
    "good": Response(answers=_each(4, 5, 4, 4, 3)),
    "bad": Response(answers=_each(1, 2, 1, 1, 3, 2)),
    "mixed": Response(
        answers=_each(1, 2, 3, 4, 5, 2, "dont_know", 3) | {"s7_q5": "not_applicable"},
        organisation="Sample & Sons",
        group="sales",
        costs_most=("s2", "s5"),
        comments={"s2": "=1+1 ![x](http://127.0.0.1:9/x.png) <b>bold</b>"},
    ),
    "capped": Response(answers=_each(5) | {f"s3_q{n}": 1 for n in range(1, 6)}),
    "check": Response(
        scope="check",
        answers=dict(zip(KEYS, (1, 3, 5, 2, "dont_know", 4, 3), strict=True)),
    ),
    "partial": Response(
        answers=dict.fromkeys(ITEMS[:18], 3) | {"s5_q1": 1, "s6_q2": 4},
    ),
    "unknown": Response(answers=_each("dont_know")),
    "empty": Response(answers={}),
}


def sheet(name: str, instrument: Instrument = INSTRUMENT) -> Scorecard:
    """The scorecard of the sheet of that name."""
    return score(instrument, SHEETS[name])
