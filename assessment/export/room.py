"""The scorecard of a room's own answer sheets as JSON, in the shape that one sheet's has."""

import json
from typing import Any

from scoring.instrument import Instrument
from scoring.room import RoomScorecard
from scoring.scorecard import Overall

# Said in another shape, or of a workshop alone.
LEFT_OUT = {"means", "blind_spots", "asked", "groups", "overall"}


def room_json(card: RoomScorecard, overall: Overall, instrument: Instrument) -> str:
    """The scorecard of a list of sheets as JSON text; scores are numbers from 0 to 100 or null.

    It has the keys that one sheet's scorecard has, and `groups`, `gaps`, `consensus`,
    `distributions` and `widest` on top.
    """
    made = card.model_dump(mode="json", exclude=LEFT_OUT) | {
        "group": None,
        "overall": _overall(card, overall, instrument),
        "costs_most": _costs_most(card),
        "groups": [_group(card, group.id, group.n) for group in card.groups],
    }
    return json.dumps(made, ensure_ascii=False, indent=2)


def _overall(card: RoomScorecard, overall: Overall, instrument: Instrument) -> dict[str, Any]:
    level = overall.level
    name = None if level is None else instrument.outline.levels[level - 1].name
    averaged = {"groups": card.overall.groups, "missing": card.overall.missing}
    return overall.model_dump(mode="json") | {"level_name": name} | averaged


def _group(card: RoomScorecard, group: str, people: int) -> dict[str, Any]:
    """A group with its overall score and its mean for each sign."""
    return {
        "id": group,
        "n": people,
        "score": card.mean(group).score,
        "signs": [
            {"id": sign} | card.mean(group, sign).model_dump(include={"n", "score"})
            for sign in card.asked
        ],
    }


def _costs_most(card: RoomScorecard) -> list[str]:
    """The signs that anyone named, those that most named first."""
    named = [sign for sign in card.signs if sign.costs_most]
    return [sign.id for sign in sorted(named, key=lambda sign: -(sign.costs_most or 0))]
