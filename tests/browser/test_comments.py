"""A comment on a sign in a real browser: kept when it is left, and never overtaken by a link."""

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.answering import answered, begin, option
from tests.browser.looks import settle


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
