"""What a browser sends: forms and messages of our own pages, checked; and the cookie it holds."""

import hashlib
import hmac
import html
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar
from urllib.parse import parse_qsl

from anyio import move_on_after, to_thread
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import HTMLResponse
from starlette.responses import Response as Answered

from assessment import auth
from assessment.desk import refused
from assessment.errors import AssessmentError, NotAllowed, Refused, StoreError
from assessment.origin import is_ours, over_https
from assessment.plain import document, notice
from assessment.services import Services, services
from assessment.texts import Texts

log = logging.getLogger("sevensigns")

BODY_LIMIT = 16_384  # bytes; the longest form is far below
BODY_SECONDS = 10.0  # for all of it, so that nobody holds a connection by a byte at a time
FIELDS = 20  # of a form
TOO_LARGE = "too_large"  # why a form was refused

Handler = Callable[[Request], Awaitable[Answered]]
F = TypeVar("F", bound="Form")
M = TypeVar("M")
T = TypeVar("T")


class Form(BaseModel):
    """What a form may send; anything else is refused."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


async def from_store(work: Callable[[], T]) -> T:
    """What the work gives that reads the store: a database is waited for outside of the loop."""
    if services().settings.database_url is None:
        return work()
    return await to_thread.run_sync(work)


def guarded(handler: Handler) -> Handler:
    """The handler for forms of our own pages only; what goes wrong is said in a sentence."""

    async def run(request: Request) -> Answered:
        s = services()
        if not from_our_page(request):
            return say(s, "error.title", "error.foreign", 403)
        try:
            return await handler(request)
        except Refused as fault:
            status = 413 if fault.reason == TOO_LARGE else 400
            return say(s, "error.title", "error.refused", status)
        except NotAllowed:
            return not_allowed(s, request)
        except StoreError as error:
            log.error("%s: %s", request.url.path, error)
            return say(s, "error.title", "error.not_done", 503)
        except AssessmentError:
            log.exception("%s failed", request.url.path)
            return say(s, "error.title", "error.not_done", 503)

    return run


def from_our_page(request: Request) -> bool:
    """Whether a page of this site sent it: browsers say so, scripts elsewhere cannot."""
    site = request.headers.get("sec-fetch-site")
    if site:
        return site == "same-origin"
    return is_ours(request.headers, services().settings.public_url)


async def form(request: Request, model: type[F]) -> F:
    """The checked fields of a form; raises Refused for anything unexpected."""
    try:
        return model.model_validate(await fields(request))
    except ValidationError:
        raise Refused("The form does not fit.") from None


async def fields(
    request: Request, limit: int = BODY_LIMIT, many: str | None = None, most: int = FIELDS
) -> dict[str, str]:
    """The fields of a form as they were sent, each once; raises Refused where it is no form.

    The field `many` alone may come several times; its values are joined by a space.
    """
    try:
        sent = (await body(request, limit)).decode()
        given = parse_qsl(sent, keep_blank_values=True, max_num_fields=most)
    except (ValueError, ClientDisconnect) as error:
        raise Refused(f"The form does not fit: {type(error).__name__}.") from None
    several = [value for name, value in given if name == many]
    once = [pair for pair in given if pair[0] != many]
    if len(once) != len(found := dict(once)):
        raise Refused("A field is given twice.")
    request.state.given = found  # should it take a login first, it is not to be typed again
    return found | ({many: " ".join(several)} if many and several else {})


async def message(request: Request, kind: TypeAdapter[M], limit: int = BODY_LIMIT) -> M:
    """The checked message of a script; raises Refused for anything unexpected."""
    try:
        return kind.validate_json(await body(request, limit), strict=True)
    except (ValidationError, ClientDisconnect) as error:
        raise Refused(f"The message does not fit: {type(error).__name__}.") from None


async def body(request: Request, limit: int = BODY_LIMIT) -> bytes:
    """All that was sent; raises Refused, ClientDisconnect, and HTTPException for a late end."""
    got = b""
    with move_on_after(BODY_SECONDS):
        async for chunk in request.stream():
            got += chunk
            if len(got) > limit:
                raise Refused("The form is too large.", TOO_LARGE)
        return got
    raise HTTPException(408, headers={"Connection": "close"})


def token(request: HTTPConnection) -> str | None:
    """The token in the cookie of this browser, whether it opens anything or not."""
    return auth.token_of(request.cookies, https(request))


def browser(request: Request) -> str:
    """The token of this browser: the one it has, if it opens something here, or a new one."""
    held = token(request)
    return held if held and auth.known(services(), held) else auth.new_token()


def with_cookie(
    request: Request, answer: Answered, token: str, days: int | None = auth.REMEMBERED_DAYS
) -> Answered:
    """The answer that lets the browser hold this token for so long; None until it is closed."""
    secure = https(request)
    answer.set_cookie(
        auth.cookie_name(secure),
        token,
        max_age=days * 86_400 if days else None,
        path="/",
        secure=secure,
        httponly=True,
        samesite="none" if embedded(secure) else "lax",
    )
    return _partitioned(answer) if embedded(secure) else answer


def without_cookie(request: Request, answer: Answered) -> Answered:
    """The answer that takes the cookie from the browser."""
    secure = https(request)
    answer.delete_cookie(
        auth.cookie_name(secure),
        path="/",
        secure=secure,
        httponly=True,
        samesite="none" if embedded(secure) else "lax",
    )
    return _partitioned(answer) if embedded(secure) else answer


def embedded(secure: bool) -> bool:
    """Whether the cookie has to reach a frame on another site, which takes HTTPS.

    It is partitioned then: what it opens within one site, no other site's frame can open.
    """
    return secure and bool(services().settings.embedders)


def _partitioned(answer: Answered) -> Answered:
    """Python 3.14 is the first whose cookies know this attribute."""
    name, value = answer.raw_headers.pop()
    answer.raw_headers.append((name, value + b"; Partitioned"))
    return answer


def proof(token: str) -> str:
    """What a form carries to show that it is from a page which this browser was given."""
    return hashlib.sha256(f"form {token}".encode("utf-8", "replace")).hexdigest()[:32]


def proven(request: Request, given: str) -> bool:
    """Whether a form carries the proof that belongs to the cookie it came with."""
    held = token(request)
    wanted = proof(held) if held else ""
    return wanted != "" and hmac.compare_digest(wanted.encode(), given.encode("utf-8", "replace"))


def https(request: HTTPConnection) -> bool:
    """Whether the browser came by HTTPS."""
    scheme = str(request.scope.get("scheme", "http"))  # `request.url` is put together each time
    return over_https(request.headers, services().settings.public_url, scheme)


def not_allowed(s: Services, request: Request | None = None) -> Answered:
    """The page for what takes a login; a form that was sent too late can be sent again from it."""
    words = s.texts()
    said, way = html.escape(words("door.needed")), html.escape(words("door.to_login"))
    body = f'<p>{said}</p>\n<p><a href="/login" target="_blank">{way}</a></p>'
    if request and (given := getattr(request.state, "given", None)):
        body += _again(words, request.url.path, given)
    return HTMLResponse(document(words, words("door.needed_title"), body), 403)


async def not_yours(request: Request, wanted: str) -> Answered:
    """The page for a form about what this browser may not change, which is noted."""
    s = services()
    await to_thread.run_sync(refused.note, s, token(request), wanted)
    return say(s, "error.title", "error.not_yours", 404)


def _again(words: Texts, path: str, given: Mapping[str, str]) -> str:
    """A form that holds what was typed, to be sent once one has logged in beside it."""
    fields = "".join(
        f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
        for name, value in given.items()
    )
    return (
        f"<p>{html.escape(words('door.kept'))}</p>"
        f'<form method="post" action="{html.escape(path)}">{fields}'
        f'<button type="submit">{html.escape(words("door.again"))}</button></form>'
    )


def say(s: Services, title: str, sentence: str, status: int) -> Answered:
    """A page that says one thing, by the keys of its texts."""
    words = s.texts()
    return notice(words, words(title), words(sentence), status)
