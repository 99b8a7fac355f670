"""scoring/view_progress.py: what one person's two runs can tell, and the cases of cases/again"""

from itertools import product
from typing import Any

import pytest
import yaml
from pydantic import Field

from scoring.instrument import Instrument
from scoring.progress import Change
from scoring.response import Response, Scope
from scoring.score import score
from scoring.view_progress import OPTION, by_chance, compared_views
from tests.make_scorecards import SHEETS, sheet
from tests.test_cases import HERE, Case, CaseFile, Cells, Expected, Part, Small, answers_of
from tests.test_cases import instrument_of as instrument_of_cases

FILES = sorted((HERE / "cases" / "again").glob("*.yaml"))


class Again(Part):
    """Two sheets of answers of one person, and what changed by sign."""

    name: str
    why: str = ""
    scopes: tuple[Scope, Scope] = ("full", "full")
    groups: tuple[str, str] = ("leadership", "leadership")
    before: dict[str, Cells]
    after: dict[str, Cells]
    expect: dict[str, dict[str, Any]] = Field(min_length=1)


class AgainFile(Part):
    """A file of such cases for one instrument."""

    instrument: str | Small
    cases: list[Again]


def instrument_of(file: AgainFile) -> Instrument:
    """The instrument that a file of cases is about."""
    return instrument_of_cases(CaseFile(instrument=file.instrument, cases=[]))  # type: ignore[arg-type]


CASES = [
    pytest.param(file, case, id=f"{path.stem}: {case.name}")
    for path in FILES
    for file in [AgainFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))]
    for case in file.cases
]


@pytest.mark.parametrize(("file", "case"), CASES)
def test_case(file: AgainFile, case: Again) -> None:
    """What changed is what was worked out by hand."""
    instrument = instrument_of(file)
    cards = [
        score(
            instrument,
            Response(
                scope=scope,
                group=group,
                answers=answers_of(
                    Case(name=case.name, answers=answers, expect=Expected()), instrument
                ),
            ),
        )
        for scope, group, answers in zip(
            case.scopes, case.groups, (case.before, case.after), strict=True
        )
    ]
    found = {change.sign: change.model_dump() for change in compared_views(*cards)}

    for sign, wanted in case.expect.items():
        assert {key: found[sign][key] for key in wanted} == wanted, sign


def changes(*answers: dict[str, Any]) -> tuple[Change, ...]:
    """What changed between two sheets of the small instrument."""
    instrument = instrument_of(AgainFile(instrument=Small(signs=7, items=5), cases=[]))
    return compared_views(*(score(instrument, Response(answers=given)) for given in answers))


@pytest.mark.parametrize("weights", [(1,), (1,) * 2, (1,) * 4, (1,) * 5, (1,) * 7, (3, 1, 1, 2)])
def test_chance_alone_is_told_in_less_than_one_of_twenty(weights: tuple[int, ...]) -> None:
    """All ways are tried: beyond the limit lie fewer than 5 of 100, with it 5 and more."""
    sums = [
        abs(sum(step * weight for step, weight in zip(steps, weights, strict=True)))
        for steps in product((-1, 0, 1), repeat=len(weights))
    ]
    limit = by_chance(weights)

    assert sum(total > limit for total in sums) / len(sums) < 0.05
    assert sum(total >= limit for total in sums) / len(sums) >= 0.05


def test_the_same_answers_are_no_change() -> None:
    """Whatever they are, no sign moved."""
    for name in SHEETS:
        found = compared_views(sheet(name), sheet(name))
        assert {change.direction for change in found} == {"cannot_tell"}


def test_what_is_needed_is_printed_with_what_was_found() -> None:
    """Points beyond what is needed are told, and the other way round what improved got worse."""
    low = {f"s{sign}_q{item}": 2 for sign in range(1, 8) for item in range(1, 6)}
    high = low | {f"s1_q{item}": 3 for item in range(1, 6)}
    first, *others = changes(low, high)
    back = changes(high, low)[0]

    assert (first.direction, back.direction) == ("improved", "worse")
    assert first.points == OPTION == -(back.points or 0)
    assert first.needed is not None
    assert first.needed < OPTION
    assert all(change.points == 0 for change in others)


def test_another_instrument_is_not_compared() -> None:
    """Nor are other questions under the same name; another version with the same items is."""
    before = sheet("bad")
    other = before.instrument.model_copy(update={"id": "another"})
    newer = before.instrument.model_copy(update={"version": "9.0.0"})
    after = sheet("good")
    less = after.signs[0].model_copy(update={"ledger": after.signs[0].ledger[1:]})

    foreign = compared_views(before.model_copy(update={"instrument": other}), after)
    assert {change.reason for change in foreign} == {"other_questions"}
    fewer = after.model_copy(update={"signs": (less, *after.signs[1:])})
    assert [c.reason for c in compared_views(before, fewer)][:2] == ["other_questions", None]
    same = compared_views(before.model_copy(update={"instrument": newer}), after)
    assert {change.direction for change in same} == {"improved"}


def test_a_sign_that_was_not_there_before_is_not_compared() -> None:
    """It asks other questions, so to speak; the others are compared."""
    before = sheet("bad")
    found = compared_views(before.model_copy(update={"signs": before.signs[1:]}), sheet("good"))

    assert [change.reason for change in found][:2] == ["other_questions", None]
