"""Claims: what the desk reads of a client's runs, by which right, and how long."""

import datetime

import httpx
import pytest

from assessment import auth
from assessment.client_records import Claim, Client
from assessment.clients import claims, kept
from assessment.desk import audit, door
from assessment.desk.door import Actor
from assessment.errors import NotAllowed, Refused
from assessment.records import Assessment
from assessment.services import Services
from tests.clients.runs import address, allowed, answered, press, runs
from tests.make_workshops import Hosted
from tests.visits import html, links, visit


def test_by_a_private_link_the_desk_reads_all(s: Services, actor: Actor, whose: Client) -> None:
    """The comments included, and for as long as the run is kept."""
    run = answered(s)
    claims.claim_by_link(s, actor, whose.id, address(s, run, "resume"))

    read = claims.readable(s, actor, run.id)
    assert read
    assert (read.assessment.id, read.with_comments) == (run.id, True)
    assert runs(s, actor, whose) == [run.id]


@pytest.mark.parametrize("comments", [True, False])
def test_by_a_share_link_the_desk_reads_what_it_shows_while_it_lasts(
    s: Services, actor: Actor, whose: Client, comments: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """90 days, with comments only where the link shows them; then it is gone from the timeline."""
    run = answered(s)
    claims.claim_by_link(s, actor, whose.id, address(s, run, "share", comments))
    read = claims.readable(s, actor, run.id)
    assert read
    assert read.with_comments is comments

    after = kept.today() + datetime.timedelta(days=auth.SHARED_DAYS + 1)
    monkeypatch.setattr(claims, "today", lambda: after)

    assert claims.readable(s, actor, run.id) is None
    assert runs(s, actor, whose) == []


def test_withdrawing_the_links_takes_the_scorecard_from_the_desk(
    s: Services, actor: Actor, whose: Client
) -> None:
    """Each kind of link ends what came about by it, and nothing else."""
    run = answered(s)
    claims.claim_by_link(s, actor, whose.id, address(s, run, "share"))
    auth.revoke_links(s, run.id, "resume")
    assert claims.readable(s, actor, run.id)
    auth.revoke_links(s, run.id, "share")
    assert claims.readable(s, actor, run.id) is None

    claims.claim_by_link(s, actor, whose.id, address(s, run, "resume"))
    auth.revoke_links(s, run.id, "share")
    assert claims.readable(s, actor, run.id)
    auth.revoke_links(s, run.id, "resume")
    assert claims.readable(s, actor, run.id) is None


def test_a_lasting_claim_is_not_made_shorter(s: Services, actor: Actor, whose: Client) -> None:
    """A share link after the private link changes nothing; the other way it reads more."""
    run = answered(s)
    claims.claim_by_link(s, actor, whose.id, address(s, run, "share"))
    claims.claim_by_link(s, actor, whose.id, address(s, run, "resume"))
    claim = claims.claim_by_link(s, actor, whose.id, address(s, run, "share"))

    assert (claim.until, claim.with_comments) == (None, True)


def test_what_a_lead_allowed_is_read_until_it_is_withdrawn(
    s: Services, actor: Actor, whose: Client
) -> None:
    """Without comments, and not a moment longer; without a lead it is not claimed at all."""
    run = answered(s)
    with pytest.raises(Refused):
        claims.claim_allowed(s, actor, whose.id, run.id)
    lead = allowed(s, run)
    claims.claim_allowed(s, actor, whose.id, run.id)

    read = claims.readable(s, actor, run.id)
    assert read
    assert not read.with_comments
    taken = [lead.changed(assessment=None), lead.changed(consents=())]
    for withdrawn in taken:
        s.store.transact("lead1", lambda home, lead=withdrawn: home.put(lead))
        assert claims.readable(s, actor, run.id) is None
    assert runs(s, actor, whose) == []


@pytest.mark.parametrize("typed", ["", "#", "x" * 43, "https://signs.example/r#short", "\0" * 43])
def test_what_is_no_link_claims_nothing(
    s: Services, actor: Actor, whose: Client, typed: str
) -> None:
    """The same refusal for a dead link and for what never was one."""
    with pytest.raises(Refused) as refused:
        claims.claim_by_link(s, actor, whose.id, typed)
    assert refused.value.reason == claims.NO_LINK
    assert s.store.find(Claim) == ()


def test_a_run_belongs_to_one_client(s: Services, actor: Actor, whose: Client) -> None:
    """Another client gets it once the first has let go of it, or is erased."""
    run, other = answered(s), kept.add(s, actor, "Other")
    claims.claim_by_link(s, actor, whose.id, address(s, run, "resume"))
    with pytest.raises(Refused) as refused:
        claims.claim_by_link(s, actor, other.id, address(s, run, "resume"))
    assert refused.value.reason == claims.TAKEN

    kept.erase(s, actor, whose.id)
    claims.claim_by_link(s, actor, other.id, address(s, run, "resume"))

    assert runs(s, actor, other) == [run.id]
    assert s.store.get(Assessment, run.id)


def test_an_assessment_that_is_not_open_here_is_not_claimed_by_its_id(
    s: Services, actor: Actor, whose: Client
) -> None:
    """To know an id is no right to read; nor is a workshop that others run."""
    run, browser = answered(s), auth.new_token()
    room = Hosted(s, auth.new_token())
    with pytest.raises(Refused):
        claims.claim_open(s, actor, whose.id, browser, run.id)
    with pytest.raises(Refused):
        claims.claim_workshop(s, actor, whose.id, browser, room.id)

    auth.grant(s, browser, run)
    claims.claim_open(s, actor, whose.id, browser, run.id)
    assert runs(s, actor, whose) == [run.id]


def test_whoever_answered_sees_it_and_can_take_it_back(
    s: Services, actor: Actor, whose: Client, visitor: str
) -> None:
    """On the page to save and share; nobody else's browser takes anything back."""
    run = answered(s)
    auth.grant(s, visitor, run)
    assert "At the consultant" not in html(visit("keep"))
    claims.claim_by_link(s, actor, whose.id, address(s, run, "resume"))
    with pytest.raises(Refused):
        claims.take_back(s, auth.new_token(), run.id)

    press(visit("keep"), "Take it back")

    assert runs(s, actor, whose) == []


def test_the_desk_reads_the_scorecard_and_its_files(
    s: Services, actor: Actor, whose: Client, http: httpx.Client, visitor: str
) -> None:
    """By the id of a claimed run alone; that a file was taken out stands in the log."""
    run, other = answered(s), answered(s)
    claims.claim_by_link(s, actor, whose.id, address(s, run, "resume"))

    page = visit("shared", s=run.id)
    assert "You read this at the desk" in "".join(t.value for t in page.text)
    assert f"client?c={whose.id}" in str(links(page))
    assert "Leads" in links(page)
    got = http.get(f"/scorecard.json?s={run.id}")
    assert (got.status_code, got.headers["cache-control"]) == (200, "no-store")
    assert http.get(f"/scorecard.json?s={other.id}").status_code == 404
    assert ("exported", f"scorecard {run.id}") in [(e.what, e.about) for e in audit.entries(s)]


class TestListening:
    """Where others reach the app, all of it takes a login."""

    @pytest.fixture
    def settings(self, settings: object) -> object:
        """An installation that others than its own machine reach."""
        return settings.model_copy(update={"public_url": "http://signs.example"})  # type: ignore[attr-defined]

    @pytest.fixture
    def actor(self) -> Actor:
        """Somebody who has logged in elsewhere."""
        return Actor("anna", "user-1")

    def test_nothing_is_done_or_read_without_a_login(
        self, s: Services, actor: Actor, whose: Client, http: httpx.Client, visitor: str
    ) -> None:
        """No actor, so no service; pages and routes say so, and give no name and no file."""
        run = answered(s)
        claims.claim_by_link(s, actor, whose.id, address(s, run, "resume"))
        with pytest.raises(NotAllowed):
            door.require(s, visitor)

        for page in (visit("clients"), visit("client", c=whose.id), visit("shared", s=run.id)):
            assert "gmbh" not in html(page)
            assert "Sample" not in html(page) + "".join(t.value for t in page.text)
        sent = {"client": whose.id, "scope": "check", "group": "sales", "interviewed": "X"}
        assert http.post("/interview", data=sent).status_code == 403
        called = {"client": whose.id, "called": "Autumn"}
        assert http.post("/client-workshop", data=called).status_code == 403
        assert http.get(f"/scorecard.json?s={run.id}").status_code == 404
        assert len(s.store.find(Assessment)) == 1
