"""A room full of phones in a process of its own: what they cost is not what the server costs."""

import asyncio
import multiprocessing
import random
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from assessment.records import Workshop
from assessment.rehearsal.guest import Guest, Pace
from assessment.rehearsal.people import crowd
from assessment.rehearsal.phone import Phone
from assessment.rehearsal.wire import Site
from assessment.texts import load_texts
from scoring.bank import load_instrument
from scoring.response import Answer

Asked = tuple[str, float, float]  # what, when by time.monotonic(), how many seconds it took


@dataclass(frozen=True)
class Order:
    """Who comes where, and what they do there."""

    port: int
    questions: Path
    room: Workshop
    guests: Mapping[str, int]
    pace: Pace
    waits: bool = False  # they only look, and answer when they are told to
    seed: int = 1


@dataclass(frozen=True)
class Report:
    """What a crowd did and saw."""

    asked: tuple[Asked, ...]
    given: Mapping[str, Mapping[str, Answer]]  # seat -> item -> the answer that was acknowledged
    first: Mapping[str, str]  # guest -> the seat it was given at first
    now: Mapping[str, str]  # guest -> the seat it has now
    refused: tuple[str, ...]


class Crowd:
    """The phones, as whoever measures speaks to them."""

    def __init__(self, pipe: "Connection[Any, Any]") -> None:
        self._pipe = pipe

    def ask(self, what: str, *how: object) -> Any:
        """What the crowd answers, once it has done it."""
        self._pipe.send((what, how))
        return self._pipe.recv()

    def until(self, what: str, count: int, seconds: float, *how: object) -> None:
        """Wait until so many are; raises RuntimeError where it takes too long."""
        latest = time.monotonic() + seconds
        while (found := self.ask(what, *how)) < count:
            if time.monotonic() > latest:
                raise RuntimeError(f"{what}: {found} of {count} after {seconds} seconds")
            time.sleep(0.2)

    def report(self) -> Report:
        """What it did and saw since the last report."""
        found: Report = self.ask("report")
        return found


@contextmanager
def coming(order: Order) -> Iterator[Crowd]:
    """A crowd on its way, sent home at the end."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there, order), daemon=True)
    process.start()
    there.close()  # so that a crowd that has died is an end of file, and not waited for
    try:
        yield Crowd(here)
    finally:
        here.close()
        process.join(5)
        process.terminate()


class Onlooker(Guest):
    """A guest who answers nothing by itself."""

    async def take_part(self) -> None:
        """Look, and do nothing else."""
        while not self.over:
            await asyncio.sleep(1)


class _Room:
    def __init__(self, order: Order) -> None:
        self._order = order
        self._asked: list[Asked] = []
        self._first: dict[str, str] = {}
        self._dice = random.Random(order.seed)
        instrument, words = load_instrument(order.questions), load_texts("en")
        site, kind = Site("127.0.0.1", order.port), Onlooker if order.waits else Guest
        self._guests = [
            kind(person, Phone(site, self._note), words, order.room.nature, order.pace)
            for person in crowd(instrument, order.guests, order.seed)
        ]

    async def run(self, pipe: "Connection[Any, Any]") -> None:
        code, door = self._order.room.code or "", self._order.room.door or ""
        here = [asyncio.create_task(guest.attend(code, door)) for guest in self._guests]
        while True:
            try:
                what, how = await asyncio.to_thread(pipe.recv)
            except EOFError:
                break
            pipe.send(await getattr(self, what)(*how))
        for task in here:
            task.cancel()

    async def seated(self) -> int:
        """How many have a seat, and see its page."""
        for guest in self._guests:
            if guest.phone.seat:
                self._first.setdefault(_name(guest), guest.phone.seat)
        return len(self._first)

    async def through(self, items: int) -> int:
        return sum(len(guest.given) >= items for guest in self._guests)

    async def answers(self) -> int:
        return sum(len(guest.given) for guest in self._guests)

    async def asked(self, round_id: str) -> int:
        """How many see this round."""
        return sum(round_id in guest.phone.key for guest in self._guests)

    async def vanish(self, seconds: float) -> None:
        for guest in self._guests:
            guest.phone.wire.offline = True
            guest.phone.wire.close()
        await asyncio.sleep(seconds)
        for guest in self._guests:
            guest.phone.wire.offline = False

    async def send_together(self, item: str, within: float) -> None:
        """Everybody answers, each at a moment of its own within so many seconds."""
        await asyncio.gather(*(self._send_soon(guest, item, within) for guest in self._guests))

    async def tap(self, number: int, item: str) -> float:
        """When, in seconds since 1970, this one began to send an answer."""
        begun = time.time()
        await self._send_soon(self._guests[number], item, 0)
        return begun

    async def report(self) -> Report:
        await self.seated()
        asked, self._asked = tuple(self._asked), []
        return Report(
            asked=asked,
            given={guest.phone.seat: dict(guest.given) for guest in self._guests},
            first=dict(self._first),
            now={_name(guest): guest.phone.seat for guest in self._guests},
            refused=tuple(reason for guest in self._guests for reason in guest.phone.refused),
        )

    async def _send_soon(self, guest: Guest, item: str, within: float) -> None:
        await asyncio.sleep(self._dice.uniform(0, within))
        given = guest.person.answer(item)
        receipt = await guest.phone.send({"kind": "answer", "item": item, "given": given})
        if receipt in ("counted", "again"):
            guest.given[item] = given

    def _note(self, what: str, begun: float, took: float) -> None:
        self._asked.append((what, begun, took))


def _name(guest: Guest) -> str:
    return f"{guest.person.group} {guest.person.number}"


def _serve(pipe: "Connection[Any, Any]", order: Order) -> None:
    asyncio.run(_Room(order).run(pipe))
