"""How the scores are made and where they end; and every answer behind them."""

from collections.abc import Iterable, Sequence

from assessment.report.blocks import Block, Bookmark, Hanging, Paragraph, Rule, Space, Stack
from assessment.report.contents import Contents
from assessment.report.setting import Setting
from scoring.instrument import Instrument
from scoring.scorecard import ItemLine, SignScore, Source

_METHOD = ("answers", "signs", "unknown", "overall", "cap", "line", "priorities", "step")
_METHOD_OF_CHECK = ("answers", "check", "unknown", "line", "priorities")
_LIMITS = ("view", "bands", "outcomes", "facts")
_LEVELS = (18.0, 18.0, 64.0)  # name, from, meaning
_OVERALL = (52.0, 16.0, 16.0, 16.0)  # sign, score, weight, adds
_ITEMS = (42.0, 30.0, 9.0, 9.0, 10.0)  # question, answer, points, weight, adds
_SIDE = "lrrr"
_HASH = 12  # digits of a hash that tell one instrument from another


def method(contents: Contents) -> tuple[Block, ...]:
    """The blocks of the page on the method and its limits."""
    texts = contents.texts
    named = _METHOD_OF_CHECK if contents.checks else _METHOD
    return (
        Bookmark("method", texts("report.method")),
        *contents.head(texts("report.method"), texts("report.method_title")),
        *points(contents, "report.method", named, _values(contents)),
        Space(10),
        *contents.heading(texts("report.levels")),
        *levels(contents),
        Space(14),
        *contents.heading(texts("report.limits")),
        *points(contents, "report.limit", _LIMITS, _values(contents)),
        Space(10),
        Paragraph(made_with(contents, contents.scorecard.instrument), contents.look.fine),
    )


def ledger(contents: Contents) -> tuple[tuple[Block, ...], ...]:
    """The blocks of the appendix in parts: every score down to the answers."""
    texts = contents.texts
    head = (
        Bookmark("ledger", texts("report.ledger")),
        *contents.head(texts("report.ledger"), texts("report.ledger_title")),
        Paragraph(texts("report.ledger_about"), contents.look.quiet),
        Space(14),
    )
    if contents.checks:
        return (
            (
                *head,
                *_items(contents, _check_lines(contents)),
                *_total(contents, contents.scorecard.overall.score),
            ),
        )
    signs = contents.scorecard.signs
    return ((*head, *_overall(contents)), *(tuple(_sign(contents, score)) for score in signs))


def points(
    contents: Setting, prefix: str, names: Sequence[str], values: dict[str, str]
) -> list[Block]:
    """Sentences of small print behind dashes, each under its name after the prefix."""
    blocks: list[Block] = []
    for name in names:
        text = Paragraph(contents.texts(f"{prefix}_{name}", **values), contents.look.small)
        blocks += [Hanging(Paragraph("–", contents.look.label), text, 12), Space(4)]
    return blocks


def _values(contents: Contents) -> dict[str, str]:
    """The numbers that the sentences of the method mention."""
    outline, number = contents.instrument.outline, contents.texts.number
    return {
        "emerging": number(outline.statuses.emerging),
        "absent": number(outline.statuses.absent),
        "needed": number(contents.scorecard.overall.signs_needed),
        "all": number(len(contents.instrument.signs)),
    }


def levels(contents: Setting) -> list[Block]:
    """The five levels: name, lowest score, meaning."""
    blocks: list[Block] = []
    number = contents.texts.number
    for cut, level in zip(contents.cuts, contents.instrument.outline.levels, strict=True):
        start = contents.texts("report.from", score=number(cut))
        row = contents.cells([level.name, start, level.meaning], list(_LEVELS), "lll")
        blocks += [Rule(contents.look.rule), Space(3), row, Space(3)]
    return blocks


def made_with(contents: Setting, source: Source) -> str:
    """The instrument, its version and hash, and how much of it could not be printed."""
    unprintable = _unprintable(contents.instrument)
    text = contents.texts(
        "report.made_with",
        title=contents.instrument.outline.title,
        version=source.version,
        hash=source.sha256[:_HASH],
    )
    if not unprintable:
        return text
    key = "report.unprinted_one" if unprintable == 1 else "report.unprinted"
    return f"{text} {contents.texts(key, count=contents.texts.number(unprintable))}"


def _overall(contents: Contents) -> list[Block]:
    """What each sign adds to the overall score."""
    texts, overall = contents.texts, contents.scorecard.overall
    if overall.score is None or contents.checks:
        return []
    heads = [texts(f"report.col_{name}") for name in ("sign", "score", "weight", "adds")]
    rows = [contents.cells(heads, list(_OVERALL), _SIDE, head=True), Space(3)]
    for line in overall.ledger:
        value = "–" if line.value is None else texts.number(line.value, 1)
        adds = "–" if line.share is None else texts.number(line.share, 2)
        name = contents.named(line.sign)
        cells = [name, value, weighed(contents, line.weight), adds]
        rows += ruled(contents, contents.cells(cells, list(_OVERALL), _SIDE))
    total = [texts("report.total"), "", "", texts.number(overall.score, 1)]
    rows += ruled(contents, contents.cells(total, list(_OVERALL), _SIDE, head=True))
    return [*contents.heading(texts("report.overall")), *rows]


def _sign(contents: Contents, score: SignScore) -> list[Block]:
    """What each item adds to a sign's score."""
    rows = [*contents.heading(contents.named(score.id)), *_items(contents, score.ledger)]
    return [*rows, *_total(contents, score.score)]


def _check_lines(contents: Contents) -> list[ItemLine]:
    """The key items, each with what its sign adds to the overall score."""
    adds = {line.sign: line for line in contents.scorecard.overall.ledger}
    return [
        line.model_copy(update={"weight": adds[score.id].weight, "share": adds[score.id].share})
        for score in contents.scorecard.signs
        for line in score.ledger
    ]


def _total(contents: Contents, score: float | None) -> list[Block]:
    if score is None:
        return []
    total = [contents.texts("report.total"), "", "", "", contents.texts.number(score, 1)]
    return ruled(contents, contents.cells(total, list(_ITEMS), "llrrr", head=True))


def _items(contents: Contents, lines: Iterable[ItemLine]) -> list[Block]:
    names = ("item", "answer", "points", "weight", "adds")
    heads = [contents.texts(f"report.col_{name}") for name in names]
    rows = [contents.cells(heads, list(_ITEMS), "llrrr", head=True), Space(3)]
    return [*rows, *(row for line in lines for row in ruled(contents, _item(contents, line)))]


def _item(contents: Contents, line: ItemLine) -> Block:
    texts = contents.texts
    item = contents.instrument.items[line.item]
    if isinstance(line.answer, int):
        answer, points = item.options[line.answer - 1], texts.number(line.answer)
    else:
        answer, points = texts(f"word.{line.answer}" if line.answer else "report.open"), "–"
    adds = "–" if line.share is None else texts.number(line.share, 2)
    question = item.wording(contents.scorecard.group)
    cells = [question, answer, points, weighed(contents, line.weight), adds]
    return contents.cells(cells, list(_ITEMS), "llrrr")


def ruled(contents: Setting, row: Block, *, kept: bool = False) -> list[Block]:
    """A row of a table below its line; one that is kept stays with the next."""
    return [Stack([Rule(contents.look.rule), Space(3), row, Space(3)], kept=kept)]


def weighed(contents: Setting, weight: float) -> str:
    """A weight with as many digits as it needs."""
    return contents.texts.number(weight, 0 if weight == int(weight) else 1)


def _unprintable(instrument: Instrument) -> int:
    from assessment.report.text import clean

    return sum(clean(text).missing for text in instrument.texts().values())
