"""Rounds: what goes at once, in which order, and after a restart."""

import datetime
import time

import pytest
from standardwebhooks import Webhook

from assessment.post import outbox, postman
from assessment.post.postman import DELAYS, Postman
from assessment.post_records import Outgoing
from assessment.services import Services, open_services
from assessment.settings import Settings
from tests.post_ends import Receiver, patiently
from tests.postman.rounds import QUICK, SECRET, Clock, at_work, event, ids, kept


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
