"""What a room's scorecard says, in sentences: the same on the screens, in the PDF, in the files."""

from collections.abc import Iterable

from assessment.gap_findings import GapFindings, is_wide, may_be_wide
from assessment.texts import Texts
from scoring.instrument import Instrument
from scoring.progress import Change
from scoring.room import BlindSpot, Mean, RoomOverall, RoomScorecard, SignRoom

AT_MOST = 3  # shared weaknesses or strengths that are named


class RoomFindings(GapFindings):
    """The sentences of one room's scorecard in one language."""

    def __init__(self, card: RoomScorecard, instrument: Instrument, texts: Texts) -> None:
        super().__init__(instrument, texts)
        self._card = card

    def headline(self) -> str:
        """The finding: the widest gap if it is worth talking about, or else how far all agree."""
        widest = self._card.gap(self._card.widest[0]) if self._card.widest else None
        far = self.far(widest)
        if widest is None or widest.points is None or far is None:
            return self.verdict()
        one, other = (self.group(group) for group in widest.groups)
        if not is_wide(widest):
            return self.narrow(one, other)
        name = self.name(widest.sign)
        return self._texts("room.apart", one=one, other=other, points=far, name=name)

    def narrow(self, one: str, other: str) -> str:
        """That no gap is wide, or that none is known to be where an end of the scale hides it."""
        maybe = any(may_be_wide(self._card.gap(sign)) for sign in self._card.asked)
        return self._texts("room.alike_as_known" if maybe else "room.alike", one=one, other=other)

    def verdict(self) -> str:
        """The level and the overall score, or that there is none."""
        overall = self._card.overall
        if overall.score is None or overall.level is None:
            return self._texts("room.no_verdict")
        key = "room.verdict_check" if self._card.scope == "check" else "room.verdict"
        return self._texts(key, level=self.level(overall.level), score=self.figure(overall))

    def signs_shown(self) -> str:
        """How many of the signs the room shows, of those that have a score."""
        known = sum(sign.status != "unknown" for sign in self._card.signs)
        if not known:
            return self._texts("room.signs_unknown")
        shown = len(self._card.signs_present)
        key = "room.signs" if shown else "room.signs_none"
        key += "" if known == len(self._card.signs) else "_of_known"
        counts = {"shown": shown, "known": known, "all": len(self._card.signs)}
        return self._texts(key, **{name: str(count) for name, count in counts.items()})

    def made_of(self) -> str:
        """What the overall score is made of, or which groups lack theirs."""
        overall = self._card.overall
        if overall.score is None:
            lacking = self.listed(self.group(group) for group in overall.missing)
            needed = self.listed(self.group(group) for group in overall.groups)
            return self._texts("room.missing", needed=needed, groups=lacking) if lacking else ""
        parts = self.listed(
            self._texts("room.part", group=self.group(g), score=self.figure(self.mean(g)))
            for g in overall.groups
        )
        made = self._texts("room.made_of", parts=parts, score=self.figure(overall))
        beside = [g.id for g in self._card.groups if g.id not in overall.groups]
        shown = [g for g in beside if self.mean(g).score is not None]
        others = [
            self._texts("room.beside", group=self.group(g), score=self.figure(self.mean(g)))
            for g in shown
        ]
        return " ".join([made, *others])

    def notes(self) -> tuple[str, ...]:
        """What must be said beside the overall score: the cap, and what is missing."""
        overall, notes = self._card.overall, []
        if overall.capped_by and overall.level and overall.level_of_score:
            weakest = self._card.sign(overall.capped_by)
            notes.append(
                self._texts(
                    "room.cap",
                    level=self.level(overall.level_of_score),
                    held=self.level(overall.level),
                    sign=self.name(weakest.id),
                    weakest=self.figure(weakest),
                )
            )
        if overall.score is not None and overall.provisional:
            missing = sum(sign.score is None for sign in self._card.signs)
            key = "room.provisional_one" if missing == 1 else "room.provisional"
            notes.append(self._texts(key, missing=str(missing), all=str(len(self._card.signs))))
        return tuple(notes)

    def took_part(self) -> str:
        """Who took part: "9 from Sales, 8 from Marketing"."""
        return ", ".join(
            self._texts("room.from", count=str(group.n), group=self.group(group.id))
            for group in self._card.groups
        )

    def shared_weaknesses(self) -> tuple[str, ...]:
        """At most three signs that every overall group sees as seen or partly seen, and alike."""
        return self._shared(weak=True)

    def shared_strengths(self) -> tuple[str, ...]:
        """At most three signs that every overall group sees as not seen, and alike."""
        return self._shared(weak=False)

    def name(self, sign: str) -> str:
        """The positive name of a sign."""
        return self._instrument.by_id[sign].name

    def level(self, level: int) -> str:
        """The name of an overall level 1 to 5."""
        return self._instrument.outline.levels[level - 1].name

    def mean(self, group: str, sign: str | None = None) -> Mean:
        """A group's mean for a sign, or its overall score; a group that was not asked has none."""
        try:
            return self._card.mean(group, sign)
        except KeyError:
            return Mean(group=group, sign=sign, n=None, score=None)

    def figure(self, found: Mean | SignRoom | RoomOverall) -> str:
        """A score as it is published, or that there are not enough answers."""
        if found.score is None:
            return self._texts("room.hidden")
        score = self._texts.score(found.score, self._instrument.outline.cut_scores)
        return self._texts(f"room.edge.{found.edge}", score=score) if found.edge else score

    def status(self, sign: SignRoom) -> str:
        """A sign's status in words, and whether it rests on one question."""
        status = self.status_word(sign)
        rests = sign.from_key_item and sign.score is not None
        return self._texts("finding.from_one", status=status) if rests else status

    def status_word(self, sign: SignRoom) -> str:
        """A sign's status in a word or two, or that there are not enough answers."""
        hidden = sign.score is None
        return self._texts("room.hidden" if hidden else f"word.status.{sign.status}")

    def mirror(self, blind: BlindSpot) -> tuple[str, ...]:
        """What one group expected of another and what that one said, in the options' words."""
        asked, about = self.group(blind.asked), self.group(blind.about)
        if blind.expected is None:
            return (self._texts("room.mirror_hidden", asked=asked, about=about),)
        values = {
            "asked": asked,
            "about": about,
            "option": self._option(blind.item, blind.expected),
        }
        if blind.guesses and blind.n:
            count = blind.guesses[blind.expected - 1]
            expected = self._texts(
                "room.mirror_expected", count=str(count), n=str(blind.n), **values
            )
        else:
            expected = self._texts("room.mirror_nearly_all", **values)
        return (expected, self._said(blind))

    def change(self, change: Change) -> str:
        """Whether a sign improved, and why it cannot be told."""
        said = self._texts(f"room.change.{change.direction}")
        if change.reason is None:
            return said
        why = self._texts(f"room.reason.{change.reason}")
        return self._texts("room.change_why", said=said, why=why)

    def listed(self, names: Iterable[str]) -> str:
        """Names as one reads them: "a, b and c"."""
        found = list(names)
        if len(found) < 2:
            return "".join(found)
        return self._texts("word.and").join([", ".join(found[:-1]), found[-1]])

    def _shared(self, *, weak: bool) -> tuple[str, ...]:
        bound = self._instrument.outline.statuses.absent
        found = []
        for sign in self._card.signs:
            gap = self._card.gap(sign.id)
            if sign.score is None or gap is None or gap.most is None or is_wide(gap):
                continue
            scores = [self.mean(g, sign.id).score for g in self._card.overall.groups]
            if all(score is not None and (score < bound) is weak for score in scores):
                found.append((sign.score if weak else -sign.score, sign.id))
        return tuple(sign for _, sign in sorted(found, key=lambda pair: pair[0])[:AT_MOST])

    def _said(self, blind: BlindSpot) -> str:
        about = self.group(blind.about)
        if blind.between is None:
            return self._texts("room.mirror_silent", about=about)
        low, high = (self._option(blind.item, points) for points in blind.between)
        if low == high:
            return self._texts("room.mirror_said", about=about, option=low)
        return self._texts("room.mirror_between", about=about, low=low, high=high)

    def _option(self, item: str, points: int) -> str:
        return self._instrument.items[item].options[points - 1]


def room_in_words(card: RoomScorecard, instrument: Instrument, texts: Texts) -> str:
    """The scorecard on a terminal: the finding, the notes, and a line a sign with its gap."""
    said = RoomFindings(card, instrument, texts)
    first = [said.headline(), said.verdict(), said.made_of(), *said.notes(), said.signs_shown()]
    lines = [line for line in dict.fromkeys(first) if line]
    lines += [said.took_part(), ""]
    names = "".join(f"{said.group(group.id):>16}" for group in card.groups)
    lines.append(f"{'':<32}{names}")
    for sign in card.signs:
        scores = "".join(
            f"{said.figure(said.mean(group.id, sign.id)):>16}" for group in card.groups
        )
        gap = card.gap(sign.id)
        lines.append(
            f"{said.name(sign.id):<32}{scores}  {said.gap_said(gap) if gap else ''}".rstrip()
        )
    return "\n".join(lines)
