"""The joint plan: what was agreed, who answers for it on either side, and lines to sign."""

from itertools import chain

from assessment.records import PlannedAction
from assessment.report.blocks import Block, Bookmark, Columns, Paragraph, Rule, Space, Stack
from assessment.report.calls import calls
from assessment.report.plan import Planned, plan
from assessment.report.room.contents import RoomContents

_ROW = (6.0, 40.0, 18.0, 18.0, 18.0)  # number, what, both owners, when
_SIGNED = 3


def joint_plan(contents: RoomContents) -> tuple[Block, ...]:
    """The blocks of the page; none where there is nothing to plan with."""
    agreed = contents.report.plan
    offered = () if agreed else plan(contents.card, contents.instrument)
    if not agreed and not offered:
        return calls(contents, contents.card.overall.level)
    texts, look = contents.texts, contents.look
    key = "workshop_report.plan_title" if agreed else "workshop_report.plan_offer"
    if len(agreed) == 1:
        key = "workshop_report.plan_title_one"
    title = texts(key, count=texts.number(len(agreed or offered)))
    about = "workshop_report.plan_about" if agreed else "workshop_report.plan_offer_about"
    heads = ["plan_what", "plan_sales", "plan_marketing", "plan_when"]
    head = [Paragraph(texts(f"workshop_report.{key}"), look.small_strong) for key in heads]
    rows = [_agreed(contents, n, planned) for n, planned in enumerate(agreed, 1)]
    rows += [_offered(contents, n, planned) for n, planned in enumerate(offered, 1)]
    typed = chain.from_iterable((p.text, p.sales, p.marketing, p.done) for p in agreed)
    return (
        Bookmark("plan", texts("workshop_report.plan")),
        *contents.head(texts("workshop_report.plan"), title),
        Paragraph(texts(about), look.quiet),
        Space(12),
        Columns([Space(0), *head], _ROW, 10, kept=True),
        Space(4),
        *rows,
        Rule(look.rule),
        *contents.unprinted(contents.unprintable(typed)),
        Space(26),
        _signatures(contents),
        *calls(contents, contents.card.overall.level),
    )


def _agreed(contents: RoomContents, number: int, planned: PlannedAction) -> Block:
    texts = contents.texts
    what: list[Block] = [_sign(contents, planned.sign)]
    what.append(Paragraph(contents.typed(planned.text), contents.look.body))
    if planned.done:
        done = texts("report.done", done=contents.typed(planned.done))
        what += [Space(2), Paragraph(done, contents.look.fine)]
    due = texts.date(planned.due) if planned.due else ""
    return _row(contents, number, what, (planned.sales, planned.marketing), due)


def _offered(contents: RoomContents, number: int, planned: Planned) -> Block:
    texts, action = contents.texts, planned.action
    what: list[Block] = [
        _sign(contents, planned.sign),
        Paragraph(action.text, contents.look.body),
        Space(2),
        Paragraph(texts("report.done", done=action.done), contents.look.fine),
    ]
    within = texts("report.within", days=texts.number(action.horizon))
    return _row(contents, number, what, ("", ""), within)


def _sign(contents: RoomContents, sign: str) -> Block:
    return Paragraph(contents.named(sign), contents.look.label, link=sign, kept=True)


def _row(
    contents: RoomContents, number: int, what: list[Block], owners: tuple[str, str], due: str
) -> Block:
    look = contents.look
    cells: list[Block] = [Paragraph(contents.texts.number(number), look.label), Stack(what)]
    cells += [_filled(contents, contents.one_line(text)) for text in (*owners, due)]
    return Stack([Rule(look.rule), Space(7), Columns(cells, _ROW, 10), Space(8)])


def _filled(contents: RoomContents, text: str) -> Block:
    """What stands in a cell, or a line to write on."""
    if text:
        return Paragraph(text, contents.look.small)
    return Stack([Space(16), Rule(contents.look.theme.light.line)])


def _signatures(contents: RoomContents) -> Block:
    """A line for either side and for the day."""
    look, texts = contents.look, contents.texts
    cells = []
    for key in ("sign_sales", "sign_marketing", "sign_date"):
        name = Paragraph(texts(f"workshop_report.{key}"), look.fine)
        cells.append(Stack([Space(24), Rule(look.ink, 0.8), Space(4), name]))
    return Columns(cells, [1.0] * _SIGNED, 24)
