"""What lies in a data folder and in an archive of it."""

import json
import zipfile
from pathlib import Path

from assessment.records import Assessment
from assessment.services import open_services
from assessment.settings import Settings
from assessment.store.backup import MANIFEST

Members = dict[str, bytes]


def homes(settings: Settings) -> Path:
    """Where the homes of an installation lie."""
    return settings.data / "homes"


def everything(folder: Path) -> dict[str, bytes]:
    """All files of a folder, but the lock and the door."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def companies(settings: Settings) -> list[str | None]:
    """Who the assessments that are kept are for."""
    with open_services(settings) as s:
        return sorted(str(a.organisation) for a in s.store.find(Assessment))


def members(file: Path) -> Members:
    """What an archive holds."""
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archive(file: Path, held: Members) -> Path:
    """An archive of this."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in held.items():
            made.writestr(name, data)
    return file


def manifest(held: Members, **changes: object) -> Members:
    """The same with other things said in its manifest."""
    return held | {MANIFEST: json.dumps(json.loads(held[MANIFEST]) | changes).encode()}
