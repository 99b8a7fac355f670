"""How plain pages are answered: compressed where a browser takes it, and nothing inline."""

import gzip
from collections.abc import Mapping

from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.responses import Response as Answered

from assessment.phone.look import File
from assessment.phone.page import POLICY

# What is no document loads nothing; shorter than the policy of a page, many times a second.
SHUT = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}
FOR_EVER = "public, max-age=31536000, immutable"
SMALL = 500  # bytes below which compressing gains nothing


def html(request: Request, text: str, status: int = 200) -> Answered:
    """A page."""
    answer = HTMLResponse(text, status)
    answer.headers["Content-Security-Policy"] = POLICY
    return _packed(request, answer)


def json(request: Request, shown: Mapping[str, object], status: int = 200) -> Answered:
    """What a script asked for."""
    return _packed(request, Answered(to_json(shown), status, SHUT, "application/json"))


def file(request: Request, found: File | None) -> Answered:
    """A style sheet or a script, which a browser may keep; not found where there is none."""
    if found is None:
        return Answered("Not found", 404, media_type="text/plain")
    packed = _takes_packed(request)
    headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding", **SHUT}
    if packed:
        headers["Content-Encoding"] = "gzip"
    return Answered(found.packed if packed else found.content, 200, headers, found.media_type)


def _packed(request: Request, answer: Answered) -> Answered:
    """The answer compressed, where the browser takes it so and it is worth it."""
    body = bytes(answer.body)
    if len(body) >= SMALL and _takes_packed(request):
        answer.body = gzip.compress(body, 5, mtime=0)
        answer.headers["Content-Length"] = str(len(answer.body))
        answer.headers["Content-Encoding"] = "gzip"
        answer.headers["Vary"] = "Accept-Encoding"
    return answer


def _takes_packed(request: Request) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "")
