"""What one process and two carry, and what an abuser takes from the others; about 15 minutes."""

import asyncio
import itertools
import statistics
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, suppress
from pathlib import Path

from pydantic import SecretStr
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin

from assessment import auth
from assessment.rehearsal.guest import Pace
from assessment.rehearsal.phone import Phone
from assessment.rehearsal.wire import Site
from assessment.services import Services, open_services
from assessment.settings import Settings
from assessment.workshop import prepare
from assessment.workshop.prepare import Preparation
from bench.app import CROWD, THINK, Person, everyone
from bench.cost import said
from bench.crowd import coming
from bench.room import GROUPS, ITEMS, Row, Size, opened
from bench.server import OURS, Server, started
from bench.workshop import SEND, p95, times
from tests.databases import fresh_database

PHONES = 500
PATIENT = Pace(think=(1.0, 3.0), arrive=30.0, late=0)
ALONE = 500  # who answer by themselves, each with 5 to 15 seconds of thinking
FRAMES, SLOW, GIANT = 3_000, 300, 201 * 1024 * 1024
MEBIBYTE = 1024 * 1024
BUSY = 16  # sessions that keep one process at work
TURNS = 3
HARDLY = (0.06, 0.06)  # seconds of thinking of each: more than 20 messages a second are refused


def rows(quick: bool = False) -> Iterator[Row]:
    """What was measured, how much it is, and the most that it should be."""
    part = 10 if quick else 1
    yield from phones(PHONES // part)
    yield from alone(ALONE // part)
    yield from two_processes(seconds=8 / part)
    yield from abused(CROWD // part)


def phones(count: int) -> Iterator[Row]:
    """Phones that answer one process, in one room."""
    size = Size(phones=count, minutes_away=0, taps=0, answers=0)
    with opened(pace="free", mirror=False) as room, coming(room.order(size, PATIENT)) as crowd:
        crowd.until("seated", count, 240)
        crowd.report()
        crowd.until("through", count, 900, ITEMS)
        took = times((report := crowd.report()).asked, SEND)
        seats, answers = room.missing(report)
    who = f"{count} phones answer one process with 1 to 3 s of thinking"
    yield f"{who}: an answer, p95 of {len(took)}, ms", p95(took) * 1000, 250
    yield f"{who}: seats and answers lost", seats + answers + len(report.refused), 0


def alone(count: int) -> Iterator[Row]:
    """People who answer in Streamlit, each by themselves, on one process."""
    with tempfile.TemporaryDirectory() as scratch, started(OURS, Path(scratch)) as server:
        server.wait()
        people = [Person(server, seed) for seed in range(count)]
        took = asyncio.run(everyone(people, [server.port], (5.0, 15.0), 60))
    who = f"{count} self-assessments at once with 5 to 15 s of thinking"
    yield f"{who}: a rerun, p95 of {len(took)}, ms", p95(took) * 1000, 100


def two_processes(seconds: float) -> Iterator[Row]:
    """What an answer costs, and how much is drawn in the same time, beside a single process."""
    with ExitStack() as held:
        scratch = Path(held.enter_context(tempfile.TemporaryDirectory()))
        database = fresh_database()
        s = held.enter_context(open_services(Settings(database_url=SecretStr(database))))
        servers = []
        for name in ("one", "two"):
            (scratch / name).mkdir()
            environment = {"DATABASE_URL": database}
            servers.append(
                held.enter_context(started(OURS, scratch / name, environment=environment))
            )
        for server in servers:
            server.wait()
        shared, single = asyncio.run(_costs(s, servers))
        what = "CPU of the app for an answer: two processes and PostgreSQL : one and PostgreSQL"
        yield f"{what} ({shared * 1000:.2f} : {single * 1000:.2f} ms)", shared / single, 1.15
        one, two = asyncio.run(_throughput(servers, seconds))
    what = "reruns a second at the same p95: one process : two"
    yield f"{what} ({one:.0f} : {two:.0f})", one / two, 1 / 1.4


async def _costs(s: Services, servers: Sequence[Server]) -> tuple[float, float]:
    """The seconds of the app for an answer given to both and to one, medians of turns."""
    host = auth.new_token()
    wish = Preparation(title="Bench", groups=GROUPS, pace="free", mirror=False)
    room = prepare.open_door(s, prepare.prepare(s, host, wish, "rehearsal").id)
    async with AsyncExitStack() as held:
        crowds = []
        for server in servers:
            crowd = [Phone(Site("127.0.0.1", server.port)) for _ in range(10)]
            for phone in crowd:
                held.callback(phone.wire.close)
                await phone.join(room.code or "", "", "sales")
            crowds.append({phone: said() for phone in crowd})
        both = {phone: says for crowd in crowds for phone, says in list(crowd.items())[:5]}
        turns = [(await _cost(servers, both), await _cost(servers, crowds[0])) for _ in range(7)]
    shared, single = (statistics.median(costs) for costs in zip(*turns[1:], strict=True))
    return shared, single


async def _cost(
    servers: Sequence[Server], crowd: dict[Phone, Iterator[dict[str, object]]]
) -> float:
    """The seconds of processor time of all servers for one answer of these phones."""
    each = 40

    async def answers(phone: Phone) -> None:
        for given in itertools.islice(crowd[phone], each):
            if (receipt := await phone.send(given)) != "counted":
                raise RuntimeError(f"An answer was not kept: {receipt}")

    before = sum(server.cpu() for server in servers)
    await asyncio.gather(*map(answers, crowd))
    return (sum(server.cpu() for server in servers) - before) / each / len(crowd)


async def _throughput(servers: Sequence[Server], seconds: float) -> tuple[float, float]:
    """Reruns a second of one process, and of two at no greater p95; nobody stops for long.

    Medians of turns: on a machine that others share, one reading says little.
    """
    ports = [server.port for server in servers]
    sizes = [(ports[:1], BUSY), *((ports, count) for count in range(BUSY, 2 * BUSY + 1, 4))]
    people = [Person(servers[0], seed) for seed in range(2 * BUSY)]
    await everyone(people, ports, HARDLY, seconds / 2)  # imports what it will need
    rates, slowest = [[[0.0] * TURNS for _ in sizes] for _ in range(2)]
    for turn in range(TURNS):
        for size, (where, count) in enumerate(sizes):
            took = await everyone(people[:count], where, HARDLY, seconds)
            rates[size][turn], slowest[size][turn] = len(took) / seconds, p95(took)
    medians = [[*map(statistics.median, readings)] for readings in (rates, slowest)]
    (one, limit), *two = zip(*medians, strict=True)
    return one, max((rate for rate, slow in two if slow <= limit), default=float("nan"))


def abused(count: int) -> Iterator[Row]:
    """People who answer in Streamlit while one client does its worst."""
    with tempfile.TemporaryDirectory() as scratch, started(OURS, Path(scratch)) as server:
        server.wait()
        people = [Person(server, seed) for seed in range(count)]
        asyncio.run(everyone(people, [server.port], THINK[CROWD], 5))  # imports what it will need
        quiet = asyncio.run(everyone(people, [server.port], THINK[CROWD]))
        before = server.memory()
        beside, most = asyncio.run(_beside_abuse(server, people))
    who = f"beside {FRAMES:,} frames, {SLOW} slow connections and a frame of 201 MB"
    slower = p95(beside) - p95(quiet)
    yield f"{who}, {count} others' reruns: p95 grows by s", slower, 1
    yield f"{who}: memory grows by MB", (most - before) / MEBIBYTE, 50


async def _beside_abuse(server: Server, people: list[Person]) -> tuple[list[float], int]:
    """The seconds of the others' reruns, and the most memory the server had meanwhile."""
    others = asyncio.create_task(everyone(people, [server.port], THINK[CROWD]))
    most = server.memory()
    async with _slow(server.port):
        abuse = asyncio.gather(_flood(server.port), _giant(server.port))
        while not others.done():
            await asyncio.sleep(0.1)
            most = max(most, server.memory())
        await abuse
    return others.result(), most


async def _flood(port: int) -> None:
    """Frames as fast as they can be sent, a new connection whenever one is closed."""
    sent = 0
    while sent < FRAMES:
        with suppress(WebSocketException, OSError):
            async with _socket(port) as socket:
                while sent < FRAMES:
                    sent += 1
                    await socket.send(b"\x52\x00")  # a rerun of nothing


async def _giant(port: int) -> None:
    with suppress(WebSocketException, OSError):
        async with _socket(port) as socket:
            await socket.send(bytes(GIANT))


def _socket(port: int) -> connect:
    origin = Origin(f"http://127.0.0.1:{port}")
    return connect(f"ws://127.0.0.1:{port}/_stcore/stream", origin=origin, compression=None)


@asynccontextmanager
async def _slow(port: int) -> AsyncIterator[None]:
    """Connections that send a byte of a request every second, and never come to its end."""
    writers = [(await asyncio.open_connection("127.0.0.1", port))[1] for _ in range(SLOW)]
    dripping = [asyncio.create_task(_drip(writer)) for writer in writers]
    try:
        yield
    finally:
        for task, writer in zip(dripping, writers, strict=True):
            task.cancel()
            writer.close()


async def _drip(writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        for byte in itertools.chain(b"GET / HTTP/1.1\r\nX: ", itertools.repeat(120)):
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(1)
