"""What is wrong with a brand file, in sentences, each at its place."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from scoring.shape import meant
from scoring.yaml_events import MAX_PROBLEMS, Document, Path, Problem, shown


def fitted(model: type[BaseModel], document: Document) -> tuple[Any, list[Problem]]:
    """The document as a value of the model, and its problems; no value where there are any."""
    problems = list(document.problems)
    if document.content is None:
        return None, problems
    try:
        value = model.model_validate(document.content)
    except ValidationError as error:
        details = error.errors(include_url=False)
        found = islice(_told(model, document, details), MAX_PROBLEMS + 1)
        return None, [*problems, *found]
    return (None if problems else value), problems


def _told(
    model: type[BaseModel], document: Document, errors: list[ErrorDetails]
) -> Iterator[Problem]:
    guessed: set[Path] = set()
    for error in errors:
        if error["type"] == "extra_forbidden":
            *holder, key = error["loc"]
            keys = frozenset(_keys(model, tuple(holder)))
            guess = meant(str(key), keys)
            guessed.add((*holder, guess))
            listed = f"the keys are {', '.join(_keys(model, tuple(holder)))}"
            hint = f"did you mean {guess!r}?" if guess else listed
            yield document.at_key(error["loc"], f"{shown(key)} is no key here; {hint}")
    lists: set[Path] = set()
    for error in errors:
        path = tuple(step for step in error["loc"] if step != "[key]")
        if error["type"] == "extra_forbidden" or path in guessed or document.doubts(path):
            continue
        if isinstance(path[-1], int) and error["type"] == "missing":
            path = path[:-1]  # a list that is too short is told once
            if path in lists:
                continue
            lists.add(path)
            yield document.at(path, f"the list is too short; write {_wanted(model, path)}")
        elif error["loc"][-1] == "[key]":
            yield document.at_key(path, f"{shown(path[-1])} is no key here; {_kind(path)}")
        else:
            yield document.at(path, _sentence(model, error, path))


def _sentence(model: type[BaseModel], error: ErrorDetails, path: Path) -> str:
    wanted, limits = _wanted(model, path), error.get("ctx", {})
    match error["type"]:
        case "missing":
            return f"{path[-1]!r} is missing; add it: {wanted}"
        case "string_too_long":
            most = limits["max_length"]
            return f"the text has {len(error['input']):,} characters; keep {most:,}"
        case "too_long":
            return f"the list is too long; write {wanted}"
        case "literal_error":
            return f"{shown(error['input'])} is not {limits['expected']}; write one of these"
    given = error["input"]
    said = "a mapping" if isinstance(given, dict) else "a list" if isinstance(given, list) else ""
    said = said or shown(given)
    return f"{said} does not fit here; write {wanted}"


def _kind(path: Path) -> str:
    if path[0] == "calls" and len(path) == 2:
        return "the keys are 1 to 5"
    return "a text in several languages has their codes as keys, such as en and de"


def _wanted(model: type[BaseModel], path: Path) -> str:
    """What the key at a path is described as."""
    found = _field(model, path)
    return (found and found.description) or "what the README says of it"


def _field(model: type[BaseModel], path: Path) -> FieldInfo | None:
    """The nearest field that a path leads through."""
    holder: type[BaseModel] | None = model
    found: FieldInfo | None = None
    for step in path:
        known: Mapping[str, FieldInfo] = holder.model_fields if holder else {}
        if str(step) in known:
            found = known[str(step)]
            holder = model_in(found.annotation)
    return found


def _keys(model: type[BaseModel], holder: Path) -> list[str]:
    found = _field(model, holder) if holder else None
    inside = model_in(found.annotation) if found else model
    return list((inside or model).model_fields)


def model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation is, or holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := model_in(part))), None)
