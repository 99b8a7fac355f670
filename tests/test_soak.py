"""A while of many who answer and some who attack: `make soak` for a minute, here for some seconds.

A time is asserted where the machine does nothing else, and at ten times what it should be.
"""

import asyncio
import os
import random
import re
import time
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from assessment import auth
from bench.visitor import visitor
from tests.conftest import PATIENCE

SECONDS = float(os.environ.get("SOAK", "6"))
ALONE = SECONDS >= 30  # the machine does nothing else: `make soak`
PEOPLE = 40 if ALONE else 12
SLOWEST = 10.0  # seconds until the server says that it is alive, in the worst case
GROWTH = 250  # MB of memory that may stay; an abuser alone should leave less than 50


def begin(server: str) -> tuple[str, str]:
    """The query and the cookie of somebody new."""
    with httpx.Client(base_url=server, headers={"Origin": server}, timeout=PATIENCE) as client:
        answer = client.post("/begin", data={"scope": "check", "group": "sales"})
        return answer.headers["location"].partition("?")[2], client.cookies[auth.COOKIE]


async def answers(port: int, query: str, cookie: str, until: float, chance: random.Random) -> int:
    """Answer and change one's mind as long as it goes on; the last choice, from 1."""
    async with visitor(port, f"{auth.COOKIE}={cookie}") as one:
        await one.visit("answer", query)
        radio = next(iter(one.radios.values()))
        last = 0
        while time.monotonic() < until or not last:
            last = chance.randrange(5)
            await one.choose(radio, last)
            await asyncio.sleep(chance.uniform(0.2, 1.5))
        return last + 1


async def floods(server: str, until: float) -> None:
    """Send as fast as one can, and too much at once, again and again.

    On a machine that is busy a hundred messages may take so long that nobody is cut off for them.
    """
    rerun = BackMsg(rerun_script=ClientState()).SerializeToString()
    address = server.replace("http:", "ws:") + "/_stcore/stream"
    while time.monotonic() < until:
        for hostile in ([rerun] * 100, [b"\0" * 300_000], [b"\xff" * 20], ["text"]):
            async with connect(address, origin=server, compression=None) as way:
                with suppress(ConnectionClosed, TimeoutError):
                    for message in hostile:
                        await way.send(message)
                    async with asyncio.timeout(5):
                        async for _ in way:
                            pass


async def pesters(server: str, until: float) -> None:
    """Send forms of others, wrong codes, long bodies and addresses that are none."""
    async with httpx.AsyncClient(base_url=server, timeout=PATIENCE) as client:
        while time.monotonic() < until:
            await client.post("/begin", content=b"x" * 100_000, headers={"Origin": server})
            await client.post("/open", data={"token": "A" * 43, "purpose": "resume"})
            await client.get(f"/scorecard.pdf?s={'%00' * 20}")
            await client.put("/_stcore/upload_file/a/b", content=b"x" * 10_000)
            await asyncio.sleep(0.05)


async def watches(server: str, until: float) -> float:
    """The longest that the server took to say that it is alive."""
    worst = 0.0
    async with httpx.AsyncClient(base_url=server, timeout=PATIENCE) as client:
        while time.monotonic() < until:
            start = time.monotonic()
            assert (await client.get("/healthz")).json()["status"] == "ok"
            worst = max(worst, time.monotonic() - start)
            await asyncio.sleep(0.1)
    return worst


def memory(folder: Path) -> int:
    """MB that the process holds which has that data folder; 0 where the system does not tell."""
    process = re.search(r"\d+", (folder / "data" / "lock").read_text("utf-8"))
    status = Path(f"/proc/{process[0] if process else 'self'}/status")
    found = re.search(r"VmRSS:\s+(\d+)", status.read_text("utf-8")) if status.exists() else None
    return int(found[1]) // 1024 if found else 0


@pytest.mark.case("C47")
def test_many_at_once_with_an_abuser_among_them(server: str, server_folder: Path) -> None:
    """No answer is lost, the server says all the while that it is alive, and nothing breaks."""
    people = [begin(server) for _ in range(PEOPLE)]
    before, said = memory(server_folder), (server_folder / "log").stat().st_size
    until = time.monotonic() + SECONDS
    port = int(server.rpartition(":")[2])

    async def all_of_them() -> tuple[list[int], float]:
        async with asyncio.TaskGroup() as group:
            asked = [
                group.create_task(answers(port, *person, until, random.Random(number)))
                for number, person in enumerate(people)
            ]
            watched = group.create_task(watches(server, until))
            group.create_task(floods(server, until))
            group.create_task(pesters(server, until))
        return [task.result() for task in asked], watched.result()

    chosen, worst = asyncio.run(all_of_them())

    for (query, cookie), last in zip(people, chosen, strict=True):
        told = httpx.get(f"{server}/stored.json?{query}", cookies={auth.COOKIE: cookie}).json()
        assert [each["answer"] for each in told["answers_in_words"]] == [last]
    assert worst < SLOWEST or not ALONE
    assert memory(server_folder) - before < GROWTH
    assert "Traceback" not in (server_folder / "log").read_text("utf-8")[said:]
