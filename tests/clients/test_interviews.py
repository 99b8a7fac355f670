"""Interviews: begun for a client, marked on every page, and led back from."""

import httpx
import pytest

from assessment import auth, session
from assessment.client_records import Client
from assessment.clients import claims
from assessment.desk.door import Actor
from assessment.services import Services
from tests.clients.runs import answered, runs
from tests.visits import html, links, visit


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
