"""Secrets are planted in the real server, used and misused, and then looked for elsewhere."""

import re
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from assessment import auth, responses
from assessment.desk import audit, users
from assessment.lead_records import Lead
from assessment.records import Assessment
from assessment.services import Services, open_services
from assessment.settings import Settings
from tests.conftest import PATIENCE

PASSWORD = "planted violet umbrella seventeen"
WRONG = "planted wrong password in a row"
TYPO = "planted password in the name field"
MAIL = "planted.person@secret.example"
ANSWER = "Planted Organisation"
COMMENT = "planted comment about a colleague"


@pytest.fixture
def beside(server: str, server_folder: Path) -> Settings:
    """The settings of a command beside the real server."""
    return Settings(data=server_folder / "data")


def planted(s: Services) -> tuple[Assessment, str]:
    """An assessment with a comment, and the token of its private link; an account."""
    begun = responses.begin(s, "full", "sales", ANSWER)
    sign, item = next(iter(s.instrument().by_id)), next(iter(s.instrument().items))
    responses.comment(s, begun.id, sign, COMMENT)
    responses.answer(s, begun.id, item, 4)
    if not users.by_name(s, "planted"):
        users.add(s, "planted", PASSWORD)
    return begun, auth.make_link(s, begun.id, "resume")


class Used:
    """A browser that does all that these secrets are for, and remembers where it was sent."""

    def __init__(self, server: str, settings: Settings) -> None:
        self.settings = settings
        self.addresses: list[str] = []
        self._client = httpx.Client(
            base_url=server,
            headers={"Origin": server},
            timeout=PATIENCE,
            event_hooks={"response": [self._seen]},
        )

    def _seen(self, answer: httpx.Response) -> None:
        self.addresses += [str(answer.request.url), answer.headers.get("location", "")]

    def close(self) -> None:
        """Leave."""
        self._client.close()

    def cookies(self) -> set[str]:
        """The tokens that this browser has held."""
        return set(self._client.cookies.values())

    def run(self, begun: Assessment, token: str) -> set[str]:
        """Open, read, leave an address, log in and fail to; the cookies that were held."""
        post, held = self._client.post, set[str]()
        post("/open", data={"token": token, "purpose": "resume"})
        held |= self.cookies()
        for path in ("/stored.json", "/stored.csv", "/scorecard.json", "/nothing"):
            self._client.get(path, params={"a": begun.id})
        form = {"assessment": begun.id, "email": MAIL, "person": ANSWER, "contact": "yes"}
        post("/leave", data=form | {"shown": self._shown()})
        for name, password in (("planted", WRONG), (TYPO, WRONG), ("planted", PASSWORD)):
            post("/login", data={"name": name, "password": password})
            held |= self.cookies()
        for wish in ("json", "csv"):
            post("/person", data={"email": MAIL, "wish": wish})
        post("/person", data={"email": MAIL, "wish": "nonsense"})
        post("/open", data={"token": token + "x", "purpose": "resume"})
        post("/logout", data={})
        return held

    def _shown(self) -> str:
        from assessment import prospects

        with open_services(self.settings, "read") as s:
            return prospects.shown(s)

    def seen_by_a_stranger(self) -> str:
        """What the pages say to whoever holds nothing."""
        pages = ("/", "/login", "/privacy", "/sample.pdf", "/desk", "/stored.json")
        self._client.cookies.clear()
        return "".join(self._client.get(page).text for page in pages)


@pytest.mark.case("C58")
def test_planted_secrets_are_found_nowhere_but_where_they_belong(
    server: str, server_folder: Path, beside: Settings
) -> None:
    """Not in the server's log, the audit log, an address, or a page of somebody else's."""
    with open_services(beside, "command") as s:
        begun, token = planted(s)
    with closing(Used(server, beside)) as used:
        held = used.run(begun, token)
        stranger = used.seen_by_a_stranger()
    with open_services(beside, "read") as s:
        logged = " ".join(str(dict(entry)) for entry in audit.entries(s))
        assert {"login", "login_failed", "exported"} <= {e.what for e in audit.entries(s)}
        assert s.store.find(Lead, email=MAIL)

    assert len(held) == 2  # the cookie changed at the login
    secrets = {PASSWORD, WRONG, TYPO, MAIL, ANSWER, COMMENT, token, *held}
    places = {
        "the server's log": (server_folder / "log").read_text("utf-8", "replace"),
        "the audit log": logged,
        "addresses": " ".join(used.addresses),
        "a stranger's pages": stranger,
    }
    for place, text in places.items():
        assert text, place
        assert [secret for secret in secrets if secret in text] == [], place


def test_no_secret_stands_readable_in_the_data_folder(beside: Settings) -> None:
    """Tokens and passwords are kept as hashes alone; files are private."""
    with open_services(beside, "command") as s:
        _, token = planted(s)
    files = [path for path in beside.data.rglob("*") if path.is_file()]
    kept = "".join(path.read_text("utf-8", "replace") for path in files)

    assert COMMENT in kept  # the test looks in the right place
    for secret in (PASSWORD, token):
        assert secret not in kept
    assert [path for path in files if path.stat().st_mode & 0o077] == []


@pytest.mark.case("C58")
def test_what_fails_is_logged_without_what_was_sent(
    s: Services,
    http: httpx.Client,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An incident has a number and a traceback, and no form, cookie or address in it."""

    def broken(*_: object) -> None:
        raise RuntimeError("the disk is on fire")

    monkeypatch.setattr("assessment.desk.rights.stored_of", broken)
    caplog.set_level("DEBUG")
    answer = http.post("/person", data={"email": MAIL, "wish": "json"})

    assert answer.status_code == 500
    assert re.search(r"Incident [0-9a-f]{8} at /person", caplog.text)
    assert MAIL not in caplog.text
    assert "fire" not in answer.text
