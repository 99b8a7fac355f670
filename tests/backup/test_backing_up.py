"""Making a backup: while others write, beside the app, of a damaged home."""

import shutil
import stat
import threading
from pathlib import Path

import pytest

from assessment import responses
from assessment.desk import audit, backups
from assessment.errors import NotWritten
from assessment.records import Assessment
from assessment.services import Services, open_services
from assessment.settings import Settings
from assessment.store.backup import verify_backup
from assessment.store.folder import Folder
from tests.backup.archives import companies
from tests.make_records import assessment
from tests.test_commands import Command


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
