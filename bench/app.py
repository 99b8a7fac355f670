"""The running app: what a crowd does to a rerun, and what a start costs beside Streamlit's own."""

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from itertools import cycle
from pathlib import Path

from assessment.records import Assessment
from assessment.services import open_services
from assessment.settings import Settings
from bench.server import HELLO, OURS, Server, started
from bench.visitor import Visitor, visitor
from scoring.bank import load_instrument
from scoring.response import Answer

SIGNS = load_instrument(Settings().questions).signs
CROWD = 50
# Seconds of thought before each rerun. One person alone thinks less, for enough samples.
THINK = {1: (0.2, 0.6), CROWD: (1.0, 3.0)}
ROUNDS = 4
SECONDS = 12.0  # of each round
ARRIVAL = 0.1  # seconds a person, in which everybody comes before a round, each at a moment
STARTS = 5


class Person:
    """Somebody who answers, sign after sign, and remembers every answer."""

    def __init__(self, server: Server, seed: int) -> None:
        begun = server.answer("POST", "/begin", "scope=full&group=sales")
        self.id = str(begun.getheader("Location")).partition("a=")[2]
        self.cookie = str(begun.getheader("Set-Cookie")).partition(";")[0]
        self.given: dict[str, Answer] = {}
        self._rng = random.Random(seed)

    async def answering(
        self, port: int, think: tuple[float, float], ready: float, seconds: float
    ) -> list[float]:
        """The seconds of each rerun in a round, which begins when everybody is there."""
        took: list[float] = []
        await asyncio.sleep(self._rng.uniform(0, max(0, ready - 1 - time.monotonic())))
        async with visitor(port, self.cookie) as browser:
            await browser.visit("answer", f"a={self.id}")
            async for spent in self._reruns(browser, think):
                if (now := time.monotonic()) > ready:
                    took.append(spent)
                if now > ready + seconds:
                    break
        return took

    async def _reruns(self, browser: Visitor, think: tuple[float, float]) -> AsyncIterator[float]:
        """The seconds of each rerun: a sign turned to, and each of its items answered."""
        for sign in cycle(SIGNS):
            await asyncio.sleep(self._rng.uniform(*think))
            yield await browser.visit("answer", f"a={self.id}&sign={sign.id}")
            for item in sign.items:
                await asyncio.sleep(self._rng.uniform(*think))
                yield await self._answer(browser, item.id)

    async def _answer(self, browser: Visitor, item: str) -> float:
        radio = next(r for id, r in browser.radios.items() if id.endswith(f"_{item}"))
        points = self._rng.choice([p for p in range(1, 6) if p != self.given.get(item)])
        self.given[item] = points
        return await browser.choose(radio, points - 1)


def rows() -> Iterator[tuple[str, float, float]]:
    """What was measured, its ratio, and the most that it should be."""
    with tempfile.TemporaryDirectory() as scratch:
        one, many = crowded(Path(scratch))
        what = f"rerun of the answering page, p95: {CROWD} sessions answering : one"
        yield f"{what} ({many * 1000:.0f} : {one * 1000:.0f} ms)", many / one, 3
    with tempfile.TemporaryDirectory() as scratch:
        ours, hello = starts(Path(scratch))
        what = "start to the end of the first script run : streamlit hello"
        yield f"{what} ({ours:.2f} : {hello:.2f} s of CPU)", ours / hello, 1.5


def crowded(folder: Path) -> tuple[float, float]:
    """The p95 of a rerun in seconds, with one session and with many, each in its best round."""
    least = dict.fromkeys((1, CROWD), float("inf"))
    with started(OURS, folder) as server:
        server.wait()
        people = [Person(server, seed) for seed in range(CROWD)]
        asyncio.run(everyone(people, [server.port], THINK[CROWD]))  # imports what it will need
        for _ in range(ROUNDS):
            for count in least:
                took = asyncio.run(everyone(people[:count], [server.port], THINK[count]))
                least[count] = min(least[count], statistics.quantiles(took, n=20)[-1])
    check_kept(folder, people)
    return least[1], least[CROWD]


async def everyone(
    people: Sequence[Person],
    ports: Sequence[int],
    think: tuple[float, float],
    seconds: float = SECONDS,
) -> list[float]:
    """The seconds of each rerun of each person in a round, who are spread over the ports."""
    ready = time.monotonic() + ARRIVAL * len(people) + 1
    took = await asyncio.gather(
        *(
            person.answering(port, think, ready, seconds)
            for person, port in zip(people, cycle(ports), strict=False)
        )
    )
    return [seconds for times in took for seconds in times]


def check_kept(folder: Path, people: list[Person]) -> None:
    """Raise RuntimeError unless the store holds exactly the answers that were given."""
    with open_services(Settings(data=folder / "data"), role="command") as s:
        for person in people:
            kept = s.store.get(Assessment, person.id)
            if kept is None or not person.given or dict(kept.answers) != person.given:
                raise RuntimeError(f"Given: {person.given}\nKept: {kept}")


def starts(folder: Path) -> tuple[float, float]:
    """The median CPU seconds of a start of ours, and of Streamlit's own example, in turns."""
    took: dict[tuple[str, ...], list[float]] = {OURS: [], HELLO: []}
    for command in took:
        start(command, folder)  # compiles what is not yet compiled
    for _ in range(STARTS):
        for command, times in took.items():
            times.append(start(command, folder))
    ours, hello = (statistics.median(times) for times in took.values())
    return ours, hello


def start(command: tuple[str, ...], folder: Path) -> float:
    """The CPU seconds of a server from its start to the end of its first script run."""

    async def first(port: int) -> None:
        async with visitor(port) as browser:
            await browser.visit("")

    with started(command, folder) as server:
        server.wait()
        asyncio.run(first(server.port))
        return server.cpu()
