"""Into the room: by the square or a code, with a name, and with little to load."""

import pytest
from playwright.sync_api import Page, expect

from assessment.services import Services
from assessment.workshop import rounds
from tests.browser.phone.hands import BUSY, FOLLOWS, ballot, card, items, join, opened, saved


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
