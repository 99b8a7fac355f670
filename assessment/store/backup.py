"""Backups: everything that is kept, in one file, as it stood at one moment.

A backup is a ZIP archive of `manifest.json` and up to sixteen packs, `homes/0` to `homes/f`. A pack
holds, for each home, a line with its name and then the two lines of its file. The manifest says
the schema, the version, and how many homes and bytes each pack has, with its SHA-256. Nothing is
ever unpacked under a name that an archive says.
"""

import datetime
import hashlib
import json
import os
import re
import secrets
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Annotated, Any

from pydantic import Field

from assessment.errors import BadBackup, NotWritten
from assessment.records import KEY, Key, Record, Sha256
from assessment.store.folder import SHARDS, names, shard_of
from assessment.store.home import SCHEMA, Tables, decoded, encoded, is_sound, sync
from scoring.values import Frozen

FORMAT = OLDEST_FORMAT = 1  # of the archive itself
OLDEST_SCHEMA = 1
MANIFEST = "manifest.json"
MOST_MANIFEST = 1_000_000  # bytes
MOST_HOME = 64_000_000  # bytes of one home's file
MOST_PACKED = 1100  # times the size of the archive: deflate reaches 1032, and what says more lies
CHUNK = 1 << 20  # bytes
LEVEL = 1  # of deflate: half the time of level 6, and a tenth larger
PACK = re.compile("homes/[0-9a-f]")


# Every home of a shard as a pack has it, by name; damaged ones are added to the list.
Entries = Callable[[str, list[str]], Iterator[bytes]]
Contents = Callable[[Iterable[str]], Iterator[tuple[str, Tables]]]


class Pack(Frozen):
    """What the manifest says of a pack."""

    homes: Annotated[int, Field(ge=1)]
    bytes: Annotated[int, Field(ge=1)]
    sha256: Sha256


class Manifest(Frozen):
    """What a backup holds, and what made it."""

    format: int
    schema_number: int
    version: Annotated[str, Field(pattern=r"^[\w.+-]{1,40}$")]  # it is printed on a terminal
    made: datetime.datetime
    packs: dict[str, Pack]  # by their names
    damaged: tuple[Key, ...] = ()  # homes of which nothing sound was left

    @property
    def homes(self) -> int:
        """How many homes it holds."""
        return sum(pack.homes for pack in self.packs.values())

    @property
    def digest(self) -> str:
        """One hash that stands for everything in it."""
        return _digest((name, pack.sha256) for name, pack in self.packs.items())


def write_backup(entries: Entries, damaged: Iterable[str], file: Path, version: str) -> Manifest:
    """Write all homes as they stand at a moment into a new private file, durable in the end.

    Raises NotWritten; then there is no such file, or the one that was there before.
    """
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with _new_file(beside) as out:
            manifest = _write(entries, tuple(damaged), out, version)
        os.link(beside, file)  # unlike a rename it never takes the place of another file
        sync(file.parent)
    except FileExistsError:
        raise NotWritten(file, "there is such a file already") from None
    except OSError as fault:
        raise NotWritten(file, fault.strerror) from fault
    finally:
        with suppress(OSError):
            beside.unlink()
    return manifest


def of_folder(frozen: Path) -> Entries:
    """The homes of a folder that nobody changes any more."""
    return lambda shard, lost: _entries(frozen / shard, lost)


def of_contents(homes: Iterable[str], contents: Contents) -> Entries:
    """The homes of another store, of which `contents` reads those that it is given."""
    by_shard: dict[str, list[str]] = {shard: [] for shard in SHARDS}
    for home in sorted(homes):
        by_shard[shard_of(home)].append(home)

    def entries(shard: str, _: list[str]) -> Iterator[bytes]:
        for home, tables in contents(by_shard[shard]):
            yield b"%s\n%s\n" % (home.encode(), encoded(1, tables))

    return entries


def read_manifest(archive: zipfile.ZipFile, file: Path) -> Manifest:
    """What an archive says it holds, where that can be true; raises BadBackup."""
    if not archive.namelist().count(MANIFEST):
        raise BadBackup(file, "it holds no manifest, so it is no backup")
    with archive.open(MANIFEST) as opened:
        said = opened.read(MOST_MANIFEST + 1)
    if len(said) > MOST_MANIFEST:
        raise BadBackup(file, "its manifest is longer than any we write")
    manifest = _understood(said, file)
    listed = sorted([MANIFEST, *manifest.packs])
    if sorted(archive.namelist()) != listed or not all(map(PACK.fullmatch, manifest.packs)):
        raise BadBackup(file, "it holds other things than its manifest says")
    infos = archive.infolist()
    if any(info.flag_bits & 1 or not _plain(info) for info in infos):
        raise BadBackup(file, "it holds things that we never write, such as links")
    size, packed = sum(info.file_size for info in infos), file.stat().st_size
    if size > MOST_PACKED * packed or sum(p.bytes for p in manifest.packs.values()) > size:
        raise BadBackup(file, "unpacked it would be larger than it can be")
    return manifest


def homes_of(
    archive: zipfile.ZipFile, file: Path, name: str, pack: Pack
) -> Iterator[tuple[str, bytes]]:
    """Each home of a pack with its file, checked; raises BadBackup."""
    seen, count, last = hashlib.sha256(), 0, ""
    left = pack.bytes
    with archive.open(name) as opened:
        while left > 0:
            lines = [opened.readline(min(left, MOST_HOME) + 1) for _ in range(3)]
            seen.update(b"".join(lines))
            left -= sum(map(len, lines))
            home = lines[0].decode("ascii", "replace").removesuffix("\n")
            data = lines[1] + lines[2].removesuffix(b"\n")
            if home <= last or f"homes/{shard_of(home)}" != name or not _holds(home, data):
                raise BadBackup(file, f"{home[:80]!r} in it is not what was written")
            count, last = count + 1, home
            yield home, data
        if left or opened.read(1) or count != pack.homes or seen.hexdigest() != pack.sha256:
            raise BadBackup(file, f"{name} in it is not what its manifest says")


@contextmanager
def opened(file: Path) -> Iterator[zipfile.ZipFile]:
    """The archive; raises BadBackup for a file that is none, or is broken where it is read."""
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            raise BadBackup(file, "it is no file")
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, UnicodeError, RuntimeError) as fault:
        # the last for a way of packing or a version that zipfile does not know, or a lock
        raise BadBackup(file, "it is no backup, or it was cut off or changed") from fault


def verify_backup(file: Path) -> Manifest:
    """Read a whole backup and check everything in it. Raises BadBackup."""
    try:
        with opened(file) as archive:
            manifest = read_manifest(archive, file)
            for name, pack in manifest.packs.items():
                for _ in homes_of(archive, file, name, pack):
                    pass
            return manifest
    except OSError as fault:
        raise BadBackup(file, fault.strerror or "it cannot be read") from fault


def folder_digest(homes: Path) -> str:
    """The digest of a folder of homes, as a backup of it has."""
    hashes = []
    for shard in sorted(SHARDS):
        seen, count = hashlib.sha256(), 0
        for entry in _entries(homes / shard, []):
            seen.update(entry)
            count += 1
        if count:
            hashes.append((f"homes/{shard}", seen.hexdigest()))
    return _digest(hashes)


def _write(entries: Entries, damaged: tuple[str, ...], out: IO[bytes], version: str) -> Manifest:
    packs: dict[str, Pack] = {}
    lost: list[str] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for shard in sorted(SHARDS):
            if pack := _write_pack(archive, f"homes/{shard}", entries(shard, lost)):
                packs[f"homes/{shard}"] = pack
        manifest = Manifest(
            format=FORMAT,
            schema_number=SCHEMA,
            version=version,
            made=datetime.datetime.now(datetime.UTC).replace(microsecond=0),
            packs=packs,
            damaged=(*damaged, *lost),
        )
        archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))
    return manifest


def _write_pack(archive: zipfile.ZipFile, name: str, entries: Iterator[bytes]) -> Pack | None:
    """Write a pack, deflating what was read before while the next files are read."""
    first = next(entries, None)
    if first is None:
        return None
    seen, homes, size = hashlib.sha256(), 0, 0
    written: Future[int] | None = None
    info = zipfile.ZipInfo(name)
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    info._compresslevel = LEVEL  # type: ignore[attr-defined]  # public only from Python 3.13 on
    with ThreadPoolExecutor(1) as writer, archive.open(info, "w", force_zip64=True) as out:
        for chunk, count in _chunks(first, entries):
            seen.update(chunk)
            homes, size = homes + count, size + len(chunk)
            if written:
                written.result()
            written = writer.submit(out.write, chunk)
        if written:
            written.result()
    return Pack(homes=homes, bytes=size, sha256=seen.hexdigest())


def _chunks(first: bytes, rest: Iterator[bytes]) -> Iterator[tuple[bytes, int]]:
    """The entries in chunks of about 1 MB, each with how many it holds."""
    held, size = [first], len(first)
    for entry in rest:
        if size > CHUNK:
            yield b"".join(held), len(held)
            held, size = [], 0
        held.append(entry)
        size += len(entry)
    yield b"".join(held), len(held)


def _entries(folder: Path, lost: list[str]) -> Iterator[bytes]:
    """Every home of a shard as a pack has it, by name; damaged ones are added to `lost`."""
    found = names(folder) if folder.is_dir() else ()
    for home in sorted(name.removesuffix(".json") for name in found if name.endswith(".json")):
        data = (folder / f"{home}.json").read_bytes()
        if not is_sound(data):
            lost.append(home)
        else:
            yield b"%s\n%s\n" % (home.encode(), data)


def _holds(home: str, data: bytes) -> bool:
    """Whether these bytes are a file of this home, with records that this program knows."""
    try:
        if not re.fullmatch(KEY, home):
            return False
        _, tables = decoded(data)
        return all(
            _is_record(kind, id, doc, home)
            for kind, docs in tables.items()
            for id, doc in docs.items()
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return False


def _is_record(kind: str, id: str, doc: dict[str, Any], home: str) -> bool:
    known = Record.kinds.get(kind)
    if known is not None:
        known.model_validate(doc, strict=False)
    return (doc["id"], doc["home"]) == (id, home)


def _understood(said: bytes, file: Path) -> Manifest:
    try:
        told = json.loads(said)
        found = int(told["format"]), int(told["schema_number"])
        if found[0] > FORMAT or found[1] > SCHEMA:
            raise BadBackup(file, "it was made by a newer program; install that one, then restore")
        if found[0] < OLDEST_FORMAT or found[1] < OLDEST_SCHEMA:
            raise BadBackup(file, "it was made by a program that is too old for this one to know")
        return Manifest.model_validate_json(said)
    except (ValueError, LookupError, TypeError, ArithmeticError, RecursionError):
        raise BadBackup(file, "its manifest cannot be understood") from None


def _plain(info: zipfile.ZipInfo) -> bool:
    mode = info.external_attr >> 16
    ours = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    return ours and (stat.S_IFMT(mode) in (0, stat.S_IFREG))


def _digest(hashes: Iterable[tuple[str, str]]) -> str:
    lines = "".join(f"{name} {sha256}\n" for name, sha256 in sorted(hashes))
    return hashlib.sha256(lines.encode()).hexdigest()


@contextmanager
def _new_file(path: Path) -> Iterator[IO[bytes]]:
    """A private file that was not there before, durable at the end."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "wb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())
