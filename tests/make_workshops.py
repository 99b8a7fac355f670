"""Workshops for tests: prepared, opened, with people in their seats who have answered."""

from functools import partial

from assessment import auth
from assessment.records import Ballot, Workshop
from assessment.services import Services
from assessment.store import Transaction
from assessment.workshop import ballots, plan, prepare, rounds, seats
from assessment.workshop.kept import instrument_of, items_of, workshop

COMMENT = "Comment ![x](http://127.0.0.1:9/x.png)"
GROUPS = {"sales": 6, "marketing": 6, "leadership": 2}


class Hosted:
    """A workshop, its facilitator's browser, and the browsers of those who sit in it."""

    def __init__(self, s: Services, host: str, **wish: object) -> None:
        self.s = s
        self.host = host
        self.comment = COMMENT
        fields: dict[str, object] = {"heads": dict(GROUPS), "organisation": "Sample & Sons"}
        first = prepare.first_wish(s, "Spring <b>x</b>").model_copy(update=fields | wish)
        self.id = prepare.prepare(s, host, first).id
        self.browsers: list[str] = []

    @property
    def now(self) -> Workshop:
        """The workshop as the store has it."""
        return workshop(self.s, self.id)

    def open(self, **groups: int) -> "Hosted":
        """Open the door, and let so many of each group take a seat."""
        prepare.open_door(self.s, self.id)
        for group, count in (groups or GROUPS).items():
            for number in range(count):
                browser = auth.new_token()
                name = f"{group.title()} {number}"
                seats.join(self.s, browser, self.now, group, name=name, consent=True)
                self.browsers.append(browser)
        return self

    def answer(self, count: int | None = None, *signs: str) -> "Hosted":
        """So many people answer all questions of the signs that are asked now; Sales lower."""
        instrument = instrument_of(self.s, self.now)
        asked = signs or (self.now.stage.sign or "",)
        items = items_of(instrument, self.now, asked)
        for number, browser in enumerate(self.browsers[:count]):
            place = seats.place_of(self.s, browser, self.id)
            assert place
            points = number % 2 + (1 if place.seat.group == "sales" else 4)
            said = {sign: self.comment for sign in asked if self.comment}
            given = place.ballot.changed(
                answers=place.ballot.answers | {item.id: points for item in items},
                comments=place.ballot.comments | said,
            )
            # All at once: one by one it would take a write for each.
            self.s.store.transact(given.home, partial(_put, given))
        return self

    def reveal(self, *signs: str, comment: str = COMMENT) -> "Hosted":
        """Ask these signs one after the other, let everybody answer, and reveal each."""
        self.comment = comment
        for sign in signs:
            rounds.open_round(self.s, self.id, sign)
            self.answer(None, sign)
            rounds.close(self.s, self.id)
            rounds.show(self.s, self.id)
        return self

    def vote(self, sign: str) -> "Hosted":
        """Let the room vote again on a sign, everybody in the middle, and reveal it."""
        asked = rounds.vote_again(self.s, self.id, sign).stage.round
        for browser in self.browsers:
            place = seats.place_of(self.s, browser, self.id)
            assert place
            ballots.vote(self.s, place, asked or "", 3)
        rounds.close(self.s, self.id)
        rounds.show(self.s, self.id)
        return self

    def plan(self) -> "Hosted":
        """Turn to the plan, with one action in it."""
        rounds.turn(self.s, self.id, "plan")
        sign = self.now.signs[0]
        wish = plan.Agreed(sign=sign, text="Meet <i>monthly</i>", sales="Ann", marketing="Bo")
        plan.agree(self.s, self.id, wish)
        return self


def _put(ballot: Ballot, home: Transaction) -> None:
    home.put(ballot)
