"""What was agreed and what came of it, and the day of the next run."""

import datetime

import httpx
import pytest
from icalendar import Calendar

from assessment.client_records import Client, FollowUp
from assessment.clients import follow_up, kept
from assessment.clients.course import progress
from assessment.clients.timeline import erased_after, next_run, timeline
from assessment.desk.door import Actor
from assessment.errors import Refused
from assessment.services import Services, purge_expired
from tests.clients.progress.years import NOW, YEAR_AGO, advised, ran
from tests.clients.runs import answered
from tests.visits import visit


def test_an_action_is_followed_up_where_it_was_agreed(
    s: Services, actor: Actor, whose: Client
) -> None:
    """Another run, another action or a status that is none is refused, and nothing is kept."""
    run = ran(s, actor, whose, YEAR_AGO)
    action = advised(s, actor, run)[0]
    for where, what, status in (
        (answered(s).id, action.id, "done"),
        (run.id, "nothing", "done"),
        (run.id, action.id, "finished"),
    ):
        with pytest.raises(Refused):
            follow_up.follow_up(s, actor, where, what, status=status)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        follow_up.follow_up(s, actor, run.id, action.id, status="done", said="x" * 401)
    assert s.store.find(FollowUp) == ()

    follow_up.follow_up(s, actor, run.id, action.id, status="done")
    follow_up.follow_up(s, actor, run.id, action.id, status="dropped")
    assert [found.status for found in s.store.find(FollowUp)] == ["dropped"]


def test_a_run_that_is_erased_takes_what_was_done_with_it(
    s: Services, actor: Actor, whose: Client
) -> None:
    """Nothing of it is left, and there is no comparison any more."""
    old = ran(s, actor, whose, YEAR_AGO)
    ran(s, actor, whose, NOW)
    action = advised(s, actor, old)[0]
    follow_up.follow_up(s, actor, old.id, action.id, status="done")

    assert purge_expired(s, datetime.date(2026, 12, 20)) == 1
    assert s.store.find(FollowUp) == ()
    assert progress(s, actor, whose.id, "assessment") is None


@pytest.mark.parametrize(("months", "day"), [(12, "2026-11-19"), (36, "2026-12-03")])
def test_the_day_that_is_suggested_is_in_time(
    s: Services, actor: Actor, whose: Client, months: int, day: str
) -> None:
    """After a year, or two weeks before the run is erased."""
    ran(s, actor, whose, YEAR_AGO)
    (run,) = timeline(s, actor, whose.id)
    longer = s.settings.model_copy(update={"retention_months": months})
    longer_kept = Services(longer, s.store, s.shelf, s.brand)

    assert str(next_run(longer_kept, run)) == day
    assert next_run(longer_kept, run) < erased_after(longer_kept, run)


def test_the_next_run_goes_into_a_calendar(
    s: Services, actor: Actor, visitor: str, http: httpx.Client
) -> None:
    """A whole day with an alarm, under an id that stays; a name breaks nothing out of it."""
    name = "A; B, C\\ <b>& \u2028 Sons"
    client = kept.add(s, actor, name)
    ran(s, actor, client, NOW, 2)
    assert http.get(f"/client-next.ics?c={client.id}").status_code == 404
    page = visit("client", c=client.id)
    next(b for b in page.button if b.label.startswith("Take 10")).click().run()
    assert not page.exception
    day = kept.named(s, actor, client.id).next_run
    assert day == datetime.date(2027, 11, 10)

    answer = http.get(f"/client-next.ics?c={client.id}")
    calendar = Calendar.from_ical(answer.content)
    (event,) = calendar.walk("VEVENT")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert event["dtstart"].dt == day
    assert str(event["summary"]) == f"Next run for {client.name}"
    assert "The company shows all 7 signs." in str(event["description"])
    assert f"/client?c={client.id}" in str(event["description"])
    assert len(calendar.walk("VALARM")) == 1
    kept.ask_again(s, actor, client.id, day + datetime.timedelta(days=7))
    again = Calendar.from_ical(http.get(f"/client-next.ics?c={client.id}").content)
    assert again.walk("VEVENT")[0]["uid"] == event["uid"]
