"""The other ends of the post: a receiver and a mail server, that fail as they are told."""

import asyncio
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope

from assessment import outside

CERTIFICATES = Path(__file__).parent / "certificates"
HOST = "post.example"  # what the certificate says
HANG = "hang"
DRIP = "drip"
CLOSE = "close"


@dataclass
class Receiver:
    """A receiver of events: how it answers, one after the other, and what it got."""

    port: int = 0
    answers: list[int | str] = field(default_factory=list)  # afterwards 200
    headers: dict[str, str] = field(default_factory=dict)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    body: bytes = b"thanks"
    released: threading.Event = field(default_factory=threading.Event)


@contextmanager
def receiving(*, tls: bool = False) -> Iterator[Receiver]:
    """A receiver that listens on this machine, in threads."""
    told = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            told.got.append((dict(self.headers), self.rfile.read(length)))
            answer = told.answers.pop(0) if told.answers else 200
            if answer == HANG:
                told.released.wait(30)
            elif answer == DRIP:
                self.drip()
            elif isinstance(answer, int):
                self.send_response(answer)
                for name, value in told.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(told.body)

        def drip(self) -> None:
            for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1000:
                self.wfile.write(bytes([byte]))
                if told.released.wait(0.05):
                    return

        def log_message(self, format: str, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            pass  # whoever called has left, which is what some tests are about

    server = Server(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = certified().wrap_socket(server.socket, server_side=True)
    told.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield told
    finally:
        told.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class MailServer:
    """A mail server: what it replies, and what it got."""

    port: int = 0
    replies: dict[str, list[str]] = field(default_factory=dict)  # by command, then 250
    got: list[Envelope] = field(default_factory=list)
    passwords: list[tuple[bytes, bytes]] = field(default_factory=list)

    def reply(self, command: str) -> str | None:
        """What it replies to the command this time, if it was told anything."""
        return self.replies[command].pop(0) if self.replies.get(command) else None

    async def handle_RCPT(self, _: Any, __: Any, envelope: Envelope, to: str, ___: Any) -> str:  # noqa: N802
        if said := self.reply("RCPT"):
            return said
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, _: Any, __: Any, envelope: Envelope) -> str:  # noqa: N802
        if said := self.reply("DATA"):
            if said == HANG:
                await asyncio.sleep(30)
            return said
        self.got.append(envelope)
        return "250 OK"

    async def handle_QUIT(self, *_: Any) -> str:  # noqa: N802
        return self.reply("QUIT") or "221 Bye"


@contextmanager
def mail_serving(
    *, starttls: bool = False, wrapped: bool = False, password: str = ""
) -> Iterator[MailServer]:
    """A mail server that listens on this machine, in a thread."""
    told = MailServer()

    def login(_: Any, __: Any, ___: Any, ____: Any, given: Any) -> AuthResult:
        told.passwords.append((given.login, given.password))
        return AuthResult(success=given.password == password.encode(), handled=False)

    with socket.create_server(("127.0.0.1", 0)) as free:
        told.port = free.getsockname()[1]
    options: dict[str, Any] = {}
    if password:
        options |= {"authenticator": login, "auth_require_tls": starttls}
    if starttls:
        options |= {"tls_context": certified()}
    controller = Controller(
        told,
        hostname="127.0.0.1",
        port=told.port,
        ssl_context=certified() if wrapped else None,
        **options,
    )
    controller.start()
    try:
        yield told
    finally:
        controller.stop()


def certified() -> ssl.SSLContext:
    """TLS of a server with the certificate of post.example, which the tests' authority signed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / "server.pem", CERTIFICATES / "server.key")
    return context


def trust_us(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the app trust the tests' authority, and no other."""
    made = ssl.create_default_context(cafile=CERTIFICATES / "authority.pem")
    monkeypatch.setattr(outside, "trusted", lambda: made)


class Names:
    """A name server of the tests: what names stand for, one look-up after the other."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
        """Each answer holds addresses, with blanks between; the last is given for ever."""
        self.asked: list[str] = []
        self._answers = list(answers)
        self._real = socket.getaddrinfo
        monkeypatch.setattr(socket, "getaddrinfo", self.look_up)

    def look_up(self, host: str, *given: Any, **named: Any) -> list[Any]:
        if host != HOST:
            return self._real(host, *given, **named)
        self.asked.append(host)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        return [
            found for address in answer.split() for found in self._real(address, *given, **named)
        ]


def patiently(what: str, wanted: Any, seconds: float = 10.0) -> None:
    """Wait until `wanted()` is true; an AssertionError says what never came."""
    until = time.monotonic() + seconds
    while not wanted():
        assert time.monotonic() < until, what
        time.sleep(0.01)
