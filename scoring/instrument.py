"""The instrument: seven signs with their items, levels, actions and facts, as frozen values."""

import hashlib
import json
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, ValidationInfo, model_validator

from scoring.values import Five, Flag, Frozen, Id, Score, Text, Weight, Whole

Status = Literal["present", "emerging", "absent", "unknown"]
STATUSES: tuple[Status, ...] = ("present", "emerging", "absent", "unknown")
Owner = Literal["sales", "marketing", "both"]
Effort = Literal["S", "M", "L"]
Verdict = Literal["verified", "secondary", "untraced", "contradicted"]


class Wordings(Frozen):
    """An item's stem from the point of view of one respondent group, where it differs."""

    sales: Text | None = Field(None, description="how the stem reads for Sales")
    marketing: Text | None = Field(None, description="how the stem reads for Marketing")
    leadership: Text | None = Field(None, description="how the stem reads for leadership")


class Item(Frozen):
    """One question of a sign, with five anchored options worth 1 to 5 points."""

    id: Id = Field(description="unique in the instrument; never reused for another question")
    key: Flag = Field(False, description="true for the one item of the sign that the check asks")
    text: Text = Field(description="the neutral wording, at most 18 words")
    wordings: Wordings = Field(Wordings(), description="the stem by respondent group")
    hint: Text = Field(description="what evidence to look for before answering")
    weight: Weight = Field(1, description="its weight in the sign score, above 0 up to 10")
    options: Five = Field(description="the five options, 1 the least mature, 5 the most")

    def wording(self, group: str | None) -> str:
        """The stem for a respondent group, or the neutral one."""
        return getattr(self.wordings, group or "", None) or self.text


class Action(Frozen):
    """Something to do next about a sign."""

    id: Id = Field(description="unique in the instrument")
    text: Text = Field(description="what to do, as an instruction one could start on Monday")
    owner: Annotated[Owner, Field(description="sales, marketing or both")]
    horizon: Annotated[Whole, Field(json_schema_extra={"enum": [30, 60, 90]})] = Field(
        description="by when, in days"
    )
    effort: Annotated[Effort, Field(description="S (days), M (weeks) or L (months)")]
    moves: tuple[Id, ...] = Field(description="ids of the items whose answers it should raise")
    done: Text = Field(description="how one knows that it is done")


class Actions(Frozen):
    """A sign's next actions by its status."""

    present: tuple[Action, ...] = Field(description="three, for a sign that is seen")
    emerging: tuple[Action, ...] = Field(description="three, for a sign that is partly seen")
    absent: tuple[Action, ...] = Field(description="one to keep doing, for a sign that is not seen")
    unknown: tuple[Action, ...] = Field(description="two to find out, for a sign not known")

    def __iter__(self) -> Iterator[Action]:  # type: ignore[override]  # the actions, not pydantic's pairs
        for status in STATUSES:
            yield from getattr(self, status)


class Prompts(Frozen):
    """What a facilitator asks the room about a sign, by what its groups show."""

    gap: tuple[Text, ...] = Field(description="two or three open questions for a wide gap")
    weakness: tuple[Text, ...] = Field(
        description="two or three open questions for a shared weakness"
    )
    strength: tuple[Text, ...] = Field(
        description="two or three open questions for a shared strength"
    )


NO_PROMPTS = Prompts(gap=(), weakness=(), strength=())


class Sign(Frozen):
    """One of the seven dimensions: its symptom, its items, and what to do about it."""

    id: Id = Field(description="unique in the instrument")
    symptom: Text = Field(description="the sign itself, in one sentence")
    name: Text = Field(description="the positive name that stands beside scores")
    short: Text = Field(description="a name for charts, at most 18 characters")
    weight: Weight = Field(1, description="its weight in the overall score, above 0 up to 10")
    solution: Text = Field(description="the recommended solution")
    outcome: Text = Field(description="the projected outcome: what can follow, never what will")
    facts: tuple[Id, ...] = Field((), description="ids of the facts shown with it, from facts.yaml")
    levels: Five = Field(
        description="what each level 1 to 5 of the sign looks like, a sentence each"
    )
    actions: Actions = Field(description="next actions by status")
    items: tuple[Item, ...] = Field(description="its items, one of them the key item")
    # Left out of the JSON where there are none, so that an older instrument keeps its hash.
    prompts: Prompts = Field(
        exclude_if=lambda prompts: prompts == NO_PROMPTS,
        description="the facilitator's questions to the room",
    )

    @model_validator(mode="before")
    @classmethod
    def _older(cls, value: Any, info: ValidationInfo) -> Any:
        """A sign kept as JSON before there were prompts has none; a bank has to write them."""
        kept = info.mode == "json" and isinstance(value, dict)
        return {"prompts": NO_PROMPTS} | value if kept else value

    @cached_property
    def key_item(self) -> Item:
        """The one item that the check asks."""
        return next(item for item in self.items if item.key)


class Fact(Frozen):
    """A statistic's card on the facts ledger."""

    id: Id = Field(description="unique in the instrument")
    claim: Text = Field(description="the statistic, worded as its source's claim")
    source: Text = Field(description="who is said to have measured it")
    year: Whole | None = Field(None, description="the year it was measured or published, if known")
    population: Text = Field(description="whom it was measured on, or that this is not known")
    via: Text = Field(description="where we have it from")
    url: Text | None = Field(None, description="the page we have it from, if there is one")
    verdict: Verdict = Field(
        description="verified (the original was read), secondary (reported, original not seen), "
        "untraced, or contradicted"
    )
    contradicted_by: tuple[Id, ...] = Field((), description="ids of the cards that say otherwise")
    checked: Text = Field(description="the day the card was last checked, YYYY-MM-DD")


class Facts(Frozen):
    """The facts ledger: every statistic that is shown anywhere."""

    show_untraced: Flag = Field(True, description="false hides every untraced figure")
    facts: tuple[Fact, ...] = Field(description="the cards")


class Group(Frozen):
    """A respondent group."""

    id: Id = Field(description="unique among the groups")
    name: Text = Field(description="its name on screens")


class Level(Frozen):
    """One of the five maturity levels of the overall score."""

    name: Text = Field(description="its name, such as Coordinated")
    meaning: Text = Field(description="what it looks like in a company, one sentence")


class Floors(Frozen):
    """The fewest people of whom something may be shown in a protected workshop."""

    score: Annotated[Whole, Field(ge=3, le=20)] = Field(5, description="for a group's score")
    comments: Annotated[Whole, Field(ge=3, le=20)] = Field(5, description="for comments")
    distribution: Annotated[Whole, Field(ge=3, le=20)] = Field(
        10, description="for distributions, consensus, intervals and votes"
    )


class Statuses(Frozen):
    """Where a sign's status changes: below `emerging` it is present."""

    emerging: Score = Field(40, description="lowest score at which a sign is partly seen")
    absent: Score = Field(60, description="lowest score at which a sign is not seen")


class Outline(Frozen):
    """What instrument.yaml says of the instrument as a whole."""

    id: Id = Field(description="the instrument's id")
    version: Text = Field(description="its version: major.minor.patch of the content")
    title: Text = Field(description="its title")
    signs: tuple[Id, ...] = Field(description="ids of the signs, in the order they are asked")
    groups: tuple[Group, ...] = Field(description="the respondent groups on offer")
    overall_groups: tuple[Id, ...] = Field(
        description="the groups whose means make a workshop's overall score, equal in weight"
    )
    levels: tuple[Level, Level, Level, Level, Level] = Field(
        description="the five maturity levels of the overall score, lowest first"
    )
    cut_scores: tuple[Score, Score, Score, Score, Score] = Field(
        description="the lowest score of each level, compared unrounded"
    )
    statuses: Statuses = Field(Statuses(), description="the scores at which a status changes")
    floors: Floors = Field(Floors(), description="the floors of a protected workshop")
    costs_most: Text = Field(description="the closing question")
    costs_most_limit: Annotated[Whole, Field(ge=1, le=3)] = Field(
        2, description="how many signs the closing question lets one choose"
    )


class Translation(Frozen):
    """One language's words by path; a path that is missing falls back to the bank's own."""

    language: str
    words: tuple[tuple[str, str], ...]


class Instrument(Frozen):
    """A complete, versioned set of banks."""

    outline: Outline
    signs: tuple[Sign, ...]
    ledger: Facts
    translations: tuple[Translation, ...] = ()

    @cached_property
    def sha256(self) -> str:
        """The hash of its canonical JSON without translations, in hexadecimal: its identity."""
        # Another language is no other instrument: what was scored before it came is scored alike.
        own = self.model_copy(update={"translations": ()})
        return hashlib.sha256(own.canonical_json().encode()).hexdigest()

    def canonical_json(self) -> str:
        """The instrument as JSON, the same text for the same content; `from_json` reads it."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str | bytes) -> "Instrument":
        """The instrument whose canonical JSON this is; raises pydantic.ValidationError."""
        return cls.model_validate_json(text)

    @cached_property
    def items(self) -> dict[str, Item]:
        """Every item by id, in the order they are asked."""
        return {item.id: item for sign in self.signs for item in sign.items}

    @cached_property
    def key_items(self) -> dict[str, Item]:
        """The key item of each sign by the item's id: what the check asks."""
        return {sign.key_item.id: sign.key_item for sign in self.signs}

    @cached_property
    def sign_of(self) -> dict[str, Sign]:
        """Item id -> the sign it belongs to."""
        return {item.id: sign for sign in self.signs for item in sign.items}

    @cached_property
    def by_id(self) -> dict[str, Sign]:
        """Every sign by id."""
        return {sign.id: sign for sign in self.signs}

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """Every fact card by id."""
        return {fact.id: fact for fact in self.ledger.facts}

    @cached_property
    def actions(self) -> dict[str, Action]:
        """Every action by id."""
        return {action.id: action for sign in self.signs for action in sign.actions}

    def level(self, score: float) -> int:
        """The level 1 to 5 of an unrounded score of 0 to 100; a cut score belongs to its level."""
        return sum(score >= cut for cut in self.outline.cut_scores) or 1

    def status(self, score: float | None) -> Status:
        """The status of a sign with this unrounded score of 0 to 100, or without one."""
        if score is None:
            return "unknown"
        if score < self.outline.statuses.emerging:
            return "present"
        return "emerging" if score < self.outline.statuses.absent else "absent"

    def shown_facts(self, sign: Sign) -> tuple[Fact, ...]:
        """The facts to show with a sign: all of its cards, or only the traced ones."""
        cards = (self.facts[fact] for fact in sign.facts)
        return tuple(c for c in cards if self.ledger.show_untraced or c.verdict != "untraced")

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages it is translated into, beside its own."""
        return tuple(translation.language for translation in self.translations)

    def in_language(self, language: str) -> "Instrument":
        """The same instrument in another language's words; numbers and ids never change."""
        for translation in self.translations:
            if translation.language == language:
                return translated(self, dict(translation.words))
        return self

    def texts(self) -> dict[str, str]:
        """Every text by its stable path, such as `targets_content.option.3`."""
        return {path: text for path, text, _ in _walk(self)}


def _walk(value: Any, path: str = "") -> Iterator[tuple[str, str, tuple[Any, str]]]:
    """Every text of a part of the instrument: its path, the text, and the field it sits in."""
    if isinstance(value, Instrument):
        yield from _walk(value.outline)
        for sign in value.signs:
            yield from _walk(sign, sign.id)
        for fact in value.ledger.facts:
            yield from _fields(fact, fact.id, ("claim", "population", "via"))
    elif isinstance(value, Outline):
        yield from _fields(value, "instrument", ("title", "costs_most"))
        for number, level in enumerate(value.levels, 1):
            yield from _fields(level, f"instrument.level.{number}", ("name", "meaning"))
        for group in value.groups:
            yield from _fields(group, f"instrument.group.{group.id}", ("name",))
    elif isinstance(value, Sign):
        yield from _fields(value, path, ("symptom", "name", "short", "solution", "outcome"))
        yield from _numbered(value, "levels", f"{path}.level")
        for kind in Prompts.model_fields:
            yield from _numbered(value.prompts, kind, f"{path}.prompt.{kind}")
        for action in value.actions:
            yield from _fields(action, f"{path}.action.{action.id}", ("text", "done"))
        for item in value.items:
            yield from _walk(item, item.id)
    elif isinstance(value, Item):
        yield from _fields(value, path, ("text", "hint"))
        yield from _fields(value.wordings, f"{path}.text", ("sales", "marketing", "leadership"))
        yield from _numbered(value, "options", f"{path}.option")


def _fields(
    value: Frozen, path: str, names: tuple[str, ...]
) -> Iterator[tuple[str, str, tuple[Any, str]]]:
    for name in names:
        if (text := getattr(value, name)) is not None:
            yield f"{path}.{name}", text, (value, name)


def _numbered(value: Frozen, field: str, path: str) -> Iterator[tuple[str, str, tuple[Any, str]]]:
    for index, text in enumerate(getattr(value, field)):
        yield f"{path}.{index + 1}", text, (value, f"{field}.{index}")


def translated(instrument: Instrument, words: dict[str, str]) -> Instrument:
    """The instrument with the texts at the given paths replaced, its hash kept."""
    replaced: dict[int, dict[str, str]] = {}
    for path, _, (holder, field) in _walk(instrument):
        if path in words:
            replaced.setdefault(id(holder), {})[field] = words[path]
    rebuilt: Instrument = _rebuilt(instrument, replaced)
    # In other words it is still the same instrument: what was scored with it says so.
    rebuilt.__dict__["sha256"] = instrument.sha256
    return rebuilt


def _rebuilt(value: Any, replaced: dict[int, dict[str, str]]) -> Any:
    if isinstance(value, tuple):
        return tuple(_rebuilt(part, replaced) for part in value)
    if not isinstance(value, BaseModel):
        return value
    changes = {name: _rebuilt(getattr(value, name), replaced) for name in type(value).model_fields}
    for field, text in replaced.get(id(value), {}).items():
        name, _, index = field.partition(".")
        if index:
            texts = list(changes[name])
            texts[int(index)] = text
            changes[name] = tuple(texts)
        else:
            changes[name] = text
    return type(value).model_construct(**changes)
