"""A backup put back in the place of what is there, all of it or nothing."""

import datetime
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from assessment.errors import BadBackup, NotSaved
from assessment.store.backup import Manifest, homes_of, opened, read_manifest
from assessment.store.folder import BEFORE, FRESH, SHARDS, Folder, shard_of
from assessment.store.home import HomeFile, Tables, decoded, sync

if TYPE_CHECKING:
    from assessment.store.sql import SqlStore

Keep = Callable[[str], bool]  # whether the home with this name is put back
Stays = Mapping[str, Tables]  # homes that are there already, and what of them stays
ROOM = 50_000_000  # bytes that stay free on the disk


def put_back(
    file: Path, folder: Folder, keep: Keep, stays: Stays | None = None
) -> tuple[Manifest, Path | None]:
    """Put a backup in the place of the homes in a folder whose lock is held.

    Gives its manifest, and where the earlier homes lie now, if there were any. Raises BadBackup
    and NotSaved; then everything is as it was.
    """
    fresh, homes = folder.path / FRESH, folder.path / "homes"
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        manifest = _unpacked(file, folder, fresh, keep)
        for home, tables in (stays or {}).items():
            _add(fresh / shard_of(home) / f"{home}.json", tables)
        os.sync()  # once for all files; one by one it would take a hundred times as long
        before = _set_aside(homes)
        fresh.replace(homes)
        sync(folder.path)
    except OSError as fault:
        raise NotSaved(folder.path, fault.strerror) from fault
    finally:
        if homes.exists():  # otherwise the next start finishes what was begun
            shutil.rmtree(fresh, ignore_errors=True)
    return manifest, before


def put_into(file: Path, store: "SqlStore", keep: Keep, stays: Stays) -> Manifest:
    """Put a backup in the place of all that a database holds, in one transaction.

    Gives its manifest. Raises BadBackup and NotSaved; then everything is as it was.
    """
    with opened(file) as archive:
        manifest = read_manifest(archive, file)

        def contents() -> Iterator[tuple[str, Tables]]:
            left = dict(stays)
            for name, pack in manifest.packs.items():
                for home, data in homes_of(archive, file, name, pack):
                    if keep(home):
                        yield home, _merged(decoded(data)[1], left.pop(home, {}))
            yield from left.items()

        store.replace(contents())
        return manifest


def _merged(kept: Tables, stays: Tables) -> Tables:
    """What came back of a home, with what of it was to stay."""
    return {kind: kept.get(kind, {}) | stays.get(kind, {}) for kind in {*kept, *stays}}


def _unpacked(file: Path, folder: Folder, fresh: Path, keep: Keep) -> Manifest:
    """All homes of the backup that are to be kept, in a folder beside those that are there."""
    with opened(file) as archive:
        manifest = read_manifest(archive, file)
        needed = sum(pack.bytes for pack in manifest.packs.values())
        if needed + ROOM > shutil.disk_usage(folder.path).free:
            raise BadBackup(file, "there is not enough room on the disk for what it holds")
        for shard in SHARDS:
            (fresh / shard).mkdir(mode=0o700, parents=True)
        fresh.chmod(0o700)
        for name, pack in manifest.packs.items():
            for home, data in homes_of(archive, file, name, pack):
                if keep(home):
                    _write(fresh / shard_of(home) / f"{home}.json", data)
        return manifest


def _write(path: Path, data: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "wb") as out:
        out.write(data)


def _add(path: Path, tables: Tables) -> None:
    """Put what stays of a home beside what came back of it."""
    file = HomeFile(path)
    file.write(_merged(file.read() or {}, tables))
    for older in path.parent.glob(f"{path.name}.*"):
        older.unlink()


def _set_aside(homes: Path) -> Path | None:
    """Move the homes out of the way; where there are none, nothing is left of them."""
    if not any(path.is_file() for path in homes.rglob("*")):
        shutil.rmtree(homes)
        return None
    moment = datetime.datetime.now(datetime.UTC)
    aside = homes.with_name(f"{BEFORE}{moment:%Y%m%dT%H%M%S%fZ}")
    homes.replace(aside)
    return aside
