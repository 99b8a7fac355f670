"""The console: asking, closing, undoing, and clicks that come too late."""

import datetime

import pytest

from assessment.errors import Refused
from assessment.stage.lobby import left
from assessment.workshop import rounds
from assessment.workshop.kept import round_of
from tests.make_workshops import Hosted
from tests.visits import html, visit
from tests.workshop_pages.looking import PAGES, charts, labels, press


@pytest.mark.parametrize("name", PAGES)
def test_before_closing_nothing_but_the_count_is_seen(name: str, hosted: Hosted) -> None:
    """Neither score nor chart nor comment."""
    rounds.open_round(hosted.s, hosted.id, "s1")
    hosted.answer(5)
    text = html(page := visit(name, w=hosted.id))

    assert "5<small>of 14</small>" in text
    assert charts(page) == []
    assert "Comment" not in text

    rounds.close(hosted.s, hosted.id)
    text = html(page := visit(name, w=hosted.id))

    assert "had answered when the round was closed" in text
    assert charts(page) == []
    assert "Comment" not in text


def test_the_console_runs_a_whole_workshop(hosted: Hosted) -> None:
    """By the large button from the lobby to the reveal, with a vote again and an undo."""
    page = press(visit("workshop", w=hosted.id), "Ask: Short s1")
    hosted.answer()
    press(page, "Close the round")
    press(page, "Reveal: Short s1")
    assert hosted.now.stage.view == "reveal"
    assert "Ask: Short s2" in labels(page)

    press(page, "Vote again")
    assert (now := round_of(hosted.s, hosted.now))
    assert now.purpose == "vote"
    press(page, "Undo")

    assert hosted.now.stage.view == "reveal"
    assert "Vote again" in labels(page)


def test_a_slip_at_closing_is_undone(hosted: Hosted) -> None:
    """The round opens again, since nothing of it was shown."""
    rounds.open_round(hosted.s, hosted.id, "s1")
    page = press(visit("workshop", w=hosted.id), "Close the round")

    press(page, "Undo")

    asked = round_of(hosted.s, hosted.now)
    assert asked
    assert asked.state == "open"


def test_the_timer_is_set_before_a_round(hosted: Hosted) -> None:
    """The seconds are kept with the round and counted down, never below zero."""
    page = visit("workshop", w=hosted.id)
    next(b for b in page.selectbox if b.key.startswith("timer")).set_value(120).run()
    press(page, "Ask: Short s1")

    asked = round_of(hosted.s, hosted.now)
    assert asked
    assert asked.seconds == 120
    assert left(asked, asked.opened + datetime.timedelta(seconds=30)) == 90
    assert left(asked, asked.opened + datetime.timedelta(seconds=300)) == 0
    assert 'role="timer"' in html(page)


def test_a_click_meant_for_what_stood_there_before_does_nothing(hosted: Hosted) -> None:
    """Two consoles ask the same sign: the second does not close what the first has opened."""
    first, second = (visit("workshop", w=hosted.id) for _ in range(2))
    press(first, "Ask: Short s1")

    press(second, "Ask: Short s1")

    asked = round_of(hosted.s, hosted.now)
    assert asked
    assert asked.state == "open"
    assert "Close the round" in labels(second)


def test_what_cannot_be_done_is_said(hosted: Hosted, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence instead of a traceback, once; and the page shows how things stand."""

    def refuse(*_: object, **__: object) -> None:
        raise Refused("not now")

    page = visit("workshop", w=hosted.id)
    monkeypatch.setattr(rounds, "open_round", refuse)
    press(page, "Ask: Short s1")
    assert "moved on" in page.error[0].value

    page.run()
    assert page.error.len == 0
