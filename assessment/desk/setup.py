"""What was set up differently at this start than at the last: a line in the audit log."""

import hashlib
import hmac
import secrets

from pydantic import SecretStr

from assessment.desk import audit, users
from assessment.desk_records import Setup
from assessment.services import Services
from assessment.settings import Settings
from assessment.store import Transaction

HOME = "setup"


def note_changes(s: Services) -> tuple[str, ...]:
    """Log which settings differ from those of the last start; what is said of each."""
    before = s.store.get(Setup, HOME)
    salt = before.salt if before else secrets.token_hex(16)
    now = Setup(home=HOME, id=HOME, salt=salt, values=_values(s.settings, salt))
    if before == now:
        return ()
    if not s.store.transact(HOME, lambda home: _put(home, before, now)) or before is None:
        return ()
    names = sorted({*before.values, *now.values})
    told = tuple(
        _told(name, before.values.get(name), now.values.get(name))
        for name in names
        if before.values.get(name) != now.values.get(name)
    )
    audit.note(s, "settings", users.HERE, ", ".join(told))
    return told


def _put(home: Transaction, before: Setup | None, now: Setup) -> bool:
    """Keep it, unless another process that starts just now has done so."""
    first = home.get(Setup, HOME) == before
    if first:
        home.put(now)
    return first


def _values(settings: Settings, salt: str) -> dict[str, str]:
    """What is compared; not the port, which each of several processes has for itself."""
    values = settings.model_dump(exclude={"port"})
    return {name: _kept(value, salt) for name, value in values.items()}


def _kept(value: object, salt: str) -> str:
    if isinstance(value, int | None):
        return str(value)
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    return "~" + hmac.new(salt.encode(), str(value).encode(), hashlib.sha256).hexdigest()[:4]


def _told(name: str, before: str | None, now: str | None) -> str:
    if (before or "~").startswith("~") or (now or "~").startswith("~"):
        return f"{name} changed"
    return f"{name} {before} to {now}"
