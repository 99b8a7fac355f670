"""The addresses that are no pages: begin, open a link, forget, erase, downloads, health."""

import html
import logging
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Literal, TypeVar
from urllib.parse import parse_qsl

from anyio import move_on_after, to_thread
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse
from starlette.responses import Response as Answered
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from assessment import auth, responses
from assessment.errors import AssessmentError, Refused, StoreError
from assessment.origin import is_ours, over_https
from assessment.plain import document, index, notice
from assessment.records import Assessment, InstrumentCopy
from assessment.services import Services, services
from assessment.theme import FONTS

log = logging.getLogger("sevensigns")

ASSETS = Path(__file__).parent / "assets"
BODY_LIMIT = 16_384  # bytes; the longest form is far below
BODY_SECONDS = 10.0  # for all of it, so that nobody holds a connection by a byte at a time

Handler = Callable[[Request], Awaitable[Answered]]
F = TypeVar("F", bound="Form")


class Form(BaseModel):
    """What a form may send; anything else is refused."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class BeginForm(Form):
    """The start page's form."""

    scope: Literal["check", "full"]
    group: Annotated[str, StringConstraints(max_length=60)]
    organisation: Annotated[str, StringConstraints(max_length=400)] = ""


class OpenForm(Form):
    """What a link's page sends."""

    token: str
    purpose: Literal["resume", "share"]


class ForgetForm(Form):
    """The confirmed wish to be forgotten by this device."""

    confirm: Literal["yes"]


class EraseForm(Form):
    """The confirmed wish to erase an assessment."""

    assessment: Annotated[str, StringConstraints(max_length=80)]
    confirm: Literal["yes"]


async def begin(request: Request) -> Answered:
    """Make an assessment, and let this browser open it."""
    form = await _form(request, BeginForm)
    s, token = services(), _browser(request)

    def work() -> Assessment:
        made = responses.begin(s, form.scope, form.group, form.organisation)
        auth.grant(s, token, made)
        return made

    made = await to_thread.run_sync(work)
    return _with_cookie(request, RedirectResponse(f"/answer?a={made.id}", 303), token)


async def open_link(request: Request) -> Answered:
    """Let this browser open what a link's token opens; one sentence for all that open nothing."""
    s = services()
    try:
        form = await _form(request, OpenForm)
    except Refused:
        return _dead_link(s)
    link = await to_thread.run_sync(auth.open_link, s, form.token, form.purpose)
    if link is None:
        return _dead_link(s)
    token = _browser(request)
    try:
        await to_thread.run_sync(auth.grant, s, token, link)
    except Refused:
        return _dead_link(s)
    page = "shared?s" if link.purpose == "share" else "answer?a"
    return _with_cookie(request, RedirectResponse(f"/{page}={link.home}", 303), token)


async def forget(request: Request) -> Answered:
    """Take from this browser all that it may open, and its cookie."""
    await _form(request, ForgetForm)
    s = services()
    await to_thread.run_sync(auth.forget, s, _token(request))
    answer = RedirectResponse("/", 303)
    https = _https(request)
    name = auth.cookie_name(https)
    answer.delete_cookie(name, path="/", secure=https, httponly=True, samesite="lax")
    answer.headers["Clear-Site-Data"] = '"cookies", "storage"'
    return answer


async def erase(request: Request) -> Answered:
    """Erase an assessment that this browser may answer, with all its links."""
    form = await _form(request, EraseForm)
    s = services()
    own = auth.own(s, _token(request))
    found = next((a for a in own if a.id == form.assessment), None)
    if found is None:
        return _notice(s, "error.title", "error.not_yours", 404)
    await to_thread.run_sync(responses.erase, s, found.id)
    return _notice(s, "link.erased_title", "link.erased", 200)


async def health(_: Request) -> Answered:
    """Whether the store can be read."""
    try:
        s = services()
        s.store.get(InstrumentCopy, s.shelf.current().sha256)
    except (StoreError, RuntimeError):
        return JSONResponse({"status": "the store cannot be read"}, 503)
    return JSONResponse({"status": "ok"})


async def page(_: Request) -> Answered:
    """The shell in which Streamlit draws every page."""
    return HTMLResponse(index(services().texts()))


def link_page(purpose: Literal["resume", "share"]) -> Handler:
    """The page behind a link: its script sends the token, which no server sees in an address."""

    async def opening(_: Request) -> Answered:
        words = services().texts()
        say, no_script = html.escape(words("link.opening")), html.escape(words("link.no_script"))
        body = (
            f'<p id="say" role="status">{say}</p><noscript><p>{no_script}</p></noscript>'
            f'<p><a href="/">{html.escape(words("link.to_start"))}</a></p>'
            '<script src="/assets/open.js"></script>'
        )
        failed, offline = html.escape(words("error.title")), html.escape(words("error.offline"))
        data = f'data-purpose="{purpose}" data-failed="{failed}" data-offline="{offline}"'
        return HTMLResponse(document(words, words("link.opening_title"), body, data))

    return opening


def guarded(handler: Handler) -> Handler:
    """The handler for forms of our own pages only; what goes wrong is said in a sentence."""

    async def run(request: Request) -> Answered:
        s = services()
        if not _from_our_page(request, s.settings.public_url):
            return _notice(s, "error.title", "error.foreign", 403)
        try:
            return await handler(request)
        except Refused:
            return _notice(s, "error.title", "error.refused", 400)
        except AssessmentError:
            log.exception("%s failed", request.url.path)
            return _notice(s, "error.title", "error.not_done", 503)

    return run


def _from_our_page(request: Request, public_url: str) -> bool:
    """Whether a page of this site sent the form: browsers say so, scripts elsewhere cannot."""
    site = request.headers.get("sec-fetch-site")
    return site == "same-origin" if site else is_ours(request.headers, public_url)


async def _form(request: Request, model: type[F]) -> F:
    """The checked fields of a form; raises Refused for anything unexpected."""
    try:
        body = await _body(request)
        fields = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=20)
        if len(fields) != len(dict(fields)):
            raise Refused("A field is given twice.")
        return model.model_validate(dict(fields))
    except (ValidationError, ValueError, ClientDisconnect) as error:
        raise Refused(f"The form does not fit: {type(error).__name__}.") from None


async def _body(request: Request) -> bytes:
    """All that was sent; raises Refused, ClientDisconnect, and HTTPException for a late end."""
    body = b""
    with move_on_after(BODY_SECONDS):
        async for chunk in request.stream():
            body += chunk
            if len(body) > BODY_LIMIT:
                raise Refused("The form is too large.")
        return body
    raise HTTPException(408, headers={"Connection": "close"})


def _browser(request: Request) -> str:
    """The token of this browser: the one it has, if it opens something here, or a new one."""
    token = _token(request)
    return token if token and auth.grants(services(), token) else auth.new_token()


def _with_cookie(request: Request, answer: Answered, token: str) -> Answered:
    https = _https(request)
    answer.set_cookie(
        auth.cookie_name(https),
        token,
        max_age=auth.REMEMBERED_DAYS * 86_400,
        path="/",
        secure=https,
        httponly=True,
        samesite="lax",
    )
    return answer


def _token(request: Request) -> str | None:
    return auth.token_of(request.cookies, _https(request))


def _https(request: Request) -> bool:
    return over_https(request.headers, services().settings.public_url, request.url.scheme)


def _dead_link(s: Services) -> Answered:
    return PlainTextResponse(s.texts()("link.dead"), 404)


def _notice(s: Services, title: str, sentence: str, status: int) -> Answered:
    words = s.texts()
    return notice(words, words(title), words(sentence), status)


async def failed(request: Request, error: Exception) -> Answered:
    """Say that something failed, with a number; what happened stands in the log under it."""
    number = secrets.token_hex(4)
    log.error("Incident %s at %s", number, request.url.path, exc_info=error)
    words = services().texts()
    return notice(words, words("error.title"), words("error.incident", number=number), 500)


PAGES = ("/", "/answer", "/review", "/scorecard", "/keep", "/shared", "/method")
ROUTES: tuple[BaseRoute, ...] = (
    *(Route(address, page) for address in PAGES),
    Route("/begin", guarded(begin), methods=["POST"]),
    Route("/open", guarded(open_link), methods=["POST"]),
    Route("/forget", guarded(forget), methods=["POST"]),
    Route("/erase", guarded(erase), methods=["POST"]),
    Route("/r", link_page("resume")),
    Route("/s", link_page("share")),
    Route("/healthz", health),
    Mount("/assets", StaticFiles(directory=ASSETS)),
    Mount("/fonts", StaticFiles(directory=FONTS)),
)
