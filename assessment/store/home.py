"""One home on disk: a TinyDB file with a checksum, replaced whole, older generations beside it.

The file is a line that says schema, generation and checksum, and below it TinyDB's own JSON:

    {"schema":1,"seq":12,"sha256":"..."}
    {"assessment":{"<id>":{...}},"link":{"<id>":{...}}}
"""

import contextlib
import datetime
import errno
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.storages import MemoryStorage, Storage
from tinydb.table import Document, Table

from assessment.errors import Damaged, FolderUnusable, NotErased, NotSaved

SCHEMA = 1
OLDER = 2  # generations kept beside the newest

Doc = dict[str, Any]
Tables = dict[str, dict[str, Doc]]  # kind -> id -> document, as TinyDB keeps them
Changes = dict[tuple[str, str], Doc | None]  # (kind, id) -> document, None where it goes

NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS)  # exFAT and the like


@dataclass(frozen=True, slots=True)
class Damage:
    """A file that was found broken, and the older generation that stands in for it, if any."""

    path: Path
    reason: str
    used: Path | None


class HomeFile(Storage):
    """TinyDB's storage for one home: verified when read, durable when `write` returns."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._folder = str(self.path.parent)
        self.tables: Tables = {}
        self.seq = 0  # 0: never written
        self.size = 0  # bytes
        self.damage: tuple[Damage, ...] = ()

    def read(self) -> Tables | None:
        """The tables of the newest sound generation, or None where there is none and never was.

        Raises Damaged where there is something and none of it is sound.
        """
        self.seq, self.size, self.tables, self.damage = 0, 0, {}, ()
        try:
            self._take(self.path)
        except FileNotFoundError:
            if not any(path.exists() for path in self._older()):
                return None
            self._fall_back("is missing")
        except (_Broken, OSError) as fault:
            self._fall_back(_reason(fault, self.path))
        return self.tables

    def write(self, tables: Tables) -> None:
        """Replace the home by these tables. Raises NotSaved; then `read` tells what is there."""
        data = encoded(self.seq + 1, tables)
        temporary = f"{self.path}.tmp"
        try:
            write(temporary, data)
            self._keep_previous()
            os.replace(temporary, self.path)  # noqa: PTH105  # a path makes new ones each time
            sync(self._folder)
        except OSError as fault:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise NotSaved(self.path, fault.strerror) from fault
        self.tables, self.damage = tables, ()
        self.seq, self.size = self.seq + 1, len(data)

    def erase(self) -> None:
        """Remove the file and all that was kept beside it, the newest last. Raises NotErased."""
        try:
            for path in self._all():
                path.unlink(missing_ok=True)
            sync(self._folder)
        except OSError as fault:
            raise NotErased(self.path, fault.strerror) from fault

    def sound(self) -> bytes | None:
        """The bytes of the newest sound generation, or None where there is none."""
        try:
            self.read()
        except Damaged:
            return None
        used = self.damage[0].used if self.damage else self.path
        return _content(used) if used and self.seq else None

    def last_written(self) -> datetime.date:
        """The last day (UTC) on which a file of it was written; the end of time if one is none."""
        last = 0.0
        for path in self._all():
            with contextlib.suppress(FileNotFoundError):
                found = path.lstat()
                if not stat.S_ISREG(found.st_mode):
                    return datetime.date.max
                last = max(last, found.st_mtime)
        return datetime.datetime.fromtimestamp(last, datetime.UTC).date()

    def _all(self) -> Iterator[Path]:
        """Every place where something of it may be, the newest generation last."""
        beside = (Path(f"{self.path}.{end}") for end in ("tmp", "damaged"))
        return chain(beside, self._older(), (self.path,))

    def _older(self) -> Iterator[Path]:
        return (Path(f"{self.path}.{slot}") for slot in range(OLDER))

    def _take(self, path: Path) -> None:
        data = _content(path)
        self.seq, self.tables = decoded(data)
        self.size = len(data)

    def _fall_back(self, reason: str) -> None:
        """Take the newest sound generation in place of the file."""
        sound: list[tuple[int, Path]] = []
        for path in self._older():
            with contextlib.suppress(_Broken, OSError):
                sound.append((decoded(_content(path))[0], path))
        used = max(sound)[1] if sound else None
        self.damage = (Damage(self.path, reason, used),)
        if used is None:
            raise Damaged(self.path, reason)
        self._take(used)

    def _keep_previous(self) -> None:
        """Make the file on disk an older generation, in the place of the oldest one.

        A damaged file is set aside instead, so that it never takes the place of a sound one.
        """
        if self.damage:
            with contextlib.suppress(FileNotFoundError):
                self.path.replace(f"{self.path}.damaged")
        elif self.seq:
            slot = f"{self.path}.{self.seq % OLDER}"
            with contextlib.suppress(FileNotFoundError):
                os.unlink(slot)  # noqa: PTH108
            link(self.path, slot)


class _ById(Table):
    document_id_class = str  # type: ignore[assignment]  # TinyDB counts, we do not


class Home(TinyDB):
    """A home opened with TinyDB: a table a kind, the records' ids as document ids."""

    default_storage_class = HomeFile  # type: ignore[assignment]  # typed as one of its own
    table_class = _ById


def staged(tables: Tables, changes: Changes) -> Tables:
    """The tables after the changes; what was handed in stays as it is."""
    storage = MemoryStorage()  # type: ignore[no-untyped-call]
    storage.memory = dict(tables)
    base = Home(storage=lambda: storage)
    for kind in sorted({kind for kind, _ in changes}):
        table = base.table(kind)
        docs: dict[Any, Doc | None] = {id: doc for (of, id), doc in changes.items() if of == kind}
        if known := [id for id in docs if table.contains(doc_id=id)]:
            table.remove(doc_ids=known)
        table.insert_multiple(Document(doc, id) for id, doc in docs.items() if doc is not None)
    return {kind: docs for kind, docs in (storage.memory or {}).items() if docs}


class _Broken(ValueError):
    """The bytes are not what was written."""


def _content(path: Path) -> bytes:
    if not stat.S_ISREG(path.lstat().st_mode):
        raise _Broken("is no file")  # reading from a pipe would wait for ever
    return path.read_bytes()


def encoded(seq: int, tables: Tables) -> bytes:
    """The bytes of a home's file in its generation `seq`."""
    body = json.dumps(tables, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    return _header(seq, body) + b"\n" + body


def _header(seq: int, body: bytes) -> bytes:
    checksum = hashlib.sha256(b"%d %d\n" % (SCHEMA, seq))
    checksum.update(body)
    return b'{"schema":%d,"seq":%d,"sha256":"%s"}' % (SCHEMA, seq, checksum.hexdigest().encode())


def is_sound(data: bytes) -> bool:
    """Whether the bytes of a home's file are what was written."""
    try:
        header, _, body = data.partition(b"\n")
        return header == _header(json.loads(header)["seq"], body)
    except (ValueError, LookupError, TypeError, RecursionError):
        return False


def decoded(data: bytes) -> tuple[int, Tables]:
    """Generation and tables in the bytes of a home's file; raises where they are not sound."""
    if not data.strip(b"\0"):
        raise _Broken("is empty")
    header, _, body = data.partition(b"\n")
    try:
        seq = json.loads(header)["seq"]
        sound = header == _header(seq, body)
    except (ValueError, LookupError, TypeError, RecursionError):
        raise _Broken("does not start as a home does") from None
    if not sound:
        raise _Broken("is not what its checksum says")
    return seq, json.loads(body)


def _reason(fault: Exception, path: Path) -> str:
    """Why a file counts as damaged; raises FolderUnusable where only the way to it is barred."""
    if isinstance(fault, OSError) and fault.errno != errno.EIO:
        raise FolderUnusable(path, fault.strerror) from fault
    return str(fault) if isinstance(fault, _Broken) else "cannot be read from the disk"


def write(path: str | Path, data: bytes) -> None:
    """Write a new private file and make its content durable."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
        os.fsync(file)
    finally:
        os.close(file)


def sync(folder: str | Path) -> None:
    """Make what was created, replaced and removed in a folder durable."""
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def link(source: Path, target: str | Path) -> None:
    """Give a file a second name; where the file system cannot, a private copy."""
    try:
        os.link(source, target)
    except OSError as fault:
        if fault.errno not in NO_LINKS:
            raise
        shutil.copyfile(source, target)
        Path(target).chmod(0o600)
