"""Killed in the middle of a write, and every step of one failing."""

import errno
import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assessment.errors import (
    NotSaved,
)
from assessment.records import Assessment, Link
from assessment.settings import ROOT
from assessment.store import open_store
from assessment.store.folder import Folder
from assessment.store.tiny import TinyStore
from tests.make_records import assessment, link
from tests.side_by_side import at_once
from tests.store_work import put
from tests.tiny_store.homes import Faults, mode, position, refusal, written


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
