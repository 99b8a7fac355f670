"""A guest's connection: HTTP/1.1 over one socket that stays open, with the cookie it was given."""

import asyncio
import contextlib
import gzip
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import h11

PATIENCE = 8.0  # seconds until a request is given up, as on the phone
LARGEST = 2_000_000  # bytes of an answer
CHUNK = 65_536  # bytes

# what was asked (method and path), when it was begun by time.monotonic(), the seconds it took
Note = Callable[[str, float, float], None]


class Lost(Exception):
    """No answer came: whoever asked knows nothing of what became of it."""


@dataclass(frozen=True)
class Site:
    """Where the app listens."""

    host: str
    port: int

    @property
    def origin(self) -> str:
        """What a page of it sends as its Origin."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


@dataclass(frozen=True)
class Reply:
    """What was answered."""

    status: int
    text: str

    def json(self) -> dict[str, Any]:
        """The answer as a JSON object; an empty one for anything else."""
        with contextlib.suppress(ValueError):
            if isinstance(found := json.loads(self.text), dict):
                return found
        return {}


class Wire:
    """One browser: a socket, a cookie, one request after the other. Raises Lost."""

    def __init__(self, site: Site, note: Note | None = None) -> None:
        self.offline = False  # as on a train: nothing goes out, nothing comes in
        self._site = site
        self._note = note
        self._cookies: dict[str, str] = {}
        self._turn = asyncio.Lock()
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._talk = h11.Connection(h11.CLIENT)

    async def get(self, target: str) -> Reply:
        """The answer to a look at this address; redirections are not followed."""
        return await self._ask("GET", target, {}, b"")

    async def form(self, target: str, fields: Mapping[str, str]) -> Reply:
        """The answer to a form that the page's script sends."""
        kind = "application/x-www-form-urlencoded"
        headers = {"Content-Type": kind, "Accept": "application/json"}
        return await self._ask("POST", target, headers, urlencode(fields).encode())

    async def message(self, target: str, proof: str, said: Mapping[str, Any]) -> Reply:
        """The answer to a message of the page's script."""
        headers = {"Content-Type": "application/json", "X-Proof": proof}
        return await self._ask("POST", target, headers, json.dumps(said).encode())

    def close(self) -> None:
        """Hang up."""
        if self._streams:
            self._streams[1].close()
            self._streams = None

    async def _ask(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> Reply:
        begun = time.monotonic()
        async with self._turn:
            if self.offline:
                self.close()
                raise Lost
            try:
                async with asyncio.timeout(PATIENCE):
                    reply = await self._exchange(method, target, headers, body)
            except (OSError, EOFError, TimeoutError, h11.ProtocolError) as fault:
                self.close()
                raise Lost from fault
            except BaseException:
                self.close()
                raise
        if self._note:
            self._note(f"{method} {target.partition('?')[0]}", begun, time.monotonic() - begun)
        return reply

    async def _exchange(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> Reply:
        """One request; a socket that the server closed meanwhile is opened anew, once."""
        kept = self._streams is not None
        reader, writer = self._streams or await self._open()
        try:
            writer.write(self._request(method, target, headers, body))
            await writer.drain()
            return await self._reply(reader)
        except (ConnectionError, EOFError):
            self.close()
            if not kept:
                raise
        return await self._exchange(method, target, headers, body)

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        self._talk = h11.Connection(h11.CLIENT)
        self._streams = await asyncio.open_connection(self._site.host, self._site.port)
        return self._streams

    def _request(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> bytes:
        fixed = {
            "Host": self._site.origin.removeprefix("http://"),
            "Accept-Encoding": "gzip",
            "Origin": self._site.origin,
            "Sec-Fetch-Site": "same-origin",
            "Content-Length": str(len(body)),
        }
        if self._cookies:
            fixed["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        lines = [(name, value) for name, value in {**fixed, **headers}.items()]
        head = self._talk.send(h11.Request(method=method, target=target, headers=lines)) or b""
        data = self._talk.send(h11.Data(data=body)) if body else b""
        return head + (data or b"") + (self._talk.send(h11.EndOfMessage()) or b"")

    async def _reply(self, reader: asyncio.StreamReader) -> Reply:
        head: h11.Response | None = None
        body = b""
        while True:
            match event := self._talk.next_event():
                case h11.NEED_DATA:
                    if not (data := await reader.read(CHUNK)):
                        raise EOFError
                    self._talk.receive_data(data)
                case h11.Response():
                    head = event
                case h11.Data():
                    body += event.data
                    if len(body) > LARGEST:
                        raise OSError("The answer is too large.")
                case h11.EndOfMessage() if head:
                    return self._read(head, body)
                case h11.ConnectionClosed():
                    raise EOFError

    def _read(self, head: h11.Response, body: bytes) -> Reply:
        if self._talk.our_state is h11.MUST_CLOSE or self._talk.their_state is h11.MUST_CLOSE:
            self.close()
        else:
            self._talk.start_next_cycle()
        self._take_cookies(value for name, value in head.headers if name == b"set-cookie")
        packed = (b"content-encoding", b"gzip") in list(head.headers)
        return Reply(head.status_code, (gzip.decompress(body) if packed else body).decode())

    def _take_cookies(self, lines: Iterable[bytes]) -> None:
        for line in lines:
            name, _, value = line.decode("latin-1").partition(";")[0].partition("=")
            self._cookies[name.strip()] = value.strip()
