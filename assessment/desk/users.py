"""The accounts of an installation; all of them see the same desk."""

import datetime
import re

from assessment import auth
from assessment.desk import audit, passwords
from assessment.desk_records import ACCOUNT, Login, Tombstone, User
from assessment.errors import Refused
from assessment.records import Grant
from assessment.services import Services, erase_for_good
from assessment.store import Transaction

HERE = "the command line"  # who does what is done by a command


def add(s: Services, name: str, password: str) -> User:
    """A new account, kept. Raises Refused and NotSaved."""
    id = User.id_of(checked(name))
    kept = passwords.hashed(passwords.check_new(password, name))
    made = User(home=id, id=id, name=name, password=kept, created=_today())

    def work(home: Transaction) -> None:
        if home.get(User, id):
            raise Refused(f"There is an account {name} already.")
        home.put(made)

    s.store.transact(id, work)
    if stone := s.store.get(Tombstone, Tombstone.id_of(id)):
        s.store.transact(stone.home, lambda stones: stones.delete(Tombstone, stone.id))
    audit.note(s, "user_added", HERE, name)
    return made


def change_password(s: Services, name: str, password: str) -> None:
    """Another password for an account, and the end of all its logins. Raises Refused, NotSaved."""
    id = named(s, name).id
    kept = passwords.hashed(passwords.check_new(password, name))

    def work(home: Transaction) -> None:
        user = home.get(User, id)
        if user is None:
            raise Refused(f"There is no account {name}.")
        home.put(user.changed(password=kept))
        for login in home.find(Login):
            home.delete(Login, login.id)

    s.store.transact(id, work)
    take_grants(s, id)
    audit.note(s, "password_changed", HERE, name)


def remove(s: Services, name: str) -> None:
    """End an account, all its logins, and what its browsers may run. Raises Refused, NotErased."""
    id = named(s, name).id
    erase_for_good(s, id)
    take_grants(s, id)
    audit.note(s, "user_removed", HERE, name)


def everyone(s: Services) -> tuple[User, ...]:
    """All accounts, by name."""
    return tuple(s.store.each(User, "name"))


def nobody_yet(s: Services) -> bool:
    """Whether there is no account."""
    return not s.store.page(User, "name", 1)


def by_name(s: Services, name: str) -> User | None:
    """The account with this name, or None."""
    return s.store.get(User, User.id_of(name)) if re.fullmatch(ACCOUNT, name) else None


def named(s: Services, name: str) -> User:
    """The account with this name; raises Refused where there is none."""
    found = by_name(s, checked(name))
    if found is None:
        raise Refused(f"There is no account {name}.")
    return found


def checked(name: str) -> str:
    """The name, if an account may have it; raises Refused."""
    if not re.fullmatch(ACCOUNT, name):
        raise Refused(
            f"{name[:60]!r} cannot be the name of an account: 1 to 40 small letters a to z, "
            "digits, dots, dashes and underscores make one, the first a letter or a digit."
        )
    return name


def take_grants(s: Services, user: str, browser: str | None = None) -> None:
    """Take what an account lets browsers run, or one browser, by the hash of its cookie."""
    for given in s.store.find(Grant, account=user):
        if browser in (None, given.browser):
            auth.take(s, given)


def _today() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()
