"""The routes that hand files out, called in this process as a facilitator's browser calls them."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager

import httpx
from starlette.applications import Starlette

from assessment import auth, downloads
from assessment.services import Services, provided

TOKEN = auth.new_token()  # the browser that may run every workshop


class Routes:
    """The app's own downloads, in an event loop of their own."""

    def __init__(
        self, thread: Executor, loop: asyncio.AbstractEventLoop, client: httpx.AsyncClient
    ) -> None:
        self._thread = thread
        self._loop = loop
        self._client = client

    def get(self, s: Services, path: str, workshop: str) -> bytes:
        """The file that the route gives of a workshop."""
        asked = self._client.get(path, params={"w": workshop})
        with provided(s):
            answer = self._thread.submit(self._loop.run_until_complete, asked).result()
        assert answer.status_code == httpx.codes.OK, (path, answer.status_code)
        return answer.content


@contextmanager
def real_routes() -> Iterator[Routes]:
    """The routes, until they are left; in a thread of theirs, for a browser's loop may run here."""
    loop = asyncio.new_event_loop()
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(Starlette(routes=downloads.ROUTES)),
        base_url="http://127.0.0.1",
        cookies={auth.COOKIE: TOKEN},
    )
    with ThreadPoolExecutor(1) as thread:
        try:
            yield Routes(thread, loop, client)
        finally:
            thread.submit(loop.run_until_complete, client.aclose()).result()
            thread.submit(loop.run_until_complete, loop.shutdown_default_executor()).result()
            loop.close()
