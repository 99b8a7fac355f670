"""What every store finds: by an index, by pages, by what was typed; beside test_store.py."""

import datetime
from collections.abc import Callable

import pytest

from assessment.lead_records import Lead
from assessment.records import Assessment, Link
from assessment.store import Store, open_store
from tests.make_records import assessment, lead, link
from tests.store_work import put


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
