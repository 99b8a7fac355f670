"""The data folder: who may use it, which schema it has, where each home lies in it.

schema      the number of the schema, written last when the folder is made
lock        held by the one process that writes, with its pid
socket      the door through which commands reach that process
homes/a/    the homes' files, in 16 folders by the hash of the home's name
"""

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from assessment.errors import DataFolderInUse, FolderUnusable, NewerSchema
from assessment.records import KEY
from assessment.store.home import SCHEMA, sync, write

SHARDS = set("0123456789abcdef")
FRESH = "homes.new"  # homes of a backup that is being restored
BEFORE = "before-"  # the homes that were there before a restore, a moment follows
FROZEN = "frozen-"  # the homes as they stood at one moment, for a backup that is being made
PASSED_OVER = (".", BEFORE, FROZEN)
OURS = {"schema", "schema.tmp", "lock", "socket", "homes", FRESH, "lost+found"}


class Folder:
    """A data folder. Raises FolderUnusable and NewerSchema; every text in them is a sentence."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path).absolute()
        self._lock: int | None = None

    def check(self) -> None:
        """Raises where this is no data folder that this program can read."""
        with self._usable():
            if not self.path.is_dir():
                raise FolderUnusable(self.path, "there is no such folder")
            try:
                schema = int((self.path / "schema").read_text("ascii"))
            except FileNotFoundError:
                raise FolderUnusable(self.path, "it holds no schema file") from None
            except ValueError:
                raise FolderUnusable(self.path, "its schema file holds no number") from None
            if schema > SCHEMA:
                raise NewerSchema(self.path / "schema", schema, SCHEMA)

    def prepare(self) -> None:
        """Make the folder and all that belongs into it, where it is not there yet."""
        with self._usable():
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not (self.path / "schema").exists():
                self._refuse_strangers()
            else:
                self.check()
            self.path.chmod(0o700)

    def complete(self) -> None:
        """Make what is missing inside; only the process that holds the lock may do so."""
        with self._usable():
            homes = self.path / "homes"
            if not homes.exists() and (self.path / FRESH).is_dir():
                (self.path / FRESH).replace(homes)  # a restore stopped between its last two steps
            for left in self.path.glob(f"{FROZEN}*"):
                shutil.rmtree(left, ignore_errors=True)
            homes.mkdir(mode=0o700, exist_ok=True)
            for shard in SHARDS - names(homes):
                (homes / shard).mkdir(mode=0o700)
            sync(homes)
            if not (self.path / "schema").exists():
                write(self.path / "schema.tmp", f"{SCHEMA}\n".encode())
                (self.path / "schema.tmp").replace(self.path / "schema")
            sync(self.path)

    def lock(self) -> None:
        """Become the one process that writes here. Raises DataFolderInUse."""
        with self._usable():
            file = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                os.ftruncate(file, 0)
                os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
            except OSError as fault:
                os.close(file)
                if isinstance(fault, BlockingIOError):
                    raise DataFolderInUse(self.path, self.holder()) from None
                raise
            self._lock = file

    def unlock(self) -> None:
        """Let others write."""
        if self._lock is not None:
            file, self._lock = self._lock, None
            with contextlib.suppress(OSError):
                os.close(file)

    def holder(self) -> int | None:
        """The pid of the process that last took the lock, if it can be told."""
        with contextlib.suppress(OSError, ValueError):
            return int((self.path / "lock").read_text("ascii"))
        return None

    def file(self, home: str) -> Path:
        """Where a home's file lies."""
        return self.path / "homes" / shard_of(home) / f"{home}.json"

    def copies(self) -> tuple[Path, ...]:
        """The homes that were there before a restore, the oldest first."""
        return tuple(sorted(self.path.glob(f"{BEFORE}*")))

    def erase_copies(self, home: str) -> None:
        """Remove a home from what was there before a restore."""
        for copy in self.copies():
            for path in (copy / shard_of(home)).glob(f"{home}.json*"):
                path.unlink(missing_ok=True)

    def homes(self) -> Iterator[str]:
        """The names of all homes of which anything is kept, damaged ones included."""
        with self._usable():
            for shard in sorted(SHARDS & names(self.path / "homes")):
                found = {name.partition(".json") for name in names(self.path / "homes" / shard)}
                yield from {home for home, ending, _ in found if ending and re.fullmatch(KEY, home)}

    def _refuse_strangers(self) -> None:
        """A folder with other things in it is not taken over; one without its schema not reset."""
        if {name for name in names(self.path) if not name.startswith(PASSED_OVER)} - OURS:
            raise FolderUnusable(self.path, "it holds other things; an empty or new one is needed")
        if (self.path / "homes").is_dir() and any(self.homes()):
            raise FolderUnusable(self.path, "its schema file is missing, though data is kept in it")

    @contextlib.contextmanager
    def _usable(self) -> Iterator[None]:
        try:
            yield
        except OSError as fault:
            raise FolderUnusable(self.path, fault.strerror or fault) from fault


def shard_of(home: str) -> str:
    """The folder of the sixteen in which a home's file lies."""
    return hashlib.sha256(home.encode()).hexdigest()[0]


def names(folder: Path) -> set[str]:
    """What lies in a folder."""
    with os.scandir(folder) as entries:
        return {entry.name for entry in entries}


def check_key(text: str) -> str:
    """The name of a home or a record unchanged; raises ValueError for one that cannot be."""
    if not re.fullmatch(KEY, text):
        raise ValueError(f"{text!r} is no id: 1 to 80 letters, digits, - and _ make one")
    return text
