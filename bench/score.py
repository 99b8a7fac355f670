"""Scoring: what a full response costs beside reading it from JSON."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from time import process_time
from typing import TypeVar

from scoring.bank import load_instrument
from scoring.instrument import Instrument
from scoring.response import Answer, Response
from scoring.score import _measured, score

FOLDER = Path(__file__).parent.parent / "questions" / "seven-signs"
REACH = 40
SHEETS = 400
ROUNDS = 9
ANSWERS: tuple[Answer, ...] = (1, 2, 2, 3, 3, 3, 4, 4, 5, "dont_know", "not_applicable")

Sheet = TypeVar("Sheet")


def rows() -> Iterator[tuple[str, float, float]]:
    """What was measured, its ratio, and the most that it should be."""
    instrument = load_instrument(FOLDER)
    rng = random.Random(20)
    sheets = [_sheet(instrument, rng) for _ in range(SHEETS)]
    edited = [_with_one_changed(sheet, rng) for sheet in sheets]
    texts = [sheet.model_dump_json() for sheet in sheets]

    def compared(before: Sequence[Response], now: Sequence[Response]) -> float:
        scoring = reading = float("inf")
        for _ in range(ROUNDS):
            _measured.cache_clear()
            _each(lambda sheet: score(instrument, sheet), before)
            scoring = min(scoring, _each(lambda sheet: score(instrument, sheet), now))
            reading = min(reading, _each(Response.model_validate_json, texts))
        return scoring / reading

    what = "scoring one full response with its ledger"
    than = ": validating it from JSON with Pydantic"
    yield f"{what}, as before {than}", compared(sheets, sheets), REACH
    yield f"{what}, one answer changed {than}", compared(sheets, edited), REACH
    yield f"{what}, no sign ever seen {than}", compared([], sheets), REACH


def _sheet(instrument: Instrument, rng: random.Random) -> Response:
    answers = {item: rng.choice(ANSWERS) for item in instrument.items}
    return Response(answers=answers, costs_most=("ramp", "talent"))


def _with_one_changed(sheet: Response, rng: random.Random) -> Response:
    changed = {rng.choice(list(sheet.answers)): rng.choice(ANSWERS)}
    return sheet.model_copy(update={"answers": {**sheet.answers, **changed}})


def _each(work: Callable[[Sheet], object], sheets: Iterable[Sheet]) -> float:
    """The CPU time of doing it once for each, in seconds."""
    start = process_time()
    for sheet in sheets:
        work(sheet)
    return process_time() - start
