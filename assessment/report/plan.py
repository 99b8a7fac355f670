"""The plan: at most six actions for 90 days, and what would lift the whole."""

from itertools import chain, groupby, islice
from typing import NamedTuple

from assessment.report.blocks import (
    Block,
    Bookmark,
    Columns,
    Paragraph,
    Rule,
    Space,
    Stack,
    Whole,
    in_columns,
)
from assessment.report.calls import calls
from assessment.report.contents import Contents
from assessment.report.flow import MEASURE, ROOM
from assessment.report.setting import Setting
from scoring.instrument import Action, Instrument
from scoring.room import RoomScorecard
from scoring.scorecard import NextStep, Scorecard, Step

LIMIT = 6
_FIRST = 3
_ABREAST = 3  # entries side by side
_ROW = 5  # blocks: the rule of a row, its text, and the room around both
_SIDES = (24.0, 76.0)  # when, and what
_LISTED = 12  # the most answers to reach that are listed for the overall level
_BY_RANK = (3, 2, 1)  # how many actions the first, second and third priority get to begin with
_BY_RANK_BESIDE_UNKNOWN = (2, 2, 1)


class Planned(NamedTuple):
    """An action of the plan and the sign it is about."""

    sign: str
    action: Action


def plan(scorecard: Scorecard | RoomScorecard, instrument: Instrument) -> tuple[Planned, ...]:
    """At most six actions, the most for the first priority; one place is kept for finding out."""
    unknown = [step for sign in scorecard.find_out for step in _steps(scorecard, instrument, sign)]
    ranked = [_steps(scorecard, instrument, sign) for sign in scorecard.priorities]
    others = [
        _steps(scorecard, instrument, score.id)
        for score in scorecard.signs
        if score.id not in scorecard.priorities
    ]
    shares = _BY_RANK_BESIDE_UNKNOWN if unknown else _BY_RANK
    first = [steps[:share] for steps, share in zip(ranked, shares, strict=False)]
    order = dict.fromkeys(chain(*first, unknown[:1], *ranked, unknown, *others))
    return tuple(sorted(islice(order, LIMIT), key=lambda planned: planned.action.horizon))


def first_steps(
    scorecard: Scorecard | RoomScorecard, instrument: Instrument
) -> tuple[Planned, ...]:
    """At most three to begin with: one for each priority and what is not known, then the plan."""
    signs = chain(scorecard.priorities, scorecard.find_out)
    firsts = [_steps(scorecard, instrument, sign)[:1] for sign in signs]
    order = dict.fromkeys(chain(*firsts, plan(scorecard, instrument)))
    return tuple(islice(order, _FIRST))


def terms(contents: Setting, action: Action, sign: str | None = None, by: bool = True) -> str:
    """Who does it, by when, and how much work it is; and for which sign."""
    texts = contents.texts
    parts = [contents.named(sign)] if sign else []
    parts.append(texts(f"word.owner.{action.owner}"))
    if by:
        parts.append(texts("report.by", days=texts.number(action.horizon)))
    parts.append(texts("report.effort_of", effort=texts(f"word.effort.{action.effort}")))
    return " · ".join(parts)


def keeping(scorecard: Scorecard | RoomScorecard) -> bool:
    """Whether nothing is to be changed or found out: what is done is to be kept."""
    return not scorecard.priorities and not scorecard.find_out


def plan_page(contents: Contents) -> tuple[Block, ...]:
    """The blocks of the page; none where there is nothing to plan with."""
    card = contents.scorecard
    planned = plan(card, contents.instrument)
    asked = calls(contents, card.overall.level)
    if not planned or (card.overall.score is None and not card.priorities):
        return asked
    name = contents.texts("report.plan_keep" if keeping(card) else "report.plan")
    return (
        Bookmark("plan", name),
        *contents.head(name, _title(contents, planned)),
        *_ended(_rows(contents, planned), _next_level(contents), asked),
    )


def _ended(rows: list[Block], level: list[Block], asked: tuple[Block, ...]) -> list[Block]:
    """The rows and what follows; what a reader is asked to do never stands alone on a page."""
    end = Whole([*rows[-_ROW:], *level, *asked])
    if not asked or end.height(MEASURE) > ROOM:
        return [*rows, *level, *asked]
    return [*rows[:-_ROW], end]


def _title(contents: Contents, planned: tuple[Planned, ...]) -> str:
    texts = contents.texts
    if keeping(contents.scorecard):
        return texts("report.plan_keep_title")
    if not contents.scorecard.priorities:
        return texts("report.plan_title", count=texts.number(len(planned)))
    return texts(
        "report.plan_title_first",
        count=texts.number(len(planned)),
        sign=contents.named(contents.scorecard.priorities[0]),
    )


def _steps(
    scorecard: Scorecard | RoomScorecard, instrument: Instrument, sign: str
) -> list[Planned]:
    return [Planned(sign, instrument.actions[action]) for action in scorecard.sign(sign).actions]


def _rows(contents: Contents, planned: tuple[Planned, ...]) -> list[Block]:
    """The actions beside their horizon, a row for each."""
    blocks: list[Block] = []
    for day, steps in groupby(planned, key=lambda step: step.action.horizon):
        title = contents.texts("report.within", days=contents.texts.number(day))
        entries = [_entry(contents, sign, action) for sign, action in steps]
        listed = Stack([part for entry in entries for part in (entry, Space(9))])
        row = Columns([Paragraph(title, contents.look.heading), listed], _SIDES, 12)
        blocks += [Rule(contents.look.rule, 1), Space(8), row, Space(3)]
    return [*blocks, Space(14)]


def _entry(contents: Contents, sign: str, action: Action) -> Block:
    look = contents.look
    return Stack(
        [
            Paragraph(contents.named(sign), look.label, link=sign, kept=True),
            Paragraph(action.text, look.body),
            Space(2),
            Paragraph(terms(contents, action, by=False), look.fine),
            Paragraph(contents.texts("report.done", done=action.done), look.fine),
        ]
    )


def _next_level(contents: Contents) -> list[Block]:
    """The items whose rise by one option lifts the overall level."""
    step = contents.scorecard.overall.next_step
    if step is None:
        return []
    texts = contents.texts
    name = contents.findings.level(step.level)
    heading = contents.heading(texts("scorecard.next_level", level=name))
    advised = bool(contents.scorecard.priorities)
    if len(step.steps) > _LISTED:
        many = texts("report.step_many", count=texts.number(len(step.steps)))
        return [*heading, Paragraph(many, contents.look.small)]
    return [*heading, *steps_up(contents, step, advised=advised, by_sign=True)]


def steps_up(
    contents: Contents, step: NextStep, *, advised: bool, by_sign: bool = False
) -> list[Block]:
    """The shortest way to a next level in words, and the answers to reach."""
    texts, look = contents.texts, contents.look
    if not step.steps:
        return [Paragraph(texts("report.step_none"), look.small)]
    key = "report.step_one" if len(step.steps) == 1 else "report.step_some"
    said = texts(key, count=texts.number(len(step.steps)))
    if advised:
        said = f"{said} {texts('report.step_advice')}"
    about = Paragraph(said, look.small, kept=True)
    entries = [_step_up(contents, entry, by_sign) for entry in step.steps]
    if not by_sign:
        return [about, *(part for entry in entries for part in (Space(6), entry))]
    return [about, *in_columns(entries, _ABREAST)]


def _step_up(contents: Contents, step: Step, by_sign: bool) -> Block:
    """One answer to reach: the question, and the option above today's."""
    texts, look = contents.texts, contents.look
    item = contents.instrument.items[step.item]
    sign = contents.instrument.sign_of[step.item]
    lines: list[Block] = [
        Paragraph(
            item.wording(contents.scorecard.group), look.small.coloured(look.muted), kept=True
        ),
        Paragraph(texts("report.step_to", option=item.options[step.points - 1]), look.small),
    ]
    name = Paragraph(sign.name, look.label, kept=True)
    return Stack([name, *lines] if by_sign else lines)
