"""Two processes of the app, one PostgreSQL and nginx in front of them, as deploy/ has it."""

import json
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import httpx
from pydantic import SecretStr

from assessment.services import Services, open_services
from assessment.settings import Settings
from bench.server import OURS, Server, free_port, started
from tests.databases import fresh_database
from tests.nginx import proxying
from tests.post_ends import CERTIFICATES, HOST

RESPONSIBLE = {
    "SEVENSIGNS_CONTROLLER": "Acme GmbH, Street 1, Town",
    "SEVENSIGNS_IMPRINT": "https://acme.example/imprint",
    "SEVENSIGNS_PRIVACY_CONTACT": "privacy@acme.example",
}
PATIENCE = 30  # seconds on a busy machine
Line: TypeAlias = dict[str, str | int | float]


@dataclass
class Installation:
    """What stands where, and how to look at it."""

    s: Services  # beside the processes, on the same database
    servers: tuple[Server, Server]
    logs: Path
    http: int
    https: int
    plain: int  # by HTTP, for phones that speak no TLS

    @property
    def address(self) -> str:
        """Where people reach it."""
        return f"https://{HOST}:{self.https}"

    def log(self, of: Callable[[Line], bool], at_least: int) -> list[Line]:
        """What nginx wrote down of some requests, a line each.

        It does so after it has answered, so as many lines as are asked for are waited for.
        """
        until = time.monotonic() + PATIENCE
        while len(lines := [*filter(of, self._log())]) < at_least:
            assert time.monotonic() < until, self._log()
            time.sleep(0.02)
        return lines

    def _log(self) -> list[Line]:
        whole, _, _ = (self.logs / "sevensigns.log").read_text("utf-8").rpartition("\n")
        return [json.loads(line) for line in whole.splitlines()]

    def number(self, process: object) -> int:
        """Which process a line of the log names: the last of those that were tried."""
        last = str(process).rpartition(":")[2]
        return 1 + [str(server.port) for server in self.servers].index(last)

    def client(self, *, address: str = "", process: int | None = None) -> httpx.Client:
        """A browser, by HTTPS unless said, that holds the cookie of a process."""
        cookies = httpx.Cookies()
        if process:
            cookies.set("process", str(process), domain=HOST)
        trusted = ssl.create_default_context(cafile=CERTIFICATES / "authority.pem")
        transport = _Named(verify=trusted)
        origin = address or self.address
        return httpx.Client(
            base_url=origin, cookies=cookies, headers={"Origin": origin}, transport=transport
        )


class _Named(httpx.HTTPTransport):
    """Finds the host of the certificate on this machine."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.host != HOST:
            return super().handle_request(request)
        here = request.url.copy_with(host="127.0.0.1")
        named = request.extensions | {"sni_hostname": HOST}
        asked = httpx.Request(
            request.method, here, headers=request.headers, stream=request.stream, extensions=named
        )
        return super().handle_request(asked)


@contextmanager
def installed(folder: Path) -> Iterator[Installation]:
    """An installation with an empty database, ended at the end."""
    http, https, plain = free_port(), free_port(), free_port()
    database = fresh_database()
    environment = RESPONSIBLE | {
        "DATABASE_URL": database,
        "SEVENSIGNS_PUBLIC_URL": f"https://{HOST}:{https}",
    }
    with ExitStack() as held:
        s = held.enter_context(open_services(Settings(database_url=SecretStr(database))))
        for name in ("one", "two", "nginx"):
            (folder / name).mkdir()
        one, two = (
            held.enter_context(started(OURS, folder / name, environment=environment))
            for name in ("one", "two")
        )
        one.wait()
        two.wait()
        ports = {"http": http, "https": https, "plain": plain}
        logs = held.enter_context(proxying(folder / "nginx", (one.port, two.port), **ports))
        yield Installation(s, (one, two), logs, **ports)
