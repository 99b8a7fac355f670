"""What the forms at the desk send for a client: an interview, and a workshop."""

from typing import Annotated, Literal

from anyio import to_thread
from pydantic import StringConstraints
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.responses import Response as Answered
from starlette.routing import BaseRoute, Route

from assessment import sent
from assessment.clients import claims, kept
from assessment.desk import door
from assessment.records import Assessment, Workshop
from assessment.sent import Form, guarded
from assessment.services import services
from assessment.workshop import prepare

Id = Annotated[str, StringConstraints(max_length=80)]
Typed = Annotated[str, StringConstraints(max_length=400)]


class InterviewForm(Form):
    """An assessment that is begun at the desk; without a name the client answers alone."""

    client: Id
    scope: Literal["check", "full"]
    group: Annotated[str, StringConstraints(max_length=60)]
    interviewed: Typed = ""


class RoomForm(Form):
    """A workshop that is prepared for a client."""

    client: Id
    called: Typed


async def interview(request: Request) -> Answered:
    """Begin an assessment of a client, which this browser may answer."""
    form = await sent.form(request, InterviewForm)
    s, held, token = services(), sent.token(request), sent.browser(request)

    def work() -> Assessment:
        return claims.begin(
            s,
            door.require(s, held),
            form.client,
            token,
            scope=form.scope,
            group=form.group,
            interviewed=form.interviewed,
        )

    made = await to_thread.run_sync(work)
    page = "answer" if made.interviewed else "keep"
    return sent.with_cookie(request, RedirectResponse(f"/{page}?a={made.id}", 303), token)


async def room_for(request: Request) -> Answered:
    """Make a workshop for a client, which this browser may run."""
    form = await sent.form(request, RoomForm)
    s, held, token = services(), sent.token(request), sent.browser(request)

    def work() -> Workshop:
        actor = door.require(s, held)
        whose = kept.named(s, actor, form.client)
        made = prepare.prepare(s, token, prepare.first_wish(s, form.called, whose.name))
        claims.claim_workshop(s, actor, form.client, token, made.id)
        return made

    made = await to_thread.run_sync(work)
    return sent.with_cookie(request, RedirectResponse(f"/prepare?w={made.id}", 303), token)


ROUTES: tuple[BaseRoute, ...] = (
    Route("/interview", guarded(interview), methods=["POST"]),
    Route("/client-workshop", guarded(room_for), methods=["POST"]),
)
