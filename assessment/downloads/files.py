"""Files as they are handed out: made in turn, by no cache kept, with a plain name."""

import asyncio
import contextvars
import datetime
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response as Answered

from assessment import auth
from assessment.desk import refused
from assessment.origin import over_https
from assessment.plain import notice
from assessment.services import Services, services

AT_ONCE = 2  # files that are made at the same time; the others wait their turn

_makers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="downloads")


async def attached(
    make: Callable[[], bytes], kind: str, day: datetime.date, media_type: str, about: str = ""
) -> Answered:
    """The file that `make` gives, to be saved under a fixed name with its day."""
    from assessment.export import file_name

    spoken = contextvars.copy_context()  # a thread of the makers knows nothing of the visitor
    body = await asyncio.get_running_loop().run_in_executor(_makers, spoken.run, make)
    name = file_name(services().brand.slug, kind, day, about)
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Answered(body, 200, disposition, media_type)


def browser_of(request: Request, s: Services) -> str | None:
    """The token of the browser that asks."""
    https = over_https(request.headers, s.settings.public_url, request.url.scheme)
    return auth.token_of(request.cookies, https)


async def not_theirs(s: Services, request: Request) -> Answered:
    """The page for what this browser may not read, which is noted."""
    query, browser = request.query_params, browser_of(request, s)
    wanted = query.get("w") or query.get("s") or query.get("a")
    await to_thread.run_sync(refused.note, s, browser, wanted)
    return no_file(s)


def no_file(s: Services) -> Answered:
    """The one page for a file that is not there and for one that this browser may not read."""
    words = s.texts()
    return notice(words, words("error.title"), words("error.no_file"), 404)
