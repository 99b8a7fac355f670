"""Answering in a real browser: by keyboard alone, and by thumb on a phone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, WebSocketRoute, expect

from tests.browser.looks import faults, settle
from tests.conftest import Profiles, serving
from tests.make_instrument import small_instrument, write_banks

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


@pytest.fixture
def phone(profiles: Profiles) -> Iterator[BrowserContext]:
    """A phone of 390 px with a touch screen."""
    look = {"has_touch": True, "is_mobile": True, "device_scale_factor": 2}
    with profiles.lent(viewport=PHONE, **look) as lent:
        yield lent


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


def test_a_comment_is_kept_when_it_is_left(phone: BrowserContext, server: str) -> None:
    """It stands there after a reload, and what is too long is not cut."""
    page = begin(phone, server)
    box = page.get_by_role("textbox")
    box.fill("Regions differ.")
    box.blur()
    expect(page.get_by_text("15 of 2,000 characters")).to_be_visible()
    page.reload()
    expect(box).to_have_value("Regions differ.")

    box.fill("x" * 2001)
    box.blur()
    expect(page.get_by_role("alert")).to_contain_text("2,001")
    expect(box).to_have_value("x" * 2001)


@pytest.mark.parametrize("touch", [False, True])
def test_a_comment_is_kept_when_a_link_is_followed_at_once(
    context: BrowserContext, phone: BrowserContext, server: str, touch: bool
) -> None:
    """Typed, and Next pressed without a pause: the page moves on and no comment is lost."""
    page = begin(phone if touch else context, server)
    for number in (1, 2):
        page.get_by_role("textbox").focus()
        page.keyboard.type(f"Comment {number}: 100 % “so”\n--> & </b>")
        onward = page.get_by_role("link", name="Next", exact=True)
        onward.tap() if touch else onward.click()
        expect(page.locator(".eyebrow")).to_contain_text(f"Sign {number + 1} of 7")
        settle(page)  # nobody types into a box that is being taken away
    page.get_by_role("textbox").focus()
    page.keyboard.type("Comment 3")
    scorecard = page.get_by_role("link", name="Scorecard", exact=True)
    scorecard.tap() if touch else scorecard.click()
    expect(page).to_have_url(re.compile("/scorecard"))

    page.goto("/answer")
    for number in (3, 2, 1):
        expect(page.locator(".eyebrow")).to_contain_text(f"Sign {number} of 7")
        expect(page.get_by_role("textbox")).to_have_value(re.compile(f"^Comment {number}"))
        if number > 1:
            page.get_by_role("link", name="Back", exact=True).click()
    expect(page.get_by_role("textbox")).to_have_value("Comment 1: 100 % “so”\n--> & </b>")


def test_a_comment_is_kept_while_it_is_typed(context: BrowserContext, server: str) -> None:
    """It is counted and kept with the box still in focus; until then nothing says Saved."""
    page = begin(context, server)
    option(page, 0, 0).click()
    answered(page, 1)
    box = page.get_by_role("textbox")
    box.focus()
    page.evaluate("document.querySelector('.st-key-comment textarea').dataset.same = 'yes'")
    page.keyboard.type("Regions")
    assert page.locator(".progress .saved").is_hidden()
    expect(page.get_by_text("7 of 2,000 characters")).to_be_visible()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.keyboard.type(" differ.")
    expect(page.get_by_text("15 of 2,000 characters")).to_be_visible()
    expect(box).to_be_focused()
    expect(box).to_have_attribute("data-same", "yes")
    page.reload()
    expect(box).to_have_value("Regions differ.")


def test_a_link_waits_while_it_is_not_known_what_became_of_a_comment(
    context: BrowserContext, server: str
) -> None:
    """What the server said of it is drawn anew in that moment; nothing is lost."""
    page = begin(context, server)
    box = page.get_by_role("textbox")
    box.fill("Regions differ.")
    page.evaluate("document.querySelector('[data-received]').remove()")
    page.evaluate(
        "[...document.querySelectorAll('[data-testid=stPageLink-NavLink]')]"
        ".find(a => a.textContent.trim() === 'Next').click()"
    )
    expect(page.locator(".eyebrow")).to_contain_text("Sign 2 of 7")
    page.get_by_role("link", name="Back", exact=True).click()
    expect(page.locator(".eyebrow")).to_contain_text("Sign 1 of 7")
    expect(box).to_have_value("Regions differ.")


def test_a_link_waits_for_a_comment_that_is_too_long(context: BrowserContext, server: str) -> None:
    """The page stays once, with the sentence that says so; the next link is followed."""
    page = begin(context, server)
    box = page.get_by_role("textbox")
    onward = page.get_by_role("link", name="Next", exact=True)
    box.fill("x" * 2001)
    expect(page.get_by_role("alert")).to_contain_text("2,001")
    box.blur()
    onward.click()
    expect(box).to_be_focused()

    box.fill("x" * 2002)
    onward.click()
    expect(page.get_by_role("alert")).to_contain_text("2,002")
    expect(box).to_be_focused()
    expect(page.locator(".eyebrow")).to_contain_text("Sign 1 of 7")

    onward.click()
    expect(page.locator(".eyebrow")).to_contain_text("Sign 2 of 7")


def test_a_whole_book_pasted_as_a_comment_is_cut_and_ends_nothing(
    context: BrowserContext, server: str
) -> None:
    """Its beginning stays in the box and is told too long; answers are kept all the same."""
    page = begin(context, server)
    box = page.get_by_role("textbox")
    box.focus()
    page.keyboard.insert_text("\N{PILE OF POO}" * 50_000)
    expect(page.get_by_role("alert")).to_contain_text("2,000 can be kept")
    assert len(box.input_value()) == 5_000  # characters; a browser counts each of these twice

    page.get_by_test_id("stRadioOption").filter(visible=True).first.click()

    expect(page.get_by_text("1 of 35 answered").first).to_be_visible()
    assert len(box.input_value()) == 5_000


def test_the_box_in_focus_is_marked_all_around(context: BrowserContext, server: str) -> None:
    """By its own frame: an outline around the text area would show as a bar above it."""
    page = begin(context, server)
    page.get_by_role("textbox").focus()
    looks = page.evaluate(
        "() => [document.activeElement, document.activeElement.parentElement]"
        ".map(e => getComputedStyle(e)).map(s => [s.outlineStyle, s.boxShadow])"
    )
    assert looks[0][0] == "none"
    assert "inset" in looks[1][1]


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
