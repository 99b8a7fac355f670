"""What lies on the desk where sheets are typed in: the questions as printed, the sheets so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from pydantic import ValidationError

from assessment.errors import Refused
from assessment.records import Ballot, Workshop
from assessment.services import Services
from assessment.texts import Texts
from assessment.workshop.kept import instrument_of, items_of, words_of
from assessment.workshop.paper import Sheet, Standing, Typed, standings, typed
from scoring.instrument import Instrument
from scoring.response import Answer

if TYPE_CHECKING:
    from assessment.report.answer_sheet import Line

COSTS = "costs"  # the field of the closing question


@dataclass(frozen=True)
class Desk:
    """A workshop whose sheets are typed in."""

    room: Workshop
    instrument: Instrument
    words: Texts
    typed: Typed
    standings: Mapping[str, Standing]

    @classmethod
    def of(cls, s: Services, room: Workshop) -> Self:
        """As it is now."""
        instrument, words = instrument_of(s, room), words_of(s, room)
        return cls(room, instrument, words, typed(s, room), standings(s, room))

    @cached_property
    def lines(self) -> "tuple[Line, ...]":
        """Everything to type in, in its printed order."""
        from assessment.report.answer_sheet import lines

        items = [item.id for item in items_of(self.instrument, self.room, self.room.signs)]
        return lines(self.instrument, items, self.room.groups, self.room.mirror)

    @cached_property
    def keys(self) -> Mapping[Answer, str]:
        """The key of each answer, as it is printed."""
        from assessment.report.answer_sheet import KEYS

        return KEYS

    def group(self, id: str) -> str:
        """A group's name."""
        return next(g.name for g in self.instrument.outline.groups if g.id == id)


def field(line: "Line") -> str:
    """What the answer to a line is called in the form."""
    return f"g.{line.item}.{line.about}" if line.about else f"a.{line.item}"


def sheet_of(fields: Mapping[str, str], by_key: Mapping[str, Answer]) -> Sheet:
    """The sheet of a plain form, without guesses about the own group; raises Refused."""
    said: dict[str, Any] = {"id": fields.get("id", ""), "group": fields.get("group", "")}
    answers: dict[str, object] = {}
    guesses: dict[str, dict[str, object]] = {}
    for name, value in fields.items():
        kind, _, rest = name.partition(".")
        item, _, about = rest.partition(".")
        if kind not in ("a", "g") or not value:
            continue
        given = by_key.get(value, value)
        if kind == "a":
            answers[rest] = given
        elif about != said["group"]:
            guesses.setdefault(item, {})[about] = given
    costs = tuple(fields.get(COSTS, "").split())
    said |= {"answers": answers, "guesses": guesses, "costs_most": costs}
    try:
        return Sheet.model_validate(said)
    except ValidationError as error:
        first = error.errors()[0]["loc"][0]
        reason = "group" if first == "group" else "other"
        raise Refused(f"The form does not fit: {first}.", reason) from None


def fields_of(ballot: Ballot, keys: Mapping[Answer, str]) -> dict[str, str]:
    """A ballot as the fields of the plain form."""
    found = {"group": ballot.group, COSTS: " ".join(ballot.costs_most)}
    found |= {f"a.{item}": keys[given] for item, given in ballot.answers.items()}
    return found | {
        f"g.{item}.{about}": keys[points]
        for item, guessed in ballot.guesses.items()
        for about, points in guessed.items()
    }
