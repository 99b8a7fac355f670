"""assessment/services.py"""

import datetime
import os
from pathlib import Path

import pytest

from assessment import responses, session, startup
from assessment.errors import AssessmentError, DataFolderInUse
from assessment.records import Assessment, LastGood
from assessment.services import Services, open_services, provided, purge_expired, services
from assessment.settings import Settings
from scoring.bank import BankError
from tests.make_instrument import small_instrument, write_banks
from tests.visits import html, visit


def edit(file: Path, old: str, new: str) -> None:
    """Replace words in a file, and make sure that its time says so."""
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    later = file.stat().st_mtime + 10
    os.utime(file, (later, later))


@pytest.fixture
def own_banks(tmp_path: Path, settings: Settings) -> Settings:
    """Settings with banks that a test may change."""
    folder = write_banks(small_instrument(7, 3), tmp_path / "banks")
    return settings.model_copy(update={"questions": folder})


def test_there_is_one_set_of_services_and_it_ends(settings: Settings) -> None:
    """Pages find what the start provided, and nothing after the end."""
    with open_services(settings) as opened, provided(opened):
        assert services() is opened

    with pytest.raises(RuntimeError, match="make run"):
        services()


def test_a_second_server_on_the_same_folder_is_refused(s: Services) -> None:
    """Two processes never write one data folder: the second is told which holds it."""
    with (
        pytest.raises(DataFolderInUse, match=str(os.getpid())),
        open_services(s.settings),
    ):
        raise AssertionError("it opened")


def test_broken_banks_end_the_start_and_let_go_of_the_folder(own_banks: Settings) -> None:
    """Without a good bank there is no app, and the next start finds the folder free."""
    file = own_banks.questions / "1_s1.yaml"
    edit(file, "symptom:", "sympton:")
    with pytest.raises(BankError, match=r"1_s1\.yaml"), open_services(own_banks):
        raise AssertionError("it opened")
    edit(file, "sympton:", "symptom:")

    with open_services(own_banks) as opened:
        assert len(opened.instrument().signs) == 7


def test_an_edited_bank_is_used_by_the_next_assessment(own_banks: Settings) -> None:
    """A consultant edits a file; whoever begins then sees it, without a restart."""
    with open_services(own_banks) as opened:
        before = responses.begin(opened, "full", "sales")
        edit(own_banks.questions / "1_s1.yaml", "Question 1 of s1", "Quite another question")
        after = responses.begin(opened, "full", "sales")

        old = opened.instrument_of(before.instrument.sha256)
        new = opened.instrument_of(after.instrument.sha256)

    assert old.items["s1_q1"].text == "Question 1 of s1"
    assert new.items["s1_q1"].text == "Quite another question"


@pytest.mark.case("C55")
def test_a_bank_that_broke_never_replaces_the_good_one(own_banks: Settings) -> None:
    """A mistake in a file of a running app changes nothing for those who answer."""
    with open_services(own_banks) as opened:
        good = opened.instrument().sha256
        edit(own_banks.questions / "1_s1.yaml", "symptom:", "sympton:")

        begun = responses.begin(opened, "full", "sales")

    assert begun.instrument.sha256 == good


@pytest.mark.case("C55")
def test_banks_that_broke_before_the_start_are_used_as_they_were(
    own_banks: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said at the start and at the desk; mended, they are used without a restart."""
    with open_services(own_banks) as before:
        before.shelf.keep()
        good = before.instrument()
    edit(own_banks.questions / "1_s1.yaml", "symptom:", "sympton:")

    with open_services(own_banks) as after, provided(after):
        assert after.instrument() == good
        assert responses.begin(after, "full", "sales").instrument.sha256 == good.sha256
        startup._say_where(after)
        assert "The question banks have problems" in capsys.readouterr().out
        monkeypatch.setattr(session, "browser", lambda: None)
        shown = html(visit("desk"))
        assert "The question banks have problems" in shown
        assert "1_s1.yaml:" in shown
        assert str(own_banks.questions) not in shown

        edit(own_banks.questions / "1_s1.yaml", "sympton:", "symptom:")
        edit(own_banks.questions / "1_s1.yaml", "Question 1 of s1", "Quite another question")
        assert "The question banks have problems" not in html(visit("desk"))
        assert after.instrument().items["s1_q1"].text == "Quite another question"


@pytest.mark.case("C55")
def test_banks_that_never_were_good_make_no_services(own_banks: Settings, tmp_path: Path) -> None:
    """Nor do another folder's stand in for them, or what cannot be read any more."""
    with open_services(own_banks) as before:
        before.shelf.keep()
        (kept,) = before.store.find(LastGood)
    other = own_banks.model_copy(update={"questions": tmp_path / "elsewhere"})
    with pytest.raises(BankError), open_services(other):
        pass

    edit(own_banks.questions / "1_s1.yaml", "symptom:", "sympton:")
    with open_services(own_banks) as after:
        after.shelf.keep()  # what is in use is not taken for what the files say
        assert after.store.find(LastGood) == (kept,)
        after.store.transact(kept.home, lambda home: home.put(kept.changed(text='{"old": 1}')))
    with pytest.raises(BankError, match=r"1_s1\.yaml"), open_services(own_banks):
        pass


@pytest.mark.case("C56")
def test_an_old_run_is_rescored_after_a_restart_with_other_banks(own_banks: Settings) -> None:
    """The instrument an assessment began with is kept beside it."""
    with open_services(own_banks) as opened:
        begun = responses.begin(opened, "full", "sales")
    edit(own_banks.questions / "1_s1.yaml", "Question 1 of s1", "Quite another question")

    with open_services(own_banks) as opened:
        old = opened.instrument_of(begun.instrument.sha256)
        card = responses.scorecard_of(opened, begun)

    assert old.items["s1_q1"].text == "Question 1 of s1"
    assert card.instrument.sha256 == begun.instrument.sha256 == old.sha256


def test_an_old_run_goes_on_after_a_restart_with_other_banks(own_banks: Settings) -> None:
    """Its own instrument is asked, whichever the folder holds today."""
    with open_services(own_banks) as before:
        begun = responses.begin(before, "full", "sales")
    edit(own_banks.questions / "1_s1.yaml", "Question 1 of s1", "Quite another question")
    with open_services(own_banks) as after:
        assert after.instrument().sha256 != begun.instrument.sha256
        item = next(iter(after.instrument().items))
        assert responses.answer(after, begun.id, item, 4).answers == {item: 4}


def test_an_instrument_that_nobody_kept_is_an_error_in_words(s: Services) -> None:
    """Without its question bank an assessment cannot be shown, and says so."""
    with pytest.raises(AssessmentError, match="missing"):
        s.instrument_of("0" * 64)


def test_the_pseudo_language_changes_words_and_never_numbers(s: Services) -> None:
    """Every text of the instrument is another, every id and weight the same."""
    plain, pseudo = s.instrument(), s.instrument("pseudo")

    assert all(pseudo.texts()[path] != text for path, text in plain.texts().items())
    assert [i.id for i in pseudo.items.values()] == [i.id for i in plain.items.values()]
    assert s.instrument("pseudo") is pseudo


@pytest.mark.parametrize(
    ("today", "erased"), [("2027-01-31", 0), ("2027-02-01", 0), ("2027-02-02", 1)]
)
def test_untouched_assessments_are_erased_after_the_retention_time(
    s: Services, today: str, erased: int
) -> None:
    """Twelve months after the last change an assessment is still there, a day later it is not."""
    begun = responses.begin(s, "full", "sales")
    touched = begun.changed(updated=datetime.date(2026, 2, 1))
    s.store.transact(begun.home, lambda home: home.put(touched))

    assert purge_expired(s, datetime.date.fromisoformat(today)) == erased
    assert (s.store.get(Assessment, begun.id) is None) == bool(erased)


def broken(settings: Settings, of: str, day: str = "2026-02-01") -> dict[Path, bytes]:
    """The files whose names begin so, each broken and last written that day, as they were."""
    files = {path: path.read_bytes() for path in (settings.data / "homes").rglob(f"{of}*")}
    for path in files:
        path.write_bytes(b"")
        age(path, day)
    return files


def age(path: Path, day: str) -> None:
    """Have a file last written on that day."""
    then = datetime.datetime.fromisoformat(f"{day}T12:00Z").timestamp()
    os.utime(path, (then, then))


@pytest.mark.parametrize(("today", "erased"), [("2027-02-01", 0), ("2027-02-02", 1)])
def test_a_damaged_assessment_goes_with_the_retention_time(
    settings: Settings, today: str, erased: int
) -> None:
    """Nobody can open it nor say what day it was touched; the day of its files counts."""
    with open_services(settings) as opened:
        begun = responses.begin(opened, "full", "sales")
        responses.answer(opened, begun.id, "s1_q1", 3)
    files = broken(settings, begun.id)

    with open_services(settings) as opened:
        assert purge_expired(opened, datetime.date.fromisoformat(today)) == erased

    assert len(files) == 2
    assert [path.exists() for path in files] == [not erased] * 2


def test_what_was_put_back_from_a_backup_is_not_erased(settings: Settings) -> None:
    """It is sound again, though the app found it damaged and its file is old."""
    with open_services(settings) as opened:
        begun = responses.begin(opened, "full", "sales")
    ((path, backup),) = broken(settings, begun.id).items()

    with open_services(settings) as opened:
        path.write_bytes(backup)
        age(path, "2026-02-01")

        assert purge_expired(opened, begun.updated) == 0
        assert responses.load(opened, begun.id) == begun


def test_a_damaged_copy_of_the_banks_is_not_erased_for_its_age(settings: Settings) -> None:
    """It is nobody's answers, and younger assessments need it."""
    with open_services(settings) as opened:
        responses.begin(opened, "full", "sales")
    broken(settings, "instrument-")

    with open_services(settings) as opened:
        assert purge_expired(opened, datetime.date(2027, 2, 2)) == 0


def test_what_is_no_file_is_left_to_a_person(settings: Settings) -> None:
    """A folder in the place of an assessment stays, and keeps no other from going."""
    with open_services(settings) as opened:
        begun, _ = (responses.begin(opened, "full", "sales") for _ in range(2))
    (path,) = broken(settings, begun.id)
    path.unlink()
    path.mkdir()
    age(path, "2026-02-01")

    with open_services(settings) as opened:
        assert purge_expired(opened, begun.updated + datetime.timedelta(days=400)) == 1
    assert path.is_dir()


def test_retention_in_months_ends_with_the_month(settings: Settings) -> None:
    """One month before the 31st of March is the last day of February."""
    short = settings.model_copy(update={"retention_months": 1})
    with open_services(short) as opened:
        begun = responses.begin(opened, "full", "sales")
        touched = begun.changed(updated=datetime.date(2026, 2, 28))
        opened.store.transact(begun.home, lambda home: home.put(touched))

        assert purge_expired(opened, datetime.date(2026, 3, 31)) == 0
        assert purge_expired(opened, datetime.date(2026, 4, 1)) == 1
