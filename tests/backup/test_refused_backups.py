"""Archives that are no sound backup: broken, cut off, hostile, locked."""

import json
import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assessment.desk import backups
from assessment.errors import BadBackup
from assessment.settings import Settings
from assessment.store.backup import MANIFEST, verify_backup
from tests.backup.archives import Members, archive, everything, manifest, members


def broken(held: Members, pack: str) -> Iterator[tuple[str, Members]]:
    """Archives that are none of ours, each with what is wrong with it."""
    data = held[pack]
    name, header, body, _ = data.split(b"\n", 3)
    twice = json.loads(held[MANIFEST])
    yield "no manifest", {n: d for n, d in held.items() if n != MANIFEST}
    yield "an empty manifest", held | {MANIFEST: b""}
    yield "a deep manifest", held | {MANIFEST: b"[" * 100_000}
    yield "a long manifest", held | {MANIFEST: held[MANIFEST] + b" " * 2_000_000}
    yield "a number that is none", held | {MANIFEST: b'{"format": 1e400, "schema_number": 1}'}
    yield "what a terminal obeys", manifest(held, version="\x1b]0;owned\x07")
    yield "names that it obeys", manifest(held, damaged=["\x1b[2J"])
    yield "a newer program", manifest(held, schema_number=99)
    yield "a newer format", manifest(held, format=2)
    yield "an older program", manifest(held, schema_number=0)
    yield "an older format", manifest(held, format=0)
    yield "a missing pack", {n: d for n, d in held.items() if n != pack}
    yield "a path upwards", held | {"../../evil": b"x"}
    yield "an absolute path", held | {"/tmp/evil": b"x"}  # noqa: S108
    yield "a further file", held | {"homes/g": b"x"}
    yield "a changed body", held | {pack: data.replace(b"Company", b"Kompany")}
    yield "a name upwards", held | {pack: b"\n".join([b"../../evil", header, body, b""])}
    yield "another name", held | {pack: b"\n".join([b"other", header, body, b""])}
    yield "the same twice", held | {pack: data + data}
    yield "half a home", held | {pack: data[:-20]}
    yield "no end of line", held | {pack: name * 1000}
    packs = twice["packs"] | {pack: twice["packs"][pack] | {"homes": 9}}
    yield "a wrong count", manifest(held, packs=packs)
    packs = twice["packs"] | {pack: twice["packs"][pack] | {"bytes": 10**15}}
    yield "a bomb that is announced", manifest(held, packs=packs)
    yield "a bomb", held | {pack: b"\0" * 50_000_000}


def refusal(look: Callable[[Path], object], file: Path) -> str:
    """Why a file is refused; nothing where it is not."""
    try:
        look(file)
    except BadBackup as fault:
        return str(fault)
    return ""


@pytest.mark.case("C68")
def test_what_is_no_sound_backup_is_refused_and_nothing_changes(
    settings: Settings, made: Path, tmp_path: Path
) -> None:
    """Broken, cut off, older, newer, hostile: a sentence each, and every file as it was."""
    held = members(made)
    pack = next(name for name, data in held.items() if b"Company" in data)
    before = everything(settings.data)
    for number, (what, wrong) in enumerate(broken(held, pack)):
        file = archive(tmp_path / f"{number}.zip", wrong)
        for look in (verify_backup, lambda file: backups.restore(settings, file)):
            assert "cannot be restored" in refusal(look, file), what
        assert everything(settings.data) == before, what
    assert not (tmp_path.parent / "evil").exists()


def test_every_way_of_being_cut_off_or_changed_is_seen(made: Path, tmp_path: Path) -> None:
    """Fifty lengths, and a hundred single bytes that are not what they were."""
    whole = made.read_bytes()
    file = tmp_path / "wrong.zip"
    for length in range(0, len(whole), max(1, len(whole) // 50)):
        file.write_bytes(whole[:length])
        with pytest.raises(BadBackup):
            verify_backup(file)
    unseen = 0
    for place in range(0, len(whole), max(1, len(whole) // 100)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            found = verify_backup(file)
        except BadBackup:
            continue
        assert found.digest == verify_backup(made).digest  # a byte of ZIP's that says nothing
        unseen += 1
    assert unseen < 20


def test_links_and_locked_archives_are_refused(made: Path, tmp_path: Path) -> None:
    """We write neither."""
    held = members(made)
    for number, change in enumerate(
        (
            lambda info: setattr(info, "external_attr", (stat.S_IFLNK | 0o777) << 16),
            lambda info: setattr(info, "compress_type", zipfile.ZIP_BZIP2),
        )
    ):
        file = tmp_path / f"{number}.zip"
        with zipfile.ZipFile(file, "w") as out:
            for name, data in held.items():
                info = zipfile.ZipInfo(name)
                if name != MANIFEST:
                    change(info)
                out.writestr(info, data)
        with pytest.raises(BadBackup, match="links"):
            verify_backup(file)
    whole = bytearray(made.read_bytes())
    whole[whole.index(b"PK\1\2") + 8] |= 1  # a lock on the first thing in it
    (tmp_path / "locked.zip").write_bytes(whole)
    whole[whole.rindex(b"PK\1\2") + 8] |= 1  # and on the manifest
    (tmp_path / "whole.zip").write_bytes(whole)
    whole = bytearray(made.read_bytes())
    place = whole.rindex(b"PK\1\2")
    whole[place + 9] |= 8  # its name is said to be UTF-8
    whole[place + 46] = 0xFF
    (tmp_path / "name.zip").write_bytes(whole)
    for name in ("locked.zip", "whole.zip", "name.zip"):
        with pytest.raises(BadBackup):
            verify_backup(tmp_path / name)
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, tmp_path / "nothing"):
        with pytest.raises(BadBackup):
            verify_backup(path)
