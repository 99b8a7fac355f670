"""The signs, one after the other: how each group sees them, and what the talk changed."""

from functools import partial

from assessment.gap_findings import is_wide
from assessment.records import Shift
from assessment.report.advice import across, advice, fact_notes, next_actions
from assessment.report.blocks import (
    Block,
    Bookmark,
    Box,
    Columns,
    Hanging,
    Paragraph,
    Space,
    Stack,
    in_columns,
)
from assessment.report.book import SLIGHTLY, compact
from assessment.report.commentary import said_of
from assessment.report.flow import MEASURE, Chapter
from assessment.report.room.answers import Arrows, Moved, Spread, ladder, spreads
from assessment.report.room.contents import RoomContents
from assessment.report.room.marks import Legend, Scaled
from scoring.instrument import Sign
from scoring.room import Distribution, SignRoom

_HALVES = (50.0, 50.0)
_KEY_ITEM = (36.0, 64.0)


def room_sign(contents: RoomContents, number: int) -> list[Chapter]:
    """The sign with this number among those that were asked, from 1: on one page, if it can be."""
    evidence = partial(_evidence, number=number)
    whole = compact(
        contents,
        lambda own: (*evidence(own), Space(14), *_act(own, number)),
        SLIGHTLY,
    )
    if whole.fits_a_page:
        return [whole]
    return [
        compact(contents, evidence, SLIGHTLY),
        compact(contents, lambda own: (*_head_again(own, number), *_act(own, number)), SLIGHTLY),
    ]


def _evidence(contents: RoomContents, number: int) -> tuple[Block, ...]:
    """How the groups see the sign, and what the talk changed."""
    score = contents.card.signs[number - 1]
    sign = contents.instrument.by_id[score.id]
    return (
        Bookmark(sign.id, sign.name, level=1),
        *_head(contents, number, sign, score),
        *_where(contents, sign, score),
        *_key_item(contents, sign),
        *_mirrored(contents, sign),
        *_again(contents, sign),
        *_comments(contents, sign),
        *said_of(contents, contents.report.commentary, sign.id),
    )


def _act(contents: RoomContents, number: int) -> tuple[Block, ...]:
    """What to do about the sign."""
    score = contents.card.signs[number - 1]
    return (_body(contents, contents.instrument.by_id[score.id], score),)


def _eyebrow(contents: RoomContents, number: int) -> Block:
    texts = contents.texts
    values = {"number": texts.number(number), "all": texts.number(len(contents.card.signs))}
    return Paragraph(texts("report.sign_number", **values), contents.look.eyebrow, kept=True)


def _head_again(contents: RoomContents, number: int) -> list[Block]:
    """The head of a sign's second page."""
    name = contents.named(contents.card.signs[number - 1].id)
    return [_eyebrow(contents, number), Space(4), *contents.heading(name), Space(6)]


def _head(contents: RoomContents, number: int, sign: Sign, score: SignRoom) -> list[Block]:
    look, texts = contents.look, contents.texts
    left = Stack(
        [
            _eyebrow(contents, number),
            Space(4),
            Paragraph(sign.name, look.title),
            Space(2),
            Paragraph(texts("report.symptom", symptom=sign.symptom), look.quiet),
        ]
    )
    return [Columns([left, _figure(contents, score)], (72.0, 28.0), 16, kept=True), Space(8)]


def _figure(contents: RoomContents, score: SignRoom) -> Block:
    """The room's score, large, or in words that there are not enough answers."""
    look, findings = contents.look, contents.findings
    status = Paragraph(findings.status(score), look.small_strong, align="right")
    if score.score is None:
        return Stack([Space(20), status])
    figure = look.number if score.edge is None else look.title
    return Stack(
        [
            Paragraph(findings.figure(score), figure, align="right"),
            Paragraph(contents.texts("report.of_100"), look.fine, align="right"),
            status,
        ]
    )


def _where(contents: RoomContents, sign: Sign, score: SignRoom) -> list[Block]:
    """The groups on the scale of the levels, the gap in words, the level's sentence."""
    look, texts, card = contents.look, contents.texts, contents.card
    blocks: list[Block] = []
    gap = card.gap(sign.id)
    if marks := contents.marks(sign.id):
        legend = [
            (*contents.dress(group), contents.findings.group(group))
            for group in contents.groups
            if contents.findings.mean(group, sign.id).score is not None
        ]
        wide = is_wide(gap)
        pair = contents.pair(sign.id)
        scale = Scaled(look, marks, bands=contents.cuts, joined=pair, strong=wide)
        blocks += [Legend(legend, look.small), Space(3), scale, Space(6)]
    blocks.append(Paragraph(_groups(contents, sign), look.small.coloured(look.muted)))
    if gap is not None:
        said, sure = contents.findings.gap_said(gap), contents.findings.gap_sure(gap)
        blocks += [Space(3), Paragraph(said, look.strong)]
        blocks += [Paragraph(sure, look.body)] if sure else []
    if score.level is not None:
        typical = Paragraph(texts("scorecard.typical"), look.fine, kept=True)
        blocks += [Space(8), typical, Paragraph(sign.levels[score.level - 1], look.lead)]
    if score.costs_most:
        share = texts.number(100 * score.costs_most)
        said = texts("workshop_report.costs_most", share=share)
        blocks += [Space(2), Paragraph(said, look.small.coloured(look.muted))]
    return [Stack(blocks)]


def _groups(contents: RoomContents, sign: Sign) -> str:
    """Each group's mean and of how many people it is."""
    parts = []
    for group in contents.groups:
        mean = contents.findings.mean(group, sign.id)
        values = {
            "group": contents.findings.group(group),
            "score": contents.findings.figure(mean),
        }
        if mean.score is None or mean.n is None:
            parts.append(contents.texts("workshop_report.mean_hidden", **values))
        else:
            n = contents.texts.number(mean.n)
            parts.append(contents.texts("workshop_report.mean_of", n=n, **values))
    return " · ".join(parts)


def _key_item(contents: RoomContents, sign: Sign) -> list[Block]:
    """The key question with its options, and how each group answered."""
    card, look, item = contents.card, contents.look, sign.key_item
    lines = [d for d in card.distributions if d.item == item.id and d.group in contents.groups]
    if not any(line.counts or line.nearly_all for line in lines):
        return []
    rungs = ladder(look, item.options, look.fine.coloured(look.ink))
    bars = spreads(look, [_spread(contents, line) for line in lines])
    return [
        Space(12),
        contents.label(contents.texts("workshop_report.key_item")),
        Paragraph(item.text, look.small_strong, kept=True),
        Space(6),
        Columns([rungs, bars], _KEY_ITEM, 20),
    ]


def _mirrored(contents: RoomContents, sign: Sign) -> list[Block]:
    """What each side expected of the other, and what that one said."""
    look = contents.look
    blind = [b for b in contents.card.blind_spots if b.item == sign.key_item.id]
    if not any(spot.expected for spot in blind):
        return []
    said: list[Block] = [
        Paragraph(" ".join(contents.findings.mirror(spot)), look.small) for spot in blind
    ]
    label = contents.label(contents.texts("workshop_report.mirror"))
    return [Space(8), label, *in_columns(said, min(2, len(said)), gap=20)]


def _spread(contents: RoomContents, line: Distribution) -> Spread:
    texts, group = contents.texts, contents.findings.group(line.group)
    if line.nearly_all:
        option = contents.instrument.items[line.item].options[line.nearly_all - 1]
        return Spread(group, None, texts("workshop_report.nearly_all", option=option))
    if line.counts is None or line.n is None or not sum(line.counts):
        return Spread(group, None, texts("room.hidden"))
    said = [texts("workshop_report.people", count=texts.number(line.n))]
    if line.dont_know:
        said.append(texts("report.count_dont_know", count=texts.number(line.dont_know)))
    agreement = contents.card.agreement(line.item, line.group).value
    if agreement is not None:
        said.append(texts("workshop_report.agreement", value=texts.number(agreement, 1)))
    return Spread(group, line.counts, ", ".join(said))


def _again(contents: RoomContents, sign: Sign) -> list[Block]:
    """The vote after the talk: an arrow for each group, and the dissent in its own words."""
    look, texts, report = contents.look, contents.texts, contents.report
    shifts = report.shifts_of(frozenset({sign.key_item.id}))
    dissent = report.dissent_of(sign.id)
    if not shifts and not dissent:
        return []
    blocks: list[Block] = [Space(12), contents.label(texts("workshop_report.again")), Space(3)]
    if shifts:
        digits = [texts.number(points) for points in range(1, 6)]
        moved = [_moved(contents, shift) for shift in shifts]
        blocks += [Arrows(look, moved, digits), Space(2)]
    blocks += [Paragraph(texts("workshop_report.again_about"), look.fine)]
    if dissent:
        blocks += [Space(6), Paragraph(texts("workshop_report.dissent"), look.small_strong)]
        blocks += _quoted(contents, dissent)
    return blocks


def _moved(contents: RoomContents, shift: Shift) -> Moved:
    group, dress = contents.findings.group(shift.group), contents.dress(shift.group)
    texts = contents.texts
    if not shift.before or not shift.after or not sum(shift.before) or not sum(shift.after):
        return Moved(group, dress, None, texts("room.hidden"))
    before, after = (
        sum(points * count for points, count in enumerate(counts, 1)) / sum(counts)
        for counts in (shift.before, shift.after)
    )
    said = [texts("workshop_report.people", count=texts.number(shift.n or 0))]
    if shift.dissent:
        said.append(texts("workshop_report.otherwise", count=texts.number(shift.dissent)))
    values = {"before": texts.number(before, 1), "after": texts.number(after, 1)}
    said.insert(0, texts("workshop_report.from_to", **values))
    return Moved(group, dress, (before, after), ", ".join(said))


def _body(contents: RoomContents, sign: Sign, score: SignRoom) -> Block:
    """Advice beside actions, and what others report across the page."""
    look = contents.look
    advised = advice(contents, sign, score)
    planned = contents.report.planned_for(sign.id)
    if planned:
        rows: list[Block] = [contents.label(contents.texts("workshop_report.agreed_here"))]
        for action in planned:
            rows += [Space(3), Paragraph(contents.typed(action.text), look.small_strong)]
        advised = [*advised, Space(12), Box(Stack(rows), look.surface, padding=9)]
    actions, facts = next_actions(contents, score), fact_notes(contents, sign)
    ways = [
        Stack([Columns([Stack(advised), Stack(actions)], _HALVES, 22), *across(contents, facts, n)])
        for n in (2, 3)
    ]
    return min(ways, key=lambda way: way.height(MEASURE))


def _comments(contents: RoomContents, sign: Sign) -> list[Block]:
    comments = contents.report.said_of(sign.id)
    if not comments:
        return []
    title = contents.heading(contents.texts("workshop_report.comments"))
    return [Space(12), *title, *_quoted(contents, comments)]


def _quoted(contents: RoomContents, said: tuple[str, ...]) -> list[Block]:
    """What people typed, each behind a dash, and how many characters could not be printed."""
    look = contents.look
    blocks: list[Block] = []
    for text in said:
        typed = Paragraph(contents.typed(text), look.small)
        blocks += [Hanging(Paragraph("–", look.label), typed, 12), Space(3)]
    return [*blocks, *contents.unprinted(contents.unprintable(said))]
