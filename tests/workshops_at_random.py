"""Protected workshops at random, published by the real rule: people, reveals, slips and all."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from assessment.privacy import ALL, Part, Release, mask, rule, sets
from scoring.instrument import Floors, Group, Instrument
from scoring.response import Response
from scoring.room import Guess
from tests.attacker import Fact
from tests.facts_shown import facts_shown
from tests.make_instrument import small_instrument
from tests.plain_room import items_of, plain_room

GROUPS = ("sales", "marketing", "leadership", "partners")
SITES = ("east", "west")
POINTS = (1, 2, 3, 4, 5)
SIGNS = ("s1", "s2")
SEED = b"a secret of sixteen"


@cache
def instrument_of(items: int) -> Instrument:
    """Two signs of so many items, and every group there can be."""
    groups = tuple(Group(id=id, name=id) for id in (*GROUPS, *SITES, ALL))
    return small_instrument(signs=2, items=items, groups=groups)


class Workshop:
    """One workshop: what happened in it, what was published, and what was true."""

    def __init__(self, seed: int, floors: Floors | None = None, coarse: bool = True) -> None:
        self._random = random.Random(seed)
        chance = self._random.random
        self.scope: Any = "check" if chance() < 0.25 else "full"
        self._instrument = instrument_of(self._random.choice((1, 2, 3, 5)))
        self.complete = chance() < 0.6
        self.floors = floors or Floors()
        if chance() < 0.35 and not floors:
            self.floors = Floors(
                score=self._random.randint(3, 8),
                distribution=self._random.randint(3, 15),
                comments=5,
            )
        self._coarse = coarse
        self._known: dict[str, dict[str, object]] = {}
        self._joined = 0
        self._past: list[Release] = []
        self._counted: set[tuple[str, str]] = set()
        self.facts: list[Fact] = []
        self.truth: dict[tuple[str, str], Any] = {}
        self.items = {
            f"sign:{sign.id}": [f"item:{item.id}" for item in items_of(sign, self.scope)]
            for sign in self._instrument.signs
        }
        self._minds = {
            (group, item): self._mind() for group in GROUPS for item in self._instrument.items
        }
        groups = GROUPS[: self._random.randint(2, 4)]
        self._weights = {group: self._random.choice((1, 2, 4, 8)) for group in groups}
        self._sites: dict[str, str] = {}
        self.parts: list[Part] = []
        self._join(self._random.randint(12, 60))

    def run(self) -> None:
        """Everything that happens: a few reveals, people who come, change and go, a report."""
        led = self._random.random() < 0.5
        for signs in [SIGNS[:1], SIGNS[1:]] if led else [SIGNS]:
            self._reveal(signs, self._labels())
            self._happens()
        for sign in SIGNS:
            if self._random.random() < 0.7:
                self._vote(sign)
        if self._random.random() < 0.5:
            self._happens()
            self._reveal(SIGNS, self._labels())
        self._happens()
        self._reveal(SIGNS, ("group", "total"))

    def _labels(self) -> tuple[str, ...]:
        return self._random.choice(
            (("group",), ("group", "total"), ("group", "site"), ("group", "total", "site"))
        )

    def _mind(self) -> list[float]:
        """How likely each option is for a group: broad, or close to one mind."""
        weights = [self._random.random() ** 2 for _ in POINTS]
        if self._random.random() < 0.6:
            at = self._random.choice((0, 0, 1, 2, 3, 4, 4))
            weights[at] += self._random.choice((2, 8, 40, 1000))
        return weights

    def _join(self, count: int) -> None:
        for _ in range(count):
            self._joined += 1
            group = self._random.choices(*zip(*self._weights.items(), strict=True))[0]
            ballot = f"b{self._joined}"
            self._sites[ballot] = self._random.choice(SITES)
            answers = {item: self._answer(group, item) for item in self._instrument.items}
            self.parts.append(
                Part(
                    ballot=ballot,
                    response=Response(
                        scope=self.scope,
                        group=group,
                        answers={i: a for i, a in answers.items() if a != "open"},
                        costs_most=tuple(s for s in SIGNS if self._random.random() < 0.3),
                    ),
                    guesses=tuple(self._guesses(group)),
                )
            )

    def _answer(self, group: str, item: str) -> Any:
        if not self.complete and self._random.random() < 0.12:
            return self._random.choice(("dont_know", "dont_know", "not_applicable", "open"))
        return self._random.choices(POINTS, self._minds[group, item])[0]

    def _guesses(self, group: str) -> list[Guess]:
        about = {"sales": "marketing", "marketing": "sales"}.get(group)
        if about is None or self._random.random() < 0.3:
            return []
        item = self._instrument.signs[0].key_item.id
        points = self._random.choices(POINTS, self._minds[about, item])[0]
        return [Guess(item=item, asked=group, about=about, points=points)]

    def _happens(self) -> None:
        """Some come, some go, some say otherwise."""
        if self._random.random() < 0.4:
            for part in self._some(self.parts, (0, 1, 2, 6)):
                self._forget(part)
        for at in self._some(range(len(self.parts)), (0, 1, 3, 7)):
            part = self.parts[at]
            item = self._random.choice(list(self._instrument.items))
            new = self._answer(part.response.group or "", item)
            answers = {**part.response.answers, item: new}
            answers = {i: a for i, a in answers.items() if a != "open"}
            response = part.response.model_copy(update={"answers": answers})
            self.parts[at] = part.model_copy(update={"response": response})
        self._join(self._random.choice((0, 1, 2, 5, 12)))

    def _some(self, among: Sequence[Any], counts: Sequence[int]) -> list[Any]:
        return self._random.sample(among, min(len(among), self._random.choice(counts)))

    def _forget(self, part: Part) -> None:
        """Erase a person's answers: the rule may not look at them any more."""
        self.parts.remove(part)
        for answers in self._known.values():
            for member in [m for m in answers if m.startswith(f"{part.ballot}.")]:
                del answers[member]

    def _relabelled(self, label: str) -> list[Part]:
        if label == "group":
            return self.parts
        groups = [ALL if label == "total" else self._sites[p.ballot] for p in self.parts]
        return [
            Part.model_construct(
                ballot=part.ballot,
                response=Response.model_construct(**dict(part.response) | {"group": group}),
                guesses=(),
            )
            for part, group in zip(self.parts, groups, strict=True)
        ]

    def _reveal(self, signs: Sequence[str], labels: Sequence[str]) -> None:
        """Publish what the rule allows of these signs, by group, in total, or by site."""
        people = {label: self._relabelled(label) for label in labels}
        offers = {
            label: sets.offer(self._instrument, parts, signs, SEED)
            for label, parts in people.items()
        }
        releases = []
        for label, offer in offers.items():
            releases += [
                r for r in offer.releases if label == "group" or r.kind == "mean" or r.sign
            ]
            self._learn(offer.known)
        accepted = self._allowed(releases)
        for label, offer in offers.items():
            own = [r for r in offer.releases if any(r is a for a in accepted)]
            self._publish(signs, people[label], own, offer.releases)

    def _learn(self, known: Mapping[str, Mapping[str, object]]) -> None:
        for measure, answers in known.items():
            self._known.setdefault(measure, {}).update(answers)
            if not measure.startswith("sign:"):
                self.truth.update({(measure, member): said for member, said in answers.items()})

    def _allowed(self, releases: Sequence[Release]) -> tuple[Release, ...]:
        accepted = rule.allowed(releases, self._past, self.floors, self._known)
        self._past += accepted
        return accepted

    def _publish(
        self,
        signs: Sequence[str],
        parts: Sequence[Part],
        accepted: Sequence[Release],
        offered: Sequence[Release],
    ) -> None:
        rest = sets.resting_on(accepted, self._instrument, parts, SEED)
        raw = plain_room(self._instrument, rest, signs, self.scope)
        card = mask.published(raw, accepted, self.floors, self._instrument)
        behind = {(release.measure, release.group): release.members for release in offered}
        shown = facts_shown(card.model_dump(mode="json"), behind, self.items, self._coarse)
        self.facts += shown
        counted = [line for line in card.distributions if line.counts]
        self._counted |= {(f"item:{line.item}", line.group) for line in counted}

    def _vote(self, sign: str) -> None:
        """Vote again on the key item: some change their minds, a few do not vote."""
        key = self._instrument.by_id[sign].key_item.id
        again = {}
        change = self._random.choice((0, 1, 2, 3, 4, 5, 8, 14, 99))
        absent = self._some(self.parts, (0, 0, 0, 1, 3, 6))
        voters = [part for part in self.parts if part not in absent]
        self._random.shuffle(voters)
        for n, part in enumerate(voters):
            first = part.response.answers.get(key)
            if first is not None:
                others = [points for points in POINTS if points != first]
                again[part.ballot] = self._random.choice(others) if n < change else first
        offer = sets.offer_votes(self._instrument, sign, self.parts, again, SEED)
        self._learn(offer.known)
        # Votes are shown beside the first answers, or not at all.
        offered = [r for r in offer.releases if (r.measure, r.group) in self._counted]
        accepted = self._allowed(offered)
        by_group = Counter(release.group for release in accepted)
        for release in accepted:
            if by_group[release.group] == 2:
                self._show_votes(release)

    def _show_votes(self, release: Release) -> None:
        said = Counter(self.truth[release.measure, member] for member in release.members)
        counts = (said[1], said[2], said[3], said[4], said[5])
        if shown := mask.shown_counts(counts, len(release.members) - sum(counts)):
            told = dict(zip(POINTS, shown, strict=True))
            self.facts.append(Fact(release.measure, release.members, counts=told))
