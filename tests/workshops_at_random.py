"""Protected workshops at random, held by the app itself: people, reveals, slips and all.

The records are the app's, the store is in memory. Each reveal is frozen by `reveal`, and what is
shown of it is read from the JSON that the route hands out.
"""

import datetime
import json
import random
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from types import SimpleNamespace
from typing import Any

from assessment import auth
from assessment.privacy import ALL, Part
from assessment.records import Ballot, Publication, Round, Workshop
from assessment.services import Services
from assessment.settings import Settings
from assessment.workshop import reveal
from assessment.workshop.kept import items_of
from scoring.instrument import Floors, Group, Instrument
from scoring.scorecard import Source
from tests.attacker import Fact
from tests.facts_shown import facts_shown, named_shown, votes_shown
from tests.make_instrument import small_instrument
from tests.memory_store import MemoryStore
from tests.real_routes import TOKEN, Routes

GROUPS = ("sales", "marketing", "leadership", "partners")
SITES = ("east", "west")
POINTS = (1, 2, 3, 4, 5)
SIGNS = ("s1", "s2")
DAY = datetime.date(2026, 11, 23)
NOW = datetime.datetime(2026, 11, 23, 9, tzinfo=datetime.UTC)

Label = Callable[[Ballot], str]


@cache
def instrument_of(items: int) -> Instrument:
    """Two signs of so many items, and every group there can be."""
    groups = tuple(Group(id=id, name=id) for id in (*GROUPS, *SITES, ALL))
    return small_instrument(signs=2, items=items, groups=groups)


class Filtered(reveal._Freezing):
    """A reveal of the same people under other labels: by site, by what they said, or in total."""

    def __init__(self, s: Services, room: Workshop, label: Label) -> None:
        super().__init__(s, room)
        self.everyone = [
            ballot.model_copy(update={"group": label(ballot), "guesses": {}})
            for ballot in self.everyone
        ]


class RandomWorkshop:
    """One workshop: what happened in it, what was published, and what was true."""

    def __init__(self, seed: int, routes: Routes, floors: Floors | None = None) -> None:
        self._random = random.Random(seed)
        chance = self._random.random
        self._routes = routes
        self.instrument = instrument_of(self._random.choice((1, 2, 3, 5)))
        self.complete = chance() < 0.6
        self.room = self._opened(floors)
        shelf: Any = SimpleNamespace(get=lambda *_: self.instrument)
        self.store = MemoryStore()
        self.s = Services(Settings(), self.store, shelf)
        self._let_in(self.room)
        self.asked = items_of(self.instrument, self.room, SIGNS)
        self.items = {
            f"sign:{sign.id}": [f"item:{i.id}" for i in sign.items if i in self.asked]
            for sign in self.instrument.signs
        }
        self.facts: list[Fact] = []
        self.truth: dict[tuple[str, str], Any] = {}
        self._remembered: dict[str, Ballot] = {}
        self.read: list[Any] = []  # the JSON of the route, after each reveal
        self._minds = {(g, item.id): self._mind() for g in GROUPS for item in self.asked}
        self._weights = {group: self._random.choice((1, 2, 4, 8)) for group in self.room.groups}
        self._sites: dict[str, str] = {}
        self._join(self._random.randint(12, 60))
        if chance() < 0.3:
            for ballot in self._some(self._people(), (1, 3, 6, 10, 20)):
                self.store.put(ballot.changed(paper=True))
        self.typed = frozenset(b.id for b in self._people() if b.paper)

    def run(self) -> None:
        """Everything that happens: reveals, filters, people who come, change and go, the end."""
        for signs in [SIGNS[:1], SIGNS[1:]] if self.room.pace == "led" else [SIGNS]:
            self._reveal(signs)
            self._happens()
        for sign in SIGNS:
            if self._random.random() < 0.7:
                self._vote(sign)
        self._happens()
        for label in self._labels():
            self._filter(SIGNS, label)
        self._happens()
        self.room = self.room.changed(phase="ended", ended=NOW)
        self.store.put(self.room)
        self._read(self.room, reveal.conclude(self.s, self.room))

    def _opened(self, floors: Floors | None) -> Workshop:
        chance, pick = self._random.random, self._random.randint
        if floors is None:
            floors = Floors()
            if chance() < 0.35:
                floors = Floors(score=pick(3, 8), distribution=pick(3, 15), comments=5)
        made = Workshop(
            home="room",
            id="room",
            title="At random",
            instrument=Source(id="small", version="1.0.0", sha256=self.instrument.sha256),
            groups=GROUPS[: pick(2, 4)],
            scope="check" if chance() < 0.25 else "full",
            signs=SIGNS,
            pace="led" if chance() < 0.5 else "free",
            created=DAY,
            updated=DAY,
            phase="open",
            secret="5e" * 32,
        )
        return made.model_copy(update={"floors": floors})

    def _let_in(self, room: Workshop) -> None:
        self.store.put(room)
        auth.grant(self.s, TOKEN, room)

    def _people(self) -> list[Ballot]:
        return list(self.store.find(Ballot, workshop=self.room.id))

    def _labels(self) -> list[Label]:
        """Sometimes a total, sometimes sites, sometimes those who said the like."""
        key = self._random.choice(self.asked).id
        at = self._random.randint(1, 4)
        labels: list[Label] = [
            lambda _: ALL,
            lambda ballot: self._sites[ballot.id],
            lambda ballot: SITES[str(ballot.answers.get(key)) <= str(at)],
        ]
        return [label for label in labels if self._random.random() < 0.15]

    def _mind(self) -> list[float]:
        """How likely each option is for a group: broad, or close to one mind."""
        weights = [self._random.random() ** 2 for _ in POINTS]
        if self._random.random() < 0.6:
            at = self._random.choice((0, 0, 1, 2, 3, 4, 4))
            weights[at] += self._random.choice((2, 8, 40, 1000))
        return weights

    def _join(self, count: int, said: int | None = None) -> None:
        for _ in range(count):
            group = self._random.choices(*zip(*self._weights.items(), strict=True))[0]
            id = f"b{len(self._sites) + 1}"
            self._sites[id] = self._random.choice(SITES)
            answers = {item.id: said or self._answer(group, item.id) for item in self.asked}
            self.store.put(
                Ballot(
                    home=id,
                    id=id,
                    workshop=self.room.id,
                    group=group,
                    answers={item: said for item, said in answers.items() if said != "open"},
                    costs_most=tuple(s for s in SIGNS if self._random.random() < 0.3),
                    guesses=self._guesses(group),
                )
            )

    def _answer(self, group: str, item: str) -> Any:
        if not self.complete and self._random.random() < 0.12:
            return self._random.choice(("dont_know", "dont_know", "not_applicable", "open"))
        return self._random.choices(POINTS, self._minds[group, item])[0]

    def _guesses(self, group: str) -> dict[str, dict[str, int]]:
        about = {"sales": "marketing", "marketing": "sales"}.get(group)
        if about is None or self._random.random() < 0.3:
            return {}
        item = self.instrument.signs[0].key_item.id
        return {item: {about: self._random.choices(POINTS, self._minds[about, item])[0]}}

    def _happens(self) -> None:
        """Some come, some go, some say otherwise."""
        if self._random.random() < 0.4:
            for ballot in self._some(self._people(), (0, 1, 2, 6)):
                self.store.erase(ballot.home)
        phones = [ballot for ballot in self._people() if not ballot.paper]
        for ballot in self._some(phones, (0, 1, 3, 7)):
            item = self._random.choice(self.asked).id
            answers = {**ballot.answers, item: self._answer(ballot.group, item)}
            kept = {i: a for i, a in answers.items() if a != "open"}
            self.store.put(ballot.changed(answers=kept))
        alike = self._random.choice((1, 5)) if self._random.random() < 0.15 else None
        self._join(self._random.choice((0, 1, 2, 5, 12)), alike)

    def _some(self, among: Sequence[Any], counts: Sequence[int]) -> list[Any]:
        return self._random.sample(among, min(len(among), self._random.choice(counts)))

    def _round(self, home: str, purpose: Any, signs: Sequence[str]) -> Round:
        number = len(self.store.find(Round)) + 1
        made = Round(
            home=home,
            id=f"r{number}",
            number=number,
            purpose=purpose,
            signs=tuple(signs),
            state="revealed",
            opened=NOW,
        )
        self.store.put(made)
        return made

    def _reveal(self, signs: Sequence[str]) -> None:
        """Ask these signs and reveal them, by group, and at times under other labels."""
        asked = self._round(self.room.id, "measure", signs)
        self._read(self.room, reveal.freeze(self.s, self.room, asked))
        for label in self._labels():
            self._filter(signs, label)

    def _filter(self, signs: Sequence[str], label: Label) -> None:
        """A room of its own shows what is published under the label; the sets are kept in one."""
        id = f"view{len(self.store.find(Workshop))}"
        view = self.room.model_copy(update={"home": id, "id": id})
        self._let_in(view)
        asked = self._round(id, "measure", signs)
        made = Filtered(self.s, self.room, label).of_round(asked)
        self.store.put(made)
        self._read(view, made)

    def _vote(self, sign: str) -> None:
        """Vote again on the key item: some change their minds, a few do not vote."""
        asked = self._round(self.room.id, "vote", [sign])
        key = self.instrument.by_id[sign].key_item.id
        change = self._random.choice((0, 1, 2, 3, 4, 5, 8, 14, 99))
        absent = self._some(self._people(), (0, 0, 0, 1, 3, 6))
        voters = [b for b in self._people() if b not in absent and not b.paper]
        self._random.shuffle(voters)
        for n, ballot in enumerate(voters):
            first = ballot.answers.get(key)
            if first is not None:
                others = [points for points in POINTS if points != first]
                again = self._random.choice(others) if n < change else first
                self.store.put(ballot.changed(votes={**ballot.votes, asked.id: again}))
        self._read(self.room, reveal.freeze(self.s, self.room, asked))

    def _read(self, room: Workshop, published: Publication) -> None:
        """Take the facts from the route's JSON, and the truth from the answers as they are."""
        self._remember(published)
        if reveal.card(self.s, room) is None:
            return
        told = json.loads(self._routes.get(self.s, "/workshop.json", room.id))
        self.read.append(told)
        seen = {(fact.measure, fact.members, str(fact)) for fact in self.facts}
        for fact in self._told(told, published):
            if (fact.measure, fact.members, str(fact)) not in seen:
                self.facts.append(fact)

    def _remember(self, published: Publication) -> None:
        """Every answer under the name that the sets have for it."""
        seed = bytes.fromhex(self.room.secret)
        for ballot in (b for b in self._people() if self._remembered.get(b.id) is not b):
            self._remembered[ballot.id] = ballot
            part = Part(ballot=ballot.id, response=ballot.response(self.room.asks))
            for sign in self.instrument.signs:
                member = part.member_of(sign, seed)
                for item in self.items[f"sign:{sign.id}"]:
                    said = ballot.answers.get(item.removeprefix("item:"), "open")
                    self.truth[item, member] = said
                named = part.member(seed, *sorted(ballot.costs_most))
                self.truth[f"costs_most:{sign.id}", named] = sign.id in ballot.costs_most
                again = ballot.votes.get(published.round or "")
                if again is not None:
                    voted = f"{part.member(seed, again)}.again"
                    self.truth[f"item:{sign.key_item.id}", voted] = again
            for item, guesses in ballot.guesses.items():
                for about, points in guesses.items():
                    measure = f"mirror:{item}:{ballot.group}:{about}"
                    self.truth[measure, part.member(seed, points)] = points

    def _told(self, told: Any, published: Publication) -> Iterator[Fact]:
        """What the JSON tells of the sets of answers of the latest reveal."""
        sets = [frozenset(members) for members in published.sets]
        behind: dict[tuple[str, str], list[frozenset[str]]] = {}
        for line in published.shown:
            behind.setdefault((line.measure, line.group), []).append(sets[line.answers])
        if published.card is None:
            items = {shift.item for shift in published.shifts}
            yield from votes_shown([x for x in told["shifts"] if x["item"] in items], behind)
            return
        one = {key: found[0] for key, found in behind.items()}
        card, own = told["scorecard"], published.card.model_dump(mode="json")
        # A room shows the reveal of a sign that shows most; an older one was read before.
        signs = [s for s in own["asked"] if _rows(card, s, self.items) == _rows(own, s, self.items)]
        yield from facts_shown(card, signs, one, self.items)
        for sign in own["asked"]:
            members = one.get((f"costs_most:{sign}", ALL))
            if members and published.card.sign(sign).costs_most is not None:
                yield from named_shown(card, sign, members)


def _rows(card: Any, sign: str, items: Any) -> list[Any]:
    """All lines of a scorecard that are about a sign."""
    own = {item.removeprefix("item:") for item in items[f"sign:{sign}"]}
    return [
        *(mean for mean in card["means"] if mean["sign"] == sign),
        *(gap for gap in card["gaps"] if gap["sign"] == sign),
        *(
            line
            for kind in ("distributions", "consensus", "blind_spots")
            for line in card[kind]
            if line["item"] in own
        ),
    ]
