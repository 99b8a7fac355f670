"""assessment/routes.py"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from assessment import auth, responses, routes, sent
from assessment.allowance import Allowance
from assessment.records import Assessment, Grant
from assessment.services import Services
from tests.conftest import PATIENCE

BEGIN = {"scope": "full", "group": "sales", "organisation": "Northwind"}
DEAD = "This link opens nothing."
PROXIED = {"X-Forwarded-Proto": "https", "Sec-Fetch-Site": "same-origin"}


def only(s: Services) -> Assessment:
    """The one assessment there is."""
    (found,) = s.store.find(Assessment)
    return found


def test_beginning_leads_to_the_questions_with_one_cookie(s: Services, http: httpx.Client) -> None:
    """The form makes an assessment that this browser may answer, and goes on to it."""
    answer = http.post("/begin", data=BEGIN)

    assert (answer.status_code, answer.headers["location"]) == (303, f"/answer?a={only(s).id}")
    assert list(http.cookies) == [auth.COOKIE]
    (own,) = auth.own(s, http.cookies[auth.COOKIE])
    assert (own.scope, own.group, own.organisation) == ("full", "sales", "Northwind")


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(http: httpx.Client) -> None:
    """One opaque cookie: HttpOnly, SameSite=Lax, for the whole site, 90 days; plain over HTTP."""
    cookie = http.post("/begin", data=BEGIN).headers["set-cookie"].lower()

    assert {"httponly", "samesite=lax", "path=/", "max-age=7776000"} <= set(cookie.split("; "))
    assert "secure" not in cookie


def test_behind_a_proxy_with_https_the_cookie_never_travels_in_the_clear(
    http: httpx.Client,
) -> None:
    """The proxy's word for the scheme is enough; and no other host can set such a cookie."""
    cookie = http.post("/begin", data=BEGIN, headers=PROXIED).headers["set-cookie"]

    assert cookie.startswith("__Host-visit=")
    assert "; secure" in cookie.lower()
    assert "domain" not in cookie.lower()


def test_behind_a_proxy_with_https_the_cookie_opens_and_is_taken(
    s: Services, http: httpx.Client
) -> None:
    """A second assessment keeps it, a download reads it, forgetting ends it."""
    cookie = http.post("/begin", data=BEGIN, headers=PROXIED).cookies["__Host-visit"]
    http.cookies.clear()
    proxied = PROXIED | {"Cookie": f"__Host-visit={cookie}"}

    assert http.post("/begin", data=BEGIN, headers=proxied).cookies["__Host-visit"] == cookie
    assert http.get("/scorecard.json", headers=proxied).status_code == 200
    taken = http.post("/forget", data={"confirm": "yes"}, headers=proxied).headers["set-cookie"]
    assert taken.startswith('__Host-visit="";')
    assert "; secure" in taken.lower()
    assert auth.grants(s, cookie) == ()


def test_behind_a_proxy_with_https_no_planted_cookie_is_adopted(
    s: Services, http: httpx.Client
) -> None:
    """Not even one that opens something: whoever planted it would read what is answered."""
    auth.grant(s, planted := auth.new_token(), responses.begin(s, "full", "sales"))

    cookie = http.post(
        "/begin", data=BEGIN, headers=PROXIED | {"Cookie": f"visit={planted}"}
    ).cookies["__Host-visit"]

    assert cookie != planted
    assert len(auth.own(s, planted)) == 1


def test_nobody_fills_the_disk_with_what_they_begin(
    s: Services, http: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From one address so much is kept an hour, whatever cookies come; it is said, not kept."""
    monkeypatch.setattr(routes, "fresh", Allowance({"address": (3, 3600.0)}))
    answers = []
    for _ in range(3):
        http.cookies.clear()
        answers.append(http.post("/begin", data=BEGIN).status_code)
    refused = [http.post("/begin", data=BEGIN), http.post("/language", data={"language": "de"})]

    assert answers == [303] * 3
    assert [answer.status_code for answer in refused] == [429, 429]
    assert "try again in an hour" in refused[0].text
    assert len(s.store.find(Grant)) == 3


def test_a_browser_keeps_its_cookie_for_a_second_assessment(
    s: Services, http: httpx.Client
) -> None:
    """Both assessments open with the same cookie."""
    http.post("/begin", data=BEGIN)
    cookie = http.cookies[auth.COOKIE]
    http.post("/begin", data=BEGIN | {"scope": "check"})

    assert http.cookies[auth.COOKIE] == cookie
    assert [a.scope for a in auth.own(s, cookie)] == ["check", "full"]


def test_a_cookie_that_opens_nothing_is_replaced(http: httpx.Client) -> None:
    """Nobody can plant a cookie whose value he knows."""
    http.cookies.set(auth.COOKIE, planted := auth.new_token())

    answer = http.post("/begin", data=BEGIN)

    assert planted not in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    "change",
    [
        {"scope": "half"},
        {"group": "finance"},
        {"organisation": "x" * 121},
        {"organisation": "x" * 20_000},
        {"extra": "1"},
        {"scope": ["full", "check"]},
    ],
)
def test_a_form_that_does_not_fit_is_refused(
    s: Services, http: httpx.Client, change: dict[str, str]
) -> None:
    """A forged, oversized or doubled field ends in a sentence, and nothing is kept."""
    answer = http.post("/begin", data=BEGIN | change)

    too_large = len(str(change)) > sent.BODY_LIMIT
    assert answer.status_code == (413 if too_large else 400)
    assert "Nothing was changed" in answer.text
    assert "set-cookie" not in answer.headers
    assert s.store.find(Assessment) == ()


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"&&&=", b"scope=full", b'{"scope": "full"}'])
def test_a_body_that_is_no_form_is_refused(http: httpx.Client, body: bytes) -> None:
    """Whatever is sent, the answer is a sentence and no traceback."""
    assert http.post("/begin", content=body).status_code == 400


@pytest.mark.parametrize("path", ["/begin", "/open", "/forget", "/erase"])
@pytest.mark.parametrize(
    "sent",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_forms_of_other_sites_are_refused(
    s: Services, http: httpx.Client, path: str, sent: dict[str, str]
) -> None:
    """A page elsewhere can neither begin nor open, forget or erase anything for its visitor."""
    answer = http.post(path, data=BEGIN, headers=sent)

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert s.store.find(Assessment) == ()


def test_whoever_hangs_up_leaves_no_incident(
    s: Services, site: str, http: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    """A form that breaks off is nobody's mistake; the next one is taken."""
    with half_a_form(site):
        pass

    assert http.post("/begin", data=BEGIN).status_code == 303
    assert only(s).organisation == "Northwind"
    assert [r for r in caplog.records if r.levelname == "ERROR"] == []


@pytest.mark.case("C45")
def test_a_form_that_never_ends_is_not_waited_for(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After its time it is answered, and the connection closed."""
    monkeypatch.setattr(sent, "BODY_SECONDS", 0.1)

    with half_a_form(site) as connection, connection.makefile("rb") as answered:
        answer = answered.read()

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"connection: close" in answer.lower()


@contextmanager
def half_a_form(site: str) -> Iterator[socket.socket]:
    """A connection on which only the first bytes of a form were sent."""
    host, port = site.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), PATIENCE) as connection:
        head = f"POST /begin HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: {site}\r\n"
        connection.sendall(f"{head}Content-Length: 100\r\n\r\nscope=full".encode())
        yield connection


def test_a_private_link_opens_the_assessment_on_another_device(
    s: Services, http: httpx.Client
) -> None:
    """The token, posted once, lets a fresh browser answer."""
    begun = responses.begin(s, "full", "sales")
    token = auth.make_link(s, begun.id, "resume")

    answer = http.post("/open", data={"token": token, "purpose": "resume"})

    assert (answer.status_code, answer.headers["location"]) == (303, f"/answer?a={begun.id}")
    assert auth.own(s, http.cookies[auth.COOKIE]) == (begun,)


def test_a_share_link_opens_the_scorecard_only(s: Services, http: httpx.Client) -> None:
    """Its browser may read, and may not answer."""
    begun = responses.begin(s, "full", "sales")
    token = auth.make_link(s, begun.id, "share")

    answer = http.post("/open", data={"token": token, "purpose": "share"})

    assert (answer.status_code, answer.headers["location"]) == (303, f"/shared?s={begun.id}")
    assert auth.own(s, http.cookies[auth.COOKIE]) == ()
    (shared,) = auth.shared(s, http.cookies[auth.COOKIE])
    assert shared.assessment == begun


@pytest.mark.case("C11")
def test_every_dead_link_gets_the_same_sentence(s: Services, http: httpx.Client) -> None:
    """Wrong, withdrawn, erased, truncated, swapped, huge or empty: nobody learns which it was."""
    begun = responses.begin(s, "full", "sales")
    erased = responses.begin(s, "full", "sales")
    gone = auth.make_link(s, erased.id, "resume")
    responses.erase(s, erased.id)
    revoked = auth.make_link(s, begun.id, "resume")
    auth.revoke_links(s, begun.id, "resume")
    alive = auth.make_link(s, begun.id, "resume")
    tokens = [auth.new_token(), revoked, gone, alive[:-1], f"{alive}\x00", "", "A" * 1_000_000]

    answers = [http.post("/open", data={"token": t, "purpose": "resume"}) for t in tokens]
    answers.append(http.post("/open", data={"token": alive, "purpose": "share"}))
    answers.append(http.post("/open", data={"purpose": "resume"}))

    assert {(a.status_code, a.text) for a in answers} == {(404, answers[0].text)}
    assert answers[0].text.startswith(DEAD)
    assert not any("set-cookie" in a.headers for a in answers)


@pytest.mark.case("C10")
@pytest.mark.parametrize("path", ["/r", "/s"])
def test_the_page_of_a_link_knows_no_token(http: httpx.Client, path: str) -> None:
    """Its script is a file, so that no inline script need be allowed, and it says what it does."""
    answer = http.get(path)

    assert answer.status_code == 200
    assert '<script src="/assets/open.js"></script>' in answer.text
    assert answer.text.count("<script") == 1
    assert "noindex" in answer.text


def test_forgetting_this_device_takes_the_cookie_and_what_it_opens(
    s: Services, http: httpx.Client
) -> None:
    """The cookie is gone here, and worth nothing where somebody kept a copy; the answers stay."""
    http.post("/begin", data=BEGIN)
    cookie = http.cookies[auth.COOKIE]

    answer = http.post("/forget", data={"confirm": "yes"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert answer.headers["clear-site-data"] == '"cookies", "storage"'
    assert list(http.cookies) == []
    assert auth.grants(s, cookie) == ()
    assert only(s).organisation == "Northwind"


def test_forgetting_takes_a_confirmation(s: Services, http: httpx.Client) -> None:
    """Without the tick this browser goes on as before."""
    http.post("/begin", data=BEGIN)

    assert http.post("/forget").status_code == 400
    assert auth.grants(s, http.cookies[auth.COOKIE])


def test_deleting_takes_a_confirmation(s: Services, http: httpx.Client) -> None:
    """Without the tick nothing is deleted."""
    http.post("/begin", data=BEGIN)

    assert http.post("/erase", data={"assessment": only(s).id}).status_code == 400
    assert s.store.find(Assessment)


def test_deleting_erases_the_assessment(s: Services, http: httpx.Client) -> None:
    """After the tick it is gone, and the page says so."""
    http.post("/begin", data=BEGIN)

    answer = http.post("/erase", data={"assessment": only(s).id, "confirm": "yes"})

    assert answer.status_code == 200
    assert "Your answers are deleted" in answer.text
    assert s.store.find(Assessment) == ()


def test_nobody_deletes_what_he_may_not_answer(s: Services, http: httpx.Client) -> None:
    """Neither a stranger nor a reader by a share link can erase an assessment."""
    begun = responses.begin(s, "full", "sales")
    token = auth.make_link(s, begun.id, "share")
    http.post("/open", data={"token": token, "purpose": "share"})

    answer = http.post("/erase", data={"assessment": begun.id, "confirm": "yes"})

    assert answer.status_code == 404
    assert responses.load(s, begun.id) == begun


@pytest.mark.parametrize("path", ["/begin", "/open", "/forget", "/erase"])
def test_what_changes_something_cannot_be_fetched(http: httpx.Client, path: str) -> None:
    """A link in a mail or a preview of it begins and ends nothing."""
    assert http.get(path).status_code == 405


def test_something_unforeseen_is_said_with_a_number(
    http: httpx.Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The visitor gets a number, the log what happened under it."""

    def fail(*_: object) -> None:
        raise RuntimeError("postgresql://secret")

    monkeypatch.setattr(responses, "begin", fail)

    answer = http.post("/begin", data=BEGIN)

    assert answer.status_code == 500
    assert "secret" not in answer.text
    (incident,) = [r for r in caplog.records if r.name == "sevensigns"]
    assert incident.getMessage().split()[1] in answer.text
