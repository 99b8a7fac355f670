"""What a scorecard says, in sentences: the same on the screen, in the PDF, on the terminal."""

from typing import Literal

from assessment.texts import Texts
from scoring.instrument import Instrument
from scoring.scorecard import Scorecard, SignScore

Of = Literal["you", "company"]  # whether whoever answered is spoken to, or their company is told of


class Findings:
    """The sentences of one scorecard in one language."""

    def __init__(
        self, scorecard: Scorecard, instrument: Instrument, texts: Texts, of: Of = "you"
    ) -> None:
        self._card = scorecard
        self._instrument = instrument
        self._texts = texts
        self._finding = "finding" if of == "you" else "finding.company"

    def headline(self) -> str:
        """The finding: "Coordinated, 45 of 100. You show 3 of the 7 signs."."""
        return f"{self.verdict()} {self.signs_shown()}"

    def verdict(self) -> str:
        """The level and the overall score, or that there is none yet."""
        overall = self._card.overall
        if overall.score is None or overall.level is None:
            return self._texts("finding.no_verdict")
        key = "finding.verdict_check" if self._card.scope == "check" else "finding.verdict"
        return self._texts(key, level=self.level(overall.level), score=self.score(overall.score))

    def signs_shown(self) -> str:
        """How many of the signs the company shows, of those that are known."""
        signs = self._card.signs
        known = sum(sign.status != "unknown" for sign in signs)
        shown = len(self._card.signs_present)
        partly = sum(sign.status == "emerging" for sign in signs)
        if not known:
            return self._texts(f"{self._finding}.signs_unknown")
        key = f"{self._finding}.signs" if known == len(signs) else f"{self._finding}.signs_of_known"
        if shown == len(signs):
            key = f"{self._finding}.signs_all"
        elif not shown:
            key += "_none_partly" if partly else "_none"
        counts = {"shown": shown, "partly": partly, "known": known, "all": len(signs)}
        return self._texts(key, **{name: str(count) for name, count in counts.items()})

    def notes(self) -> tuple[str, ...]:
        """What must be said beside the headline: the cap, what is missing, the bounds, the line."""
        return tuple(
            note
            for note in (
                self._missing(),
                self._cap(),
                self._provisional(),
                self._bounds(),
                self._line(),
            )
            if note
        )

    def level(self, level: int) -> str:
        """The name of an overall level 1 to 5."""
        return self._instrument.outline.levels[level - 1].name

    def name(self, sign: str) -> str:
        """The positive name of a sign."""
        return self._instrument.by_id[sign].name

    def status(self, sign: SignScore) -> str:
        """A sign's status in words, and whether it rests on one question."""
        status = self.status_word(sign)
        rests = sign.from_key_item and sign.status != "unknown"
        return self._texts("finding.from_one", status=status) if rests else status

    def status_word(self, sign: SignScore) -> str:
        """A sign's status in a word or two: seen, partly seen, not seen, not known."""
        if sign.not_applicable == sign.items:
            return self._texts("word.not_applicable")
        return self._texts(f"word.status.{sign.status}")

    def sign_in_words(self, sign: SignScore) -> str:
        """A sign's name, score, bounds and status in one line, for those who hear the chart."""
        status = self.status_and_range(sign)
        if sign.score is None:
            return self._texts("finding.said_unknown", name=self.name(sign.id), status=status)
        score = self.score(sign.score)
        return self._texts("finding.said", name=self.name(sign.id), score=score, status=status)

    def status_and_range(self, sign: SignScore) -> str:
        """A sign's status in words, and between which scores it lies where they differ."""
        status, between = self.status(sign), self.sign_range(sign)
        if between is None:
            return status
        return self._texts("finding.status_range", status=status, between=between)

    def sign_range(self, sign: SignScore) -> str | None:
        """The bounds of a sign's score in few words, where it has a score and they differ."""
        if sign.score is None or sign.low is None or sign.high is None or sign.low == sign.high:
            return None
        return self._texts("finding.range", low=self.score(sign.low), high=self.score(sign.high))

    def sign_bounds(self, sign: SignScore) -> str | None:
        """Between which scores a sign can lie, where something is open or not known."""
        return self._between(sign.low, sign.high)

    def sign_line(self, sign: SignScore) -> str | None:
        """That one option on one item would change the level of a sign, or None."""
        if not sign.on_the_line or sign.level is None:
            return None
        up = any(level > sign.level for level in sign.on_the_line)
        down = any(level < sign.level for level in sign.on_the_line)
        which = "both" if up and down else "up" if up else "down"
        return self._texts(f"finding.sign_line_{which}")

    def reason(self, sign: str) -> str:
        """Why a sign is a priority."""
        card = self._card
        score = card.sign(sign)
        parts = []
        if card.overall.capped_by == sign:
            parts.append(self._texts("finding.reason_cap"))
        if sign in card.costs_most:
            parts.append(self.costs_most())
        if score.score is not None:
            parts.append(self._texts("finding.reason_score", score=self.score(score.score)))
        else:
            parts.append(self.status(score) + ".")
        return " ".join(parts)

    def costs_most(self) -> str:
        """That a sign was named among what costs most."""
        return self._texts(f"{self._finding}.reason_costs")

    def score(self, value: float) -> str:
        """A score of 0 to 100 as it is written everywhere."""
        return self._texts.score(value, self._instrument.outline.cut_scores)

    def _missing(self) -> str | None:
        overall = self._card.overall
        if overall.score is not None:
            return None
        key = "finding.missing_check" if self._card.scope == "check" else "finding.missing"
        return self._texts(key, known=str(overall.signs_known), needed=str(overall.signs_needed))

    def _cap(self) -> str | None:
        overall = self._card.overall
        if overall.capped_by is None or overall.level is None:
            return None
        weakest = self._card.sign(overall.capped_by).score
        return self._texts(
            "finding.cap",
            score=self.score(overall.score or 0),
            level=self.level(overall.level_of_score or overall.level),
            held=self.level(overall.level),
            sign=self.name(overall.capped_by),
            weakest=self.score(weakest or 0),
        )

    def _provisional(self) -> str | None:
        overall = self._card.overall
        if overall.score is None or not overall.provisional:
            return None
        missing = len(self._card.find_out)
        key = "finding.provisional_check" if self._card.scope == "check" else "finding.provisional"
        key = f"{key}_one" if missing == 1 else key
        return self._texts(key, missing=str(missing), all=str(len(self._card.signs)))

    def _bounds(self) -> str | None:
        overall = self._card.overall
        return None if overall.score is None else self._between(overall.low, overall.high)

    def _between(self, low: float | None, high: float | None) -> str | None:
        if low is None or high is None or low == high:
            return None
        return self._texts("finding.bounds", low=self.score(low), high=self.score(high))

    def _line(self) -> str | None:
        overall = self._card.overall
        if not overall.on_the_line:
            return None
        names = [self.level(level) for level in overall.on_the_line]
        return self._texts("finding.line", levels=self._texts("word.and").join(names))


def in_words(scorecard: Scorecard, instrument: Instrument, texts: Texts) -> str:
    """The scorecard on a terminal: the finding, the notes, and a line a sign."""
    findings = Findings(scorecard, instrument, texts)
    lines = [findings.headline(), *findings.notes(), ""]
    for sign in scorecard.signs:
        cuts = instrument.outline.cut_scores
        score = "–" if sign.score is None else texts.score(sign.score, cuts)
        lines.append(f"{findings.name(sign.id):<32}{score:>5}  {findings.status(sign)}")
    return "\n".join(lines)
