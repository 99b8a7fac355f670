"""What every page owes its readers, asked in each width and mode: axe-core's rules, one column."""

import time
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

Mode = Literal["light", "dark"]
Fault = tuple[int, str, str, str]

LIGHT_AND_DARK: tuple[Mode, ...] = ("light", "dark")
WIDTHS = (1280, 390)
PATIENCE = 30  # seconds
AXE = Axe().axe_script
# What a mode can break: it changes colours alone, and in the logo the picture behind its words.
OF_COLOUR = "{ type: 'rule', values: ['color-contrast', 'link-in-text-block'] }"


def faults(
    page: Page,
    widths: Sequence[int] = WIDTHS,
    modes: Sequence[Mode] = LIGHT_AND_DARK,
    *,
    every_rule: bool = True,
) -> list[Fault]:
    """What is wrong with the page as it stands: width, mode, the rule, and where it is broken.

    Every rule is asked in the first mode, unless it was before; those of colour in each.
    """
    return [
        fault
        for mode in modes
        for width in widths
        for fault in _seen(page, width, mode, every_rule and mode == modes[0])
    ]


def settle(page: Page) -> None:
    """Wait until no script runs, all is drawn, and nothing moves any more."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0)  # an element still to come
    for chart in page.locator("[data-testid=stVegaLiteChart]").all():
        chart.locator("svg").first.wait_for()
    still(page)


def still(page: Page) -> None:
    """Wait until nothing moves any more; what is taken out while it moves would never end."""
    page.evaluate(
        "() => Promise.race([new Promise(over => setTimeout(over, 5000)), Promise.all("
        "document.getAnimations().filter(a => a.effect.getComputedTiming().iterations < 9)"
        ".map(a => a.finished.catch(() => 0)))])"
    )


def until(page: Page, expression: str) -> None:
    """Wait until the expression holds; a page's Content-Security-Policy lets none wait in it."""
    end = time.monotonic() + PATIENCE
    while not page.evaluate(expression):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(50)


def _seen(page: Page, width: int, mode: Mode, every_rule: bool) -> Iterator[Fault]:
    height = (page.viewport_size or {"height": 900})["height"]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=mode)
    page.evaluate("() => new Promise(requestAnimationFrame)")
    still(page)
    for rule in _broken(page, every_rule):
        for node in rule["nodes"]:
            yield width, mode, rule["id"], node["html"][:200]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        yield width, mode, "scrolls sideways", ""


def _broken(page: Page, every_rule: bool) -> list[dict[str, Any]]:
    """The rules that the page breaks."""
    if not page.evaluate("'axe' in window"):  # it stays there until another page is loaded
        page.evaluate(AXE)
    asked = "" if every_rule else f"runOnly: {OF_COLOUR},"
    run = f"axe.run({{ {asked} resultTypes: ['violations'] }}).then(found => found.violations)"
    broken: list[dict[str, Any]] = page.evaluate(run)
    return broken
