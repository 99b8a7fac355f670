"""Failed logins: five a minute for each account, then delays that double; others notice nothing.

They are counted in the store, so that all processes count together. An account's stand beside it.
Names that nobody has share a fixed number of places, so that no stranger fills the disk; nobody
can tell which names share one, and all names are delayed alike.
"""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from functools import partial

from assessment.desk_records import Failures, Salt, User
from assessment.store import Store, Transaction

FREE = 5  # failures
WITHIN = 60.0  # seconds
FIRST_DELAY = 60.0  # seconds; doubled by each failure after it
LONGEST_DELAY = 900.0  # seconds
FORGOTTEN = 1800.0  # seconds without a failure after which the delays begin anew
PLACES = 4096  # for names that nobody has
HOMES = 1024  # that they lie in: at most 12 MB on a disk, erased after half an hour of quiet


class Attempts:
    """How long each name still has to wait, in all processes that share the store."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock
        self._salt: str | None = None

    def admit(self, name: str) -> float:
        """0 where an attempt may be looked at now, or the seconds that it still has to wait.

        What is admitted counts as failed until it has succeeded: many at once gain nothing.
        Raises NotSaved.
        """
        home, id = self._place(name)
        now = self._clock()

        def count(kept: Transaction) -> float:
            found = kept.get(Failures, id) or Failures(home=home, id=id)
            left = _left(found, now)
            if not left and (home != id or kept.get(User, id)):
                kept.put(_counted(found, now))
            return left

        return self.wait(name) or self._store.transact(home, count)

    def wait(self, name: str) -> float:
        """Seconds until the next attempt with this name is looked at."""
        found = self._store.get(Failures, self._place(name)[1])
        return _left(found, self._clock()) if found else 0.0

    def succeeded(self, name: str) -> None:
        """Forget the failures of this name. Raises NotSaved."""
        home, id = self._place(name)
        self._store.transact(home, partial(_delete, id))

    def forget(self) -> None:
        """Forget what makes nobody wait any more. Raises NotSaved."""
        now = self._clock()
        kept = self._store.find(Failures)
        living = {found.home for found in kept if not _over(found, now)}
        for home, id in sorted({(found.home, found.id) for found in kept}):
            if home == id and home not in living:
                self._store.transact(home, partial(_delete, id))
            elif home not in living:
                self._store.erase(home)

    def _place(self, name: str) -> tuple[str, str]:
        """Home and id of what is counted of this name: an account's own, or one of many."""
        if user := self._store.get(User, User.id_of(name)):
            return user.id, user.id
        made = hmac.digest(self._secret().encode(), name.encode("utf-8", "replace"), hashlib.sha256)
        place = int.from_bytes(made[:8]) % PLACES
        return f"{Failures.homes}{place % HOMES}", f"{Failures.homes}place-{place}"

    def _secret(self) -> str:
        """What keeps strangers from finding names that share a place with another."""
        if self._salt is None:
            self._salt = self._store.transact(Salt.home_of(Salt.names), _salt)
        return self._salt


def _counted(found: Failures, now: float) -> Failures:
    """The failures with one more, and the delay that follows from it."""
    if _over(found, now):
        found = Failures(home=found.home, id=found.id)
    tried = (*(at for at in found.tried if now - at < WITHIN), now)[-FREE:]
    if not (found.delay or len(tried) >= FREE):
        return found.changed(tried=tried, last=now)
    delay = min(LONGEST_DELAY, found.delay * 2 or FIRST_DELAY)
    return found.changed(tried=tried, last=now, delay=delay, until=now + delay)


def _left(found: Failures, now: float) -> float:
    return 0.0 if _over(found, now) else max(0.0, found.until - now)


def _over(found: Failures, now: float) -> bool:
    """Whether they count no longer: after long quiet, or where the clock was set back."""
    return not -WITHIN < now - found.last <= FORGOTTEN


def _delete(id: str, kept: Transaction) -> None:
    kept.delete(Failures, id)


def _salt(home: Transaction) -> str:
    """The salt that was kept first, whichever process made it."""
    made = home.get(Salt, Salt.names) or Salt(
        home=Salt.home_of(Salt.names), id=Salt.names, salt=secrets.token_hex(32)
    )
    home.put(made)
    return made.salt
