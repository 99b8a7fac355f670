"""The store: what a durable save costs, alone, beside ten thousand others, and in a crowd."""

import datetime
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from assessment.records import Assessment
from assessment.store.folder import Folder
from assessment.store.home import HomeFile
from assessment.store.port import Transaction
from assessment.store.tiny import TinyStore
from scoring.scorecard import Source

MANY = 10_000
FEW = 10
ROUNDS = 400
CROWD = 200
CROWD_ROUNDS = 3
DAY = datetime.date(2026, 1, 5)


def rows() -> Iterator[tuple[str, float, float]]:
    """What was measured, its ratio, and the most that it should be."""
    with tempfile.TemporaryDirectory() as scratch:
        few, many = filled(Path(scratch, "few"), FEW), filled(Path(scratch, "many"), MANY)
        what = f"saving one answer with {MANY:,} stored assessments : with {FEW}"
        yield (what, *beside(many, few))
        what = "one durable save : write, fsync, replace and fsync of the folder"
        yield (what, *floor(few, Path(scratch, "bare")))
        few.close()
        many.close()
        what = f"{CROWD} people saving into one document, saves a second: with a lock : in groups"
        yield (what, *crowd(Path(scratch)))


def beside(many: TinyStore, few: TinyStore) -> tuple[float, float]:
    """A save among many stored assessments to one among few, each time another assessment."""
    times = alternate(saver(many), saver(few))
    return times[0] / times[1], 1.3


def floor(store: TinyStore, path: Path) -> tuple[float, float]:
    """A save to the least that makes the same bytes durable."""
    home = store.find(Assessment)[0].home
    data = store.folder.file(home).read_bytes()
    times = alternate(saver(store), lambda _: bare(path, data))
    return times[0] / times[1], 4


def crowd(scratch: Path) -> tuple[float, float]:
    """Saves a second, one after the other under a lock, to those of a store that groups them."""
    rates: list[float] = []
    for name, turnstile in (("one by one", threading.Lock()), ("in groups", nullcontext())):
        store = TinyStore(Folder(scratch / name))
        rates.append(saves_a_second(store, turnstile))
        store.close()
    return rates[0] / rates[1], 1 / 5


def saves_a_second(store: TinyStore, turnstile: AbstractContextManager[Any]) -> float:
    """How many saves a second a crowd makes into one home, each person a record of their own."""
    everyone = [assessment(f"person-{number}", "room") for number in range(CROWD)]
    store.transact("room", lambda tx: put_all(tx, everyone))
    gate = threading.Barrier(CROWD + 1)

    def person(one: Assessment) -> None:
        gate.wait()
        for turn in range(CROWD_ROUNDS):
            with turnstile:
                answer(store, one, turn)

    threads = [threading.Thread(target=person, args=(one,)) for one in everyone]
    for thread in threads:
        thread.start()
    gate.wait()
    start = time.perf_counter()
    for thread in threads:
        thread.join()
    return CROWD * CROWD_ROUNDS / (time.perf_counter() - start)


def put_all(tx: Transaction, records: list[Assessment]) -> None:
    """Put every one of them."""
    for one in records:
        tx.put(one)


def alternate(*savers: Callable[[int], Any]) -> list[float]:
    """The median seconds of each, measured in turns."""
    times: list[list[float]] = [[] for _ in savers]
    for turn in range(ROUNDS):
        for save, taken in zip(savers, times, strict=True):
            start = time.perf_counter()
            save(turn)
            taken.append(time.perf_counter() - start)
    return [statistics.median(taken) for taken in times]


def saver(store: TinyStore) -> Callable[[int], None]:
    """Saves one answer, at each turn into another of the stored assessments."""
    everything = store.find(Assessment)

    def save(turn: int) -> None:
        answer(store, everything[turn * 7919 % len(everything)], turn)

    return save


def answer(store: TinyStore, one: Assessment, turn: int) -> None:
    """One more answer of a person, durable."""

    def work(tx: Transaction) -> None:
        now = tx.get(Assessment, one.id) or one
        answers = now.answers | {"item_7": turn % 5 + 1}
        tx.put(now.changed(answers=answers, position=f"at_{turn}"))

    store.transact(one.home, work)


def bare(path: Path, data: bytes) -> None:
    """The least that makes bytes durable under a name."""
    file = os.open(f"{path}.tmp", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.write(file, data)
    os.fsync(file)
    os.close(file)
    Path(f"{path}.tmp").replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def filled(path: Path, count: int) -> TinyStore:
    """A store with that many assessments in it."""
    folder = Folder(path)
    TinyStore(folder).close()
    for number in range(count):
        one = assessment(f"person-{number}", f"person-{number}")
        tables = {one.kind: {one.id: one.model_dump(mode="json")}}
        HomeFile(folder.file(one.home)).write(tables)
    return TinyStore(folder)


def assessment(id: str, home: str) -> Assessment:
    """A full assessment of about 4 kB, all of it made up."""
    return Assessment(
        id=id,
        home=home,
        scope="full",
        group="sales",
        instrument=Source(id="bench", version="1.0.0", sha256="0" * 64),
        created=DAY,
        updated=DAY,
        answers={f"item_{number}": number % 5 + 1 for number in range(35)},
        comments={f"sign_{number}": "a made-up comment " * 20 for number in range(7)},
        sign_scores={f"sign_{number}": 50.0 for number in range(7)},
    )
