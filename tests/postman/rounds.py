"""What a postman carries, and what has come of it."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from assessment.post import outbox
from assessment.post.postman import Postman, Quick
from assessment.post_records import Outgoing
from assessment.records import new_id
from assessment.services import Services
from tests.post_ends import Receiver

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ADDRESS = "anna@example.com"
QUICK = Quick(attempts=3, wait=0.001)


class Clock:
    """A clock that stands still until it is turned."""

    def __init__(self) -> None:
        self.time = datetime.datetime.now(datetime.UTC)

    def __call__(self) -> datetime.datetime:
        return self.time

    def turn(self, by: datetime.timedelta) -> None:
        """Turn it on."""
        self.time += by


def event(s: Services, now: datetime.datetime | None = None) -> Outgoing:
    """A new lead, kept beside it."""
    made = outbox.event(s, new_id(), "lead.created", {"id": "42"}, now)
    assert made
    s.store.transact(made.home, lambda home: home.put(made))
    return made


def letter(s: Services, now: datetime.datetime | None = None) -> Outgoing:
    """A mail to be confirmed, kept."""
    link = {"confirm": "https://signs.example/c#token"}
    made = outbox.mail(s, None, "confirm", ADDRESS, "en", payload=link, now=now)
    s.store.transact(made.home, lambda home: home.put(made))
    return made


def kept(s: Services, outgoing: Outgoing) -> Outgoing | None:
    """It as it is kept now."""
    return s.store.get(Outgoing, outgoing.id)


def ids(receiver: Receiver) -> list[str]:
    """The ids of the events that came, each time they came."""
    return [{k.lower(): v for k, v in headers.items()}["webhook-id"] for headers, _ in receiver.got]


@contextmanager
def at_work(s: Services) -> Iterator[Postman]:
    """A postman in threads, as the app has him."""
    working = Postman(s, quick=QUICK)
    working.start()
    try:
        yield working
    finally:
        working.stop()
