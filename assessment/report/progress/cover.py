"""The cover of a comparison: whose it is, what moved, and between which two runs."""

from assessment.report.blocks import Block, Columns, Paragraph, Space, Stack
from assessment.report.cover import BESIDE_LOGO, fitted, logo, muted, name_and_claim, on_cover
from assessment.report.flow import LEFT, MEASURE
from assessment.report.paper import HEIGHT, WIDTH, Paper
from assessment.report.progress.contents import ProgressContents

_FINDING_TOP, _FINDING_ROOM = 200.0, 230.0
_SIGNS_TOP = 500.0
_SIGN_ROW = (52.0, 12.0, 36.0)
_FOOT = HEIGHT - 64


class ProgressCover(Block):
    """The first page, filled to its edges."""

    def __init__(self, contents: ProgressContents) -> None:
        self._contents = contents

    def height(self, width: float) -> float:  # noqa: ARG002
        return 0

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:  # noqa: ARG002
        contents = self._contents
        paper.rect(0, 0, WIDTH, HEIGHT, contents.look.theme.cover)
        logo(paper, contents.look)
        name_and_claim(contents, "progress.claim").draw(paper, LEFT, 64, BESIDE_LOGO)
        _finding(contents).draw(paper, LEFT, _FINDING_TOP, MEASURE)
        _signs(contents).draw(paper, LEFT, _SIGNS_TOP, MEASURE)
        foot = _foot(contents)
        foot.draw(paper, LEFT, _FOOT - foot.height(MEASURE), MEASURE)


def _finding(contents: ProgressContents) -> Block:
    look, findings = contents.look, contents.findings
    progress = contents.progress
    values = [findings.overall(run) for run in (progress.before, progress.after)]
    overall = contents.texts("progress.overall", before=values[0], after=values[1])
    return Stack(
        [
            fitted(findings.headline(), look.display.sized(38), _FINDING_ROOM * 0.66),
            Space(14),
            fitted(overall, muted(look.title.sized(16), look), 80),
            Space(14),
            fitted(" ".join(findings.caveats()), muted(look.body, look), 70),
        ]
    )


def _signs(contents: ProgressContents) -> Block:
    """Each sign with how far it moved and what can be said of that."""
    look, findings = contents.look, contents.findings
    rows: list[Block] = []
    for sign, change in contents.signs:
        told = change.direction != "cannot_tell"
        style = on_cover(look.strong if told else look.body, look)
        quiet = style if told else muted(style, look)
        cells = (contents.named(sign.id), findings.points(change), findings.verdict(change))
        name, points, verdict = (
            Paragraph(text, quiet, align=align)  # type: ignore[arg-type]
            for text, align in zip(cells, ("left", "right", "left"), strict=True)
        )
        name = name.shortened(MEASURE * 0.5, style.leading)
        rows += [Columns([name, points, verdict], _SIGN_ROW, 14), Space(3)]
    return Stack(rows)


def _foot(contents: ProgressContents) -> Block:
    look, lines, missing = contents.look, [], 0
    if company := contents.company():
        lines.append(Paragraph(company[0], look.display.sized(18)).shortened(MEASURE, 72))
        missing = company[1]
    runs = (contents.progress.before, contents.progress.after)
    for key, run in zip(("progress.before", "progress.after"), runs, strict=True):
        said = contents.texts(key, run=contents.run(run))
        line = Paragraph(said, on_cover(look.body, look))
        lines += [line.shortened(MEASURE, 2 * look.body.leading)]
    return Stack([*lines, *contents.unprinted(missing, muted(look.fine, look))])
