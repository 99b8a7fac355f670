"""A backup of everything that is kept, and back again: the erased stays erased, the log goes on."""

import datetime
import secrets
import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path

from assessment.desk import audit, rights, users
from assessment.desk_records import AuditEntry, Login, Tombstone
from assessment.errors import NotWritten, StoreError
from assessment.records import Record
from assessment.services import Services, open_services
from assessment.settings import ROOT, Settings
from assessment.store import Store
from assessment.store.backup import (
    Manifest,
    of_contents,
    of_folder,
    verify_backup,
    write_backup,
)
from assessment.store.folder import BEFORE, Folder
from assessment.store.home import Tables
from assessment.store.port import Freezing, Standing
from assessment.store.reader import FolderReader
from assessment.store.restore import Keep, Stays, put_back, put_into


@dataclass(frozen=True)
class Restored:
    """What a restore came to."""

    manifest: Manifest
    before: Path | None  # where what was there lies now
    kept_out: int  # homes that had been erased since
    accounts: tuple[str, ...]


def version() -> str:
    """The version of this program."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def back_up(s: Services, file: Path) -> Manifest:
    """Write all that is kept at this moment into a new file. Raises NotWritten and NotSaved."""
    if file.exists():
        raise NotWritten(file, "there is such a file already")
    if isinstance(s.store, Freezing):
        manifest = _of_folder(s.store, file)
    elif isinstance(s.store, Standing):
        with s.store.still() as still:
            manifest = write_backup(of_contents(still.homes(), still.contents), (), file, version())
    else:
        raise StoreError("This store cannot be backed up by this command.")
    audit.note(s, "backup", users.HERE, f"{manifest.homes} homes, digest {manifest.digest}")
    return manifest


def restore(settings: Settings, file: Path) -> Restored:
    """Put a backup in the place of all that is kept. The app must not run.

    Raises BadBackup, DataFolderInUse, FolderUnusable and NotSaved; then nothing has changed.
    """
    put = _into_database if settings.database_url else _into_folder
    kept_out: list[str] = []
    manifest, before = put(settings, file, kept_out)
    with open_services(settings, "command") as s:
        for login in [*s.store.each(Login, "browser")]:
            s.store.transact(login.home, lambda home, gone=login.id: home.delete(Login, gone))  # type: ignore[misc]
        rights.honour(s)
        accounts = tuple(user.name for user in users.everyone(s))
        told = f"{manifest.homes} homes of {manifest.made:%Y-%m-%d}, digest {manifest.digest}"
        audit.note(s, "restore", users.HERE, told)
    return Restored(manifest, before, len(kept_out), accounts)


def _of_folder(store: Freezing, file: Path) -> Manifest:
    frozen, damaged = store.freeze(secrets.token_hex(8))
    try:
        return write_backup(of_folder(frozen), damaged, file, version())
    finally:
        shutil.rmtree(frozen, ignore_errors=True)


def _into_folder(
    settings: Settings, file: Path, kept_out: list[str]
) -> tuple[Manifest, Path | None]:
    folder = Folder(settings.data)
    folder.prepare()
    folder.lock()
    try:
        folder.complete()
        stays, buried = _stays(FolderReader(folder))
        return put_back(file, folder, _keep(stays, buried, kept_out), stays)
    finally:
        folder.unlock()


def _into_database(
    settings: Settings, file: Path, kept_out: list[str]
) -> tuple[Manifest, Path | None]:
    """What was there goes into a backup of its own in the data folder, which forgets it in time."""
    from assessment.store.sql import SqlStore

    store = SqlStore(str(settings.place))
    try:
        store.refuse_others()
        verify_backup(file)
        with store.still() as still:
            homes, before = still.homes(), _aside(settings.data)
            if homes:
                _private(settings.data)
                write_backup(of_contents(homes, still.contents), (), before, version())
        stays, buried = _stays(store)
        manifest = put_into(file, store, _keep(stays, buried, kept_out), stays)
        return manifest, before if homes else None
    finally:
        store.close()


def _aside(data: Path) -> Path:
    moment = datetime.datetime.now(datetime.UTC)
    return data / f"{BEFORE}{moment:%Y%m%dT%H%M%S%fZ}.zip"


def _private(data: Path) -> None:
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise NotWritten(data, fault.strerror) from fault


def _keep(stays: Stays, buried: set[str], kept_out: list[str]) -> Keep:
    """Which homes come back: none that was erased since, and no log where there is one."""

    def keep(home: str) -> bool:
        if Tombstone.id_of(home) in buried:
            kept_out.append(home)
            return False
        return not (home.startswith(AuditEntry.homes) and any(map(_is_log, stays)))

    return keep


def _stays(store: Store) -> tuple[dict[str, Tables], set[str]]:
    """What of a store outlives a restore, the log and the tombstones; and what was erased."""
    kinds: tuple[type[Record], ...] = (AuditEntry, Tombstone)
    stays: dict[str, Tables] = {}
    for kind in kinds:
        for record in store.each(kind, "home"):
            docs = stays.setdefault(record.home, {}).setdefault(kind.kind, {})
            docs[record.id] = record.model_dump(mode="json")
    return stays, {stone.id for stone in store.each(Tombstone, "home")}


def _is_log(home: str) -> bool:
    return home.startswith(AuditEntry.homes)
