"""The open table: every person's marks, with names, as all of them agreed."""

from collections.abc import Sequence

from assessment.records import Person
from assessment.report.blocks import Block, Bookmark, Columns, Paragraph, Rule, Space, Stack
from assessment.report.room.contents import RoomContents
from assessment.report.room.marks import Axis, Legend, Mark, Scaled

_ROW = (25.0, 75.0)


def people_page(contents: RoomContents) -> tuple[Block, ...]:
    """The blocks of the page; none where nobody is shown by name."""
    people = contents.report.people
    if not people:
        return ()
    texts, look = contents.texts, contents.look
    legend = [(*contents.dress(g), contents.findings.group(g)) for g in contents.groups]
    digits = [(float(value), texts.number(value)) for value in range(0, 101, 20)]
    rows = [_row(contents, sign, people) for sign in _by_spread(contents, people)]
    names = contents.unprintable(person.name for person in people)
    return (
        Bookmark("people", texts("workshop_report.people_page")),
        *contents.head(texts("workshop_report.people_page"), _title(contents, people)),
        Paragraph(texts("workshop_report.people_about"), look.quiet),
        Space(10),
        Legend(legend, look.small),
        Space(8),
        Rule(look.rule),
        Space(8),
        *rows,
        Columns([Space(0), Axis(look, digits)], _ROW, 10),
        *contents.unprinted(names),
    )


def _row(contents: RoomContents, sign: str, people: Sequence[Person]) -> Block:
    look = contents.look
    marks = []
    for person in people:
        score = person.scores.get(sign)
        if score is not None:
            label = f"{contents.one_line(person.name)[:40]} {contents.score(score)}"
            marks.append(Mark(score, label, *contents.dress(person.group)))
    left: list[Block] = [Paragraph(contents.named(sign), look.body, link=sign)]
    silent = [p for p in people if p.scores.get(sign) is None]
    if silent:
        names = contents.findings.listed(contents.one_line(p.name)[:40] for p in silent)
        left.append(Paragraph(contents.texts("workshop_report.without", names=names), look.fine))
    scale = Scaled(look, marks, beside=False)
    return Stack([Columns([Stack(left), scale], _ROW, 10), Space(9)])


def _by_spread(contents: RoomContents, people: Sequence[Person]) -> list[str]:
    """The signs, those on which people differ most first."""
    asked = list(contents.card.asked)
    return sorted(asked, key=lambda sign: (-_spread(people, sign), asked.index(sign)))


def _spread(people: Sequence[Person], sign: str) -> float:
    scores = [score for person in people if (score := person.scores.get(sign)) is not None]
    return max(scores) - min(scores) if scores else -1.0


def _title(contents: RoomContents, people: Sequence[Person]) -> str:
    first = _by_spread(contents, people)[0]
    apart = _spread(people, first)
    if apart <= 0:
        return contents.texts("workshop_report.people_alike")
    return contents.texts(
        "workshop_report.people_title",
        points=contents.texts.number(apart),
        name=contents.named(first),
    )
