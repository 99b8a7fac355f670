"""The addresses of the phone: join, the seat, what it shows now, and what it sends."""

import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from urllib.parse import quote, urlencode

from anyio import sleep, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.responses import Response as Answered
from starlette.routing import BaseRoute, Route

from assessment import auth, sent
from assessment.errors import Refused
from assessment.figures import figures
from assessment.phone import answers, attempts, look, own, page
from assessment.phone.messages import BODY_LIMIT, MESSAGE, from_form
from assessment.phone.walk import Now
from assessment.records import KEY, Workshop
from assessment.sent import guarded
from assessment.services import Services, services
from assessment.texts import Texts
from assessment.workshop import colleagues, seats
from assessment.workshop.codes import LONGEST_TYPED, Brake
from assessment.workshop.kept import instrument_of, words_of
from assessment.workshop.seats import Place

brake = Brake()  # of this process


async def type_code(request: Request) -> Answered:
    """Where one types the code."""
    words = services().texts()
    title = words("phone.code_title")
    return _welcome(request, words, title, lambda proof: page.code_main(words, proof))


async def door(request: Request) -> Answered:
    """What a code opens: how one takes a seat, or the one that this browser has."""
    room = await _room(request, code := request.path_params["code"])
    if room is None:
        return _no_such_code(request, code)
    s, held = services(), sent.token(request)
    if await sent.from_store(lambda: seats.place_of(s, held, room.id)):
        return RedirectResponse(f"/seat?w={room.id}", 303)
    return _join_page(request, room)


async def reach(request: Request) -> Answered:
    """Note that a phone of the room has reached us."""
    room = await _room(request, code := request.path_params["code"])
    if room is None:
        return _no_such_code(request, code)
    await to_thread.run_sync(seats.reached, services(), room)
    words = words_of(services(), room)
    main = page.reached_main(words)
    here = f"/reach/{quote(code)}"
    shown = page.document(words, words("phone.reached_title"), main, here=here)
    return answers.html(request, shown)


async def join(request: Request) -> Answered:
    """Take a seat; whoever has one keeps it."""
    fields = await sent.fields(request, BODY_LIMIT)
    room = await _room(request, code := fields.get("code", ""), fields.get("door", ""))
    if room is None:
        return _no_such_code(request, code)
    if "group" not in fields:
        return _join_page(request, room, fields)
    if not sent.proven(request, fields.get("proof", "")):
        return _join_page(request, room, fields, "cookie")
    token = sent.browser(request)
    attempt = fields.get("attempt", "")
    if token != sent.token(request) and re.fullmatch(KEY, attempt):  # it opens nothing here yet
        token = attempts.token(room, attempt)

    def work() -> None:
        consent = fields.get("consent") == "yes"
        name, guest = fields.get("name"), fields.get("guest") == "yes"
        seats.join(
            services(), token, room, fields["group"], name=name, consent=consent, guest=guest
        )

    try:
        await to_thread.run_sync(work)
    except Refused as refused:
        return _join_page(request, room, fields, page.known(refused.reason))
    if not _by_script(request):
        return sent.with_cookie(request, RedirectResponse(f"/seat?w={room.id}", 303), token)
    s = services()

    def first_state() -> Answered:
        place = seats.place_of(s, token, room.id)
        return _state(request, place, room.id, token, whole=False)

    first = await sent.from_store(first_state)
    return sent.with_cookie(request, first, token)


async def seat(request: Request) -> Answered:
    """The page of a seat."""
    s, token, wanted = services(), sent.token(request), request.query_params.get("w")
    place = await sent.from_store(lambda: seats.place_of(s, token, wanted))
    if place is None or token is None:
        words, main = _gone(s, wanted)
        title = words("phone.gone_title")
        return answers.html(request, page.document(words, title, main), HTTPStatus.GONE)
    now = await sent.from_store(lambda: Now.of(s, place))
    at = now.shown(request.query_params.get("i"))
    no = page.known(request.query_params.get("no"))
    main = page.seat_main(now, sent.proof(token), at, no, whole=False)
    waiting = not now.items or (at is not None and at.kind == "through")
    here, title = f"/seat?w={now.room.id}", page.title_of(now)
    return answers.html(request, page.document(now.words, title, main, waiting=waiting, here=here))


async def state(request: Request) -> Answered:
    """What a seat shows now, or nothing where nothing has moved since the phone last asked.

    Without its page where that shows the same: to a phone that is about the same thing, and whose
    turn it still is or whose message is on its way.
    """
    s, query, token = services(), request.query_params, sent.token(request)
    place = await sent.from_store(lambda: seats.place_of(s, token, query.get("w")))
    if place:
        version, turn = str(place.room.version), str(place.ballot.turn)
        if (query.get("v"), query.get("t")) == (version, turn):
            return Answered(status_code=204, headers=answers.SHUT)
    same = query.get("k") if "busy" in query or (place and query.get("t") == turn) else None
    return await sent.from_store(
        lambda: _state(request, place, query.get("w"), token or "", drawn=same)
    )


async def send(request: Request) -> Answered:
    """Keep what a phone says: a message of the script, or a plain form."""
    if request.headers.get("content-type", "").startswith("application/json"):
        return await _send_message(request)
    fields = await sent.fields(request, BODY_LIMIT, many="signs")
    place = await sent.from_store(lambda: _proven_place(request, fields))
    if place is None:
        return _to_seat(fields, "cookie")
    message = from_form(fields)
    try:
        if message:
            await to_thread.run_sync(message.keep, services(), place)
    except Refused as refused:
        return _to_seat(fields, refused.reason)
    now = Now.of(
        services(), seats.place_of(services(), sent.token(request), place.room.id) or place
    )
    stays = fields.get("kind") in ("comment", "dissent")
    at = fields.get("at", "")
    return _to_seat(fields | {"at": at if stays else now.after(at)})


async def leave(request: Request) -> Answered:
    """Give up the seat, with all that was answered from it."""
    fields = await sent.fields(request)
    place = await sent.from_store(lambda: _proven_place(request, fields))
    if place is None or fields.get("confirm") != "yes":
        return _to_seat(fields, "cookie" if place is None else "other")
    await to_thread.run_sync(seats.leave, services(), place)
    return _to_seat(fields)


async def scorecard(request: Request) -> Answered:
    """Make a scorecard of the own answers, for this browser alone."""
    fields = await sent.fields(request)
    place = await sent.from_store(lambda: _proven_place(request, fields))
    token = sent.token(request)
    if place is None or token is None:
        return _to_seat(fields, "cookie")
    try:
        made = await to_thread.run_sync(own.scorecard, services(), token, place)
    except Refused as refused:
        return _to_seat(fields, refused.reason)
    return RedirectResponse(f"/scorecard?a={made.id}", 303)


async def file(request: Request) -> Answered:
    """The style sheet or the script."""
    return answers.file(request, look.files().get(request.url.path))


async def _send_message(request: Request) -> Answered:
    """Keep a message of the script, which learns from the status what to do with it.

    200: kept, or not if it is behind; 4xx: refused for good; 5xx and 408: to be sent again.
    With the version a receipt says what a look would, so that the next look can wait.
    """
    s, query = services(), request.query_params
    if not sent.proven(request, request.headers.get("x-proof", "")):
        return _no(s.texts(), "cookie", 403)
    message = await sent.message(request, MESSAGE, BODY_LIMIT)
    token = sent.token(request)
    place = await sent.from_store(lambda: seats.place_of(s, token, query.get("w")))
    if place is None:
        return _no(s.texts(), "gone", 410)
    try:
        receipt = await to_thread.run_sync(message.keep, s, place)
    except Refused as refused:
        return _no(words_of(s, place.room), refused.reason, 409)
    turn = place.ballot.turn if receipt == "behind" else message.turn
    said = {"receipt": receipt, "turn": turn, "version": place.room.version}
    return JSONResponse(said, headers=answers.SHUT)


async def _room(request: Request, code: str, token: str = "") -> Workshop | None:
    """The workshop of a code or a token at once; that there is none comes late after many."""
    s, given = services(), token[:LONGEST_TYPED]
    found = await sent.from_store(lambda: seats.found_by(s, code, given))
    if found is None:
        address = request.client.host if request.client else ""
        figures.count("wrong_codes")
        await sleep(brake.wrong(address))
    return found


def _proven_place(request: Request, fields: dict[str, str]) -> Place | None:
    """The seat of this browser that a form is about, if the form is from a page of ours."""
    if not sent.proven(request, fields.get("proof", "")):
        return None
    return seats.place_of(services(), sent.token(request), fields.get("w"))


def _join_page(
    request: Request, room: Workshop, fields: Mapping[str, str] | None = None, no: str = ""
) -> Answered:
    """What is asked of whoever takes a seat."""
    s, given = services(), fields or {}
    words = words_of(s, room)
    free = colleagues.still_free(s, room)

    def main(proof: str) -> str:
        instrument, key = instrument_of(s, room), given.get("door", "")
        return page.join_main(
            words, instrument, room, proof, door=key, free_names=free, given=given, no=no
        )

    here = f"/j/{room.code}" if room.code else "/j"
    return _welcome(request, words, room.title, main, status=400 if no else 200, here=here)


def _no_such_code(request: Request, typed: str) -> Answered:
    words, shown = services().texts(), typed[:LONGEST_TYPED].replace("\0", "")
    title = words("phone.code_title")

    def main(proof: str) -> str:
        return page.code_main(words, proof, "code", shown)

    return _welcome(request, words, title, main, status=404)


def _welcome(
    request: Request,
    words: Texts,
    title: str,
    main: Callable[[str], str],
    *,
    status: int = 200,
    here: str = "/j",
) -> Answered:
    """A page with a form for a browser that may not hold a cookie yet."""
    held = sent.token(request)
    token = held or auth.new_token()
    html = main(sent.proof(token))
    if _by_script(request):
        answer: Answered = answers.json(request, {"html": html}, status)
    else:
        answer = answers.html(request, page.document(words, title, html, here=here), status)
    return answer if held else sent.with_cookie(request, answer, token, days=None)


def _state(
    request: Request,
    place: Place | None,
    room_id: str | None,
    token: str,
    *,
    whole: bool = True,
    drawn: str | None = None,
) -> Answered:
    """What a seat shows now, for the script; not the page with the key that is drawn already."""
    s = services()
    if place is None:
        _, main = _gone(s, room_id)
        return answers.json(request, {"key": "gone", "html": main}, 410)
    now = Now.of(s, place)
    at = {"key": now.key, "version": now.room.version, "turn": now.ballot.turn}
    if drawn == now.key:
        return answers.json(request, at)
    shown = at | {
        "asked": [item.id for item in now.items],
        "html": page.seat_main(now, sent.proof(token), now.shown(None), whole=whole),
    }
    return answers.json(request, shown)


def _gone(s: Services, room_id: str | None) -> tuple[Texts, str]:
    """Why there is no seat: it was freed, or nobody can be tied to answers any more."""
    if not room_id or not re.fullmatch(KEY, room_id):
        return s.texts(), page.gone_main(s.texts(), "", "nowhere")
    room = s.store.get(Workshop, room_id)
    if room is None:
        return s.texts(), page.gone_main(s.texts(), room_id, "workshop")
    words = words_of(s, room)
    return words, page.gone_main(words, room_id, "unlinked" if room.unlinked else "freed")


def _to_seat(fields: Mapping[str, str], no: str = "") -> Answered:
    """Back to the page, at a screen, with what was refused if anything was."""
    query = {"w": fields.get("w", ""), "i": fields.get("at", ""), "no": no}
    given = urlencode({name: value for name, value in query.items() if value})
    return RedirectResponse(f"/seat?{given}", 303)


def _no(words: Texts, reason: str, status: int) -> Answered:
    said = words(f"phone.no.{page.known(reason)}")
    return JSONResponse({"refused": reason, "said": said}, status, answers.SHUT)


def _by_script(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


ROUTES: tuple[BaseRoute, ...] = (
    Route("/seat/send", guarded(send), methods=["POST"]),
    Route("/seat/state", state),
    Route("/seat", seat),
    Route("/j", type_code),
    Route("/j/{code}", door),
    Route("/join", guarded(join), methods=["POST"]),
    Route("/seat/leave", guarded(leave), methods=["POST"]),
    Route("/seat/scorecard", guarded(scorecard), methods=["POST"]),
    Route("/reach/{code}", reach),
    Route(f"{look.FOLDER}{{name}}", file),
)
