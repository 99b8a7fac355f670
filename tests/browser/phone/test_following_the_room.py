"""A phone follows the facilitator, from the first question to the end."""

import time
from collections.abc import Sized

from playwright.sync_api import APIResponse, Page, Route, expect

from assessment.records import Seat
from assessment.services import Services
from assessment.workshop import after, prepare, rounds, seats
from tests.browser.looks import until
from tests.browser.phone.hands import BUSY, FOLLOWS, ballot, card, go_on, items, join, opened, saved
from tests.conftest import PATIENCE


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


def test_a_page_drawn_anew_takes_no_tap(s: Services, phone: Page) -> None:
    """The rest of the questions come while a finger is on the screen: its answer is kept."""
    room = opened(s, pace="free", mirror=False)
    coming: list[Route] = []

    def hold(route: Route) -> None:
        coming.append(route)

    phone.route("**/seat/state*", hold)
    join(phone, room)
    until_there(phone, coming)
    card(phone, 3).hover()
    phone.mouse.down()
    coming.pop().continue_()
    phone.wait_for_timeout(500)  # enough for the page to come
    phone.mouse.up()

    saved(phone)
    assert list(ballot(s, room).answers.values()) == [4]
    phone.locator("main:not([data-part])").wait_for(state="attached")
    expect(card(phone, 3).get_by_role("radio")).to_be_checked()


def test_a_page_on_its_way_takes_no_answer_back(s: Services, phone: Page) -> None:
    """Drawn before an answer was kept, and come after it: the answer stays chosen."""
    room = opened(s, pace="free", mirror=False)
    coming: list[tuple[Route, APIResponse]] = []
    phone.route("**/seat/state*", lambda route: coming.append((route, route.fetch())), times=1)
    join(phone, room)
    until_there(phone, coming)
    card(phone, 3).click()
    saved(phone)
    route, old = coming.pop()
    route.fulfill(response=old)

    phone.locator("main:not([data-part])").wait_for(state="attached")
    assert card(phone, 3).get_by_role("radio").is_checked()


def until_there(phone: Page, coming: Sized) -> None:
    """Wait until the phone has asked for the rest of its page."""
    end = time.monotonic() + PATIENCE
    while not coming:
        assert time.monotonic() < end
        phone.wait_for_timeout(50)


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
