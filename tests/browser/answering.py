"""What a person does on the answering page, and what is waited for there."""

import re

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.looks import settle

PHONE = {"width": 390, "height": 844}
ITEM = '[class*="st-key-item_"]'


def begin(context: BrowserContext, server: str, scope: str = "full") -> Page:
    """The answering page of a new assessment."""
    form = {"scope": scope, "group": "sales"}
    context.request.post(f"{server}/begin", headers={"Origin": server}, form=form)
    page = context.new_page()
    page.goto("/answer")
    page.locator('[data-testid="stRadioOption"]').first.wait_for()
    settle(page)
    return page


def answered(page: Page, count: int) -> None:
    """Wait until so many answers are shown as saved."""
    expect(page.get_by_text(re.compile(rf"^{count} of \d+ answered$"))).to_be_visible()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    settle(page)


def item(page: Page, number: int) -> Locator:
    """The item at that place on the screen, from 0."""
    return page.locator(ITEM).nth(number)


def option(page: Page, number: int, place: int) -> Locator:
    """An option's card, from 0."""
    return item(page, number).locator('[data-testid="stRadioOption"]').nth(place)


def folded(page: Page, number: int) -> None:
    """Wait until an item shows its chosen option alone."""
    visible = item(page, number).locator('[data-testid="stRadioOption"]').filter(visible=True)
    expect(visible).to_have_count(1)
