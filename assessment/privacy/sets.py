"""The sets of answers that a round offers: whoever has no score of a sign counts nowhere in it."""

from collections.abc import Iterator, Mapping, Sequence

from pydantic import Field

from assessment.privacy.classes import Release
from assessment.privacy.rule import ALL
from scoring.instrument import Frozen, Instrument, Sign
from scoring.response import Answer, Response
from scoring.room import Guess
from scoring.score import score

Groups = dict[str, dict[str, str]]  # group -> ballot -> member


class Part(Frozen):
    """What one person gave to a workshop."""

    ballot: str
    response: Response  # with its group
    guesses: tuple[Guess, ...] = ()
    versions: dict[str, int] = Field(
        {}
    )  # by sign: 2 and up once its answers changed after a reveal

    def member(self, sign: str) -> str:
        """The answers to a sign, as a member of a set: "<ballot>", later "<ballot>.<version>"."""
        version = self.versions.get(sign, 1)
        return self.ballot if version == 1 else f"{self.ballot}.{version}"


def candidates(
    instrument: Instrument, parts: Sequence[Part], signs: Sequence[str]
) -> tuple[Release, ...]:
    """What a reveal of these signs would like to publish, and what all say costs most.

    A sign's mean and its items' distributions rest on one set of people a group, those who have a
    score there: else the difference would tell of the few who have none.
    """
    found: list[Release] = []
    for sign in (instrument.by_id[id] for id in signs):
        for group, members in _scored(sign, instrument, parts).items():
            found += _of_sign(sign, group, frozenset(members.values()), parts)
    for measure, guesses in _guesses(instrument, parts, signs).items():
        group = measure.split(":")[2]
        found.append(_counted(measure, group, frozenset(guesses)))
    everyone = frozenset(part.ballot for part in parts)
    return (*found, _counted("costs_most", ALL, everyone)) if everyone else ()


def votes(
    instrument: Instrument, sign: str, parts: Sequence[Part], again: Mapping[str, Answer]
) -> tuple[Release, ...]:
    """What a vote again on a sign's key item would like to publish: before and after, by group.

    `again` is by ballot. Who said the same keeps the version of the first answer.
    """
    key = instrument.by_id[sign].key_item.id
    first = {part.ballot: part.response.answers.get(key) for part in parts}
    found: list[Release] = []
    for group, members in _scored(instrument.by_id[sign], instrument, parts).items():
        both = {ballot: member for ballot, member in members.items() if ballot in again}
        after = {b: m if again[b] == first[b] else voted_again(m) for b, m in both.items()}
        if both:
            found += [
                _counted(f"item:{key}", group, frozenset(answers.values()), sign)
                for answers in (both, after)
            ]
    return tuple(found)


def voted_again(member: str) -> str:
    """The member that is the same person's changed vote."""
    return f"{member}.again" if "." not in member else f"{member}-again"


def known_answers(instrument: Instrument, parts: Sequence[Part]) -> dict[str, dict[str, object]]:
    """Every answer by its measure and member, as the rule asks for it."""
    found: dict[str, dict[str, object]] = {}
    for part in parts:
        card = score(instrument, part.response)
        for line, sign in zip(card.signs, instrument.signs, strict=True):
            member = part.member(sign.id)
            worth = card.overall.ledger[instrument.signs.index(sign)].value
            found.setdefault(f"sign:{sign.id}", {})[member] = worth
            for item in (entry.item for entry in line.ledger):
                given = part.response.answers.get(item, "open")
                found.setdefault(f"item:{item}", {})[member] = given
        for guess in part.guesses:
            found.setdefault(_mirror(guess), {})[part.ballot] = guess.points
    return found


def resting_on(
    accepted: Sequence[Release], instrument: Instrument, parts: Sequence[Part]
) -> list[Part]:
    """The parts without what is in no accepted set: what a room's scorecard is to be made from."""
    held: dict[str, set[str]] = {}
    for release in accepted:
        held.setdefault(release.measure, set()).update(release.members)
    return [_less(part, held, instrument) for part in parts]


def _less(part: Part, held: Mapping[str, set[str]], instrument: Instrument) -> Part:
    kept = {
        item: given
        for item, given in part.response.answers.items()
        if part.member(sign := instrument.sign_of[item].id) in held.get(f"sign:{sign}", ())
    }
    named = part.response.costs_most if part.ballot in held.get("costs_most", ()) else ()
    guesses = tuple(g for g in part.guesses if part.ballot in held.get(_mirror(g), ()))
    response = part.response.model_copy(update={"answers": kept, "costs_most": named})
    return part.model_copy(update={"response": response, "guesses": guesses})


def _scored(sign: Sign, instrument: Instrument, parts: Sequence[Part]) -> Groups:
    """By group who has a score of the sign; in the check, points for its key item."""
    place = instrument.signs.index(sign)
    found: Groups = {}
    for part in parts:
        worth = score(instrument, part.response).overall.ledger[place].value
        if worth is not None and part.response.group:
            members = found.setdefault(part.response.group, {})
            members[part.ballot] = part.member(sign.id)
    return found


def _of_sign(
    sign: Sign, group: str, members: frozenset[str], parts: Sequence[Part]
) -> Iterator[Release]:
    yield Release(
        measure=f"sign:{sign.id}", group=group, kind="mean", members=members, sign=sign.id
    )
    check = any(part.response.scope == "check" for part in parts)
    for item in (sign.key_item,) if check else sign.items:
        yield _counted(f"item:{item.id}", group, members, sign.id)


def _counted(measure: str, group: str, members: frozenset[str], sign: str | None = None) -> Release:
    return Release(measure=measure, group=group, kind="distribution", members=members, sign=sign)


def _mirror(guess: Guess) -> str:
    return f"mirror:{guess.item}:{guess.asked}:{guess.about}"


def _guesses(
    instrument: Instrument, parts: Sequence[Part], signs: Sequence[str]
) -> dict[str, list[str]]:
    """By mirror question who guessed."""
    found: dict[str, list[str]] = {}
    for part in parts:
        for guess in part.guesses:
            if instrument.sign_of[guess.item].id in signs:
                found.setdefault(_mirror(guess), []).append(part.ballot)
    return found
