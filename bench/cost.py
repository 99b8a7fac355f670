"""What an answer from the phone page costs the server, beside the least that keeps one."""

import asyncio
import itertools
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path

from assessment.rehearsal.phone import Phone
from assessment.rehearsal.wire import Site, Wire
from bench.room import ITEMS, SIGNS, Room, Row, Size, opened
from bench.server import Server, free_port, started

PHONES = 10
ROUNDS = 6  # turns, so that noise reaches both alike


def cost(size: Size) -> Iterator[Row]:
    """The processor time of the server for an answer, ours to the bare route's, in turns."""
    with ExitStack() as held:
        room = held.enter_context(opened(pace="free", mirror=False))
        scratch = held.enter_context(tempfile.TemporaryDirectory())
        port = free_port()
        command = ("-m", "bench.bare", str(port), scratch)
        bare = held.enter_context(started(command, Path(scratch), port))
        bare.wait()
        ours, least = asyncio.run(_in_turns(room, bare, size.answers))
    what = "server CPU for an answer from the phone page : validate, store and fsync it"
    yield f"{what} ({ours * 1000:.2f} : {least * 1000:.2f} ms)", ours / least, 3


async def _in_turns(room: Room, bare: Server, answers: int) -> tuple[float, float]:
    """The seconds of each server for an answer, the median of the turns."""
    site, code = Site("127.0.0.1", room.server.port), room.now.code or ""
    phones = [Phone(site) for _ in range(PHONES)]
    wires = [Wire(Site("127.0.0.1", bare.port)) for _ in range(PHONES)]
    async with AsyncExitStack() as held:
        for wire in [*(phone.wire for phone in phones), *wires]:
            held.callback(wire.close)
        for phone in phones:
            await phone.join(code, "", "sales")
        each = answers // ROUNDS // PHONES
        took = [
            (await _ours(room.server, phones, each), await _bare(bare, wires, each))
            for _ in range(ROUNDS)
        ]
    ours, least = (sorted(costs)[ROUNDS // 2] for costs in zip(*took, strict=True))
    return ours, least


def said() -> Iterator[dict[str, object]]:
    """Answers to all items, in turns, each another one than the last time."""
    items = [item.id for sign in SIGNS for item in sign.items]
    for number in itertools.count():
        given = 1 + (number // ITEMS) % 5
        yield {"kind": "answer", "item": items[number % ITEMS], "given": given}


async def _ours(server: Server, phones: list[Phone], each: int) -> float:
    async def answers(phone: Phone) -> None:
        for given in itertools.islice(phone_says[phone], each):
            if (receipt := await phone.send(given)) != "counted":
                raise RuntimeError(f"An answer was not kept: {receipt}")

    for phone in phones:
        phone_says.setdefault(phone, said())
    before = server.cpu()
    await asyncio.gather(*map(answers, phones))
    return (server.cpu() - before) / each / len(phones)


async def _bare(server: Server, wires: list[Wire], each: int) -> float:
    async def answers(number: int, wire: Wire) -> None:
        for turn, said in enumerate(itertools.islice(wire_says[wire], each), 1):
            told = await wire.message(f"/seat/send?w=seat{number}", "-", {**said, "turn": turn})
            if told.json().get("receipt") != "counted":
                raise RuntimeError(f"An answer was not kept: {told}")

    for wire in wires:
        wire_says.setdefault(wire, said())
    before = server.cpu()
    await asyncio.gather(*(answers(number, wire) for number, wire in enumerate(wires)))
    return (server.cpu() - before) / each / len(wires)


phone_says: dict[Phone, Iterator[dict[str, object]]] = {}
wire_says: dict[Wire, Iterator[dict[str, object]]] = {}
