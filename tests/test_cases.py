"""The worked cases of tests/cases: answers, and what the scorecard must say of them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict

from scoring.instrument import Instrument, Status
from scoring.response import Answer, Response, Scope, problems
from scoring.score import score
from scoring.scorecard import NextStep, Scorecard
from tests.make_instrument import shipped, small_instrument

HERE = Path(__file__).parent
FILES = sorted((HERE / "cases").glob("*.yaml"))

Cell = Answer | Literal["open"]
Cells = Cell | list[Cell]


class Part(BaseModel):
    """A part of a case, in which no key may be misspelt."""

    model_config = ConfigDict(extra="forbid")


def _by_sign(value: object) -> object:
    return value if isinstance(value, dict) else {"every": value}


class Way(Part):
    """An expected next step."""

    level: int
    items: list[str]


class Expected(Part):
    """What a case expects; what is not given is not looked at."""

    overall: dict[str, Any] = {}
    scores: Annotated[dict[str, float | None], BeforeValidator(_by_sign)] = {}
    levels: Annotated[dict[str, int | None], BeforeValidator(_by_sign)] = {}
    statuses: Annotated[dict[str, Status], BeforeValidator(_by_sign)] = {}
    on_the_line: Annotated[dict[str, list[int]], BeforeValidator(_by_sign)] = {}
    bounds: dict[str, list[float | None]] = {}
    counts: dict[str, dict[str, int]] = {}
    next_step: dict[str, Way | None] = {}
    from_key_item: list[str] | None = None
    signs_present: list[str] | None = None
    strengths: list[str] | None = None
    least_weak: list[str] | None = None
    priorities: list[str] | None = None
    find_out: list[str] | None = None


class Case(Part):
    """A sheet of answers and what follows from it."""

    name: str
    why: str = ""
    scope: Scope = "full"
    answers: dict[str, Cells]
    costs_most: list[str] = []
    expect: Expected


class Small(Part):
    """A small instrument made for a file of cases."""

    signs: int
    items: int
    weights: list[float] = []
    item_weights: list[float] = []


class CaseFile(Part):
    """A file of cases for one instrument."""

    instrument: Literal["seven-signs"] | Small
    cases: list[Case]


def read(file: Path) -> CaseFile:
    """The cases of a file; raises pydantic.ValidationError, which names what is misspelt."""
    return CaseFile.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))


@cache
def seven_signs() -> Instrument:
    """The real instrument."""
    return shipped()


def instrument_of(file: CaseFile) -> Instrument:
    """The instrument that a file of cases is about."""
    if isinstance(file.instrument, Small):
        return small_instrument(**file.instrument.model_dump())
    return seven_signs()


def answers_of(case: Case, instrument: Instrument) -> dict[str, Answer]:
    """The answers of a case by item id, with its shorthands written out."""
    cells: dict[str, Cell] = {}
    for sign in instrument.signs:
        for rule in ("all", "each", sign.id):
            cells |= zip_items([item.id for item in sign.items], case.answers.get(rule, []))
    cells |= zip_items(list(instrument.key_items), case.answers.get("keys", []))
    return {item: cell for item, cell in cells.items() if cell != "open"}


def zip_items(items: list[str], cells: Cells) -> dict[str, Cell]:
    """The cells by item; a single cell stands for every item, and a list ends where it ends."""
    if not isinstance(cells, list):
        return dict.fromkeys(items, cells)
    assert len(cells) <= len(items), f"{len(cells)} answers for {len(items)} items"
    return dict(zip(items, cells, strict=False))


def expected(case: Case, signs: list[str]) -> Iterator[tuple[str, object]]:
    """What a case expects, one finding at a time, as `found` names them."""
    expect = case.expect
    for key, value in expect.overall.items():
        yield f"overall.{key}", value
    for field in ("scores", "levels", "statuses", "on_the_line"):
        wanted = getattr(expect, field)
        for sign in wanted.keys() - {"every"}:
            yield f"{field}.{sign}", wanted[sign]
        for sign in signs if "every" in wanted else []:
            yield f"{field}.{sign}", wanted["every"]
    for sign, bounds in expect.bounds.items():
        yield f"bounds.{sign}", bounds
    for sign, counts in expect.counts.items():
        for key, count in counts.items():
            yield f"counts.{sign}.{key}", count
    for of, way in expect.next_step.items():
        yield f"next_step.{of}", way and way.model_dump()
    for field in ("from_key_item", "signs_present", "strengths", "least_weak", "priorities"):
        if getattr(expect, field) is not None:
            yield field, getattr(expect, field)
    if expect.find_out is not None:
        yield "find_out", expect.find_out


def found(card: Scorecard, instrument: Instrument) -> dict[str, object]:
    """All findings of a scorecard that a case can name."""
    findings: dict[str, object] = {
        f"overall.{key}": list(value) if isinstance(value, tuple) else value
        for key, value in card.overall
        if key not in ("ledger", "next_step")
    }
    findings["next_step.overall"] = _way(card.overall.next_step, instrument)
    for sign in card.signs:
        findings |= {
            f"scores.{sign.id}": sign.score,
            f"levels.{sign.id}": sign.level,
            f"statuses.{sign.id}": sign.status,
            f"on_the_line.{sign.id}": list(sign.on_the_line),
            f"bounds.{sign.id}": [sign.low, sign.high],
            f"next_step.{sign.id}": _way(sign.next_step, instrument),
        }
        for key in ("answered", "dont_know", "not_applicable", "open"):
            findings[f"counts.{sign.id}.{key}"] = getattr(sign, key)
    for field in ("signs_present", "strengths", "least_weak", "priorities", "find_out"):
        findings[field] = list(getattr(card, field))
    findings["from_key_item"] = [sign.id for sign in card.signs if sign.from_key_item]
    return findings


def _way(step: NextStep | None, instrument: Instrument) -> dict[str, object] | None:
    if step is None:
        return None
    return {"level": step.level, "items": [_position(s.item, instrument) for s in step.steps]}


def _position(item: str, instrument: Instrument) -> str:
    sign = instrument.sign_of[item]
    return f"{sign.id}.{[one.id for one in sign.items].index(item) + 1}"


CASES = [
    pytest.param(file, case, id=f"{path.stem}: {case.name}")
    for path in FILES
    for file in [read(path)]
    for case in file.cases
]


def test_there_are_cases() -> None:
    """At least thirty cases are worked by hand, each with a name of its own."""
    names = [case.id for case in CASES]

    assert len(names) >= 30
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(("file", "case"), CASES)
def test_case(file: CaseFile, case: Case) -> None:
    """The scorecard says what was worked out by hand."""
    instrument = instrument_of(file)
    response = Response(
        scope=case.scope,
        answers=answers_of(case, instrument),
        costs_most=tuple(case.costs_most),
    )
    wanted = dict(expected(case, list(instrument.by_id)))
    findings = found(score(instrument, response), instrument)

    assert not problems(instrument, response)
    assert wanted
    assert {key: findings.get(key, "no such finding") for key in wanted} == wanted
