"""What changed since an earlier workshop of the same organisation."""

from assessment.report.blocks import Block, Bookmark, Columns, Paragraph, Rule, Space, Stack
from assessment.report.room.contents import RoomContents
from scoring.progress import Change

_ROW = (34.0, 13.0, 13.0, 13.0, 40.0)  # sign, before, after, points, verdict


def progress_page(contents: RoomContents) -> tuple[Block, ...]:
    """The blocks of the page; none where nothing is compared."""
    compared = contents.report.compared
    if compared is None:
        return ()
    texts, look = contents.texts, contents.look
    heads = ("report.col_sign", *(f"workshop_report.{key}" for key in ("was", "is", "moved")))
    head: list[Block] = [Paragraph(texts(heads[0]), look.small_strong)]
    head += [Paragraph(texts(key), look.small_strong, align="right") for key in heads[1:]]
    head.append(Paragraph(texts("workshop_report.verdict"), look.small_strong))
    about = texts(
        "workshop_report.progress_about",
        title=contents.one_line(compared.title),
        date=texts.date(compared.date),
    )
    return (
        Bookmark("progress", texts("workshop_report.progress")),
        *contents.head(texts("workshop_report.progress"), _title(contents, compared.changes)),
        Paragraph(about, look.quiet),
        Space(12),
        Columns(head, _ROW, 10, kept=True),
        Space(4),
        *(_row(contents, change) for change in compared.changes),
        Rule(look.rule),
        Space(12),
        Paragraph(texts("workshop_report.progress_how"), look.small),
    )


def _row(contents: RoomContents, change: Change) -> Block:
    look = contents.look
    told = change.direction != "cannot_tell"
    points = "–" if change.points is None else _signed(contents, change.points)
    figures = [*(_figure(contents, value) for value in (change.before, change.after)), points]
    said: list[Block] = [
        Paragraph(contents.findings.change(change), look.strong if told else look.quiet)
    ]
    if change.needed is not None:
        needed = contents.texts.number(change.needed, 1)
        said.append(Paragraph(contents.texts("workshop_report.needed", points=needed), look.fine))
    cells: list[Block] = [Paragraph(contents.named(change.sign), look.body, link=change.sign)]
    cells += [Paragraph(figure, look.body, align="right") for figure in figures]
    cells.append(Stack(said))
    return Stack([Rule(look.rule), Space(6), Columns(cells, _ROW, 10), Space(6)])


def _figure(contents: RoomContents, value: float | None) -> str:
    return "–" if value is None else contents.texts.number(value, 1)


def _signed(contents: RoomContents, points: float) -> str:
    digits = contents.texts.number(points, 1)
    return f"+{digits}" if points > 0 else digits


def _title(contents: RoomContents, changes: tuple[Change, ...]) -> str:
    texts, all_ = contents.texts, contents.texts.number(len(changes))
    said = []
    for direction in ("improved", "worse"):
        count = sum(change.direction == direction for change in changes)
        if count:
            number = texts.number(count)
            said.append(texts(f"workshop_report.progress_{direction}", count=number, all=all_))
    if said:
        return " ".join(said)
    told = any(change.comparable for change in changes)
    return texts("workshop_report.progress_none" if told else "progress.untold")
