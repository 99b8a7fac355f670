"""Scoring: what a full response costs beside reading it from JSON."""

import random
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time

from scoring.bank import load_instrument
from scoring.instrument import Instrument
from scoring.response import Answer, Response
from scoring.score import score

FOLDER = Path(__file__).parent.parent / "questions" / "seven-signs"
REACH = 40
AS_NEW = 1.2
SHEETS = 200
ROUNDS = 25
READINGS = 30  # at once, so that reading a sheet takes about as long as scoring it
PILES = 200
PILE = 10  # sheets
ANSWERS: tuple[Answer, ...] = (1, 2, 2, 3, 3, 3, 4, 4, 5, "dont_know", "not_applicable")


def rows() -> Iterator[tuple[str, float, float]]:
    """What was measured, its ratio, and the most that it should be.

    The first figure takes for each sheet the least of some rounds, of scoring as of reading it, so
    that what else the machine does meets neither. The second tells that more than one round is
    fair: to score a sheet that was never seen costs what it costs again.
    """
    instrument = load_instrument(FOLDER)
    rng = random.Random(20)

    def pile(sheets: int) -> list[Response]:
        return [_sheet(instrument, rng) for _ in range(sheets)]

    def scoring(*sheets: Response) -> float:
        return _cpu(lambda: [score(instrument, sheet) for sheet in sheets])

    what = "scoring one full response with its ledger"
    known = pile(SHEETS)
    texts = [[sheet.model_dump_json()] * READINGS for sheet in known]
    ours = _least(lambda: map(scoring, known))
    theirs = _least(lambda: [_cpu(partial(_read, text)) / READINGS for text in texts])
    yield f"{what} : validating it from JSON with Pydantic", ours / theirs, REACH
    new = [pile(PILE) for _ in range(PILES)]
    again = median([scoring(*sheets) / scoring(*sheets) for sheets in new])
    yield f"{what}, never seen : again", again, AS_NEW


def _least(measured: Callable[[], Iterable[float]]) -> float:
    """The sum of the least times of some rounds."""
    rounds = [list(measured()) for _ in range(ROUNDS)]
    total: float = sum(min(times) for times in zip(*rounds, strict=True))
    return total


def _sheet(instrument: Instrument, rng: random.Random) -> Response:
    answers = {item: rng.choice(ANSWERS) for item in instrument.items}
    return Response(answers=answers, costs_most=("ramp", "talent"))


def _read(texts: Iterable[str]) -> None:
    for text in texts:
        Response.model_validate_json(text)


def _cpu(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start
