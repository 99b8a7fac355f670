"""The answer sheet on paper: what one ticks with a pen, and what is typed in from it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from assessment.brand import Brand
from assessment.report.blocks import (
    Block,
    Columns,
    Hanging,
    Paragraph,
    Rule,
    Space,
    Stack,
    in_columns,
)
from assessment.report.book import Frame, framed
from assessment.report.columns import COLUMN, GUTTER, Spot, two_columns
from assessment.report.flow import MEASURE
from assessment.report.look import Look, look
from assessment.report.paper import Paper
from assessment.report.setting import Setting
from assessment.report.text import Clean, Style, clean
from assessment.texts import PSEUDO, Texts
from scoring.instrument import Floors, Instrument, Item
from scoring.response import NAME_LIMIT, Answer
from scoring.values import POINTS

# The digit printed beside each box is the key that types the answer in.
KEYS: dict[Answer, str] = {
    **{points: str(points) for points in POINTS},
    "dont_know": "0",
    "not_applicable": "9",
}

_SIZES = (1.0, 0.97, 0.94)  # the smaller ones only where they save a page
_BOX = 9.5
_INDENT = 25.0  # of what stands behind a box
_NUMBER = 17.0  # of what stands under the number of a question
_BESIDE = (45.0, 55.0)  # the two answers that score nothing, side by side
_GUESS = (32.0, 68.0)  # whom one guesses, and the boxes
_ABREAST = 3  # groups side by side
_GROUP_LINES = 2


class Line(NamedTuple):
    """What is typed in with one key: an item's answer or, of a group, what one guesses of it."""

    number: int  # as printed, from 1
    item: str
    about: str | None = None  # the group that is guessed; its own people leave the line out


def render_answer_sheet(
    instrument: Instrument,
    texts: Texts,
    brand: Brand,
    *,
    items: Sequence[str],
    title: str,
    organisation: str | None,
    groups: Sequence[str],
    code: str | None,
    mirror: bool,
    floors: Floors | None = None,
    costs_most: bool = False,
) -> bytes:
    """The sheet as a PDF for everyone in the room; the same input gives the same bytes.

    The items are numbered in the order given. With `costs_most` the closing question ends it.
    """
    asked = lines(instrument, items, groups, mirror)
    sheet = _Sheet(
        instrument, texts, look(brand), organisation, None, clean(title, NAME_LIMIT), code
    )
    guessed = any(line.about for line in asked)
    head = sheet.top(groups, guessed, floors or instrument.outline.floors)

    def pages(size: float) -> list[list[Spot]]:
        sized = replace(sheet, look=sheet.look.smaller(size))
        closing = [sized.costs_most(items)] if costs_most else []
        return two_columns(head, [*sized.entries(asked), *closing])

    return sheet.drawn(min(map(pages, _SIZES), key=len))


def lines(
    instrument: Instrument, items: Iterable[str], groups: Sequence[str], mirror: bool
) -> tuple[Line, ...]:
    """Everything to type in from a sheet, in its order: each answer, then the guesses about it."""
    sides = [g for g in instrument.outline.overall_groups if g in groups and set(groups) - {g}]
    found: list[Line] = []
    for number, item in enumerate(items, 1):
        found.append(Line(number, item))
        if mirror and instrument.items[item].key:
            found += [Line(number, item, about) for about in sides]
    return tuple(found)


class _Tick(Block):
    """A box to tick behind its key."""

    def __init__(self, key: str, look: Look) -> None:
        self._key = Paragraph(key, look.small)
        self._beside = max(9.0, look.small.width(key) + 3)
        self._look = look

    def height(self, width: float) -> float:
        return self._key.height(width)

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        self._key.draw(paper, x, y, width)
        top = y + (self._look.small.leading - _BOX) / 2
        paper.frame(x + self._beside, top, _BOX, _BOX, self._look.ink)


@dataclass(frozen=True)
class _Sheet(Setting):
    """What one sheet is set with, and the blocks made of it."""

    title: Clean
    code: str | None

    @cached_property
    def _names(self) -> dict[str, str]:
        return {group.id: group.name for group in self.instrument.outline.groups}

    def top(self, groups: Sequence[str], guessed: bool, floors: Floors) -> Block:
        """What the sheet is, the group to tick, how to fill it in, and who sees it."""
        look, texts = self.look, self.texts
        whose, missing = self.company() or ("", 0)
        below = [Paragraph(whose, look.lead).shortened(MEASURE, 2 * look.lead.leading)]
        return Stack(
            [
                Paragraph(texts("paper.name"), _inked(look.eyebrow, look), kept=True),
                Space(3),
                Paragraph(self.title.text, look.title).shortened(MEASURE, 2 * look.title.leading),
                *(below if whose else []),
                *self.unprinted(self.title.missing + missing),
                Space(10),
                Rule(look.ink, 0.9),
                Space(8),
                Paragraph(texts("paper.group"), look.strong, kept=True),
                *in_columns([self._group(*pair) for pair in enumerate(groups, 1)], _ABREAST),
                Space(10),
                Columns([self._how(guessed), self._who(floors)], (1.0, 1.0), GUTTER),
                Space(10),
                Rule(look.ink, 0.9),
            ]
        )

    def entries(self, asked: Iterable[Line]) -> Iterator[Block]:
        """The questions one by one, the first of each sign below the sign's name."""
        sign = None
        for item_id, same in groupby(asked, key=lambda line: line.item):
            first, *guesses = same
            item = self.instrument.items[item_id]
            before, sign = sign, self.instrument.sign_of[item_id]
            heading = [] if sign is before else self._sign(sign.id)
            yield Stack([*heading, self._question(first.number, item, guesses)])

    def costs_most(self, items: Iterable[str]) -> Block:
        """The closing question, with a box for each sign that is asked about."""
        look, outline = self.look, self.instrument.outline
        asked = dict.fromkeys(self.instrument.sign_of[item].id for item in items)
        limit = self.texts("paper.costs_limit", limit=self.texts.number(outline.costs_most_limit))
        boxes = [
            block
            for number, sign in enumerate(asked, 1)
            for block in self._row(str(number), self.named(sign))
        ]
        question = Paragraph(outline.costs_most, look.small_strong, kept=True)
        return Stack(
            [Rule(look.ink), Space(8), question, Paragraph(limit, look.small), Space(3), *boxes]
        )

    def drawn(self, pages: list[list[Spot]]) -> bytes:
        """The pages as a PDF."""
        texts = self.texts
        title = texts("paper.named", title=self.title.text.replace("\n", " "))
        code = texts("paper.code", code=clean(self.code, NAME_LIMIT).text) if self.code else ""
        language = "en" if texts.language == PSEUDO else texts.language
        paper = Paper(title, texts("app.name"), language, None, self.look.faces)
        for number, spots in enumerate(pages, 1):
            paper.turn()
            framed(paper, self, Frame(title, code), number, len(pages))
            for block, x, y, width in spots:
                block.draw(paper, x, y, width)
        return paper.to_bytes()

    def _group(self, number: int, group: str) -> Block:
        style = self.look.body
        own = (MEASURE - 12 * (_ABREAST - 1)) / _ABREAST - _INDENT
        name = Paragraph(self._names[group], style).shortened(own, _GROUP_LINES * style.leading)
        return Hanging(_Tick(str(number), self.look), name, _INDENT)

    def _how(self, guessed: bool) -> Block:
        texts = self.texts
        keys = {name: KEYS[name] for name in ("dont_know", "not_applicable")}
        said = [texts("paper.how_tick", **keys), texts("paper.how_correct")]
        said += [texts("paper.how_guess")] if guessed else []
        return self._note("paper.how", said)

    def _who(self, floors: Floors) -> Block:
        texts = self.texts
        counts = {name: texts.number(n) for name, n in floors if name != "comments"}
        said = [texts("paper.confidential"), texts("paper.floors", **counts)]
        return self._note("paper.who", said)

    def _note(self, name: str, said: list[str]) -> Block:
        heading = Paragraph(self.texts(name), self.look.small_strong, kept=True)
        return Stack([heading, Paragraph(" ".join(said), self.look.small)])

    def _sign(self, sign: str) -> list[Block]:
        look = self.look
        name = Paragraph(self.named(sign), look.heading, kept=True)
        return [name, Space(3), Rule(look.ink), Space(8)]

    def _question(self, number: int, item: Item, guesses: Sequence[Line]) -> Block:
        look = self.look
        stem = Paragraph(item.text, look.small_strong, kept=True)
        options = zip(POINTS, item.options, strict=True)
        ladder = [block for points, text in options for block in self._row(KEYS[points], text)]
        nothing = [
            self._choice(KEYS[answer], self.texts(f"word.{answer}"))
            for answer in ("dont_know", "not_applicable")
        ]
        body = [stem, Space(1), *ladder, Space(4), Columns(nothing, _BESIDE, 4)]
        marker = Paragraph(self.texts.number(number), look.small_strong)
        return Hanging(marker, Stack([*body, *self._guesses(guesses)]), _NUMBER)

    def _row(self, key: str, text: str) -> list[Block]:
        return [Space(2), self._choice(key, text)]

    def _choice(self, key: str, text: str) -> Block:
        return Hanging(_Tick(key, self.look), Paragraph(text, self.look.small), _INDENT)

    def _guesses(self, guesses: Sequence[Line]) -> list[Block]:
        """What others will choose: a row of boxes for each group that is guessed."""
        if not guesses:
            return []
        look = self.look
        rows = [
            block
            for line in guesses
            if line.about
            for block in (Space(4), self._guess(self._names[line.about]))
        ]
        return [Space(5), Paragraph(self.texts("paper.guess"), look.small, kept=True), *rows]

    def _guess(self, group: str) -> Block:
        look = self.look
        boxes = [_Tick(KEYS[points], look) for points in POINTS]
        row = Columns(boxes, [1.0] * len(boxes), 0)
        own = (COLUMN - _NUMBER) * _GUESS[0] / sum(_GUESS)
        name = Paragraph(group, look.small_strong).shortened(own, 2 * look.small_strong.leading)
        return Columns([name, row], _GUESS, 0)


def _inked(style: Style, look: Look) -> Style:
    return style.coloured(look.ink)
