"""The contract that every store must pass; a new store adds its name to STORES and a place."""

import datetime
import random
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.errors import StoreError
from assessment.lead_records import Lead
from assessment.records import Assessment, Grant, InstrumentCopy, Link, Record
from assessment.store import Store, Transaction, open_store
from tests.databases import STORES, somewhere
from tests.make_records import assessment, grant, lead, link
from tests.side_by_side import at_once


def put(*records: Record) -> Callable[[Transaction], None]:
    """Work that puts these records."""

    def work(tx: Transaction) -> None:
        for record in records:
            tx.put(record)

    return work


def remove(link: str) -> Callable[[Transaction], None]:
    """Work that deletes this link."""
    return lambda tx: tx.delete(Link, link)


def add_one(item: str) -> Callable[[Transaction], int]:
    """Work that counts up in the assessment `a1`; its answers are the count."""

    def work(tx: Transaction) -> int:
        now = tx.get(Assessment, "a1") or assessment()
        tx.put(now.changed(answers=now.answers | {item: 1}))
        return len(now.answers) + 1

    return work


RECORDS = [
    assessment(),
    assessment(
        group="sales",
        organisation="Ærø & Søn <b>🙂</b>",
        answers={"item_one": 5, "item_two": "dont_know", "item_three": "not_applicable"},
        comments={"targets": 'a "quoted"\nline,\ttabs, \u202eRTL, \x00 and {braces}'},
        costs_most=("targets", "crm"),
        sign_scores={"targets": 62.5, "crm": None, "reps": 0.0},
    ),
    link("l1", "a1"),
    grant("g1", "a1"),
    InstrumentCopy.of("f" * 64, '{"outline": "ä"}'),
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_what_was_put_comes_back(place: str, store: Store, record: Record) -> None:
    """A record is equal to what was put, at once and after the store was opened again."""
    store.transact(record.home, put(record))

    assert store.get(type(record), record.id) == record

    store.close()
    again = open_store(place)

    assert again.get(type(record), record.id) == record
    assert again.find(type(record)) == (record,)

    again.close()


def test_what_was_never_put_is_none(store: Store) -> None:
    """An unknown id gives None, an empty store no records."""
    assert store.get(Assessment, "nobody") is None
    assert store.find(Assessment) == ()
    assert store.find(Link, sha256="0" * 64) == ()


def test_put_replaces(store: Store) -> None:
    """The second record with an id takes the place of the first."""
    store.transact("a1", put(assessment(group="sales")))
    store.transact("a1", put(assessment(group="marketing")))

    assert store.find(Assessment) == (assessment(group="marketing"),)


def test_delete(store: Store) -> None:
    """A deleted record is gone; deleting what is not there is no mistake."""
    store.transact("a1", put(assessment(), link("l1", "a1")))

    store.transact("a1", lambda tx: tx.delete(Link, "l1"))
    store.transact("a1", lambda tx: tx.delete(Link, "never"))

    assert store.get(Link, "l1") is None
    assert store.find(Link, sha256="1" * 64) == ()
    assert store.get(Assessment, "a1") == assessment()


def test_kinds_keep_apart(store: Store) -> None:
    """Two records of different kinds may share an id."""
    store.transact("a1", put(link("x", "a1"), grant("x", "a1")))

    assert store.get(Link, "x") == link("x", "a1")
    assert store.get(Grant, "x") == grant("x", "a1")


def test_find_by_index(store: Store) -> None:
    """Records are found by their declared indexes in all homes, in the order of their ids."""
    store.transact("b2", put(link("l3", "b2"), link("l2", "b2", "3" * 64)))
    store.transact("a1", put(link("l1", "a1")))

    assert store.find(Link, sha256="1" * 64) == (link("l1", "a1"), link("l3", "b2"))
    assert store.find(Link, sha256="3" * 64) == (link("l2", "b2", "3" * 64),)
    assert [found.id for found in store.find(Link)] == ["l1", "l2", "l3"]


def test_find_follows_a_change(place: str, store: Store) -> None:
    """A record whose indexed value changed is found by the new one only, also after reopening."""
    store.transact("a1", put(link("l1", "a1", "3" * 64)))
    store.transact("a1", put(link("l1", "a1", "4" * 64)))

    assert store.find(Link, sha256="3" * 64) == ()
    assert len(store.find(Link, sha256="4" * 64)) == 1

    store.close()
    again = open_store(place)

    assert again.find(Link, sha256="3" * 64) == ()
    assert len(again.find(Link, sha256="4" * 64)) == 1

    again.close()


def test_only_declared_indexes_can_be_searched(store: Store) -> None:
    """Any other field is refused with the ones that there are, in a transaction too."""
    with pytest.raises(ValueError, match="Link has no index 'purpose'; it has: sha256"):
        store.find(Link, purpose="resume")
    with pytest.raises(ValueError, match="Assessment has no index 'group'; it has: updated"):
        store.transact("a1", lambda tx: tx.find(Assessment, group="sales"))
    asks: tuple[Callable[[], object], ...] = (
        lambda: store.page(Link, "purpose", 1),
        lambda: store.page(Link, "home", 1, purpose="x"),
        lambda: store.count(Link, "purpose"),
        lambda: list(store.each(Link, "purpose")),
        lambda: store.below(Link, "purpose", "x"),
        lambda: store.below(Link, "home", "x", purpose=""),
        lambda: store.tally(Link, "purpose", ["x"]),
        lambda: store.lost(Link, "purpose", Assessment),
        lambda: store.version(Link, "purpose", "x"),
    )
    for ask in asks:
        with pytest.raises(ValueError, match="Link has no index 'purpose'"):
            ask()


def test_find_by_one_of_several_values(store: Store) -> None:
    """What has any of the values is found, once and by id; no value finds nothing."""
    store.transact("a1", put(*(link(f"l{digit}", "a1", digit * 64) for digit in "2143")))

    found = store.find(Link, sha256=["3" * 64, "1" * 64, "1" * 64, "9" * 64], home="a1")

    assert [one.id for one in found] == ["l1", "l3"]
    assert store.find(Link, sha256=[]) == ()


def test_pages_by_an_index(store: Store) -> None:
    """The highest value first, of equal ones the highest id; and how many there are in all."""
    for number, day in enumerate((3, 9, 3, 5)):
        made = assessment(f"a{number}", updated=datetime.date(2026, 1, day))
        store.transact(made.home, put(made))

    pages = [store.page(Assessment, "updated", 3, first) for first in (0, 3, 6)]

    assert [[one.id for one in found] for found in pages] == [["a1", "a3", "a2"], ["a0"], []]
    assert store.count(Assessment, "updated") == 4


def test_homes_below_a_value(store: Store) -> None:
    """The homes of the records of which an index says less than that; a change is followed."""
    for day in (3, 9, 5):
        made = assessment(f"a{day}", updated=datetime.date(2026, 1, day))
        store.transact(made.home, put(made))
    assert store.below(Assessment, "updated", "2026-01-05") == ("a3",)
    assert store.below(Assessment, "updated", "2026-01-06") == ("a3", "a5")

    store.transact("a3", put(assessment("a3", updated=datetime.date(2026, 1, 7))))

    assert store.below(Assessment, "updated", "2026-01-06") == ("a5",)
    store.erase("a5")
    assert store.below(Assessment, "updated", "2026-01-06") == ()


TYPED = ["Ærø & Søn", "100 %", "a_b", 'say "yes"', "back\\slash", "tab\there", "null\x00", "🙂"]


def test_values_that_hold_texts(store: Store) -> None:
    """Whatever was typed is found by what is in it, and by nothing that only means it elsewhere."""
    for number, said in enumerate(TYPED):
        made = lead(f"lead{number}", line=f"2026\t{said}\tend")
        store.transact(made.home, put(made))

    def holding(*texts: str) -> list[str]:
        return [lead.id for lead in store.page(Lead, "line", 99, holding=texts)]

    assert len(holding()) == len(TYPED)
    for number, said in enumerate(TYPED):
        assert holding(said, "end", "\t") == [f"lead{number}"]
    assert holding("100 _") == holding("2%6") == holding("end", "nowhere") == []


def test_a_transaction_sees_its_own_work(store: Store) -> None:
    """Within a transaction, get and find know what was put and deleted in it."""
    store.transact("a1", put(link("l1", "a1"), link("l2", "a1")))

    def work(tx: Transaction) -> list[Any]:
        tx.put(link("l3", "a1"))
        tx.put(link("l2", "a1", "5" * 64))
        tx.delete(Link, "l1")
        same = tx.find(Link, sha256="1" * 64)
        return [tx.get(Link, "l1"), tx.get(Link, "l3"), same, len(tx.find(Link))]

    assert store.transact("a1", work) == [None, link("l3", "a1"), (link("l3", "a1"),), 2]


def test_a_transaction_sees_its_home_only(store: Store) -> None:
    """What belongs to another home is neither got nor found."""
    store.transact("a1", put(link("l1", "a1")))

    seen = store.transact("b2", lambda tx: (tx.get(Link, "l1"), tx.find(Link)))

    assert seen == (None, ())


def test_work_that_raises_changes_nothing(place: str, store: Store) -> None:
    """Its own exception reaches the caller, and nothing that it did is kept."""
    store.transact("a1", put(assessment(), link("l1", "a1")))

    def work(tx: Transaction) -> None:
        tx.put(assessment(group="sales"))
        tx.delete(Link, "l1")
        raise LookupError("no such sign")

    with pytest.raises(LookupError, match="no such sign"):
        store.transact("a1", work)

    store.close()
    again = open_store(place)

    assert again.find(Assessment) == (assessment(),)
    assert again.find(Link) == (link("l1", "a1"),)

    again.close()


def test_a_record_belongs_to_its_home(store: Store) -> None:
    """It cannot be put into another home, nor can its id be taken there."""
    store.transact("a1", put(link("l1", "a1")))

    with pytest.raises(ValueError, match="a record of home a1 cannot be put into b2"):
        store.transact("b2", put(link("l1", "a1")))
    with pytest.raises(ValueError, match="the link l1 is taken in another home"):
        store.transact("b2", put(link("l1", "b2")))


BAD = ["", ".", "..", "../a", "a/b", "a.json", "a b", "a\n", "ä", "a" * 81, "a\0"]


@pytest.mark.parametrize("name", BAD)
def test_names_that_cannot_be(store: Store, name: str) -> None:
    """A home or id that could leave its place is refused by everything that takes one."""
    with pytest.raises(ValueError, match="is no id"):
        store.transact(name, lambda _: None)
    with pytest.raises(ValueError, match="is no id"):
        store.erase(name)
    with pytest.raises(ValueError, match="is no id"):
        store.get(Assessment, name)
    with pytest.raises(ValueError):
        assessment(name)


def test_erase(place: str, store: Store) -> None:
    """Everything of the home goes and nothing of others; the home can be used again."""
    store.transact("a1", put(assessment(), link("l1", "a1")))
    store.transact("b2", put(assessment("b2")))

    store.erase("a1")
    store.erase("never")

    assert store.get(Assessment, "a1") is None
    assert store.find(Link, sha256="1" * 64) == ()
    assert store.find(Assessment) == (assessment("b2"),)

    store.transact("a1", put(assessment(group="sales")))
    store.close()
    again = open_store(place)

    assert again.get(Assessment, "a1") == assessment(group="sales")
    assert again.find(Link) == ()

    again.close()


def test_a_closed_store_keeps_nothing(store: Store) -> None:
    """After closing, a transaction is refused with a sentence."""
    store.close()

    with pytest.raises(StoreError, match="The store is closed"):
        store.transact("a1", put(assessment()))


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
from tests.test_store import add_one

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


HOMES = ["h1", "h2"]
IDS = ["i1", "i2", "i3"]
STEPS = st.one_of(
    st.tuples(st.just("put"), st.sampled_from(HOMES), st.sampled_from(IDS), st.sampled_from("34")),
    st.tuples(st.just("delete"), st.sampled_from(HOMES), st.sampled_from(IDS), st.just("")),
    st.tuples(st.just("erase"), st.sampled_from(HOMES), st.just(""), st.just("")),
    st.tuples(st.just("reopen"), st.just(""), st.just(""), st.just("")),
)


@pytest.mark.parametrize("kind", STORES)
@given(steps=st.lists(STEPS, max_size=12))
@settings(max_examples=40, deadline=None)
def test_any_history(kind: str, steps: list[tuple[str, str, str, str]]) -> None:
    """Whatever is put, deleted, erased and reopened, the store says what a dictionary would."""
    expected: dict[str, Link] = {}
    with TemporaryDirectory() as scratch:
        where = somewhere(kind, Path(scratch))
        store = open_store(where)
        for what, home, name, digit in steps:
            id = f"{home}-{name}"
            if what == "put":
                expected[id] = link(id, home, digit * 64)
                store.transact(home, put(expected[id]))
            elif what == "delete":
                expected.pop(id, None)
                store.transact(home, remove(id))
            elif what == "erase":
                expected = {key: one for key, one in expected.items() if one.home != home}
                store.erase(home)
            else:
                store.close()
                store = open_store(where)
            kept = tuple(expected[key] for key in sorted(expected))
            assert store.find(Link) == kept
            assert store.find(Link, sha256="3" * 64) == tuple(
                one for one in kept if one.sha256 == "3" * 64
            )
        store.close()


def test_a_crowd_in_one_home(store: Store) -> None:
    """Two hundred people saving into one document at once all find their answers there."""
    people = [f"person_{number}" for number in range(200)]
    random.Random(1).shuffle(people)

    def person(name: str) -> None:
        store.transact("room", put(grant(name, "room")))

    at_once(person, people)

    assert [one.id for one in store.find(Grant, browser="2" * 64)] == sorted(people)
