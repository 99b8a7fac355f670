"""What waits to be sent: put there by those with something to say, taken out by the postman."""

import datetime
import threading
from typing import Literal

from assessment import post
from assessment.errors import Refused
from assessment.post_records import LinkPurpose, Outgoing
from assessment.records import new_id
from assessment.services import Services
from assessment.store import Transaction

MOST = 50  # that are shown of either list
AT_ONCE = 500  # that are forgotten before it is looked again
State = Literal["waiting", "gave_up"]
KEPT = datetime.timedelta(days=14)  # how long what was given up waits for somebody to look at it


def mail(
    s: Services,
    home: str | None,
    name: str,
    to: str,
    language: str,
    *,
    payload: dict[str, str] | None = None,
    links: tuple[LinkPurpose, ...] = (),
    assessment: str | None = None,
    now: datetime.datetime | None = None,
) -> Outgoing:
    """A mail to an address of `typed.email`, to be put into that home, or one of its own (None).

    `name` is that of its texts, mail.<name>_subject and mail.<name>_body. `payload` fills their
    placeholders with words of ours: what people typed would be sent to strangers in our name.
    `links` are made when it is sent, {confirm} for its texts and {withdraw} for its foot. Raises
    Refused where there is no mail server.
    """
    if not post.can_mail(s.settings):
        raise Refused("This installation sends no mail.", "no_mail")
    id, moment = new_id(), now or _now()
    return Outgoing(
        home=home or id,
        id=id,
        channel="mail",
        name=name,
        payload=payload or {},
        email=to,
        language=language,
        links=links,
        assessment=assessment,
        created=moment,
        due=moment,
    )


def event(
    s: Services,
    home: str,
    name: str,
    payload: dict[str, str],
    now: datetime.datetime | None = None,
) -> Outgoing | None:
    """An event for the webhook, to be put into that home; None where no receiver is named."""
    if not post.has_webhook(s.settings):
        return None
    moment = now or _now()
    return Outgoing(
        home=home,
        id=new_id(),
        channel="webhook",
        name=name,
        payload=payload,
        created=moment,
        due=moment,
    )


def wake() -> None:
    """Tell the postman to look now; to be called once what was put is durable."""
    bell.ring()


def waiting(s: Services) -> tuple[Outgoing, ...]:
    """The next that are still to be tried."""
    return s.store.page(Outgoing, "turn", MOST, lowest=True, state="waiting")


def given_up(s: Services) -> tuple[Outgoing, ...]:
    """The latest that could not be delivered and are not tried any more."""
    return s.store.page(Outgoing, "turn", MOST, state="gave_up")


def count(s: Services, state: State) -> int:
    """How many there are."""
    return s.store.count(Outgoing, "turn", state=state)


def again(s: Services, id: str, now: datetime.datetime | None = None) -> bool:
    """Try it anew from the beginning, and now; whether it is there. Raises NotSaved."""
    fresh = {"state": "waiting", "attempts": 0, "due": now or _now(), "why": ""}
    done = changed(s, id, **fresh)
    wake()
    return done


def discard(s: Services, id: str) -> bool:
    """Never try it again, and forget it; whether it was there. Raises NotSaved."""
    found = s.store.get(Outgoing, id)
    if found is None:
        return False
    remove(s, found)
    return True


def forget(s: Services, now: datetime.datetime | None = None) -> int:
    """Forget what was given up long ago; how many, some hundred at a time. Raises NotSaved."""
    last = (now or _now()) - KEPT
    oldest = s.store.page(Outgoing, "turn", AT_ONCE, lowest=True, state="gave_up")
    old = [found for found in oldest if found.due < last]
    for found in old:
        remove(s, found)
    return len(old)


def remove(s: Services, outgoing: Outgoing) -> None:
    """Keep it no longer, with its home where that is its own. Raises NotSaved."""
    if outgoing.home == outgoing.id:
        s.store.erase(outgoing.home)
    else:
        s.store.transact(outgoing.home, lambda home: home.delete(Outgoing, outgoing.id))


def changed(s: Services, id: str, **fields: object) -> bool:
    """Replace fields of what waits; whether it is still there. Raises NotSaved."""
    found = s.store.get(Outgoing, id)
    if found is None:
        return False

    def work(home: Transaction) -> bool:
        kept = home.get(Outgoing, id)
        if kept:
            home.put(kept.changed(**fields))
        return kept is not None

    return s.store.transact(found.home, work)


class Bell:
    """Rung when there may be something to deliver; whoever waits for it hears every ring."""

    def __init__(self) -> None:
        self._rung = 0
        self._condition = threading.Condition()

    @property
    def rung(self) -> int:
        """How often it was rung."""
        return self._rung

    def ring(self) -> None:
        """Let go whoever waits."""
        with self._condition:
            self._rung += 1
            self._condition.notify_all()

    def wait(self, heard: int, seconds: float) -> None:
        """Wait until it is rung more often than was heard, at most so many seconds."""
        with self._condition:
            self._condition.wait_for(lambda: self._rung != heard, seconds)


bell = Bell()


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
