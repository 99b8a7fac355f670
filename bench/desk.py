"""The desk: what its list of leads costs the server beside ten thousand of them."""

import asyncio
import datetime
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from assessment.lead_records import Lead
from assessment.records import new_id
from assessment.services import open_services
from assessment.settings import Settings
from bench.server import OURS, Server, started
from bench.visitor import visitor

FEW, MANY = 100, 10_000
VISITS = 20
ROUNDS = 5
WRITERS = 16
FIRST = datetime.datetime(2026, 1, 5, 8, tzinfo=datetime.UTC)


def rows() -> Iterator[tuple[str, float, float]]:
    """What was measured, its ratio, and the most that it should be."""
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as held:
        servers = {}
        for count in (FEW, MANY):
            folder = Path(scratch, str(count))
            fill(folder / "data", count)
            servers[count] = held.enter_context(started(OURS, folder))
        for server in servers.values():
            server.wait()
            listed(server)  # imports what it will need
        least = dict.fromkeys(servers, float("inf"))
        for _ in range(ROUNDS):
            for count, server in servers.items():
                least[count] = min(least[count], listed(server))
        what = f"desk's list of leads, CPU of the server: {MANY:,} leads : {FEW}"
        told = f"{what} ({least[MANY] * 1000:.0f} : {least[FEW] * 1000:.0f} ms)"
        yield told, least[MANY] / least[FEW], 2


def listed(server: Server) -> float:
    """The seconds of the server's CPU that one visit to the list takes."""

    async def visits() -> None:
        async with visitor(server.port) as browser:
            for number in range(VISITS):
                await browser.visit("leads", f"again={number}")

    before = server.cpu()
    asyncio.run(visits())
    return (server.cpu() - before) / VISITS


def fill(data: Path, count: int) -> None:
    """A data folder with so many leads."""
    with open_services(Settings(data=data), role="command") as s:

        def keep(number: int) -> None:
            made = lead(number)
            s.store.transact(made.home, lambda home: home.put(made))

        with ThreadPoolExecutor(WRITERS) as writers:
            list(writers.map(keep, range(count)))


def lead(number: int) -> Lead:
    """Somebody who left an address, a minute after the one before."""
    id = new_id()
    return Lead(
        home=id,
        id=id,
        email=f"person{number}@example.org",
        name=f"Sample person {number}",
        organisation=f"Sample company {number % 700}",
        role="Head of Sales",
        size="50-249",
        language="en",
        created=FIRST + datetime.timedelta(minutes=number),
        origin={"utm_source": "letter"},
    ).kept()
