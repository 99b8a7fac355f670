"""The page for the executive: the finding, the signs, and what to do first."""

from assessment.report.blocks import Block, Bookmark, Box, Columns, Paragraph, Space, Stack
from assessment.report.charts import Scale, ScaleNames, StatusMark, Ticks
from assessment.report.contents import Contents
from assessment.report.plan import first_steps, keeping, terms
from scoring.scorecard import SignScore

_ROW = (30.0, 46.0, 8.0, 16.0)  # name, scale, score, status
_CHECK_ROW = (4.0, 46.0, 50.0)  # mark, name, status


def summary(contents: Contents) -> tuple[Block, ...]:
    """The blocks of the page."""
    texts = contents.texts
    return (
        Bookmark("summary", texts("report.summary")),
        *contents.head(texts("report.summary"), contents.findings.headline()),
        *_notes(contents),
        *_overall(contents),
        *_signs(contents),
        Space(16),
        *_lists(contents),
        *_start_on(contents),
    )


def _notes(contents: Contents) -> list[Block]:
    notes = contents.findings.notes()
    if not notes:
        return [Space(8)]
    return [Paragraph(" ".join(notes), contents.look.quiet), Space(14)]


def _overall(contents: Contents) -> list[Block]:
    overall = contents.scorecard.overall
    if overall.score is None:
        return []
    look, cuts = contents.look, contents.cuts
    names = [level.name for level in contents.instrument.outline.levels]
    return [
        Stack(
            [
                Scale(look, cuts, contents.reading(overall), thick=14, top=2),
                ScaleNames(look, cuts, names, overall.level),
            ]
        ),
        *([_caption(contents)] if contents.checks else []),
        Space(16),
    ]


def _caption(contents: Contents) -> Block:
    """How the bars are read."""
    card = contents.scorecard
    drawn = [contents.reading(card.overall)]
    if not contents.checks:
        drawn += [contents.reading(score) for score in card.signs]
    bounded = any(reading.low != reading.high for reading in drawn)
    keys = ("report.bars", "report.bars_bounds") if bounded else ("report.bars",)
    return Paragraph(" ".join(contents.texts(key) for key in keys), contents.look.fine)


def _signs(contents: Contents) -> list[Block]:
    blocks = contents.heading(contents.texts("report.signs"))
    if contents.checks:
        rows = [_check_row(contents, score) for score in contents.scorecard.signs]
        return [*blocks, Stack(rows)]
    rows = [_row(contents, score) for score in contents.scorecard.signs]
    axis = [Space(0), Ticks(contents.look.fine, contents.ticks), Space(0), Space(0)]
    return [*blocks, Stack([*rows, Columns(axis, _ROW, 12), _caption(contents)])]


def _row(contents: Contents, score: SignScore) -> Block:
    look = contents.look
    value = "–" if score.score is None else contents.score(score.score)
    cells = [
        Paragraph(contents.named(score.id), look.body, link=score.id),
        Scale(look, contents.cuts, contents.reading(score), thick=8, top=2),
        Paragraph(value, look.strong, align="right"),
        Paragraph(contents.findings.status(score), look.quiet),
    ]
    return Stack([Columns(cells, _ROW, 12), Space(3.5)])


def _check_row(contents: Contents, score: SignScore) -> Block:
    look = contents.look
    cells = [
        StatusMark(score.status, contents.status_colours(), 4.2, top=3),
        Paragraph(contents.named(score.id), look.body, link=score.id),
        Paragraph(contents.findings.status(score), look.quiet),
    ]
    return Stack([Columns(cells, _CHECK_ROW, 10), Space(3.5)])


def _lists(contents: Contents) -> list[Block]:
    """What to find out, priorities and strengths, side by side as far as there are any."""
    card = contents.scorecard
    lists = [
        _list(
            contents, "report.find_out", {sign: _answered(contents, sign) for sign in card.find_out}
        ),
        _list(
            contents, "report.priorities", {s: contents.findings.reason(s) for s in card.priorities}
        ),
        _list(contents, "report.strengths", {s: _standing(contents, s) for s in card.strengths}),
        _list(contents, "report.least_weak", {s: _standing(contents, s) for s in card.least_weak}),
    ]
    shown = [block for block in lists if block]
    row = Columns(shown, [1.0] * len(shown), 18)
    return [Box(row, contents.look.surface), Space(16)] if shown else []


def _list(contents: Contents, key: str, reasons: dict[str, str]) -> Block | None:
    """Signs with a reason each below a label; None where there are no signs."""
    look = contents.look
    rows: list[Block] = [contents.label(contents.texts(key))]
    for number, (sign, reason) in enumerate(reasons.items(), 1):
        name = Paragraph(contents.named(sign), look.small_strong, link=sign)
        body = Stack([name, Paragraph(reason, look.small.coloured(look.muted))])
        rows += [Space(5), contents.numbered(number, body)]
    return Stack(rows) if reasons else None


def _answered(contents: Contents, sign: str) -> str:
    score = contents.scorecard.sign(sign)
    number = contents.texts.number
    if contents.checks:
        return contents.texts("word.dont_know" if score.dont_know else "report.open")
    return contents.texts(
        "report.answered", answered=number(score.answered), items=number(score.items)
    )


def _standing(contents: Contents, sign: str) -> str:
    score = contents.scorecard.sign(sign)
    if score.score is None:
        return contents.findings.status(score)
    return contents.texts("report.standing", score=contents.score(score.score))


def _start_on(contents: Contents) -> list[Block]:
    """The first step on each priority, at most three."""
    steps = first_steps(contents.scorecard, contents.instrument)
    if not steps:
        return []
    key = "report.plan_keep" if keeping(contents.scorecard) else "report.start_on"
    blocks = contents.heading(contents.texts(key))
    for number, (sign, action) in enumerate(steps, 1):
        about = Paragraph(
            terms(contents, action, sign), contents.look.small.coloured(contents.look.muted)
        )
        body = Stack([Paragraph(action.text, contents.look.body), about])
        blocks += [contents.numbered(number, body), Space(6)]
    return blocks
