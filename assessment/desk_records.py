"""What the desk keeps: accounts, logins, the audit log, what was erased, the set-up."""

import datetime
import hashlib
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from assessment.records import Record, Sha256

ACCOUNT = r"[a-z0-9][a-z0-9._-]{0,39}"
AccountName = Annotated[str, StringConstraints(pattern=f"^{ACCOUNT}$")]


class User(Record):
    """An account at the desk; its home is named after it, and holds its logins."""

    kind: ClassVar[str] = "user"
    indexes: ClassVar[tuple[str, ...]] = ("name",)

    name: AccountName
    password: Annotated[str, StringConstraints(pattern=r"^\$argon2id\$[^\s]{1,200}$")]  # its hash
    created: datetime.date

    @classmethod
    def home_of(cls, id: str) -> str:
        """The id itself."""
        return id

    @classmethod
    def id_of(cls, name: str) -> str:
        """The id of the account with this name, whether there is one or not."""
        return f"user-{hashlib.sha256(name.encode()).hexdigest()[:32]}"


class Login(Record):
    """A browser in which somebody has logged in; it is known only by the hash of its cookie."""

    kind: ClassVar[str] = "login"
    indexes: ClassVar[tuple[str, ...]] = ("browser", "seen")

    browser: Sha256
    started: datetime.datetime
    seen: datetime.datetime  # to the minute


class Failures(Record):
    """Failed logins of late: of an account, beside it, or of names that nobody has."""

    kind: ClassVar[str] = "failures"
    homes: ClassVar[str] = "failures-"  # what the homes of names begin with that nobody has

    tried: Annotated[tuple[float, ...], Field(max_length=20)] = ()  # when, in seconds of the epoch
    delay: float = 0.0  # seconds; 0 where the next attempt is looked at
    until: float = 0.0
    last: float = 0.0


class Salt(Record):
    """A random text, by which what is hashed here differs from what is hashed elsewhere."""

    kind: ClassVar[str] = "salt"
    names: ClassVar[str] = "names"  # the id of the one for names at the login

    salt: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

    @classmethod
    def home_of(cls, id: str) -> str:
        """The home named after its id."""
        return f"salt-{id}"


What = Literal[
    "login",
    "logout",
    "login_failed",
    "login_delayed",
    "not_allowed",
    "not_theirs",
    "user_added",
    "user_removed",
    "password_changed",
    "workshop_made",
    "workshop_erased",
    "client_added",
    "client_erased",
    "claimed",
    "released",
    "commented",
    "revealed",
    "reveal_refused",
    "read",
    "exported",
    "erased",
    "consent_given",
    "consent_withdrawn",
    "settings",
    "post_again",
    "post_discarded",
    "backup",
    "restore",
    "purged",
]


class AuditEntry(Record):
    """One line of the audit log; each holds the hash of the one before it."""

    kind: ClassVar[str] = "audit"
    indexes: ClassVar[tuple[str, ...]] = ("home", "number", "what")
    homes: ClassVar[str] = "audit-"  # what the names of their homes begin with, a day follows

    number: Annotated[int, Field(ge=1)]  # 1, 2, ... over all days
    time: datetime.datetime
    what: What
    who: Annotated[str, StringConstraints(max_length=60)]
    about: Annotated[str, StringConstraints(max_length=400)] = ""
    before: Sha256  # of the entry before it; of the first, of nothing
    sha256: Sha256  # of all that stands above


class Tombstone(Record):
    """What was erased stays erased after a restore; its id is the hash of the home's name."""

    kind: ClassVar[str] = "tombstone"
    indexes: ClassVar[tuple[str, ...]] = ("home",)
    homes: ClassVar[str] = "tombstones-"  # what their homes begin with, a month follows

    day: datetime.date

    @classmethod
    def of(cls, home: str, day: datetime.date) -> "Tombstone":
        """The tombstone of a home that is erased on that day."""
        return cls(home=f"{cls.homes}{day:%Y-%m}", id=cls.id_of(home), day=day)

    @classmethod
    def id_of(cls, home: str) -> str:
        """The id of a home's tombstone."""
        return hashlib.sha256(home.encode()).hexdigest()


class Setup(Record):
    """The settings of the last start: numbers as they are, of texts a short hash that tells none.

    A text may hold a password or an address. Sixteen bits are enough to see that it has changed.
    """

    kind: ClassVar[str] = "setup"

    salt: str
    values: dict[str, str]
