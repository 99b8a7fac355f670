"""The cover of a workshop's report: the finding, and every sign as its groups see it."""

from assessment.report.blocks import Block, Columns, Paragraph, Space, Stack
from assessment.report.cover import (
    BESIDE_LOGO,
    fitted,
    logo,
    marked,
    muted,
    name_and_claim,
    on_cover,
)
from assessment.report.flow import LEFT, MEASURE
from assessment.report.paper import HEIGHT, WIDTH, Paper
from assessment.report.room.contents import RoomContents
from assessment.report.room.marks import Legend, Mark, draw_mark
from scoring.room import RoomScorecard

_FINDING_TOP, _FINDING_ROOM = 176.0, 220.0
_SIGNS_TOP = 420.0
_FOOT = HEIGHT - 64
_ROW = 22.0


class RoomCover(Block):
    """The first page, filled to its edges."""

    def __init__(self, contents: RoomContents) -> None:
        self._contents = contents

    def height(self, width: float) -> float:  # noqa: ARG002
        return 0

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:  # noqa: ARG002
        contents = self._contents
        paper.rect(0, 0, WIDTH, HEIGHT, contents.look.theme.cover)
        if contents.report.nature != "real":
            said = contents.texts(f"workshop_report.nature_{contents.report.nature}")
            marked(paper, contents.look, said)
        logo(paper, contents.look)
        _name(contents).draw(paper, LEFT, 64, BESIDE_LOGO)
        _finding(contents).draw(paper, LEFT, _FINDING_TOP, MEASURE)
        _signs(contents).draw(paper, LEFT, _SIGNS_TOP, MEASURE)
        foot = _foot(contents)
        foot.draw(paper, LEFT, _FOOT - foot.height(MEASURE), MEASURE)


class _Seen(Block):
    """A sign's groups as marks on a line, on the dark ground."""

    def __init__(self, contents: RoomContents, sign: str) -> None:
        self._line = contents.look.theme.on_cover_muted
        self._pair = contents.pair(sign)
        self._marks = [
            Mark(mean.score, "", *contents.dress(group, on_cover=True))
            for group in contents.groups
            if (mean := contents.findings.mean(group, sign)).score is not None
        ]

    def height(self, width: float) -> float:  # noqa: ARG002
        return _ROW

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        middle = y + 7
        paper.rect(x, middle - 0.2, width, 0.4, self._line)
        if self._pair:
            low, high = sorted(self._pair)
            paper.rect(
                x + width * low / 100, middle - 1.2, width * (high - low) / 100, 2.4, self._line
            )
        for mark in self._marks:
            draw_mark(paper, x + width * mark.value / 100, middle, mark.shape, mark.colour)


def _name(contents: RoomContents) -> Block:
    return name_and_claim(contents, "workshop_report.claim")


def _finding(contents: RoomContents) -> Block:
    """The finding and the overall score, as large as the room allows."""
    look, findings = contents.look, contents.findings
    headline = findings.headline()
    second = [findings.verdict()] if headline != findings.verdict() else []
    second.append(findings.signs_shown())
    return Stack(
        [
            fitted(headline, look.display.sized(38), _FINDING_ROOM * 0.66),
            Space(12),
            fitted(" ".join(second), muted(look.title.sized(17), look), _FINDING_ROOM * 0.3),
        ]
    )


def _signs(contents: RoomContents) -> Block:
    look = contents.look
    legend = [
        (*contents.dress(group, on_cover=True), contents.findings.group(group))
        for group in contents.groups
        if _shown(contents.card, group)
    ]
    names = muted(look.body, look)
    rows: list[Block] = []
    for sign in contents.by_gap():
        name = Paragraph(contents.named(sign), names).shortened(MEASURE * 0.4 - 16, names.leading)
        rows.append(Columns([name, _Seen(contents, sign)], (40.0, 60.0), 16))
    key = [Legend(legend, muted(look.fine, look))] if legend else []
    return Stack([*rows, Space(6), *key])


def _shown(card: RoomScorecard, group: str) -> bool:
    return any(mean.score is not None for mean in card.means if mean.group == group)


def _foot(contents: RoomContents) -> Block:
    look, report, texts = contents.look, contents.report, contents.texts
    lines: list[Block] = []
    missing = contents.unprintable([report.title, report.organisation or ""])
    if company := contents.company():
        lines.append(Paragraph(company[0], look.display.sized(18)).shortened(MEASURE, 44))
    title = Paragraph(contents.one_line(report.title), on_cover(look.strong, look))
    lines += [Space(2), title.shortened(MEASURE, 2 * look.strong.leading)]
    key = "workshop_report.sheets_of" if report.mode == "sheets" else "workshop_report.held"
    about = [texts(key, date=texts.date(report.date))] if report.date else []
    who = contents.findings.took_part()
    if not report.final:
        who = f"{who} {texts('workshop_report.not_final')}"
    lines += [
        *(Paragraph(text, muted(look.body, look)) for text in about),
        fitted(who, muted(look.body, look), 3 * look.body.leading),
    ]
    if missing:
        lines += [Space(4), *contents.unprinted(missing, muted(look.fine, look))]
    return Stack(lines)
