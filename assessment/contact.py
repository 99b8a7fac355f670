"""The addresses of those who leave theirs: the form, the two links in mails, the desk's files."""

import html
from collections.abc import Sequence
from functools import partial
from typing import Annotated, Literal

from anyio import to_thread
from pydantic import StringConstraints
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.responses import Response as Answered
from starlette.routing import BaseRoute, Route

from assessment import auth, prospects, sent
from assessment.desk import door, leads
from assessment.downloads.files import attached
from assessment.errors import Refused
from assessment.lead_forms import SIZES
from assessment.plain import document
from assessment.prospects import Left, Wish
from assessment.records import Assessment
from assessment.sent import Form, Handler, guarded, say
from assessment.services import Services, services
from assessment.texts import Texts
from scoring.response import NAME_LIMIT

Line = Annotated[str, StringConstraints(max_length=4 * NAME_LIMIT)]
REASONS = ("bad_email", "later", "nothing", "wording", "no_mail", "long_name")


class LeadForm(Form):
    """The form under a scorecard."""

    assessment: str
    email: Annotated[str, StringConstraints(max_length=2000)]
    shown: str
    person: Line = ""
    organisation: Line = ""
    position: Line = ""
    size: Line = ""
    mail: Literal["yes", ""] = ""
    contact: Literal["yes", ""] = ""
    read: Literal["yes", ""] = ""

    def wish(self) -> Wish:
        """What is asked for. A size that is none is one that was not said."""
        return Wish(
            email=self.email,
            name=self.person,
            organisation=self.organisation,
            role=self.position,
            size=next((size for size in SIZES if size == self.size), None),
            mail=self.mail == "yes",
            contact=self.contact == "yes",
            read=self.read == "yes",
            shown=self.shown,
        )


class TokenForm(Form):
    """What a link in a mail sends."""

    token: str


class WithdrawForm(Form):
    """The wish to take all consents back, by a mail's link or by the holder of an assessment."""

    token: str = ""
    assessment: str = ""


async def leave(request: Request) -> Answered:
    """Keep what somebody asks for under their own scorecard."""
    form = await sent.form(request, LeadForm)
    s = services()
    found = _own(s, request, form.assessment)
    if found is None:
        return await sent.not_yours(request, form.assessment)
    try:
        left = await to_thread.run_sync(prospects.leave, s, found, form.wish())
    except Refused as refused:
        return _refused(s, found, refused)
    return _told(s, found, left)


async def confirm(request: Request) -> Answered:
    """Let a wish to be contacted take effect."""
    form = await sent.form(request, TokenForm)
    s = services()
    lead = await to_thread.run_sync(prospects.confirm, s, form.token)
    return _said(s, "lead.confirmed" if lead else "lead.dead", 200 if lead else 404)


async def withdraw(request: Request) -> Answered:
    """Take all consents back."""
    form = await sent.form(request, WithdrawForm)
    s = services()
    if form.token:
        lead = await to_thread.run_sync(prospects.withdraw, s, form.token)
    else:
        found = _own(s, request, form.assessment)
        lead = await to_thread.run_sync(prospects.withdraw_from, s, found) if found else None
    return _said(s, "lead.withdrawn" if lead else "lead.dead", 200 if lead else 404)


def mail_page(purpose: Literal["confirm", "withdraw"]) -> Handler:
    """The page behind a link of a mail; its script sends the token, which no address carries.

    A wish to be contacted is confirmed by a button, for programs that check mails open links.
    """

    async def opening(_: Request) -> Answered:
        words = services().texts()
        button = (
            f'<button id="press">{html.escape(words("lead.confirm_press"))}</button>'
            if purpose == "confirm"
            else ""
        )
        body = (
            f'<p id="say" role="status">{html.escape(words(f"lead.{purpose}_lead"))}</p>{button}'
            f"<noscript><p>{html.escape(words('link.no_script'))}</p></noscript>"
            '<script src="/assets/mail.js"></script>'
        )
        offline = html.escape(words("error.offline"))
        data = f'data-purpose="{purpose}" data-offline="{offline}"'
        return HTMLResponse(document(words, words(f"lead.{purpose}_title"), body, data))

    return opening


async def file(request: Request) -> Answered:
    """All leads as CSV or XLSX, for whoever may see them."""
    from assessment.export.leads import leads_csv, leads_xlsx

    kind = request.path_params["kind"]
    makers = {
        "csv": (leads_csv, "text/csv; charset=utf-8"),
        "xlsx": (
            leads_xlsx,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    }
    s = services()
    actor = await to_thread.run_sync(door.at_desk, s, sent.token(request))
    if actor is None:
        return sent.not_allowed(s)
    if kind not in makers:
        return say(s, "error.title", "error.no_file", 404)
    found = await to_thread.run_sync(leads.every, s, actor)
    make, media_type = makers[kind]
    day = prospects.today()
    return await attached(partial(make, found), kind, day, media_type, "leads")


def _own(s: Services, request: Request, id: str) -> Assessment | None:
    own = auth.own(s, sent.token(request))
    return next((a for a in own if a.id == id), None)


def _refused(s: Services, found: Assessment, refused: Refused) -> Answered:
    """What does not fit, in a sentence; what was typed is still there, one page back."""
    key = f"lead.refused_{refused.reason}" if refused.reason in REASONS else "error.refused"
    status = 429 if refused.reason == "later" else 400
    return _page(s.texts(), "error.title", [key], found, status)


def _told(s: Services, found: Assessment, left: Left) -> Answered:
    """What was done, and what is still to do."""
    words = s.texts()
    keys = [
        "lead.mailed" if left.mailed else "",
        "lead.confirm_sent" if left.confirm else "",
        "lead.kept" if left.lead else "",
    ]
    return _page(words, "lead.done", [key for key in keys if key], found, 200)


def _page(
    words: Texts, title: str, keys: Sequence[str], found: Assessment, status: int
) -> Answered:
    said = "\n".join(f"<p>{html.escape(words(key))}</p>" for key in keys)
    way = f'<a href="/scorecard?a={found.id}">{html.escape(words("lead.back"))}</a>'
    body = f"{said}\n<p>{way}</p>"
    return HTMLResponse(document(words, words(title), body), status)


def _said(s: Services, key: str, status: int) -> Answered:
    return say(s, f"{key}_title", key, status)


ROUTES: tuple[BaseRoute, ...] = (
    Route("/leave", guarded(leave), methods=["POST"]),
    Route("/confirm", guarded(confirm), methods=["POST"]),
    Route("/withdraw", guarded(withdraw), methods=["POST"]),
    Route("/c", mail_page("confirm")),
    Route("/w", mail_page("withdraw")),
    Route("/leads.{kind}", file),
)
