"""What is seen: a tap on the facilitator's screen, and the first item on a slow line."""

import random
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from assessment import auth
from bench.crowd import Crowd, coming
from bench.room import WATCHING, Room, Row, Size, opened
from tests.browser.install import browser as find_browser

SLOW = {"latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750, "offline": False}
VISITS = 5
PATIENCE = 30_000  # ms
BETWEEN = (0.7, 2.5)  # seconds between two taps
COUNTS = """() => {
  const seen = window.seen = {};
  const look = () => {
    const count = document.querySelector(".answered .count");
    const text = count && count.firstChild && count.firstChild.textContent;
    if (text && !(text in seen)) seen[text] = Date.now() / 1000;
  };
  new MutationObserver(look).observe(document.body,
    {subtree: true, childList: true, characterData: true});
  look();
}"""


def taps(size: Size) -> Iterator[Row]:
    """From a tap on a phone to the count on the facilitator's screen, in a room that is full."""
    with (
        opened(scope="check", mirror=False) as room,
        coming(room.order(size, WATCHING, waits=True)) as crowd,
        _browser() as chromium,
    ):
        crowd.until("seated", size.phones, 120)
        item = room.ask(0)
        crowd.until("asked", size.phones, 60, room.now.stage.round)
        took = _tapped(_console(chromium, room), crowd, item, size.taps)
    who = f"from a tap to the facilitator's screen, {size.taps} taps in a room of {size.phones}"
    yield f"{who}, median, s", statistics.median(took), 0.6
    yield f"{who}, worst, s", max(took), 1.5


def first_visit() -> Iterator[Row]:
    """A phone's first visit over 1.6 Mbit/s and 150 ms: what travels, when the item is there."""
    with opened(pace="free") as room, _browser() as chromium:
        visits = [_visit(chromium, room) for _ in range(VISITS)]
    size, requests, seconds = (statistics.median(figures) for figures in zip(*visits, strict=True))
    what = "phone page, first visit, until the first item"
    yield f"{what}: bytes that travel, kB", size / 1000, 15
    yield f"{what}: requests", requests, 4
    yield f"{what}, on 1.6 Mbit/s and 150 ms: s, without the person's own time", seconds, 1.5


def _console(chromium: Browser, room: Room) -> Page:
    """The facilitator's page."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    address = f"http://127.0.0.1:{room.server.port}"
    context.add_cookies([{"name": auth.COOKIE, "value": room.host, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/workshop?w={room.id}")
    page.wait_for_selector(".answered .count", timeout=PATIENCE)
    return page


def _tapped(page: Page, crowd: Crowd, item: str, count: int) -> list[float]:
    """The seconds from each tap until the number on the screen was one higher."""
    page.evaluate(COUNTS)
    dice, took = random.Random(1), []
    for number in range(count):
        time.sleep(dice.uniform(*BETWEEN))
        begun = float(crowd.ask("tap", number, item))
        took.append(_seen(page, str(number + 1)) - begun)
    return took


def _seen(page: Page, count: str) -> float:
    """When the count came on the screen; raises RuntimeError where it never does."""
    until = time.monotonic() + PATIENCE / 1000
    while (found := page.evaluate("window.seen").get(count)) is None:
        if time.monotonic() > until:
            raise RuntimeError(f"The screen never showed {count}.")
        page.wait_for_timeout(50)
    return float(found)


def _visit(chromium: Browser, room: Room) -> tuple[float, float, float]:
    """Bytes, requests and seconds of a phone that has never been here, until the first item."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, is_mobile=True)
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    traffic = _listened(cdp)
    begun = time.monotonic()
    page.goto(f"http://127.0.0.1:{room.server.port}/j/{room.now.code}#{room.now.door}")
    page.wait_for_selector("input[name=group]", timeout=PATIENCE)
    arrived = time.monotonic() - begun
    page.check("input[name=group][value=sales]")
    page.wait_for_load_state("networkidle")
    begun = time.monotonic()
    page.click("form[action='/join'] button")
    page.wait_for_selector("section[data-kind=item]:not([hidden]) h1", timeout=PATIENCE)
    joined = time.monotonic() - begun
    found = traffic["bytes"], traffic["requests"], arrived + joined
    context.close()
    return found


def _listened(cdp: CDPSession) -> dict[str, float]:
    """What has arrived from now on, over a slow line; what is in the page itself is none."""
    traffic = {"bytes": 0.0, "requests": 0.0}

    def arrived(event: dict[str, Any]) -> None:
        if event["encodedDataLength"]:
            traffic["bytes"] += event["encodedDataLength"]
            traffic["requests"] += 1

    cdp.on("Network.loadingFinished", arrived)
    cdp.send("Network.enable")
    cdp.send("Network.emulateNetworkConditions", SLOW)
    return traffic


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox", "--disable-sync"]
        )
        yield launched
        launched.close()
