"""Who comes to a rehearsal: groups that see some signs differently, and people within them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from scoring.instrument import Instrument
from scoring.response import Answer

# What a group sees on average, in points of 1 to 5, by the place of the sign in the instrument.
ONE_SIDE = (2.6, 1.7, 2.5, 2.2, 3.1, 2.0, 3.5)
OTHER_SIDE = (2.9, 3.6, 2.2, 3.1, 2.2, 2.2, 3.6)
NEITHER = (3.4, 3.1, 3.1, 3.2, 3.0, 2.9, 4.0)

UNKNOWN = 0.03  # how often somebody does not know
UNKNOWN_TO_OTHER = 0.12  # the same of the other side on the third sign, the CRM
LEANS, DIFFERS, STRAYS = 0.45, 0.35, 0.7  # people, items and answers, in points
STAYS = (0.0, 0.3, 0.3)  # how often a talk changes nothing, for each side and the others
JUMPS = 0.3  # how often it changes more than one option
DISSENTS = 0.15  # how often somebody says why they see it otherwise
WRITERS = 5  # of each group, one of the first so many writes a comment on a sign


@dataclass(frozen=True)
class Person:
    """Somebody invented: what they answer depends on nothing but the seed and the question."""

    instrument: Instrument
    group: str
    number: int  # within the group, from 1
    seed: int

    def answer(self, item: str) -> Answer:
        """The own answer."""
        dice = self._dice("answer", item)
        place = self._place(item)
        unknown = UNKNOWN_TO_OTHER if self._means is OTHER_SIDE and place == 2 else UNKNOWN
        if dice.random() < unknown:
            return "dont_know"
        return self._points(self._mean(item) + dice.gauss(0, STRAYS))

    def guess(self, item: str, about: str) -> int:
        """What the other side will choose: people think that it sees things nearly as they do."""
        other = _means(self.instrument, about)[self._place(item)]
        believed = 0.65 * self._mean(item) + 0.35 * other
        return self._points(believed + self._dice("guess", item, about).gauss(0, STRAYS))

    def vote(self, item: str) -> Answer:
        """The vote after the talk: towards the middle of both sides, if it moves at all."""
        first, dice = self.answer(item), self._dice("vote", item)
        if dice.random() < STAYS[_side(self.instrument, self.group)]:
            return first
        place = self._place(item)
        middle = (ONE_SIDE[place] + OTHER_SIDE[place]) / 2
        seen = first if isinstance(first, int) else self._points(self._mean(item))
        by = 2 if dice.random() < JUMPS and abs(middle - seen) > 1 else 1
        return seen + by if seen < middle else seen - by

    def dissents(self, item: str) -> bool:
        """Whether this person says why they see it otherwise than most."""
        return self._dice("dissents", item).random() < DISSENTS

    def comments(self, sign: str) -> str | None:
        """The key of what this person writes on a sign; one of each group says something."""
        side = _side(self.instrument, self.group)
        writer = _dice(self.seed, sign, self.group).randint(1, WRITERS)
        if self.number != writer:
            return None
        return f"rehearsal.comment.{self._sign_place(sign) + 1}.{side + 1}"

    def costs_most(self, signs: Sequence[str], limit: int) -> tuple[str, ...]:
        """The signs that cost most, as this person sees it: the lowest ones."""
        dice = self._dice("costs")
        order = sorted(signs, key=lambda s: self._means[self._sign_place(s)] + dice.gauss(0, 0.5))
        return tuple(order[:limit])

    @cached_property
    def lean(self) -> float:
        """How much brighter than the group this person sees everything, in points."""
        return self._dice("lean").gauss(0, LEANS)

    @cached_property
    def _means(self) -> tuple[float, ...]:
        return _means(self.instrument, self.group)

    def _mean(self, item: str) -> float:
        """What this person sees, before chance."""
        common = _dice(self.seed, item).gauss(0, DIFFERS)
        return self._means[self._place(item)] + common + self.lean

    def _place(self, item: str) -> int:
        return self._sign_place(self.instrument.sign_of[item].id)

    def _sign_place(self, sign: str) -> int:
        return list(self.instrument.by_id).index(sign) % len(ONE_SIDE)

    def _dice(self, *what: str) -> Random:
        return _dice(self.seed, self.group, self.number, *what)

    def _points(self, value: float) -> int:
        return min(5, max(1, round(value)))


def crowd(instrument: Instrument, guests: Mapping[str, int], seed: int) -> list[Person]:
    """So many people of each group, in turns, as they come through a door."""
    everyone = [
        Person(instrument, group, number, seed)
        for group, count in guests.items()
        for number in range(1, count + 1)
    ]
    return sorted(everyone, key=lambda person: (person.number / guests[person.group], person.group))


def _means(instrument: Instrument, group: str) -> tuple[float, ...]:
    return (ONE_SIDE, OTHER_SIDE, NEITHER)[_side(instrument, group)]


def _side(instrument: Instrument, group: str) -> int:
    """0 and 1 for the two sides that are compared, 2 for any other group."""
    sides = instrument.outline.overall_groups[:2]
    return sides.index(group) if group in sides else 2


def _dice(*what: object) -> Random:
    return Random(" ".join(map(str, what)))  # noqa: S311  # invented answers
