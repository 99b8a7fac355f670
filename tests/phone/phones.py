"""A phone that sends what the page and its script would send, and a room for it."""

import re
from typing import Any

import httpx

from assessment import auth
from assessment.records import Ballot, Seat, Workshop
from assessment.services import Services
from assessment.workshop import prepare
from assessment.workshop.prepare import Preparation
from tests.conftest import PATIENCE

HOST = auth.new_token()
WISH = Preparation(title="Spring", groups=("sales", "marketing"))


def opened(s: Services, **changes: object) -> Workshop:
    """A workshop that people may join."""
    return prepare.open_door(s, prepare.prepare(s, HOST, WISH.model_copy(update=changes)).id)


class Phone:
    """A participant's browser: it sends what the page and its script would send."""

    def __init__(self, site: str) -> None:
        self.http = httpx.Client(base_url=site, headers={"Origin": site}, timeout=PATIENCE)
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

    def form(self, to: str = "/seat/send", **fields: str | list[str]) -> httpx.Response:
        """Send a plain form, as without the script."""
        return self.http.post(to, data={"proof": self.proof, "w": self.room, **fields})

    @property
    def cookie(self) -> str:
        """The token in the one cookie."""
        return self.http.cookies[auth.COOKIE]


def ballot(s: Services) -> Ballot:
    """The one ballot there is."""
    (found,) = s.store.find(Ballot)
    return found


def seat(s: Services) -> Seat:
    """The one seat there is."""
    (found,) = s.store.find(Seat)
    return found
