"""A rehearsal in the app's own process: guests come to a workshop that is one, and to no other."""

import asyncio
import contextlib
import logging
import secrets
import threading
import time
from collections.abc import Mapping

from assessment.errors import AssessmentError, Refused
from assessment.records import Workshop
from assessment.rehearsal.guest import Guest, Pace
from assessment.rehearsal.people import crowd
from assessment.rehearsal.phone import Phone
from assessment.rehearsal.wire import Site
from assessment.services import Services
from assessment.workshop import prepare, seats
from assessment.workshop.kept import instrument_of, words_of, workshop
from assessment.workshop.kept import seats as taken

log = logging.getLogger("sevensigns")

USUAL = {"sales": 12, "marketing": 11, "leadership": 5}
MOST_GUESTS = 60  # of one rehearsal
MOST_AT_ONCE = 3  # rehearsals in this process
LONGEST = 3600.0  # seconds, after which guests go home
LOOK = 1.0  # seconds between two looks whether it is over
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104

_going: dict[str, "_Rehearsal"] = {}
_lock = threading.Lock()


def rehearse(
    s: Services,
    workshop_id: str,
    guests: Mapping[str, int] | None = None,
    *,
    pace: Pace | None = None,
    seed: int | None = None,
) -> Workshop:
    """Let guests come, so many of each group, to a workshop that is a rehearsal; its door is open.

    Guests of an earlier start give up their seats first. It ends with the workshop, by `stop`, and
    after an hour. Raises Refused and NotSaved.
    """
    room = workshop(s, workshop_id)
    if room.nature != "rehearsal":
        raise Refused("Guests come to a rehearsal only, never to a real workshop.")
    coming = wanted(room, guests)
    with _lock:
        _forget_ended()
        if workshop_id in _going:
            raise Refused("The guests are here already.")
        if len(_going) >= MOST_AT_ONCE:
            raise Refused(f"There are {MOST_AT_ONCE} rehearsals already. End one of them first.")
        room = prepare.open_door(s, workshop_id)
        for seat in taken(s, room):
            if seat.guest:
                seats.free(s, room.id, seat.id)
        going = _Rehearsal(s, room, coming, pace or Pace(), seed or secrets.randbits(32))
        _going[workshop_id] = going
        going.start()
    return room


def try_out(s: Services, browser: str, workshop_id: str | None = None) -> Workshop:
    """A rehearsal with guests in it, which this browser may run: a new one, one prepared like a
    real workshop, or the rehearsal itself, into which guests come again.

    Raises Refused and NotSaved.
    """
    if workshop_id is None:
        wish = prepare.first_wish(s, s.texts()("rehearsal.new"))
    elif (room := workshop(s, workshop_id)).nature == "rehearsal":
        return room if goes_on(room.id) else rehearse(s, room.id)
    else:
        wish = prepare.preparation_of(room)
    return rehearse(s, prepare.prepare(s, browser, wish, "rehearsal").id)


def goes_on(workshop_id: str) -> bool:
    """Whether guests are in this workshop now."""
    with _lock:
        _forget_ended()
        return workshop_id in _going


def stop(workshop_id: str | None = None) -> None:
    """Let the guests go home from one workshop, or from all."""
    with _lock:
        ending = [g for id, g in _going.items() if workshop_id in (None, id)]
    for going in ending:
        going.stop()


class _Rehearsal(threading.Thread):
    """The guests of one workshop, each a task of one loop."""

    def __init__(
        self, s: Services, room: Workshop, guests: Mapping[str, int], pace: Pace, seed: int
    ) -> None:
        super().__init__(name=f"rehearsal-{room.id[:6]}", daemon=True)
        self._s = s
        self._room = room
        self._ended = threading.Event()
        host = EVERYWHERE.get(s.settings.address, s.settings.address)
        site, words = Site(host, s.settings.port), words_of(s, room)
        people = crowd(instrument_of(s, room), guests, seed)
        self._guests = [Guest(p, Phone(site), words, room.nature, pace) for p in people]

    def run(self) -> None:
        """Until it is over; what goes wrong stands in the log."""
        try:
            asyncio.run(self._attend())
        except Exception:  # nobody waits for this thread: its end must stand in the log
            log.exception("A rehearsal was cut short")

    def stop(self) -> None:
        """Let all guests go home, and wait for the last one."""
        self._ended.set()
        if threading.current_thread() is not self:
            self.join(5 * LOOK)

    async def _attend(self) -> None:
        code, door = self._room.code or "", self._room.door or ""
        here = [asyncio.create_task(guest.attend(code, door)) for guest in self._guests]
        until = time.monotonic() + LONGEST
        while not self._over() and time.monotonic() < until:
            await asyncio.sleep(LOOK)
        for task in here:
            task.cancel()
        for result in await asyncio.gather(*here, return_exceptions=True):
            if isinstance(result, Exception):
                log.error("A guest left early", exc_info=result)
        for guest in self._guests:
            guest.phone.wire.close()

    def _over(self) -> bool:
        if self._ended.is_set():
            return True
        with contextlib.suppress(AssessmentError):
            room = self._s.store.get(Workshop, self._room.id)
            return room is None or room.phase == "ended"
        return True


def wanted(room: Workshop, guests: Mapping[str, int] | None) -> dict[str, int]:
    """So many guests of each group: as said, or as many as are expected, within reason."""
    heads = {group: USUAL.get(group, 5) for group in room.groups} | room.heads
    found = {group: n for group, n in (guests or heads).items() if group in room.groups and n > 0}
    if not found:
        raise Refused("Say how many guests shall come.")
    if (every := sum(found.values())) <= MOST_GUESTS:
        return found
    if guests:
        raise Refused(f"At most {MOST_GUESTS} guests come to a rehearsal.")
    return {group: max(1, MOST_GUESTS * n // every) for group, n in found.items()}


def _forget_ended() -> None:
    for id in [id for id, going in _going.items() if not going.is_alive()]:
        del _going[id]
