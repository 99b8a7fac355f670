"""The timeline of a client: its order, its sentences, what is hidden, and when it ends."""

import datetime

from assessment.client_records import Claim, Client
from assessment.clients import claims
from assessment.clients.timeline import erased_after, timeline
from assessment.desk.door import Actor
from assessment.services import Services, purge_expired
from tests.clients.runs import address, answered, runs
from tests.make_workshops import Hosted
from tests.visits import html, visit


def test_the_timeline_is_newest_first_with_a_finding_in_a_sentence(
    s: Services, actor: Actor, whose: Client, visitor: str
) -> None:
    """Assessments and workshops by their day; what shows nothing yet says so."""
    old = answered(s, 2, updated=datetime.date(2025, 11, 20), created=datetime.date(2025, 11, 20))
    claims.claim_by_link(s, actor, whose.id, address(s, old, "resume"))
    room = Hosted(s, visitor).open(sales=6, marketing=6)
    claims.claim_workshop(s, actor, whose.id, visitor, room.id)

    text = html(visit("client", c=whose.id))
    assert runs(s, actor, whose) == [room.id, old.id]
    assert "20\u00a0November 2025" in text
    assert "The company shows" in text
    assert "You show" not in text
    assert "12 people" in text
    assert "Nothing is answered or revealed yet." in text
    assert "Workshop: Spring &lt;b&gt;x&lt;/b&gt;" in text


def test_runs_of_one_day_are_told_apart(
    s: Services, actor: Actor, whose: Client, visitor: str
) -> None:
    """By a number, on the timeline, over the commentary and where two are compared."""
    day = datetime.date(2026, 11, 20)
    for _ in range(2):
        run = answered(s, created=day, updated=day)
        claims.claim_by_link(s, actor, whose.id, address(s, run, "resume"))
    first, second = reversed(timeline(s, actor, whose.id))

    assert [run.place for run in (first, second)] == [(1, 2), (2, 2)]
    text = html(visit("client", c=whose.id))
    assert text.index("20\u00a0November 2026 · 2 of 2") < text.index(
        "20\u00a0November 2026 · 1 of 2"
    )
    assert "2 of 2 that day" in html(visit("commentary", r=second.id))
    compared = html(visit("progress", c=whose.id, of="assessment"))
    assert "Sales, 20\u00a0November 2026 (1); Sales, 20\u00a0November 2026 (2)." in compared


def test_earlier_runs_are_folded(s: Services, actor: Actor, whose: Client, visitor: str) -> None:
    """Three are seen at once, the others are one step away."""
    for month in range(1, 6):
        day = datetime.date(2026, month, 1)
        run = answered(s, created=day, updated=day)
        claims.claim_by_link(s, actor, whose.id, address(s, run, "resume"))
    page = visit("client", c=whose.id)
    (folded,) = [part for part in page.expander if part.label.startswith("Earlier runs")]

    assert folded.label == "Earlier runs (2)"
    text = "".join(part.proto.body for part in folded.get("html"))
    assert "1\u00a0February 2026" in text
    assert "1\u00a0March 2026" not in text


def test_no_single_answer_of_a_protected_workshop_is_on_the_timeline(
    s: Services, actor: Actor, whose: Client, visitor: str
) -> None:
    """Neither a comment nor a count below the floor: the sentence of its report alone."""
    room = Hosted(s, visitor).open(sales=6, marketing=6, leadership=1)
    room.reveal(*room.now.signs)
    claims.claim_workshop(s, actor, whose.id, visitor, room.id)

    page = visit("client", c=whose.id)
    assert room.comment not in html(page) + "".join(t.value for t in page.text)
    assert "Leadership" not in html(page).split("<form")[0]


def test_the_day_after_the_last_day_it_is_erased(s: Services, actor: Actor, whose: Client) -> None:
    """What the timeline says of how long a run is kept is what the purge does."""
    run = answered(s, updated=datetime.date(2025, 8, 31))
    claims.claim_by_link(s, actor, whose.id, address(s, run, "resume"))
    (on_it,) = timeline(s, actor, whose.id)
    last = erased_after(s, on_it)

    assert purge_expired(s, last) == 0
    assert purge_expired(s, last + datetime.timedelta(days=1)) == 1
    assert runs(s, actor, whose) == []
    assert s.store.find(Claim) == ()
