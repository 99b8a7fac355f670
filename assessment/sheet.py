"""A sheet of answers: the YAML or JSON file that the command line scores."""

import json
import re
import sys
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assessment.errors import BadSheet
from scoring.instrument import Instrument
from scoring.response import COMMENT_LIMIT, NAME_LIMIT, Response, problems
from scoring.yaml_events import read, shown

MAX_BYTES = 1_000_000
STANDARD_INPUT = "-"

_KEYS = ", ".join(Response.model_fields)
_POINTS = "1, 2, 3, 4, 5, dont_know or not_applicable"
_RIGHT = {
    "scope": "full or check",
    "date": "a date such as 2026-11-23",
    "organisation": f"a name of at most {NAME_LIMIT} characters",
    "group": "the id of a respondent group",
    "answers": "a mapping from item ids to answers",
    "costs_most": "a list of sign ids",
    "comments": f"a mapping from sign ids to texts of at most {COMMENT_LIMIT} characters",
}


def read_sheet(path: str, instrument: Instrument) -> Response:
    """The response on a sheet, `-` for standard input; raises BadSheet with one sentence."""
    name = "standard input" if path == STANDARD_INPUT else path
    try:
        content = _content(name, _bytes(path))
        if not isinstance(content, dict):
            raise BadSheet(name, f"a sheet is a mapping with `answers`, not {_said(content)}")
        response = Response.model_validate_json(json.dumps(content))
    except ValidationError as error:
        raise BadSheet(name, _first_fault(error)) from None
    if found := problems(instrument, response):
        raise BadSheet(name, found[0])
    return response


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


def _json(name: str, raw: bytes) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                raise BadSheet(name, f"the key {shown(key)} stands there twice; keep one of them")
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
    document = read(name, raw)
    if document.problems:
        first = min(document.problems)
        message = f"line {first.line}, column {first.column}: {first.message}"
        raise BadSheet(name, message)
    content = dict(document.content or {})
    answers = content.get("answers")
    if isinstance(answers, dict):
        content["answers"] = {item: _points(answer) for item, answer in answers.items()}
    return content


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
