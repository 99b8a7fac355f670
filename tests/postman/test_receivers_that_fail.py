"""Receivers that are down, refuse, ask for time or hang."""

import datetime
import time

import pytest

from assessment.post import outbox, webhook
from assessment.post.postman import DELAYS, Postman
from assessment.post_records import Outgoing
from assessment.services import Services, services
from tests.post_ends import HANG, MailServer, Receiver, patiently
from tests.postman.rounds import Clock, at_work, event, ids, kept, letter


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
