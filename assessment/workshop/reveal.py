"""What a round comes to: frozen when it is closed, shown when it is revealed, never made anew."""

import secrets
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assessment import privacy
from assessment.desk import audit
from assessment.privacy import Part, Release
from assessment.records import (
    Ballot,
    Person,
    Publication,
    Round,
    Said,
    Shift,
    Shown,
    Workshop,
)
from assessment.services import Services
from assessment.store import Transaction
from assessment.workshop.kept import ballots, instrument_of, rounds
from assessment.workshop.merge import merged
from scoring.groups import room as room_of
from scoring.response import Answer
from scoring.room import Five, Guess, RoomScorecard
from scoring.score import score
from scoring.values import POINTS

FINAL = "final"  # the id of the final report's publication begins with it
RULE = "the floors"  # who holds back what may not be shown
COSTS = "costs_most"  # asked at a free pace, and at the end


class Result(NamedTuple):
    """A scorecard, and the sets of answers that it lets see."""

    card: RoomScorecard
    accepted: tuple[Release, ...]


def frozen_as(round_id: str) -> str:
    """The id of a round's publication."""
    return f"of-{round_id}"


def freeze(s: Services, room: Workshop, asked: Round) -> Publication:
    """What the round came to, kept; later answers change nothing. Raises NotSaved."""
    id = frozen_as(asked.id)
    if found := s.store.get(Publication, id):
        return found
    freezing = _Freezing(s, room)
    kept = _kept(s, freezing.of_round(asked))
    _note_held(s, freezing, f"round {asked.number}")
    return kept


def conclude(s: Services, room: Workshop) -> Publication:
    """The final report of an ended workshop, with late answers where they may be shown."""
    id = f"{FINAL}-{room.id}"
    if found := s.store.get(Publication, id):
        return found
    freezing = _Freezing(s, room)
    kept = _kept(s, freezing.of_all(id))
    _note_held(s, freezing, "the final report")
    return kept


def revealed(s: Services, room: Workshop) -> tuple[Publication, ...]:
    """What was revealed so far, in the order of the rounds; at the end the final report as well."""
    done = [frozen_as(asked.id) for asked in rounds(s, room) if asked.state == "revealed"]
    if room.phase == "ended":
        done.append(f"{FINAL}-{room.id}")
    found = (s.store.get(Publication, id) for id in done)
    return tuple(publication for publication in found if publication)


def card(s: Services, room: Workshop) -> RoomScorecard | None:
    """The workshop's scorecard: all that was revealed so far; None before the first reveal."""
    found = [publication.card for publication in revealed(s, room) if publication.card]
    return merged(found, instrument_of(s, room), room.floors) if found else None


def _note_held(s: Services, freezing: "_Freezing", what: str) -> None:
    """Log that some of a result is not shown; what and why would tell more than it may."""
    if freezing.held and freezing.room.nature == "real":
        about = f"{audit.mark(freezing.room)}, {what}: some of it is held back"
        audit.note(s, "reveal_refused", RULE, about)


class _Freezing:
    """The answers of a workshop as they are now, and what was published of them before."""

    def __init__(self, s: Services, room: Workshop) -> None:
        self.room = room
        self.held = False  # whether some of what was worked out may not be shown
        self.instrument = instrument_of(s, room)
        self.seed = bytes.fromhex(room.secret)
        self.everyone = sorted(ballots(s, room), key=lambda ballot: ballot.id)
        self.told = {ballot.id for ballot in self.everyone if ballot.paper}  # to who typed them in
        before = s.store.find(Publication, home=room.id)
        self.past = tuple(release for one in before for release in _releases(one))
        self.counted = {
            (line.item, line.group)
            for one in before
            if one.card
            for line in one.card.distributions
            if line.counts
        }

    def of_round(self, asked: Round) -> Publication:
        """What a round comes to."""
        made = Publication(home=self.room.id, id=frozen_as(asked.id), round=asked.id)
        if asked.purpose == "vote":
            return self._vote(made, asked)
        return self._measured(made, asked.signs, costs=self.room.pace == "free")

    def of_all(self, id: str) -> Publication:
        """What the whole workshop comes to at its end."""
        made = Publication(home=self.room.id, id=id, round=None)
        return self._measured(made, self.room.signs, costs=True)

    def _measured(self, made: Publication, signs: Sequence[str], *, costs: bool) -> Publication:
        parts = [self._part(ballot, signs) for ballot in self.everyone]
        parts = [part for part in parts if part.response.answers]
        if not parts:
            return made
        found = (
            self._open(parts, signs) if self.room.open_table else self._shown(parts, signs, costs)
        )
        comments, told = self._comments(signs)
        return made.changed(
            card=found.card,
            comments=comments,
            people=self._people(signs) if self.room.open_table else (),
            **_sets((*found.accepted, *told)),
        )

    def _open(self, parts: Sequence[Part], signs: Sequence[str]) -> Result:
        return Result(self._card(parts, signs), ())

    def _shown(self, parts: Sequence[Part], signs: Sequence[str], costs: bool) -> Result:
        """What the floors and everything published before let see."""
        releases, known = privacy.offer(self.instrument, parts, signs, self.seed)
        wanted = [release for release in releases if costs or not release.measure.startswith(COSTS)]
        accepted = self._allowed(wanted, self.past, known)
        rests = privacy.resting_on(accepted, self.instrument, parts, self.seed)
        spread = privacy.spread(accepted, self.past, known)
        raw = self._card(rests, signs, self.room.floors.score, spread)
        card = privacy.published(raw, accepted, self.room.floors, self.instrument)
        return Result(card, accepted)

    def _card(
        self,
        parts: Sequence[Part],
        signs: Sequence[str],
        floor: int = 1,
        spread: frozenset[tuple[str, str]] | None = None,
    ) -> RoomScorecard:
        return room_of(
            self.instrument,
            [part.response for part in parts],
            scope=self.room.asks,
            signs=tuple(signs),
            mirrors=[guess for part in parts for guess in part.guesses],
            signs_in_all=len(self.room.signs),
            floor=floor,
            spread=spread,
        )

    def _vote(self, made: Publication, asked: Round) -> Publication:
        sign = asked.signs[0]
        item = self.instrument.by_id[sign].key_item.id
        again = {b.id: b.votes[asked.id] for b in self.everyone if asked.id in b.votes}
        words = {b.id: b.dissent[asked.id] for b in self.everyone if asked.id in b.dissent}
        accepted: tuple[Release, ...] = ()
        if self.room.open_table:
            both = {g: [b for b in self._first(g, item) if b.id in again] for g in self.room.groups}
        else:
            both, accepted = self._may_compare(sign, again)
        shifts = [
            self._shift(group, item, both.get(group, []), again, words)
            for group in self.room.groups
        ]
        return made.changed(
            shifts=tuple(shifts),
            comments=self._words(sign, words, len(again)),
            **_sets(accepted),
        )

    def _first(self, group: str, item: str) -> list[Ballot]:
        return [b for b in self.everyone if b.group == group and item in b.answers]

    def _may_compare(
        self, sign: str, again: Mapping[str, Answer]
    ) -> tuple[dict[str, list[Ballot]], tuple[Release, ...]]:
        """By group whose votes may be shown before and after: both of them, or none.

        Where the first answers were not shown as counts, a vote does not show them either.
        """
        parts = [self._part(ballot, (sign,)) for ballot in self.everyone]
        offered, known = privacy.offer_votes(self.instrument, sign, parts, again, self.seed)
        by_id = {ballot.id: ballot for ballot in self.everyone}
        both: dict[str, list[Ballot]] = {}
        shown: list[Release] = []
        item = self.instrument.by_id[sign].key_item.id
        groups = dict.fromkeys(release.group for release in offered)
        for group in (group for group in groups if (item, group) in self.counted):
            wanted = [release for release in offered if release.group == group]
            got = self._allowed(wanted, (*self.past, *shown), known)
            if len(got) == len(wanted):
                shown += got
                both[group] = [by_id[ballot] for ballot in sorted(wanted[0].versions)]
        return both, tuple(shown)

    def _allowed(
        self, wanted: Sequence[Release], past: Sequence[Release], known: privacy.Known
    ) -> tuple[Release, ...]:
        """What the floors let see, also to whoever typed in the sheets and knows them."""
        got = privacy.allowed_beside(wanted, past, self.room.floors, known, self.told)
        self.held = self.held or len(got) < len(wanted)
        return got

    def _shift(
        self,
        group: str,
        item: str,
        voters: Sequence[Ballot],
        again: Mapping[str, Answer],
        words: Mapping[str, str],
    ) -> Shift:
        hidden = Shift(item=item, group=group, n=None, before=None, after=None, dissent=None)
        if not voters:
            return hidden
        before = _counts([ballot.answers.get(item) for ballot in voters])
        after = _counts([again[ballot.id] for ballot in voters])
        if not self.room.open_table:
            n = len(voters)
            if not all(privacy.shown_counts(c, n - sum(c)) for c in (before, after)):
                return hidden
        against = sum(ballot.id in words for ballot in voters)
        return hidden.model_copy(
            update={"n": len(voters), "before": before, "after": after, "dissent": against}
        )

    def _comments(self, signs: Sequence[str]) -> tuple[tuple[Said, ...], tuple[Release, ...]]:
        """The comments on these signs, and the sets of people they let see.

        At the end those of a few who came late would stand out beside the ones shown before.
        """
        found: list[Said] = []
        told: list[Release] = []
        wrote = [ballot for ballot in self.everyone if not ballot.paper]  # no remarks on paper
        for sign in signs:
            items = {item.id for item in self.instrument.by_id[sign].items}
            answered = [ballot for ballot in wrote if not items.isdisjoint(ballot.answers)]
            texts = {b.id: b.comments.get(sign, "") for b in wrote if sign in b.comments}
            of_all = {ballot.id: "" for ballot in answered} | texts
            release = privacy.offer_comments(sign, of_all, self.seed)
            fits = privacy.allowed([release], self.past, self.room.floors, {})
            if fits or self.room.open_table:
                found += self._words(sign, texts, len(answered))
                told += fits
        return tuple(found), tuple(told)

    def _words(self, sign: str, said: Mapping[str, str], answered: int) -> tuple[Said, ...]:
        """What people wrote on a sign, in an order that tells nothing, from the floor on."""
        floors = self.room.floors
        if self.room.open_table:
            floors = floors.model_copy(update={"comments": 1})
        seed = secrets.token_bytes(32)
        texts = privacy.shown_comments(said, answered, floors, seed)
        return tuple(Said(sign=sign, text=text) for text in texts)

    def _people(self, signs: Sequence[str]) -> tuple[Person, ...]:
        """Everybody's marks at an open table."""
        return tuple(
            Person(
                ballot=ballot.id,
                name=ballot.name or "",
                group=ballot.group,
                scores={sign: self._mark(ballot, sign) for sign in signs},
            )
            for ballot in self.everyone
            if ballot.answers
        )

    def _mark(self, ballot: Ballot, sign: str) -> float | None:
        result = score(self.instrument, ballot.response(self.room.asks))
        if self.room.asks == "full":
            return result.sign(sign).score
        return next(line.value for line in result.overall.ledger if line.sign == sign)

    def _part(self, ballot: Ballot, signs: Sequence[str]) -> Part:
        """What a person gave to these signs; an empty sheet where there is nothing."""
        asked = {item.id for sign in signs for item in self.instrument.by_id[sign].items}
        response = ballot.response(self.room.asks)
        answers = {item: given for item, given in response.answers.items() if item in asked}
        guesses = tuple(
            Guess(item=item, asked=ballot.group, about=about, points=points)
            for item, given in ballot.guesses.items()
            for about, points in given.items()
            if item in asked
        )
        return Part(
            ballot=ballot.id,
            response=response.model_copy(update={"answers": answers}),
            guesses=guesses,
        )


def _kept(s: Services, made: Publication) -> Publication:
    """What was kept first under this id: another process may have worked it out as well."""

    def work(home: Transaction) -> Publication:
        if found := home.get(Publication, made.id):
            return found
        home.put(made)
        return made

    return s.store.transact(made.home, work)


def _counts(answers: Sequence[Answer | None]) -> Five:
    one, two, three, four, five = (answers.count(points) for points in POINTS)
    return one, two, three, four, five


def _sets(accepted: Sequence[Release]) -> dict[str, object]:
    """The releases as a publication keeps them: each different set of answers once."""
    sets = list(dict.fromkeys(release.members for release in accepted))
    place = {members: number for number, members in enumerate(sets)}
    shown = tuple(
        Shown(
            measure=release.measure,
            group=release.group,
            kind=release.kind,
            sign=release.sign,
            answers=place[release.members],
        )
        for release in accepted
    )
    return {"sets": tuple(tuple(sorted(members)) for members in sets), "shown": shown}


def _releases(publication: Publication) -> list[Release]:
    sets = [frozenset(members) for members in publication.sets]
    return [
        Release(
            measure=line.measure,
            group=line.group,
            kind=line.kind,
            members=sets[line.answers],
            sign=line.sign,
        )
        for line in publication.shown
    ]
