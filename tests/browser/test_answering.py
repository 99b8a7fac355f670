"""Answering in a real browser: by keyboard alone, and by thumb on a phone."""

import re
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, WebSocketRoute, expect

from tests.browser.answering import PHONE, answered, begin, folded, item, option
from tests.browser.looks import faults, settle
from tests.conftest import serving
from tests.make_instrument import small_instrument, write_banks


def focused(page: Page) -> str:
    """What has the focus: its role or tag, and its text or name."""
    return str(
        page.evaluate(
            "() => { const e = document.activeElement; const g = e.closest('[role=radiogroup]');"
            " return g ? 'radio ' + g.ariaLabel : e.localName + ' ' + e.textContent.trim(); }"
        )
    )


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the focus is where `wanted` says."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if focused(page).startswith(wanted):
            return
    raise AssertionError(f"The keyboard does not reach {wanted!r}")


def test_an_item_stays_open_while_arrow_keys_pass_its_options(
    context: BrowserContext, server: str
) -> None:
    """Each option passed is chosen and kept; the item folds when the keyboard leaves it."""
    page = begin(context, server)
    tab_to(page, "radio ")
    page.keyboard.press("Space")
    answered(page, 1)
    for place in (1, 2, 3):
        page.keyboard.press("ArrowDown")
        expect(option(page, 0, place).locator("input")).to_be_checked()
        expect(option(page, 0, place).locator("input")).to_be_focused()
        settle(page)
        expect(option(page, 0, 0)).to_be_visible()
    tab_to(page, "summary ")
    folded(page, 0)

    page.reload()
    settle(page)
    expect(option(page, 0, 3)).to_be_visible()


def test_the_whole_check_goes_by_keyboard_alone(context: BrowserContext, server: str) -> None:
    """Seven items, the review, the closing question, and the scorecard."""
    page = begin(context, server, "check")
    for number in range(7):
        tab_to(page, "radio ")
        page.keyboard.press("Space")
        for _ in range(number):
            page.keyboard.press("ArrowDown")
        expect(option(page, number, number).locator("input")).to_be_checked()
        answered(page, number + 1)
    tab_to(page, "a Review")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Everything is answered")
    expect(page.locator("h1")).to_be_focused()

    tab_to(page, "input ")
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox").first).to_be_checked()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    tab_to(page, "a See the scorecard")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/scorecard"))
    expect(page.locator("h1")).to_be_focused()


def test_change_and_close_hold_the_focus(context: BrowserContext, server: str) -> None:
    """The button that opens an item is the one that folds it, and the options come next."""
    page = begin(context, server)
    option(page, 0, 2).click()
    answered(page, 1)
    tab_to(page, "button Change")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    expect(option(page, 0, 4)).to_be_visible()
    tab_to(page, "radio ")
    page.keyboard.press("ArrowDown")
    expect(option(page, 0, 3).locator("input")).to_be_checked()
    settle(page)
    expect(option(page, 0, 4)).to_be_visible()


def test_by_thumb_the_next_item_comes_to_where_the_last_one_was(
    phone: BrowserContext, server: str
) -> None:
    """A tapped item folds, and the next question stands on the screen without scrolling."""
    page = begin(phone, server)
    for number in range(4):
        option(page, number, number).tap()
        answered(page, number + 1)
        folded(page, number)
        box = item(page, number + 1).locator("h2").bounding_box()
        assert box
        assert 0 < box["y"] < PHONE["height"] - box["height"]

    expect(item(page, 0).get_by_role("button", name="Change")).to_be_visible()


def test_by_thumb_an_answer_is_changed(phone: BrowserContext, server: str) -> None:
    """Change opens the item, a tap chooses again and folds it; a reload shows the same."""
    page = begin(phone, server)
    option(page, 0, 1).tap()
    answered(page, 1)
    item(page, 0).get_by_role("button", name="Change").tap()
    expect(option(page, 0, 5)).to_be_visible()
    option(page, 0, 5).tap()
    folded(page, 0)
    settle(page)

    page.reload()
    settle(page)
    folded(page, 0)
    expect(item(page, 0).get_by_text("We do not know")).to_be_visible()


def test_cards_and_steps_are_large_enough_for_a_thumb(phone: BrowserContext, server: str) -> None:
    """Options are 48 px high or more, steps 40, and nothing runs past the edge."""
    page = begin(phone, server)
    cards = page.locator('[data-testid="stRadioOption"]').all()
    steps = page.locator(".st-key-steps :is(a, span[aria-current])").all()

    assert len(cards) == 35
    assert min(card.bounding_box()["height"] for card in cards) >= 48  # type: ignore[index]
    assert len(steps) == 7
    assert min(step.bounding_box()["height"] for step in steps) >= 40  # type: ignore[index]
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") == 390


def test_another_sign_starts_at_its_top(phone: BrowserContext, server: str) -> None:
    """Next and steps lead to a screen's top with its heading in focus; Back goes back."""
    page = begin(phone, server)
    first = page.locator("h1").inner_text()
    page.get_by_role("link", name="Next").tap()
    expect(page.locator("h1")).not_to_have_text(first)
    second = page.locator("h1").inner_text()
    expect(page.locator("h1")).to_be_focused()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0

    page.locator(".st-key-steps a").last.tap()
    expect(page.locator(".eyebrow")).to_contain_text("7 of 7")
    page.go_back()
    expect(page.locator("h1")).to_have_text(second)
    page.reload()
    expect(page.locator("h1")).to_have_text(second)


def test_open_folded_and_changed_items_break_no_accessibility_rule(
    context: BrowserContext, server: str
) -> None:
    """axe-core finds nothing in any state of an item, hints and refusals included."""
    page = begin(context, server)
    for number in (0, 1):
        option(page, number, number).click()
        answered(page, number + 1)
    item(page, 1).get_by_role("button", name="Change").click()
    item(page, 2).locator("summary").click()
    page.get_by_role("textbox").fill("x" * 2001)
    page.get_by_role("textbox").blur()
    expect(page.get_by_role("alert")).to_be_visible()
    settle(page)
    assert faults(page) == []


HOSTILE = (
    "![x](http://127.0.0.1:9/x.png) <img src=//127.0.0.1:9/y.png>",
    "**bold** _it_ `code` ~~gone~~ [a](b)",
    "$x^2$ :red[hi] :material/home: :smile: a^b",
    "1. <b>one</b> &amp; &lt;two&gt; | three",
    "# four - five / six + seven \\ eight",
)


def test_words_of_a_bank_are_shown_letter_by_letter(chromium: Browser, tmp_path: Path) -> None:
    """Whatever a consultant writes in an option is neither markup nor a picture to fetch."""
    instrument = small_instrument(7, 1)
    first = instrument.signs[0]
    item = first.items[0].model_copy(update={"options": HOSTILE, "text": HOSTILE[0]})
    signs = (first.model_copy(update={"items": (item,)}), *instrument.signs[1:])
    banks = write_banks(instrument.model_copy(update={"signs": signs}), tmp_path / "banks")
    with serving(tmp_path, SEVENSIGNS_QUESTIONS=str(banks)) as address:
        context = chromium.new_context(base_url=address)
        page = begin(context, address)
        shown = page.locator('[data-testid="stRadioOption"]').all_inner_texts()
        heading = page.locator("h2").first.inner_text()
        pictures = page.locator("main img").count()
        context.close()

    assert shown[:5] == list(HOSTILE)
    assert heading == HOSTILE[0]
    assert pictures == 0


def test_an_answer_lost_on_the_way_comes_with_the_next(chromium: Browser, server: str) -> None:
    """Each tap sends all that is chosen: what one message did not bring, the next one does."""
    phone = chromium.new_context(viewport=PHONE, has_touch=True, base_url=server)
    lost: list[bool] = []

    def carry(socket: WebSocketRoute) -> None:
        onward = socket.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            if tapped and not lost:
                lost.append(True)
            else:
                onward.send(message)

        socket.on_message(pass_on)

    tapped: list[bool] = []
    phone.route_web_socket("**/_stcore/stream", carry)
    page = begin(phone, server)
    tapped.append(True)
    option(page, 0, 1).tap()
    page.wait_for_timeout(500)
    assert lost
    option(page, 1, 2).tap()

    answered(page, 2)
    folded(page, 0)
    phone.close()
