"""The language of a real browser: its own at first, another by one click, and nothing is lost."""

import re

from playwright.sync_api import Browser, expect

from assessment.texts import load_texts
from tests.browser.looks import settle
from tests.conftest import PATIENCE

EN, DE = load_texts("en"), load_texts("de")
TYPED = "Zwei Zeilen,\nnoch nicht verlassen."


def test_a_switch_amid_an_answer_loses_nothing(chromium: Browser, server: str) -> None:
    """German by the browser's wish; an answer, a comment that has the cursor, and one click."""
    context = chromium.new_context(
        base_url=server, viewport={"width": 390, "height": 844}, locale="de-DE"
    )
    context.set_default_timeout(PATIENCE * 500)
    page = context.new_page()
    page.goto("/")
    expect(page.get_by_text(DE("start.lead"))).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    for choice in ('[name="scope"][value="full"]', '[name="group"][value="sales"]'):
        page.locator(choice).check(force=True)
    page.get_by_role("button", name=DE("start.begin"), exact=True).click()
    page.locator('[data-testid="stRadioOption"]').nth(3).click()
    expect(page.get_by_text(re.compile(r"^1 von 35 beantwortet$"))).to_be_visible()
    settle(page)
    page.locator("textarea").fill(TYPED)
    address = page.url

    page.get_by_role("button", name="English").click()

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_text(EN("answer.progress", done="1", asked="35"))).to_be_visible()
    assert page.url == address
    settle(page)
    expect(page.locator("textarea")).to_have_value(TYPED)
    expect(page.locator('[data-testid="stRadioOption"] input').nth(3)).to_be_checked()
    page.goto("/j")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Deutsch").click()
    expect(page.get_by_text(DE("phone.code_lead"))).to_be_visible()
    assert page.url == f"{server}/j"
    assert page.context.cookies()[0]["httpOnly"]
    assert len(page.context.cookies()) == 1
    context.close()
