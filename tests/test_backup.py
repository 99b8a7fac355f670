"""assessment/store/backup.py, restore.py, assessment/desk/backups.py and their commands."""

import json
import os
import shutil
import stat
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assessment import responses
from assessment.desk import audit, backups, door, users
from assessment.desk_records import Login, Tombstone
from assessment.errors import BadBackup, NotSaved, NotWritten
from assessment.records import Assessment
from assessment.services import Services, open_services
from assessment.settings import Settings
from assessment.store import restore as restoring
from assessment.store.backup import MANIFEST, folder_digest, verify_backup
from assessment.store.folder import Folder
from assessment.store.restore import put_back
from tests.make_records import assessment
from tests.test_commands import Command, command
from tests.test_door import GOOD

__all__ = ["command"]  # a fixture

Members = dict[str, bytes]


@pytest.fixture
def made(settings: Settings, tmp_path: Path) -> Path:
    """A backup of three assessments and an account, whose folder is still there."""
    with open_services(settings) as s:
        for number in range(3):
            responses.begin(s, "full", "sales", f"Company {number}")
        users.add(s, "anna", GOOD)
        backups.back_up(s, file := tmp_path / "made.zip")
    return file


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


@pytest.mark.case("C68")
def test_what_is_backed_up_and_wiped_comes_back_bit_for_bit(
    settings: Settings, tmp_path: Path
) -> None:
    """The drill: 100 assessments, one file, an empty folder, and the same digest three times."""
    with open_services(settings) as s:
        for number in range(100):
            one = assessment(f"a{number}", organisation=f"Company {number}", answers={"i": 3})
            s.store.transact(one.home, lambda home, one=one: home.put(one))  # type: ignore[misc]
        before = {a.id: a for a in s.store.find(Assessment)}
        said = backups.back_up(s, file := tmp_path / "all.zip")
        digest = folder_digest(homes(settings))
    shutil.rmtree(settings.data)

    folder = Folder(settings.data)
    folder.prepare()
    folder.complete()
    put_back(file, folder, keep=lambda _: True)

    assert folder_digest(homes(settings)) == said.digest != digest  # the log has the backup now
    assert verify_backup(file).digest == said.digest
    with open_services(settings) as again:
        assert {a.id: a for a in again.store.find(Assessment)} == before


@pytest.mark.case("C66")
def test_a_backup_while_twenty_write_is_of_one_moment(settings: Settings, tmp_path: Path) -> None:
    """Each counts in one home and then in another: no restored pair is further apart."""
    stop = threading.Event()

    def count(s: Services, name: str) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            for half in ("first", "second"):
                one = assessment(f"{half}-{name}", organisation=str(number))
                s.store.transact(one.home, lambda home, one=one: home.put(one))  # type: ignore[misc]

    with open_services(settings) as s:
        writers = [threading.Thread(target=count, args=(s, f"w{n}")) for n in range(20)]
        for writer in writers:
            writer.start()
        said = [backups.back_up(s, tmp_path / f"{number}.zip") for number in range(2)]
        stop.set()
        for writer in writers:
            writer.join()

    for number, manifest_ in enumerate(said):
        shutil.rmtree(settings.data)
        backups.restore(settings, tmp_path / f"{number}.zip")
        assert verify_backup(tmp_path / f"{number}.zip").digest == manifest_.digest
        with open_services(settings) as again:
            found = {a.id: int(a.organisation or 0) for a in again.store.find(Assessment)}
        firsts = {id: n for id, n in found.items() if id.startswith("first")}
        assert firsts
        for id, n in firsts.items():
            assert n - found.get(id.replace("first", "second"), 0) in (0, 1)


def test_a_command_backs_up_beside_the_running_app(
    s: Services, command: Command, tmp_path: Path
) -> None:
    """Through the app's door; nothing of the frozen copy is left, and the file is private."""
    responses.begin(s, "full", "sales", "Northwind")
    file = tmp_path / "made.zip"

    code, told = command("backup", str(file))

    assert (code, verify_backup(file).homes) == (0, 2)
    assert verify_backup(file).digest in told
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(s.settings.data.glob("frozen-*")) == []
    assert [entry.what for entry in audit.entries(s)] == ["backup"]
    assert command("verify", str(file))[0] == 0


def test_a_backup_takes_no_other_files_place(s: Services, tmp_path: Path) -> None:
    """The one of yesterday stays as it is."""
    (tmp_path / "made.zip").write_text("yesterday")

    with pytest.raises(NotWritten, match="already"):
        backups.back_up(s, tmp_path / "made.zip")
    with pytest.raises(NotWritten):
        backups.back_up(s, tmp_path / "nowhere" / "made.zip")

    assert (tmp_path / "made.zip").read_text() == "yesterday"
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_a_damaged_home_hinders_no_backup_and_is_named(settings: Settings, tmp_path: Path) -> None:
    """An older generation stands in where one is sound; the rest is named."""
    with open_services(settings) as s:
        first, second, third = (responses.begin(s, "full", "sales", f"C{n}") for n in range(3))
        responses.answer(s, first.id, "s2_q1", 3)
    for one in (first, second):
        Folder(settings.data).file(one.home).write_text("rubbish")
    with open_services(settings) as s:
        Folder(settings.data).file(third.home).write_text("rubbish while it runs")
        said = backups.back_up(s, file := tmp_path / "made.zip")

    assert set(said.damaged) == {second.home, third.home}
    shutil.rmtree(settings.data)
    backups.restore(settings, file)
    assert companies(settings) == ["C0"]


def test_restoring_keeps_a_copy_of_what_was_there(settings: Settings, made: Path) -> None:
    """The later assessment is in the copy; an erased one leaves the copy as well."""
    with open_services(settings) as s:
        later = responses.begin(s, "full", "sales", "Later")

    done = backups.restore(settings, made)

    assert companies(settings) == ["Company 0", "Company 1", "Company 2"]
    assert done.before
    assert f"{later.id}.json" in {path.name for path in done.before.rglob("*")}
    with open_services(settings) as s:
        gone = s.store.find(Assessment)[0]
        responses.erase(s, gone.id)
        assert not list(settings.data.rglob(f"{gone.id}*"))


@pytest.mark.case("C69")
def test_the_erased_stay_erased_after_a_restore(settings: Settings, made: Path) -> None:
    """And again after the same backup once more: the tombstones outlive the restore."""
    with open_services(settings) as s:
        gone = next(a for a in s.store.find(Assessment) if a.organisation == "Company 1")
        responses.erase(s, gone.id)

    for _ in range(2):
        assert backups.restore(settings, made).kept_out == 1
        assert companies(settings) == ["Company 0", "Company 2"]
    with open_services(settings) as s:
        stone = s.store.get(Tombstone, Tombstone.id_of(gone.home))
        assert stone
        assert gone.id not in stone.model_dump_json()
    names = {path.name for path in settings.data.rglob("*")}
    assert f"{gone.id}.json" not in names


def test_an_account_that_was_removed_stays_so_until_it_is_added_again(
    settings: Settings, made: Path
) -> None:
    """A leaver is not let in by an old backup; and no login outlives a restore."""
    with open_services(settings) as s:
        users.remove(s, "anna")
    assert backups.restore(settings, made).accounts == ()

    with open_services(settings) as s:
        users.add(s, "anna", "another few good words")
        door.log_in(s, "anna", "another few good words", None)
        backups.back_up(s, again := made.with_name("again.zip"))
    assert backups.restore(settings, again).accounts == ("anna",)
    with open_services(settings) as s:
        assert s.store.find(Login) == ()


def test_the_log_goes_on_over_a_restore(settings: Settings, made: Path) -> None:
    """What happened since the backup is not forgotten, and the chain holds."""
    with open_services(settings) as s:
        users.add(s, "berta", GOOD)

    backups.restore(settings, made)

    with open_services(settings) as s:
        found = list(audit.entries(s))
        assert audit.faults(found) == ()
        assert [entry.what for entry in found] == ["user_added", "backup", "user_added", "restore"]


def test_nothing_is_restored_under_a_running_app(
    settings: Settings, made: Path, command: Command
) -> None:
    """The lock says who has the folder."""
    code, told = command("restore", str(made))

    assert code == 2
    assert "is in use by process" in told


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


def test_a_full_disk_on_the_way_changes_nothing(
    settings: Settings, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every single step of a restore: what was there is there."""
    with open_services(settings) as s:
        responses.begin(s, "full", "sales", "Later")
    before = everything(settings.data)
    for name in ("_write", "_set_aside", "_add"):
        with monkeypatch.context() as patch:
            patch.setattr(restoring, name, _full)
            with pytest.raises(NotSaved, match="No space"):
                backups.restore(settings, made)
        assert everything(settings.data) == before


def test_a_stop_between_the_last_two_steps_is_made_up_for_by_the_next_start(
    settings: Settings, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither empty nor half: the backup is there, and the copy of what was."""
    real = Path.replace

    def stopped(path: Path, target: Path) -> Path:
        if path.name == "homes.new":
            raise KeyboardInterrupt
        return real(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", stopped)
        with pytest.raises(KeyboardInterrupt):
            backups.restore(settings, made)
    assert not homes(settings).exists()

    assert companies(settings) == ["Company 0", "Company 1", "Company 2"]
    assert len(Folder(settings.data).copies()) == 1


def _full(*_: object) -> None:
    raise OSError(28, "No space left on device")
