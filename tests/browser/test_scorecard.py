"""The scorecard in a browser: charts, what opens, what can be taken along."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assessment import auth, responses
from assessment.services import open_services
from assessment.settings import Settings
from scoring.response import Answer
from tests.conftest import serving

GIVEN: tuple[Answer, ...] = (1, 2, 4, 3, 5, "dont_know", 2)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a running app, and the cookie of a browser that holds a mixed assessment."""
    folder: Path = tmp_path_factory.mktemp("scorecard")
    with open_services(Settings(data=folder / "data")) as s:
        made = responses.begin(s, "full", "marketing", "Sample")
        answers = {item: GIVEN[n % 7] for n, item in enumerate(s.instrument().items)}
        s.store.transact(made.id, lambda home: home.put(made.changed(answers=answers)))
        cookie = auth.new_token()
        auth.grant(s, cookie, made)
    with serving(folder) as address:
        yield address, cookie


@pytest.fixture(scope="module")
def context(chromium: Browser, held: tuple[str, str]) -> Iterator[BrowserContext]:
    """A phone that holds the assessment."""
    address, cookie = held
    made = chromium.new_context(base_url=address, viewport={"width": 390, "height": 844})
    made.set_default_timeout(30_000)
    made.add_cookies([{"name": auth.COOKIE, "value": cookie, "url": address}])
    yield made
    made.close()


@pytest.fixture(scope="module")
def scorecard(context: BrowserContext) -> Page:
    """The scorecard page, drawn to its end; whatever opens in one test stays open in the next."""
    page = context.new_page()
    page.goto("/scorecard")
    page.locator(".sign").nth(6).wait_for()
    page.locator("[data-testid=stVegaLiteChart] svg").nth(1).wait_for()
    return page


def test_charts_are_drawn_with_their_words(scorecard: Page) -> None:
    """Under our strict policy both charts stand there, labelled, and each fits the phone."""
    charts = scorecard.locator("[data-testid=stVegaLiteChart]")

    expect(charts).to_have_count(2)
    expect(charts.first).to_have_attribute("aria-label", re.compile(r"\d+ of 100"))
    expect(charts.nth(1).locator("[role=graphics-symbol]")).to_have_count(7)
    for chart in charts.all():
        box = chart.locator("svg").first.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390


def test_no_words_of_a_chart_overlap(scorecard: Page) -> None:
    """At 390 px no two labels of the overview stand on each other."""
    boxes = scorecard.evaluate(
        """() => [...document.querySelectorAll('[data-testid=stVegaLiteChart]')[1]
            .querySelectorAll('svg text')].map(t => t.getBoundingClientRect())
            .filter(r => r.width).map(r => [r.left, r.top, r.right, r.bottom])"""
    )
    overlaps = [
        (one, other)
        for at, one in enumerate(boxes)
        for other in boxes[at + 1 :]
        if one[0] < other[2] - 1
        and other[0] < one[2] - 1
        and one[1] < other[3] - 4
        and other[1] < one[3] - 4
    ]

    assert len(boxes) > 20
    assert overlaps == []


def test_a_ledger_opens_by_keyboard_and_adds_up(scorecard: Page) -> None:
    """How a score came about is one key away, and the column adds up to the rounded total."""
    ledger = scorecard.locator(".sign").first.locator("details").last
    ledger.locator("summary").focus()
    scorecard.keyboard.press("Enter")

    expect(ledger).to_have_attribute("open", "")
    shares = ledger.locator("tbody tr td:last-child").all_inner_texts()
    total = ledger.locator("tfoot td").last.inner_text()
    assert sum(float(share) for share in shares if share != "–") == pytest.approx(
        float(total), abs=0.1
    )


def test_the_table_twin_says_what_the_chart_says(scorecard: Page) -> None:
    """The same names in the same order, the same scores."""
    twin = scorecard.locator(".st-key-paper details").first
    twin.locator("summary").click()
    in_table = twin.locator("tbody tr td:nth-child(3)").all_inner_texts()
    labels = scorecard.locator("[data-testid=stVegaLiteChart]").nth(1)
    heard = [
        label.get_attribute("aria-label") or "" for label in labels.locator("svg [role]").all()
    ]
    signs = [label for label in heard if ": " in label]

    assert len(in_table) == 7
    assert all(
        score == "–" or f": {score}," in sign for score, sign in zip(in_table, signs, strict=True)
    )


@pytest.mark.parametrize(
    ("number", "ending"), [(0, "pdf"), (1, "csv"), (2, "json"), (3, "png"), (4, "png")]
)
def test_every_file_comes_down_without_leaving_the_page(
    scorecard: Page, number: int, ending: str
) -> None:
    """A plain link, a file with a plain name, and the scorecard stays where it is."""
    with scorecard.expect_download() as waiting:
        scorecard.locator(".downloads a").nth(number).click()

    assert waiting.value.suggested_filename.endswith(f".{ending}")
    assert waiting.value.path().stat().st_size > 1000
    assert urlsplit(scorecard.url).path == "/scorecard"


def test_a_priority_leads_to_its_sign(scorecard: Page) -> None:
    """The name in the list jumps to that sign's part of the page."""
    link = scorecard.locator("ol.ranks a").first
    target = (link.get_attribute("href") or "").removeprefix("#")
    link.click()

    expect(scorecard.locator(f"#{target} h3")).to_be_in_viewport()


def test_charts_follow_the_mode(context: BrowserContext) -> None:
    """A dark browser gets dark charts."""
    page = context.new_page()
    page.emulate_media(color_scheme="dark")
    page.goto("/scorecard")
    svg = page.locator("[data-testid=stVegaLiteChart] svg").first

    expect(svg).to_have_css("background-color", "rgb(15, 26, 32)")


def test_a_name_that_leads_to_its_sign_can_be_touched(scorecard: Page) -> None:
    """On a phone each such link is at least 44 px high."""
    links = scorecard.locator(".ranks .head a")
    heights = [(link.bounding_box() or {"height": 0})["height"] for link in links.all()]

    assert heights
    assert min(heights) >= 44
