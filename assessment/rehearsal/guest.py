"""A guest: somebody invented with a phone, who reads, thinks, answers, and now and then sleeps."""

import asyncio
import time
from dataclasses import dataclass
from random import Random
from typing import Any

from assessment.rehearsal.page import Asked
from assessment.rehearsal.people import Person
from assessment.rehearsal.phone import Phone
from assessment.rehearsal.wire import Lost
from assessment.texts import Texts

LATE_IS_EVERY = 9  # person
SLEEPER = 4  # the number of the one whose phone sleeps for a while


@dataclass(frozen=True)
class Pace:
    """How guests spend their time, in seconds."""

    think: tuple[float, float] = (2.0, 6.0)  # before each tap
    look: float = 1.5  # between two looks at what is shown, as on the phone
    arrive: float = 12.0  # until all are there who come in time
    late: float = 30.0  # how much later the late ones come; 0: nobody is late, nobody sleeps
    sleep: float = 40.0


class Guest:
    """Somebody invented, in a workshop."""

    def __init__(self, person: Person, phone: Phone, words: Texts, nature: str, pace: Pace) -> None:
        self.person = person
        self.phone = phone
        self.given: dict[str, Any] = {}  # item -> the own answer, once it is kept
        self.receipts: list[str] = []
        self._words = words
        self._nature = nature
        self._pace = pace
        self._dice = Random(f"{person.seed} {person.group} {person.number}")  # noqa: S311
        self._moved = asyncio.Event()
        self._done: set[tuple[str, str]] = set()  # what was answered or passed over, by page

    async def attend(self, code: str, door: str) -> None:
        """Come, take a seat, and answer what is asked until it is over."""
        await asyncio.sleep(self._arrival())
        if not await self._seated(code, door):
            return
        following = asyncio.create_task(self._follow())
        try:
            await self.take_part()
        finally:
            following.cancel()

    @property
    def over(self) -> bool:
        """Whether there is nothing to stay for."""
        return self.phone.gone or self.phone.key == "end"

    @property
    def _eventful(self) -> bool:
        return self._pace.late > 0

    def _arrival(self) -> float:
        comes = self._dice.uniform(0, self._pace.arrive)
        late = self._eventful and self.person.number % LATE_IS_EVERY == 0
        return comes + (self._pace.late if late else 0)

    async def _seated(self, code: str, door: str) -> bool:
        named = {group.id: group.name for group in self.person.instrument.outline.groups}
        group, number = named[self.person.group], str(self.person.number)
        name = self._words("rehearsal.name", group=group, number=number)
        while True:
            try:
                return await self.phone.join(code, door, self.person.group, name)
            except Lost:
                await asyncio.sleep(self._pace.look)

    async def _follow(self) -> None:
        """Look every now and then what is shown, as the page does by itself."""
        sleeps = self._eventful and self.person.number == SLEEPER
        while not self.over:
            await asyncio.sleep(self._pace.look * self._dice.uniform(0.8, 1.2))
            if sleeps and self.given:
                sleeps = False
                await asyncio.sleep(self._pace.sleep)
            while (rest := self.phone.known + self._pace.look - time.monotonic()) > 0:
                await asyncio.sleep(rest)
            try:
                if await self.phone.look():
                    self._moved.set()
            except Lost:
                continue
        self._moved.set()

    async def take_part(self) -> None:
        """Answer what is asked, until there is nothing to stay for."""
        while not self.over:
            self._moved.clear()
            key = self.phone.key
            for asked in list(self.phone.page.asked):
                if (key, asked.to) not in self._done:
                    await self._react(key, asked)
                if self.phone.key != key:
                    break
            if self.phone.key == key and not self.over:
                await self._moved.wait()

    async def _react(self, key: str, asked: Asked) -> None:
        """Think, and answer if it is still asked and there is something to say."""
        said = None if asked.locked or asked.chosen else self._says(asked)
        if said is not None:
            await asyncio.sleep(self._dice.uniform(*self._pace.think))
        if self.phone.key != key:
            return
        self._done.add((key, asked.to))
        if said is None:
            return
        receipt = await self.phone.send({**asked.about, **said})
        self.receipts.append(receipt)
        if asked.kind == "answer" and receipt in ("counted", "late", "again"):
            self.given[asked.about["item"]] = said["given"]

    def _says(self, asked: Asked) -> dict[str, Any] | None:
        """What this guest says to a form; None for nothing."""
        person, about = self.person, asked.about
        match asked.kind:
            case "answer":
                return {"given": person.answer(about["item"])}
            case "guess":
                return {"points": person.guess(about["item"], about["about"])}
            case "vote":
                return {"given": person.vote(asked.at)}
            case "dissent":
                return self._dissent()
            case "comment":
                return self._comment(about["sign"])
            case "costs_most":
                limit = person.instrument.outline.costs_most_limit
                return {"signs": list(person.costs_most(asked.choices, limit))}
        return None

    def _comment(self, sign: str) -> dict[str, Any] | None:
        found = self.person.comments(sign)
        return {"text": said(self._words, self._nature, found)} if found else None

    def _dissent(self) -> dict[str, Any] | None:
        item = next((a.at for a in self.phone.page.asked if a.kind == "vote"), "")
        if item and self.person.dissents(item):
            return {"text": said(self._words, self._nature, "rehearsal.dissent")}
        return None


def said(words: Texts, nature: str, key: str) -> str:
    """The words under a key, which say of themselves that nobody wrote them."""
    return words(f"rehearsal.said_{nature}", text=words(key))
