"""assessment/auth.py"""

import datetime
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from assessment import auth, responses
from assessment.errors import Refused
from assessment.records import Assessment, Grant, Link
from assessment.services import Services


@pytest.fixture
def begun(s: Services) -> Assessment:
    """An assessment that somebody has begun."""
    return responses.begin(s, "full", "sales")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A way to change what day it is: `turn(later, days)`."""
    return monkeypatch


def turn(later: pytest.MonkeyPatch, days: int) -> None:
    """Let it be so many days later."""
    day = auth._today() + datetime.timedelta(days=days)
    later.setattr(auth, "_today", lambda: day)


def kept(s: Services) -> str:
    """Everything in the data folder, as one text."""
    files = [file for file in Path(s.settings.data).rglob("*") if file.is_file()]
    assert files
    return "".join(file.read_bytes().decode("latin-1") for file in files)


def test_a_token_has_256_bits_and_fits_into_an_address() -> None:
    """Tokens are 43 characters of 64 kinds, and never the same."""
    tokens = {auth.new_token() for _ in range(100)}

    assert len(tokens) == 100
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", token) for token in tokens)


def test_a_link_opens_its_assessment(s: Services, begun: Assessment) -> None:
    """The token of a private link leads to the assessment it was made for, and never expires."""
    link = auth.open_link(s, auth.make_link(s, begun.id, "resume"))

    assert link is not None
    assert (link.home, link.purpose, link.expires) == (begun.id, "resume", None)


@pytest.mark.case("C12")
def test_a_stolen_data_folder_holds_no_token(s: Services, begun: Assessment) -> None:
    """Of links and cookies only the SHA-256 is kept."""
    tokens = [auth.make_link(s, begun.id, "resume"), auth.make_link(s, begun.id, "share")]
    cookie = auth.new_token()
    auth.grant(s, cookie, begun)

    found = kept(s)

    assert all(auth.digest(token) in found for token in (*tokens, cookie))
    assert not any(token in found for token in (*tokens, cookie))


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-1],
        lambda token: token + "A",
        lambda token: token.swapcase(),
        lambda token: f"{token}\x00",
        lambda token: f" {token}",
        lambda token: f"{token}\n",
        lambda token: token[:-1] + "é",
        lambda token: token[:-1] + "\ud800",
        lambda _: "",
        lambda _: "\x00" * 43,
        lambda _: "A" * 1_000_000,
        auth.digest,
    ],
)
def test_what_is_not_the_token_opens_nothing(
    s: Services, begun: Assessment, change: Callable[[str], str]
) -> None:
    """A truncated, longer, changed or huge token is no link."""
    token = auth.make_link(s, begun.id, "resume")

    assert auth.open_link(s, change(token)) is None


def test_a_link_opens_only_what_it_is_for(s: Services, begun: Assessment) -> None:
    """A share link does not let anybody answer, however it is sent."""
    token = auth.make_link(s, begun.id, "share")

    assert auth.open_link(s, token, "resume") is None
    assert auth.open_link(s, token, "share") is not None


def test_a_share_link_expires_after_90_days(
    s: Services, begun: Assessment, later: pytest.MonkeyPatch
) -> None:
    """On its last day it still opens, on the next it does not, nor for those who came before."""
    token = auth.make_link(s, begun.id, "share")
    turn(later, 90)
    link = auth.open_link(s, token)
    assert link is not None
    auth.grant(s, browser := auth.new_token(), link)
    assert auth.shared(s, browser)

    turn(later, 1)

    assert auth.open_link(s, token) is None
    assert auth.links(s, begun.id, "share") == ()
    assert auth.shared(s, browser) == ()


def test_a_grant_expires_after_90_days(
    s: Services, begun: Assessment, later: pytest.MonkeyPatch
) -> None:
    """A browser that stays away is forgotten."""
    auth.grant(s, browser := auth.new_token(), begun)
    turn(later, 90)
    assert auth.own(s, browser)

    turn(later, 1)

    assert auth.own(s, browser) == ()


def test_a_browser_opens_only_what_was_granted_to_it(s: Services, begun: Assessment) -> None:
    """Another cookie, none, or the hash of the right one opens nothing."""
    auth.grant(s, browser := auth.new_token(), begun)

    assert auth.own(s, browser) == (begun,)
    for other in (auth.new_token(), auth.digest(browser), "", None, "x" * 5000):
        assert auth.own(s, other) == ()
        assert auth.grants(s, other) == ()


def test_a_browser_opens_first_what_it_opened_last(s: Services) -> None:
    """Of several assessments the one granted last comes first, also when granted anew."""
    one, two = (responses.begin(s, "full", "sales") for _ in range(2))
    browser = auth.new_token()
    auth.grant(s, browser, one)
    auth.grant(s, browser, two)
    assert auth.own(s, browser) == (two, one)

    auth.grant(s, browser, one)

    assert auth.own(s, browser) == (one, two)
    assert len(auth.grants(s, browser)) == 2


def test_a_browser_opens_at_most_fifty(s: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one opened longest ago makes room; what is opened anew keeps its place."""
    monkeypatch.setattr(auth, "REMEMBERED", 3)
    one, two, three, four = (responses.begin(s, "full", "sales") for _ in range(4))
    browser = auth.new_token()
    for opened in (one, two, three, one, four):
        auth.grant(s, browser, opened)

    assert auth.own(s, browser) == (four, one, three)
    assert len(s.store.find(Grant)) == 3


def test_over_https_a_planted_cookie_is_not_read() -> None:
    """Another host of the same domain can set the plain one, and no other; HTTP has only that."""
    planted = {auth.COOKIE: "planted"}
    both = planted | {"__Host-visit": "ours"}

    assert auth.token_of(planted, https=True) is None
    assert auth.token_of(planted, https=False) == "planted"
    assert auth.token_of(both, https=True) == auth.token_of(both, https=False) == "ours"


@pytest.mark.parametrize("with_comments", [True, False])
def test_a_share_link_shows_comments_only_if_ticked(
    s: Services, begun: Assessment, with_comments: bool
) -> None:
    """What is shared is the scorecard; comments only where the link says so."""
    link = auth.open_link(s, auth.make_link(s, begun.id, "share", with_comments=with_comments))
    assert link is not None
    auth.grant(s, browser := auth.new_token(), link)

    (shared,) = auth.shared(s, browser)

    assert shared.assessment == begun
    assert shared.with_comments is with_comments
    assert auth.own(s, browser) == ()


def test_withdrawing_share_links_also_closes_them_for_those_who_came(
    s: Services, begun: Assessment
) -> None:
    """Every share link is dead, and who had opened one reads nothing any more."""
    tokens = [auth.make_link(s, begun.id, "share") for _ in range(2)]
    link = auth.open_link(s, tokens[0])
    assert link is not None
    auth.grant(s, reader := auth.new_token(), link)
    auth.grant(s, owner := auth.new_token(), begun)
    private = auth.make_link(s, begun.id, "resume")

    auth.revoke_links(s, begun.id, "share")

    assert [auth.open_link(s, token) for token in tokens] == [None, None]
    assert auth.shared(s, reader) == ()
    assert auth.own(s, owner) == (begun,)
    assert auth.open_link(s, private) is not None


def test_ending_private_links_leaves_only_this_browser(s: Services, begun: Assessment) -> None:
    """Whoever came by an old private link is out; the browser that ends it stays."""
    token = auth.make_link(s, begun.id, "resume")
    auth.grant(s, mine := auth.new_token(), begun)
    auth.grant(s, theirs := auth.new_token(), begun)

    auth.revoke_links(s, begun.id, "resume", keep_browser=mine)

    assert auth.open_link(s, token) is None
    assert auth.own(s, mine) == (begun,)
    assert auth.own(s, theirs) == ()


def test_forgetting_a_browser_takes_all_it_may_open(s: Services, begun: Assessment) -> None:
    """Its grants are gone, those of others and the answers stay."""
    other = responses.begin(s, "check", "marketing")
    auth.grant(s, mine := auth.new_token(), begun)
    auth.grant(s, mine, other)
    auth.grant(s, theirs := auth.new_token(), begun)

    auth.forget(s, mine)

    assert auth.grants(s, mine) == ()
    assert auth.own(s, theirs) == (begun,)
    assert responses.load(s, other.id) == other


def test_erasing_an_assessment_kills_its_links_and_grants(s: Services, begun: Assessment) -> None:
    """Nothing that led to it leads anywhere, and nothing of it is kept."""
    tokens = [auth.make_link(s, begun.id, purpose) for purpose in ("resume", "share")]
    auth.grant(s, browser := auth.new_token(), begun)

    responses.erase(s, begun.id)

    assert [auth.open_link(s, token) for token in tokens] == [None, None]
    assert auth.own(s, browser) == ()
    assert (s.store.find(Link), s.store.find(Grant)) == ((), ())
    assert begun.id not in kept(s)


def test_no_link_is_made_to_what_was_erased(s: Services, begun: Assessment) -> None:
    """An old tab cannot bring an erased assessment's folder back."""
    responses.erase(s, begun.id)

    with pytest.raises(Refused):
        auth.make_link(s, begun.id, "resume")
    with pytest.raises(Refused):
        auth.grant(s, auth.new_token(), begun)
