"""Taking a seat: once, by a code or the square, in this browser alone."""

import re

import pytest

from assessment import auth
from assessment.phone import attempts
from assessment.records import Ballot, Seat
from assessment.services import Services
from assessment.workshop import seats
from assessment.workshop.kept import workshop
from tests.phone.phones import Phone, opened


def test_an_answer_that_got_lost_takes_no_second_seat(
    s: Services, phone: Phone, other: Phone
) -> None:
    """The same page sent again opens the seat it took; a page of one's own takes another."""
    room = opened(s)
    first = phone.see(phone.http.get(f"/j/{room.code}").text)
    found = re.search(r'name="attempt" value="(\w+)"', first)
    assert found
    given = {"code": room.code or "", "group": "sales", "attempt": found[1]}
    before = phone.cookie

    form = {**given, "proof": phone.proof}
    phone.http.post("/join", data=form)
    kept = phone.cookie
    phone.http.cookies.clear()
    phone.http.post("/join", data=form, headers={"Cookie": f"{auth.COOKIE}={before}"})

    assert phone.cookie == kept != before
    assert len(s.store.find(Seat)) == len(s.store.find(Ballot)) == 1
    other.join(room)
    assert len(s.store.find(Seat)) == 2


def test_an_attempt_leads_to_the_same_token_in_every_process(s: Services) -> None:
    """It is worked out and not remembered; another attempt or workshop leads to another."""
    room, other = opened(s), opened(s)
    found = {attempts.token(where, attempt) for where in (room, other) for attempt in ("a", "b")}

    assert len(found) == 4
    assert all(auth.is_token(token) for token in found)
    assert attempts.token(room, "a") == attempts.token(room.changed(locked=True), "a")


@pytest.mark.case("C21")
def test_one_seat_a_browser(s: Services, phone: Phone) -> None:
    """Whoever comes again by the code finds the seat they have."""
    room = opened(s)
    phone.join(room)

    again = phone.http.get(f"/j/{room.code}")
    twice = phone.join(room, "marketing")

    assert (again.status_code, again.headers["location"]) == (303, f"/seat?w={room.id}")
    assert twice.headers["location"] == f"/seat?w={room.id}"
    assert [seat.group for seat in s.store.find(Seat)] == ["sales"]


def test_a_planted_cookie_is_not_adopted(s: Services, phone: Phone) -> None:
    """Joining gives a token of our own, whatever the browser brought along."""
    phone.http.cookies.set(auth.COOKIE, planted := auth.new_token())

    phone.join(opened(s))

    held = {cookie.value for cookie in phone.http.cookies.jar} - {planted}
    assert seats.place_of(s, planted) is None
    assert any(seats.place_of(s, token) for token in held)


def test_a_browser_without_cookies_is_told(s: Services, phone: Phone) -> None:
    """A seat needs one, and the page says so."""
    room = opened(s)
    phone.see(phone.http.get(f"/j/{room.code}").text)
    phone.http.cookies.clear()

    answer = phone.http.post(
        "/join", data={"proof": phone.proof, "code": room.code or "", "group": "sales"}
    )

    assert answer.status_code == 400
    assert "Allow cookies for this page" in answer.text
    assert s.store.find(Seat) == ()


def test_two_workshops_at_a_time(s: Services, phone: Phone) -> None:
    """`?w=` tells which; without it, the one joined last."""
    first, second = opened(s), opened(s, title="Autumn", pace="free")
    phone.join(first)
    phone.join(second)

    assert phone.http.get("/seat/state").json()["key"].startswith("answer")
    assert phone.http.get("/seat/state", params={"w": first.id}).json()["key"] == "lobby"


def test_a_phone_that_reaches_the_room(s: Services, phone: Phone) -> None:
    """The facilitator's page may turn green; a wrong code changes nothing."""
    room = opened(s)

    assert phone.http.get("/reach/AAAAAAA").status_code == 404
    assert not workshop(s, room.id).reached
    assert "This phone has reached the room" in phone.http.get(f"/reach/{room.code}").text
    assert workshop(s, room.id).reached
