"""Seats: a phone joins with a code, keeps its place, and may give it up with its answers."""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import TypeVar

from assessment import auth, typed
from assessment.desk_records import Tombstone
from assessment.errors import NotSaved, Refused
from assessment.records import Ballot, Seat, Workshop, new_id
from assessment.services import Services, erase_for_good
from assessment.store import Transaction
from assessment.workshop.codes import normalised
from assessment.workshop.kept import ballots, changed, seats, workshop

MOST_SEATS = 500
PATIENCE = 3.0  # seconds to wait for those who are sitting down at an open table

R = TypeVar("R", Seat, Ballot)


@dataclass(frozen=True)
class Place:
    """Whoever sits in a workshop: the room, the seat, and what was answered from it."""

    room: Workshop
    seat: Seat
    ballot: Ballot


def found_by(s: Services, typed_code: str, door: str = "") -> Workshop | None:
    """The workshop that people join by this code, however typed, or by the token of its QR code."""
    code = normalised(typed_code)
    found = s.store.find(Workshop, code=code) if code else ()
    if not found and door:
        found = s.store.find(Workshop, door=door)
    return next(iter(found), None)


def reached(s: Services, room: Workshop) -> None:
    """Note that a phone of the room has reached us. Raises Refused and NotSaved."""
    if not room.reached:
        changed(s, room.id, lambda *_: {"reached": True})


def join(
    s: Services,
    browser: str,
    room: Workshop,
    group: str,
    *,
    name: str | None = None,
    consent: bool = False,
    guest: bool = False,
) -> Seat:
    """The seat of this browser in the workshop: the one it has, or a new one.

    At an open table it takes a name and consent. A simulated guest says that it is one, and never
    sits in a real workshop. Raises Refused and NotSaved.
    """
    if guest and room.nature == "real":
        raise Refused("Simulated guests have no seat in a real workshop.", "guest")
    if mine := place_of(s, browser, room.id):
        return mine.seat
    with _names_settled(s, room):
        id = _seat_id(s, browser, room)
        try:
            room = workshop(s, room.id)  # the door may have been locked meanwhile
            shown_as = _may_join(s, room, group, name, consent=consent)
        except Refused:
            if s.store.get(Seat, id) is None:  # or the same wish, sent twice, was just granted
                raise
            shown_as = typed.name(name) if room.open_table else None
        wished = Seat(home=id, id=id, workshop=room.id, ballot=new_id(), group=group, guest=guest)
        seat = s.store.transact(id, lambda home: _first(home, wished))
        ballot = Ballot(
            home=seat.ballot, id=seat.ballot, workshop=room.id, group=seat.group, name=shown_as
        )
        s.store.transact(ballot.home, lambda home: _first(home, ballot))
    auth.grant(s, browser, seat)
    return seat


def place_of(s: Services, browser: str | None, room_id: str | None = None) -> Place | None:
    """Where this browser sits: in that workshop, or in the one it joined last."""
    for seat in auth.seats(s, browser):
        if room_id in (None, seat.workshop):
            room = s.store.get(Workshop, seat.workshop)
            ballot = s.store.get(Ballot, seat.ballot)
            if room and ballot:
                return Place(room, seat, ballot)
    return None


def leave(s: Services, place: Place) -> None:
    """Give up the seat and erase its answers; what was shown before stays. Raises NotErased."""
    erase_for_good(s, place.ballot.home)
    erase_for_good(s, place.seat.home)


def free(s: Services, room_id: str, seat_id: str) -> None:
    """Free a seat, its answers erased. Raises Refused and NotErased."""
    seat = s.store.get(Seat, seat_id)
    if seat is None or seat.workshop != room_id:
        raise Refused("This seat is free already.")
    erase_for_good(s, seat.ballot)
    erase_for_good(s, seat.home)
    changed(s, room_id, lambda *_: {})


def lock(s: Services, room_id: str, *, locked: bool) -> Workshop:
    """Let nobody else in, or let people in again. Raises Refused and NotSaved."""
    return changed(s, room_id, lambda *_: {"locked": locked})


@contextmanager
def _names_settled(s: Services, room: Workshop) -> Iterator[None]:
    """Let nobody else sit down at an open table meanwhile, for no two there have one name.

    Raises NotSaved.
    """
    if not room.open_table:
        yield
        return
    with s.store.alone(f"table-{room.id[0]}", PATIENCE) as mine:  # few names: a file may hold each
        if not mine:
            raise NotSaved("the seat", "others sit down at this moment")
        yield


def _seat_id(s: Services, browser: str, room: Workshop) -> str:
    """The id of the seat that this browser takes next: the same in every process, at every try.

    So the store decides who is first, where one wish reaches two processes at once. Whoever has
    given up a seat takes another, for what was erased stays erased.
    """
    for turn in count():
        key = bytes.fromhex(room.secret)
        made = hmac.digest(key, f"seat {turn} {browser}".encode(), hashlib.sha256).hex()[:32]
        if s.store.get(Tombstone, Tombstone.id_of(made)) is None:
            return made
    raise AssertionError("there is always another number")


def _first(home: Transaction, wished: R) -> R:
    """What was kept first under this id: what is wished now, unless somebody was faster."""
    if there := home.get(type(wished), wished.id):
        return there
    home.put(wished)
    return wished


def _may_join(
    s: Services, room: Workshop, group: str, name: str | None, *, consent: bool
) -> str | None:
    """The name to show at an open table, None in a protected room; raises Refused."""
    if room.phase != "open":
        raise Refused("Nobody can join this workshop now.", "ended")
    if room.locked:
        raise Refused("The door is locked. Ask the facilitator to open it.", "locked")
    if group not in room.groups:
        raise Refused("Choose one of the groups of this workshop.", "group")
    if len(seats(s, room)) >= MOST_SEATS:
        raise Refused("All seats of this workshop are taken.", "full")
    if not room.open_table:
        return None
    if not consent:
        raise Refused("Answers appear with names; without consent you are left out.", "consent")
    shown_as = typed.name(name)
    if shown_as is None:
        raise Refused("Give the name or the role your answers shall appear with.", "name")
    if room.invited and shown_as not in room.invited:
        raise Refused("This table is for those who were asked by name.", "invited")
    if any(ballot.name == shown_as for ballot in ballots(s, room)):
        raise Refused("Somebody sits here under this name already. Choose another.", "taken")
    return shown_as
