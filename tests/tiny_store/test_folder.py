"""The data folder: whose it is, and what is found in it."""

import contextlib
import errno
import logging
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assessment.errors import (
    DataFolderInUse,
    FolderUnusable,
    NewerSchema,
    StoreError,
)
from assessment.store import open_store
from assessment.store.door import Visitor
from assessment.store.folder import Folder
from assessment.store.tiny import TinyStore
from tests.make_records import assessment
from tests.store_work import put
from tests.tiny_store.homes import Faults, mode, written


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
