"""The way to the desk: a page to log in on, and the way out again."""

import html
import logging
import time
from typing import Annotated, Literal

import anyio
from anyio import CapacityLimiter, to_thread
from pydantic import StringConstraints
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response as Answered
from starlette.routing import BaseRoute, Route

from assessment import sent
from assessment.desk import door, users
from assessment.desk.door import Actor, Refusal
from assessment.desk.passwords import LONGEST, SHORTEST
from assessment.errors import Refused
from assessment.forms import log_out_forms
from assessment.plain import document
from assessment.sent import Form, guarded
from assessment.services import Services, services
from assessment.texts import Texts

log = logging.getLogger("sevensigns")

STATUS = {"wrong": 403, "later": 429, "busy": 503, "length": 400}
STEP = 0.25  # seconds; failures are answered at whole steps, so that their time tells nothing
SOON = 5.0  # seconds after which one may try again where many are logging in
ADD = "python -m assessment user add NAME"

_threads = CapacityLimiter(100)  # of their own: who waits for a password keeps no page waiting


class LoginForm(Form):
    """What one logs in with."""

    name: Annotated[str, StringConstraints(max_length=200)]
    password: str


class LogoutForm(Form):
    """The wish to log out, here or on all devices."""

    everywhere: Literal["yes", ""] = ""


async def login(request: Request) -> Answered:
    """The one address of the login: its form, and what the form sends."""
    return await (guarded(log_in) if request.method == "POST" else form)(request)


async def form(request: Request) -> Answered:
    """The form to log in with; for who has done so, the way out."""
    s = services()
    actor = await to_thread.run_sync(door.at_desk, s, sent.token(request))
    words = s.texts()
    if actor:
        return HTMLResponse(
            document(words, words("door.in_title"), _inside(words, actor), here="/login")
        )
    if await to_thread.run_sync(users.nobody_yet, s):
        return HTMLResponse(document(words, words("door.title"), _nobody_yet(words), here="/login"))
    return HTMLResponse(document(words, words("door.title"), _form(words), here="/login"))


async def log_in(request: Request) -> Answered:
    """Give this browser a new cookie that is logged in, or say why not."""
    began = time.monotonic()
    try:
        given = await sent.form(request, LoginForm)
    except Refused as fault:
        if fault.reason != sent.TOO_LARGE:
            raise
        return _refused(services(), Refusal("length"))
    s, before = services(), sent.token(request)
    done = await to_thread.run_sync(
        door.log_in, s, given.name, given.password, before, limiter=_threads
    )
    if isinstance(done, Refusal):
        await anyio.sleep(-(time.monotonic() - began) % STEP)
        return _refused(s, done)
    return sent.with_cookie(request, RedirectResponse("/desk", 303), done)


async def log_out(request: Request) -> Answered:
    """End this browser's login, or all of this account."""
    given = await sent.form(request, LogoutForm)
    s, token = services(), sent.token(request)
    actor = await to_thread.run_sync(door.at_desk, s, token)
    await to_thread.run_sync(door.log_out, s, token)
    if actor and given.everywhere:
        await to_thread.run_sync(door.end_all, s, actor)
    return RedirectResponse("/login" if door.needed(s.settings) else "/", 303)


def _refused(s: Services, why: Refusal) -> Answered:
    words = s.texts()
    seconds = SOON if why.reason == "busy" else why.seconds
    minutes = words.number(max(1, -(-seconds // 60)))
    values = {
        "later": {"minutes": minutes},
        "length": {"shortest": words.number(SHORTEST), "longest": words.number(LONGEST)},
    }
    said = html.escape(words(f"door.{why.reason}", **values.get(why.reason, {})))
    body = f'<p role="alert">{said}</p>{_form(words)}'
    page = HTMLResponse(
        document(words, words("door.title"), body, here="/login"), STATUS[why.reason]
    )
    if seconds:
        page.headers["Retry-After"] = str(int(-(-seconds // 1)))
    return page


def _form(words: Texts) -> str:
    return (
        f"<p>{_safe(words('door.lead'))}</p>"
        '<form class="login" method="post" action="/login">'
        f"<label><span>{_safe(words('door.name'))}</span>"
        '<input name="name" maxlength="200" required autofocus autocapitalize="none"'
        ' spellcheck="false" autocomplete="username"></label>'
        f"<label><span>{_safe(words('door.password'))}</span>"
        '<input name="password" type="password" required autocomplete="current-password"></label>'
        f'<button type="submit">{_safe(words("door.enter"))}</button></form>'
        f"{_to_start(words)}"
    )


def _inside(words: Texts, actor: Actor) -> str:
    said = "door.inside" if actor.account else "door.unlocked"
    desk = f'<p><a href="/desk">{_safe(words("door.to_desk"))}</a></p>'
    way_out = f'<div class="row">{log_out_forms(words)}</div>' if actor.account else ""
    return f"<p>{_safe(words(said, name=actor.name))}</p>{desk}{way_out}"


def _nobody_yet(words: Texts) -> str:
    return (
        f"<p>{_safe(words('door.nobody'))}</p><pre>{_safe(ADD)}</pre>"
        f"<p>{_safe(words('door.nobody_after'))}</p>{_to_start(words)}"
    )


def _to_start(words: Texts) -> str:
    return f'<p><a href="/">{_safe(words("link.to_start"))}</a></p>'


def _safe(text: str) -> str:
    return html.escape(text)


ROUTES: tuple[BaseRoute, ...] = (
    Route("/login", login, methods=["GET", "POST"]),
    Route("/logout", guarded(log_out), methods=["POST"]),
)
