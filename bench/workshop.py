"""A workshop: 200 phones that answer, send at once and vanish; what an answer and a seat cost."""

import asyncio
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from assessment import auth
from assessment.rehearsal.guest import Pace
from bench.cost import cost
from bench.crowd import Asked, coming
from bench.room import ITEMS, WATCHING, Room, Row, Size, opened
from bench.seen import first_visit, taps
from bench.server import OURS, Server, started
from bench.visitor import visitor

SEND = "POST /seat/send"
ANSWERING = Pace(think=(1.0, 3.0), arrive=10.0, late=0)
HASTY = Pace(think=(0.0, 0.1), arrive=1.0, late=0)
SLOWER = Pace(think=(2.0, 8.0), arrive=10.0, late=0)  # so that they are at it while they vanish
HEALTH_EVERY = 0.05  # seconds

FULL = Size(phones=200, minutes_away=3, taps=40, answers=3000)
EARLIER = Size(phones=40, minutes_away=0, taps=0, answers=0)  # who come before anything counts
QUICK = Size(phones=30, minutes_away=0.2, taps=10, answers=600)


def rows(quick: bool = False) -> Iterator[Row]:
    """What was measured, how much it is, and the most that it should be."""
    size = QUICK if quick else FULL
    yield from answering(size)
    yield from together(size)
    yield from vanishing(size)
    yield from taps(size)
    yield from cost(size)
    yield from first_visit()


def answering(size: Size) -> Iterator[Row]:
    """Everybody answers everything at their own pace, beside a facilitator's page."""
    with opened(pace="free") as room:
        _warm(room)
        before = room.server.memory()
        with coming(room.order(size, ANSWERING)) as crowd, followed(room) as drawn:
            crowd.until("seated", size.phones, 120)
            cpu, begun = room.server.cpu(), time.monotonic()
            crowd.until("answers", size.phones * ITEMS * 3 // 4, 600)
            cores = (room.server.cpu() - cpu) / (time.monotonic() - begun)
            crowd.until("through", size.phones, 600, ITEMS)
            time.sleep(5)
            report, after = crowd.report(), room.server.memory()
        seats, answers = room.missing(report)
        took = times(report.asked, SEND)
    who = f"{size.phones} phones answer {ITEMS} items with 1 to 3 s of thinking"
    yield f"{who}: seats and answers lost", seats + answers + len(report.refused), 0
    yield f"{who}: an answer, p95 of {len(took)}, ms", p95(took) * 1000, 100
    yield f"{who}: cores of the server", cores, 0.5
    yield f"beside them the facilitator's page, p95 of {len(drawn)}, ms", p95(drawn) * 1000, 250
    yield "memory for each seat, kB", (after - before) / size.phones / 1000, 50


def together(size: Size) -> Iterator[Row]:
    """Everybody answers within one second, three times, and once at the very same moment."""
    took: dict[float, list[float]] = {1.0: [], 0.0: []}
    with opened(scope="check", mirror=False) as room:
        with coming(room.order(size, WATCHING, waits=True)) as crowd:
            crowd.until("seated", size.phones, 120)
            with watched(room.server) as health:
                for sign, within in enumerate((1.0, 1.0, 1.0, 0.0)):
                    item = room.ask(sign)
                    crowd.until("asked", size.phones, 60, room.now.stage.round)
                    crowd.report()
                    crowd.ask("send_together", item, within)
                    took[within] += times((report := crowd.report()).asked, SEND)
                    room.close()
        seats, answers = room.missing(report)
    who = f"{size.phones} phones send"
    yield f"{who} in the same second: an answer, p95, ms", p95(took[1.0]) * 1000, 1000
    yield f"{who} at the same moment: an answer, p95, ms", p95(took[0.0]) * 1000, 1000
    yield f"{who}: the health route meanwhile, worst, ms", max(health) * 1000, 1000
    yield f"{who}: seats and answers lost", seats + answers + len(report.refused), 0


def vanishing(size: Size) -> Iterator[Row]:
    """Everybody vanishes while they answer: shortly, for long, and because the server restarts."""
    away = size.minutes_away * 60
    with opened(pace="free") as room, coming(room.order(size, SLOWER)) as crowd:
        crowd.until("seated", size.phones, 120)
        crowd.ask("vanish", 2.0)
        time.sleep(5)
        crowd.ask("vanish", away)
        time.sleep(5)
        room.server.kill()
        with started(OURS, room.folder, room.server.port) as again:
            again.wait()
            crowd.until("through", size.phones, 900, ITEMS)
            report = crowd.report()
            seats, answers = room.missing(report)
    there = sum(len(given) for given in report.given.values())
    who = f"{size.phones} phones vanish for 2 s, {away:.0f} s and through a restart"
    yield f"{who}: seats that are not back", seats + size.phones - len(report.first), 0
    yield f"{who}: answers of {there} that are not there", size.phones * ITEMS - there + answers, 0


def _warm(room: Room) -> None:
    """Let the server import what it will need, and have the threads it will have."""
    asyncio.run(_look(room, 1))
    other = room.beside()
    with coming(other.order(EARLIER, HASTY)) as crowd:
        crowd.until("through", EARLIER.phones, 300, ITEMS)
    room.server.rest()


@contextmanager
def followed(room: Room) -> Iterator[list[float]]:
    """The seconds of each time the facilitator's page was drawn anew, for as long as this lasts."""
    took: list[float] = []
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            took.extend(asyncio.run(_look(room, 10)))

    with _beside(work, stop):
        yield took


async def _look(room: Room, seconds: float) -> list[float]:
    async with visitor(room.server.port, f"{auth.COOKIE}={room.host}") as page:
        await page.visit("workshop", f"w={room.id}")
        return await page.follow(seconds)


@contextmanager
def watched(server: Server) -> Iterator[list[float]]:
    """The seconds that the health route took, again and again, for as long as this lasts."""
    took: list[float] = []
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            begun = time.perf_counter()
            if server.answer("GET", "/healthz").status != 200:
                raise RuntimeError("The server is not well.")
            took.append(time.perf_counter() - begun)
            time.sleep(HEALTH_EVERY)

    with _beside(work, stop):
        yield took


@contextmanager
def _beside(work: Callable[[], None], stop: threading.Event) -> Iterator[None]:
    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def times(asked: Sequence[Asked], what: str) -> list[float]:
    """The seconds that one kind of request took."""
    return [took for name, _, took in asked if name == what]


def p95(took: Sequence[float]) -> float:
    """The time within which 95 of 100 came; of none, none."""
    return statistics.quantiles(took, n=20)[-1] if len(took) > 1 else float("nan")
