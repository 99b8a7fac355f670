"""The signs, one after the other: where each stands, what to do, and what can follow."""

from assessment.report.advice import across, advice, fact_notes, listed, next_actions
from assessment.report.blocks import (
    Block,
    Bookmark,
    Box,
    Columns,
    Paragraph,
    Space,
    Stack,
)
from assessment.report.charts import Scale, Ticks
from assessment.report.commentary import said_of
from assessment.report.contents import Contents
from assessment.report.flow import MEASURE
from assessment.report.plan import steps_up
from scoring.instrument import Sign
from scoring.scorecard import SignScore

_SIDES = (62.0, 38.0)
_EVEN = (55.0, 45.0)
_HALVES = (50.0, 50.0)


def sign_blocks(contents: Contents, number: int) -> tuple[Block, ...]:
    """The blocks of the sign with this number, from 1."""
    sign = contents.instrument.signs[number - 1]
    score = contents.scorecard.sign(sign.id)
    return (
        Bookmark(sign.id, sign.name, level=1),
        *_head(contents, number, sign, score),
        *_where(contents, sign, score),
        Space(18),
        _body(contents, sign, score),
        *_comment(contents, sign),
        *said_of(contents, contents.commentary, sign.id),
    )


def is_silent(score: SignScore) -> bool:
    """Whether nothing is said about a sign: its items are open or do not apply."""
    return score.open + score.not_applicable == score.items


def silent_signs(contents: Contents) -> tuple[Block, ...]:
    """The blocks of one section for all signs nothing is said about."""
    texts = contents.texts
    silent = [score for score in contents.scorecard.signs if is_silent(score)]
    if not silent:
        return ()
    head = contents.head(texts("report.signs"), texts("report.silent_title"))
    return (*head, *(block for score in silent for block in _silent(contents, score)))


def _silent(contents: Contents, score: SignScore) -> list[Block]:
    sign = contents.instrument.by_id[score.id]
    none_applies = score.not_applicable == score.items
    key = "report.no_score_applies" if none_applies else "report.no_score_open"
    return [
        Bookmark(sign.id, sign.name, level=1),
        *contents.heading(sign.name),
        Paragraph(contents.texts("report.symptom", symptom=sign.symptom), contents.look.quiet),
        Paragraph(contents.texts(key), contents.look.body),
        *_comment(contents, sign),
        *said_of(contents, contents.commentary, sign.id),
        Space(14),
    ]


def _head(contents: Contents, number: int, sign: Sign, score: SignScore) -> list[Block]:
    look, texts = contents.look, contents.texts
    count = texts.number(len(contents.instrument.signs))
    eyebrow = texts("report.sign_number", number=texts.number(number), all=count)
    left = Stack(
        [
            Paragraph(eyebrow, look.eyebrow),
            Space(4),
            Paragraph(sign.name, look.title),
            Space(2),
            Paragraph(texts("report.symptom", symptom=sign.symptom), look.quiet),
        ]
    )
    return [Columns([left, _figure(contents, score)], (74.0, 26.0), 16, kept=True), Space(10)]


def _figure(contents: Contents, score: SignScore) -> Block:
    """The score, large, or nothing where there is none; below it the status."""
    look = contents.look
    status = Paragraph(contents.findings.status(score), look.small_strong, align="right")
    if score.score is None:
        return Stack([Space(20), status])
    return Stack(
        [
            Paragraph(contents.score(score.score), look.number, align="right"),
            Paragraph(contents.texts("report.of_100"), look.fine, align="right"),
            status,
        ]
    )


def _where(contents: Contents, sign: Sign, score: SignScore) -> list[Block]:
    """Where the sign stands: the scale, the level's sentence, and what it rests on."""
    look = contents.look
    blocks: list[Block] = []
    if score.low is not None and not contents.checks:
        scale = Scale(look, contents.cuts, contents.reading(score), top=2)
        blocks += [scale, Space(2), Ticks(look.fine, contents.ticks), Space(10)]
    if score.level is not None:
        typical = Paragraph(contents.texts("scorecard.typical"), look.fine, kept=True)
        blocks += [typical, Paragraph(sign.levels[score.level - 1], look.lead), Space(3)]
    rests = " ".join(_rests_on(contents, score))
    return [Stack([*blocks, Paragraph(rests, look.small.coloured(look.muted))])]


def _rests_on(contents: Contents, score: SignScore) -> list[str]:
    """What a score rests on and how sure it is, or why there is none, in sentences."""
    texts, number = contents.texts, contents.texts.number
    sentences = []
    if score.level is not None:
        sentences.append(texts("report.level_of", level=number(score.level)))
    elif contents.checks:
        sentences.append(texts("report.no_score_check"))
    elif score.not_applicable == score.items:
        sentences.append(texts("report.no_score_applies"))
    else:
        sentences.append(texts("report.no_score"))
    if not contents.checks:
        sentences.append(_counts(contents, score))
        sentences += [
            text
            for text in (contents.findings.sign_bounds(score), contents.findings.sign_line(score))
            if text
        ]
    return sentences


def _counts(contents: Contents, score: SignScore) -> str:
    texts, number = contents.texts, contents.texts.number
    counts = {
        "dont_know": score.dont_know,
        "not_applicable": score.not_applicable,
        "open": score.open,
    }
    answered = texts("report.answered", answered=number(score.answered), items=number(score.items))
    others = [texts(f"report.count_{key}", count=number(n)) for key, n in counts.items() if n]
    return " · ".join([answered.rstrip("."), *others]) + "."


def _body(contents: Contents, sign: Sign, score: SignScore) -> Block:
    """Advice, actions, the next step up and what others report, in the least height."""
    advised, actions = advice(contents, sign, score), next_actions(contents, score)
    step, facts = _next_step(contents, score), fact_notes(contents, sign)
    if not step and not actions:
        return Stack([*advised, *across(contents, facts, 2)])
    left = [*advised, Space(16), *actions] if step else advised
    right = step or actions
    sides = _SIDES if step else _HALVES
    ways: list[Block] = [
        Stack([Columns([Stack(left), Stack(right)], sides, 22), *across(contents, facts, abreast)])
        for abreast in (2, 3)
    ]
    if step and facts:
        beside = Stack(
            [*step, Space(14), Box(Stack(listed(contents, facts)), contents.look.surface)]
        )
        ways += [Columns([Stack(left), beside], sides, 22) for sides in (_SIDES, _EVEN)]
    return min(ways, key=lambda way: way.height(MEASURE))


def _next_step(contents: Contents, score: SignScore) -> list[Block]:
    if score.next_step is None:
        return []
    label = contents.label(contents.texts("scorecard.next_step"))
    advised = score.status in ("present", "emerging")
    steps = [label, Space(2), *steps_up(contents, score.next_step, advised=advised)]
    return [Box(Stack(steps), contents.look.surface)]


def _comment(contents: Contents, sign: Sign) -> list[Block]:
    comment = contents.comment(sign.id)
    if comment is None:
        return []
    text, missing = comment
    return [
        Space(10),
        *contents.heading(contents.texts("report.comment")),
        Paragraph(text, contents.look.body),
        *contents.unprinted(missing),
    ]
