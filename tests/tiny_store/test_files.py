"""What is written, for whom, and what stays in memory."""

import os
from pathlib import Path

import pytest
from tinydb import where

from assessment.records import Assessment
from assessment.store import tiny
from assessment.store.folder import Folder
from assessment.store.home import Home, HomeFile
from assessment.store.tiny import TinyStore
from tests.make_records import assessment
from tests.store_work import put
from tests.tiny_store.homes import mode, position, written


@pytest.mark.case("C65")
def test_private_to_the_user(folder: Path) -> None:
    """Folders are 0700 and files 0600, whatever the umask and the folder were before."""
    folder.mkdir(mode=0o755)
    mask = os.umask(0)
    try:
        written(folder)
        store = TinyStore(Folder(folder))
        paths = [folder, *folder.rglob("*")]
        modes = {path.name: mode(path) for path in paths}
        store.close()
    finally:
        os.umask(mask)

    assert {found for name, found in modes.items() if (folder / name).is_dir()} == {0o700}
    assert {mode(path) for path in folder.rglob("*") if path.is_file()} == {0o600}
    assert modes["socket"] == 0o600


def test_a_home_is_a_tinydb_file(folder: Path) -> None:
    """It can be opened, searched and changed with TinyDB."""
    file = written(folder)

    with Home(file) as base:
        found = base.table("assessment").search(where("position") == "4")
        assert [doc["id"] for doc in found] == ["a1"]
        base.table("assessment").update({"position": "5"}, where("id") == "a1")

    assert position(folder) == "5"


def test_as_many_generations_as_promised(folder: Path) -> None:
    """Beside the newest there are two older ones, however often it was saved."""
    file = written(folder, saves=9)

    assert sorted(path.name for path in file.parent.iterdir()) == [
        "a1.json",
        "a1.json.0",
        "a1.json.1",
    ]
    seen = [HomeFile(path) for path in sorted(file.parent.iterdir())]
    assert [home.read() and home.seq for home in seen] == [9, 8, 7]


def test_erasing_removes_all_generations(folder: Path) -> None:
    """Nothing of a home is left in the folder, set aside and half-written files included."""
    file = written(folder)
    written(folder, home="b2")
    for ending in ("tmp", "damaged"):
        Path(f"{file}.{ending}").write_text("left over")
    store = TinyStore(Folder(folder))

    store.erase("a1")
    store.close()

    names = {path.name for path in folder.rglob("*") if path.is_file()}
    assert names == {"schema", "lock", "b2.json", "b2.json.0", "b2.json.1"}


def test_what_does_not_change_is_not_written(store: TinyStore) -> None:
    """Putting what is kept already, or reading only, costs no write."""
    store.transact("a1", put(assessment()))
    before = store.folder.file("a1").read_bytes()

    store.transact("a1", put(assessment()))
    store.transact("a1", lambda tx: tx.get(Assessment, "a1"))

    assert store.folder.file("a1").read_bytes() == before


def test_memory_is_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the homes used last are held in memory; all of them can be read and written."""
    monkeypatch.setattr(tiny, "CACHE_BYTES", 2000)
    store = TinyStore(Folder(folder))
    for turn in "ab":
        for number in range(30):
            home = f"home_{number}"
            store.transact(home, put(assessment(home, position=turn)))

    assert [one.position for one in store.find(Assessment)] == ["b"] * 30
    assert 0 < store._recent._bytes <= 2000  # there is no other way to see it
    store.close()


def test_no_transaction_within_a_transaction(store: TinyStore) -> None:
    """Work that asks the store instead of its transaction is refused, not left hanging."""
    for work in (
        lambda _: store.get(Assessment, "a1"),
        lambda _: store.find(Assessment),
        lambda _: store.transact("a1", put(assessment())),
        lambda _: store.erase("a1"),
    ):
        with pytest.raises(RuntimeError, match="through what it is given"):
            store.transact("a1", work)

    store.transact("a1", put(assessment()))
