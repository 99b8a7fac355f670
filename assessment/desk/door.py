"""The door of the desk: when a login is needed, logging in and out, and who acts."""

import datetime
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from assessment import auth
from assessment.desk import audit, passwords, users
from assessment.desk.attempts import Attempts
from assessment.desk_records import Login, User
from assessment.errors import NotAllowed, Refused
from assessment.origin import only_here
from assessment.records import new_id
from assessment.services import Services
from assessment.settings import Settings
from assessment.store import Store, Transaction

IDLE = datetime.timedelta(minutes=30)
LONGEST = datetime.timedelta(hours=8)
NOTED_EVERY = datetime.timedelta(minutes=1)  # a login's last use; it only ever ends earlier by it
QUIET = datetime.timedelta(minutes=1)  # between two entries on names that nobody has
UNLOCKED = "this machine"  # who acts where no login is needed

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Actor:
    """Who acts at the desk: somebody who has logged in, or who sits at this machine.

    Only `require` and `at_desk` make one, for one call; what the desk's services do for it, they do
    not for others (`for_actor`).
    """

    name: str
    account: str | None = None  # id of the user; none where no login is needed


COMMAND = Actor(users.HERE)  # who works on the server itself

Work = Callable[Concatenate[Services, Actor, P], T]


def for_actor(work: Work[P, T]) -> Work[P, T]:
    """The service, which from now on raises NotAllowed for whoever is nobody at the desk."""

    @wraps(work)
    def checked(s: Services, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> T:
        unlocked = isinstance(actor, Actor) and actor.account is None and actor != COMMAND
        if not isinstance(actor, Actor) or (unlocked and needed(s.settings)):
            raise NotAllowed("Log in first.")
        return work(s, actor, *args, **kwargs)

    return checked


@dataclass(frozen=True)
class Refusal:
    """Why nobody was logged in: for so many seconds, or because something does not fit."""

    reason: str  # wrong, later, busy or length
    seconds: float = 0.0


def needed(settings: Settings) -> bool:
    """Whether the desk takes a login: as soon as others than this machine can reach the app."""
    public = urlsplit(settings.public_url).hostname or ""
    return not (only_here(settings.address) and only_here(public))


def log_in(
    s: Services,
    name: str,
    password: str,
    browser: str | None,
    now: datetime.datetime | None = None,
) -> str | Refusal:
    """The new token of a browser that is logged in now, or why it is not. Raises NotSaved.

    What the browser could open by its old token, it opens by the new one, and the old one nothing:
    nobody gains by having planted it.
    """
    now = now or _now()
    try:
        checked = passwords.check(password)
    except Refused:
        return Refusal("length")
    try:
        with passwords.place():
            return _log_in(s, name.strip().casefold(), checked, browser, now)
    except passwords.Busy:
        return Refusal("busy")


def log_out(s: Services, browser: str | None) -> None:
    """End the login of this browser, and what it may run by it. Raises NotSaved."""
    for login in _logins(s, browser):
        user = s.store.get(User, login.home)
        _end(s, login)
        audit.note(s, "logout", user.name if user else UNLOCKED)


def end_all(s: Services, actor: Actor) -> None:
    """End every login of the one who acts, on all devices. Raises NotSaved."""
    if actor.account is None:
        return

    def work(home: Transaction) -> None:
        for login in home.find(Login):
            home.delete(Login, login.id)

    s.store.transact(actor.account, work)
    users.take_grants(s, actor.account)
    audit.note(s, "logout", actor.name, "all devices")


def at_desk(s: Services, browser: str | None, now: datetime.datetime | None = None) -> Actor | None:
    """Who acts from this browser, or None where a login is needed and there is none alive."""
    now = now or _now()
    for login in _logins(s, browser):
        user = s.store.get(User, login.home)
        if user and now - login.started < LONGEST and now - login.seen < IDLE:
            _seen(s, login, now)
            return Actor(user.name, user.id)
    return None if needed(s.settings) else Actor(UNLOCKED)


def require(s: Services, browser: str | None, now: datetime.datetime | None = None) -> Actor:
    """Who acts from this browser; raises NotAllowed where a login is needed and none is alive."""
    actor = at_desk(s, browser, now)
    if actor is None:
        raise NotAllowed("Log in first.")
    return actor


def end_old(s: Services, now: datetime.datetime | None = None) -> int:
    """Forget the logins that are over, and failed ones of long ago; how many logins.

    One that has lasted for too long is not used any more, so before long it is idle, too.
    """
    now = now or _now()

    def work(home: Transaction) -> int:
        idle = [login for login in home.find(Login) if now - login.seen >= IDLE]
        for login in idle:
            home.delete(Login, login.id)
        return len(idle)

    homes = s.store.below(Login, "seen", f"{now - IDLE:%Y-%m-%dT%H:%M}")
    ended = sum(s.store.transact(home, work) for home in homes)
    _watch(s).attempts.forget()
    return ended


def _log_in(
    s: Services, name: str, password: str, browser: str | None, now: datetime.datetime
) -> str | Refusal:
    attempts = _watch(s).attempts
    if left := attempts.admit(name):
        return Refusal("later", left)
    user = users.by_name(s, name)
    if not passwords.fits(user.password if user else None, password) or user is None:
        _note_failure(s, user, attempts.wait(name), now)
        return Refusal("wrong")
    attempts.succeeded(name)
    for login in _logins(s, browser):
        _end(s, login)
    token = auth.new_token()
    auth.move_grants(s, browser, token)
    made = Login(
        home=user.id, id=new_id(), browser=auth.digest(token), started=now, seen=_minute(now)
    )
    _keep(s, made, user, password)
    audit.note(s, "login", user.name, now=now)
    return token


def _keep(s: Services, login: Login, user: User, password: str) -> None:
    """Keep a login beside its account, which must still have the password that was checked."""
    renewed = passwords.hashed(password) if passwords.outdated(user.password) else user.password

    def work(home: Transaction) -> None:
        kept = home.get(User, user.id)
        if kept is None or kept.password != user.password:
            raise Refused("The account has just been changed.")
        home.put(kept.changed(password=renewed))
        for old in home.find(Login):  # those of a program that did not know the index `seen`, too
            if login.seen - old.seen >= IDLE:
                home.delete(Login, old.id)
        home.put(login)

    s.store.transact(user.id, work)


def _note_failure(s: Services, user: User | None, wait: float, now: datetime.datetime) -> None:
    """A failed login in the audit log; a name that nobody has may be a password, so it is not."""
    if user is None:
        if count := _watch(s).unknown(now):
            audit.note(s, "login_failed", audit.UNKNOWN, f"{count} since the last entry", now)
        return
    audit.note(s, "login_failed", user.name, now=now)
    if wait:
        audit.note(s, "login_delayed", user.name, f"{wait:.0f} seconds", now)


def _end(s: Services, login: Login) -> None:
    auth.take(s, login)
    users.take_grants(s, login.home, login.browser)


def _seen(s: Services, login: Login, now: datetime.datetime) -> None:
    """Note a use of the login, once a minute: a write at every click would be dear."""
    if now - login.seen < NOTED_EVERY:
        return

    def work(home: Transaction) -> None:
        if home.get(Login, login.id):
            home.put(login.changed(seen=_minute(now)))

    s.store.transact(login.home, work)


def _logins(s: Services, browser: str | None) -> tuple[Login, ...]:
    if not browser or not auth.is_token(browser):
        return ()
    return s.store.find(Login, browser=auth.digest(browser))


class _Watch:
    """What is known of failed attempts; those of names that nobody has are told by each process."""

    def __init__(self, s: Services) -> None:
        self.attempts = Attempts(s.store)
        self._unknown = 0
        self._noted: datetime.datetime | None = None
        self._lock = threading.Lock()

    def unknown(self, now: datetime.datetime) -> int:
        """Count a failure with a name that nobody has; how many to note now, once a minute."""
        with self._lock:
            self._unknown += 1
            if self._noted and now - self._noted < QUIET:
                return 0
            count, self._unknown, self._noted = self._unknown, 0, now
            return count


_watches: WeakKeyDictionary[Store, _Watch] = WeakKeyDictionary()
_watches_lock = threading.Lock()


def _watch(s: Services) -> _Watch:
    with _watches_lock:
        return _watches.setdefault(s.store, _Watch(s))


def _minute(time: datetime.datetime) -> datetime.datetime:
    return time.replace(second=0, microsecond=0)


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
