"""Homes that were saved before, and calls into the system that fail."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assessment.errors import (
    NotSaved,
)
from assessment.records import Assessment
from assessment.store import open_store
from assessment.store.folder import Folder
from assessment.store.tiny import TinyStore
from tests.make_records import assessment
from tests.store_work import put


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


def mode(path: Path) -> int:
    """The permissions of a file."""
    return stat.S_IMODE(path.stat().st_mode)


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
