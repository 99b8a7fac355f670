"""What moved: a small panel for each sign, and below it every figure with its verdict."""

from collections.abc import Sequence
from typing import NamedTuple

from assessment.brand.colours import mixed
from assessment.report.blocks import (
    Block,
    Bookmark,
    Columns,
    Paragraph,
    Rule,
    Space,
    Stack,
    in_columns,
)
from assessment.report.look import Look
from assessment.report.paper import Paper
from assessment.report.progress.contents import ProgressContents
from assessment.report.text import Style, break_lines, clean, shorten
from scoring.instrument import Sign
from scoring.progress import Change

_ROW = (32.0, 12.0, 12.0, 12.0, 46.0)  # sign, before, now, points, what can be said
_ABREAST = 2
_PANEL = 58.0  # the height of the scale from 0 to 100
_SIDE = 16.0  # left free at either end
_HEADROOM = 12.0  # for the figures above and below
_RADIUS = 3.2
_HIGH = 75.0  # above it a figure stands below its mark


class Point(NamedTuple):
    """A run in a panel: its score, how it is written, and whether it is one of the two compared."""

    score: float | None
    figure: str
    day: str
    compared: bool


class Panel(Block):
    """A sign's score from run to run, with the scores between which its status changes."""

    def __init__(self, look: Look, points: Sequence[Point], cuts: Sequence[float]) -> None:
        self._look = look
        self._points = points
        self._cuts = cuts
        self._style = look.fine.coloured(look.ink)

    def height(self, width: float) -> float:  # noqa: ARG002
        return _PANEL + 2 * _HEADROOM + self._look.fine.leading

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        look = self._look
        paper.rect(x, y, width, _PANEL + 2 * _HEADROOM, look.surface)
        for cut in self._cuts:
            paper.rect(x, self._at(y, cut) - 0.3, width, 0.6, mixed(look.rule, look.muted, 0.25))
        self._lines(paper, x, y, width)
        for place, point in enumerate(self._points):
            if point.score is not None:
                at = (x + self._across(place, width), self._at(y, point.score))
                self._mark(paper, x, at, point, width)
        self._days(paper, x, y + _PANEL + 2 * _HEADROOM, width)

    def _lines(self, paper: Paper, x: float, y: float, width: float) -> None:
        """What joins neighbouring runs; nothing where one of them has no score."""
        for place in range(len(self._points) - 1):
            one, other = self._points[place].score, self._points[place + 1].score
            if one is None or other is None:
                continue
            left, right = x + self._across(place, width), x + self._across(place + 1, width)
            high, low = self._at(y, one), self._at(y, other)
            band = [(left, high - 0.7), (right, low - 0.7), (right, low + 0.7), (left, high + 0.7)]
            paper.polygon(band, self._look.accent)

    def _mark(
        self, paper: Paper, x: float, at: tuple[float, float], point: Point, wide: float
    ) -> None:
        """A run's mark, and its figure above or below, on as many lines as it takes."""
        left, y = at
        paper.disc(left, y, _RADIUS + 0.8, self._look.accent)
        if not point.compared:
            paper.disc(left, y, _RADIUS - 0.6, self._look.surface)
        leading = self._style.leading
        lines = break_lines(point.figure, self._style, self._room(wide) - 4)
        below = (point.score or 0) > _HIGH
        top = y + _RADIUS + 1 if below else y - _RADIUS - 1 - leading * len(lines)
        for number, line in enumerate(lines):
            long = self._style.width(line)
            start = min(max(left - long / 2, x), x + wide - long)
            paper.rect(
                start - 1, top + number * leading + 1, long + 2, leading - 2, self._look.surface
            )
            paper.text(start, top + number * leading, line, self._style)

    def _room(self, width: float) -> float:
        """How far two runs stand apart."""
        return (width - 2 * _SIDE) / max(1, len(self._points) - 1)

    def _days(self, paper: Paper, x: float, y: float, width: float) -> None:
        """The days below, as many as have room; the first and the last always."""
        style, last = self._look.fine, len(self._points) - 1
        taken: list[tuple[float, float]] = []
        for place in dict.fromkeys((0, last, *range(1, last))):
            day = shorten(self._points[place].day, style, width / 2 - 3)
            wide = style.width(day)
            at = min(max(x + self._across(place, width) - wide / 2, x), x + width - wide)
            if all(at + wide + 6 <= start or at >= end + 6 for start, end in taken):
                paper.text(at, y, day, style)
                taken.append((at, at + wide))

    def _at(self, y: float, score: float) -> float:
        return y + _HEADROOM + _PANEL * (1 - score / 100)

    def _across(self, place: int, width: float) -> float:
        return _SIDE + (width - 2 * _SIDE) * place / max(1, len(self._points) - 1)


def panels_page(contents: ProgressContents) -> tuple[Block, ...]:
    """The blocks of the page: every sign from run to run."""
    texts, findings = contents.texts, contents.findings
    panels = [_panel(contents, sign, change) for sign, change in contents.signs]
    return (
        Bookmark("course", texts("progress.course")),
        *contents.head(texts("progress.course"), findings.headline()),
        Paragraph(findings.compared(), contents.look.quiet),
        Space(4),
        Paragraph(texts("progress.panels_about", **_cuts(contents)), contents.look.fine),
        Space(6),
        *in_columns(panels, _ABREAST, 22),
    )


def moved_page(contents: ProgressContents) -> tuple[Block, ...]:
    """The blocks of the page: each sign before and now, and what can be said of it."""
    texts, look, findings = contents.texts, contents.look, contents.findings
    heads = ("report.col_sign", *(f"workshop_report.{key}" for key in ("was", "is", "moved")))
    head: list[Block] = [Paragraph(texts(heads[0]), look.small_strong)]
    head += [Paragraph(texts(key), look.small_strong, align="right") for key in heads[1:]]
    head.append(Paragraph(texts("workshop_report.verdict"), look.small_strong))
    return (
        Bookmark("moved", texts("progress.figures")),
        *contents.head(texts("progress.figures"), texts("progress.figures_title")),
        Columns(head, _ROW, 10, kept=True),
        Space(4),
        *(_row(contents, change) for _, change in contents.signs),
        Rule(look.rule),
        Space(12),
        Paragraph(findings.how(), look.small),
        Space(6),
        Paragraph(texts("progress.figures_about"), look.small),
        Space(6),
        *(Paragraph(said, look.small) for said in findings.caveats()),
    )


def _panel(contents: ProgressContents, sign: Sign, change: Change) -> Block:
    look, findings, progress = contents.look, contents.findings, contents.progress
    pair = (progress.before, progress.after)
    points = [
        Point(
            run.score(sign.id),
            clean(findings.figure(run, sign.id)).text,
            contents.findings.day(run, short=True),
            run in pair,
        )
        for run in progress.runs
    ]
    statuses = contents.instrument.outline.statuses
    verdict = Paragraph(_moved(contents, change), _style(look, change), align="right")
    name = Paragraph(sign.short, look.small_strong)
    return Stack(
        [
            Columns([name, verdict], (50.0, 50.0), 6, kept=True),
            Space(3),
            Panel(look, points, (statuses.emerging, statuses.absent)),
            Space(4),
        ]
    )


def _moved(contents: ProgressContents, change: Change) -> str:
    values = {
        "points": contents.findings.points(change),
        "verdict": contents.findings.verdict(change),
    }
    return contents.texts("progress.moved", **values)


def _style(look: Look, change: Change) -> Style:
    colours = {"improved": look.accent, "worse": look.theme.light.warning}
    return look.small_strong.coloured(colours.get(change.direction, look.muted))


def _row(contents: ProgressContents, change: Change) -> Block:
    look, findings = contents.look, contents.findings
    figures = [findings.value(change.before), findings.value(change.after), findings.points(change)]
    told = change.direction != "cannot_tell"
    said: list[Block] = [Paragraph(findings.verdict(change), look.strong if told else look.quiet)]
    if why := findings.why(change):
        said.append(Paragraph(why, look.fine))
    cells: list[Block] = [Paragraph(contents.named(change.sign), look.body)]
    cells += [Paragraph(figure, look.body, align="right") for figure in figures]
    cells.append(Stack(said))
    return Stack([Rule(look.rule), Space(6), Columns(cells, _ROW, 10), Space(6)])


def _cuts(contents: ProgressContents) -> dict[str, str]:
    statuses = contents.instrument.outline.statuses
    numbers = {"emerging": statuses.emerging, "absent": statuses.absent}
    return {name: contents.texts.number(value) for name, value in numbers.items()}
