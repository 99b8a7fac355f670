"""A sheet of answers, or a list of them: the YAML or JSON file that the command line scores."""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assessment.errors import BadSheet
from scoring.instrument import Instrument
from scoring.response import COMMENT_LIMIT, NAME_LIMIT, Response, problems
from scoring.yaml_events import Limits, read, shown

MAX_BYTES = 1_000_000
# A person's own machine may take its time over them: more than a bank has, and a room's sheets.
LIMITS = Limits(values=100_000, entries=1_000, lists=True)
STANDARD_INPUT = "-"

_KEYS = ", ".join(Response.model_fields)
_POINTS = "1, 2, 3, 4, 5, dont_know or not_applicable"
_RIGHT = {
    "scope": "full or check",
    "date": "a date such as 2026-11-23",
    "organisation": f"a name of at most {NAME_LIMIT} characters",
    "group": "the id of a respondent group",
    "interviewed": f"a name of at most {NAME_LIMIT} characters",
    "answers": "a mapping from item ids to answers",
    "costs_most": "a list of sign ids",
    "comments": f"a mapping from sign ids to texts of at most {COMMENT_LIMIT} characters",
}


def read_sheets(path: str, instrument: Instrument) -> Response | tuple[Response, ...]:
    """The response on a sheet, or those of a room on a list of sheets, each with its group.

    `-` stands for standard input. Raises BadSheet with one sentence that names the sheet.
    """
    name = _name(path)
    content = _content(name, _bytes(path))
    if not isinstance(content, list):
        return _response(name, content, instrument)
    if not content:
        raise BadSheet(
            name, "is an empty list; write a sheet with `answers` and its group for each"
        )
    sheets = [
        _response(f"{name}: sheet {number}", entry, instrument)
        for number, entry in enumerate(content, 1)
    ]
    _same_room(name, sheets, instrument)
    return tuple(sheets)


def _name(path: str) -> str:
    return "standard input" if path == STANDARD_INPUT else path


def _response(name: str, content: Any, instrument: Instrument) -> Response:
    if not isinstance(content, dict):
        raise BadSheet(name, f"a sheet is a mapping with `answers`, not {_said(content)}")
    for key in _repeated(content):
        raise BadSheet(name, f"the key {shown(key)} stands there twice; keep one of them")
    try:
        response = Response.model_validate_json(json.dumps(content))
    except ValidationError as error:
        raise BadSheet(name, _first_fault(error)) from None
    if found := problems(instrument, response):
        raise BadSheet(name, found[0])
    return response


def _same_room(name: str, sheets: Sequence[Response], instrument: Instrument) -> None:
    """Every sheet of a list names its group, and all have one scope."""
    groups = ", ".join(group.id for group in instrument.outline.groups)
    for number, sheet in enumerate(sheets, 1):
        where = f"{name}: sheet {number}"
        if sheet.group is None:
            raise BadSheet(where, f"`group` is missing, which a list needs; write one of {groups}")
        if sheet.scope != sheets[0].scope:
            other = f"its scope is {sheet.scope}, that of sheet 1 is {sheets[0].scope}"
            raise BadSheet(where, f"{other}; score them apart")


def _bytes(path: str) -> bytes:
    try:
        if path == STANDARD_INPUT:
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(path).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadSheet(path, f"cannot be read ({error.strerror}); name a file of answers") from None


def _content(name: str, raw: bytes) -> Any:
    if len(raw) > MAX_BYTES:
        raise BadSheet(name, "is over 1 MB; a sheet of answers takes a few kilobytes")
    if not raw.strip():
        raise BadSheet(name, "is empty; write at least `answers:` with item ids and points")
    return _json(name, raw) if raw.lstrip()[:1] in (b"{", b"[") else _yaml(name, raw)


class _Repeated(dict[str, Any]):
    """A mapping of JSON in which a key stands twice."""

    key: str


def _repeated(content: dict[str, Any]) -> Iterator[str]:
    """The keys that stand twice in a sheet or in what it holds."""
    for mapping in (content, *content.values()):
        if isinstance(mapping, _Repeated):
            yield mapping.key


def _json(name: str, raw: bytes) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                found = _Repeated(found)
                found.key = key
            found[key] = value
        return found

    def refuse(number: str) -> None:
        raise BadSheet(name, f"{number} is not an answer; write {_POINTS}")

    try:
        return json.loads(raw, object_pairs_hook=unique, parse_constant=refuse)
    except UnicodeDecodeError:
        raise BadSheet(name, "is not UTF-8 text; save it in the encoding UTF-8") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise BadSheet(name, f"is not JSON: {error.msg} at {where}") from None
    except ValueError:  # Python reads no number of thousands of digits
        raise BadSheet(name, f"a number in it is far too long; write {_POINTS}") from None
    except RecursionError:
        raise BadSheet(name, "is nested too deep; a sheet has two levels") from None


def _yaml(name: str, raw: bytes) -> Any:
    document = read(name, raw, LIMITS)
    if document.problems:
        first = min(document.problems)
        message = f"line {first.line}, column {first.column}: {first.message}"
        raise BadSheet(name, message)
    if document.entries is not None:
        return [_with_points(entry) for entry in document.entries]
    return _with_points(dict(document.content or {}))


def _with_points(sheet: Any) -> Any:
    """A sheet of YAML with its answers as numbers where they are."""
    answers = sheet.get("answers") if isinstance(sheet, dict) else None
    if not isinstance(answers, dict):
        return sheet
    return sheet | {"answers": {item: _points(answer) for item, answer in answers.items()}}


def _points(answer: Any) -> Any:
    """A number as it was typed in YAML, where every value is still text."""
    if isinstance(answer, str) and re.fullmatch(r"-?\d{1,9}", answer):
        return int(answer)
    return answer


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False)[0]
    if not fault["loc"]:
        return "holds half a character, or is nested too deep; a sheet has two levels"
    field, *inside = (str(part) for part in fault["loc"])
    where = ".".join([field, *inside[:1]])
    if fault["type"] == "extra_forbidden":
        return f"the key {shown(field)} is not known; the keys are {_KEYS}"
    if fault["type"] == "missing":
        return f"`{field}` is missing; write {_RIGHT[field]}"
    right = _POINTS if field == "answers" and inside else _RIGHT[field]
    return f"{where}: {_said(fault['input'])} is not right; write {right}"


def _said(value: Any) -> str:
    """A value as it stands in JSON, shortened."""
    return shown(json.dumps(value, ensure_ascii=False, default=str)).strip("'")
