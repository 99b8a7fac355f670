"""What a phone shows now: the screens of the round that is asked, and the place on them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Self

from assessment.records import Ballot, Round, Seat, Workshop
from assessment.services import Services
from assessment.texts import Texts
from assessment.workshop.ballots import mirrored
from assessment.workshop.kept import instrument_of, items_of, rounds, words_of
from assessment.workshop.seats import Place
from scoring.instrument import Instrument, Item, Sign
from scoring.response import Answer

# lobby: nothing is asked yet; closed: what was asked is over; look: the screen in front speaks
View = Literal["lobby", "answer", "vote", "closed", "look", "end"]
Kind = Literal["item", "mirror", "vote", "dissent", "costs", "through"]

COSTS = "costs-most"  # screens that belong to no item, by their addresses
THROUGH = "through"


@dataclass(frozen=True)
class Screen:
    """One screen of the phone: an item, a question of the mirror, or what stands between them."""

    id: str
    kind: Kind
    sign: Sign | None = None
    item: Item | None = None
    about: str = ""  # the group that a question of the mirror asks about
    number: int = 0  # of the item among those asked now
    comments: bool = False  # the comment on the sign is offered here


@dataclass(frozen=True)
class Now:
    """A seat, and what its workshop asks of it at this moment."""

    room: Workshop
    seat: Seat
    ballot: Ballot
    instrument: Instrument
    words: Texts
    rounds: tuple[Round, ...]

    @classmethod
    def of(cls, s: Services, place: Place) -> Self:
        """What is asked of this place now."""
        room = place.room
        return cls(
            room,
            place.seat,
            place.ballot,
            instrument_of(s, room),
            words_of(s, room),
            rounds(s, room),
        )

    @cached_property
    def asked(self) -> Round | None:
        """The round that is asked now, or was last."""
        return next((r for r in self.rounds if r.id == self.room.stage.round), None)

    @cached_property
    def view(self) -> View:
        """What the phone is about now."""
        if self.room.phase == "ended":
            return "end"
        if self.asked and self.asked.state == "open":
            return "vote" if self.asked.purpose == "vote" else "answer"
        if self.room.stage.view in ("lobby", "round"):
            return "closed" if self.asked and self.asked.state == "closed" else "lobby"
        return "look"

    @property
    def key(self) -> str:
        """The same as long as the phone is about the same thing: it is not drawn anew then."""
        parts: list[str] = [self.view]
        if self.view in ("answer", "vote", "closed") and self.asked:
            parts.append(self.asked.id)
        if self.closing:
            parts.append(COSTS)
        return ".".join(parts)

    @cached_property
    def closing(self) -> bool:
        """Whether the closing question is asked: at a free pace, and once every sign was asked."""
        if self.view == "end":
            return False
        if self.room.pace == "free":
            return True
        measured = [r for r in self.rounds if r.purpose == "measure"]
        over = {sign for r in measured if r.state != "open" for sign in r.signs}
        return over >= set(self.room.signs) or self.room.stage.view == "plan"

    @cached_property
    def screens(self) -> tuple[Screen, ...]:
        """The screens one goes through now; none while there is nothing to answer."""
        if self.view == "answer" and self.asked:
            closing = (Screen(COSTS, "costs"),) if self.closing else ()
            return (*self._items(self.asked), *closing, Screen(THROUGH, "through"))
        if self.view == "vote" and self.asked:
            sign = self.instrument.by_id[self.asked.signs[0]]
            vote = Screen(sign.key_item.id, "vote", sign, sign.key_item, number=1)
            return (vote, Screen(THROUGH, "dissent", sign, sign.key_item))
        return (Screen(COSTS, "costs"),) if self.closing else ()

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items that are asked now, in order."""
        return tuple(screen.item for screen in self.screens if screen.number and screen.item)

    @property
    def done(self) -> int:
        """How many of the items asked now have an answer."""
        return sum(self.given(screen) is not None for screen in self.screens if screen.number)

    def given(self, screen: Screen) -> Answer | None:
        """What this person answered on a screen."""
        if screen.item is None or self.asked is None:
            return None
        if screen.kind == "vote":
            return self.ballot.votes.get(self.asked.id)
        if screen.kind == "mirror":
            return self.ballot.guesses.get(screen.item.id, {}).get(screen.about)
        return self.ballot.answers.get(screen.item.id)

    def locked(self, screen: Screen) -> bool:
        """Whether the own answer stays as it is: its holder has looked at the other side."""
        return screen.kind == "item" and bool(screen.item and screen.item.id in self.ballot.guesses)

    def reachable(self, screen: Screen) -> bool:
        """Whether one may be on this screen: the mirror follows the own answer."""
        return screen.kind != "mirror" or bool(
            screen.item and screen.item.id in self.ballot.answers
        )

    def shown(self, wanted: str | None) -> Screen | None:
        """The screen that is wanted, else the first without an answer, else the last."""
        reachable = [screen for screen in self.screens if self.reachable(screen)]
        found = [screen for screen in reachable if screen.id == wanted]
        found += [screen for screen in reachable if screen.number and self.given(screen) is None]
        return next(iter([*found, *reachable[-1:]]), None)

    def before(self, screen: Screen) -> Screen | None:
        """The screen before this one; None on the first."""
        return self._before.get(screen.id)

    def beside(self, at: Screen) -> tuple[Screen, ...]:
        """The screens of the same sign, or this one alone."""
        return tuple(s for s in self.screens if s is at or (at.sign and s.sign is at.sign))

    def after(self, id: str) -> str:
        """The id of the screen that follows; of the same one where there is none."""
        reachable = [screen.id for screen in self.screens if self.reachable(screen)]
        place = reachable.index(id) + 1 if id in reachable else 0
        return reachable[place] if place < len(reachable) else id

    @cached_property
    def _before(self) -> dict[str, Screen]:
        found: dict[str, Screen] = {}
        last: Screen | None = None
        for screen in self.screens:
            if last:
                found[screen.id] = last
            last = screen if self.reachable(screen) else last
        return found

    def _items(self, asked: Round) -> Iterator[Screen]:
        number, about = 0, mirrored(self.instrument, self.room, self.seat.group)
        for name in asked.signs:
            sign = self.instrument.by_id[name]
            items = items_of(self.instrument, self.room, [name])
            for item in items:
                number += 1
                last = item is items[-1] and self.room.pace == "free"
                yield Screen(item.id, "item", sign, item, number=number, comments=last)
                for group in about if item.key else ():
                    yield Screen(f"{item.id}.{group}", "mirror", sign, item, group)
