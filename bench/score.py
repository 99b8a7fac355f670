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
AS_NEW = 1.1
SHEETS = 200
ROUNDS = 25
READINGS = 30  # at once, so that reading a sheet takes about as long as scoring it
ANSWERS: tuple[Answer, ...] = (1, 2, 2, 3, 3, 3, 4, 4, 5, "dont_know", "not_applicable")


def rows() -> Iterator[tuple[str, float, float]]:
    """What was measured, its ratio, and the most that it should be.

    Each sheet is scored and read in turn, for about as long, and the least of some rounds is taken
    sheet by sheet, so that what else the machine does meets neither side. The second row tells
    whether a sheet may be scored in more than one round: a new one must cost what it costs again.
    """
    instrument = load_instrument(FOLDER)
    rng = random.Random(20)

    def scoring(sheet: Response) -> float:
        return _cpu(lambda: score(instrument, sheet))

    ours = theirs = 0.0
    for sheet in [_sheet(instrument, rng) for _ in range(SHEETS)]:
        texts = [sheet.model_dump_json()] * READINGS
        rounds = [(scoring(sheet), _cpu(partial(_read, texts))) for _ in range(ROUNDS)]
        ours += min(time for time, _ in rounds)
        theirs += min(time for _, time in rounds) / READINGS
    what = "scoring one full response with its ledger"
    yield f"{what} : validating it from JSON with Pydantic", ours / theirs, REACH
    new = [_sheet(instrument, rng) for _ in range(10 * SHEETS)]
    again = median([scoring(sheet) / scoring(sheet) for sheet in new])
    yield f"{what}, never seen : again", again, AS_NEW


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
