"""assessment/health.py, assessment/figures.py, assessment/pulse.py"""

import asyncio
import datetime
import errno
import re
import threading
from pathlib import Path

import httpx
import pytest

from assessment import health, responses
from assessment.desk import audit
from assessment.errors import NotSaved
from assessment.figures import Figures
from assessment.health import Remembered, exposition
from assessment.pulse import Pulse, beat
from assessment.services import Services
from assessment.startup import count_saves
from tests.conftest import PATIENCE


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has asked before, and nothing has been counted."""
    monkeypatch.setattr(health, "looked", Remembered(health.LOOKS_EVERY))
    monkeypatch.setattr(health, "backed_up", Remembered(health.BACKUPS_EVERY))


def test_it_is_ready_where_the_store_takes_a_write(s: Services, http: httpx.Client) -> None:
    """And nothing of the attempt stays."""
    assert http.get("/readyz").json() == {"status": "ok"}
    assert s.store.find(Pulse) == ()


def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full from now on."""

    def no_space(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", no_space)


def test_it_is_alive_and_not_ready_where_nothing_can_be_saved(
    http: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that is restarted for it would save no more; the path of the disk is not told."""
    full(monkeypatch)

    answer = http.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "why": [health.NO_WRITE]}
    assert http.get("/healthz").json() == {"status": "ok"}


def test_it_is_ready_again_when_the_disk_is(
    http: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked again within five seconds it says what it said; then it looks anew."""
    now = 100.0
    monkeypatch.setattr(health, "looked", Remembered(5, lambda: now))
    with monkeypatch.context() as patched:
        full(patched)
        assert http.get("/readyz").status_code == 503
    assert http.get("/readyz").status_code == 503
    now += 5

    assert http.get("/readyz").status_code == 200


def test_a_store_that_hangs_is_not_ready(
    s: Services, http: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The probe is answered all the same."""
    back = threading.Event()
    monkeypatch.setattr(health, "PATIENCE", 0.1)
    monkeypatch.setattr(health, "beat", lambda _: back.wait(PATIENCE))
    try:
        answer = http.get("/readyz")
    finally:
        back.set()

    assert (answer.status_code, answer.json()["why"]) == (503, [health.SLOW])


@pytest.mark.case("C55")
def test_broken_banks_make_it_worse_and_not_unready(
    s: Services, http: httpx.Client, banks: Path
) -> None:
    """The last good ones are in use; the words tell no path."""
    bank = banks / "1_s1.yaml"
    sound = bank.read_text("utf-8")
    try:
        bank.write_text(sound.replace("symptom:", "sympton:"), "utf-8")
        s.shelf.renew()
        answer = http.get("/readyz")
    finally:
        bank.write_text(sound, "utf-8")

    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["why"] == [health.BANKS]
    s.shelf.renew()
    assert http.get("/readyz").json() == {"status": "ok"}


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "203.0.113.5"},
        {"X-Real-IP": "203.0.113.5"},
        {"Forwarded": "for=203.0.113.5"},
        {"X-Forwarded-Host": "check.acme.example"},
    ],
)
def test_the_figures_are_not_there_for_whom_a_proxy_hands_on(
    http: httpx.Client, headers: dict[str, str]
) -> None:
    """Whoever comes through it seems to come from this machine."""
    assert http.get("/metrics").status_code == 200
    assert http.get("/metrics", headers=headers).status_code == 404


def test_the_figures_are_of_what_happened(s: Services, http: httpx.Client) -> None:
    """Saves are counted, wrong codes, PDFs, and the time since the last backup."""
    before = figures_of(http)
    count_saves(s.store)
    responses.begin(s, "check", "sales")
    http.get("/j/AAAAAAA")
    http.get("/sample.pdf")
    audit.note(s, "backup", "here")

    after = figures_of(http)

    assert before["last_backup_age_seconds"] == "+Inf"
    assert after["last_backup_age_seconds"] == "+Inf"  # it looks once a minute
    assert int(after["saves_total"]) > int(before["saves_total"])
    assert int(after["wrong_codes_total"]) == int(before["wrong_codes_total"]) + 1
    assert int(after["pdfs_total"]) == int(before["pdfs_total"]) + 1
    assert float(after['save_seconds{quantile="0.95"}']) > 0


def test_the_last_backup_is_the_last(s: Services) -> None:
    """By the log, whoever made it."""
    for day in (1, 3, 2):
        time = datetime.datetime(2026, 11, day, tzinfo=datetime.UTC)
        audit.note(s, "backup" if day < 3 else "login", "here", now=time)

    found = asyncio.run(Remembered[datetime.datetime | None](1).get(s, health._last_backup))

    assert found == datetime.datetime(2026, 11, 2, tzinfo=datetime.UTC)


def figures_of(http: httpx.Client) -> dict[str, str]:
    """The figures by their names."""
    lines = http.get("/metrics").text.splitlines()
    found = [line.removeprefix("sevensigns_").split() for line in lines if line[0] != "#"]
    return {each[0]: each[1] for each in found}


def test_a_failed_save_is_counted(s: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """As an error, and its time is that of no save."""
    counted = Figures()
    monkeypatch.setattr("assessment.startup.figures", counted)
    count_saves(s.store)
    full(monkeypatch)

    with pytest.raises(NotSaved):
        beat(s.store)

    assert (counted["saves"], counted["save_errors"], counted.save_p95) == (0, 1, 0.0)


def test_the_quantile_is_the_slow_end() -> None:
    """Ninety-five of a hundred saves are as fast or faster."""
    times = iter([t for n in range(1, 101) for t in (0.0, float(n))])
    counted = Figures(lambda: next(times))
    for _ in range(100):
        with counted.save(NotSaved):
            pass

    assert (counted.save_p95, counted["saves"], counted.save_seconds) == (95.0, 100, 5050.0)


def test_a_session_is_counted_while_it_lasts() -> None:
    """Also when it ends in an error."""
    counted = Figures()

    def fails() -> None:
        with counted.session():
            assert counted.sessions == 1
            raise ValueError

    with pytest.raises(ValueError):
        fails()
    assert counted.sessions == 0


def test_prometheus_can_read_it() -> None:
    """Each figure has its help and type, and no figure is named twice."""
    text = exposition(Figures(), 12.4)

    lines = text.splitlines()
    assert text.endswith("\n")
    assert all(re.fullmatch(r'# (HELP|TYPE) .+|[a-z_]+({quantile="0.95"})? \S+', x) for x in lines)
    assert "sevensigns_last_backup_age_seconds 12" in lines
    named = [line.split()[0] for line in lines if line[0] != "#"]
    assert len(named) == len(set(named))
