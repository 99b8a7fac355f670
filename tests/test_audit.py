"""assessment/desk/audit.py, setup.py, retention.py: what is logged, what is forgotten in time."""

import datetime
import threading

import httpx
import pytest

from assessment import auth, responses
from assessment.desk import audit, backups, retention, users
from assessment.desk.setup import note_changes
from assessment.desk_records import AuditEntry, Tombstone, What
from assessment.records import Assessment
from assessment.services import Services
from assessment.texts import load_texts
from assessment.view.log import about
from assessment.workshop import after, rounds
from tests.desk_door.logins import GOOD
from tests.make_workshops import Hosted
from tests.visits import html, visit

NOW = datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.UTC)


def told(s: Services) -> list[tuple[str, str]]:
    """What stands in the log, and of what."""
    return [(entry.what, entry.about) for entry in audit.entries(s)]


def test_entries_follow_each_other_over_days_and_threads(s: Services) -> None:
    """Numbered without a gap, whoever writes and whenever."""
    for day in range(3):
        audit.note(s, "backup", "x", now=NOW + datetime.timedelta(days=day))
    late = NOW + datetime.timedelta(days=2)
    threads = [
        threading.Thread(target=audit.note, args=(s, "login", f"user-{n}"), kwargs={"now": late})
        for n in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    found = list(audit.entries(s))
    assert [entry.number for entry in found] == list(range(1, 24))
    assert audit.faults(found) == ()


@pytest.mark.parametrize("change", ["who", "about", "number", "before", "gone", "twice"])
def test_every_change_in_the_middle_is_seen(s: Services, change: str) -> None:
    """Whatever was written otherwise, taken out or put in."""
    for number in range(5):
        audit.note(s, "backup", "anna", f"file {number}", NOW)
    found = list(audit.entries(s))
    if change == "gone":
        del found[2]
    elif change == "twice":
        found.insert(2, found[2])
    else:
        other = {"who": "berta", "about": "x", "number": 9, "before": "0" * 64}[change]
        found[2] = found[2].changed(**{change: other})

    assert audit.faults(found)


def test_a_reveal_is_logged_once_and_what_is_held_back_as_well(
    s: Services, visitor: str, http: httpx.Client
) -> None:
    """By a mark that opens nothing, without a group, a count or a score; and so is the report."""
    hosted = Hosted(s, visitor).open(sales=6, marketing=2)
    sign = hosted.now.signs[0]
    rounds.open_round(s, hosted.id, sign)
    hosted.answer(3, sign)
    rounds.close(s, hosted.id)
    rounds.show(s, hosted.id)
    rounds.show(s, hosted.id, sign)
    http.cookies.set(auth.COOKIE, visitor)
    assert http.get("/workshop.csv", params={"w": hosted.id}).status_code == 200

    mark = audit.mark(hosted.now)
    assert told(s)[-3:] == [
        ("reveal_refused", f"{mark}, round 1: some of it is held back"),
        ("revealed", f"{mark}, round 1"),
        ("exported", f"{mark}, workshop as csv"),
    ]
    assert hosted.id not in str(told(s)[-3:])


def test_changed_settings_are_logged_by_name_at_the_next_start(s: Services) -> None:
    """Numbers with what they were; of texts, which may hold a password, only that they changed."""
    assert note_changes(s) == ()
    assert note_changes(s) == ()
    changes = {"retention_months": 6, "public_url": "https://user:hunter2@signs.example"}
    other = Services(s.settings.model_copy(update=changes), s.store, s.shelf)

    assert note_changes(other) == ("public_url changed", "retention_months 12 to 6")
    assert told(s) == [("settings", "public_url changed, retention_months 12 to 6")]
    kept = "".join(p.read_text("utf-8") for p in s.settings.data.rglob("setup.json*"))
    assert "hunter2" not in kept


def test_processes_that_differ_by_their_port_alone_note_no_change(s: Services) -> None:
    """Each of several processes has a port of its own, and starts whenever it is restarted."""
    assert note_changes(s) == ()
    other = Services(s.settings.model_copy(update={"port": 8502}), s.store, s.shelf)

    assert note_changes(other) == note_changes(s) == ()
    assert told(s) == []


def test_answers_are_erased_when_their_time_is_over_and_the_log_says_so(s: Services) -> None:
    """By the clock that is handed in: the day before nothing goes."""
    begun = responses.begin(s, "full", "sales")
    today = datetime.datetime.now(datetime.UTC)
    last = today + datetime.timedelta(days=365)

    assert after.forget_due(s, last - datetime.timedelta(days=3)) == 0
    assert s.store.find(Assessment) == (begun,)
    assert after.forget_due(s, last + datetime.timedelta(days=3)) == 1
    assert s.store.find(Assessment) == ()
    assert told(s)[-1] == ("purged", "1 files")


def test_the_log_is_kept_for_a_year_and_holds_from_its_first_entry_on(s: Services) -> None:
    """Its older days are erased, and the chain of the rest is sound."""
    for day in range(4):
        audit.note(s, "backup", "x", now=NOW + datetime.timedelta(days=day))

    retention.forget(s, NOW + datetime.timedelta(days=368))

    found = list(audit.entries(s))
    assert [entry.number for entry in found] == [3, 4]
    assert audit.faults(found) == ()


def test_what_was_there_before_a_restore_is_erased_after_two_weeks(s: Services) -> None:
    """And tombstones once no backup can hold anything as old."""
    responses.erase(s, responses.begin(s, "full", "sales").id)
    responses.begin(s, "full", "sales")
    backups.back_up(s, file := s.settings.data.parent / "made.zip")
    s.store.close()
    backups.restore(s.settings, file)
    today = datetime.datetime.now(datetime.UTC)
    from assessment.services import open_services

    with open_services(s.settings) as again:
        retention.forget(again, today + datetime.timedelta(days=13))
        assert list(s.settings.data.glob("before-*"))
        retention.forget(again, today + datetime.timedelta(days=15))
        assert list(s.settings.data.glob("before-*")) == []
        assert len(again.store.find(Tombstone)) == 1
        retention.forget(again, today + datetime.timedelta(days=11 * 366))
        assert again.store.find(Tombstone) == ()
        assert again.store.find(AuditEntry) == ()


@pytest.mark.parametrize(
    ("what", "kept", "german"),
    [
        (
            "reveal_refused",
            "workshop 6200d173e52e, round 1: some of it is held back",
            "Workshop 6200d173e52e, Runde 1: ein Teil davon bleibt zurückgehalten",
        ),
        ("claimed", "assessment 880c by private_link", "Einschätzung 880c über den privaten Link"),
        ("logout", "all devices", "alle Geräte"),
        ("user_added", "client", "client"),
    ],
)
def test_what_it_is_about_is_read_in_ones_language(
    s: Services, what: What, kept: str, german: str
) -> None:
    """The program's words are translated for who reads; ids, names and what is kept stay."""
    entry = audit.note(s, what, "anna", kept)

    assert about(entry, load_texts("de")) == german
    assert entry.about == kept
    assert about(entry, load_texts("en")) == kept.replace("by private_link", "by the private link")


def test_the_page_shows_the_log_and_says_when_its_chain_is_broken(
    s: Services, visitor: str
) -> None:
    """Letter by letter, the newest first."""
    assert "Nothing has happened yet" in html(visit("audit"))
    users.add(s, "anna", GOOD)
    audit.note(s, "backup", "<b>x</b>", "![](http://evil)")
    page = html(visit("audit"))
    assert page.index("&lt;b&gt;x&lt;/b&gt;") < page.index("Account added")
    assert "The chain holds" in page
    assert "the command line" in page

    first = next(audit.entries(s))
    s.store.transact(first.home, lambda home: home.put(first.changed(who="nobody")))
    assert "Entry 1 is not what was written" in visit("audit").error[0].value
