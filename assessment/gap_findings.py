"""What is said of the gap between two groups: how far apart, who is lower, and how sure it is."""

from assessment.texts import Texts
from scoring.gaps import LARGE
from scoring.instrument import Instrument
from scoring.room import Gap


class GapFindings:
    """The sentences of gaps in one language."""

    def __init__(self, instrument: Instrument, texts: Texts) -> None:
        self._instrument = instrument
        self._texts = texts
        self._groups = {group.id: group.name for group in instrument.outline.groups}

    def group(self, group: str) -> str:
        """The name of a group."""
        return self._groups[group]

    def points(self, value: float) -> str:
        """Points of a difference, as whole numbers; never 20 where they are not reached."""
        return self._texts.score(value, (LARGE,))

    def bound(self, gap: Gap | None) -> str:
        """What stands before the points where they are not exact: "at least", "at most"."""
        if gap is None or gap.between is None:
            return ""
        return self._texts("room.at_most" if gap.points is None else "room.at_least")

    def far(self, gap: Gap | None) -> str | None:
        """How far two groups are apart, in points: "26", "at least 26"; None is not published."""
        figure = self.figure_of_gap(gap)
        return figure and " ".join(filter(None, (self.bound(gap), figure)))

    def figure_of_gap(self, gap: Gap | None) -> str | None:
        """The points alone, without what stands before them."""
        if gap is None or gap.most is None:
            return None
        return self.points(gap.most if gap.points is None else abs(gap.points))

    def gap_verdict(self, gap: Gap | None) -> str:
        """How sure a gap is and how large, in few words."""
        if gap is None or gap.most is None or gap.verdict == "hidden":
            return self._texts("room.hidden")
        size = "large" if gap.large else "small"
        return self._texts(f"room.verdict.{gap.verdict}_{size}")

    def gap_points(self, gap: Gap | None) -> str:
        """How far two groups are apart: "26 points", "at least 26 points"."""
        far = self.far(gap)
        if gap is None or far is None:
            return "–"
        one = (gap.most if gap.points is None else abs(gap.points)) == 1
        return self._texts("room.point" if one else "room.points", points=far)

    def gap_signed(self, gap: Gap) -> str:
        """The first group less the second: "−26", "−26 or less"; "at most 26" either way."""
        if gap.points is None:
            return self.far(gap) or self._texts("room.hidden")
        points = ("−" if gap.points < 0 else "") + self.points(abs(gap.points))
        if gap.between is None:
            return points
        return self._texts(f"room.edge.{'low' if gap.points < 0 else 'high'}", score=points)

    def gap_said(self, gap: Gap) -> str:
        """Who sees a sign lower than whom, and by how much."""
        if gap.most is None:
            return self._texts("room.gap_hidden")
        points = gap.points or 0.0
        one, other = gap.groups if points <= 0 else gap.groups[::-1]
        values = {"one": self.group(one), "other": self.group(other)}
        if gap.points is None:
            return self._texts("room.gap_at_most", points=self.gap_points(gap), **values)
        if not points:
            return self._texts("room.gap_none", **values)
        return self._texts("room.gap_said", points=self.gap_points(gap), **values)

    def gap_sure(self, gap: Gap) -> str:
        """Within which interval a gap lies, and how sure and how large it is."""
        if gap.most is None:
            return ""
        verdict = self._texts("room.sentence", text=self.gap_verdict(gap))
        return " ".join([verdict, *self._interval(gap)])

    def _interval(self, gap: Gap) -> list[str]:
        if gap.low is None or gap.high is None or gap.points is None:
            return []
        low, high = sorted((gap.low, gap.high) if gap.points >= 0 else (-gap.low, -gap.high))
        values = {"low": self._texts.number(low), "high": self._texts.number(high)}
        return [self._texts("room.interval", **values)]


def is_wide(gap: Gap | None) -> bool:
    """Whether a gap is worth talking about: large, or statistically clear."""
    return gap is not None and gap.points is not None and (gap.large or gap.verdict == "clear")


def may_be_wide(gap: Gap | None) -> bool:
    """Whether a gap is wide, or could be for all that is published of it."""
    if gap is None or gap.most is None:
        return False
    return is_wide(gap) or (gap.between is not None and gap.most >= LARGE)
