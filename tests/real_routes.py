"""The routes that hand files out, called in this process as a facilitator's browser calls them."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from starlette.applications import Starlette

from assessment import auth, downloads
from assessment.services import Services, provided

TOKEN = auth.new_token()  # the browser that may run every workshop


class Routes:
    """The app's own downloads, in an event loop of their own."""

    def __init__(self, loop: asyncio.AbstractEventLoop, client: httpx.AsyncClient) -> None:
        self._loop = loop
        self._client = client

    def get(self, s: Services, path: str, workshop: str) -> bytes:
        """The file that the route gives of a workshop."""
        with provided(s):
            answer = self._loop.run_until_complete(self._client.get(path, params={"w": workshop}))
        assert answer.status_code == httpx.codes.OK, (path, answer.status_code)
        return answer.content


@contextmanager
def real_routes() -> Iterator[Routes]:
    """The routes, until they are left."""
    loop = asyncio.new_event_loop()
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(Starlette(routes=downloads.ROUTES)),
        base_url="http://127.0.0.1",
        cookies={auth.COOKIE: TOKEN},
    )
    try:
        yield Routes(loop, client)
    finally:
        loop.run_until_complete(client.aclose())
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
