"""What is kept of a letter, on a full disk too, and what no log names."""

import datetime
import logging
from collections.abc import Callable

import pytest

from assessment.errors import NotSaved
from assessment.post import mail, outbox, postman, webhook
from assessment.post.postman import DELAYS, Postman
from assessment.post.undelivered import Undelivered
from assessment.post_records import Outgoing
from assessment.services import Services, services
from tests.post_ends import MailServer, Receiver
from tests.postman.rounds import ADDRESS, QUICK, Clock, event, ids, kept, letter


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
