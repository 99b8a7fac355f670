"""From the first page to the PDF in the hand, by keyboard alone and by thumb."""

import io
from pathlib import Path

import pypdf
from playwright.sync_api import Browser, Download, Locator, Page, expect

from tests.make_instrument import shipped

INSTRUMENT = shipped()
HAS_FOCUS = "e => e.contains(document.activeElement)"
MANY = 60  # presses of Tab after which a control counts as out of reach


class Keyboard:
    """A person who has no mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, target: Locator) -> None:
        """Press Tab until the target, or something within it, has the focus."""
        expect(target.first).to_be_visible()
        for _ in range(MANY):
            if target.first.evaluate(
                "e => e === document.activeElement || e.contains(document.activeElement)"
            ):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} cannot be reached by Tab")

    def choose(self, target: Locator) -> None:
        """Reach a control and press Space."""
        self.reach(target)
        self.page.keyboard.press("Space")

    def follow(self, target: Locator) -> None:
        """Reach a link or a button and press Enter."""
        self.reach(target)
        self.page.keyboard.press("Enter")


def text_of(download: Download) -> str:
    """The text of a downloaded PDF."""
    reader = pypdf.PdfReader(io.BytesIO(Path(download.path()).read_bytes()))
    return "\n".join(page.extract_text() for page in reader.pages)


def group(page: Page, item_id: str) -> Locator:
    """The options of an item, a group that is named by the item's stem."""
    return page.get_by_role("radiogroup", name=INSTRUMENT.items[item_id].wording("sales"))


def test_by_keyboard_alone_from_the_start_to_the_pdf(page: Page) -> None:
    """The check needs nothing but Tab, Space, the arrows and Enter."""
    keyboard = Keyboard(page)
    page.goto("/")
    keyboard.choose(page.locator("input[name=scope][value=check]"))
    keyboard.choose(page.locator("input[name=group]").first)
    keyboard.follow(page.get_by_role("button", name="Begin"))
    page.wait_for_url("**/answer*")
    for done, item in enumerate(INSTRUMENT.key_items, 1):
        keyboard.reach(group(page, item))
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
        expect(page.get_by_text(f"{done} of 7 answered")).to_be_visible()
    keyboard.follow(page.get_by_role("link", name="Review"))
    page.wait_for_url("**/review*")
    keyboard.choose(page.get_by_role("checkbox").first)
    keyboard.follow(page.get_by_role("link", name="scorecard").last)
    page.wait_for_url("**/scorecard*")
    expect(page.locator("h1")).to_contain_text("from the two-minute check")
    with page.expect_download() as downloading:
        keyboard.follow(page.get_by_role("link", name="PDF"))
    assert "from one question" in text_of(downloading.value)


def test_by_thumb_at_390_px_from_the_start_to_the_pdf(chromium: Browser, server: str) -> None:
    """All 35 items, tapped on a phone; every control tapped is at least 44 px high."""
    context = chromium.new_context(
        base_url=server, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto("/")
    page.locator("label", has=page.locator("input[name=scope][value=full]")).tap()
    page.locator("label", has=page.locator("input[name=group][value=sales]")).tap()
    page.get_by_role("button", name="Begin").tap()
    page.wait_for_url("**/answer*")
    low = []
    for number, sign in enumerate(INSTRUMENT.signs, 1):
        expect(page.locator("h1")).to_have_text(sign.name)
        for place, item in enumerate(sign.items):
            card = group(page, item.id).locator("[data-testid=stRadioOption]").nth(place)
            card.scroll_into_view_if_needed()
            low += [item.id] if card.bounding_box()["height"] < 48 else []  # type: ignore[index]
            card.tap()
            expect(
                page.get_by_text(f"{5 * (number - 1) + place + 1} of 35 answered")
            ).to_be_visible()
        page.get_by_role("link", name="Next" if number < 7 else "Review").last.tap()
    page.wait_for_url("**/review*")
    page.get_by_role("link", name="scorecard").last.tap()
    page.wait_for_url("**/scorecard*")
    expect(page.locator("h1")).to_contain_text("50 of 100")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="PDF").tap()
    assert "50" in text_of(downloading.value)
    assert low == []
    context.close()
