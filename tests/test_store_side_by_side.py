"""Threads, processes and readers at one store, and one of them alone; beside test_store.py."""

import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from assessment.errors import StoreError
from assessment.records import Assessment, Grant, Link
from assessment.store import Store, open_store
from tests.make_records import assessment, grant, link
from tests.side_by_side import at_once
from tests.store_work import add_one, put


def test_eight_threads_lose_nothing(place: str, store: Store) -> None:
    """Every acknowledged change is there, and work that raises spoils nobody else's."""
    faults: list[int] = []

    def person(number: int) -> None:
        for turn in range(25):
            store.transact("a1", add_one(f"item_{number}_{turn}"))
            store.transact(f"own_{number}", put(assessment(f"own_{number}", position=str(turn))))
            if turn % 5 == 0:
                with pytest.raises(ZeroDivisionError):
                    store.transact("a1", lambda tx: tx.put(assessment(group="x")) or 1 // 0)
                faults.append(number)

    at_once(person, range(8))
    store.close()
    again = open_store(place)

    counted = again.get(Assessment, "a1")
    assert counted is not None
    assert len(counted.answers) == 8 * 25
    assert counted.group is None
    assert len(faults) == 8 * 5
    owned = [again.get(Assessment, f"own_{number}") for number in range(8)]
    assert [one and one.position for one in owned] == ["24"] * 8

    again.close()


def test_closing_while_others_save(place: str, store: Store) -> None:
    """Each save is acknowledged and kept, or refused with a sentence."""
    acknowledged: list[str] = []
    refused: list[str] = []
    started = threading.Barrier(9)

    def person(number: int) -> None:
        for turn in range(1000):
            item = f"item_{number}_{turn}"
            try:
                store.transact(f"home_{number % 2}", put(link(item, f"home_{number % 2}")))
            except StoreError as fault:
                refused.append(str(fault))
                return
            acknowledged.append(item)
            if turn == 2:
                started.wait()

    threads = [threading.Thread(target=person, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    started.wait()
    store.close()
    again = open_store(place)
    for thread in threads:
        thread.join()

    assert refused == ["The store is closed. Open it again to go on."] * 8
    assert {one.id for one in again.find(Link)} == set(acknowledged)

    again.close()


COMMAND = """
import sys
from assessment.store import open_store
from tests.store_work import add_one

store = open_store(sys.argv[1], "command")
for turn in range(40):
    assert store.transact("a1", add_one(f"command_{turn}")) > turn
store.close()
"""


def test_two_processes_lose_nothing(place: str, store: Store) -> None:
    """A command that writes beside the running app and the app itself both keep every change."""
    root = Path(__file__).parent.parent
    command = subprocess.Popen([sys.executable, "-c", COMMAND, place], cwd=root)
    turns = 0
    while command.poll() is None:
        store.transact("a1", add_one(f"app_{turns % 400}"))
        turns += 1

    assert command.wait() == 0
    counted = store.get(Assessment, "a1")
    assert counted is not None
    assert len(counted.answers) == min(turns, 400) + 40


def test_a_reader_beside_the_app_sees_what_is_kept(place: str, store: Store) -> None:
    """A store opened to read sees every acknowledged change, and refuses to write."""
    reader = open_store(place, "read")
    assert reader.find(Assessment) == ()

    for position in "abc":
        store.transact("a1", put(assessment(position=position), link("l1", "a1", position * 64)))

        assert reader.get(Assessment, "a1") == assessment(position=position)
        assert [one.id for one in reader.find(Link, sha256=position * 64)] == ["l1"]

    store.erase("a1")

    assert reader.get(Assessment, "a1") is None
    with pytest.raises(StoreError, match="opened for reading only"):
        reader.transact("a1", put(assessment()))
    with pytest.raises(StoreError, match="opened for reading only"):
        reader.erase("a1")

    reader.close()


def test_one_alone(store: Store) -> None:
    """Of those who want to be alone with something one is; others wait as long as they say."""
    with store.alone("forgetting") as one, store.alone("forgetting") as two:
        with store.alone("post-mail") as another:
            assert (one, two, another) == (True, False, True)
        with store.alone("forgetting", 0.1) as late:
            assert not late
    with store.alone("forgetting") as again:
        assert again


def test_waiting_to_be_alone(store: Store) -> None:
    """Everybody who waits long enough gets a turn, one after the other."""
    inside: list[int] = []
    most: list[int] = []

    def person(number: int) -> None:
        with store.alone("audit", 30) as mine:
            inside.append(number)
            most.append(len(inside) if mine else 0)
            inside.remove(number)

    at_once(person, range(12))

    assert most == [1] * 12


def test_a_crowd_in_one_home(store: Store) -> None:
    """Two hundred people saving into one document at once all find their answers there."""
    people = [f"person_{number}" for number in range(200)]
    random.Random(1).shuffle(people)

    def person(name: str) -> None:
        store.transact("room", put(grant(name, "room")))

    at_once(person, people)

    assert [one.id for one in store.find(Grant, browser="2" * 64)] == sorted(people)
