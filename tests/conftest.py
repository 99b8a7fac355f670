"""What all tests share: golden files, services on a folder of their own, a server, a browser."""

import asyncio
import os
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from starlette.applications import Starlette
from starlette.middleware import Middleware
from streamlit.components.v2 import manifest_scanner

from assessment import (
    auth,
    client_routes,
    contact,
    downloads,
    health,
    login,
    on_request,
    papers,
    routes,
    services,
    session,
    startup,
)
from assessment.errors import StoreError
from assessment.gate import Gate
from assessment.paper_in.routes import ROUTES as PAPER
from assessment.phone.routes import ROUTES as PHONE
from assessment.plain import index
from assessment.services import Services, open_services, provided
from assessment.settings import ROOT, Settings
from assessment.store import Store, open_store
from scoring.bank import load_instrument
from tests.browser.install import MISSING
from tests.browser.install import browser as find_browser
from tests.databases import STORES, somewhere
from tests.make_instrument import small_instrument, write_banks
from tests.workers import LONG, Told, cores

UNUSED = (  # the first two load pages for the address bar of each window; Playwright names the rest
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "HttpsUpgrades", "LensOverlay", "MediaRouter"),
    *("OptimizationHints", "PaintHolding", "ThirdPartyStoragePartitioning"),
)
CHROMIUM = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    f"--disable-features={','.join(UNUSED)}",
)
PATIENCE = 60  # seconds the server may take to start on a busy machine
# Nothing outside is asked for, and to read the world's authorities takes each client 0.1 s of CPU.
os.environ["SSL_CERT_FILE"] = str(ROOT / "tests" / "certificates" / "nobody.pem")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--renew`."""
    parser.addoption("--renew", action="store_true", help="write the golden files anew")


@pytest.hookimpl(trylast=True)  # after the terminal is there
def pytest_configure(config: pytest.Config) -> None:
    """Name each test as it fails, where there is somebody to read it."""
    if terminal := config.pluginmanager.get_plugin("terminalreporter"):
        config.pluginmanager.register(Told(terminal))


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores, because browsers are waited for; six at most."""
    return min(cores() + 1, 6)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, and each file's tests together."""
    items.sort(key=lambda item: LONG.index(item.path.stem) if item.path.stem in LONG else len(LONG))


@pytest.fixture(scope="session", autouse=True)
def done_once() -> Iterator[None]:
    """What every opening of the same files would do again: banks are read, packages searched."""
    with pytest.MonkeyPatch.context() as patch:
        packages = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", packages)
        read = cache(lambda folder, _: load_instrument(folder))
        patch.setattr(
            services, "load_instrument", lambda folder: read(folder, services._stamp(folder))
        )
        yield


@pytest.fixture(scope="session")
def renew(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written anew instead of compared."""
    return bool(request.config.getoption("--renew"))


@pytest.fixture(scope="session")
def banks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with seven small banks."""
    return write_banks(small_instrument(7, 3), tmp_path_factory.mktemp("banks"))


@pytest.fixture(params=STORES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a fresh store can be opened, again and again."""
    return somewhere(request.param, tmp_path)


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    """An open store with nothing in it."""
    opened = open_store(place)
    yield opened
    opened.close()


@pytest.fixture
def settings(tmp_path: Path, banks: Path) -> Settings:
    """Settings with a data folder that is not there yet."""
    return Settings(data=tmp_path / "data", questions=banks)


@pytest.fixture
def s(settings: Settings) -> Iterator[Services]:
    """Services on small banks and an empty store, which pages and routes find, too."""
    with open_services(settings) as opened, provided(opened):
        yield opened


@pytest.fixture
def visitor(s: Services, monkeypatch: pytest.MonkeyPatch) -> str:
    """The cookie of whoever looks at a page through AppTest, which has none of its own."""
    token = auth.new_token()
    monkeypatch.setattr(session, "browser", lambda: token)
    return token


@pytest.fixture
def site(s: Services) -> Iterator[str]:
    """The address of the routes, served by a thread of this process on the services `s`."""
    ours = (routes, login, on_request, papers, contact, client_routes, downloads, health)
    every = [*PHONE, *PAPER, *(route for module in ours for route in module.ROUTES)]
    gate = Middleware(
        Gate,
        page=index(s.texts(), s.brand),
        routes=every,
        folder=startup.STATIC,
        embedders=s.settings.embedders,
    )
    said = {StoreError: routes.silent, Exception: routes.failed}
    app = Starlette(routes=every, middleware=[gate], exception_handlers=said)
    with _listening() as listener:
        served = uvicorn.Server(uvicorn.Config(app, log_level="critical", ws="none"))
        thread = threading.Thread(target=served.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            served.should_exit = True
            thread.join()


@pytest.fixture
def http(site: str) -> Iterator[httpx.Client]:
    """A client that sends forms as our own pages do, and keeps cookies."""
    with httpx.Client(base_url=site, headers={"Origin": site}, timeout=PATIENCE) as client:
        yield client


@pytest.fixture(autouse=True)
def no_loop(request: pytest.FixtureRequest) -> Iterator[None]:
    """No loop runs where a test has no browser: Playwright leaves its own running in a worker."""
    left = asyncio._get_running_loop()
    if left is None or "chromium" in request.fixturenames:
        yield
        return
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(left)


@pytest.fixture(autouse=True)
def main_module() -> Iterator[None]:
    """Streamlit's test puts a page in the place of the program, which a new process would start."""
    program = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = program


@pytest.fixture(scope="session")
def server_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the real server, with its `data` and its `log`."""
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="session")
def server(server_folder: Path) -> Iterator[str]:
    """The address of the real server with the real banks and an empty data folder."""
    with serving(server_folder) as address:
        yield address


@pytest.fixture
def free_port() -> int:
    """A port that nobody listens on."""
    with _listening() as listener:
        return int(listener.getsockname()[1])


@contextmanager
def serving(
    folder: Path, command: tuple[str, ...] = ("-m", "assessment", "serve"), **environment: str
) -> Iterator[str]:
    """The address of the real server, started as a user starts it, with its data in that folder."""
    with _listening() as listener:
        port = listener.getsockname()[1]
    given = {"SEVENSIGNS_DATA": str(folder / "data"), "PORT": str(port)} | environment
    address = f"http://127.0.0.1:{given['PORT']}"
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=os.environ | given,
            stdout=log,
            stderr=log,
        )
    try:
        _wait_for(address, process, folder / "log")
        yield address
    finally:
        process.terminate()
        process.wait(PATIENCE)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A Chromium; that none is there is an error which says what to do."""
    path = find_browser()
    assert path, MISSING
    expect.set_options(timeout=PATIENCE * 500)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        yield launched
        launched.close()


class Profiles:
    """Browser profiles for pages of the real server, emptied and lent again.

    A new profile loads and compiles all of Streamlit's scripts again: 0.9 s of CPU each time.
    """

    def __init__(self, chromium: Browser, server: str) -> None:
        self._chromium = chromium
        self._server = server
        self._free: defaultdict[str, list[BrowserContext]] = defaultdict(list)

    @contextmanager
    def lent(self, **look: Any) -> Iterator[BrowserContext]:
        """A profile of this look without a cookie, a page, or anything kept."""
        free = self._free[repr(sorted(look.items()))]
        lent = free.pop() if free else self._chromium.new_context(base_url=self._server, **look)
        lent.set_default_timeout(PATIENCE * 500)
        yield lent
        self._empty(lent)
        free.append(lent)

    def _empty(self, lent: BrowserContext) -> None:
        for page in lent.pages:
            page.close()
        lent.clear_cookies()
        lent.clear_permissions()
        blank = lent.new_page()
        session = lent.new_cdp_session(blank)
        kept = {"origin": self._server, "storageTypes": "local_storage,indexeddb,cache_storage"}
        session.send("Storage.clearDataForOrigin", kept)
        blank.close()


@pytest.fixture(scope="session")
def profiles(chromium: Browser, server: str) -> Profiles:
    """Browser profiles for pages of the real server."""
    return Profiles(chromium, server)


@pytest.fixture
def context(profiles: Profiles) -> Iterator[BrowserContext]:
    """A browser profile that was never here, 1280 px wide, for pages of the real server."""
    with profiles.lent(viewport={"width": 1280, "height": 900}) as lent:
        yield lent


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page in such a profile."""
    return context.new_page()


@contextmanager
def _listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"{address}/healthz").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"The server did not start:\n{log.read_text('utf-8')}")
