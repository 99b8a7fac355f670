"""What was done: beside each sign the actions of the earlier run, and those of the later one."""

from collections.abc import Iterable

from assessment.progress_report import Action
from assessment.report.blocks import (
    Block,
    Bookmark,
    Columns,
    Hanging,
    Paragraph,
    Rule,
    Space,
    Stack,
)
from assessment.report.progress.contents import ProgressContents
from assessment.report.text import clean
from scoring.instrument import Sign
from scoring.progress import Change

_SIDES = (34.0, 66.0)  # the sign and its verdict, and what was done about it
_STATUS = (74.0, 26.0)


def done_page(contents: ProgressContents) -> tuple[Block, ...]:
    """The blocks of the page; none where nothing was agreed or advised."""
    progress, texts = contents.progress, contents.texts
    if not progress.actions:
        return ()
    count = sum(action.status == "done" for action in progress.actions)
    values = {"done": texts.number(count), "all": texts.number(len(progress.actions))}
    return (
        Bookmark("done", texts("progress.done")),
        *contents.head(texts("progress.done"), texts("progress.done_title", **values)),
        Paragraph(texts("progress.done_about"), contents.look.quiet),
        Space(12),
        *(_beside(contents, sign, change) for sign, change in contents.signs),
        Rule(contents.look.rule),
        *contents.unprinted(_unprinted(progress.actions)),
    )


def ahead_page(contents: ProgressContents) -> tuple[Block, ...]:
    """The blocks of the page with what comes next; none where nothing is open."""
    progress, texts = contents.progress, contents.texts
    still = [a for a in progress.ahead if a.status in ("open", "under_way")]
    if not still:
        return ()
    known = contents.instrument.by_id
    rows = [_action(contents, action, named=action.sign in known) for action in still]
    again = []
    if progress.next_run:
        day = texts("progress.next_run", date=texts.date(progress.next_run))
        again = [Space(10), Paragraph(day, contents.look.strong)]
    return (
        Bookmark("ahead", texts("progress.ahead")),
        *contents.head(texts("progress.ahead"), texts("progress.ahead_title")),
        *(part for row in rows for part in (Rule(contents.look.rule), Space(7), row, Space(8))),
        Rule(contents.look.rule),
        *contents.unprinted(_unprinted(still)),
        *again,
    )


def _beside(contents: ProgressContents, sign: Sign, change: Change) -> Block:
    """A sign with what can be said of it, and what was done about it."""
    look, findings = contents.look, contents.findings
    values = {"points": findings.points(change), "verdict": findings.verdict(change)}
    left = Stack(
        [
            Paragraph(sign.name, look.strong),
            Paragraph(contents.texts("progress.moved", **values), look.quiet),
        ]
    )
    done = contents.progress.done_about(sign.id)
    rows: list[Block] = [part for a in done for part in (_action(contents, a), Space(6))]
    nothing = Paragraph(contents.texts("progress.nothing_agreed"), look.quiet)
    right = Stack(rows or [nothing, Space(6)])
    return Stack([Rule(look.rule), Space(7), Columns([left, right], _SIDES, 16), Space(3)])


def _action(contents: ProgressContents, action: Action, *, named: bool = False) -> Block:
    look, findings = contents.look, contents.findings
    what: list[Block] = [Paragraph(contents.named(action.sign), look.label)] if named else []
    what.append(Paragraph(contents.typed(action.text), look.body))
    if about := findings.about(action):
        what.append(Paragraph(contents.typed(about), look.fine))
    if action.said:
        said = contents.texts("progress.said", said=contents.typed(action.said))
        what.append(Paragraph(said, look.small))
    done = action.status == "done"
    status = Paragraph(findings.status(action), look.small_strong if done else look.small)
    mark = Paragraph("–", look.label)
    return Columns([Hanging(mark, Stack(what), 12), status], _STATUS, 10)


def _unprinted(actions: Iterable[Action]) -> int:
    typed = (text for a in actions for text in (a.text, a.said, *a.owners))
    return sum(clean(text).missing for text in typed)
