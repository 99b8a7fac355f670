"""Without the script, by keyboard, by the browser's Back, read aloud, in another language."""

import re
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from assessment.records import Workshop
from assessment.services import Services, open_services
from assessment.settings import Settings
from assessment.workshop import after, rounds
from assessment.workshop.kept import ballots
from tests.browser.looks import faults
from tests.browser.phone.hands import ballot, card, go_on, items, join, on_a_phone, opened, saved
from tests.conftest import serving


def test_without_the_script_plain_forms_do_everything(
    chromium: Browser, server: str, s: Services
) -> None:
    """Join, answer, go back, guess, comment, wait, and delete, with forms and links alone."""
    room = opened(s)
    sign = room.signs[0]
    first = items(s, room)[0]
    context = on_a_phone(chromium, server, java_script_enabled=False)
    page = context.new_page()
    join(page, room)
    expect(page.get_by_role("heading", name="You have a seat")).to_be_visible()
    rounds.open_round(s, room.id, sign)
    expect(page.get_by_text("Question 1 of 5")).to_be_visible(timeout=15_000)  # by itself
    card(page, 2).click()
    go_on(page)
    card(page, 3).click()
    go_on(page)
    expect(page.get_by_text("Question 2 of 5")).to_be_visible()
    page.get_by_role("link", name="Back").click()
    page.get_by_role("link", name="Back").click()
    expect(card(page, 2).get_by_role("radio")).to_be_checked()
    for _ in range(6):
        go_on(page)
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.get_by_role("textbox").fill("Well said.")
    page.get_by_role("button", name="Save").click()
    kept_now = ballot(s, room)
    rounds.close(s, room.id)
    expect(page.get_by_role("heading", name="The round is closed")).to_be_visible(timeout=15_000)
    page.get_by_text("Delete my answers").first.click()
    page.get_by_label("Yes, give up my seat").check()
    page.get_by_role("button", name="Delete my answers").click()

    expect(page.get_by_role("heading", name="You have no seat here now")).to_be_visible()
    assert kept_now.answers == {first: 3}
    assert kept_now.guesses == {first: {"marketing": 4}}
    assert kept_now.comments == {sign: "Well said."}
    assert ballots(s, room) == ()
    context.close()


def test_by_keyboard_alone(s: Services, phone: Page) -> None:
    """Tab, Space, the arrows and Enter lead from the code to the end of a round."""
    room = opened(s, mirror=False)
    sign = room.signs[0]

    def reach(target: Locator) -> None:
        expect(target).to_be_visible()
        for _ in range(30):
            if target.evaluate("e => e.contains(document.activeElement)"):
                return
            phone.keyboard.press("Tab")
        raise AssertionError(f"{target} is out of reach")

    phone.goto(f"/j/{room.code}")
    reach(phone.locator(".cards"))
    phone.keyboard.press("Space")
    reach(phone.get_by_role("button", name="Take a seat"))
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="You have a seat")).to_be_focused()
    rounds.open_round(s, room.id, sign)
    for number in range(1, 6):
        expect(phone.get_by_text(f"Question {number} of 5")).to_be_visible()
        expect(phone.locator("section:not([hidden]) h1")).to_be_focused()
        reach(phone.locator("section:not([hidden]) .cards").first)
        phone.keyboard.press("ArrowDown")
        phone.keyboard.press("Enter")  # the form's own button
    expect(phone.get_by_role("heading", name="Thank you")).to_be_focused()
    saved(phone)
    assert set(ballot(s, room).answers.values()) == {2}


def test_the_way_back_in_the_browser_is_the_way_back_here(s: Services, phone: Page) -> None:
    """The phone's own Back goes to the question before; a page from the cache looks again."""
    room = opened(s, pace="free", mirror=False)
    join(phone, room)
    expect(phone.locator("#at-through")).to_be_attached()
    go_on(phone)
    go_on(phone)
    expect(phone.get_by_text("Question 3 of 35")).to_be_visible()
    phone.go_back()
    expect(phone.get_by_text("Question 2 of 35")).to_be_visible()
    phone.goto("/j")
    rounds.close(s, room.id)

    phone.go_back()

    expect(phone.get_by_role("heading", name="The round is closed")).to_be_visible()


def states(s: Services, page: Page, room: Workshop) -> Iterator[str]:
    """Every look of the phone, one after the other."""
    sign = room.signs[1]
    page.goto("/j/AAAAAAA")
    yield "a wrong code"
    join(page, room)
    yield "lobby"
    rounds.open_round(s, room.id, sign)
    expect(page.get_by_text("Question 1 of 5")).to_be_visible()
    yield "an item"
    card(page, 2).click()
    saved(page)
    go_on(page)
    card(page, 1).click()
    yield "the other side"
    page.get_by_role("link", name="Back").click()
    yield "locked"
    page.context.set_offline(True)
    for _ in range(2):
        go_on(page)
    card(page, 5).click()
    expect(page.locator("#state")).to_have_text("1 waiting to be sent")
    yield "offline"
    page.context.set_offline(False)
    for _ in range(4):
        go_on(page)
    page.get_by_role("textbox").fill("Well said.")
    yield "through"
    rounds.close(s, room.id)
    expect(page.get_by_role("heading", name="The round is closed")).to_be_visible()
    page.locator("summary").first.click()
    yield "closed"
    rounds.show(s, room.id)
    rounds.vote_again(s, room.id, sign)
    expect(page.get_by_text("Your first answer stays")).to_be_visible()
    card(page, 3).click()
    yield "vote"
    go_on(page)
    yield "dissent"
    rounds.close(s, room.id)
    rounds.show(s, room.id)
    rounds.turn(s, room.id, "plan")
    expect(page.get_by_role("heading", name="Look at the screen")).to_be_visible()
    for number in (0, 1):
        card(page, number).click()
    yield "closing question"
    after.end(s, room.id)
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.locator("summary").last.click()
    yield "end"


def test_no_state_breaks_an_accessibility_rule(chromium: Browser, server: str, s: Services) -> None:
    """axe-core finds nothing; nothing scrolls sideways; every card is 48 px and more."""
    context = on_a_phone(chromium, server)
    page, found = context.new_page(), []
    small = "e => e.filter(e => e.checkVisibility() && e.offsetHeight < 48).map(e => e.outerHTML)"
    for name in states(s, page, opened(s)):
        page.evaluate("document.activeElement.blur()")
        found += [(name, *fault) for fault in faults(page)]
        targets = page.locator(".card, button, .back, summary").evaluate_all(small)
        found += [(name, "small", target) for target in targets]
    context.close()
    assert found == []


VISIBLE = """() => {
  const words = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (!parent.closest('script, style, .language')) words.push(walk.currentNode.textContent);
  }
  for (const e of document.querySelectorAll('[aria-label]')) words.push(e.ariaLabel);
  return [...words, document.title, ...Object.entries(document.querySelector('main').dataset)
    .filter(([name]) => !/room|seat|proof|key|turn|version/.test(name)).map(([, text]) => text)];
}"""
PLAIN = re.compile("[aeiouyAEIOUY]")


def test_every_word_comes_from_the_texts(chromium: Browser, tmp_path: Path) -> None:
    """In the pseudo-language every vowel has an accent, in every state; and nothing overflows."""
    data, found = Settings(data=tmp_path / "data"), []
    with (
        serving(tmp_path, SEVENSIGNS_LANGUAGE="pseudo") as address,
        open_services(data, role="command") as s,
    ):
        room = opened(s, language="pseudo", title="ÑÁMÉ")
        context = on_a_phone(chromium, address)
        page = context.new_page()

        def look(name: str) -> None:
            words = [word.replace("{count}", "") for word in page.evaluate(VISIBLE)]
            found.extend((name, word) for word in words if PLAIN.search(word))
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append((name, "scrolls sideways"))

        page.goto(f"/j/{room.code}")
        look("join")
        page.locator(".card").first.click()
        page.locator("main button").click()
        page.wait_for_url("**/seat?w=*")
        look("lobby")
        rounds.open_round(s, room.id, room.signs[0])
        card(page, 0).click()
        page.locator("#state.saved").wait_for()
        look("item")
        rounds.close(s, room.id)
        page.locator("main[data-key^=closed]").wait_for()
        look("closed")
        context.close()
    assert found == []
