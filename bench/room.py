"""A rehearsal on a server of its own, for phones to come to; spoken to over 127.0.0.1 alone."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessment import auth
from assessment.records import Ballot, Seat, Workshop
from assessment.rehearsal.guest import Pace
from assessment.services import Services, open_services
from assessment.settings import Settings
from assessment.workshop import prepare, rounds
from assessment.workshop.kept import workshop
from assessment.workshop.prepare import Preparation
from bench.crowd import Order, Report
from bench.server import OURS, Server, started
from scoring.bank import load_instrument

SIGNS = load_instrument(Settings().questions).signs
ITEMS = sum(len(sign.items) for sign in SIGNS)
WATCHING = Pace(arrive=10.0, late=0)
GROUPS = ("sales", "marketing", "leadership")

Row = tuple[str, float, float]  # what was measured, how much it is, the most that it should be


@dataclass(frozen=True)
class Size:
    """How large and how long it all is."""

    phones: int
    minutes_away: float
    taps: int
    answers: int  # of which the CPU is measured

    @property
    def guests(self) -> dict[str, int]:
        """By group: two fifths on each side, and the leaders."""
        side = 2 * self.phones // 5
        return {"sales": side, "marketing": side, "leadership": self.phones - 2 * side}


class Room:
    """A server, a facilitator, and a rehearsal that phones may join."""

    def __init__(self, server: Server, folder: Path, s: Services, made: Workshop, host: str):
        self.server, self.folder, self.s, self.host = server, folder, s, host
        self.id = made.id

    def beside(self) -> "Room":
        """Another rehearsal on the same server."""
        made = _rehearsal(self.s, self.host, pace="free")
        return Room(self.server, self.folder, self.s, made, self.host)

    @property
    def now(self) -> Workshop:
        """The workshop as it is."""
        return workshop(self.s, self.id)

    def order(self, size: Size, pace: Pace, *, waits: bool = False) -> Order:
        """Who comes here."""
        questions = self.s.settings.questions
        return Order(self.server.port, questions, self.now, size.guests, pace, waits)

    def ask(self, sign: int) -> str:
        """Open a round on the sign in that place; the id of its key item."""
        rounds.open_round(self.s, self.id, SIGNS[sign].id)
        return SIGNS[sign].key_item.id

    def close(self) -> None:
        """Close the round that is open."""
        rounds.close(self.s, self.id)

    def missing(self, report: Report) -> tuple[int, int]:
        """How many seats, and how many acknowledged answers, are not as they were."""
        seats = {seat.id: seat for seat in self.s.store.find(Seat, workshop=self.id)}
        moved = sum(report.now[who] != seat for who, seat in report.first.items())
        lost = 0
        for seat, given in report.given.items():
            ballot = self.s.store.get(Ballot, seats[seat].ballot) if seat in seats else None
            kept = ballot.answers if ballot else {}
            lost += sum(kept.get(item) != answer for item, answer in given.items())
        return moved + len(set(report.first.values()) - set(seats)), lost


@contextmanager
def opened(**wish: Any) -> Iterator[Room]:
    """A room on a server of its own."""
    with tempfile.TemporaryDirectory() as scratch, started(OURS, Path(scratch)) as server:
        server.wait()
        settings, host = Settings(data=Path(scratch) / "data"), auth.new_token()
        with open_services(settings, role="command") as s:
            yield Room(server, Path(scratch), s, _rehearsal(s, host, **wish), host)


def _rehearsal(s: Services, host: str, **wish: Any) -> Workshop:
    """A rehearsal with its door open."""
    given = Preparation(title="Bench", groups=GROUPS, **wish)
    return prepare.open_door(s, prepare.prepare(s, host, given, "rehearsal").id)
