"""assessment/clients/course.py and follow_up.py, the progress page, its PDF and the reminder"""

import datetime
import json

import httpx
import pytest
from icalendar import Calendar

from assessment import auth, responses
from assessment.charts.course import course as chart
from assessment.client_records import Client, FollowUp
from assessment.clients import claims, follow_up, kept
from assessment.clients.course import comparable, progress
from assessment.clients.timeline import erased_after, next_run, run_of, timeline
from assessment.desk import audit, door
from assessment.desk.door import Actor
from assessment.errors import Refused
from assessment.progress_findings import ProgressFindings
from assessment.progress_report import Action
from assessment.records import Assessment, PlannedAction, Workshop
from assessment.report.progress import render_progress_pdf
from assessment.services import Services, purge_expired
from assessment.settings import Settings
from assessment.texts import load_texts
from tests.make_workshops import Hosted
from tests.read_pdf import faults, text_of
from tests.test_clients import HOSTILE, address, answered
from tests.test_report_layout import in_pseudo
from tests.visits import html, links, visit

YEAR_AGO = datetime.date(2025, 12, 3)
NOW = datetime.date(2026, 11, 24)


@pytest.fixture
def actor(s: Services) -> Actor:
    """Whoever sits at this machine."""
    return door.require(s, None)


@pytest.fixture
def whose(s: Services, actor: Actor) -> Client:
    """A client."""
    return kept.add(s, actor, "Sample & Sons")


def ran(
    s: Services, actor: Actor, client: Client, day: datetime.date, points: int = 2, **fields: object
) -> Assessment:
    """An assessment of the client on that day, in which every question has this answer."""
    made = answered(s, points, created=day, updated=day, **fields)
    claims.claim_by_link(s, actor, client.id, address(s, made, "resume"))
    return made


def held(
    s: Services, actor: Actor, client: Client, host: str, day: datetime.date, **wish: object
) -> Hosted:
    """A workshop of the client on that day, with all signs revealed and an action in the plan."""
    room = Hosted(s, host, title=f"Room of {day}", **wish).open(sales=10, marketing=10)
    room.reveal(*room.now.signs).plan()
    dated = room.now.changed(created=day, updated=day)
    s.store.transact(room.id, lambda home: home.put(dated))
    claims.claim_workshop(s, actor, client.id, host, room.id)
    return room


def put_plan(s: Services, room: Hosted, text: str) -> PlannedAction:
    """Another action in the plan of a workshop, about its second sign."""
    id = f"p{len(text)}{room.id}"
    made = PlannedAction(home=room.id, id=id, place=9, sign="s2", text=text, sales="=A")
    s.store.transact(room.id, lambda home: home.put(made))
    return made


def advised(s: Services, actor: Actor, run: Assessment) -> tuple[Action, ...]:
    """What the scorecard of a client's run advises."""
    found = run_of(s, actor, run.id)
    assert found
    return follow_up.actions(s, found)


def test_a_year_of_one_leader_from_the_link_to_the_pdf(
    s: Services, actor: Actor, whose: Client, visitor: str, http: httpx.Client
) -> None:
    """Two runs, what was done between them, and the same words on the page and on paper."""
    first = ran(s, actor, whose, YEAR_AGO, 2)
    last = ran(s, actor, whose, NOW, 4)
    found = timeline(s, actor, whose.id)
    done, *others = follow_up.actions(s, found[-1])
    page = visit("progress", c=whose.id, of="assessment")
    assert "Saved" not in html(page)
    key = f"act_{first.id}_{done.id}"
    page.selectbox(key=f"status_{key}").set_value("done").run()
    page.text_input(key=f"said_{key}").set_value("Met <b>weekly</b> since May").run()

    assert not page.exception
    assert html(page).count("Saved") == 1, "Nothing else was saved."
    (after,) = (a for a in follow_up.actions(s, found[-1]) if a.id == done.id)
    assert (after.status, after.said) == ("done", "Met <b>weekly</b> since May")
    text = html(page)
    assert "In one person&#x27;s view. 7\u00a0of\u00a07 signs improved." in text
    assert "3\u00a0December 2025" in text
    assert "What was done: Met &lt;b&gt;weekly&lt;/b&gt; since May" in text
    assert "That the one made the other does not follow." in text

    asked = f"/client-progress.pdf?c={whose.id}&of=assessment&from={first.id}&to={last.id}"
    answer = http.get(asked)
    paper = text_of(answer.content)
    assert answer.headers["cache-control"] == "no-store"
    assert faults(answer.content) == []
    for words in (
        "In one person's view. 7 of 7 signs improved.",
        "Before: Sales, 3 December 2025",
        "Now: Sales, 24 November 2026",
        "+50 · Improved",
        f"1 of {len(others) + 1} actions of the earlier run are done.",
        "What was done: Met <b>weekly</b> since May",
        "That the one made the other does not follow.",
    ):
        assert words in paper, words
    noted = [entry.about for entry in audit.entries(s) if entry.what == "exported"]
    assert f"progress of client {whose.id}" in noted


def test_a_year_of_workshops(
    s: Services, actor: Actor, whose: Client, visitor: str, http: httpx.Client
) -> None:
    """What both published is compared, the plan of the earlier one stands beside each sign."""
    first = held(s, actor, whose, visitor, YEAR_AGO)
    last = held(s, actor, whose, visitor, NOW)
    planned = put_plan(s, first, HOSTILE)
    follow_up.follow_up(s, actor, first.id, planned.id, status="under_way", said=HOSTILE)

    found = progress(s, actor, whose.id, "workshop")
    assert found
    assert not found.one_person
    assert (found.before.id, found.after.id) == (first.id, last.id)
    assert {change.direction for change in found.changes} == {"cannot_tell"}
    assert [action.status for action in found.actions] == ["open", "under_way"]

    text = html(visit("progress", c=whose.id))
    assert "cannot be told from these two runs" in text, "Where all are alike there is no interval."
    assert "Meet &lt;i&gt;monthly&lt;/i&gt;" in text
    assert "<b>B</b>" not in text
    pdf = http.get(f"/client-progress.pdf?c={whose.id}&of=workshop").content
    assert "Meet <i>monthly</i>" in text_of(pdf)
    assert "In one person" not in text_of(pdf)
    assert faults(pdf) == []


def test_no_answer_of_a_protected_room_is_in_its_comparison(
    s: Services, actor: Actor, whose: Client, visitor: str, http: httpx.Client
) -> None:
    """No comment and no group below the floor, on the page and in the PDF."""
    for day in (YEAR_AGO, NOW):
        room = held(s, actor, whose, visitor, day)
    text = html(visit("progress", c=whose.id))
    pdf = text_of(http.get(f"/client-progress.pdf?c={whose.id}&of=workshop").content)

    assert room.comment not in text + pdf
    assert "Leadership" not in text + pdf


def test_a_room_and_a_person_are_never_compared(
    s: Services, actor: Actor, whose: Client, visitor: str
) -> None:
    """One workshop and one assessment make no comparison; the page says what it takes."""
    ran(s, actor, whose, YEAR_AGO)
    held(s, actor, whose, visitor, NOW)

    assert progress(s, actor, whose.id, "workshop") is None
    assert progress(s, actor, whose.id, "assessment") is None
    assert "A comparison takes two runs of the same kind" in html(visit("progress", c=whose.id))


def test_rehearsals_and_runs_without_an_answer_do_not_count(
    s: Services, actor: Actor, whose: Client, visitor: str
) -> None:
    """They stand on the timeline, and are compared with nothing."""
    room = held(s, actor, whose, visitor, YEAR_AGO)
    practised = room.now.changed(nature="rehearsal")
    s.store.transact(room.id, lambda home: home.put(practised))
    empty = responses.begin(s, "full", "sales")
    claims.claim_by_link(s, actor, whose.id, address(s, empty, "resume"))

    assert len(timeline(s, actor, whose.id)) == 2
    assert comparable(s, actor, whose.id, "workshop") == ()
    assert comparable(s, actor, whose.id, "assessment") == ()


def test_the_run_before_in_the_same_role_is_compared_unless_another_is_chosen(
    s: Services, actor: Actor, whose: Client
) -> None:
    """A choice that is none, or that is later, counts as none; all runs stand side by side."""
    first = ran(s, actor, whose, YEAR_AGO)
    second = ran(s, actor, whose, datetime.date(2026, 6, 1), group="marketing")
    last = ran(s, actor, whose, NOW)

    def pair(before: str | None = None, after: str | None = None) -> tuple[str, str]:
        found = progress(s, actor, whose.id, "assessment", before=before, after=after)
        assert found
        assert [run.id for run in found.runs] == [first.id, second.id, last.id]
        return found.before.id, found.after.id

    assert pair() == (first.id, last.id)
    assert pair(second.id) == (second.id, last.id)
    assert pair(last.id, second.id) == (first.id, second.id)
    assert pair("x", first.id) == (first.id, last.id)
    other = progress(s, actor, whose.id, "assessment", before=second.id)
    assert other
    assert {change.reason for change in other.changes} == {"other_view"}


def test_a_check_beside_a_full_assessment_cannot_be_told(
    s: Services, actor: Actor, whose: Client, visitor: str, http: httpx.Client
) -> None:
    """Every sign says why, and the page and the PDF are drawn all the same."""
    ran(s, actor, whose, YEAR_AGO, scope="check")
    ran(s, actor, whose, NOW)

    found = progress(s, actor, whose.id, "assessment")
    assert found
    assert {change.reason for change in found.changes} == {"other_scope"}
    assert "The scope was another." in html(visit("progress", c=whose.id, of="assessment"))
    pdf = http.get(f"/client-progress.pdf?c={whose.id}&of=assessment").content
    assert "The scope was another." in text_of(pdf)
    assert faults(pdf) == []


def test_two_checks_say_that_nothing_can_be_told(
    s: Services, actor: Actor, whose: Client, visitor: str
) -> None:
    """Not that nothing moved; and no chart without a point, neither on the page nor in the PDF."""
    for day, points in ((YEAR_AGO, 2), (NOW, 4)):
        ran(s, actor, whose, day, points, scope="check")
    found = progress(s, actor, whose.id, "assessment")
    assert found
    said = ProgressFindings(found, s.instrument(), s.texts())
    assert "cannot be told" in said.headline()
    page = visit("progress", c=whose.id, of="assessment")
    assert not page.get("vega_lite_chart")
    pdf = text_of(render_progress_pdf(found, s.instrument(), s.texts(), s.brand))
    assert s.texts()("progress.course") not in pdf


def test_the_chart_has_a_gap_where_a_run_has_no_score(
    s: Services, actor: Actor, whose: Client
) -> None:
    """No line crosses it, no mark stands in it, and its words say a dash."""
    ran(s, actor, whose, YEAR_AGO, 2)
    unknown = dict.fromkeys((f"s1_q{n}" for n in (1, 2, 3)), "dont_know")
    half = dict.fromkeys(s.instrument().items, 3) | unknown
    ran(s, actor, whose, datetime.date(2026, 5, 1), answers=half)
    ran(s, actor, whose, NOW, 4)
    found = progress(s, actor, whose.id, "assessment")
    assert found
    said = ProgressFindings(found, s.instrument(), s.texts())
    spec = chart(said, s.instrument(), s.theme.light)

    marks = [m for m in all_rows(spec, "segment") if m["segment"].startswith("0-")]
    assert {(m["x"], m["segment"]) for m in marks} == {(0.0, "0-0"), (1.0, "0-1")}
    others = {m["segment"] for m in all_rows(spec, "segment") if m["segment"].startswith("1-")}
    assert others == {"1-0"}
    assert "25, –, 75" in spec["description"]


def all_rows(spec: dict[str, object], field: str) -> list[dict[str, object]]:
    """The rows of the layers that have such a field."""
    layers: list[dict[str, dict[str, list[dict[str, object]]]]] = spec["layer"]  # type: ignore[assignment]
    return [row for layer in layers for row in layer["data"]["values"] if field in row]


def test_the_chart_has_a_table_of_the_same_numbers(
    s: Services, actor: Actor, whose: Client, visitor: str
) -> None:
    """Every figure of the chart stands in the table below it."""
    ran(s, actor, whose, YEAR_AGO, 2)
    ran(s, actor, whose, NOW, 4)
    page = visit("progress", c=whose.id, of="assessment")

    spec = json.loads(page.get("vega_lite_chart")[0].proto.spec)
    assert "Name of s1: 25, 75. Improved." in spec["description"]
    table = next(part for part in html(page).split("<details") if "The chart as a table" in part)
    assert table.count("<td>25</td><td>75</td>") == 7


@pytest.mark.parametrize("of", ["assessment", "workshop"])
def test_long_words_and_names_stay_on_the_page(
    s: Services, actor: Actor, visitor: str, of: str
) -> None:
    """A name as long as it may be, and every text 60 % longer."""
    client = kept.add(s, actor, "W" * 120)
    for day in (YEAR_AGO, datetime.date(2026, 5, 1), NOW):
        if of == "assessment":
            ran(s, actor, client, day, interviewed="Donaudampfschiff" * 7)
        else:
            room = held(s, actor, client, visitor, day)
            put_plan(s, room, "漢🚀" + "W" * 380)
    found = progress(s, actor, client.id, of)  # type: ignore[arg-type]
    assert found
    pdf = render_progress_pdf(found, in_pseudo(s.instrument()), load_texts("pseudo"), s.brand)

    assert faults(pdf) == []


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


@pytest.mark.parametrize(
    "query", ["", "c=x&of=workshop", "c=x", "of=assessment", "c=%00&of=workshop&from=x&to=y"]
)
def test_what_names_no_comparison_gives_no_file(
    s: Services, actor: Actor, whose: Client, http: httpx.Client, query: str
) -> None:
    """The same page for a client that is not there and for one with a single run."""
    ran(s, actor, whose, NOW)
    for asked in (query, f"c={whose.id}&of=assessment", f"c={whose.id}&of=nothing"):
        assert http.get(f"/client-progress.pdf?{asked}").status_code == 404


def test_the_client_page_leads_to_what_can_be_compared(
    s: Services, actor: Actor, whose: Client, visitor: str
) -> None:
    """To the workshops and to the assessments, each where there are any."""
    assert "progress?" not in str(links(visit("client", c=whose.id)))
    ran(s, actor, whose, NOW)

    ways = str(links(visit("client", c=whose.id)))
    assert "of=assessment" in ways
    assert "of=workshop" not in ways


class TestListening:
    """Where others reach the app, all of it takes a login."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        """An installation that others than its own machine reach."""
        return settings.model_copy(update={"public_url": "http://signs.example"})

    @pytest.fixture
    def actor(self) -> Actor:
        """Somebody who has logged in elsewhere."""
        return Actor("anna", "user-1")

    def test_no_page_and_no_file_without_a_login(
        self, s: Services, actor: Actor, whose: Client, http: httpx.Client, visitor: str
    ) -> None:
        """A browser that may answer one of the runs reads no comparison and no date either."""
        mine = ran(s, actor, whose, YEAR_AGO)
        ran(s, actor, whose, NOW)
        kept.ask_again(s, actor, whose.id, NOW)
        auth.grant(s, visitor, mine)
        http.cookies.set(auth.COOKIE, visitor)

        pages = (visit("progress", c=whose.id, of="assessment"), visit("commentary", r=mine.id))
        for page in pages:
            assert "December 2025" not in html(page)
            assert "Sample" not in html(page)
        for path in ("client-progress.pdf", "client-next.ics"):
            assert http.get(f"/{path}?c={whose.id}&of=assessment").status_code == 403
        assert s.store.find(Workshop) == ()
