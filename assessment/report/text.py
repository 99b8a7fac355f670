"""Text for paper: made safe to print, measured, and broken into lines."""

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import NamedTuple

from assessment.report.faces import MISSING, Face, printable

ELLIPSIS = "…"
LINE_BREAKS = 40  # typed line breaks kept in one text; further ones become spaces
_MARKS = 2  # combining marks kept on one letter
_BRACKETS = re.compile(r"\([^()\n]{1,24}\)")
_BREAK = re.compile(r"\s*[\n\r\v\f\u0085\u2028\u2029]\s*")
# Controls, surrogates, private use, formats (direction, zero width, soft hyphen).
_DROPPED = {"Cc", "Cs", "Co", "Cf"}


@dataclass(frozen=True)
class Style:
    """How a text looks: its face, its size and the height of a line in points, its colour."""

    face: Face
    size: float
    leading: float
    colour: str

    def width(self, text: str) -> float:
        """The width of one line of clean text, in points."""
        return self.face.advance(text) * self.size / 1000

    def able(self, text: str) -> "Style":
        """This style, or the same in a face that has every character of the text."""
        if self.face.covers(text) or self.face.instead is None:
            return self
        return replace(self, face=self.face.instead)

    def sized(self, size: float) -> "Style":
        """The same at another size, its lines as dense."""
        return replace(self, size=size, leading=size * self.leading / self.size)

    def coloured(self, colour: str) -> "Style":
        """The same in another colour."""
        return replace(self, colour=colour)


class Clean(NamedTuple):
    """A text that prints, and how many of its characters could not and stand as a box."""

    text: str
    missing: int


def clean(text: str, limit: int | None = None) -> Clean:
    """The text as it can be printed; characters past the limit are cut, which an ellipsis shows."""
    if text.isascii() and text.isprintable() and "  " not in text:
        kept = text.strip()
        return Clean(kept if limit is None else _cut(kept, limit), 0)
    if limit is not None:
        text = text[: limit * (_MARKS + 2)]  # what is dropped below must not cost time either
    kept = _folded("".join(_kept(unicodedata.normalize("NFC", _without_surrogates(text)))))
    if limit is not None:
        kept = _cut(kept, limit)
    known = printable()
    missing = sum(char not in known and char != "\n" for char in kept)
    if missing:
        kept = "".join(char if char in known or char == "\n" else MISSING for char in kept)
    return Clean(kept, missing)


def break_lines(text: str, style: Style, width: float) -> list[str]:
    """A clean text as lines no wider than `width` points; a word too long for one is broken."""
    limit = width * 1000 / style.size
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _paragraph(paragraph, style.face, limit)
    return lines


def even_lines(text: str, style: Style, width: float) -> list[str]:
    """A clean text on as few lines as `break_lines`, which end as evenly as they can."""
    lines = break_lines(text, style, width)
    narrow, wide = max(map(style.width, text.split()), default=width), width
    while len(lines) > 1 and wide - narrow > style.size / 2:
        middle = (narrow + wide) / 2
        tried = break_lines(text, style, middle)
        if len(tried) > len(lines):
            narrow = middle
        else:
            lines, wide = tried, middle
    return lines


def shorten(text: str, style: Style, width: float) -> str:
    """A clean text on one line no wider than `width` points, with an ellipsis where it is cut."""
    line = text.replace("\n", " ")
    if style.width(line) <= width:
        return line
    room = width - style.width(ELLIPSIS)
    used = 0.0
    for place, char in enumerate(line):
        used += style.width(char)
        if used > room:
            return line[:place].rstrip() + ELLIPSIS
    return line


def _paragraph(text: str, face: Face, limit: float) -> list[str]:
    space = face.advance(" ")
    lines: list[str] = []
    line: list[str] = []
    used = 0.0
    for word in _words(text):
        wide = face.advance(word)
        if line and used + space + wide <= limit:
            line.append(word)
            used += space + wide
            continue
        if line:
            lines.append(" ".join(line))
        *full, last = [word] if wide <= limit else _pieces(word, face, limit)
        lines += full
        line, used = [last], face.advance(last)
    lines.append(" ".join(line))
    return lines


def _words(text: str) -> list[str]:
    """The words of a text; a per cent sign stays with its number, short brackets in one piece."""
    if " %" not in text and "(" not in text:
        return text.split(" ")
    bound = _BRACKETS.sub(lambda found: found[0].replace(" ", "\0"), text.replace(" %", "\0%"))
    return [word.replace("\0", " ") for word in bound.split(" ")]


def _pieces(word: str, face: Face, limit: float) -> list[str]:
    pieces: list[str] = []
    start, used = 0, 0.0
    for place, char in enumerate(word):
        wide = face.advances[char]
        if used + wide > limit and place > start:
            pieces.append(word[start:place])
            start, used = place, 0.0
        used += wide
    pieces.append(word[start:])
    return pieces


def _without_surrogates(text: str) -> str:
    return text.encode("utf-8", "ignore").decode("utf-8")


def _kept(text: str) -> list[str]:
    kept: list[str] = []
    marks = 0
    for char in text:
        if char in "\n\r\v\f\u0085\u2028\u2029\t":
            kept.append(char)
            continue
        category = unicodedata.category(char)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        hidden = category in _DROPPED or "\ufe00" <= char <= "\ufe0f" or marks > _MARKS
        if not hidden:
            kept.append(" " if category == "Zs" and char != "\u00a0" else char)
    return kept


def _folded(text: str) -> str:
    parts = _BREAK.split(text.strip())
    head, tail = parts[:LINE_BREAKS], parts[LINE_BREAKS:]
    lines = [*head[:-1], " ".join([*head[-1:], *tail])]
    return "\n".join(" ".join(line.split()) for line in lines)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + ELLIPSIS
