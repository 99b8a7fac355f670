"""assessment/post/webhook.py, assessment/outside.py: events signed, and sent nowhere else"""

import datetime
import json
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr
from standardwebhooks import Webhook, WebhookVerificationError

from assessment.post import outbox, webhook
from assessment.post.undelivered import Undelivered
from assessment.post_records import Outgoing
from assessment.services import Services
from tests.post_ends import CLOSE, DRIP, HANG, HOST, Names, Receiver, receiving, trust_us

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
HERE = "127.0.0.1"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver on this machine, without TLS."""
    with receiving() as told:
        yield told


def posting(s: Services, url: str, private: bool = True) -> Services:
    """The services of an installation with that webhook."""
    given = {
        "webhook": SecretStr(url),
        "webhook_secret": SecretStr(SECRET),
        "webhook_private": private,
    }
    return Services(s.settings.model_copy(update=given), s.store, s.shelf)


def now() -> datetime.datetime:
    """This moment."""
    return datetime.datetime.now(datetime.UTC)


def event(s: Services) -> Outgoing:
    """A new lead."""
    made = outbox.event(s, "lead", "lead.created", {"id": "42", "name": "Zoë"}, now())
    assert made
    return made


def send(s: Services, url: str, private: bool = True) -> None:
    """Post a new lead there."""
    given = posting(s, url, private)
    webhook.carry(given, event(given), now())


def failure(s: Services, url: str, private: bool = True) -> tuple[str, str, float]:
    """Why posting a new lead there fails, and when it is worth another try."""
    with pytest.raises(Undelivered) as caught:
        send(s, url, private)
    return caught.value.why, caught.value.pace, caught.value.after


def test_a_receiver_can_tell_that_an_event_is_ours(s: Services, receiver: Receiver) -> None:
    """By the signature of Standard Webhooks over id, time and body; the id is the record's."""
    given = posting(s, f"http://{HERE}:{receiver.port}/in?key=1")
    sent = event(given)
    webhook.carry(given, sent, now())
    headers, body = receiver.got[0]

    assert Webhook(SECRET).verify(body, headers) == json.loads(body)
    assert {name.lower(): value for name, value in headers.items()}["webhook-id"] == sent.id
    assert json.loads(body) == {
        "type": "lead.created",
        "timestamp": sent.created.isoformat().replace("+00:00", "Z"),
        "data": {"id": "42", "name": "Zoë"},
    }
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body.replace(b"42", b"43"), headers)


def test_over_tls_the_name_is_checked(s: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate of the name is taken; one of another name or of nobody known is not."""
    Names(monkeypatch, HERE)
    with receiving(tls=True) as receiver:
        assert failure(s, f"https://{HOST}:{receiver.port}") == ("certificate", "later", 0)
        trust_us(monkeypatch)
        send(s, f"https://{HOST}:{receiver.port}")
        assert failure(s, f"https://localhost:{receiver.port}") == ("certificate", "later", 0)
    assert len(receiver.got) == 1


def test_a_receiver_without_tls_gets_nothing_by_https(s: Services, receiver: Receiver) -> None:
    """Not even the headers."""
    assert failure(s, f"https://{HERE}:{receiver.port}") == ("no_tls", "later", 0)
    assert receiver.got == []


@pytest.mark.parametrize(
    ("status", "pace"),
    [
        *((302, "few"), (307, "few"), (400, "few"), (401, "few"), (404, "few")),
        *((408, "later"), (429, "later"), (410, "never"), (500, "soon"), (503, "soon")),
    ],
)
def test_what_is_worth_another_try(s: Services, receiver: Receiver, status: int, pace: str) -> None:
    """By the status of the answer."""
    receiver.answers = [status]

    assert failure(s, f"http://{HERE}:{receiver.port}") == (f"status {status}", pace, 0)


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_what_counts_as_delivered(s: Services, receiver: Receiver, status: int) -> None:
    """Every status from 200 to 299."""
    receiver.answers = [status]
    send(s, f"http://{HERE}:{receiver.port}")

    assert len(receiver.got) == 1


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        *(("120", 120), ("0", 0), ("999999999", 86_400), ("-5", 0), ("soon", 0), ("1e9", 0)),
        *(("", 0), (None, 0), ("٣", 0), ("9" * 5000, 0)),
        ("Thu, 26 Nov 2026 12:05:00 GMT", 300),
        ("Thu, 26 Nov 2020 12:05:00 GMT", 0),
        ("Thu, 26 Nov 2026 12:05:00", 0),
        ("Fri, 26 Nov 9026 12:05:00 GMT", 86_400),
    ],
)
def test_how_long_a_receiver_may_let_us_wait(given: str | None, seconds: float) -> None:
    """Seconds or a date, at most a day; what is neither is no wish."""
    noon = datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.UTC)

    assert webhook.waiting_time(given, noon) == seconds


def test_a_receiver_that_asks_for_time_gets_it(s: Services, receiver: Receiver) -> None:
    """And no quick second try."""
    receiver.answers, receiver.headers = [503], {"Retry-After": "900"}

    assert failure(s, f"http://{HERE}:{receiver.port}") == ("status 503", "later", 900)


@pytest.mark.parametrize("answer", [HANG, DRIP])
def test_an_answer_takes_bounded_time(
    s: Services, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    """Whether nothing comes at all, or a byte now and then."""
    monkeypatch.setattr(webhook, "READ", 0.3)
    monkeypatch.setattr(webhook, "WHOLE", 0.5)
    receiver.answers = [answer]
    begin = time.monotonic()

    assert failure(s, f"http://{HERE}:{receiver.port}") == ("timeout", "later", 0)
    assert time.monotonic() - begin < 2


def test_a_handshake_that_never_ends_is_cut(s: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where each of its steps comes in time."""
    monkeypatch.setattr(webhook, "WHOLE", 0.4)
    with socket.create_server((HERE, 0)) as mute:
        assert failure(s, f"https://{HERE}:{mute.getsockname()[1]}") == ("timeout", "later", 0)


def test_who_hangs_up_is_called_again_soon(s: Services, receiver: Receiver) -> None:
    """And so is who is not there."""
    receiver.answers = [CLOSE]

    assert failure(s, f"http://{HERE}:{receiver.port}") == ("connection", "soon", 0)
    with socket.create_server((HERE, 0)) as gone:
        port = gone.getsockname()[1]
    assert failure(s, f"http://{HERE}:{port}") == ("connection", "soon", 0)


def test_an_endless_answer_is_not_taken(s: Services, receiver: Receiver) -> None:
    """A few kB are read; what counts is the status."""
    receiver.body = b"x" * 20_000_000
    send(s, f"http://{HERE}:{receiver.port}")

    assert len(receiver.got) == 1


def test_a_redirect_leads_nowhere(s: Services, receiver: Receiver) -> None:
    """The other place gets nothing."""
    with receiving() as other:
        receiver.answers = [307]
        receiver.headers = {"Location": f"http://{HERE}:{other.port}/"}
        assert failure(s, f"http://{HERE}:{receiver.port}")[0] == "status 307"
        assert other.got == []


def test_no_proxy_is_asked(
    s: Services, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the environment says."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    send(s, f"http://{HERE}:{receiver.port}")

    assert len(receiver.got) == 1


INSIDE = (
    *("127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "::1"),
    *("fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"),
)
NOWHERE = (
    *("0.0.0.0", "0.1.2.3", "169.254.169.254", "224.0.0.1", "240.0.0.1", "255.255.255.255"),  # noqa: S104
    *("192.0.2.1", "198.18.0.1", "::", "fe80::1", "ff02::1", "fec0::1", "::ffff:169.254.169.254"),
    *("192.0.0.192", "168.63.129.16", "100.100.100.200", "fd00:ec2::254", "3fff::1"),
    *("64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:a9fe:a9fe::", "::127.0.0.1", "2001:db8::1"),
)


@pytest.mark.parametrize("address", [*INSIDE, *NOWHERE])
def test_a_name_that_leads_inside_is_not_called(
    s: Services, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """Not even where another of its addresses is a public one."""
    called = calls(monkeypatch)
    for answer in (address, f"93.184.215.14 {address}"):
        Names(monkeypatch, answer)
        assert failure(s, f"https://{HOST}", private=False) == ("address", "few", 0)
    assert called == []


@pytest.mark.parametrize("address", NOWHERE)
def test_some_addresses_are_never_called(
    s: Services, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """Not even where private networks are allowed: there a cloud tells its passwords."""
    called = calls(monkeypatch)
    Names(monkeypatch, address)

    assert failure(s, f"https://{HOST}") == ("address", "few", 0)
    assert called == []


def test_a_name_is_looked_up_once(s: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was checked is what is called, whatever the name stands for a moment later."""
    called = calls(monkeypatch)
    names = Names(monkeypatch, "93.184.215.14 2606:2800:220:1::1", HERE)
    failure(s, f"https://{HOST}", private=False)

    assert names.asked == [HOST]
    assert called == ["93.184.215.14", "2606:2800:220:1::1"]


def test_a_name_that_nobody_has_is_tried_later(
    s: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As is a network that is down."""

    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    assert failure(s, f"https://{HOST}", private=False) == ("host", "later", 0)


def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were called; nobody is there."""
    called: list[str] = []

    def call(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        called.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", call)
    return called
