"""Answer sheets on paper: typed in one by one, each a ballot without a seat."""

import hashlib
import hmac
import re
from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assessment.errors import Refused
from assessment.records import Ballot, Key, Points, Workshop
from assessment.services import Services
from assessment.store import Transaction
from assessment.workshop.ballots import mirrored
from assessment.workshop.kept import ballots, instrument_of, items_of, rounds, workshop
from assessment.workshop.seats import MOST_SEATS
from scoring.instrument import Instrument
from scoring.response import Answer

# open: its round goes on; closed: its round is over; to_come: its round was not opened yet
Standing = Literal["open", "closed", "to_come"]

_ID = r"[0-9a-f]{32}"


class Sheet(BaseModel):
    """One sheet as it is typed in; its id is the same however often it is sent."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{16,80}$")]
    group: Key
    answers: dict[Key, Answer] = Field({}, max_length=1000)
    guesses: dict[Key, dict[Key, Points]] = Field({}, max_length=100)
    costs_most: Annotated[tuple[Key, ...], Field(max_length=100)] = ()


class Typed(NamedTuple):
    """How many sheets were typed in."""

    by_group: Mapping[str, int]

    @property
    def sheets(self) -> int:
        """All of them."""
        return sum(self.by_group.values())


def type_in(s: Services, room_id: str, sheet: Sheet) -> Ballot:
    """The ballot of a sheet, kept once however often it comes. Raises Refused and NotSaved."""
    room = workshop(s, room_id)
    refuse_unless_typed(room)
    id = _ballot_id(room, sheet.id)
    made = Ballot(home=id, id=id, workshop=room.id, paper=True, **_checked(s, room, sheet))
    if s.store.get(Ballot, id) is None and len(ballots(s, room)) >= MOST_SEATS:
        raise Refused("This workshop holds no more people.", "full")

    def work(home: Transaction) -> None:
        before = home.get(Ballot, id)
        if before not in (None, made):
            raise Refused("This sheet was kept already, with other answers.", "kept_before")
        home.put(made)

    s.store.transact(id, work)
    return made


def take_out(s: Services, room_id: str, ballot_id: str) -> Ballot:
    """Erase a sheet that was typed in by mistake; what it said. Raises Refused and NotErased."""
    room = workshop(s, room_id)
    refuse_unless_typed(room)
    found = sheet_of(s, room, ballot_id)
    if found is None:
        raise Refused("This sheet is not there any more.", "gone")
    s.store.erase(found.home)
    return found


def sheet_of(s: Services, room: Workshop, ballot_id: str) -> Ballot | None:
    """The ballot with this id, if it was typed in from a sheet of this workshop."""
    found = s.store.get(Ballot, ballot_id) if re.fullmatch(_ID, ballot_id) else None
    return found if found and found.paper and found.workshop == room.id else None


def typed(s: Services, room: Workshop) -> Typed:
    """The sheets typed in so far."""
    count = Counter(ballot.group for ballot in ballots(s, room) if ballot.paper)
    return Typed({group: count[group] for group in room.groups})


def standings(s: Services, room: Workshop) -> dict[str, Standing]:
    """Where each sign stands: what a sheet says of it counts now, at the end, or later."""
    asked = {r.id: r for r in rounds(s, room) if r.purpose == "measure"}
    of_sign = {sign: r for r in asked.values() for sign in r.signs}
    found: dict[str, Standing] = {}
    for sign in room.signs:
        r = of_sign.get(sign)
        found[sign] = "to_come" if r is None else "open" if r.state == "open" else "closed"
    return found


def refuse_unless_typed(room: Workshop) -> None:
    """Raise Refused where sheets cannot be typed in, or not any more."""
    if room.open_table:
        raise Refused("At an open table everybody consents on their own phone.", "open_table")
    if room.phase == "ended":
        raise Refused("This workshop has ended.", "ended")
    if room.phase != "open":
        raise Refused("Open the door of the workshop first.", "not_open")


def _checked(s: Services, room: Workshop, sheet: Sheet) -> dict[str, Any]:
    """The fields of a sheet's ballot; raises Refused for what was not asked on it."""
    instrument = instrument_of(s, room)
    items = {item.id for item in items_of(instrument, room, room.signs)}
    if sheet.group not in room.groups:
        raise Refused("Choose one of the groups of this workshop.", "group")
    if not sheet.answers.keys() <= items:
        raise Refused("A question of this sheet is not asked here.", "foreign")
    if not (sheet.answers or sheet.guesses):
        raise Refused("There is no answer on this sheet.", "nothing")
    return {
        "group": sheet.group,
        "answers": sheet.answers,
        "guesses": _guesses(instrument, room, sheet),
        "costs_most": _costs(instrument, room, sheet),
    }


def _guesses(instrument: Instrument, room: Workshop, sheet: Sheet) -> dict[str, dict[str, Points]]:
    keys = {instrument.by_id[sign].key_item.id for sign in room.signs}
    about = mirrored(instrument, room, sheet.group)
    for item, guessed in sheet.guesses.items():
        if item not in keys or not guessed.keys() <= set(about):
            raise Refused("A guess of this sheet is not asked here.", "foreign")
    return {item: guessed for item, guessed in sheet.guesses.items() if guessed}


def _costs(instrument: Instrument, room: Workshop, sheet: Sheet) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(sheet.costs_most))
    if not set(chosen) <= set(room.signs):
        raise Refused("A sign of this sheet is not asked here.", "foreign")
    if len(chosen) > (limit := instrument.outline.costs_most_limit):
        raise Refused(f"At most {limit} signs can be named; these are {len(chosen)}.", "many")
    return chosen


def _ballot_id(room: Workshop, sheet_id: str) -> str:
    """The id of a sheet's ballot: the same for the same sheet, and nobody's to choose."""
    secret = bytes.fromhex(room.secret)
    return hmac.new(secret, f"sheet {sheet_id}".encode(), hashlib.sha256).hexdigest()[:32]
