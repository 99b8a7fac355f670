"""The page for the executive: the finding, the whole, what is shared, and what was agreed."""

from assessment.gap_findings import is_wide
from assessment.report.blocks import Block, Bookmark, Box, Columns, Paragraph, Space, Stack
from assessment.report.charts import Reading, Scale, ScaleNames
from assessment.report.flow import MEASURE
from assessment.report.plan import first_steps, keeping, terms
from assessment.report.room.contents import RoomContents
from assessment.report.room.marks import Scaled

_LISTED = 3
_ROW = (30.0, 36.0, 12.0, 22.0)  # name, scale, score, status
_PAD = 24.0  # what a scale leaves free on either side


def summary(contents: RoomContents) -> tuple[Block, ...]:
    """The blocks of the page."""
    texts, look, findings = contents.texts, contents.look, contents.findings
    said = [findings.made_of(), *findings.notes(), findings.signs_shown()]
    if findings.headline() != findings.verdict():
        said.insert(0, findings.verdict())
    return (
        Bookmark("summary", texts("report.summary")),
        *contents.head(texts("report.summary"), findings.headline()),
        Paragraph(" ".join(part for part in said if part), look.quiet),
        Space(14),
        *_whole(contents),
        *_lists(contents),
        *_signs(contents),
        *_next(contents),
    )


def _whole(contents: RoomContents) -> list[Block]:
    """The overall score of each group on the scale of the levels."""
    marks = contents.marks(None, named=True)
    if not marks:
        return []
    look, outline = contents.look, contents.instrument.outline
    names = [level.name for level in outline.levels]
    scale = Scaled(look, marks, bands=contents.cuts, beside=False)
    below = ScaleNames(look, contents.cuts, names, contents.card.overall.level)
    inside = Columns([Space(0), below, Space(0)], (_PAD, MEASURE - 2 * _PAD, _PAD), 0)
    return [Stack([scale, Space(2), inside]), Space(16)]


def _lists(contents: RoomContents) -> list[Block]:
    """The widest gaps, shared weaknesses and shared strengths, side by side."""
    findings, card = contents.findings, contents.card
    wide = [s for s in card.widest if is_wide(card.gap(s))][:_LISTED]
    gaps = {sign: _apart(contents, sign) for sign in wide}
    lists = [
        _list(contents, "workshop_report.widest", gaps, "workshop_report.widest_none"),
        _list(
            contents,
            "workshop_report.shared_weak",
            {sign: _standing(contents, sign) for sign in findings.shared_weaknesses()},
            "workshop_report.shared_weak_none",
        ),
        _list(
            contents,
            "workshop_report.shared_strong",
            {sign: _standing(contents, sign) for sign in findings.shared_strengths()},
            "workshop_report.shared_strong_none",
        ),
    ]
    return [Box(Columns(lists, [1.0] * len(lists), 18), contents.look.surface), Space(18)]


def _list(contents: RoomContents, key: str, reasons: dict[str, str], none: str) -> Block:
    look = contents.look
    second = look.small.coloured(look.muted)
    rows: list[Block] = [contents.label(contents.texts(key))]
    if not reasons:
        rows += [Space(5), Paragraph(contents.texts(none), second)]
    for number, (sign, reason) in enumerate(reasons.items(), 1):
        name = Paragraph(contents.named(sign), look.small_strong, link=sign)
        rows += [Space(5), contents.numbered(number, Stack([name, Paragraph(reason, second)]))]
    return Stack(rows)


def _apart(contents: RoomContents, sign: str) -> str:
    findings, card = contents.findings, contents.card
    parts = [
        contents.texts(
            "room.part",
            group=findings.group(group),
            score=findings.figure(contents.findings.mean(group, sign)),
        )
        for group in card.overall.groups
    ]
    said = f"{', '.join(parts)}: {findings.gap_points(card.gap(sign))}."
    return f"{said} {findings.gap_verdict(card.gap(sign))}."


def _standing(contents: RoomContents, sign: str) -> str:
    score = contents.findings.figure(contents.card.sign(sign))
    return contents.texts("report.standing", score=score)


def _signs(contents: RoomContents) -> list[Block]:
    """The room's score of each sign."""
    look, findings = contents.look, contents.findings
    if all(sign.score is None for sign in contents.card.signs):
        return []
    rows: list[Block] = []
    for sign in contents.card.signs:
        value = "–" if sign.score is None else findings.figure(sign)
        cells = [
            Paragraph(contents.named(sign.id), look.body, link=sign.id),
            Scale(look, contents.cuts, Reading(sign.score, None, None), thick=8, top=2),
            Paragraph(value, look.strong, align="right"),
            Paragraph(findings.status_word(sign), look.quiet),
        ]
        rows.append(Stack([Columns(cells, _ROW, 12), Space(2)]))
    return [*contents.heading(contents.texts("report.signs")), *rows, Space(14)]


def _next(contents: RoomContents) -> list[Block]:
    """What was agreed; where nothing was, the first steps."""
    return _agreed(contents) if contents.report.plan else _advised(contents)


def _agreed(contents: RoomContents) -> list[Block]:
    texts, look, plan = contents.texts, contents.look, contents.report.plan
    count = texts.number(len(plan))
    key = "workshop_report.agreed_one" if len(plan) == 1 else "workshop_report.agreed"
    blocks = contents.heading(texts(key, count=count))
    second = look.small.coloured(look.muted)
    for number, planned in enumerate(plan[:_LISTED], 1):
        about = [
            contents.named(planned.sign),
            *(contents.one_line(owner) for owner in (planned.sales, planned.marketing) if owner),
            *([texts.date(planned.due)] if planned.due else []),
        ]
        body = Stack(
            [
                Paragraph(contents.typed(planned.text), look.body),
                Paragraph(" · ".join(about), second),
            ]
        )
        blocks += [contents.numbered(number, body), Space(6)]
    if len(plan) > _LISTED:
        blocks.append(Paragraph(texts("workshop_report.agreed_more"), look.small, link="plan"))
    return blocks


def _advised(contents: RoomContents) -> list[Block]:
    look, steps = contents.look, first_steps(contents.card, contents.instrument)
    if not steps:
        return []
    key = "report.plan_keep" if keeping(contents.card) else "report.start_on"
    blocks = contents.heading(contents.texts(key))
    for number, (sign, action) in enumerate(steps, 1):
        about = Paragraph(terms(contents, action, sign), look.small.coloured(look.muted))
        body = Stack([Paragraph(action.text, look.body), about])
        blocks += [contents.numbered(number, body), Space(6)]
    return blocks
