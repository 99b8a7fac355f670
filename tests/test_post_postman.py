"""assessment/post/postman.py: what fails, hangs, comes back, or is there after a restart"""

import datetime
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from pydantic import SecretStr
from standardwebhooks import Webhook

from assessment.errors import NotSaved
from assessment.post import mail, outbox, postman, webhook
from assessment.post.postman import DELAYS, Postman, Quick
from assessment.post.undelivered import Undelivered
from assessment.post_records import Outgoing
from assessment.records import new_id
from assessment.services import Services, open_services, services
from assessment.settings import Settings
from tests.post_ends import HANG, MailServer, Receiver, mail_serving, patiently, receiving

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ADDRESS = "anna@example.com"
QUICK = Quick(attempts=3, wait=0.001)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver on this machine."""
    with receiving() as told:
        yield told


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server on this machine."""
    with mail_serving() as told:
        yield told


@pytest.fixture
def settings(settings: Settings, receiver: Receiver, server: MailServer) -> Settings:
    """An installation that posts to these two."""
    given = {
        "smtp": SecretStr(f"smtp://127.0.0.1:{server.port}"),
        "mail_from": "signs@advisors.example",
        "webhook": SecretStr(f"http://127.0.0.1:{receiver.port}/in?key=1"),
        "webhook_secret": SecretStr(SECRET),
        "webhook_private": True,
    }
    return settings.model_copy(update=given)


class Clock:
    """A clock that stands still until it is turned."""

    def __init__(self) -> None:
        self.time = datetime.datetime.now(datetime.UTC)

    def __call__(self) -> datetime.datetime:
        return self.time

    def turn(self, by: datetime.timedelta) -> None:
        """Turn it on."""
        self.time += by


@pytest.fixture
def clock() -> Clock:
    """A clock of ours."""
    return Clock()


@pytest.fixture
def man(s: Services, clock: Clock) -> Postman:
    """A postman who goes a round when he is told to."""
    return Postman(s, clock, quick=QUICK)


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


def test_what_is_delivered_is_kept_no_longer(
    s: Services, man: Postman, clock: Clock, receiver: Receiver, server: MailServer
) -> None:
    """Neither the event nor the address of a mail, in no file."""
    event(s, clock())
    letter(s, clock())

    assert man.round("webhook") == man.round("mail") == 1
    assert len(receiver.got) == len(server.got) == 1
    assert s.store.find(Outgoing) == ()
    files = [path.read_bytes() for path in s.settings.data.rglob("*") if path.is_file()]
    assert not [content for content in files if ADDRESS.encode() in content]


def test_a_short_fault_is_passed_within_a_try(
    s: Services, man: Postman, clock: Clock, receiver: Receiver
) -> None:
    """500, a hang-up and then 200: the receiver knows by the id that it is one event."""
    receiver.answers = [500, "close"]
    sent = event(s, clock())
    man.round("webhook")

    assert ids(receiver) == [sent.id] * 3
    assert kept(s, sent) is None


def test_a_receiver_that_was_down_for_hours_gets_everything(
    s: Services, man: Postman, clock: Clock, receiver: Receiver
) -> None:
    """With growing delays; each try is signed anew, so that no receiver finds it too old."""
    sent = event(s, clock())
    receiver.answers = [500] * 9
    waits = []
    for _ in range(3):
        man.round("webhook")
        waiting = kept(s, sent)
        assert waiting
        assert man.round("webhook") == 0
        waits.append(waiting.due - clock())
        clock.turn(waits[-1])
    man.round("webhook")

    assert tuple(waits) == DELAYS[:3]
    assert kept(s, sent) is None
    assert len(receiver.got) == 10
    stamps = {headers["webhook-timestamp"] for headers, _ in receiver.got}
    assert len(stamps) == 4
    assert {body for _, body in receiver.got} == {receiver.got[0][1]}


def test_what_cannot_be_delivered_is_given_up_visibly(
    s: Services,
    man: Postman,
    clock: Clock,
    receiver: Receiver,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """After the last delay it lies at the desk with its reason, and a line in the log says so."""
    sent = event(s, clock())
    receiver.answers = [503] * 18
    for wait in (*DELAYS, datetime.timedelta(days=1)):
        assert man.round("webhook") == 1
        clock.turn(wait)

    (lost,) = outbox.given_up(s)
    assert (lost.id, lost.attempts, lost.why) == (sent.id, len(DELAYS) + 1, "status 503")
    assert man.round("webhook") == 0
    assert f"Given up: lead.created {sent.id}: status 503" in caplog.messages
    assert "key=1" not in caplog.text

    outbox.again(s, sent.id, clock())
    assert man.round("webhook") == 1
    assert s.store.find(Outgoing) == ()


@pytest.mark.parametrize(("status", "tries"), [(410, 1), (404, 3), (302, 3)])
def test_some_answers_end_it_sooner(
    man: Postman, clock: Clock, receiver: Receiver, status: int, tries: int
) -> None:
    """410 says that nobody wants events any more; what does not fit will not fit later."""
    s = services()
    receiver.answers = [status] * 9
    event(s, clock())
    for wait in DELAYS:
        man.round("webhook")
        clock.turn(wait)

    assert len(receiver.got) == tries
    assert [lost.why for lost in outbox.given_up(s)] == [f"status {status}"]


def test_a_receiver_that_asks_for_time_gets_it(
    s: Services, man: Postman, clock: Clock, receiver: Receiver
) -> None:
    """More than the next delay, if it wants more."""
    receiver.answers, receiver.headers = [429], {"Retry-After": "3600"}
    sent = event(s, clock())
    man.round("webhook")
    waiting = kept(s, sent)

    assert waiting
    assert waiting.due == clock() + datetime.timedelta(hours=1)


def test_after_a_restart_he_goes_on_where_he_was(
    settings: Settings, clock: Clock, receiver: Receiver
) -> None:
    """All he has to know is in the store."""
    receiver.answers = [500] * 3
    with open_services(settings) as before:
        sent = event(before, clock())
        Postman(before, clock, quick=QUICK).round("webhook")
    clock.turn(DELAYS[0])
    with open_services(settings) as after:
        waiting = kept(after, sent)
        assert waiting
        assert waiting.attempts == 1
        Postman(after, clock, quick=QUICK).round("webhook")
        assert kept(after, sent) is None
    assert ids(receiver) == [sent.id] * 4


def test_a_receiver_that_hangs_holds_up_no_mail(
    s: Services, receiver: Receiver, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each channel has a thread of its own; the end of the app does not wait for it either."""
    monkeypatch.setattr(webhook, "READ", 2.0)
    receiver.answers = [HANG]
    with at_work(s) as working:
        sent = event(s)
        outbox.wake()
        patiently("the event", lambda: receiver.got)
        letter(s)
        outbox.wake()
        patiently("the mail", lambda: server.got)
        assert kept(s, sent)
        begin = time.monotonic()
        working.stop(patience=0.1)
        assert time.monotonic() - begin < 1
        receiver.released.set()


def test_what_is_put_into_the_store_is_delivered_at_once(s: Services, receiver: Receiver) -> None:
    """Whoever put it rings; the signature fits."""
    with at_work(s):
        begin = time.monotonic()
        event(s)
        outbox.wake()
        patiently("the event", lambda: receiver.got)
        assert time.monotonic() - begin < 2
        patiently("its end", lambda: not s.store.find(Outgoing))
    headers, body = receiver.got[0]
    assert Webhook(SECRET).verify(body, headers)["type"] == "lead.created"


def test_he_looks_also_where_nobody_rings(
    s: Services, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command beside the app puts something into the store, too."""
    monkeypatch.setattr(postman, "LOOKS", 0.05)
    with at_work(s):
        event(s)
        patiently("the event", lambda: receiver.got)


def test_new_events_do_not_wait_for_old_ones(
    s: Services, man: Postman, clock: Clock, receiver: Receiver
) -> None:
    """What failed before comes after what was never tried."""
    receiver.answers = [500] * 3
    old = event(s, clock())
    man.round("webhook")
    clock.turn(DELAYS[0] * 2)
    new = event(s, clock())
    man.round("webhook")

    assert ids(receiver)[-2:] == [new.id, old.id]


def test_what_belongs_together_keeps_its_order(
    s: Services, man: Postman, clock: Clock, receiver: Receiver
) -> None:
    """No receiver hears that a consent was withdrawn before it hears that there is a lead."""
    receiver.answers = [404]
    first = event(s, clock())
    man.round("webhook")
    clock.turn(datetime.timedelta(seconds=1))
    second = outbox.event(s, first.home, "lead.withdrawn", {"id": "42"}, clock())
    assert second
    s.store.transact(first.home, lambda home: home.put(second))
    other = event(s, clock())
    man.round("webhook")
    assert ids(receiver) == [first.id, other.id]

    clock.turn(DELAYS[0])
    man.round("webhook")
    assert ids(receiver)[-2:] == [first.id, second.id]


def refusing(times: int, real: Callable[..., object]) -> Callable[..., object]:
    """A disk that is full so many times."""
    left = [times]

    def write(*given: object, **named: object) -> object:
        if left[0] > 0:
            left[0] -= 1
            raise NotSaved("outgoing", "the disk is full")
        return real(*given, **named)

    return write


def test_what_was_delivered_is_not_sent_again_because_the_disk_is_full(
    s: Services,
    man: Postman,
    clock: Clock,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Only its record is removed later; a restart in between sends it again, with the same id."""
    monkeypatch.setattr(outbox, "remove", refusing(3, outbox.remove))
    sent = event(s, clock())
    for _ in range(3):
        man.round("webhook")
        clock.turn(DELAYS[0])
    assert ids(receiver) == [sent.id]
    assert kept(s, sent)

    Postman(s, clock, quick=QUICK).round("webhook")
    assert ids(receiver) == [sent.id] * 2
    assert kept(s, sent) is None


def test_what_cannot_be_noted_is_not_tried_at_every_look(
    s: Services,
    man: Postman,
    clock: Clock,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A full disk makes no flood of requests."""
    monkeypatch.setattr(outbox, "changed", refusing(1, outbox.changed))
    receiver.answers = [404] * 9
    event(s, clock())

    assert [man.round("webhook") for _ in range(3)] == [1, 0, 0]
    clock.turn(DELAYS[0])
    assert man.round("webhook") == 1


def test_what_was_due_days_ago_is_not_sent_unasked(
    s: Services, man: Postman, clock: Clock, receiver: Receiver
) -> None:
    """It may come from a backup, and have been delivered since; somebody looks at it."""
    sent = event(s, clock())
    clock.turn(postman.MISSED + datetime.timedelta(seconds=1))
    man.round("webhook")

    assert receiver.got == []
    assert [(lost.id, lost.why) for lost in outbox.given_up(s)] == [(sent.id, "missed")]


def test_what_was_erased_meanwhile_is_gone(
    s: Services,
    man: Postman,
    clock: Clock,
    server: MailServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A failure does not bring it back."""
    sent = letter(s, clock())

    def carry(*_: object) -> None:
        s.store.erase(sent.home)
        raise Undelivered("timeout")

    given = Postman(s, clock, {"mail": carry, "webhook": carry}, QUICK)
    assert given.round("mail") == 1
    assert s.store.find(Outgoing) == ()
    assert server.got == []


@pytest.mark.case("C58")
def test_no_log_names_an_address(
    man: Postman,
    clock: Clock,
    server: MailServer,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever a server says, and whatever goes wrong in here."""
    s = services()
    caplog.set_level(logging.DEBUG)
    server.replies = {"RCPT": [f"550 {ADDRESS} is not here"]}
    refused = letter(s, clock())
    man.round("mail")

    def fail(*_: object) -> None:
        raise ValueError(ADDRESS)

    monkeypatch.setattr(mail, "hand_in", fail)
    failed = letter(s, clock())
    Postman(s, clock, {"mail": mail.carry, "webhook": webhook.carry}, QUICK).round("mail")

    ours = [r.getMessage() for r in caplog.records if not r.name.startswith("mail.log")]
    assert not [message for message in ours if ADDRESS in message]
    assert f"confirm {failed.id} failed: ValueError in fail" in " ".join(ours)
    assert [lost.id for lost in outbox.given_up(s)] == [refused.id]
    assert [found.why for found in outbox.waiting(s)] == ["failed"]
