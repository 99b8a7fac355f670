"""A backup of everything that is kept, and back again: the erased stays erased, the log goes on."""

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
from assessment.store.backup import Manifest, write_backup
from assessment.store.folder import Folder
from assessment.store.home import Tables
from assessment.store.port import Freezing
from assessment.store.reader import FolderReader
from assessment.store.restore import put_back


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
    if not isinstance(s.store, Freezing):
        raise StoreError("This store cannot be backed up by this command.")
    frozen, damaged = s.store.freeze(secrets.token_hex(8))
    try:
        manifest = write_backup(frozen, damaged, file, version())
    finally:
        shutil.rmtree(frozen, ignore_errors=True)
    audit.note(s, "backup", users.HERE, f"{manifest.homes} homes, digest {manifest.digest}")
    return manifest


def restore(settings: Settings, file: Path) -> Restored:
    """Put a backup in the place of all that is kept. The app must not run.

    Raises BadBackup, DataFolderInUse, FolderUnusable and NotSaved; then nothing has changed.
    """
    folder = Folder(settings.data)
    folder.prepare()
    folder.lock()
    try:
        folder.complete()
        stays, buried = _stays(folder)
        kept_out: list[str] = []

        def keep(home: str) -> bool:
            if Tombstone.id_of(home) in buried:
                kept_out.append(home)
                return False
            return not (home.startswith(AuditEntry.homes) and any(map(_is_log, stays)))

        manifest, before = put_back(file, folder, keep, stays)
    finally:
        folder.unlock()
    with open_services(settings, "command") as s:
        for login in s.store.find(Login):
            s.store.transact(login.home, lambda home, gone=login.id: home.delete(Login, gone))  # type: ignore[misc]
        rights.honour(s)
        accounts = tuple(user.name for user in users.everyone(s))
        told = f"{manifest.homes} homes of {manifest.made:%Y-%m-%d}, digest {manifest.digest}"
        audit.note(s, "restore", users.HERE, told)
    return Restored(manifest, before, len(kept_out), accounts)


def _stays(folder: Folder) -> tuple[dict[str, Tables], set[str]]:
    """What of a folder outlives a restore, the log and the tombstones; and what was erased."""
    reader = FolderReader(folder)
    kinds: tuple[type[Record], ...] = (AuditEntry, Tombstone)
    stays: dict[str, Tables] = {}
    for kind in kinds:
        for record in reader.find(kind):
            docs = stays.setdefault(record.home, {}).setdefault(kind.kind, {})
            docs[record.id] = record.model_dump(mode="json")
    return stays, {stone.id for stone in reader.find(Tombstone)}


def _is_log(home: str) -> bool:
    return home.startswith(AuditEntry.homes)
