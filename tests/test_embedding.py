"""The app in a frame on a consultant's site: which sites may, and with which cookie."""

from pathlib import Path

import httpx
import pytest

from assessment import auth
from assessment.errors import SettingsError
from assessment.settings import Settings, read_settings

SITES = "https://www.advisors.example, https://advisors.example:8443"
ADDRESS = "https://check.advisors.example"
BEGIN = {"scope": "check", "group": "sales", "organisation": ""}
PROXIED = {"Origin": ADDRESS, "X-Forwarded-Proto": "https"}


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path, banks: Path) -> Settings:
    """An installation behind HTTPS that two sites may embed, unless a test says otherwise."""
    embed = getattr(request, "param", SITES)
    return Settings(data=tmp_path / "data", questions=banks, public_url=ADDRESS, embed=embed)


@pytest.mark.parametrize("path", ["/", "/answer", "/r", "/nope", "/scorecard.pdf"])
def test_the_sites_that_are_named_may_frame_it(http: httpx.Client, path: str) -> None:
    """They and its own pages; no older header stands against it."""
    sent = http.get(path).headers

    assert (
        "frame-ancestors 'self' https://www.advisors.example https://advisors.example:8443;"
        in sent["content-security-policy"]
    )
    assert "x-frame-options" not in sent


def test_the_phone_is_never_framed(http: httpx.Client) -> None:
    """Nobody answers a room through another site's page."""
    assert "frame-ancestors 'none'" in http.get("/j").headers["content-security-policy"]


def test_over_https_the_cookie_reaches_a_frame_and_stays_in_its_jar(http: httpx.Client) -> None:
    """Lax cookies do not; partitioned, what one site's frame opens no other's can."""
    given = http.post("/begin", data=BEGIN, headers=PROXIED).headers["set-cookie"]

    assert given.startswith(f"{auth.HTTPS_COOKIE}=")
    parts = {part.strip().lower() for part in given.split(";")[1:]}
    assert parts >= {"secure", "httponly", "samesite=none", "partitioned", "path=/"}


def test_forgetting_reaches_the_same_jar(http: httpx.Client) -> None:
    """A cookie is taken back under the attributes that it was given with."""
    taken = http.post("/forget", data={"confirm": "yes"}, headers=PROXIED).headers["set-cookie"]

    assert taken.startswith(f'{auth.HTTPS_COOKIE}="";')
    assert taken.lower().endswith("; partitioned")
    assert "samesite=none" in taken.lower()


def test_a_form_of_another_site_is_refused_as_before(http: httpx.Client) -> None:
    """The embedding site itself may show the app, not act in it."""
    for told in ({"Origin": "https://www.advisors.example"}, {"Sec-Fetch-Site": "same-site"}):
        answer = http.post("/begin", data=BEGIN, headers=PROXIED | told)
        assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


@pytest.mark.parametrize("settings", [""], indirect=True)
def test_without_embedding_nothing_changes(http: httpx.Client) -> None:
    """No page may be framed, and the cookie stays with the site that it is from."""
    shown = http.get("/").headers
    assert "frame-ancestors 'none'" in shown["content-security-policy"]
    assert shown["x-frame-options"] == "DENY"
    given = http.post("/begin", data=BEGIN, headers=PROXIED).headers["set-cookie"].lower()

    assert "samesite=lax" in given
    assert "partitioned" not in given


@pytest.mark.parametrize(
    "given",
    [
        "http://advisors.example",
        "https://advisors.example/path",
        "*",
        "https://*.example",
        "https://a.example https://b.example",
        "https://a.example; script-src *",
        "'unsafe-inline'",
        "https://a.example,",
    ],
)
def test_what_is_no_https_origin_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    """It would stand in a header, and open more than was meant."""
    monkeypatch.setenv("SEVENSIGNS_EMBED", given)

    with pytest.raises(SettingsError, match="SEVENSIGNS_EMBED"):
        read_settings()
