"""The phone's page in a real browser: on hotel Wi-Fi, asleep, offline, in two tabs, by keyboard."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from assessment import auth
from assessment.records import Ballot, Seat, Workshop
from assessment.services import Services, open_services
from assessment.settings import Settings
from assessment.workshop import after, prepare, rounds, seats
from assessment.workshop.kept import ballots
from assessment.workshop.prepare import Preparation
from tests.browser.looks import faults, until
from tests.conftest import PATIENCE, serving

HOST = auth.new_token()
FOLLOWS = 2_000  # ms within which a phone follows, plus what a busy machine takes on top
BUSY = 6_000
NO_LOCKS = "Object.defineProperty(navigator, 'locks', { value: undefined })"
NO_STORE = """Object.defineProperty(window, 'localStorage', {
  get() { throw new DOMException('denied', 'SecurityError') } })"""


@pytest.fixture
def s(server: str, server_folder: Path) -> Iterator[Services]:
    """Services beside the running server, as a facilitator's pages use them."""
    with open_services(Settings(data=server_folder / "data"), role="command") as opened:
        yield opened


@pytest.fixture
def phone(chromium: Browser, server: str) -> Iterator[Page]:
    """A page on a phone that was never here before."""
    context = on_a_phone(chromium, server)
    yield context.new_page()
    context.close()


def on_a_phone(chromium: Browser, server: str, **how: Any) -> BrowserContext:
    """A phone's browser profile."""
    look = {"viewport": {"width": 390, "height": 844}, "has_touch": True, **how}
    context = chromium.new_context(base_url=server, **look)
    context.set_default_timeout(PATIENCE * 500)
    return context


def opened(s: Services, **changes: object) -> Workshop:
    """A workshop that people may join."""
    wish = Preparation(title="Spring review", groups=("sales", "marketing", "leadership"))
    return prepare.open_door(s, prepare.prepare(s, HOST, wish.model_copy(update=changes)).id)


def join(page: Page, room: Workshop, group: str = "Sales") -> None:
    """Scan the QR code and take a seat."""
    page.goto(f"/j/{room.code}#{room.door}")
    page.get_by_text(group, exact=True).click()
    page.get_by_role("button", name="Take a seat").click()
    page.wait_for_url("**/seat?w=*")


def card(page: Page, number: int) -> Locator:
    """A card of the screen that is shown."""
    return page.locator("section:not([hidden]) .card").nth(number)


def go_on(page: Page) -> None:
    """Press Next."""
    page.get_by_role("button", name="Next").click()


def saved(page: Page) -> None:
    """Wait until the page says that everything is saved."""
    expect(page.locator("#state")).to_have_text("Saved")


def ballot(s: Services, room: Workshop) -> Ballot:
    """The one ballot of a room."""
    (found,) = ballots(s, room)
    return found


def items(s: Services, room: Workshop, sign: int = 0) -> list[str]:
    """The ids of the items of a sign."""
    return [item.id for item in s.instrument().by_id[room.signs[sign]].items]


def test_by_the_square_from_the_lobby_to_an_answer(s: Services, phone: Page) -> None:
    """Two taps to a seat; the token of the QR code stands in no address and no history."""
    room = opened(s)
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(f"{request.url} {request.headers}"))
    join(phone, room)
    expect(phone.get_by_role("heading", name="You have a seat")).to_be_focused()
    rounds.open_round(s, room.id, room.signs[0])
    expect(phone.get_by_text("Question 1 of 5")).to_be_visible(timeout=FOLLOWS + BUSY)
    expect(phone.locator("section:not([hidden]) h1")).to_be_focused()
    assert phone.locator("input:checked").count() == 0

    card(phone, 3).click()

    saved(phone)
    assert ballot(s, room).answers == {items(s, room)[0]: 4}
    assert len(asked) > 5
    assert room.door
    assert not any(room.door in line for line in asked)
    assert room.door not in phone.evaluate("location.href")


def test_by_a_code_typed_as_people_type(s: Services, phone: Page) -> None:
    """Small letters and a space are forgiven; a wrong code keeps what was typed."""
    room = opened(s)
    phone.goto("/j")
    phone.get_by_label("Code").fill("22 222-22")
    phone.get_by_role("button", name="Go on").click()
    expect(phone.get_by_role("alert").filter(has_text="No workshop has this code")).to_be_visible()
    expect(phone.get_by_label("Code")).to_have_value("22 222-22")

    assert room.code
    phone.get_by_label("Code").fill(f"{room.code[:3].lower()} {room.code[3:]}")
    phone.keyboard.press("Enter")

    expect(phone.get_by_role("heading", name="Spring review")).to_be_focused()
    expect(phone.get_by_text("A group’s score is shown only where 5 people")).to_be_visible()
    expect(phone.get_by_text("confidential, not anonymous")).to_be_visible()


def test_a_token_lets_in_where_the_code_does_not(s: Services, phone: Page) -> None:
    """The square in front is enough, whatever the address looks like."""
    room = opened(s)

    phone.goto(f"/j/AAAAAAA#{room.door}")

    expect(phone.get_by_role("heading", name="Spring review")).to_be_visible()


def test_it_follows_the_facilitator_all_the_way(s: Services, phone: Page) -> None:
    """Open, close, reveal, vote again, plan, end, and the seat freed: nobody reloads anything."""
    room = opened(s)
    sign = room.signs[0]
    join(phone, room)

    def shows(text: str) -> None:
        expect(phone.get_by_text(text).filter(visible=True).first).to_be_visible(
            timeout=FOLLOWS + BUSY
        )

    rounds.open_round(s, room.id, sign)
    shows("Question 1 of 5")
    rounds.close(s, room.id)
    shows("The round is closed")
    assert phone.locator("#news").text_content() == "The round is closed"
    assert phone.evaluate("document.activeElement.tagName") == "BODY"
    rounds.show(s, room.id)
    shows("Look at the screen in front")
    rounds.vote_again(s, room.id, sign)
    shows("Your first answer stays as it was.")
    rounds.close(s, room.id)
    rounds.show(s, room.id)
    rounds.turn(s, room.id, "plan")
    shows("Which two of the seven cost us most today?")
    after.end(s, room.id)
    shows("The workshop has ended.")
    (seat,) = s.store.find(Seat, workshop=room.id)
    seats.free(s, room.id, seat.id)
    shows("You have no seat here now")


def test_it_follows_within_two_seconds(s: Services, phone: Page) -> None:
    """From the facilitator's press to the question on the phone, the best of three rounds."""
    room = opened(s)
    join(phone, room)
    took = []
    for sign in room.signs[:3]:
        start = phone.evaluate("performance.now()")
        rounds.open_round(s, room.id, sign)
        phone.locator("section:not([hidden]) .card").first.wait_for()
        took.append(phone.evaluate("performance.now()") - start)
        rounds.close(s, room.id)
        phone.get_by_role("heading", name="The round is closed").wait_for()
    assert min(took) < FOLLOWS


def test_a_workshop_that_is_gone_says_so(s: Services, phone: Page) -> None:
    """Erased under the phone, which says it in a sentence."""
    room = opened(s)
    join(phone, room)

    prepare.erase(s, room.id)

    expect(phone.get_by_text("This workshop is not there any more.")).to_be_visible()


def test_the_other_side_once_the_own_answer_is_given(s: Services, phone: Page) -> None:
    """The mirror is passed by without an answer, may be skipped, and locks what was answered."""
    room = opened(s, pace="free")
    first, second = items(s, room)[:2]
    join(phone, room)
    go_on(phone)
    expect(phone.get_by_text("Question 2 of 35")).to_be_visible()
    phone.get_by_role("link", name="Back").click()
    card(phone, 2).click()
    go_on(phone)
    heading = phone.get_by_role("heading", name="Which of these will the middle person in Market")
    expect(heading).to_be_focused()
    assert phone.locator("section:not([hidden]) .card").count() == 5
    go_on(phone)
    expect(phone.get_by_text("Question 2 of 35")).to_be_visible()

    phone.get_by_role("link", name="Back").click()
    card(phone, 1).click()
    saved(phone)
    phone.get_by_role("link", name="Back").click()

    expect(card(phone, 0).get_by_role("radio")).to_be_disabled()
    expect(phone.get_by_text("This answer stays as it is").first).to_be_visible()
    assert ballot(s, room).answers == {first: 3}
    assert ballot(s, room).guesses == {first: {"marketing": 2}}
    assert second not in ballot(s, room).answers


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


def test_an_own_scorecard_at_the_end(s: Services, phone: Page) -> None:
    """Made of the own answers, opened by this browser; twice is the same one."""
    room = opened(s, pace="free", scope="check", mirror=False)
    join(phone, room, "Marketing")
    for _ in range(7):
        card(phone, 1).click()
        go_on(phone)
    saved(phone)
    go_on(phone)
    phone.get_by_role("button", name="See my scorecard").click()
    phone.wait_for_url("**/scorecard?a=*")
    expect(phone.locator("h1")).to_contain_text("from the two-minute check")
    address = phone.url

    phone.goto(f"/seat?w={room.id}")
    after.end(s, rounds.close(s, room.id).id)
    expect(phone.get_by_text("The workshop has ended.")).to_be_visible()
    phone.get_by_role("button", name="See my scorecard").click()

    phone.wait_for_url("**/scorecard?a=*")
    assert phone.url == address


@pytest.mark.parametrize(("pace", "group"), [("free", "Leadership"), ("led", "Sales")])
def test_a_first_visit_is_small(s: Services, phone: Page, pace: str, group: str) -> None:
    """From the square to the first screen: at most 15 kB and 4 requests, headers included."""
    room = opened(s, pace=pace)
    watch = phone.context.new_cdp_session(phone)
    watch.send("Network.enable")
    names: dict[str, str] = {}
    sizes: dict[str, int] = {}
    watch.on(
        "Network.requestWillBeSent", lambda e: names.update({e["requestId"]: e["request"]["url"]})
    )
    watch.on(
        "Network.loadingFinished",
        lambda e: sizes.update({names[e["requestId"]]: int(e["encodedDataLength"])}),
    )
    join(phone, room, group)
    phone.locator("main[data-seat] h1:visible").first.wait_for()
    first = {
        name: size
        for name, size in sizes.items()
        if "/seat/state" not in name and not name.startswith("data:")
    }

    assert len(first) == 4, first
    assert sum(first.values()) <= 15_000, first
    own = (phone.url.split("/seat")[0], "data:")
    assert all(name.startswith(own) for name in names.values())


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


def test_an_open_table_takes_a_name_and_a_yes(s: Services, phone: Page) -> None:
    """It says first that names appear; the seat shows the name."""
    room = opened(s, mode="open")
    phone.goto(f"/j/{room.code}")
    expect(phone.get_by_text("Answers appear with names here")).to_be_visible()
    phone.get_by_text("Sales", exact=True).click()
    phone.get_by_label("Your name, or your role").fill("Ann <b>")
    phone.get_by_label("I agree that my answers appear").check()
    phone.get_by_role("button", name="Take a seat").click()

    expect(phone.get_by_text("Your seat: Sales, Ann <b>")).to_be_visible()


def test_a_second_vote_is_fresh_and_may_be_explained(s: Services, phone: Page) -> None:
    """Nothing is prefilled; the first answer stays; dissent is kept in its own words."""
    room = opened(s, mirror=False)
    sign = room.signs[0]
    first = items(s, room)[0]
    join(phone, room)
    rounds.open_round(s, room.id, sign)
    card(phone, 0).click()
    saved(phone)
    rounds.close(s, room.id)
    rounds.show(s, room.id)
    rounds.vote_again(s, room.id, sign)
    expect(phone.get_by_text("Your first answer stays as it was.")).to_be_visible()
    assert phone.locator("input:checked").count() == 0
    card(phone, 4).click()
    go_on(phone)
    phone.get_by_role("textbox").fill("It differs by region.")
    phone.get_by_role("button", name="Save").click()

    until(phone, "!Object.keys(localStorage).some(k => k.includes('/q/'))")
    found = ballot(s, room)
    assert found.answers == {first: 1}
    assert list(found.votes.values()) == [5]
    assert list(found.dissent.values()) == ["It differs by region."]


SMALL = "all => all.filter(e => e.checkVisibility() && e.offsetHeight < 48).map(e => e.outerHTML)"
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
