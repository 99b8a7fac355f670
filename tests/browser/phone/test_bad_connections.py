"""On hotel Wi-Fi, offline, in two tabs, over a restart: what waits is sent, once."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from assessment.services import Services, open_services
from assessment.settings import Settings
from assessment.workshop import rounds
from tests.browser.looks import until
from tests.browser.phone.hands import ballot, card, go_on, items, join, on_a_phone, opened, saved
from tests.conftest import serving

NO_LOCKS = "Object.defineProperty(navigator, 'locks', { value: undefined })"
NO_STORE = """Object.defineProperty(window, 'localStorage', {
  get() { throw new DOMException('denied', 'SecurityError') } })"""


@pytest.mark.case("C67")
def test_what_cannot_be_sent_waits_and_goes_once(s: Services, phone: Page) -> None:
    """Offline it says so; back online everything goes in order, each exactly once."""
    room = opened(s, pace="free", mirror=False)
    first, second, third = items(s, room)[:3]
    join(phone, room)
    expect(phone.locator("#at-through")).to_be_attached()
    card(phone, 0).click()
    saved(phone)
    phone.context.set_offline(True)
    go_on(phone)
    card(phone, 1).click()
    expect(phone.locator("#state")).to_have_text("1 waiting to be sent")
    card(phone, 2).click()  # in place of the one that waits
    go_on(phone)
    card(phone, 3).click()
    expect(phone.locator("#state")).to_have_text("2 waiting to be sent")
    assert ballot(s, room).answers == {first: 1}

    phone.context.set_offline(False)

    saved(phone)
    assert ballot(s, room).answers == {first: 1, second: 3, third: 4}
    assert len(kept(phone, "/q/")) == 0


def kept(page: Page, part: str) -> list[str]:
    """The names of what the browser keeps, with that in them."""
    return page.evaluate("part => Object.keys(localStorage).filter(k => k.includes(part))", part)


@pytest.mark.case("C67")
def test_a_lost_acknowledgement_is_no_second_answer(s: Services, phone: Page) -> None:
    """The server kept it, the phone never heard: it asks again and is told so."""
    room = opened(s, pace="free", mirror=False)
    first = items(s, room)[0]
    join(phone, room)
    bodies: list[str] = []

    def lose(route: Route) -> None:
        bodies.append(route.request.post_data or "")
        if len(bodies) <= 2:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    phone.route("**/seat/send*", lose)
    card(phone, 4).click()

    saved(phone)
    assert len(bodies) >= 3
    assert len(set(bodies)) == 1
    assert (ballot(s, room).answers, ballot(s, room).turn) == ({first: 5}, 1)


def test_a_reload_loses_nothing_that_waits(s: Services, phone: Page) -> None:
    """What was chosen is still chosen after the reload, and still goes."""
    room = opened(s, pace="free", mirror=False)
    join(phone, room)
    phone.route("**/seat/send*", lambda route: route.abort())
    card(phone, 1).click()
    expect(phone.locator("#state")).to_have_text("1 waiting to be sent")

    phone.reload()

    expect(card(phone, 1).get_by_role("radio")).to_be_checked()
    expect(phone.locator("#state")).to_have_text("1 waiting to be sent")
    phone.unroute("**/seat/send*")
    saved(phone)
    assert list(ballot(s, room).answers.values()) == [2]


@pytest.mark.case("C21")
@pytest.mark.parametrize("script", ["", NO_LOCKS])
def test_two_tabs_share_what_waits(
    chromium: Browser, server: str, s: Services, script: str
) -> None:
    """Both answer while nothing goes, also where a browser has no locks; all arrives, in order."""
    room = opened(s, pace="free", mirror=False)
    first, second, third = items(s, room)[:3]
    context = on_a_phone(chromium, server)
    context.add_init_script(script)
    one = context.new_page()
    join(one, room)
    two = context.new_page()
    two.goto(f"/seat?w={room.id}")
    context.route("**/seat/send*", lambda route: route.abort())
    for page in (one, two):
        expect(page.locator("#at-through")).to_be_attached()
    card(one, 0).click()
    go_on(two)
    card(two, 1).click()
    go_on(one)
    go_on(one)
    card(one, 2).click()
    expect(two.locator("#state")).to_have_text("3 waiting to be sent")

    context.unroute("**/seat/send*")

    saved(one)
    saved(two)
    assert ballot(s, room).answers == {first: 1, second: 2, third: 3}
    assert ballot(s, room).turn == 3
    two.get_by_role("link", name="Back").click()
    expect(card(two, 0).get_by_role("radio")).to_be_checked()
    context.close()


def test_a_browser_that_keeps_nothing_still_sends(
    chromium: Browser, server: str, s: Services
) -> None:
    """Two tabs that know nothing of each other number alike: neither answer is lost."""
    room = opened(s, pace="free", mirror=False)
    first, second = items(s, room)[:2]
    context = on_a_phone(chromium, server)
    context.add_init_script(NO_STORE)
    one = context.new_page()
    join(one, room)
    two = context.new_page()
    two.goto(f"/seat?w={room.id}")
    for page in (one, two):
        expect(page.locator("#at-through")).to_be_attached()
    nothing_new = {"status": 204}
    context.route("**/seat/state*", lambda route: route.fulfill(**nothing_new))  # each for itself
    card(one, 0).click()
    saved(one)
    go_on(two)

    card(two, 1).click()

    saved(two)
    assert ballot(s, room).answers == {first: 1, second: 2}
    context.close()


def test_what_came_too_late_is_told_and_never_blocks(s: Services, phone: Page) -> None:
    """A change after the close is refused in a sentence; the answer behind it still goes."""
    room = opened(s)
    sign = room.signs[0]
    first, second = items(s, room)[:2]
    join(phone, room)
    rounds.open_round(s, room.id, sign)
    card(phone, 0).click()
    saved(phone)
    phone.context.set_offline(True)
    card(phone, 4).click()
    go_on(phone)  # the other side
    go_on(phone)
    card(phone, 1).click()
    rounds.close(s, room.id)

    phone.context.set_offline(False)

    expect(phone.get_by_role("heading", name="The round is closed")).to_be_visible()
    saved(phone)
    expect(phone.get_by_text("this change came too late")).to_be_visible()
    expect(phone.get_by_text("kept for the final report")).to_be_visible()
    assert ballot(s, room).answers == {first: 1, second: 2}


def test_a_comment_is_saved_as_it_is_typed(s: Services, phone: Page) -> None:
    """Counted, sent after a pause, and there again after a reload."""
    room = opened(s)
    sign = room.signs[0]
    join(phone, room)
    rounds.open_round(s, room.id, sign)
    expect(phone.get_by_text("Question 1 of 5")).to_be_visible()
    phone.goto(f"/seat?w={room.id}&i=through")
    box = phone.get_by_role("textbox")
    box.press_sequentially("Leads go cold.")

    expect(phone.get_by_text("14 of 2,000 characters")).to_be_visible()
    until(phone, "!Object.keys(localStorage).some(k => k.includes('/q/'))")
    saved(phone)
    phone.reload()

    expect(box).to_have_value("Leads go cold.")
    assert ballot(s, room).comments == {sign: "Leads go cold."}


def test_a_restart_of_the_server_keeps_seat_and_answers(chromium: Browser, tmp_path: Path) -> None:
    """In the middle of a round, with an answer given while the server was away."""
    context: BrowserContext | None = None
    with serving(tmp_path) as address:
        port = address.rpartition(":")[2]
        with open_services(Settings(data=tmp_path / "data"), role="command") as s:
            room = opened(s, pace="free", mirror=False)
            first, second = items(s, room)[:2]
        context = on_a_phone(chromium, address)
        page = context.new_page()
        join(page, room)
        expect(page.locator("#at-through")).to_be_attached()
        card(page, 0).click()
        saved(page)
    go_on(page)
    card(page, 1).click()
    expect(page.locator("#state")).to_have_text("1 waiting to be sent")
    with serving(tmp_path, PORT=port):
        saved(page)
        with open_services(Settings(data=tmp_path / "data"), role="command") as s:
            assert ballot(s, room).answers == {first: 1, second: 2}
    context.close()
