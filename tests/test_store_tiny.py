"""The TinyDB store: killed, starved, damaged, locked, and reached through its door."""

import contextlib
import errno
import json
import logging
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tinydb import where

from assessment.errors import (
    Damaged,
    DataFolderInUse,
    FolderUnusable,
    NewerSchema,
    NotErased,
    NotSaved,
    StoreError,
)
from assessment.records import Assessment, Ballot, Link, Workshop
from assessment.store import Transaction, door, open_store, tiny
from assessment.store.door import Visitor
from assessment.store.folder import Folder
from assessment.store.home import OLDER, Home, HomeFile
from assessment.store.tiny import TinyStore
from tests.make_records import assessment, ballot, link, workshop
from tests.side_by_side import at_once
from tests.test_store import put

ROOT = Path(__file__).parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the data folder is to be."""
    return tmp_path / "data"


@pytest.fixture
def store(folder: Path) -> Iterator[TinyStore]:
    """An open store with nothing in it."""
    opened = TinyStore(Folder(folder))
    yield opened
    opened.close()


def written(folder: Path, saves: int = 4, home: str = "a1") -> Path:
    """The file of a home that was saved so many times; `position` is the number of the save."""
    store = TinyStore(Folder(folder))
    for number in range(1, saves + 1):
        store.transact(home, put(assessment(home, position=str(number))))
    store.close()
    return store.folder.file(home)


def position(folder: Path, home: str = "a1") -> str | None:
    """Which save a fresh reader of the folder sees, None for no such assessment."""
    found = open_store(folder, "read").get(Assessment, home)
    return found and found.position


# --- killed ---------------------------------------------------------------------------------------


@pytest.mark.case("C61")
def test_killed_two_hundred_times(folder: Path) -> None:
    """Killed in the middle of writing, it loses no acknowledged save and breaks no file."""
    run = [sys.executable, "-m", "tests.killed", str(folder), "200"]
    seen = json.loads(subprocess.run(run, cwd=ROOT, check=True, capture_output=True).stdout)

    assert seen["lost"] == []
    assert seen["broken"] == []
    assert seen["trials"] == 200
    assert seen["saves"] >= 200
    assert seen["torn"] >= 10  # so many were really in the middle of a write


# --- faults at every step -------------------------------------------------------------------------

CALLS = ("open", "write", "fsync", "close", "link", "unlink", "replace", "rename", "mkdir")


class Faults:
    """Lets the nth call into the system fail, or all from the nth on."""

    def __init__(self, patch: pytest.MonkeyPatch, code: int, lasting: bool) -> None:
        self.code = code
        self.lasting = lasting
        self.left: int | None = None  # calls that still succeed; None: no faults at all
        self.hits = 0
        for name in CALLS:
            patch.setattr(os, name, self._unsure(getattr(os, name)))

    def _unsure(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def unsure(*args: Any, **named: Any) -> Any:
            if self.left is not None:
                self.left -= 1
                if self.left < 0 and (self.lasting or self.left == -1):
                    self.hits += 1
                    if call.__name__ == "close":
                        call(*args)  # the descriptor is gone even when closing fails
                    raise OSError(self.code, os.strerror(self.code))
            return call(*args, **named)

        unsure.__name__ = call.__name__
        return unsure


def refusal(ask: Callable[[], object]) -> str:
    """What the store says when it cannot save, or nothing."""
    try:
        ask()
    except NotSaved as fault:
        return str(fault)
    return ""


FAULTS = [
    (code, lasting)
    for code in (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EROFS, errno.EPERM)
    for lasting in (False, True)
]


@pytest.mark.case("C62")
@pytest.mark.case("C67")
@pytest.mark.parametrize(("code", "lasting"), FAULTS)
@pytest.mark.parametrize("saved_before", [0, 4])
def test_a_fault_at_every_step_of_a_save(
    folder: Path, monkeypatch: pytest.MonkeyPatch, saved_before: int, code: int, lasting: bool
) -> None:
    """It ends in NotSaved or in success, and memory, disk and index agree; then saving works."""
    written(folder, saved_before)
    store = TinyStore(Folder(folder))
    faults = Faults(monkeypatch, code, lasting)
    failures = 0
    for step in range(100):
        new = put(assessment(position=f"step {step}"), link("l1", "a1", f"{step:064x}"))
        faults.left, faults.hits = step, 0
        said = refusal(lambda: store.transact("a1", new))  # noqa: B023  # called at once
        faults.left = None

        kept = store.get(Assessment, "a1")
        assert position(folder) == (kept and kept.position)
        links = store.find(Link, sha256=f"{step:064x}")
        assert open_store(folder, "read").find(Link, sha256=f"{step:064x}") == links
        if said:
            failures += 1
            assert f"Not saved: {store.folder.file('a1')}: {os.strerror(code)}." in said
        else:
            assert kept is not None
            assert kept.position == f"step {step}"
            assert len(links) == 1
        if not faults.hits:
            break

    assert not faults.hits
    assert failures >= 5
    assert store.damaged == ()
    store.transact("a1", put(assessment(position="after")))
    assert position(folder) == "after"
    store.close()


@pytest.mark.parametrize("lasting", [False, True])
def test_a_fault_at_every_step_of_erasing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, lasting: bool
) -> None:
    """It ends in NotErased or in success, and memory and disk agree; then erasing works."""
    file = written(folder)
    store = TinyStore(Folder(folder))
    faults = Faults(monkeypatch, errno.EIO, lasting)
    failures = 0
    for step in range(100):
        faults.left, faults.hits = step, 0
        said = refusal(lambda: store.erase("a1"))
        faults.left = None

        assert said.startswith(f"Not erased: {file}: ") or not said
        failures += bool(said)
        kept = store.get(Assessment, "a1")
        assert position(folder) == (kept and kept.position)
        if not faults.hits:
            break
        store.transact("a1", put(assessment(position=f"step {step}")))
        store.transact("a1", put(assessment(position=f"step {step} again")))

    assert failures >= 4
    assert list(file.parent.glob("a1*")) == []
    store.close()


def test_durable_before_it_is_acknowledged(
    store: TinyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new file is synced before it takes the old one's place, the folder after; so in erasing.

    Killing a process does not show this, only a power cut would.
    """
    store.transact("a1", put(assessment()))
    steps: list[str] = []
    fsync, replace, unlink = os.fsync, os.replace, os.unlink

    def synced(file: int) -> None:
        steps.append("sync folder" if stat.S_ISDIR(os.fstat(file).st_mode) else "sync file")
        fsync(file)

    def replaced(*paths: Any) -> None:
        steps.append("replace")
        replace(*paths)

    def unlinked(path: Any) -> None:
        unlink(path)
        steps.append(f"remove {Path(path).name}")

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    store.transact("a1", put(assessment(group="sales")))
    assert steps == ["sync file", "replace", "sync folder"]

    steps.clear()
    monkeypatch.setattr(os, "unlink", unlinked)
    store.erase("a1")
    assert steps == ["remove a1.json.1", "remove a1.json", "sync folder"]


def test_a_write_that_is_cut_short_is_continued(
    store: TinyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A system that takes a few bytes at a time still gets all of them."""
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:7]))

    store.transact("a1", put(assessment(position="short")))

    assert position(store.folder.path) == "short"


def test_everyone_in_a_failed_write_is_told(
    store: TinyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of many who wait for a disk that is full, none is told that it is saved."""
    store.transact("a1", put(assessment(position="before")))
    faults = Faults(monkeypatch, errno.ENOSPC, lasting=True)
    told: list[str] = []

    def person(number: int) -> None:
        try:
            store.transact("a1", put(link(f"l{number}", "a1")))
        except NotSaved as fault:
            told.append(str(fault))

    faults.left = 0
    at_once(person, range(20))
    faults.left = None

    assert len(told) == 20
    assert all("No space left on device" in text for text in told)
    assert store.find(Link) == ()
    assert store.find(Assessment) == (assessment(position="before"),)


def test_a_disk_without_hard_links(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where files cannot be linked, older generations are copies, as private as the rest."""

    def no_links(*_: Any, **__: Any) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    file = written(folder)
    file.write_bytes(b"")

    assert position(folder) == "3"
    assert {mode(path) for path in file.parent.glob("a1*")} == {0o600}


# --- damaged --------------------------------------------------------------------------------------

DAMAGES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "truncated": (lambda data: data[: len(data) // 2], "is not what its checksum says"),
    "truncated header": (lambda data: data[:30], "does not start as a home does"),
    "nothing in it": (lambda _: b"", "is empty"),
    "zeros": (lambda data: bytes(len(data)), "is empty"),
    "bit flipped": (
        lambda data: data[:-9] + bytes([data[-9] ^ 4]) + data[-8:],
        "is not what its checksum says",
    ),
    "older number": (
        lambda data: data.replace(b'"seq":4', b'"seq":9'),
        "is not what its checksum says",
    ),
    "garbage after it": (lambda data: data + b"\n", "is not what its checksum says"),
    "byte order mark": (lambda data: b"\xef\xbb\xbf" + data, "is not what its checksum says"),
    "another file": (lambda _: b"[1]\n{}", "does not start as a home does"),
    "nested deeply": (lambda _: b"[" * 200_000, "does not start as a home does"),
}


@pytest.mark.case("C64")
@pytest.mark.parametrize("damage", DAMAGES)
def test_the_last_good_generation_is_used(
    folder: Path, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    """A damaged file is found by its checksum and named, and the save before it is used."""
    file = written(folder)
    change, reason = DAMAGES[damage]
    file.write_bytes(change(file.read_bytes()))

    with caplog.at_level(logging.ERROR, "sevensigns.store"):
        store = TinyStore(Folder(folder))
    found = store.get(Assessment, "a1")

    assert found is not None
    assert found.position == "3"
    assert [(one.path, one.reason) for one in store.damaged] == [(file, reason)]
    assert f"damaged file: {file} {reason}; used instead: {file}.1" in caplog.text

    store.transact("a1", put(found.changed(position="5")))
    store.close()

    assert position(folder) == "5"
    again = TinyStore(Folder(folder))
    assert again.damaged == ()
    again.close()


def test_a_missing_file_is_damage(folder: Path) -> None:
    """A home whose file is gone, but not its older generations, is not taken for a new one."""
    file = written(folder)
    file.unlink()

    assert position(folder) == "3"
    store = TinyStore(Folder(folder))
    assert [damage.reason for damage in store.damaged] == ["is missing"]
    store.close()


def test_a_file_damaged_while_the_app_runs(store: TinyStore) -> None:
    """What is in memory is still right, and the next save puts the file right."""
    for number in range(3):
        store.transact("a1", put(assessment(position=str(number))))
    file = store.folder.file("a1")
    file.unlink()

    with pytest.raises(NotSaved):
        store.transact("a1", put(assessment(position="3")))
    store.transact("a1", put(assessment(position="4")))

    assert position(store.folder.path) == "4"
    assert [damage.path for damage in store.damaged] == [file]


def test_a_damaged_file_never_replaces_a_sound_generation(folder: Path) -> None:
    """It is set aside, so that two damages one after the other still leave something sound."""
    file = written(folder)
    file.write_bytes(b"damaged")
    store = TinyStore(Folder(folder))
    store.transact("a1", put(assessment(position="5")))
    store.close()
    file.write_bytes(b"damaged again")

    assert position(folder) == "3"
    assert Path(f"{file}.damaged").read_bytes() == b"damaged"


@pytest.mark.case("C64")
def test_all_generations_broken(folder: Path) -> None:
    """Such a home is refused, never started anew; others serve; erasing it heals."""
    written(folder, home="b2")
    file = written(folder)
    for path in (file, *(Path(f"{file}.{slot}") for slot in range(OLDER))):
        path.write_bytes(b"")
    store = TinyStore(Folder(folder))

    for ask in (
        lambda: store.get(Assessment, "a1"),
        lambda: store.transact("a1", put(assessment())),
    ):
        with pytest.raises(Damaged, match=rf"Damaged: {file}: is empty, and no older .* backup"):
            ask()
    assert [one.id for one in store.find(Assessment)] == ["b2"]
    assert [damage.used for damage in store.damaged] == [None]

    store.erase("a1")
    store.transact("a1", put(assessment()))

    assert store.get(Assessment, "a1") == assessment()
    assert store.damaged == ()
    store.close()


@pytest.mark.case("C64")
def test_no_flipped_bit_goes_unnoticed(folder: Path) -> None:
    """One flipped bit in any byte of a home is found."""
    file = written(folder)
    data = file.read_bytes()
    for place in range(len(data)):
        file.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        home = HomeFile(file)
        home.read()

        assert [damage.path for damage in home.damage] == [file], place


def test_what_may_not_be_read_is_not_damaged(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that only this user may not open is no reason to go back to an older generation."""
    file = written(folder)

    def denied(_: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", denied)

    with pytest.raises(FolderUnusable, match=rf"{file} cannot be used: Permission denied"):
        TinyStore(Folder(folder))


def test_answers_outlive_the_damage_of_their_workshop(folder: Path) -> None:
    """They are not forgotten as those of a workshop that is gone: a backup may bring it back."""
    store = TinyStore(Folder(folder))
    for record in (workshop("room"), ballot("b1", "room"), ballot("b2", "gone")):
        store.transact(record.home, put(record))
    file = store.folder.file("room")
    store.close()
    file.write_bytes(b"damaged")

    again = TinyStore(Folder(folder))

    assert again.find(Workshop) == ()
    assert again.lost(Ballot, "workshop", Workshop) == ("b2",)
    again.close()


# --- strange entries ------------------------------------------------------------------------------

ENTRIES: dict[str, Callable[[Path], None]] = {
    "a folder": Path.mkdir,
    "a pipe": os.mkfifo,
    "a link to itself": lambda path: path.symlink_to(path),
    "a link to nothing": lambda path: path.symlink_to("nothing"),
}


def displaced(file: Path, entry: str) -> None:
    """Have something else lie where a home's file was."""
    file.unlink()
    ENTRIES[entry](file)


@pytest.mark.parametrize("role", ["serve", "read"])
@pytest.mark.parametrize("entry", ENTRIES)
def test_what_is_no_file_is_damage(folder: Path, entry: str, role: Any) -> None:
    """The start goes on, that home is refused, and the others serve."""
    written(folder, home="b2")
    displaced(file := written(folder, saves=1), entry)
    store = open_store(folder, role)

    assert [one.id for one in store.find(Assessment)] == ["b2"]
    with pytest.raises(Damaged, match=f"Damaged: {file}: is no file"):
        store.get(Assessment, "a1")
    store.close()


@pytest.mark.parametrize("entry", ENTRIES)
def test_what_is_no_file_is_set_aside(folder: Path, entry: str) -> None:
    """The save before it is used, and the next one is kept as ever."""
    displaced(written(folder), entry)

    assert position(folder) == "3"
    store = TinyStore(Folder(folder))
    store.transact("a1", put(assessment(position="5")))
    store.close()

    assert position(folder) == "5"


def test_what_lies_between_the_homes_folders_is_left_alone(folder: Path) -> None:
    """A file that a desktop left there is no reason not to start."""
    written(folder)
    (folder / "homes" / ".DS_Store").touch()

    assert position(folder) == "4"


# --- files ----------------------------------------------------------------------------------------


def mode(path: Path) -> int:
    """The permissions of a file."""
    return stat.S_IMODE(path.stat().st_mode)


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


# --- the folder -----------------------------------------------------------------------------------


@pytest.mark.case("C63")
def test_a_second_server_is_refused(store: TinyStore) -> None:
    """The sentence names the folder, the pid and the ways out."""
    folder = store.folder.path

    with pytest.raises(DataFolderInUse) as refused:
        open_store(folder)

    assert str(refused.value) == (
        f"The data folder {folder} is in use by process {os.getpid()}. "
        "Stop that process, or name another folder in SEVENSIGNS_DATA."
    )
    assert refused.value.pid == os.getpid()


def test_the_folder_is_free_after_closing(store: TinyStore) -> None:
    """Another process may have it then; closing twice takes nothing from that one."""
    store.close()
    other = TinyStore(store.folder.__class__(store.folder.path))
    store.close()

    other.transact("a1", put(assessment()))
    assert (other.folder.path / "socket").exists()
    other.close()


@pytest.mark.case("C64")
@pytest.mark.parametrize("role", ["serve", "command", "read"])
def test_a_newer_schema_is_refused(folder: Path, role: Any) -> None:
    """The sentence says both numbers, and nothing in the folder is touched."""
    file = written(folder)
    (folder / "schema").write_text("2\n")
    before = file.read_bytes()

    with pytest.raises(NewerSchema, match=r"schema 2; this program knows schemas up to 1\. Ins"):
        open_store(folder, role)

    assert file.read_bytes() == before


def test_a_schema_that_is_no_number(folder: Path) -> None:
    """The folder is refused rather than taken for a new one."""
    written(folder)
    (folder / "schema").write_text("one\n")

    with pytest.raises(FolderUnusable, match="its schema file holds no number"):
        open_store(folder)


def test_a_lost_schema_file(folder: Path) -> None:
    """A folder with data and without its schema is refused rather than taken for a new one."""
    written(folder)
    (folder / "schema").unlink()

    with pytest.raises(FolderUnusable, match="its schema file is missing, though data is kept"):
        open_store(folder)


def test_a_folder_of_somebody_else(folder: Path) -> None:
    """A folder with other things in it is refused, and its permissions stay as they are."""
    folder.mkdir(mode=0o755)
    (folder / "holiday.jpg").touch()

    with pytest.raises(FolderUnusable, match="it holds other things; an empty or new one is"):
        open_store(folder)

    assert mode(folder) == 0o755


def test_a_start_that_was_interrupted(folder: Path) -> None:
    """A folder that was being made when its maker died is made again."""
    folder.mkdir()
    (folder / "lock").write_text("1")
    (folder / "homes" / "a").mkdir(parents=True)

    TinyStore(Folder(folder)).close()

    assert (folder / "schema").read_text() == "1\n"


def test_a_file_where_the_folder_should_be(folder: Path) -> None:
    """The reason is said in a sentence."""
    folder.touch()

    with pytest.raises(FolderUnusable, match="cannot be used: File exists"):
        open_store(folder)


def test_reading_a_folder_that_is_not_there(folder: Path) -> None:
    """A reader makes nothing."""
    with pytest.raises(FolderUnusable, match="there is no such folder"):
        open_store(folder, "read")

    assert not folder.exists()


@pytest.mark.parametrize("fresh", [True, False])
def test_a_fault_at_every_step_of_opening(
    folder: Path, monkeypatch: pytest.MonkeyPatch, fresh: bool
) -> None:
    """It ends in a sentence or in success, and nothing is left that hinders the next start."""
    faults = Faults(monkeypatch, errno.ENOSPC, lasting=False)
    sentences = 0
    for step in range(100):
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
        faults.left, faults.hits = step, 0
        try:
            open_store(folder).close()
        except FolderUnusable as fault:
            sentences += f"{folder} cannot be used: No space left on device" in str(fault)
        faults.left = None
        open_store(folder).close()
        if not faults.hits:
            break

    assert not faults.hits
    assert sentences >= (25 if fresh else 5)


def test_a_file_system_without_sockets(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The app starts without a door and says so; commands are refused meanwhile."""
    (folder / "socket").mkdir(parents=True)
    with caplog.at_level(logging.WARNING, "sevensigns.store"):
        store = TinyStore(Folder(folder))

    assert f"commands cannot write to {folder} meanwhile" in caplog.text
    with pytest.raises(DataFolderInUse):
        Visitor(Folder(folder))
    store.transact("a1", put(assessment()))

    store.close()


def test_an_address_of_no_store(folder: Path) -> None:
    """An address of something else is refused with what would be right."""
    with pytest.raises(StoreError, match=r"begins with postgresql\+psycopg:// or sqlite:///"):
        open_store("redis://localhost")


def as_nobody(work: Callable[[], object]) -> str:
    """What work raises when it is done by a user without rights, as text."""
    reading, writing = os.pipe()
    if not (child := os.fork()):
        with contextlib.suppress(PermissionError):
            os.setuid(65534)
        try:
            work()
            os.write(writing, b"nothing was raised")
        except BaseException as fault:
            os.write(writing, f"{type(fault).__name__}: {fault}".encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading, encoding="utf-8") as said:
        return said.read()


@pytest.mark.case("C65")
def test_a_folder_that_is_read_only() -> None:
    """The start says so in one sentence that names the folder and what to do."""
    with tempfile.TemporaryDirectory() as scratch:
        Path(scratch).chmod(0o555)
        said = as_nobody(lambda: open_store(f"{scratch}/data"))
        Path(scratch).chmod(0o700)

    assert said == (
        f"FolderUnusable: The data folder {scratch}/data cannot be used: Permission denied. "
        "Mend that, or name another folder in SEVENSIGNS_DATA."
    )


@pytest.mark.case("C65")
def test_a_folder_without_permissions() -> None:
    """A data folder that another user owns is refused in one sentence."""
    with tempfile.TemporaryDirectory() as scratch:
        Path(scratch).chmod(0o755)
        written(Path(scratch, "data"))
        said = as_nobody(lambda: open_store(f"{scratch}/data"))
        if os.getuid():  # then nobody is this user
            Path(scratch, "data", "schema").chmod(0)
            said = as_nobody(lambda: open_store(f"{scratch}/data"))

    assert said.startswith(f"FolderUnusable: The data folder {scratch}/data cannot be used: ")
    assert "Permission denied" in said


# --- the door -------------------------------------------------------------------------------------


def test_a_command_with_no_app_running_takes_the_folder(folder: Path) -> None:
    """It writes itself, and nobody else can meanwhile."""
    command = open_store(folder, "command")

    assert isinstance(command, TinyStore)
    with pytest.raises(DataFolderInUse):
        open_store(folder)

    command.close()


def test_a_command_beside_the_app_goes_through_the_door(store: TinyStore) -> None:
    """What it puts, deletes and erases is kept by the app and known to it at once."""
    command = open_store(store.folder.path, "command")
    assert isinstance(command, Visitor)

    def work(tx: Transaction) -> str:
        tx.put(assessment(group="sales"))
        tx.put(link("l1", "a1"))
        tx.put(link("l2", "a1"))
        tx.delete(Link, "l2")
        return "value"

    assert command.transact("a1", work) == "value"
    assert store.get(Assessment, "a1") == command.get(Assessment, "a1") == assessment(group="sales")
    assert store.find(Link, sha256="1" * 64) == (link("l1", "a1"),)

    command.transact("a1", lambda tx: tx.delete(Link, "l1"))
    assert store.find(Link) == ()
    command.erase("a1")
    assert store.get(Assessment, "a1") is None

    command.close()


def test_a_commands_work_that_raises(store: TinyStore) -> None:
    """Its own exception reaches it, nothing is kept, and the home is free again."""
    command = open_store(store.folder.path, "command")

    def work(tx: Transaction) -> None:
        tx.put(assessment())
        raise FileNotFoundError("answers.yaml")

    with pytest.raises(FileNotFoundError, match=r"answers\.yaml"):
        command.transact("a1", work)
    store.transact("a1", put(link("l1", "a1")))

    assert store.find(Assessment) == ()
    command.close()


def test_a_command_is_told_what_is_wrong(store: TinyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A taken id and a full disk reach the command as what they are."""
    command = open_store(store.folder.path, "command")
    store.transact("a1", put(link("l1", "a1")))

    with pytest.raises(ValueError, match="the link l1 is taken in another home"):
        command.transact("b2", put(link("l1", "b2")))

    faults = Faults(monkeypatch, errno.ENOSPC, lasting=False)
    monkeypatch.setattr(HomeFile, "write", full_disk)
    monkeypatch.setattr(HomeFile, "erase", full_disk)
    with pytest.raises(NotSaved, match="No space left on device"):
        command.transact("b2", put(link("l2", "b2")))
    with pytest.raises(NotErased, match="No space left on device"):
        command.erase("a1")
    assert not faults.hits
    command.close()


def full_disk(self: HomeFile, *_: Any) -> None:
    """What every write meets on a full disk."""
    raise NotSaved(self.path, os.strerror(errno.ENOSPC))


def test_a_command_that_outlives_the_app(store: TinyStore) -> None:
    """It is told that nobody answers."""
    command = open_store(store.folder.path, "command")
    store.close()

    with pytest.raises(NotSaved, match="the running process does not answer"):
        command.transact("a1", put(assessment()))

    command.close()


def test_a_command_that_dawdles(store: TinyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home does not wait longer than promised for a command's work."""
    monkeypatch.setattr(door, "LOAN", 0.5)
    command = open_store(store.folder.path, "command")
    gate = threading.Event()

    def work(tx: Transaction) -> None:
        thread.start()
        tx.put(assessment(group="late"))
        gate.wait(10)

    def app() -> None:
        store.transact("a1", put(assessment(group="app")))
        gate.set()

    thread = threading.Thread(target=app)
    with pytest.raises(NotSaved):
        command.transact("a1", work)
    thread.join()

    assert store.get(Assessment, "a1") == assessment(group="app")
    command.close()


@pytest.mark.parametrize(
    "words",
    [
        b"hello\n",
        b"[]\n",
        b"{}\n",
        b'{"home": "../x", "erase": true}\n',
        b"\n",
        b'{"home": 7}\n',
        b"[" * 100_000 + b"\n",
    ],
)
def test_nonsense_at_the_door(store: TinyStore, words: bytes) -> None:
    """It is refused, and the door stays open."""
    with socket.socket(socket.AF_UNIX) as visitor:
        visitor.connect(str(store.folder.path / "socket"))
        visitor.sendall(words)
        answer = json.loads(visitor.makefile().readline())

    assert list(answer) == ["refused"]
    open_store(store.folder.path, "command").transact("a1", put(assessment()))
    assert store.get(Assessment, "a1") == assessment()


def test_a_line_without_end_at_the_door(store: TinyStore) -> None:
    """It is refused before much of it is in memory."""
    with socket.socket(socket.AF_UNIX) as visitor:
        visitor.connect(str(store.folder.path / "socket"))
        visitor.settimeout(10)
        with contextlib.suppress(ConnectionError):
            for _ in range(3 * door.LONGEST_LINE // 1000):
                visitor.sendall(b"x" * 1000)
            raise AssertionError("it was heard to the end")
        answer = json.loads(visitor.makefile().readline())

    assert answer == {"refused": f"a line has at most {door.LONGEST_LINE} bytes"}


def test_a_visitor_that_says_a_byte_at_a_time(
    store: TinyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has the time of one loan for all it says, and not as much again with every byte."""
    monkeypatch.setattr(door, "LOAN", 0.5)
    with socket.socket(socket.AF_UNIX) as visitor, visitor.makefile("rb") as lines:
        visitor.connect(str(store.folder.path / "socket"))
        visitor.sendall(b'{"home": "a1", "erase": false}\n')
        assert json.loads(lines.readline()) == {"tables": {}}
        saved = threading.Event()

        def app() -> None:
            store.transact("a1", put(assessment()))
            saved.set()

        thread = threading.Thread(target=app)
        thread.start()
        said = 0
        with contextlib.suppress(ConnectionError):
            while said < 50 and not saved.wait(0.2):
                visitor.sendall(b" ")
                said += 1
        answer = json.loads(lines.readline())
        thread.join()

    assert said < 50
    assert answer["not_saved"] == [door.DOOR, "the other process does not answer"]
    assert store.get(Assessment, "a1") == assessment()


def test_what_is_no_record_is_refused_at_the_door(store: TinyStore) -> None:
    """The app checks what a command hands back."""
    with socket.socket(socket.AF_UNIX) as visitor, visitor.makefile("rwb") as lines:
        visitor.connect(str(store.folder.path / "socket"))
        lines.write(b'{"home": "a1", "erase": false}\n')
        lines.flush()
        assert json.loads(lines.readline()) == {"tables": {}}
        lines.write(b'{"changes": [["assessment", "a1", {"home": "a1", "id": "a1"}]]}\n')
        lines.flush()
        answer = json.loads(lines.readline())

    assert "Field required" in answer["refused"]
    assert store.find(Assessment) == ()


def test_a_folder_with_a_long_path(tmp_path: Path) -> None:
    """A path that no socket address can hold makes no difference."""
    folder = tmp_path / ("long " * 20) / ("länger " * 15)
    store = TinyStore(Folder(folder))
    command = open_store(folder, "command")
    assert isinstance(command, Visitor)

    command.transact("a1", put(assessment()))

    assert store.get(Assessment, "a1") == assessment()
    assert mode(folder / "socket") == 0o600
    command.close()
    store.close()


APP = """
import sys, time
from assessment.store import open_store
open_store(sys.argv[1])
print("open", flush=True)
time.sleep(60)
"""


def test_a_killed_app_leaves_the_folder_usable(folder: Path) -> None:
    """Its lock dies with it, and its socket is no obstacle to the next one."""
    run = [sys.executable, "-c", APP, str(folder)]
    with subprocess.Popen(run, cwd=ROOT, stdout=subprocess.PIPE) as app:
        assert app.stdout is not None
        assert app.stdout.readline() == b"open\n"
        with pytest.raises(DataFolderInUse, match=f"in use by process {app.pid}"):
            open_store(folder)
        os.kill(app.pid, signal.SIGKILL)
        app.wait()

    assert (folder / "socket").exists()
    store = open_store(folder)
    store.transact("a1", put(assessment()))
    store.close()
    assert not (folder / "socket").exists()
