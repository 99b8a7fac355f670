"""In the open: what travels at a first visit of the start page, beside Streamlit as it comes."""

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.server import OURS, started
from tests.browser.install import browser as find_browser

STOCK = "import streamlit as st\n\nst.title('Seven Signs')\n"  # less than our page says
VISITS = 3


def rows() -> Iterator[tuple[str, float, float]]:
    """The bytes of our start page : those of a page with a heading, and the most it should be."""
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        stock = Path(scratch) / "stock.py"
        stock.write_text(STOCK, "utf-8")
        run = ("-m", "streamlit", "run", str(stock), "--server.headless=true")
        chromium = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        with started(run, Path(scratch)) as server:
            server.wait()
            before = statistics.median(visit(chromium, server.port) for _ in range(VISITS))
        with started(OURS, Path(scratch)) as server:
            server.wait()
            now = statistics.median(visit(chromium, server.port) for _ in range(VISITS))
        chromium.close()
    what = f"first visit of the start page, {now / 1000:,.0f} kB : stock {before / 1000:,.0f} kB"
    yield what, now / before, 0.5


def visit(chromium: Browser, port: int) -> int:
    """The bytes that travel to a browser that was never there, until the page is at rest."""
    context = chromium.new_context()
    page = context.new_page()
    sizes: list[float] = []

    def loaded(event: dict[str, Any]) -> None:
        sizes.append(event["encodedDataLength"])

    def framed(event: dict[str, Any]) -> None:
        sizes.append(len(event["response"]["payloadData"]) * 3 / 4)  # in base64

    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", loaded)
    session.on("Network.webSocketFrameReceived", framed)
    page.goto(f"http://127.0.0.1:{port}/")
    page.wait_for_selector("h1")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1000)
    context.close()
    return round(sum(sizes))
