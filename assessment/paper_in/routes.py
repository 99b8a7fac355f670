"""The addresses of typing in: the page, a sheet that is kept, and one that is taken out."""

from typing import Annotated

from anyio import to_thread
from pydantic import StringConstraints, TypeAdapter
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.responses import Response as Answered
from starlette.routing import BaseRoute, Route

from assessment import auth, sent
from assessment.desk import refused
from assessment.errors import Refused
from assessment.paper_in import look, page
from assessment.paper_in.desk import COSTS, Desk, fields_of, sheet_of
from assessment.phone import answers
from assessment.phone.page import document
from assessment.records import Workshop, new_id
from assessment.sent import Form, guarded, say
from assessment.services import Services, services
from assessment.workshop import paper
from assessment.workshop.paper import Sheet

BODY_LIMIT = 65_536  # bytes; a sheet with long ids and every guess is far below
MOST_FIELDS = 600

_SHEET = TypeAdapter(Sheet)


class Out(Form):
    """The sheet to take out."""

    ballot: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


_OUT = TypeAdapter(Out)


async def show(request: Request) -> Answered:
    """The page, for whoever may run the workshop."""
    room = _room(request, request.query_params.get("w"))
    if room is None:
        return _not_yours()
    last = request.query_params.get("kept", "")
    found = paper.sheet_of(services(), room, last)
    return _page(request, room, last=found.id if found else "")


async def keep(request: Request) -> Answered:
    """Keep a sheet: the script's, or that of a plain form."""
    if _by_script(request):
        return await _keep_message(request)
    fields = await sent.fields(request, BODY_LIMIT, many=COSTS, most=MOST_FIELDS)
    room = _room(request, fields.get("w"))
    if room is None:
        return _not_yours()
    if not sent.proven(request, fields.get("proof", "")):
        return _page(request, room, given=fields, no="cookie")
    by_key = {key: answer for answer, key in Desk.of(services(), room).keys.items()}
    try:
        sheet = sheet_of(fields, by_key)
        made = await to_thread.run_sync(paper.type_in, services(), room.id, sheet)
    except Refused as refused:
        return _page(request, room, given=fields, no=refused.reason)
    return RedirectResponse(f"/paper?w={room.id}&kept={made.id}", 303)


async def take_out(request: Request) -> Answered:
    """Take a sheet out again; its answers come back into the form."""
    if _by_script(request):
        return await _out_message(request)
    fields = await sent.fields(request)
    room = _room(request, fields.get("w"))
    if room is None:
        return _not_yours()
    ballot = fields.get("ballot", "")
    if not sent.proven(request, fields.get("proof", "")):
        return _page(request, room, no="cookie")
    try:
        found = await to_thread.run_sync(paper.take_out, services(), room.id, ballot)
    except Refused as refused:
        return _page(request, room, no=refused.reason)
    given = fields_of(found, Desk.of(services(), room).keys)
    return _page(request, room, given=given, out=True)


async def file(request: Request) -> Answered:
    """The style sheet or the script."""
    return answers.file(request, look.files().get(request.url.path))


async def _keep_message(request: Request) -> Answered:
    """Keep a sheet of the script: 200 kept, 4xx refused, 5xx and 408 to be sent again."""
    s = services()
    room = _proven_room(request)
    if isinstance(room, Answered):
        return room
    sheet = await sent.message(request, _SHEET, BODY_LIMIT)
    try:
        made = await to_thread.run_sync(paper.type_in, s, room.id, sheet)
    except Refused as refused:
        return _no(s, room, refused.reason)
    return _state(request, room, made.id)


async def _out_message(request: Request) -> Answered:
    s = services()
    room = _proven_room(request)
    if isinstance(room, Answered):
        return room
    wanted = await sent.message(request, _OUT)
    try:
        await to_thread.run_sync(paper.take_out, s, room.id, wanted.ballot)
    except Refused as refused:
        return _no(s, room, refused.reason)
    return _state(request, room, wanted.ballot)


def _state(request: Request, room: Workshop, ballot: str) -> Answered:
    """How many sheets there are now, for the script."""
    desk = Desk.of(services(), room)
    shown = {"sheets": desk.typed.sheets, "ballot": ballot, "html": page.aside(desk)}
    return answers.json(request, shown)


def _page(
    request: Request,
    room: Workshop,
    *,
    given: dict[str, str] | None = None,
    no: str = "",
    last: str = "",
    out: bool = False,
) -> Answered:
    """The page; with what was given and why it was refused, or what was taken out."""
    desk = Desk.of(services(), room)
    words, title = desk.words, desk.words("paper_in.title")
    style, script, here = look.style(), look.script(), f"/paper?w={room.id}"
    try:
        paper.refuse_unless_typed(room)
    except Refused as refused:
        main = page.shut_main(desk, refused.reason)
        shut = document(words, title, main, here=here, style=style, script=script)
        return answers.html(request, shut, 409 if given else 200)
    told = words(f"paper_in.no.{page.known(no)}") if no else ""
    if out:
        told = words("paper_in.taken_out", number=words.number(desk.typed.sheets + 1))
    # What was refused is the same sheet when it comes again, unless that one was kept already.
    id = given.get("id", "") if given and no != "kept_before" else ""
    proof = sent.proof(sent.token(request) or "")
    main = page.main(desk, proof, id=id or new_id(), given=given, told=told, last=last)
    shown = document(words, title, main, here=here, style=style, script=script)
    return answers.html(request, shown, 409 if no else 200)


def _room(request: Request, id: str | None) -> Workshop | None:
    """The workshop with this id, if this browser may run it."""
    rooms = auth.workshops(services(), sent.token(request))
    found = next((room for room in rooms if room.id == id), None)
    if found is None:
        refused.note(services(), sent.token(request), id)
    return found


def _proven_room(request: Request) -> Workshop | Answered:
    """The workshop that a message is about, or why it goes no further."""
    s = services()
    room = _room(request, request.query_params.get("w"))
    if room is None:
        return _not_yours()
    if not sent.proven(request, request.headers.get("x-proof", "")):
        return _no(s, room, "cookie", 403)
    return room


def _not_yours() -> Answered:
    """The same for what is another's and for what is not there."""
    return say(services(), "error.title", "paper_in.not_yours", 404)


def _no(s: Services, room: Workshop, reason: str, status: int = 409) -> Answered:
    said = Desk.of(s, room).words(f"paper_in.no.{page.known(reason)}")
    return JSONResponse({"refused": reason, "said": said}, status)


def _by_script(request: Request) -> bool:
    return request.headers.get("content-type", "").startswith("application/json")


ROUTES: tuple[BaseRoute, ...] = (
    Route("/paper", show),
    Route("/paper/keep", guarded(keep), methods=["POST"]),
    Route("/paper/out", guarded(take_out), methods=["POST"]),
    Route(f"{look.FOLDER}{{name}}", file),
)
