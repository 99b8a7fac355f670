"""The addresses that are no pages: begin, open a link, forget, erase, downloads."""

import html
import logging
import secrets
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import parse_qsl

from anyio import to_thread
from pydantic import StringConstraints
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from starlette.responses import Response as Answered
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from assessment import auth, languages, responses, sent, texts
from assessment.allowance import Allowance
from assessment.brand.foot import IMPRINT
from assessment.brand.served import files
from assessment.desk import audit, door, rights
from assessment.errors import Refused
from assessment.plain import document, index, notice
from assessment.records import Assessment
from assessment.rehearsal.run import try_out
from assessment.rehearsal.sample import sample
from assessment.sent import Form, Handler, guarded, say
from assessment.services import Services, services
from assessment.theme import FONTS
from assessment.workshop import prepare

log = logging.getLogger("sevensigns")

ASSETS = Path(__file__).parent / "assets"
KEPT = "public, max-age=31536000, immutable"  # of what is named after its content

# What anybody may have kept without holding anything yet; a room of 200 is one address.
fresh = Allowance({"address": (1_000, 3600.0)})

BY_LINK = "whoever has the link"
OPENED: dict[auth.Purpose, str] = {
    "resume": "answer?a",
    "share": "shared?s",
    "facilitate": "workshop?w",
}


class BeginForm(Form):
    """The start page's form."""

    scope: Literal["check", "full"]
    group: Annotated[str, StringConstraints(max_length=60)]
    organisation: Annotated[str, StringConstraints(max_length=400)] = ""
    source: Annotated[str, StringConstraints(max_length=1000)] = ""  # as an address has it


class OpenForm(Form):
    """What a link's page sends."""

    token: str
    purpose: Literal["resume", "share", "facilitate"]


class ForgetForm(Form):
    """The confirmed wish to be forgotten by this device."""

    confirm: Literal["yes"]


class EraseForm(Form):
    """The confirmed wish to erase an assessment."""

    assessment: Annotated[str, StringConstraints(max_length=80)]
    confirm: Literal["yes"]


class LanguageForm(Form):
    """The wish for another language, and where it was made."""

    language: Annotated[str, StringConstraints(max_length=20)]
    back: str = "/"


class ConveneForm(Form):
    """The form for a new workshop."""

    called: Annotated[str, StringConstraints(max_length=400)]
    organisation: Annotated[str, StringConstraints(max_length=400)] = ""


class RehearseForm(Form):
    """The wish to practise: anew, or what was prepared."""

    workshop: Annotated[str, StringConstraints(max_length=80)] = ""


class SampleForm(Form):
    """The wish for a sample."""


class DissolveForm(Form):
    """The confirmed wish to erase a workshop."""

    workshop: Annotated[str, StringConstraints(max_length=80)]
    confirm: Literal["yes"]


async def begin(request: Request) -> Answered:
    """Make an assessment, and let this browser open it."""
    form = await sent.form(request, BeginForm)
    if not _may_begin(request):
        return say(services(), "error.title", "error.too_often", 429)
    s, token = services(), sent.browser(request)

    def work() -> Assessment:
        origin = dict(parse_qsl(form.source, max_num_fields=sent.FIELDS))
        made = responses.begin(s, form.scope, form.group, form.organisation, origin)
        auth.grant(s, token, made)
        return made

    made = await to_thread.run_sync(work)
    return sent.with_cookie(request, RedirectResponse(f"/answer?a={made.id}", 303), token)


async def open_link(request: Request) -> Answered:
    """Let this browser open what a link's token opens; one sentence for all that open nothing."""
    s = services()
    try:
        form = await sent.form(request, OpenForm)
    except Refused:
        return _dead_link(s)
    link = await to_thread.run_sync(auth.open_link, s, form.token, form.purpose)
    if link is None:
        return _dead_link(s)
    token = sent.browser(request)
    try:
        await to_thread.run_sync(auth.grant, s, token, link)
    except Refused:
        return _dead_link(s)
    page = OPENED[link.purpose]
    return sent.with_cookie(request, RedirectResponse(f"/{page}={link.home}", 303), token)


async def forget(request: Request) -> Answered:
    """Take from this browser all that it may open, and its cookie."""
    await sent.form(request, ForgetForm)
    s = services()
    await to_thread.run_sync(auth.forget, s, sent.token(request))
    answer = sent.without_cookie(request, RedirectResponse("/", 303))
    answer.headers["Clear-Site-Data"] = '"cookies", "storage"'
    return answer


async def erase(request: Request) -> Answered:
    """Erase an assessment that this browser may answer, with all its links."""
    form = await sent.form(request, EraseForm)
    s = services()
    own = auth.own(s, sent.token(request))
    found = next((a for a in own if a.id == form.assessment), None)
    if found is None:
        return await sent.not_yours(request, form.assessment)
    await to_thread.run_sync(rights.erase, s, found)
    return say(s, "link.erased_title", "link.erased", 200)


async def speak(request: Request) -> Answered:
    """Answer this browser in another language from now on, and lead back to where it was."""
    form = await sent.form(request, LanguageForm)
    if form.language not in texts.languages():
        raise Refused("There are no words in this language.")
    if not _may_begin(request):
        return say(services(), "error.title", "error.too_often", 429)
    s, token = services(), sent.browser(request)
    await to_thread.run_sync(languages.choose, s, token, form.language)
    return sent.with_cookie(request, RedirectResponse(languages.back(form.back), 303), token)


async def convene(request: Request) -> Answered:
    """Make a workshop, and let this browser run it."""
    form = await sent.form(request, ConveneForm)
    s, token = services(), sent.browser(request)
    wish = prepare.first_wish(s, form.called, form.organisation)
    made = await to_thread.run_sync(prepare.prepare, s, token, wish)
    return sent.with_cookie(request, RedirectResponse(f"/prepare?w={made.id}", 303), token)


async def rehearse(request: Request) -> Answered:
    """Let guests come to a rehearsal, which this browser may run."""
    form = await sent.form(request, RehearseForm)
    s, token = services(), sent.browser(request)
    own = {room.id for room in auth.workshops(s, token)}
    if form.workshop and form.workshop not in own:
        return await sent.not_yours(request, form.workshop)
    made = await to_thread.run_sync(try_out, s, token, form.workshop or None)
    return sent.with_cookie(request, RedirectResponse(f"/workshop?w={made.id}", 303), token)


async def show_sample(request: Request) -> Answered:
    """Make a finished workshop with invented people, which this browser may run."""
    await sent.form(request, SampleForm)
    token = sent.browser(request)
    made = await to_thread.run_sync(sample, services(), token)
    return sent.with_cookie(request, RedirectResponse(f"/workshop?w={made.id}", 303), token)


async def dissolve(request: Request) -> Answered:
    """Erase a workshop that this browser may run, with everybody's answers."""
    form = await sent.form(request, DissolveForm)
    s = services()
    own = auth.workshops(s, sent.token(request))
    found = next((room for room in own if room.id == form.workshop), None)
    if found is None:
        return await sent.not_yours(request, form.workshop)

    def work() -> None:
        prepare.erase(s, found.id)
        actor = door.at_desk(s, sent.token(request))
        audit.note(s, "workshop_erased", actor.name if actor else BY_LINK, f"workshop {found.id}")

    await to_thread.run_sync(work)
    return RedirectResponse("/workshops", 303)


async def page(_: Request) -> Answered:
    """The shell in which Streamlit draws every page."""
    return HTMLResponse(index(services().texts(), services().brand))


async def brand_file(request: Request) -> Answered:
    """A style sheet, an icon or a font of the brand, which a browser may keep."""
    found = files(services().brand).get(request.url.path)
    if found is None:
        return PlainTextResponse("Not found", 404)
    body = await to_thread.run_sync(found.make)
    return Answered(body, 200, {"Cache-Control": KEPT}, found.media_type)


async def imprint(_: Request) -> Answered:
    """The imprint, where the brand holds its text and not its address."""
    s = services()
    words, text = s.texts(), s.brand.responsible.imprint
    if not text:
        return say(s, "error.title", "error.no_file", 404)
    if text.startswith("https://"):
        return RedirectResponse(text, 303)
    start = html.escape(words("link.to_start"))
    body = f'<p class="typed">{html.escape(text)}</p><p><a href="/">{start}</a></p>'
    return HTMLResponse(document(words, words("foot.imprint"), body))


def link_page(purpose: auth.Purpose) -> Handler:
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
        return HTMLResponse(document(words, words("link.opening_title"), body, data, here=""))

    return opening


def _may_begin(request: Request) -> bool:
    """Whether this address may have something new kept, so that nobody fills the disk."""
    return fresh.take({"address": request.client.host if request.client else ""})


def _dead_link(s: Services) -> Answered:
    return PlainTextResponse(s.texts()("link.dead"), 404)


async def failed(request: Request, error: Exception) -> Answered:
    """Say that something failed, with a number; what happened stands in the log under it."""
    number = secrets.token_hex(4)
    told = {"incident": number}
    log.error("Incident %s at %s", number, request.url.path, exc_info=error, extra=told)
    words = services().texts()
    return notice(words, words("error.title"), words("error.incident", number=number), 500)


async def silent(request: Request, error: Exception) -> Answered:
    """Say that the store does not answer now; scripts and people try again."""
    log.error("%s: %s", request.url.path, error)
    return sent.say(services(), "error.title", "error.not_done", 503)


PAGES = (
    *("/", "/answer", "/review", "/scorecard", "/keep", "/shared", "/colleagues", "/method"),
    *("/workshops", "/prepare", "/workshop", "/screen"),
    *("/desk", "/leads", "/lead", "/audit", "/post"),
    *("/clients", "/client", "/commentary", "/progress"),
)
ROUTES: tuple[BaseRoute, ...] = (
    *(Route(address, page) for address in PAGES),
    Route("/begin", guarded(begin), methods=["POST"]),
    Route("/open", guarded(open_link), methods=["POST"]),
    Route("/forget", guarded(forget), methods=["POST"]),
    Route("/erase", guarded(erase), methods=["POST"]),
    Route(languages.ADDRESS, guarded(speak), methods=["POST"]),
    Route("/convene", guarded(convene), methods=["POST"]),
    Route("/rehearse", guarded(rehearse), methods=["POST"]),
    Route("/sample", guarded(show_sample), methods=["POST"]),
    Route("/dissolve", guarded(dissolve), methods=["POST"]),
    Route("/r", link_page("resume")),
    Route("/s", link_page("share")),
    Route("/f", link_page("facilitate")),
    Route("/brand/{name}", brand_file),
    Route(IMPRINT, imprint),
    Mount("/assets", StaticFiles(directory=ASSETS)),
    Mount("/fonts", StaticFiles(directory=FONTS)),
)
