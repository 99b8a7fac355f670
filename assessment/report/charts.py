"""Charts drawn with the page's own lines and type."""

from collections.abc import Sequence
from typing import NamedTuple

from assessment.report.blocks import Block
from assessment.report.look import Look
from assessment.report.paper import Paper
from assessment.report.text import Style, break_lines, clean, shorten
from scoring.instrument import Status

FULL = 100.0
_BOUNDS = 5.0  # the room of the bounds below a scale
_NARROW = 24.0  # a segment narrower than this goes without its name


class Reading(NamedTuple):
    """What a scale shows: a score of 0 to 100 and the bounds it can lie between, where known."""

    score: float | None
    low: float | None
    high: float | None


class Scale(Block):
    """0 to 100 in the tints of the levels, a bar to the score, and below it the bounds."""

    def __init__(
        self, look: Look, cuts: Sequence[float], reading: Reading, thick: float = 9, top: float = 0
    ) -> None:
        self._look = look
        self._cuts = cuts
        self._reading = reading
        self._thick = thick
        self._top = top

    def height(self, width: float) -> float:  # noqa: ARG002
        return self._top + self._thick + _BOUNDS

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        y += self._top
        for level, (start, end) in enumerate(segments(self._cuts), 1):
            paper.rect(
                x + width * start / FULL,
                y,
                width * (end - start) / FULL - (0.8 if end < FULL else 0),
                self._thick,
                self._look.band(level),
            )
        self._bar(paper, x, y, width)
        self._bounds(paper, x, y + self._thick + 3.4, width)

    def _bar(self, paper: Paper, x: float, y: float, width: float) -> None:
        score = self._reading.score
        if score is None:
            return
        at = x + width * score / FULL
        thin = self._thick * 0.36
        paper.rect(x, y + (self._thick - thin) / 2, at - x, thin, self._look.ink)
        paper.rect(at - 1, y - 2, 2, self._thick + 4, self._look.ink)

    def _bounds(self, paper: Paper, x: float, middle: float, width: float) -> None:
        _, low, high = self._reading
        if low is None or high is None or low == high:
            return
        left, right = x + width * low / FULL, x + width * high / FULL
        paper.rect(left, middle - 0.4, right - left, 0.8, self._look.muted)
        for end in (left, right):
            paper.rect(end - 0.4, middle - 1.6, 0.8, 3.2, self._look.muted)


class ScaleNames(Block):
    """The names of the levels below a scale, the reached one strong."""

    _LINES = 2

    def __init__(
        self, look: Look, cuts: Sequence[float], names: Sequence[str], reached: int | None
    ) -> None:
        self._look = look
        self._cuts = cuts
        self._names = [clean(name).text for name in names]
        self._reached = reached

    def height(self, width: float) -> float:
        return 4 + max((len(lines) for _, lines, _ in self._set(width)), default=0) * 12.5

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        for start, lines, style in self._set(width):
            for number, line in enumerate(lines):
                end = " " if number + 1 < len(lines) else ""
                paper.text(x + start, y + 4 + number * style.leading, line + end, style)

    def _set(self, width: float) -> list[tuple[float, list[str], Style]]:
        named = []
        ends = zip(self._names, segments(self._cuts), strict=True)
        for level, (name, (start, end)) in enumerate(ends, 1):
            room = width * (end - start) / FULL - 6
            if room >= _NARROW:
                strong = level == self._reached
                style = self._look.small_strong if strong else self._look.small
                named.append((width * start / FULL, self._lines(name, style, room), style))
        return named

    def _lines(self, name: str, style: Style, room: float) -> list[str]:
        lines = break_lines(name, style, room)
        kept = lines[: self._LINES]
        if len(lines) > self._LINES:
            kept[-1] = shorten(" ".join(lines[self._LINES - 1 :]), style, room)
        return kept


class Ticks(Block):
    """The cut scores below a scale."""

    def __init__(self, style: Style, labels: Sequence[tuple[float, str]]) -> None:
        self._style = style
        self._labels = labels

    def height(self, width: float) -> float:  # noqa: ARG002
        return self._style.leading

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        free = x
        for value, label in self._labels:
            wide = self._style.width(label)
            at = x + min(max(width * value / FULL - wide / 2, 0), width - wide)
            if at >= free:
                paper.text(at, y, label, self._style)
                free = at + wide + 3


class StatusMark(Block):
    """A sign's status as a disc: filled where it is seen, half, a ring, or a dashed ring."""

    def __init__(self, status: Status, colours: dict[Status, str], radius: float, top: float = 0):
        self._status = status
        self._colours = colours
        self._radius = radius
        self._top = top

    def height(self, width: float) -> float:  # noqa: ARG002
        return self._top + 2 * self._radius + 1

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:  # noqa: ARG002
        at, middle = x + self._radius + 0.6, y + self._top + self._radius
        colour = self._colours[self._status]
        if self._status == "present":
            paper.disc(at, middle, self._radius + 0.6, colour)
            return
        if self._status == "emerging":
            paper.half_disc(at, middle, self._radius, colour)
        paper.ring(at, middle, self._radius, colour, 2 if self._status == "unknown" else 0)


def segments(cuts: Sequence[float]) -> list[tuple[float, float]]:
    """Where each level begins and ends on 0 to 100."""
    return list(zip(cuts, [*cuts[1:], FULL], strict=True))
