"""Small records for tests; every person in them is made up."""

import datetime
import hashlib
from typing import Any

from assessment.client_records import Client
from assessment.desk_records import AuditEntry, Login, User
from assessment.lead_records import Lead
from assessment.records import Assessment, Ballot, Grant, Link, Workshop
from scoring.scorecard import Source

DAY = datetime.date(2026, 1, 5)
INSTRUMENT = Source(id="made_up", version="1.0.0", sha256="0" * 64)


def assessment(id: str = "a1", **fields: Any) -> Assessment:
    """An assessment whose home is its own id."""
    given: dict[str, Any] = {
        "scope": "full",
        "instrument": INSTRUMENT,
        "created": DAY,
        "updated": DAY,
    } | fields
    return Assessment(**{"home": id, "id": id} | given)


def link(id: str, home: str, sha256: str = "1" * 64) -> Link:
    """A link to resume."""
    return Link(id=id, home=home, sha256=sha256, purpose="resume", expires=DAY)


def grant(id: str, home: str, browser: str = "2" * 64) -> Grant:
    """A grant for a browser to open the assessment of that home."""
    return Grant(id=id, home=home, browser=browser, what="assessment", target=home)


def lead(id: str, **fields: Any) -> Lead:
    """Somebody who left an address."""
    moment = datetime.datetime(2026, 1, 5, 8, tzinfo=datetime.UTC)
    given: dict[str, Any] = {
        "email": "sample@example.org",
        "language": "en",
        "created": moment,
    } | fields
    return Lead(**{"home": id, "id": id} | given)


def account(name: str) -> User:
    """An account that nobody can log in to."""
    id = User.id_of(name)
    return User(home=id, id=id, name=name, password="$argon2id$none", created=DAY)


def login(id: str, name: str, seen: datetime.datetime) -> Login:
    """A login of the account with this name, in a browser of its own."""
    browser = hashlib.sha256(id.encode()).hexdigest()
    return Login(home=User.id_of(name), id=id, browser=browser, started=seen, seen=seen)


def client(id: str, name: str) -> Client:
    """An organisation of this name."""
    return Client(home=id, id=id, name=name, created=DAY, updated=DAY)


def workshop(id: str, **fields: Any) -> Workshop:
    """A room in preparation."""
    given: dict[str, Any] = {
        "title": "Spring",
        "groups": ("sales",),
        "signs": ("s1",),
        "secret": "3" * 64,
    }
    given |= {"instrument": INSTRUMENT, "created": DAY, "updated": DAY}
    return Workshop(**{"home": id, "id": id} | given | fields)


def ballot(id: str, room: str, **fields: Any) -> Ballot:
    """The answers of one person in a room."""
    return Ballot(home=id, id=id, workshop=room, group="sales", **fields)


def entry(id: str, number: int) -> AuditEntry:
    """A line of a log, chained to nothing."""
    time = datetime.datetime(2026, 1, 5, 8, tzinfo=datetime.UTC)
    chain = {"before": "0" * 64, "sha256": "0" * 64}
    return AuditEntry(
        home="audit-2026-01-05", id=id, number=number, time=time, what="backup", who="x", **chain
    )
