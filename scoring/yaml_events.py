"""The safe reader of YAML: mappings, lists and the text that was typed, each with its place.

It builds on PyYAML's events, one at a time and without recursion, because PyYAML's own composer
and constructors die of deep nesting, keep the last of two equal keys and turn `NO` into False.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
)

Path = tuple[str | int, ...]
Place = tuple[int, int]

MAX_DEPTH = 32
MAX_ENTRIES = 200  # of a list
MAX_PROBLEMS = 50  # listed of a file


@dataclass(frozen=True, slots=True)
class Limits:
    """What a document may be."""

    values: int
    entries: int = MAX_ENTRIES  # of the list that is the whole document
    lists: bool = False  # whether a list may be the whole document
    what: str = "bank"  # what such a file is called


@dataclass(frozen=True, slots=True)
class Engine:
    """A parser of PyYAML and what it refuses within 150 ms of CPU: bytes and values of a file."""

    parser: Any
    max_bytes: int
    max_values: int


LIBYAML = Engine(getattr(yaml, "CSafeLoader", None), 256 * 1024, 16_000)
PURE = Engine(yaml.SafeLoader, 64 * 1024, 4_000)
ENGINE = LIBYAML if LIBYAML.parser else PURE


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong at a place of a file, and what to do; line and column count from 1."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it was read. `refused` are the paths whose value has a problem already."""

    file: str
    content: dict[str, Any] | None = None  # None: the file could not be read, or is a list
    entries: list[Any] | None = None  # of a list that is the whole document
    places: dict[Path, Place] = field(default_factory=dict)  # of each value
    keys: dict[Path, Place] = field(default_factory=dict)  # of each key
    refused: set[Path] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    lossy: bool = False  # something was read and thrown away
    values: int = 0  # how many there are, keys among them

    def at(self, path: Path, message: str) -> Problem:
        """A problem with the value at the path, or with the nearest value around it."""
        while path not in self.places and path:
            path = path[:-1]
        return Problem(self.file, *self.places.get(path, (1, 1)), message)

    def at_key(self, path: Path, message: str) -> Problem:
        """A problem with the last key of the path."""
        return Problem(self.file, *self.keys[path], message)

    def doubts(self, path: Path) -> bool:
        """Whether a problem with the value at the path was told already."""
        return any(path[:length] in self.refused for length in range(1, len(path) + 1))


def shown(text: object) -> str:
    """A text in quotes, shortened and without control characters, to stand in a message."""
    words = str(text)
    return repr(words if len(words) <= 60 else f"{words[:57]}...")


def read(file: str, raw: bytes, limits: Limits | None = None) -> Document:
    """The document in the bytes of a file; its problems tell what was refused.

    Without limits of its own it is a bank.
    """
    try:
        text = _unified(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        before = _unified(error.object[: error.start].decode())
        message = "this is not UTF-8 text; save the file in the encoding UTF-8"
        return _unreadable(file, _place(before, len(before)), message)
    for pattern, message in _FORBIDDEN:
        if found := pattern.search(text):
            return _unreadable(file, _place(text, found.end() - 1), message)
    return _Builder(file, text, limits or Limits(ENGINE.max_values)).document()


_TOO_DEEP = f"nested more than {MAX_DEPTH} levels deep; write it flatter"
_CONTROL = "\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_CONTROLS = re.compile(f"[{_CONTROL}]")
_FORBIDDEN = (
    (re.compile("\t"), "tabs are not allowed; use spaces"),
    (_CONTROLS, "control characters are not allowed; remove this one"),
    (re.compile("^%", re.M), "a line may not start with %; quote or indent the text"),
    # libyaml would stop in time; PyYAML's own scanner looks 1,024 brackets ahead, at 158 ms of CPU
    (re.compile(rf"(?:[\[{{][ \n]{{0,4}}){{{MAX_DEPTH}}}[\[{{]"), _TOO_DEEP),
)
_COMMENT = re.compile(" +#")
_NO_VALUE = frozenset(("", "~", "null", "Null", "NULL"))
_UNCLOSED = "the quotes opened here are never closed; close them"
_ESCAPE = "this is no escape of YAML's; use single quotes"
_INDENT = "this does not fit the lines above; check its indentation and its quotes"
_START = "a text may not start with this character; quote the text"
# What PyYAML says of an error (libyaml and the pure parser differ), what we say, and where:
# the place of the error, or where the thing began that has it.
_SYNTAX = (
    ("mapping values are not", "a second ': ' in one text, or a line too far in; quote it", False),
    ("expected ','", "the bracket opened here is not closed; close it, or quote the text", True),
    ("expected ':'", "this line has no key; write 'key: text', or indent it as the text", True),
    ("unknown escape|hexdecimal|escape code", _ESCAPE, False),
    ("of stream|document indicator|separator", _UNCLOSED, True),
    ("any token|alphabetic|chomping|comment or line break|node content|tag", _START, False),
    ("key|block end|'-'|<document start>", _INDENT, False),
)


def _unified(text: str) -> str:
    """The text with every end of a line as Unix has it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _place(text: str, index: int) -> Place:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _unreadable(file: str, place: Place, message: str) -> Document:
    return Document(file, problems=[Problem(file, *place, message)])


class _Fatal(Exception):
    """What ends the reading of a file: one such problem a file, and nothing else of it counts."""

    def __init__(self, place: Place, message: str) -> None:
        super().__init__(message)
        self.place = place
        self.message = message


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being filled. Without a path it is read and thrown away."""

    content: dict[str, Any] | list[Any]
    path: Path | None
    key: str | None = None  # the key whose value comes next
    skip: bool = False  # that value is thrown away


class _Builder:
    def __init__(self, file: str, text: str, limits: Limits) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.limits = limits
        self.values = 0
        self.lossy = False
        self.open: list[_Open] = []
        self.root: Any = None
        self.made = Document(file)

    def document(self) -> Document:
        try:
            self._build()
        except _Fatal as fatal:
            problem = self._problem(fatal.place, fatal.message)
            return Document(self.made.file, problems=[problem], values=self.values)
        made = replace(self.made, lossy=self.lossy, values=self.values)
        if isinstance(self.root, list):
            return replace(made, entries=self.root)
        return replace(made, content=self.root)

    def _build(self) -> None:
        documents = 0
        for event in self._events():
            if isinstance(event, NodeEvent):
                self._node(event)
            elif isinstance(event, MappingEndEvent | SequenceEndEvent):
                self.open.pop()
            elif isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Fatal(_start(event), "a second document starts here; keep one a file")
        if documents == 0:
            empty = f"the file is empty; write the {self.limits.what}, or remove the file"
            raise _Fatal((1, 1), empty)

    def _events(self) -> Iterator[Any]:
        try:
            yield from yaml.parse(self.text, Loader=ENGINE.parser)
        except yaml.MarkedYAMLError as error:
            raise _syntax(error) from None
        except (yaml.YAMLError, ValueError, OverflowError):  # PyYAML's own: "\UFFFFFFFF"
            other = f"this is not YAML; compare it with another {self.limits.what}"
            raise _Fatal((1, 1), other) from None

    def _node(self, event: Any) -> None:
        self.values += 1
        if self.values > self.limits.values:
            raise _Fatal(_start(event), "too many values; divide the file, or take banks out")
        holder = self.open[-1] if self.open else None
        whole = CollectionStartEvent if self.limits.lists else MappingStartEvent
        if holder is None and not isinstance(event, whole):
            mapping = f"a {self.limits.what} is a mapping; write 'key: text' lines"
            raise _Fatal(_start(event), mapping)
        self._decoration(event)
        if holder is not None and isinstance(holder.content, dict) and holder.key is None:
            self._key(holder, event)
        else:
            self._value(holder, event)

    def _decoration(self, event: Any) -> None:
        if isinstance(event, AliasEvent):
            self._tell(_start(event), "aliases (*) are not used; write it out, or quote it")
        elif event.anchor is not None:
            self._tell(_start(event), "anchors (&) are not used; remove it, or quote the text")
        elif event.tag is not None:
            self._tell(_start(event), "tags (!) are not used; remove it, or quote the text")

    def _tell(self, place: Place, message: str) -> None:
        if len(self.made.problems) <= MAX_PROBLEMS:  # one more tells that there are more
            self.made.problems.append(self._problem(place, message))

    def _problem(self, place: Place, message: str) -> Problem:
        if place[0] > len(self.lines):  # libyaml ends a file below its last line
            place = (len(self.lines), len(self.lines[-1]) + 1)
        return Problem(self.made.file, *place, message)

    def _key(self, holder: _Open, event: Any) -> None:
        key = event.value if isinstance(event, ScalarEvent) else ""
        holder.key, holder.skip = key, key in ("", "<<") or key in holder.content
        self.lossy |= holder.skip
        if fault := self._key_fault(holder, key, event):
            self._tell(_start(event), fault)
        if holder.path is not None and not holder.skip:
            self.made.keys[*holder.path, key] = _start(event)
        elif holder.path is not None and key == "<<":
            self.made.refused.add((*holder.path, key))
        if isinstance(event, CollectionStartEvent):
            self._push(event, None)

    def _key_fault(self, holder: _Open, key: str, event: Any) -> str | None:
        if isinstance(event, CollectionStartEvent):
            return "a key must be a text; write 'key: text'"
        if not key:
            alias = isinstance(event, AliasEvent)
            return None if alias else "a key is missing before ':'; write 'key: text'"
        if key == "<<":
            return "merge keys (<<) are not used; write the keys out"
        if key in holder.content:
            line = self.made.keys[*(holder.path or ()), key][0]
            return f"the key {shown(key)} is in line {line} already; keep one"
        return None

    def _value(self, holder: _Open | None, event: Any) -> None:
        path = self._path(holder)
        if holder is not None:
            holder.key = None
        if path is not None:
            self.made.places[path] = _start(event)
        value: Any = None
        if isinstance(event, CollectionStartEvent):
            value = self._push(event, path)
        elif isinstance(event, ScalarEvent):
            value = self._scalar(event, path)
        elif path is not None:
            self.made.refused.add(path)
        if holder is None:
            self.root = value
        elif isinstance(holder.content, list):
            most = self.limits.entries if holder.path == () else MAX_ENTRIES
            if len(holder.content) == most:
                raise _Fatal(_start(event), f"a list of more than {most}; shorten it")
            holder.content.append(value)
        elif path is not None:
            holder.content[str(path[-1])] = value

    def _path(self, holder: _Open | None) -> Path | None:
        if holder is None:
            return ()
        if holder.path is None or holder.skip:
            return None
        if isinstance(holder.content, list):
            return (*holder.path, len(holder.content))
        return (*holder.path, holder.key or "")

    def _push(self, event: Any, path: Path | None) -> dict[str, Any] | list[Any]:
        if len(self.open) == MAX_DEPTH:
            raise _Fatal(_start(event), _TOO_DEEP)
        content: dict[str, Any] | list[Any] = {} if isinstance(event, MappingStartEvent) else []
        self.open.append(_Open(content, path))
        return content

    def _scalar(self, event: Any, path: Path | None) -> str | None:
        message = self._fault(event)
        if message is None:
            return str(event.value)
        place = _start(event)
        if path is not None:
            self.made.refused.add(path)
            if not event.value:  # an empty value begins where the next line does
                place = self.made.keys.get(path, place)
        self._tell(place, message)
        return None

    def _fault(self, event: Any) -> str | None:
        if event.style:  # in quotes, or a block: what was typed is what is meant
            if _CONTROLS.search(event.value):
                return "the text holds a control character; remove its escape"
            return None
        if event.value in _NO_VALUE:
            return "this has no value; write one, or remove the key"
        end = event.end_mark
        if _COMMENT.match(self.lines[end.line], end.column):
            return "a comment cuts this text; quote the text, or give the comment its own line"
        return None


def _start(event: Any) -> Place:
    return _mark(event.start_mark)


def _syntax(error: yaml.MarkedYAMLError) -> _Fatal:
    mark = error.problem_mark
    for pattern, message, at_beginning in _SYNTAX:
        if re.search(pattern, str(error.problem)):
            mark = error.context_mark if at_beginning and error.context_mark else mark
            return _Fatal(_mark(mark), message)
    return _Fatal(_mark(mark), "this is not YAML; compare the line with its neighbours")


def _mark(mark: Any) -> Place:
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
