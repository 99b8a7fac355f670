"""An event posted to the webhook: signed, to an address that was checked, in bounded time.

http.client speaks over a socket that is made here, so that nothing else chooses where it leads: no
second look-up of the name, no proxy, no redirect, no cookie.
"""

import contextlib
import datetime
import email.utils
import http.client
import ipaddress
import json
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from http import HTTPStatus

from assessment import outside
from assessment.outside import Receiver
from assessment.post.undelivered import Undelivered
from assessment.post_records import Outgoing
from assessment.services import Services

CONNECT = 3.0  # seconds for a connection, and for each step of its TLS
READ = 10.0  # seconds for each step of the answer
WHOLE = 15.0  # seconds for all of it
READ_BYTES = 4096  # of the answer, so that the other side sees it taken; none is kept
LONGEST_WAIT = 86_400.0  # seconds that a receiver may ask for
AGENT = "scorecard-webhook/1"


def carry(s: Services, outgoing: Outgoing, now: datetime.datetime) -> None:
    """Post the event; raises Undelivered."""
    receiver, secret = s.settings.receiver, s.settings.webhook_secret
    if receiver is None or secret is None:
        raise Undelivered("no_receiver")
    body = body_of(outgoing)
    headers = {
        "Host": receiver.authority,
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": AGENT,
        "Accept-Encoding": "identity",
        "Connection": "close",
    } | signed(outgoing.id, body, secret.get_secret_value(), now)
    judge(*_answer(receiver, headers, body.encode()), now)


def body_of(outgoing: Outgoing) -> str:
    """The event as JSON, the same in every try: what it is, since when, and its data."""
    told = {
        "type": outgoing.name,
        "timestamp": outgoing.created.isoformat().replace("+00:00", "Z"),
        "data": outgoing.payload,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def signed(id: str, body: str, secret: str, now: datetime.datetime) -> dict[str, str]:
    """The headers by which a receiver knows the event, its age, and that it is from here."""
    from standardwebhooks import Webhook

    return {
        "webhook-id": id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(id, now, body),
    }


def judge(status: int, retry_after: str | None, now: datetime.datetime) -> None:
    """Nothing where the event was taken; raises Undelivered for every other answer."""
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return
    after = waiting_time(retry_after, now)
    if status == HTTPStatus.GONE:
        raise Undelivered("status", status, "never")
    if status in (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS):
        raise Undelivered("status", status, "later", after)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Undelivered("status", status, "later" if after else "soon", after)
    raise Undelivered("status", status, "few", after)


def waiting_time(retry_after: str | None, now: datetime.datetime) -> float:
    """The seconds that a receiver asks to wait, at most a day; 0 where it says nothing sound."""
    given = (retry_after or "").strip()
    if re.fullmatch("[0-9]{1,9}", given, re.ASCII):
        return min(float(given), LONGEST_WAIT)
    with contextlib.suppress(ValueError, TypeError, OverflowError):
        seconds = (email.utils.parsedate_to_datetime(given) - now).total_seconds()
        return min(max(seconds, 0.0), LONGEST_WAIT)
    return 0.0


def addresses(host: str, port: int) -> tuple[str, ...]:
    """What a name stands for at this moment. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(place[0]) for *_, place in found))


def _answer(receiver: Receiver, headers: dict[str, str], body: bytes) -> tuple[int, str | None]:
    """Status and Retry-After of the answer; raises Undelivered where there is none."""
    until = time.monotonic() + WHOLE
    try:
        with _connected(receiver, until) as side:
            asked = http.client.HTTPConnection(receiver.host, receiver.port)
            asked.sock = side
            asked.request("POST", receiver.path, body, headers)
            answer = asked.getresponse()
            with contextlib.suppress(OSError, http.client.HTTPException):
                answer.read(READ_BYTES)
            return answer.status, answer.getheader("Retry-After")
    except (OSError, http.client.HTTPException) as error:
        raise _told(error, late=time.monotonic() >= until) from None


def _told(error: Exception, *, late: bool) -> Undelivered:
    """What went wrong, where nothing was answered; `late`: the connection was cut by us."""
    if late or isinstance(error, TimeoutError):
        return Undelivered("timeout")
    if isinstance(error, ssl.SSLCertVerificationError):
        return Undelivered("certificate")
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError):
        return Undelivered("no_tls")
    return Undelivered("connection", pace="soon")


@contextlib.contextmanager
def _connected(receiver: Receiver, until: float) -> Iterator[socket.socket]:
    """A connection to the receiver that is cut when the time is over. Raises OSError."""
    side = _reached(receiver, until)
    with side, side.dup() as handle:  # TLS takes the socket over; the handle still cuts it
        clock = threading.Timer(max(0.0, until - time.monotonic()), _cut, (handle,))
        clock.daemon = True
        clock.start()
        try:
            if not receiver.tls:
                side.settimeout(READ)
                yield side
                return
            with outside.trusted().wrap_socket(side, server_hostname=receiver.host) as wrapped:
                wrapped.settimeout(READ)
                yield wrapped
        finally:
            clock.cancel()


def _reached(receiver: Receiver, until: float) -> socket.socket:
    """A connection to one of the addresses that the name stands for, if all of them are allowed."""
    failed: OSError = OSError("no address")
    for address in _checked(receiver):
        if time.monotonic() >= until:
            raise TimeoutError
        try:
            return socket.create_connection((address, receiver.port), CONNECT)
        except OSError as error:
            failed = error
    raise failed


def _checked(receiver: Receiver) -> tuple[str, ...]:
    """The receiver's addresses; raises Undelivered where one of them is not allowed."""
    try:
        found = addresses(receiver.host, receiver.port)
    except (OSError, UnicodeError):
        raise Undelivered("host") from None
    for address in found:
        try:
            outside.check(ipaddress.ip_address(address), receiver.private)
        except ValueError:
            raise Undelivered("address", pace="few") from None
    return found


def _cut(handle: socket.socket) -> None:
    with contextlib.suppress(OSError):
        handle.shutdown(socket.SHUT_RDWR)
