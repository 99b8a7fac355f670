"""Putting a backup back: bit for bit, without the erased, on a full disk, cut off."""

import shutil
from pathlib import Path

import pytest

from assessment import responses
from assessment.desk import audit, backups, door, users
from assessment.desk_records import Login, Tombstone
from assessment.errors import NotSaved
from assessment.records import Assessment
from assessment.services import open_services
from assessment.settings import Settings
from assessment.store import restore as restoring
from assessment.store.backup import folder_digest, verify_backup
from assessment.store.folder import Folder
from assessment.store.restore import put_back
from tests.backup.archives import companies, everything, homes
from tests.desk_door.logins import GOOD
from tests.make_records import assessment
from tests.test_commands import Command


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
