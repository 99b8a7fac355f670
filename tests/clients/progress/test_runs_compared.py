"""Which runs are compared, what is told of them, and to whom."""

import datetime

import httpx
import pytest

from assessment import auth, responses
from assessment.client_records import Client
from assessment.clients import claims, follow_up, kept
from assessment.clients.course import comparable, progress
from assessment.clients.timeline import timeline
from assessment.desk import audit
from assessment.desk.door import Actor
from assessment.progress_findings import ProgressFindings
from assessment.records import Workshop
from assessment.report.progress import render_progress_pdf
from assessment.services import Services
from assessment.settings import Settings
from tests.clients.progress.years import NOW, YEAR_AGO, held, put_plan, ran
from tests.clients.runs import HOSTILE, address
from tests.read_pdf import faults, text_of
from tests.visits import html, links, visit


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
