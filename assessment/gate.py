"""The gate every request passes: what is let in, the headers of every answer, compressed files."""

import base64
import gzip
import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

KEPT = ("/static/", "/assets/", "/fonts/")  # what a browser may keep; all else is never stored
STREAMLIT = ("/media/", "/_stcore/stream", "/_stcore/health", "/_stcore/host-config")
TARGET_LIMIT = 4096  # bytes of path and query

_FOR_EVER = "public, max-age=31536000, immutable"
_PACKED = {".js": "text/javascript", ".css": "text/css", ".json": "application/json"}


def content_policy(page: str) -> str:
    """The Content-Security-Policy: nothing foreign, and no inline script but the shell's own."""
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = "".join(f" 'sha256-{_sha256(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
        "worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'; object-src 'none'"
    )


def headers(page: str) -> Mapping[str, str]:
    """What every answer carries."""
    return {
        "Content-Security-Policy": content_policy(page),
        # Under no-referrer a plain form posts "Origin: null", which looks like a foreign one.
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    }


class Gate:
    """Lets in only the addresses there are, and gives every answer its headers."""

    def __init__(self, app: ASGIApp, page: str, routes: Sequence[BaseRoute]) -> None:
        self._app = app
        self._headers = headers(page)
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._dress(MutableHeaders(scope=message), path)
            await send(message)

        app = self._app if self._known(scope) and not _too_long(scope) else _not_there
        await app(scope, receive, dressed)

    def _known(self, scope: Scope) -> bool:
        """Whether there is such an address: Streamlit itself answers 200 to anything at all."""
        if scope["path"].startswith(("/static/", *STREAMLIT)):
            return True
        return any(route.matches(scope)[0] is not Match.NONE for route in self._routes)

    def _dress(self, sent: MutableHeaders, path: str) -> None:
        for name, value in self._headers.items():
            sent.setdefault(name, value)
        if not path.startswith(KEPT):
            sent["Cache-Control"] = "no-store"
        if "server" in sent:
            del sent["server"]


class Packed:
    """Serves Streamlit's scripts and styles compressed: a phone loads 1.1 MB instead of 2.7."""

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self._app = app
        self._files = {
            f"/static/{file.relative_to(folder).as_posix()}": file
            for file in folder.rglob("*")
            if file.suffix in _PACKED
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        file = self._files.get(scope["path"]) if scope["type"] == "http" else None
        if file is None or "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
            await self._app(scope, receive, send)
            return
        sent = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding", "Cache-Control": _FOR_EVER}
        body = await to_thread.run_sync(_packed, file)
        await Response(body, 200, sent, _PACKED[file.suffix])(scope, receive, send)


@lru_cache(maxsize=512)
def _packed(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), 6, mtime=0)


async def _not_there(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    await PlainTextResponse("Not found", 404)(scope, receive, send)


def _too_long(scope: Scope) -> bool:
    return len(scope["path"]) + len(scope["query_string"]) > TARGET_LIMIT


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
