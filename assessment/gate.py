"""The gate every request passes: what is let in, the headers of every answer, compressed files."""

import base64
import gzip
import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from assessment import auth, languages, sent
from assessment.desk import door
from assessment.figures import figures
from assessment.origin import is_ours, only_here
from assessment.services import Services, services
from assessment.texts import visitor

KEPT = (
    "/static/",
    "/assets/",
    "/brand/",
    "/fonts/",
    "/phone/",
    "/typing/",
)  # what a browser may keep; all else is never stored
STREAM = "/_stcore/stream"  # the one websocket
VISIT = b"x-visit"  # the header by which Streamlit knows whose a session is (config.py)
STREAMLIT = ("/_stcore/health", "/_stcore/host-config")
TARGET_LIMIT = 4096  # bytes of path and query
HEAD_LIMIT = 16_384  # bytes of all headers

_FOR_EVER = "public, max-age=31536000, immutable"
_PACKED = {".js": "text/javascript", ".css": "text/css", ".json": "application/json"}


def content_policy(page: str, embedders: Sequence[str] = ()) -> str:
    """The Content-Security-Policy: nothing foreign, and no inline script but the shell's own.

    Only the sites that are named may show a page in a frame, and the pages themselves.
    """
    framing = " ".join(("'self'", *embedders)) if embedders else "'none'"
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = "".join(f" 'sha256-{_sha256(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
        "worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
        f"frame-ancestors {framing}; object-src 'none'"
    )


def headers(page: str, embedders: Sequence[str] = ()) -> Mapping[str, str]:
    """What every answer carries."""
    # No older header can name several sites; browsers that know the policy follow that alone.
    older = {} if embedders else {"X-Frame-Options": "DENY"}
    return older | {
        "Content-Security-Policy": content_policy(page, embedders),
        # Under no-referrer a plain form posts "Origin: null", which looks like a foreign one.
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    }


class Gate:
    """Lets in only the addresses there are, and gives every answer its headers."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        page: str,
        routes: Sequence[BaseRoute],
        folder: Path,
        embedders: Sequence[str] = (),
        beside: Starlette | None = None,
    ) -> None:
        self._app = app
        self._beside = beside  # what is answered here, not behind all of Streamlit's middleware
        self._headers = headers(page, embedders)
        self._routes = routes
        self._streamlit = {*STREAMLIT, *_addresses(folder)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        if scope["type"] == "http" and not path.startswith(KEPT):
            await self._tell_language(scope)

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._dress(sent := MutableHeaders(scope=message), path)
                if sent.get("content-type") == "application/pdf":
                    figures.count("pdfs")
            await send(message)

        instead = self._instead(scope)
        if scope["type"] == "websocket":
            scope = _told_whose(scope)
        await (instead or self._app)(scope, receive, dressed)

    async def _tell_language(self, scope: Scope) -> None:
        """Let be known in which language to answer; what answers a script seldom needs a word."""
        s = services()
        visitor.tell(lambda: _language(s, Request(scope)))
        if s.settings.database_url is not None:  # it is waited for outside of the loop
            await to_thread.run_sync(visitor.language)

    def _instead(self, scope: Scope) -> ASGIApp | None:
        """What answers instead of Streamlit, which takes any address for one of its pages."""
        here = _from_here(scope)
        if scope["type"] == "websocket":
            return None if here and _may_stream(scope) else WebSocketClose(1008)
        if not here:
            return PlainTextResponse(services().texts()("door.only_here"), 403)
        if _too_long(scope):
            return PlainTextResponse("The address is too long", 414)
        if sum(len(name) + len(value) for name, value in scope["headers"]) > HEAD_LIMIT:
            return PlainTextResponse("The headers are too long", 431)
        if scope["path"] in self._streamlit:
            return None
        if self._beside and any(r.matches(scope)[0] is Match.FULL for r in self._beside.routes):
            return self._beside
        for route in self._routes:
            match, _ = route.matches(scope)
            if match is Match.FULL:
                return None
            if match is Match.PARTIAL and isinstance(route, Route):
                allowed = {"Allow": ", ".join(sorted(route.methods or ()))}
                return PlainTextResponse("Method not allowed", 405, allowed)
        return _nothing(scope)

    def _dress(self, sent: MutableHeaders, path: str) -> None:
        for name, value in self._headers.items():
            sent.setdefault(name, value)
        if not path.startswith(KEPT):
            sent["Cache-Control"] = "no-store"
        elif path.startswith("/assets/"):  # the name is the same after a new version
            sent.setdefault("Cache-Control", "no-cache")


class Packed:
    """Serves Streamlit's scripts and styles compressed: a phone loads 1.1 MB instead of 2.7."""

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self._app = app
        self._files = {
            address: file for address, file in _addresses(folder).items() if file.suffix in _PACKED
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


def _addresses(folder: Path) -> Mapping[str, Path]:
    """Streamlit's own files by the addresses it serves them at."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {f"/static/{file.relative_to(folder).as_posix()}": file for file in files}


def _told_whose(scope: Scope) -> Scope:
    """The connection, and beside it from which browser it comes, whatever it says itself.

    So Streamlit lets nobody resume another's session by its id: what a run had said and not sent
    yet would go to whoever came next.
    """
    token = sent.token(HTTPConnection(scope)) or auth.new_token()  # without one nobody resumes any
    whose = auth.digest(token).encode()
    others = [(name, value) for name, value in scope["headers"] if name != VISIT]
    return {**scope, "headers": [*others, (VISIT, whose)]}


def _may_stream(scope: Scope) -> bool:
    """Whether it is one of our own pages that connects: the cookie travels whoever asks."""
    ours = is_ours(Headers(scope=scope), services().settings.public_url)
    return ours and scope["path"] == STREAM and not _too_long(scope)


def _from_here(scope: Scope) -> bool:
    """Whether the address asked is this machine's own, where no login guards the desk.

    A proxy that hands requests on without our knowing, or a foreign name that is made to point to
    this machine, would open it to others.
    """
    if door.needed(services().settings):
        return True
    return _names_this_machine(Headers(scope=scope).get("host", ""))


@lru_cache(maxsize=512)
def _names_this_machine(asked: str) -> bool:
    try:
        host = urlsplit(f"//{asked}").hostname
    except ValueError:  # brackets that hold no address
        return False
    return only_here(host or "")


def _nothing(scope: Scope) -> Response:
    """That nothing is at this address: a page for whoever came by a link, a word for a program."""
    if "text/html" not in Headers(scope=scope).get("accept", ""):
        return PlainTextResponse("Not found", 404)
    return sent.say(services(), "error.no_page_title", "error.no_page", 404)


def _language(s: Services, request: Request) -> str | None:
    """The language in which this browser is answered."""
    return languages.of_browser(s, sent.token(request), request.headers.get("accept-language", ""))


def _too_long(scope: Scope) -> bool:
    return len(scope["path"]) + len(scope["query_string"]) > TARGET_LIMIT


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
