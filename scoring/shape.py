"""What a model finds wrong with a document, in our own sentences and each at its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, Generic, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from scoring.values import Five
from scoring.yaml_events import MAX_PROBLEMS, Document, Path, Problem, shown

Model = TypeVar("Model", bound=BaseModel)

SHORTEST, LONGEST = 4, 100  # letters of a word for which a slip is looked up
MOST_WORDS = 1500

_FIVE = get_args(Five)[0]


@dataclass(frozen=True, slots=True)
class Fitted(Generic[Model]):
    """A document as a value of a model; there is none unless the document is without problems."""

    document: Document
    value: Model | None
    problems: list[Problem]


def fit(model: type[Model], document: Document) -> Fitted[Model]:
    """The document as a value of this model, with the problems of reading and of fitting it."""
    problems = document.problems
    if document.content is None:
        return Fitted(document, None, problems)
    try:
        value = model.model_validate(document.content)
    except ValidationError as error:
        found = _Faults(model, document, error.errors(include_url=False)).problems()
        return Fitted(document, None, [*problems, *islice(found, MAX_PROBLEMS + 1)])
    return Fitted(document, None if problems else value, problems)


def meant(word: str, known: frozenset[str]) -> str:
    """The known word that is one slip away, or nothing.

    A slip is a letter too many, too few, wrong, or swapped with the next.
    """
    if not SHORTEST <= len(word) <= LONGEST:
        return ""
    slips = _slips(known)
    return next((slips[less] for less in _less_one(word) if less in slips), "")


@lru_cache(maxsize=32)
def _slips(known: frozenset[str]) -> dict[str, str]:
    """Each known word by itself and by what is left of it without one of its letters.

    Looking a slip up takes the same time however many words there are, unlike difflib's.
    """
    slips: dict[str, str] = {}
    for word in sorted(known) if len(known) <= MOST_WORDS else ():
        if len(word) <= LONGEST:
            for less in _less_one(word):
                slips.setdefault(less, word)
    return slips


def _less_one(word: str) -> list[str]:
    return [word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]


class _Faults:
    """The errors of one validation, as problems of the document."""

    def __init__(
        self, model: type[BaseModel], document: Document, errors: list[ErrorDetails]
    ) -> None:
        self.model = model
        self.document = document
        self.errors = [(error, self._path(error["loc"])) for error in errors]
        self.guessed: set[Path] = set()  # required keys that were only mistyped

    def problems(self) -> Iterator[Problem]:
        unknown = [pair for pair in self.errors if pair[0]["type"] == "extra_forbidden"]
        for error, path in unknown:
            yield self.document.at_key(path, self._unknown(path, error["loc"]))
        for error, path in self.errors:
            if error["type"] != "extra_forbidden" and not self._told(error, path):
                yield self.document.at(path, self._sentence(error, path))

    def _path(self, loc: Path) -> Path:
        """Where the document has what the model calls `loc`: five options count 1 to 5 there."""
        path: list[str | int] = []
        content: Any = self.document.content
        for step in loc:
            key = str(step + 1) if isinstance(step, int) and isinstance(content, dict) else step
            path.append(key)
            if isinstance(content, dict):
                content = content.get(key)
            elif isinstance(content, list) and isinstance(key, int) and key < len(content):
                content = content[key]
            else:
                content = None
        return tuple(path)

    def _told(self, error: ErrorDetails, path: Path) -> bool:
        if self._about_five(error, path):
            return True  # the rule of the keys 1 to 5 tells it
        if error["type"] == "missing" and isinstance(path[-1], str):
            merged = (*path[:-1], "<<") in self.document.refused
            return merged or path in self.guessed or self.document.doubts(path[:-1])
        return self.document.doubts(path)

    def _about_five(self, error: ErrorDetails, path: Path) -> bool:
        """Whether five options or levels are not a mapping of 1 to 5."""
        loc = error["loc"]
        if isinstance(path[-1], int):
            return self._is_five(loc[:-1])
        return error["type"] in ("value_error", "too_long") and self._is_five(loc)

    def _is_five(self, loc: Path) -> bool:
        if not loc or isinstance(loc[-1], int):
            return False
        return bool(self._holder(loc).model_fields[loc[-1]].annotation == _FIVE)

    def _unknown(self, path: Path, loc: Path) -> str:
        fields = self._holder(loc).model_fields
        typed = str(path[-1])
        if guess := meant(typed, frozenset(fields)):
            self.guessed.add((*path[:-1], guess))
            return f"{shown(typed)} is no key here; did you mean {guess!r}?"
        return f"{shown(typed)} is no key here; the keys are {', '.join(fields)}"

    def _holder(self, loc: Path) -> Any:
        """The model whose field the last step of `loc` is."""
        holder: Any = self.model
        for step in loc[:-1]:
            if isinstance(step, int):
                holder = get_args(holder)[0]
            else:
                holder = holder.model_fields[step].annotation
        return holder

    def _sentence(self, error: ErrorDetails, path: Path) -> str:
        given, limits = error["input"], error.get("ctx", {})
        match error["type"]:
            case "missing" if isinstance(path[-1], int):
                return f"the list ends too soon; add entry {path[-1] + 1}"
            case "missing":
                return f"{path[-1]!r} is missing; add it: {self._description(error['loc'])}"
            case "too_long":
                return (
                    f"the list has {limits['actual_length']} entries; keep {limits['max_length']}"
                )
            case "string_too_short":
                return "the text is empty; write it, or remove the key"
            case "string_too_long":
                return f"the text has {len(given):,} characters; keep {limits['max_length']:,}"
            case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
                return f"{given} is out of range; {_range(limits)}"
            case "literal_error":
                return f"{_given(given)} is not {limits['expected']}; write one of these"
            case kind:
                wanted, remedy = _WANTED.get(kind, _WANTED["other"])
                return f"{_given(given)} is not {wanted}; {remedy}"

    def _description(self, loc: Path) -> str:
        return str(self._holder(loc).model_fields[loc[-1]].description)


_WANTED = {
    "string_type": ("a text", "write it in one line, or in quotes"),
    "string_pattern_mismatch": (
        "an id",
        "use small letters, digits and single underscores, such as new_leads",
    ),
    "int_type": ("a whole number", "write digits only, such as 30"),
    "float_type": ("a number", "write one such as 2 or 0.5"),
    "value_error": ("a number", "write one such as 2 or 0.5"),  # of thousands of digits
    "bool_type": ("true or false", "write one of these"),
    "model_type": ("a mapping", "write 'key: text' lines under it"),
    "tuple_type": ("a list", "begin each entry with '- '"),
    "other": ("what belongs here", "questions/README.md says what does"),
}
_KINDS: dict[type, str] = {dict: "a mapping", list: "a list"}
_LIMITS = {"gt": "above", "ge": "at least", "lt": "below", "le": "at most"}


def _given(value: object) -> str:
    return _KINDS.get(type(value)) or shown(value)


def _range(limits: dict[str, Any]) -> str:
    name, limit = next((name, limits[name]) for name in _LIMITS if name in limits)
    return f"write one {_LIMITS[name]} {limit:g}"
