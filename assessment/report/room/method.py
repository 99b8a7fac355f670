"""How a workshop's numbers are made, what is not shown and why, and each number opened."""

from assessment.report.blocks import Block, Bookmark, Paragraph, Space, Stack, Table
from assessment.report.method import levels, made_with, points, ruled, weighed
from assessment.report.room.contents import RoomContents
from scoring.room import Mean

_METHOD = ("answers", "means", "overall", "gaps", "large", "mirror", "agreement", "votes")
_METHOD_OF_CHECK = ("answers", "check", "overall", "gaps", "large", "mirror", "agreement", "votes")
_PROTECTED = ("floors", "same", "whole", "once", "comments", "unlinked")
_LIMITS = ("view", "team", "bands", "outcomes")
_NAME = 30.0


def method(contents: RoomContents) -> tuple[Block, ...]:
    """The blocks of the page on the method, confidentiality and limits."""
    texts, values = contents.texts, _values(contents)
    named = _METHOD_OF_CHECK if contents.checks else _METHOD
    mode = contents.report.mode
    return (
        Bookmark("method", texts("report.method")),
        *contents.head(texts("report.method"), texts("workshop_report.method_title")),
        *points(contents, "workshop_report.method", named, values),
        Space(8),
        *contents.heading(texts("workshop_report.shown")),
        *points(contents, f"workshop_report.{mode}", _shown(contents), values),
        Space(8),
        *contents.heading(texts("report.levels")),
        *levels(contents),
        Space(10),
        *contents.heading(texts("report.limits")),
        *points(contents, "workshop_report.limit", _LIMITS, values),
        Space(8),
        Paragraph(made_with(contents, contents.card.instrument), contents.look.fine),
    )


def came_about(contents: RoomContents) -> tuple[Block, ...]:
    """The blocks that open every number: means, people and weights."""
    texts, card, findings = contents.texts, contents.card, contents.findings
    groups = contents.groups
    each = (100.0 - _NAME - 10 - 14) / max(len(groups), 1)
    shares = [_NAME, 10.0, *[each] * len(groups), 14.0]
    aligns = "l" + "r" * (len(shares) - 1)
    heads = [
        texts("report.col_sign"),
        texts("report.col_weight"),
        *(findings.group(group) for group in groups),
        texts("workshop_report.room"),
    ]
    blocks: list[Block] = [contents.cells(heads, shares, aligns, head=True), Space(3)]
    for sign in card.signs:
        cells = [
            contents.named(sign.id),
            weighed(contents, sign.weight),
            *(_mean(contents, contents.findings.mean(group, sign.id)) for group in groups),
            findings.figure(sign),
        ]
        blocks += ruled(contents, contents.cells(cells, shares, aligns))
    total = [
        texts("report.overall"),
        "",
        *(_mean(contents, contents.findings.mean(group)) for group in groups),
        findings.figure(card.overall),
    ]
    blocks += ruled(contents, contents.cells(total, shares, aligns, head=True))
    made = [findings.made_of(), *findings.notes()]
    return (
        Bookmark("ledger", texts("report.ledger")),
        *contents.head(texts("report.ledger"), texts("workshop_report.ledger_title")),
        Paragraph(texts("workshop_report.ledger_about", **_values(contents)), contents.look.quiet),
        Space(12),
        *blocks,
        Space(8),
        Paragraph(" ".join(part for part in made if part), contents.look.small),
        *_gaps(contents),
    )


def _gaps(contents: RoomContents) -> list[Block]:
    """The gaps of all pairs, with their intervals."""
    texts, findings, number = contents.texts, contents.findings, contents.texts.number
    shown = [gap for gap in contents.card.gaps if gap.most is not None]
    if not shown:
        return []
    shares, aligns = [27.0, 25.0, 15.0, 13.0, 29.0], "llrrl"
    heads = [texts(f"workshop_report.{key}") for key in ("between", "gap", "interval", "verdict")]
    head = contents.cells([texts("report.col_sign"), *heads], shares, aligns, head=True)
    rows: list[Block] = []
    before, following = "", [*(gap.sign for gap in shown[1:]), ""]
    for gap, after in zip(shown, following, strict=True):
        interval = "–"
        if gap.low is not None and gap.high is not None:
            low, high = number(gap.low), number(gap.high)
            interval = texts("workshop_report.from_to", before=low, after=high)
        cells = [
            "" if gap.sign == before else contents.named(gap.sign),
            ", ".join(findings.group(group) for group in gap.groups),
            findings.gap_signed(gap),
            interval,
            findings.gap_verdict(gap),
        ]
        row = contents.cells(cells, shares, aligns)
        rows += ruled(contents, row, kept=gap.sign == after)  # a page names the sign of each row
        before = gap.sign
    heading = contents.heading(texts("workshop_report.all_gaps"))
    return [Space(18), *heading, Table(Stack([head, Space(3)]), rows)]


def _mean(contents: RoomContents, mean: Mean) -> str:
    figure = contents.findings.figure(mean)
    if mean.score is None or mean.n is None:
        return figure
    return f"{figure} ({contents.texts.number(mean.n)})"


def _shown(contents: RoomContents) -> tuple[str, ...]:
    if contents.report.mode == "protected":
        return _PROTECTED
    return ("consent", "comments") if contents.report.mode == "open" else ("own",)


def _values(contents: RoomContents) -> dict[str, str]:
    """The numbers and names that the sentences of the method mention."""
    number, floors = contents.texts.number, contents.report.floors
    findings, overall = contents.findings, contents.card.overall
    return {
        "floor": number(floors.score),
        "floor_comments": number(floors.comments),
        "floor_spread": number(floors.distribution),
        "groups": findings.listed(findings.group(group) for group in overall.groups),
        "needed": number(overall.signs_needed),
        "asked": number(len(contents.card.asked)),
    }
