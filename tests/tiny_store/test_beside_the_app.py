"""Commands that reach the running app through its door."""

import contextlib
import errno
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from assessment.errors import (
    DataFolderInUse,
    NotErased,
    NotSaved,
)
from assessment.records import Assessment, Link
from assessment.settings import ROOT
from assessment.store import Transaction, door, open_store
from assessment.store.door import Visitor
from assessment.store.folder import Folder
from assessment.store.home import HomeFile
from assessment.store.tiny import TinyStore
from tests.make_records import assessment, link
from tests.store_work import put
from tests.tiny_store.homes import Faults, mode


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
