"""assessment/clients/kept.py, claims.py and timeline.py, and the pages clients and client"""

import datetime

import httpx
import pytest
from streamlit.testing.v1 import AppTest

from assessment import auth, responses, session
from assessment.client_records import Claim, Client
from assessment.clients import claims, kept
from assessment.clients.timeline import erased_after, timeline
from assessment.desk import audit, door
from assessment.desk.door import Actor
from assessment.errors import NotAllowed, Refused
from assessment.lead_records import Consent, Lead
from assessment.records import Assessment
from assessment.services import Services, purge_expired
from tests.make_workshops import Hosted
from tests.visits import html, links, visit

HOSTILE = "A\u202egmbh ![x](http://127.0.0.1:9/x.png) <b>B</b> & **Sons**"


@pytest.fixture
def actor(s: Services) -> Actor:
    """Whoever sits at this machine."""
    return door.require(s, None)


@pytest.fixture
def whose(s: Services, actor: Actor) -> Client:
    """A client."""
    return kept.add(s, actor, HOSTILE)


def answered(s: Services, points: int = 2, **changes: object) -> Assessment:
    """An assessment in which every question has this answer."""
    made = responses.begin(s, "full", "sales", "Sample & Sons")
    answers = dict.fromkeys(s.instrument().items, points)
    full = made.changed(**({"answers": answers} | changes))
    s.store.transact(made.id, lambda home: home.put(full))
    return full


def allowed(s: Services, run: Assessment) -> Lead:
    """A lead that lets the consultant read the run."""
    day = datetime.datetime(2026, 11, 26, tzinfo=datetime.UTC)
    consent = Consent(
        purpose="read",
        wording="Read it",
        language="en",
        version="1",
        sha256="0" * 64,
        given=day,
        confirm=False,
    )
    lead = Lead(
        home="lead1",
        id="lead1",
        email="a@b.example",
        language="en",
        created=day,
        consents=(consent,),
        assessment=run.id,
    )
    s.store.transact("lead1", lambda home: home.put(lead))
    return lead


def address(s: Services, run: Assessment, purpose: auth.Purpose, comments: bool = False) -> str:
    """A link to the run, as a client would paste it."""
    token = auth.make_link(s, run.id, purpose, comments)
    return f" https://signs.example/{'r' if purpose == 'resume' else 's'}#{token}\n"


def runs(s: Services, actor: Actor, client: Client) -> list[str]:
    """The ids on the timeline."""
    return [run.id for run in timeline(s, actor, client.id)]


def press(page: AppTest, label: str) -> AppTest:
    """The page after a click on that button."""
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception
    return page


def test_clients_are_found_by_any_part_of_their_name(s: Services, actor: Actor) -> None:
    """Whatever the case; without a search all are there, by name."""
    for name in ("Zebra AG", "acme  Tools ", "Ümlaut GmbH"):
        kept.add(s, actor, name)

    def found(text: str = "") -> list[str]:
        return [client.name for client in kept.search(s, actor, text).clients]

    assert found() == ["acme Tools", "Zebra AG", "Ümlaut GmbH"]
    assert found(" TOOLS") == ["acme Tools"]
    assert found("üml") == ["Ümlaut GmbH"]
    assert found("\\u00") == found("t\tb") == []
    assert kept.called(s, actor, "ümlaut gmbh")[0].name == "Ümlaut GmbH"


@pytest.mark.parametrize("name", ["", "  ", "\u202e\x00", "x" * 121])
def test_a_client_has_a_name(s: Services, actor: Actor, name: str) -> None:
    """Nothing, nothing that is seen, or too much is refused, and nothing is kept."""
    with pytest.raises(Refused):
        kept.add(s, actor, name)
    assert s.store.find(Client) == ()


def test_a_hostile_name_is_text_on_every_page_of_the_desk(
    s: Services, actor: Actor, whose: Client, visitor: str
) -> None:
    """No markup of it is drawn, and what turns the direction of writing is gone."""
    claims.claim_by_link(s, actor, whose.id, address(s, answered(s), "resume"))

    for page in (visit("clients"), visit("client", c=whose.id)):
        assert "Agmbh ![x](http://127.0.0.1:9/x.png) &lt;b&gt;B&lt;/b&gt;" in html(page)
        assert not [m for m in page.markdown if "Sons" in m.value]


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


def test_a_lead_s_scorecard_is_added_from_the_lead_s_page(
    s: Services, actor: Actor, whose: Client, visitor: str
) -> None:
    """While it may be read; the client's page opens, and the lead's leads to it from then on."""
    run = answered(s)
    allowed(s, run)
    page = visit("lead", lead="lead1")
    page.selectbox(key="client_lead1").set_value(whose.id)
    press(page, "Add to this client")

    assert runs(s, actor, whose) == [run.id]
    assert f"shared?s={run.id}" in str(links(page))
    assert f"client?c={whose.id}" in str(links(visit("lead", lead="lead1")))


@pytest.mark.parametrize("readable", [True, False])
def test_a_client_is_made_from_a_lead_s_page(s: Services, visitor: str, readable: bool) -> None:
    """Where there is none yet, too; the scorecard comes with it while it may be read."""
    run = answered(s)
    lead = allowed(s, run).changed(organisation="Sample & Sons")
    shut = {} if readable else {"assessment": None, "consents": ()}
    s.store.transact("lead1", lambda home: home.put(lead.changed(**shut)))
    page = visit("lead", lead="lead1")
    assert ("does not come with it" in html(page)) is not readable
    page.text_input(key="new_client_lead1").set_value("")
    press(page, "Make a new client")
    assert [error.value for error in page.error] == ["Give the client a name."]
    page = visit("lead", lead="lead1")
    assert page.text_input(key="new_client_lead1").value == "Sample & Sons"
    press(page, "Make a new client")

    (made,) = s.store.find(Client)
    assert made.name == "Sample & Sons"
    assert "Client since" in html(page)
    assert [claim.home for claim in s.store.find(Claim)] == ([run.id] if readable else [])


def test_the_client_of_the_lead_s_organisation_is_offered(
    s: Services, actor: Actor, whose: Client, visitor: str
) -> None:
    """However it is written; no other is chosen for anybody."""
    lead = allowed(s, answered(s))
    own = kept.add(s, actor, "Sample & Sons")
    for organisation, offered in (("SAMPLE & sons", own.id), ("Other", None)):
        given = lead.changed(organisation=organisation)
        s.store.transact("lead1", lambda home, given=given: home.put(given))
        assert visit("lead", lead="lead1").selectbox(key="client_lead1").value == offered


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


def test_an_interview_is_begun_for_a_client_and_marked(
    s: Services, actor: Actor, whose: Client, http: httpx.Client
) -> None:
    """The consultant's browser may answer it, and whose words they are is kept beside them."""
    sent = {"client": whose.id, "scope": "check", "group": "leadership"}
    answer = http.post("/interview", data=sent | {"interviewed": "Ms <b>Li</b>"})

    (run,) = auth.own(s, http.cookies.get(auth.COOKIE))
    assert answer.headers["location"] == f"/answer?a={run.id}"
    assert (run.interviewed, run.group, run.organisation) == (
        "Ms <b>Li</b>", "leadership", whose.name,
    )  # fmt: skip
    assert runs(s, actor, whose) == [run.id]

    alone = http.post("/interview", data=sent)
    assert alone.headers["location"].startswith("/keep?a=")
    assert auth.own(s, http.cookies.get(auth.COOKIE))[0].interviewed is None


def test_an_interview_leads_back_to_its_client(
    s: Services, actor: Actor, whose: Client, visitor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And to the desk, from every page of it; never for whoever does not sit there."""
    run = claims.begin(
        s, actor, whose.id, visitor, scope="check", group="sales", interviewed="Ms Li"
    )
    for page in ("answer", "review", "scorecard", "keep"):
        there = str(links(visit(page, a=run.id)))
        assert f"c={whose.id}" in there, page
        assert "desk?" in there, page

    monkeypatch.setattr(session, "actor", lambda: None)
    assert "client?" not in str(links(visit("answer", a=run.id)))


def test_every_page_of_an_interview_says_so(s: Services, visitor: str) -> None:
    """The answering page, the scorecard and the shared scorecard; the name stays text."""
    run = answered(s, interviewed="Ms <b>Li</b>")
    auth.grant(s, visitor, run)
    link = auth.open_link(s, auth.make_link(s, run.id, "share"))
    assert link
    auth.grant(s, visitor, link)

    assert "in an interview with Ms &lt;b&gt;Li&lt;/b&gt;" in html(visit("answer"))
    for page in ("scorecard", "shared"):
        said = [text.value for text in visit(page).text]
        assert "Answered by the consultant in an interview with Ms <b>Li</b>" in said


def test_a_workshop_is_prepared_for_a_client(
    s: Services, actor: Actor, whose: Client, http: httpx.Client
) -> None:
    """It has the client's name, and stands on the timeline at once."""
    answer = http.post("/client-workshop", data={"client": whose.id, "called": "Autumn"})

    (room,) = auth.workshops(s, http.cookies.get(auth.COOKIE))
    assert answer.headers["location"] == f"/prepare?w={room.id}"
    assert (room.title, room.organisation) == ("Autumn", whose.name)
    assert runs(s, actor, whose) == [room.id]


def test_the_client_page_claims_releases_notes_and_erases(
    s: Services, actor: Actor, whose: Client, visitor: str
) -> None:
    """Each by the page itself; the note is saved as typed, and the run outlives the client."""
    run = answered(s)
    page = visit("client", c=whose.id)
    page.text_input(key="typed_link").set_value("nonsense")
    press(page, "Add to this client")
    assert [e.value for e in page.error] == [
        "This link opens no assessment any more, or never did. Ask for a new one."
    ]
    page.text_input(key="typed_link").set_value(address(s, run, "resume"))
    press(page, "Add to this client")
    assert f"shared?s={run.id}" in str(links(page))

    page.text_area[0].set_value("Call in May").run()
    assert kept.named(s, actor, whose.id).note == "Call in May"
    press(page, "Remove from this client")
    assert runs(s, actor, whose) == []
    page.checkbox[0].check().run()
    press(page, "Erase the client")
    assert s.store.find(Client) == ()
    assert s.store.get(Assessment, run.id)


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
