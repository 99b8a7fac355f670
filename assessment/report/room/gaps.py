"""Where the groups differ: the page of the gaps, and the table of all means."""

from assessment.gap_findings import is_wide, may_be_wide
from assessment.report.blocks import Block, Bookmark, Box, Columns, Paragraph, Rule, Space, Stack
from assessment.report.room.contents import RoomContents
from assessment.report.room.heat import Heat, HeatCell
from assessment.report.room.marks import Axis, Legend, Scaled
from scoring.room import Mean, SignRoom

_ROW = (25.0, 51.0, 24.0)  # name, scale, verdict
_TALKED = 3


def gap_page(contents: RoomContents) -> tuple[Block, ...]:
    """The blocks of the page of the gaps."""
    texts, look = contents.texts, contents.look
    legend = [
        (*contents.dress(group.id), _counted(contents, group.id, group.n))
        for group in contents.card.groups
    ]
    rows = [_row(contents, sign) for sign in contents.by_gap()]
    digits = [(float(value), texts.number(value)) for value in range(0, 101, 20)]
    axis = Columns([Space(0), Axis(look, digits), Space(0)], _ROW, 10)
    return (
        Bookmark("gaps", texts("workshop_report.gaps")),
        *contents.head(texts("workshop_report.gaps"), _title(contents)),
        Paragraph(_about(contents), look.quiet),
        Space(10),
        Legend(legend, look.small),
        Space(8),
        Rule(look.rule),
        Space(8),
        *rows,
        axis,
        Space(14),
        *_prompts(contents),
    )


def heat_page(contents: RoomContents) -> tuple[Block, ...]:
    """The blocks of the table of all means."""
    texts, look, findings, card = contents.texts, contents.look, contents.findings, contents.card
    heads = [findings.group(group) for group in contents.groups]
    both = findings.listed(findings.group(group) for group in card.overall.groups)
    rows = [
        (
            contents.named(sign.id),
            sign.id,
            [
                *(
                    _cell(contents, contents.findings.mean(group, sign.id))
                    for group in contents.groups
                ),
                _cell(contents, sign),
            ],
        )
        for sign in card.signs
    ]
    whole = [_cell(contents, contents.findings.mean(group)) for group in contents.groups]
    overall = HeatCell(findings.figure(card.overall), card.overall.level_of_score)
    return (
        Bookmark("heat", texts("workshop_report.heat")),
        *contents.head(texts("workshop_report.heat"), _heat_title(contents)),
        Paragraph(texts("workshop_report.heat_about", groups=both), look.quiet),
        Space(12),
        Heat(
            look,
            (texts("report.col_sign"), *heads, texts("workshop_report.room")),
            [*rows, (texts("report.overall"), "summary", [*whole, overall])],
        ),
        Space(8),
        Paragraph(_levels(contents), look.fine),
        *_find_out(contents),
        *_people(contents),
    )


def _counted(contents: RoomContents, group: str, people: int) -> str:
    values = {"group": contents.findings.group(group), "count": contents.texts.number(people)}
    return contents.texts("workshop_report.counted", **values)


def _title(contents: RoomContents) -> str:
    card, texts = contents.card, contents.texts
    wide = [sign for sign in card.widest if is_wide(card.gap(sign))]
    if not card.widest:
        return texts("workshop_report.gaps_hidden")
    if not wide:
        maybe = any(may_be_wide(card.gap(sign)) for sign in card.widest)
        return texts(f"workshop_report.gaps_{'as_known' if maybe else 'narrow'}")
    names = [
        texts("workshop_report.quoted", name=contents.instrument.by_id[sign].short)
        for sign in wide[:_TALKED]
    ]
    return texts("workshop_report.gaps_title", signs=contents.findings.listed(names))


def _about(contents: RoomContents) -> str:
    texts = contents.texts
    both = contents.findings.listed(
        contents.findings.group(group) for group in contents.card.overall.groups
    )
    return texts("workshop_report.gaps_about", groups=both)


def _row(contents: RoomContents, sign: str) -> Block:
    look, findings = contents.look, contents.findings
    gap = contents.card.gap(sign)
    wide = is_wide(gap)
    name = Paragraph(contents.named(sign), look.strong if wide else look.body, link=sign)
    scale = Scaled(look, contents.marks(sign), joined=contents.pair(sign), strong=wide)
    verdict: list[Block] = [Paragraph(findings.gap_verdict(gap), look.fine)]
    if gap is not None and gap.most is not None:
        style = look.small_strong if wide else look.small
        verdict.insert(0, Paragraph(findings.gap_points(gap), style))
    return Stack([Columns([name, scale, Stack(verdict)], _ROW, 10), Space(13)])


def _prompts(contents: RoomContents) -> list[Block]:
    """What to ask about the widest gaps."""
    card, look = contents.card, contents.look
    wide = [sign for sign in card.widest if is_wide(card.gap(sign))][:_TALKED]
    asked = [sign for sign in wide if contents.instrument.by_id[sign].prompts.gap]
    if not asked:
        return []
    cards = []
    for sign in asked:
        prompts = contents.instrument.by_id[sign].prompts.gap[:2]
        cards.append(
            Stack(
                [
                    Paragraph(contents.named(sign), look.label, kept=True),
                    *(part for text in prompts for part in (Space(3), Paragraph(text, look.small))),
                ]
            )
        )
    title = contents.heading(contents.texts("workshop_report.ask"))
    return [*title, Box(Columns(cards, [1.0] * len(cards), 18), look.surface)]


def _cell(contents: RoomContents, found: Mean | SignRoom) -> HeatCell:
    level = None if found.score is None else contents.instrument.level(found.score)
    return HeatCell(contents.findings.figure(found), level)


def _heat_title(contents: RoomContents) -> str:
    """What all share, weak or strong; where nothing is, what the table is."""
    findings, texts = contents.findings, contents.texts
    if weak := findings.shared_weaknesses():
        return texts("workshop_report.heat_weak", name=contents.named(weak[0]))
    if strong := findings.shared_strengths():
        return texts("workshop_report.heat_strong", name=contents.named(strong[0]))
    return texts("workshop_report.heat_title")


def _levels(contents: RoomContents) -> str:
    names = [
        contents.texts(
            "workshop_report.level_from", name=level.name, score=contents.texts.number(cut)
        )
        for cut, level in zip(contents.cuts, contents.instrument.outline.levels, strict=True)
    ]
    return " · ".join(names)


def _find_out(contents: RoomContents) -> list[Block]:
    """The signs that a group which took part cannot score."""
    signs = contents.card.find_out
    if not signs:
        return []
    title = contents.heading(contents.texts("report.find_out"))
    names = contents.findings.listed(contents.named(sign) for sign in signs)
    said = contents.texts("workshop_report.find_out", names=names)
    return [Space(16), *title, Paragraph(said, contents.look.body)]


def _people(contents: RoomContents) -> list[Block]:
    """Who took part, and how many were expected, where that was said."""
    texts, heads = contents.texts, contents.report.heads
    if not any(heads.values()):
        return []
    here = {group.id: group.n for group in contents.card.groups}
    said = [
        texts(
            "workshop_report.of_expected",
            count=texts.number(here.get(group, 0)),
            heads=texts.number(expected),
            group=contents.findings.group(group),
        )
        for group, expected in heads.items()
        if expected
    ]
    title = contents.heading(texts("workshop_report.who"))
    return [Space(16), *title, Paragraph(", ".join(said) + ".", contents.look.body)]
