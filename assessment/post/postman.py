"""The postman: delivers what is due, one after the other, and a channel never waits for another.

All he has to know is in the records, so he goes on after a restart where he was. What was
delivered while its record could not be removed is sent again after one, under the same id.
"""

import datetime
import logging
import threading
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import get_args

from assessment.errors import AssessmentError
from assessment.post import mail, outbox, webhook
from assessment.post.undelivered import Dropped, Undelivered
from assessment.post_records import Channel, Outgoing
from assessment.services import Services

log = logging.getLogger("sevensigns")

Carrier = Callable[[Services, Outgoing, datetime.datetime], None]
CARRIERS: Mapping[Channel, Carrier] = {"mail": mail.carry, "webhook": webhook.carry}

DELAYS = tuple(datetime.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
FEW = 3  # tries of what is hardly worth another
MISSED = datetime.timedelta(days=2)  # due so long ago: the app lay idle, or it is from a backup
LOOKS = 5.0  # seconds from one look to the next where nobody rings


@dataclass(frozen=True)
class Quick:
    """The tries within one try, for what has just gone by when one asks again."""

    attempts: int = 3
    wait: float = 0.5  # seconds before the second, doubled before the third
    within: float = 12.0  # seconds, after which no other is begun


class Postman:
    """Looks when rung for, when something is due and every five seconds, until he is stopped."""

    def __init__(
        self,
        s: Services,
        clock: Callable[[], datetime.datetime] | None = None,
        carriers: Mapping[Channel, Carrier] = CARRIERS,
        quick: Quick = Quick(),  # it is frozen
    ) -> None:
        self._s = s
        self._clock = clock or (lambda: datetime.datetime.now(datetime.UTC))
        self._carriers = carriers
        self._quick = quick
        self._held: dict[str, datetime.datetime] = {}  # what could not be written down
        self._delivered: set[str] = set()  # and is still to be removed
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Deliver from now on, in a thread for each channel."""
        for channel in get_args(Channel):
            thread = threading.Thread(
                target=self._walk, args=(channel,), name=f"post-{channel}", daemon=True
            )
            thread.start()
            self._threads.append(thread)

    def stop(self, patience: float = 5.0) -> None:
        """Begin nothing any more, and wait a while for what is under way."""
        self._stopped.set()
        outbox.bell.ring()
        for thread in self._threads:
            thread.join(patience)

    def round(self, channel: Channel) -> int:
        """Deliver all that is due on a channel; how much was tried.

        One postman at a time walks a channel, in whatever process: nothing is delivered twice.
        """
        with self._s.store.alone(f"post-{channel}") as mine:
            return self._rounds(channel) if mine else 0

    def _rounds(self, channel: Channel) -> int:
        tried = 0
        while not self._stopped.is_set() and (due := self._next(channel)):
            self._carry(due)
            tried += 1
        return tried

    def _walk(self, channel: Channel) -> None:
        while not self._stopped.is_set():
            heard = outbox.bell.rung
            try:
                self.round(channel)
            except Exception as error:
                if not self._stopped.is_set():
                    log.error("The post (%s) could not be looked at: %s", channel, _place(error))
            outbox.bell.wait(heard, LOOKS)

    def _next(self, channel: Channel) -> Outgoing | None:
        """What is due, what was not tried yet first; what belongs together keeps its order."""
        now = self._clock()
        found = self._s.store.find(Outgoing, state="waiting", channel=channel)
        first: dict[str, Outgoing] = {}
        for each in sorted(found, key=lambda o: (o.created, o.id)):
            first.setdefault(each.home, each)
        due = [o for o in first.values() if max(o.due, self._held.get(o.id, o.due)) <= now]
        return min(due, key=lambda o: (o.attempts, o.due, o.id), default=None)

    def _carry(self, outgoing: Outgoing) -> None:
        try:
            if outgoing.id not in self._delivered:
                self._try(outgoing)
        except Dropped:
            log.info("Dropped: %s %s", outgoing.name, outgoing.id)
        except Undelivered as fault:
            self._postpone(outgoing, fault)
            return
        except Exception as error:
            log.error("%s %s failed: %s", outgoing.name, outgoing.id, _place(error))
            self._postpone(outgoing, Undelivered("failed"))
            return
        self._remove(outgoing)

    def _try(self, outgoing: Outgoing) -> None:
        import stamina

        if outgoing.due + MISSED < self._clock():
            raise Undelivered("missed", pace="never")
        carrier, quick = self._carriers[outgoing.channel], self._quick
        for attempt in stamina.retry_context(
            on=lambda fault: isinstance(fault, Undelivered) and fault.pace == "soon",
            attempts=quick.attempts,
            timeout=quick.within,
            wait_initial=quick.wait,
            wait_jitter=quick.wait / 2,
        ):
            with attempt:
                carrier(self._s, outgoing, self._clock())

    def _remove(self, outgoing: Outgoing) -> None:
        self._delivered.add(outgoing.id)
        try:
            outbox.remove(self._s, outgoing)
        except AssessmentError as error:
            self._hold(outgoing, error)
            return
        self._delivered.discard(outgoing.id)
        self._held.pop(outgoing.id, None)

    def _postpone(self, outgoing: Outgoing, fault: Undelivered) -> None:
        """Write down that it failed, and when it is tried again, if it is."""
        now, attempts = self._clock(), outgoing.attempts + 1
        most = {"never": 1, "few": FEW}.get(fault.pace, len(DELAYS) + 1)
        fields: dict[str, object] = {"attempts": attempts, "due": now, "why": fault.why}
        if attempts >= most:
            fields["state"] = "gave_up"
            log.warning("Given up: %s %s: %s", outgoing.name, outgoing.id, fault.why)
        else:
            wait = max(DELAYS[attempts - 1], datetime.timedelta(seconds=fault.after))
            fields["due"] = now + wait
        try:
            outbox.changed(self._s, outgoing.id, **fields)
        except AssessmentError as error:
            self._hold(outgoing, error)

    def _hold(self, outgoing: Outgoing, error: AssessmentError) -> None:
        """Leave it for a while without having written that down."""
        self._held[outgoing.id] = self._clock() + DELAYS[0]
        log.error("The post could not be kept: %s", type(error).__name__)


def _place(error: Exception) -> str:
    """What failed and where; not what it says, for that may hold an address."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {last.name}, line {last.lineno}"
