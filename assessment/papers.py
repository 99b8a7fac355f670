"""The addresses of the documents on privacy: the notice for everybody, the drafts for the desk."""

from typing import cast

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from assessment import sent
from assessment.desk import door
from assessment.desk.notices import KINDS, Kind, as_html, as_markdown, title
from assessment.errors import NotAllowed
from assessment.plain import document, notice
from assessment.services import services


async def privacy(_: Request) -> Response:
    """The privacy notice, for everybody and before anything is asked."""
    s = services()
    words = s.texts()
    body = await to_thread.run_sync(as_html, s, "privacy", words)
    start = f'<p><a href="/">{words("link.to_start")}</a></p>'
    return HTMLResponse(document(words, title("privacy", words), body + start, 'class="paper"'))


async def paper(request: Request) -> Response:
    """A document as Markdown, for whoever sits at the desk."""
    s, kind = services(), request.path_params["kind"]
    words = s.texts()
    try:
        await to_thread.run_sync(door.require, s, sent.token(request))
    except NotAllowed:
        return sent.not_allowed(s)
    if kind not in KINDS:
        return notice(words, words("error.title"), words("error.no_file"), 404)
    text = await to_thread.run_sync(as_markdown, s, cast(Kind, kind), words)
    name = {"Content-Disposition": f'attachment; filename="{kind}.md"'}
    return Response(text, 200, name, "text/markdown; charset=utf-8")


ROUTES: tuple[BaseRoute, ...] = (
    Route("/privacy", privacy),
    Route("/paper/{kind}.md", paper),
)
