"""Guessing: delays that grow, names that nobody has, and others who notice nothing."""

import datetime
import threading
from pathlib import Path

import httpx
import pytest

from assessment.desk import audit, door, passwords, users
from assessment.desk.attempts import FREE, HOMES, LONGEST_DELAY, PLACES, Attempts
from assessment.desk.door import Refusal
from assessment.desk_records import Failures, User
from assessment.services import Services, open_services
from assessment.settings import Settings
from assessment.store import open_store
from tests.desk_door.logins import GOOD, NOON, WRONG, told
from tests.side_by_side import at_once


@pytest.mark.case("C23")
def test_five_wrong_passwords_a_minute_then_delays_that_double(
    s: Services, anna: User, quick: list[str | None]
) -> None:
    """The sixth is not looked at, the log has a line, and another account notices nothing."""
    users.add(s, "berta", GOOD)
    answers = [door.log_in(s, "anna", "x" * 20, None) for _ in range(6)]

    assert [a.reason for a in answers if isinstance(a, Refusal)] == ["wrong"] * 5 + ["later"]
    assert len(quick) == 5
    assert told(s).count(("login_failed", "anna")) == 5
    assert ("login_delayed", "anna") in told(s)
    assert isinstance(door.log_in(s, "anna", GOOD, None), Refusal)
    assert isinstance(door.log_in(s, "berta", GOOD, None), str)


@pytest.mark.case("C23")
@pytest.mark.parametrize("name", ["anna", "nobody"])
def test_delays_grow_and_end(s: Services, anna: User, name: str) -> None:
    """One minute, two, four and so on up to 15; after half an hour of quiet they begin anew."""
    time = [0.0]
    attempts = Attempts(s.store, lambda: time[0])
    for _ in range(FREE):
        assert attempts.admit(name) == 0
    delays = []
    for _ in range(6):
        delays.append(attempts.admit(name))
        time[0] += delays[-1]
        assert attempts.admit(name) == 0
    time[0] += LONGEST_DELAY + 1_801

    assert delays == [60, 120, 240, 480, 900, 900]
    assert [attempts.admit(name) for _ in range(FREE)] == [0] * FREE


def test_five_failures_over_more_than_a_minute_delay_nobody(s: Services, anna: User) -> None:
    """Slips of the hand are free."""
    time = [0.0]
    attempts = Attempts(s.store, lambda: time[0])
    for _ in range(20):
        assert attempts.admit("anna") == 0
        time[0] += 16


def test_many_attempts_at_once_gain_nothing(s: Services, anna: User) -> None:
    """What is admitted counts as failed from then on, not from its end."""
    attempts = Attempts(s.store)
    admitted: list[float] = []
    at_once(lambda _: admitted.append(attempts.admit("anna")), range(30))

    assert admitted.count(0.0) == FREE


def test_failures_outlive_a_restart_and_a_clock_that_is_set_back(
    s: Services, settings: Settings, anna: User
) -> None:
    """What was tried counts on after a restart; with the clock of yesterday nobody waits a day."""
    now = [100_000.0]
    for _ in range(FREE):
        Attempts(s.store, lambda: now[0]).admit("anna")
    s.store.close()
    with open_services(settings) as again:
        attempts = Attempts(again.store, lambda: now[0])
        assert attempts.admit("anna") == 60
        now[0] -= 86_400
        assert attempts.admit("anna") == 0


def test_names_that_nobody_has_are_counted_in_a_fixed_number_of_places(
    s: Services, anna: User
) -> None:
    """Ten thousand fill no disk, leave the delay of one that somebody has, and are forgotten."""
    time = [0.0]
    attempts = Attempts(s.store, lambda: time[0])
    for _ in range(FREE):
        attempts.admit("anna")
    places = {attempts._place(f"nobody-{number}") for number in range(10_000)}
    for number in range(100):
        attempts.admit(f"nobody-{number}")

    assert len(places) <= PLACES
    assert HOMES / 2 < len({home for home, _ in places}) <= HOMES
    assert attempts.wait("anna") > 0
    assert "nobody-1" not in str(s.store.find(Failures))
    time[0] += 1_801
    attempts.forget()
    assert s.store.find(Failures) == ()


def test_nobody_can_tell_which_names_share_a_place(s: Services, tmp_path: Path) -> None:
    """It hangs on a random text that each installation makes once."""
    other = open_store(str(tmp_path / "other"))
    names = [f"nobody-{number}" for number in range(9)]
    here = [Attempts(s.store)._place(name) for name in names]

    assert here == [Attempts(s.store)._place(name) for name in names]
    assert here != [Attempts(other)._place(name) for name in names]
    other.close()


def test_ten_thousand_attempts_leave_others_alone(
    s: Services, anna: User, quick: list[str | None]
) -> None:
    """With her name and with names that nobody has: five were looked at, the log stays short."""
    users.add(s, "berta", GOOD)
    door._watch(s).attempts._clock = lambda: 0.0  # a busy machine takes more than a minute
    for number in range(9_800):
        door.log_in(s, "anna", "x" * 20, None)
        if number % 49 == 0:
            door.log_in(s, f"nobody-{number}", "x" * 20, None, NOON)

    assert quick.count(anna.password) == FREE
    assert len(list(audit.entries(s))) < 20
    assert isinstance(door.log_in(s, "berta", GOOD, None), str)


def test_more_than_can_be_hashed_are_turned_away_at_once(
    s: Services, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody queues without end, and whoever is turned away has no failure counted."""
    monkeypatch.setattr(passwords, "_places", threading.Semaphore(0))
    answers = [door.log_in(s, "anna", GOOD, None) for _ in range(9)]
    monkeypatch.undo()

    assert {a.reason for a in answers if isinstance(a, Refusal)} == {"busy"}
    assert isinstance(door.log_in(s, "anna", GOOD, None), str)


@pytest.mark.case("C24")
def test_nothing_tells_whether_a_name_exists(
    s: Services, anna: User, http: httpx.Client, quick: list[str | None]
) -> None:
    """The same page, one hash each, and an answer at a whole step of time."""
    http.post("/login", data=WRONG)
    known, unknown = (
        http.post("/login", data=WRONG | {"name": name}) for name in ("anna", "nobody")
    )

    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert known.status_code == 403
    assert [kept is not None for kept in quick] == [True, True, False]
    assert min(known.elapsed, unknown.elapsed) >= datetime.timedelta(seconds=0.24)
    assert "set-cookie" not in known.headers


@pytest.mark.case("C24")
def test_a_name_that_nobody_has_is_hashed_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Against a hash that no password fits."""
    verified: list[str] = []
    real = passwords._verify
    monkeypatch.setattr(passwords, "_verify", lambda *a: verified.append(a[0]) or real(*a))  # type: ignore[func-returns-value]

    assert not passwords.fits(None, GOOD)
    assert verified[0].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_name_that_nobody_has_stands_in_no_log(
    s: Services, anna: User, caplog: pytest.LogCaptureFixture
) -> None:
    """It may be a password that was typed into the wrong field."""
    door.log_in(s, "my secret words in a row", "x" * 20, None)

    assert ("login_failed", audit.UNKNOWN) in told(s)
    assert "secret" not in caplog.text + str(list(audit.entries(s)))
