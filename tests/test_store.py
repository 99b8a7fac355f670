"""The contract that every store must pass; a new store adds its name to STORES and a place."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.errors import StoreError
from assessment.records import Assessment, Grant, InstrumentCopy, Link, Record
from assessment.store import Store, Transaction, open_store
from tests.databases import STORES, somewhere
from tests.make_records import assessment, grant, link
from tests.store_work import put, remove

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


HOMES = ["h1", "h2"]
IDS = ["i1", "i2", "i3"]
STEPS = st.one_of(
    st.tuples(st.just("put"), st.sampled_from(HOMES), st.sampled_from(IDS), st.sampled_from("34")),
    st.tuples(st.just("delete"), st.sampled_from(HOMES), st.sampled_from(IDS), st.just("")),
    st.tuples(st.just("erase"), st.sampled_from(HOMES), st.just(""), st.just("")),
    st.tuples(st.just("reopen"), st.just(""), st.just(""), st.just("")),
)


@pytest.fixture(scope="module", params=STORES)
def lasting(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where a store can be opened that one history after the other goes through."""
    return somewhere(request.param, tmp_path_factory.mktemp("lasting"))


@given(steps=st.lists(STEPS, max_size=12))
@settings(max_examples=40, deadline=None)
def test_any_history(lasting: str, steps: list[tuple[str, str, str, str]]) -> None:
    """Whatever is put, deleted, erased and reopened, the store says what a dictionary would."""
    expected: dict[str, Link] = {}
    store = open_store(lasting)
    for home in HOMES:
        store.erase(home)
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
            store = open_store(lasting)
        kept = tuple(expected[key] for key in sorted(expected))
        assert store.find(Link) == kept
        assert store.find(Link, sha256="3" * 64) == tuple(
            one for one in kept if one.sha256 == "3" * 64
        )
    store.close()
