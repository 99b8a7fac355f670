"""What a consultant does when somebody asks: hand out or erase all that is stored by an address."""

import html
from typing import Annotated, Literal

from anyio import to_thread
from pydantic import StringConstraints
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.responses import Response as Answered
from starlette.routing import BaseRoute, Route

from assessment import sent
from assessment.desk import door, rights
from assessment.desk.door import Actor
from assessment.downloads.files import attached
from assessment.downloads.stored import today
from assessment.plain import document
from assessment.sent import Form, guarded
from assessment.services import Services, services
from assessment.texts import Texts

LONGEST = 320  # characters of an address


class PersonForm(Form):
    """The form on the desk: whose data, and what is to be done with it."""

    email: Annotated[str, StringConstraints(min_length=3, max_length=LONGEST)]
    wish: Literal["json", "csv", "erase"]
    confirm: Literal["yes", ""] = ""


async def person(request: Request) -> Answered:
    """Hand out or erase what is stored by an address; the address stands in no log."""
    s = services()
    form = await sent.form(request, PersonForm)
    actor = await to_thread.run_sync(door.require, s, sent.token(request))
    words = s.texts()
    if form.wish == "erase":
        if not form.confirm:
            return _said(words, words("person.unsure"), 400)
        count = await to_thread.run_sync(rights.erase_of, s, actor, form.email)
        said = words("person.erased", count=words.number(count)) if count else words("person.none")
        return _said(words, said, 200 if count else 404)
    if not await to_thread.run_sync(rights.stored_of, s, form.email):
        return _said(words, words("person.none"), 404)
    return await _file(s, actor, form)


def _said(words: Texts, sentence: str, status: int) -> Answered:
    """What came of it, and the way back to the desk."""
    back = f'<p><a href="/desk">{html.escape(words("door.to_desk"))}</a></p>'
    body = f"<p>{html.escape(sentence)}</p>{back}"
    return HTMLResponse(document(words, words("person.title"), body, here="/desk"), status)


async def _file(s: Services, actor: Actor, form: PersonForm) -> Answered:
    media_type = "application/json" if form.wish == "json" else "text/csv; charset=utf-8"

    def made() -> bytes:
        return rights.file_of(s, actor, form.email, form.wish, today())

    return await attached(made, form.wish, today(), media_type, "person")


ROUTES: tuple[BaseRoute, ...] = (Route("/person", guarded(person), methods=["POST"]),)
