"""assessment/phone/"""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from assessment import auth
from assessment.records import Ballot, Seat, Workshop
from assessment.services import Services
from assessment.workshop import prepare, rounds
from assessment.workshop.prepare import Preparation

HOST = auth.new_token()
WISH = Preparation(title="Spring", groups=("sales", "marketing"))
JSON = {"Accept": "application/json"}


def opened(s: Services, **changes: object) -> Workshop:
    """A workshop that people may join."""
    return prepare.open_door(s, prepare.prepare(s, HOST, WISH.model_copy(update=changes)).id)


class Phone:
    """A participant's browser: it sends what the page and its script would send."""

    def __init__(self, site: str) -> None:
        self.http = httpx.Client(base_url=site, headers={"Origin": site})
        self.room = ""
        self.proof = ""
        self.turn = 0

    def see(self, html: str) -> str:
        """Read what the forms of a page carry."""
        found = re.search(r'name="proof" value="(\w+)"', html)
        self.proof = found[1] if found else self.proof
        return html

    def join(self, room: Workshop, group: str = "sales", **fields: str) -> httpx.Response:
        """Take a seat as one does by the QR code."""
        self.room = room.id
        self.see(self.http.get(f"/j/{room.code}").text)
        given = {"proof": self.proof, "code": room.code or "", "group": group, **fields}
        answer = self.http.post("/join", data=given)
        if answer.status_code == 303:
            self.see(self.page().text)
        return answer

    def page(self, **query: str) -> httpx.Response:
        """The page of the seat."""
        return self.http.get("/seat", params={"w": self.room, **query})

    def state(self, **query: object) -> httpx.Response:
        """What the script asks every now and then."""
        return self.http.get("/seat/state", params={"w": self.room, **query})

    def say(self, kind: str, turn: int | None = None, **fields: Any) -> httpx.Response:
        """Send a message as the script does."""
        self.turn = turn or self.turn + 1
        return self.http.post(
            f"/seat/send?w={self.room}",
            json={"kind": kind, "turn": self.turn, **fields},
            headers={"X-Proof": self.proof},
        )

    def form(self, **fields: str | list[str]) -> httpx.Response:
        """Send a plain form, as without the script."""
        return self.http.post("/seat/send", data={"proof": self.proof, "w": self.room, **fields})


@pytest.fixture
def phone(site: str) -> Iterator[Phone]:
    """A phone that has not been here before."""
    made = Phone(site)
    yield made
    made.http.close()


def ballot(s: Services) -> Ballot:
    """The one ballot there is."""
    (found,) = s.store.find(Ballot)
    return found


def test_a_phone_joins_answers_and_follows(s: Services, phone: Phone) -> None:
    """From the code to the answer that is kept, and on with the facilitator."""
    room = opened(s)
    sign = s.instrument().signs[0]

    assert phone.join(room).headers["location"] == f"/seat?w={room.id}"
    waiting = phone.state().json()
    unmoved = phone.state(v=waiting["version"], t=waiting["turn"])
    rounds.open_round(s, room.id, sign.id)
    asked = phone.state(v=waiting["version"], t=waiting["turn"]).json()
    said = phone.say("answer", item=asked["asked"][0], given=4).json()
    rounds.close(s, room.id)
    closed = phone.state(v=asked["version"], t=said["turn"]).json()

    assert (waiting["key"], unmoved.status_code, unmoved.content) == ("lobby", 204, b"")
    assert asked["asked"] == [item.id for item in sign.items]
    assert said == {"receipt": "counted", "turn": 1}
    assert ballot(s).answers == {sign.items[0].id: 4}
    assert closed["key"].startswith("closed.")


def test_without_the_script_plain_forms_do_it_all(s: Services, phone: Phone) -> None:
    """An answer leads to the next screen, an empty form too, a comment stays where it is."""
    room = opened(s, pace="free")
    first, second = s.instrument().signs[0].items[:2]
    phone.join(room)

    mirror = phone.form(kind="answer", item=first.id, given="2", at=first.id)
    guess = phone.form(
        kind="guess", item=first.id, about="marketing", points="3", at=f"{first.id}.marketing"
    )
    skipped = phone.form(kind="answer", item=second.id, at=second.id)
    comment = phone.form(kind="comment", sign="s1", text="Well said.", at=second.id)
    costs = phone.form(kind="costs_most", signs=["s1", "s3"], at="costs-most")

    assert mirror.headers["location"] == f"/seat?w={room.id}&i={first.id}.marketing"
    assert guess.headers["location"] == f"/seat?w={room.id}&i={second.id}"
    assert skipped.headers["location"] != f"/seat?w={room.id}&i={second.id}"
    assert comment.headers["location"] == f"/seat?w={room.id}&i={second.id}"
    assert costs.headers["location"] == f"/seat?w={room.id}&i=through"
    kept = ballot(s)
    assert kept.answers == {first.id: 2}
    assert kept.guesses == {first.id: {"marketing": 3}}
    assert kept.comments == {"s1": "Well said."}
    assert kept.costs_most == ("s1", "s3")


def test_one_seat_a_browser(s: Services, phone: Phone) -> None:
    """Whoever comes again by the code finds the seat they have."""
    room = opened(s)
    phone.join(room)

    again = phone.http.get(f"/j/{room.code}")
    twice = phone.join(room, "marketing")

    assert (again.status_code, again.headers["location"]) == (303, f"/seat?w={room.id}")
    assert twice.headers["location"] == f"/seat?w={room.id}"
    assert [seat.group for seat in s.store.find(Seat)] == ["sales"]
