"""The sets of answers that a round offers: whoever has no score of a sign counts nowhere in it."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from assessment.privacy.classes import Kind, Members, Release
from assessment.privacy.rule import ALL
from scoring.instrument import Instrument, Sign
from scoring.response import Answer, Response
from scoring.room import Guess
from scoring.tally import Given, tally
from scoring.values import Frozen
from scoring.yardstick import Gauge, Yardstick, yardstick

AGAIN = "again"  # ends a member that is a mind changed in a vote


class Part(Frozen):
    """What one person gave to a workshop."""

    ballot: str
    response: Response  # with its group
    guesses: tuple[Guess, ...] = ()

    def member(self, seed: bytes, *answers: object) -> str:
        """These answers of the person as a member of a set, the same as long as they are the same.

        The version is a digest under the workshop's secret seed, of at most 64 bytes: nobody has to
        count changes.
        """
        told = "|".join(map(str, answers)).encode()
        return f"{self.ballot}.{hashlib.blake2b(told, key=seed, digest_size=8).hexdigest()}"

    def member_of(self, sign: Sign, seed: bytes) -> str:
        """The person's answers to a sign as a member of its sets."""
        answers = self.response.answers
        return self.member(seed, *[answers.get(item.id, "open") for item in sign.items])


class Offer(NamedTuple):
    """What one would like to publish, and the answers that the rule has to know for it."""

    releases: tuple[Release, ...]
    known: dict[str, dict[str, object]]  # measure -> member -> answer, or value of 0 to 100


class Key(NamedTuple):
    """Which set of answers."""

    measure: str
    group: str
    kind: Kind = "distribution"
    sign: str | None = None


def offer(
    instrument: Instrument, parts: Sequence[Part], signs: Sequence[str], seed: bytes
) -> Offer:
    """What a reveal of these signs offers, with what all say costs most.

    A sign's mean and its items' distributions rest on one set of people a group, those who have a
    score there: else the difference would tell of the few who have none. In the check these are
    the people with points for the key item.
    """
    made = _Sets()
    for part in parts:
        values = _values(instrument, part)
        for sign in (instrument.by_id[id] for id in signs):
            if (value := values[sign.id]) is not None:
                made.add_sign(sign, part, part.member_of(sign, seed), value)
        for guess in part.guesses:
            if instrument.sign_of[guess.item].id in signs:
                key = Key(mirror(guess), guess.asked)
                made.add(key, part.member(seed, guess.points), guess.points)
        for sign_id in signs:
            key = Key(f"costs_most:{sign_id}", ALL)
            made.add(key, part.member(seed, *_named(part)), sign_id in _named(part))
    return made.offer()


def offer_votes(
    instrument: Instrument,
    sign: str,
    parts: Sequence[Part],
    again: Mapping[str, Answer],
    seed: bytes,
) -> Offer:
    """What a vote again on a sign's key item offers: the answers before and after, by group.

    `again` is by ballot, `parts` hold the first answers. Who said the same keeps their version. It
    is for groups whose first answers are shown as counts, and shows both votes or neither.
    """
    asked = instrument.by_id[sign]
    before, after = _Sets(), _Sets()
    for part in parts:
        voted = again.get(part.ballot)
        if voted is None or _values(instrument, part)[sign] is None:
            continue
        key = Key(f"item:{asked.key_item.id}", part.response.group or "", sign=sign)
        first, member = part.response.answers.get(asked.key_item.id), part.member_of(asked, seed)
        before.add(key, member, first or "open")
        changed = f"{part.member(seed, voted)}.{AGAIN}"
        after.add(key, member if voted == first else changed, voted)
    one, two = before.offer(), after.offer()
    known = {measure: answers | two.known[measure] for measure, answers in one.known.items()}
    return Offer((*one.releases, *two.releases), known)


def offer_comments(sign: str, said: Mapping[str, str], seed: bytes) -> Release:
    """The comments on a sign, as a set of all who answered it; "" is who left none.

    So what few added later does not stand out beside what was shown before.
    """
    members = frozenset(
        f"{ballot}.{hashlib.blake2b(text.encode(), key=seed, digest_size=8).hexdigest()}"
        for ballot, text in said.items()
    )
    return Release(measure=f"comments:{sign}", group=ALL, kind="comments", members=members)


def mirror(guess: Guess) -> str:
    """The measure that a guess belongs to."""
    return f"mirror:{guess.item}:{guess.asked}:{guess.about}"


def resting_on(
    accepted: Sequence[Release], instrument: Instrument, parts: Sequence[Part], seed: bytes
) -> list[Part]:
    """The parts without what is in no accepted set: what a room's scorecard is to be made from."""
    held: dict[str, set[str]] = {}
    for release in accepted:
        held.setdefault(release.measure, set()).update(release.members)
    return [_less(part, held, instrument, seed) for part in parts]


def _less(part: Part, held: Mapping[str, set[str]], instrument: Instrument, seed: bytes) -> Part:
    kept = {
        item.id: part.response.answers[item.id]
        for sign in instrument.signs
        if part.member_of(sign, seed) in held.get(f"sign:{sign.id}", ())
        for item in sign.items
        if item.id in part.response.answers
    }
    choice = part.member(seed, *_named(part))
    guesses = tuple(
        guess
        for guess in part.guesses
        if part.member(seed, guess.points) in held.get(mirror(guess), ())
    )
    named = tuple(sign for sign in _named(part) if choice in held.get(f"costs_most:{sign}", ()))
    response = part.response.model_copy(update={"answers": kept, "costs_most": named})
    return part.model_copy(update={"response": response, "guesses": guesses})


def _named(part: Part) -> tuple[str, ...]:
    return tuple(sorted(part.response.costs_most))


def _values(instrument: Instrument, part: Part) -> dict[str, float | None]:
    """The person's score of each sign; in the check the value of the key item."""
    yard, given = yardstick(instrument), part.response.answers.get
    return {
        gauge.id: _value(yard, gauge, tuple([given(item.id) for item in gauge.items]))
        for gauge in yard.signs[part.response.scope]
    }


@lru_cache(maxsize=4096)
def _value(yard: Yardstick, gauge: Gauge, given: Given) -> float | None:
    standing = tally(yard, gauge, given).standing
    return standing.shown if standing else None


class _Sets:
    """Sets of answers that grow by one person after the other."""

    def __init__(self) -> None:
        self._members: dict[Key, set[str]] = {}
        self._known: dict[str, dict[str, object]] = {}

    def add(self, key: Key, member: str, answer: object) -> None:
        """Put a person's answer into a set."""
        self._members.setdefault(key, set()).add(member)
        self._known.setdefault(key.measure, {})[member] = answer

    def add_sign(self, sign: Sign, part: Part, member: str, value: float) -> None:
        """Put a person who has a score of a sign into all sets of it."""
        group = part.response.group or ""
        self.add(Key(f"sign:{sign.id}", group, "mean", sign.id), member, value)
        for item in (sign.key_item,) if part.response.scope == "check" else sign.items:
            given = part.response.answers.get(item.id, "open")
            self.add(Key(f"item:{item.id}", group, sign=sign.id), member, given)

    def offer(self) -> Offer:
        """The sets as releases; those that are equal are one and the same."""
        same: dict[Members, Members] = {}
        releases = []
        for key, found in self._members.items():
            members = same.setdefault(frozenset(found), frozenset(found))
            releases.append(Release(members=members, **key._asdict()))
        return Offer(tuple(releases), self._known)
