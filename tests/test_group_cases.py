"""The worked cases of tests/cases/groups: a room's answers, and what its scorecard must say."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from pydantic import Field

from scoring.groups import room
from scoring.instrument import Instrument
from scoring.response import Response, Scope
from scoring.room import Guess, RoomScorecard
from tests.test_cases import HERE, Cells, Part, Small, answers_of, instrument_of

FILES = sorted((HERE / "cases" / "groups").glob("*.yaml"))
LISTS = ("signs_present", "strengths", "least_weak", "priorities", "find_out", "widest")


class People(Part):
    """So many people who answer alike."""

    group: str | None
    n: int = 1
    answers: dict[str, Cells]
    costs_most: list[str] = Field([])


class Mirror(Part):
    """What the people of one group guessed about another."""

    item: str
    asked: str
    about: str
    points: list[int]


class Expected(Part):
    """What a case expects; what is not given is not looked at."""

    asked: list[str] | None = None
    overall: dict[str, Any] = Field({})
    means: dict[str, dict[str, dict[str, Any]]] = Field({})
    signs: dict[str, dict[str, Any]] = Field({})
    gaps: dict[str, dict[str, dict[str, Any]]] = Field({})
    consensus: dict[str, dict[str, float | None]] = Field({})
    distributions: dict[str, dict[str, dict[str, Any]]] = Field({})
    blind_spots: dict[str, dict[str, dict[str, Any]]] = Field({})
    lists: dict[str, list[str]] = Field({})


class Case(Part):
    """The people of a room and what follows from their answers."""

    name: str
    why: str = ""
    scope: Scope = "full"
    signs: list[str] | None = None
    floor: int = 1
    people: list[People]
    mirrors: list[Mirror] = Field([])
    expect: Expected


class CaseFile(Part):
    """A file of cases for one instrument."""

    instrument: Small | str
    cases: list[Case]


CASES = [
    pytest.param(file, case, id=f"{path.stem}: {case.name}")
    for path in FILES
    for file in [CaseFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))]
    for case in file.cases
]


def scored(case: Case, instrument: Instrument) -> RoomScorecard:
    """The scorecard of a case's room."""
    names = {position: item for item, position in positions(instrument).items()}
    responses = [
        Response(
            scope=case.scope,
            group=some.group,
            answers=answers_of(some, instrument),
            costs_most=tuple(some.costs_most),
        )
        for some in case.people
        for _ in range(some.n)
    ]
    guesses = [
        Guess(item=names[mirror.item], asked=mirror.asked, about=mirror.about, points=points)
        for mirror in case.mirrors
        for points in mirror.points
    ]
    return room(
        instrument,
        responses,
        scope=case.scope,
        signs=case.signs,
        mirrors=guesses,
        floor=case.floor,
    )


def positions(instrument: Instrument) -> dict[str, str]:
    """Each item as its sign and its place in it, such as `targets.1`."""
    return {
        item.id: f"{sign.id}.{place}"
        for sign in instrument.signs
        for place, item in enumerate(sign.items, 1)
    }


def found(card: RoomScorecard, instrument: Instrument) -> dict[str, Any]:
    """All findings of a scorecard, in the shape of what a case expects."""
    made = card.model_dump(mode="json")
    name = positions(instrument)
    findings: dict[str, Any] = {
        "asked": made["asked"],
        "overall": made["overall"],
        "signs": {sign["id"]: sign for sign in made["signs"]},
        "lists": {field: made[field] for field in LISTS},
    }
    for mean in made["means"]:
        _put(findings, "means", mean["group"], mean["sign"] or "overall", mean)
    for gap in made["gaps"]:
        gap["items"] = [name[item] for item in gap["items"]]
        _put(findings, "gaps", gap["sign"], "-".join(gap["groups"]), gap)
    for agreement in made["consensus"]:
        of = name[agreement["item"]]
        _put(findings, "consensus", of, agreement["group"], agreement["value"])
    for line in made["distributions"]:
        _put(findings, "distributions", name[line["item"]], line["group"], line)
    for spot in made["blind_spots"]:
        who = f"{spot['asked']}-{spot['about']}"
        _put(findings, "blind_spots", name[spot["item"]], who, spot)
    return findings


def _put(findings: dict[str, Any], part: str, first: str, second: str, value: object) -> None:
    findings.setdefault(part, {}).setdefault(first, {})[second] = value


def differences(wanted: object, seen: object, path: str = "") -> Iterator[str]:
    """Where something wanted is not seen; `every` stands for all that are there."""
    if isinstance(wanted, dict):
        if not isinstance(seen, dict):
            yield f"{path}: wanted {wanted}, seen {seen}"
            return
        for key, value in wanted.items():
            for one in seen if key == "every" else [key]:
                yield from differences(value, seen.get(one, "nothing"), f"{path}.{one}")
    elif wanted != seen:
        yield f"{path}: wanted {wanted}, seen {seen}"


def test_there_are_cases() -> None:
    """At least thirty rooms are worked by hand, each with a name of its own."""
    names = [case.id for case in CASES]

    assert len(names) >= 30
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(("file", "case"), CASES)
def test_case(file: CaseFile, case: Case) -> None:
    """The room's scorecard says what was worked out by hand."""
    instrument = instrument_of(file)
    wanted = case.expect.model_dump(exclude_unset=True)

    assert wanted
    assert list(differences(wanted, found(scored(case, instrument), instrument))) == []
