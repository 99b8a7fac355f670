"""Files that are broken, gone, or no files at all."""

import errno
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assessment.errors import (
    Damaged,
    FolderUnusable,
    NotSaved,
)
from assessment.records import Assessment, Ballot, Workshop
from assessment.store import open_store
from assessment.store.folder import Folder
from assessment.store.home import OLDER, HomeFile
from assessment.store.tiny import TinyStore
from tests.make_records import assessment, ballot, workshop
from tests.store_work import put
from tests.tiny_store.homes import position, written

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
