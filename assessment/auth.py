"""Who may open what: links known by their tokens, browsers known by their cookies."""

import datetime
import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assessment.client_records import Claim, How
from assessment.desk_records import Login
from assessment.errors import Refused
from assessment.records import Assessment, Grant, Link, Seat, Workshop, new_id
from assessment.services import Services
from assessment.store import Transaction

COOKIE = "visit"  # no brand's name, since it would travel in every header
HTTPS_COOKIE = f"__Host-{COOKIE}"  # browsers let no other host and no plain HTTP set such a one
REMEMBERED_DAYS = 90  # how long a browser may open something without being let in again
AT_THE_DESK_DAYS = 1  # how long it may run on what a login opened; the room stays open overnight
REMEMBERED = 50  # how much a browser may open at a time
SHARED_DAYS = 90  # how long a share link opens the scorecard
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")

Purpose = Literal["resume", "share", "facilitate"]
What = Literal["assessment", "shared", "workshop", "seat"]

OPENS: dict[Purpose, What] = {
    "resume": "assessment",
    "share": "shared",
    "facilitate": "workshop",
}
CLAIMED_BY: dict[Purpose, How] = {"resume": "private_link", "share": "share_link"}


@dataclass(frozen=True)
class Shared:
    """An assessment that a browser may read, and whether its comments with it."""

    assessment: Assessment
    with_comments: bool


def new_token() -> str:
    """A random token of 256 bits, 43 characters that are safe in an address."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """The SHA-256 of a token in hexadecimal, which is all that is kept of it."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def is_token(text: str) -> bool:
    """Whether the text can be a token at all."""
    return _TOKEN.fullmatch(text) is not None


def cookie_name(https: bool) -> str:
    """What the cookie is called over HTTPS, or without."""
    return HTTPS_COOKIE if https else COOKIE


def token_of(cookies: Mapping[str, str], https: bool) -> str | None:
    """The token in a browser's cookie; by HTTPS only in the one that nobody else can set."""
    return cookies.get(HTTPS_COOKIE) or (None if https else cookies.get(COOKIE))


def make_link(s: Services, home: str, purpose: Purpose, with_comments: bool = False) -> str:
    """The token of a new link to an assessment or workshop, which cannot be had again.

    Raises Refused and NotSaved.
    """
    token = new_token()
    share = purpose == "share"
    link = Link(
        home=home,
        id=new_id(),
        sha256=digest(token),
        purpose=purpose,
        expires=_today() + datetime.timedelta(days=SHARED_DAYS) if share else None,
        with_comments=share and with_comments,
    )
    _put(s, link)
    return token


def open_link(s: Services, token: str, purpose: Purpose | None = None) -> Link | None:
    """The living link with this token, of that purpose if one is said; None for any other."""
    if not is_token(token):
        return None
    found = s.store.find(Link, sha256=digest(token))
    return next((k for k in found if _alive(k) and purpose in (None, k.purpose)), None)


def links(s: Services, assessment_id: str, purpose: Purpose) -> tuple[Link, ...]:
    """The living links of an assessment for a purpose."""
    found = s.store.find(Link, home=assessment_id)
    return tuple(k for k in found if k.purpose == purpose and _alive(k))


def revoke_links(
    s: Services, assessment_id: str, purpose: Purpose, keep_browser: str | None = None
) -> None:
    """End every link of a purpose, and what others could open by them. Raises NotSaved."""
    kept = digest(keep_browser) if keep_browser else None

    def work(home: Transaction) -> None:
        for link in home.find(Link):
            if link.purpose == purpose:
                home.delete(Link, link.id)
        for grant in home.find(Grant):
            if grant.what == OPENS[purpose] and grant.browser != kept:
                home.delete(Grant, grant.id)
        for claim in home.find(Claim):
            if claim.how == CLAIMED_BY.get(purpose):
                home.delete(Claim, claim.id)  # the desk read it by a link that is ended

    s.store.transact(assessment_id, work)


def grant(
    s: Services,
    browser: str,
    opened: Assessment | Link | Workshop | Seat,
    account: str | None = None,
) -> Grant:
    """Let the browser with this cookie open this, or what a link opens, for 90 days.

    By the login of an account it may until tomorrow, and not longer than that is allowed. Of more
    than 50 it may no longer open what it opened longest ago.
    """
    days = AT_THE_DESK_DAYS if account else REMEMBERED_DAYS
    what = _what(opened)
    target = opened.id if what == "shared" else opened.home
    before = [g for g in grants(s, browser) if g.what != "language"]
    made = Grant(
        home=opened.home,
        id=_id_of(browser, target),
        browser=digest(browser),
        what=what,
        target=target,
        account=account,
        turn=1 + max((g.turn for g in before), default=0),
        expires=_today() + datetime.timedelta(days=days),
    )
    _put(s, made, opened if isinstance(opened, Link) else None)
    for old in [g for g in before if g.id != made.id][REMEMBERED - 1 :]:
        take(s, old)
    return made


def grants(s: Services, browser: str | None) -> tuple[Grant, ...]:
    """What the browser with this cookie may open now, what it opened last first."""
    if not browser or not is_token(browser):
        return ()
    found = [g for g in s.store.find(Grant, browser=digest(browser)) if _alive(g)]
    return tuple(sorted(found, key=lambda g: g.turn, reverse=True))


def known(s: Services, browser: str | None) -> bool:
    """Whether the cookie is one of ours: it opens something, or somebody has logged in with it."""
    if not browser or not is_token(browser):
        return False
    return bool(grants(s, browser) or s.store.find(Login, browser=digest(browser)))


def move_grants(s: Services, before: str | None, browser: str) -> None:
    """Let a browser open by a new token what it could by the one before, which opens nothing."""
    for given in grants(s, before):
        kept = given.changed(id=_id_of(browser, given.target), browser=digest(browser))

        def work(home: Transaction, kept: Grant = kept, gone: str = given.id) -> None:
            if home.get(Grant, gone):
                home.put(kept)
                home.delete(Grant, gone)

        s.store.transact(given.home, work)


def own(s: Services, browser: str | None) -> tuple[Assessment, ...]:
    """The assessments that this browser may answer, what it opened last first."""
    targets = [g.target for g in grants(s, browser) if g.what == "assessment"]
    return tuple(a for a in (s.store.get(Assessment, target) for target in targets) if a)


def shared(s: Services, browser: str | None) -> tuple[Shared, ...]:
    """The assessments that this browser may read by a share link that still lives."""
    found = []
    for given in grants(s, browser):
        link = s.store.get(Link, given.target) if given.what == "shared" else None
        assessment = s.store.get(Assessment, given.home) if link and _alive(link) else None
        if link and assessment:
            found.append(Shared(assessment, link.with_comments))
    return tuple(found)


def workshops(s: Services, browser: str | None) -> tuple[Workshop, ...]:
    """The workshops that this browser may run, what it opened last first."""
    targets = [g.target for g in grants(s, browser) if g.what == "workshop"]
    return tuple(w for w in (s.store.get(Workshop, target) for target in targets) if w)


def workshop(s: Services, browser: str | None, id: str | None = None) -> Workshop | None:
    """The workshop with this id if this browser may run it; without one that it opened last."""
    targets = (g.target for g in grants(s, browser) if g.what == "workshop")
    found = (s.store.get(Workshop, target) for target in targets if id in (None, target))
    return next((room for room in found if room), None)


def seats(s: Services, browser: str | None) -> tuple[Seat, ...]:
    """The seats that this browser holds, the one it took last first."""
    targets = [g.target for g in grants(s, browser) if g.what == "seat"]
    return tuple(seat for seat in (s.store.get(Seat, target) for target in targets) if seat)


def forget(s: Services, browser: str | None) -> None:
    """Take from the browser with this cookie all that it may open. Raises NotSaved."""
    if not browser or not is_token(browser):
        return
    for given in s.store.find(Grant, browser=digest(browser)):
        if given.what == "language":
            s.store.erase(given.home)  # it holds nothing else
        else:
            take(s, given)
    for login in s.store.find(Login, browser=digest(browser)):
        take(s, login)


def _put(s: Services, record: Link | Grant, by: Link | None = None) -> None:
    """Keep the record beside what it opens, which must still be there, as the link it came by."""

    def work(home: Transaction) -> None:
        there = any(home.get(kind, record.home) for kind in (Assessment, Workshop, Seat))
        if not there or (by and home.get(Link, by.id) is None):
            raise Refused("What this opens is not there any more.")
        home.put(record)

    s.store.transact(record.home, work)


def _what(opened: Assessment | Link | Workshop | Seat) -> What:
    match opened:
        case Link():
            return OPENS[opened.purpose]
        case Workshop():
            return "workshop"
        case Seat():
            return "seat"
    return "assessment"


def _id_of(browser: str, target: str) -> str:
    return digest(f"{browser} {target}")[:32]


def take(s: Services, given: Grant | Login) -> None:
    """End what a browser was let do, or its login. Raises NotSaved."""
    s.store.transact(given.home, lambda home: home.delete(type(given), given.id))


def _alive(record: Link | Grant) -> bool:
    return record.expires is None or _today() <= record.expires


def _today() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()
