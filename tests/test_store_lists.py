"""What every store answers about many records: pages, counts, versions; beside test_store.py."""

from typing import Any

import pytest

from assessment.client_records import Client
from assessment.desk_records import AuditEntry
from assessment.lead_records import Lead
from assessment.records import Ballot, Grant, Workshop
from assessment.store import Store, open_store
from tests.make_records import DAY, ballot, client, entry, grant, lead, workshop
from tests.store_work import put

NAMES = ["Zebra", "acme", "Ümlaut", "ümlaut 2", "日本", 'a"b', "a\\b", "a_b", "🙂", "a" * 120]


def test_a_list_in_the_order_of_what_is_worked_out(store: Store) -> None:
    """As Python orders it, whatever the script; the index is no field, and follows a change."""
    for number, name in enumerate(NAMES):
        store.transact(f"c{number}", put(client(f"c{number}", name)))
    ordered = sorted(NAMES, key=str.casefold)

    def page(count: int, first: int = 0) -> list[str]:
        return [c.name for c in store.page(Client, "listed", count, first, lowest=True)]

    assert page(20) == ordered
    assert page(3) + page(3, 3) + page(20, 6) == ordered
    assert [c.name for c in store.page(Client, "listed", 20)] == ordered[::-1]
    assert store.find(Client, listed="ümlaut")[0].name == "Ümlaut"

    store.transact("c0", put(client("c0", "aaa")))

    assert page(20) == sorted(["aaa", *NAMES[1:]], key=str.casefold)
    assert store.find(Client, listed="zebra") == ()


def test_a_page_of_what_fits(store: Store) -> None:
    """Of those that hold each text and have the other values, ordered, counted and turned."""
    for number, (name, email) in enumerate(
        [("ann\tü", "x@a.de"), ("u00fc nt", "x@a.de"), ("ann ü", "y@a.de"), ("ANN ü", "x@a.de")]
    ):
        made = lead(f"lead{number}", line=f"{number} {name}", email=email)
        store.transact(made.home, put(made))

    def found(count: int, first: int = 0, **which: Any) -> list[str]:
        here = store.page(Lead, "line", count, first, **which)
        assert count < 9 or store.count(Lead, "line", **which) == len(here)
        return [one.id[4:] for one in here]

    assert found(9, holding=["ann", "ü"]) == ["2", "0"]
    assert found(9, holding=["nt"]) == found(9, holding=["u00"]) == ["1"]
    assert found(9, email="x@a.de") == ["3", "1", "0"]
    assert found(1, 1, email="x@a.de") == ["1"]
    assert found(9, holding=["2"], email="x@a.de") == []
    assert store.count(Lead, "line", holding=["ü"], email="y@a.de") == 1
    assert store.count(Lead, "line", 2, holding=["ü"]) == 2
    assert store.count(Lead, "line", 9, email="x@a.de") == 3


def test_each_in_its_order_whatever_its_number(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read in pieces, with numbers as numbers; of equal ones all, wherever a piece ends."""
    monkeypatch.setattr("assessment.store.sql.AT_ONCE", 3)
    numbers = [5, 100, 7, 20, 7, 7, 7, 7, 3]
    for at, number in enumerate(numbers):
        made = entry(f"e{at}", number)
        store.transact(made.home, put(made))

    assert [one.number for one in store.each(AuditEntry, "number")] == sorted(numbers)
    assert len({one.id for one in store.each(AuditEntry, "number")}) == len(numbers)
    assert store.page(AuditEntry, "number", 1)[0].number == 100
    assert list(store.each(Client, "listed")) == []


def test_counts_by_value(store: Store) -> None:
    """Of each value that was asked for as many as there are; of what nobody has nothing."""
    for number, room in enumerate("aabbbc"):
        store.transact(f"b{number}", put(ballot(f"b{number}", room)))

    assert store.tally(Ballot, "workshop", ["a", "b", "none"]) == {"a": 2, "b": 3}
    assert store.tally(Ballot, "workshop", []) == {}
    store.erase("b0")
    assert store.tally(Ballot, "workshop", ["a"]) == {"a": 1}


def test_what_belongs_to_nothing_any_more(store: Store) -> None:
    """The homes of those that name what is not there, and no others."""
    store.transact("room", put(workshop("room")))
    for number, room in enumerate(["room", "gone", "room", "gone"]):
        store.transact(f"b{number}", put(ballot(f"b{number}", room)))

    assert store.lost(Ballot, "workshop", Workshop) == ("b1", "b3")
    store.erase("room")
    assert store.lost(Ballot, "workshop", Workshop) == ("b0", "b1", "b2", "b3")


def test_a_version_changes_with_what_it_is_of(place: str, store: Store) -> None:
    """At every put, deletion and erasure that others see, and by no record with another value."""
    other = store if place.startswith("/") else open_store(place)
    for number, room in enumerate("aab"):
        other.transact(f"b{number}", put(ballot(f"b{number}", room)))
    seen = [store.version(Ballot, "workshop", "a")]

    def changed() -> bool:
        seen.append(store.version(Ballot, "workshop", "a"))
        assert store.version(Ballot, "workshop", "a") == seen[-1]
        return seen[-1] not in seen[:-1]

    other.transact("b2", put(ballot("b2", "b", turn=1)))
    assert not changed()
    other.transact("b0", put(ballot("b0", "a", turn=1)))
    assert changed()
    other.transact("b0", put(ballot("b0", "a", turn=1)))  # the same again
    assert not changed()
    other.transact("b1", lambda tx: tx.delete(Ballot, "b1"))
    assert changed()
    other.transact("b3", put(ballot("b3", "a")))
    assert changed()
    other.transact("b0", put(ballot("b0", "b")))
    assert changed()
    other.erase("b3")
    assert changed()
    other.close()


def test_homes_below_a_value_of_those_alone(store: Store) -> None:
    """Only where another index says what it has to."""
    for number, what in enumerate(("language", "assessment", "language")):
        made = grant(f"g{number}", f"a{number}").changed(what=what, expires=DAY)
        store.transact(made.home, put(made))
    store.transact("a2", put(grant("g2", "a2").changed(what="language")))  # it never ends

    assert store.below(Grant, "expires", "2026-01-06", what="language") == ("a0",)
    assert store.below(Grant, "expires", "2026-01-05", what="language") == ()
    assert store.below(Grant, "expires", "2026-01-06") == ("a0", "a1")
