"""The addresses of the documents on privacy: the notice for everybody, the drafts for the desk."""

import html
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
from assessment.services import Services, services

FOLDER = "/paper/"


async def privacy(_: Request) -> Response:
    """The privacy notice, for everybody and before anything is asked."""
    s = services()
    words = s.texts()
    body = await to_thread.run_sync(as_html, s, "privacy", words)
    start = f'<p><a href="/">{words("link.to_start")}</a></p>'
    return HTMLResponse(document(words, title("privacy", words), body + start, 'class="paper"'))


async def paper(request: Request) -> Response:
    """A document to read and to print, for whoever sits at the desk."""
    s, kind = services(), cast(Kind, request.url.path.removeprefix(FOLDER))
    if refusal := await _refused(s, request):
        return refusal
    words = s.texts()
    body = await to_thread.run_sync(as_html, s, kind, words)
    ways = {f"{FOLDER}{kind}.md": "desk.notice_file", "/desk": "door.to_desk"}
    links = "".join(f'<a href="{to}">{html.escape(words(key))}</a>' for to, key in ways.items())
    body += f'<p class="ways">{links}</p>'
    page = document(words, title(kind, words), body, 'class="paper"', here=request.url.path)
    return HTMLResponse(page)


async def file(request: Request) -> Response:
    """A document as Markdown, to complete it elsewhere."""
    s, kind = services(), request.path_params["kind"]
    words = s.texts()
    if refusal := await _refused(s, request):
        return refusal
    if kind not in KINDS:
        return notice(words, words("error.title"), words("error.no_file"), 404)
    text = await to_thread.run_sync(as_markdown, s, cast(Kind, kind), words)
    name = {"Content-Disposition": f'attachment; filename="{kind}.md"'}
    return Response(text, 200, name, "text/markdown; charset=utf-8")


async def _refused(s: Services, request: Request) -> Response | None:
    """The page for what takes a login, where nobody has logged in."""
    try:
        await to_thread.run_sync(door.require, s, sent.token(request))
    except NotAllowed:
        return sent.not_allowed(s)
    return None


ROUTES: tuple[BaseRoute, ...] = (
    Route("/privacy", privacy),
    Route(f"{FOLDER}{{kind}}.md", file),
    *(Route(f"{FOLDER}{kind}", paper) for kind in KINDS if kind != "privacy"),
)
