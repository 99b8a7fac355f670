"""The dictionary of every key of a bank, and the JSON Schemas that editors complete keys from.

`python -m scoring.dictionary` writes both anew, into questions/.
"""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from scoring.instrument import (
    Action,
    Actions,
    Fact,
    Facts,
    Floors,
    Group,
    Item,
    Level,
    Outline,
    Prompts,
    Sign,
    Statuses,
    Wordings,
)

QUESTIONS = Path(__file__).parent.parent / "questions"
FILES: dict[str, type[BaseModel]] = {"sign": Sign, "instrument": Outline, "facts": Facts}
SECTIONS: tuple[tuple[str, tuple[type[BaseModel], ...]], ...] = (
    ("The bank of a sign", (Sign, Item, Wordings, Actions, Action, Prompts)),
    ("instrument.yaml", (Outline, Group, Level, Statuses, Floors)),
    ("facts.yaml", (Facts, Fact)),
)
_LIMITS = {"gt": "exclusiveMinimum", "ge": "minimum", "lt": "exclusiveMaximum", "le": "maximum"}

OPENING = """\
# The question banks

What a consultant edits; it takes no program, only this page. The page is written by
`python -m scoring.dictionary` from the models that read the banks.

An instrument is a folder. `instrument.yaml` says what holds for all signs, `facts.yaml` is the
ledger of every statistic that is shown anywhere, and every other `.yaml` file is the bank of one
sign. A folder `translations` may hold one file a language, such as `de.yaml`.

After a change, `python -m assessment check` names every mistake as
`file:line:column: what is wrong; what to do`. A running app keeps the last instrument that was
without mistakes.

## How to write it

- The first line of a file names its schema, so that an editor completes and checks the keys.
- Everything is read as the text that was typed: `NO` is not false, `12:30` is not a number.
- Quote a text that holds a colon and a space, or ` #`, and one that begins with any of
  `& * ! | > % @ [ ] { } ' "` or a backtick.
- A comment stands on a line of its own. Behind an unquoted text it is refused: it may be a part of
  the text that was cut off.
- Indent with spaces, never with tabs. Save as UTF-8.
- A file holds at most 256 KiB, a list 200 entries; the folder 64 files, 2 MiB and 16,000 values.
- Anchors (`&`), aliases (`*`), tags (`!`), merge keys (`<<`) and second documents (`---`) are
  refused.
- An id has small letters, digits and single underscores, and begins with a letter. Signs, items,
  actions and facts share one space of ids: each occurs once, and none is `instrument`.
- Another meaning of an item takes another id, since answers are kept under the id.
- With every change, raise `version` in `instrument.yaml`.
"""

CLOSING = """\
## translations/

A flat mapping from the path of a text to its words in that language. What is missing is shown in
the bank's own language. A translation holds words only, never numbers or keys. In the table,
`<sign>`, `<item>`, `<action>`, `<fact>` and `<group>` stand for ids.

| path | what it is |
|---|---|
| `<sign>.symptom`, `.name`, `.short`, `.solution`, `.outcome` | the texts of a sign |
| `<sign>.level.1` to `.level.5` | what each level of the sign looks like |
| `<sign>.prompt.gap.1` to `.3`, also `.weakness`, `.strength` | what a facilitator asks |
| `<sign>.action.<action>.text`, `.done` | an action, and how one knows that it is done |
| `<item>.text`, `.hint` | the neutral wording of an item, and its hint |
| `<item>.text.sales`, `.marketing`, `.leadership` | its wording for a group, if the bank has one |
| `<item>.option.1` to `.option.5` | its options |
| `<fact>.claim`, `.population`, `.via` | a card of the ledger |
| `instrument.title`, `instrument.costs_most` | the title, and the closing question |
| `instrument.level.1.name`, `.meaning` to `instrument.level.5...` | the maturity levels |
| `instrument.group.<group>.name` | a respondent group |
"""


def readme() -> str:
    """The text of questions/README.md."""
    parts = [OPENING]
    for title, models in SECTIONS:
        parts += [f"## {title}\n", *(_table(model) for model in models)]
    return "\n".join([*parts, CLOSING])


def schemas() -> dict[str, str]:
    """The texts of questions/schema/ by file name."""
    return {f"{name}.json": _schema(name, model) for name, model in FILES.items()}


def write(questions: Path = QUESTIONS) -> None:
    """Write the dictionary and the schemas into a folder of questions."""
    (questions / "README.md").write_text(readme(), encoding="utf-8")
    for name, text in schemas().items():
        (questions / "schema" / name).write_text(text, encoding="utf-8")


def _table(model: type[BaseModel]) -> str:
    schema = _clean(model.model_json_schema())
    required = schema.get("required", ())
    rows = [
        f"| `{key}` | {_kind(field)} | {_needed(key in required, field)} | {field['description']} |"
        for key, field in schema["properties"].items()
    ]
    head = [f"### {model.__name__}", "", schema["description"], ""]
    return "\n".join(
        [*head, "| key | what it takes | needed | what it is |", "|---|---|---|---|", *rows, ""]
    )


def _needed(required: bool, field: dict[str, Any]) -> str:
    default = field.get("default")
    if required or default is None or isinstance(default, dict | list):
        return "yes" if required else "no"
    return f"no: {json.dumps(default)}"


def _kind(field: dict[str, Any]) -> str:
    """What a key takes, in words."""
    if "$ref" in field:
        return f"the keys of {field['$ref'].rpartition('/')[2]}"
    if "enum" in field:
        return " or ".join(f"`{value}`" for value in field["enum"])
    if field["type"] == "array":
        fixed = field.get("prefixItems", [])
        count = f" of {len(fixed)}" if fixed else ""
        return f"a list{count}, each {_kind(fixed[0] if fixed else field['items'])}"
    if field["type"] == "string":
        return "an id" if "pattern" in field else "a text"
    names = {"object": "`1` to `5`, a text each", "boolean": "`true` or `false`"}
    return names.get(field["type"]) or _number(field)


def _number(field: dict[str, Any]) -> str:
    words = {
        "exclusiveMinimum": "above",
        "minimum": "from",
        "exclusiveMaximum": "below",
        "maximum": "to",
    }
    limits = [f"{word} {field[limit]}" for limit, word in words.items() if limit in field]
    return " ".join(["a whole number" if field["type"] == "integer" else "a number", *limits])


def _schema(name: str, model: type[BaseModel]) -> str:
    schema = _clean(model.model_json_schema())
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name}
    return json.dumps(head | schema, indent=2, ensure_ascii=False) + "\n"


def _clean(schema: Any) -> Any:
    """The schema as a bank is written: no nulls, no titles of keys, limits by their JSON names."""
    if isinstance(schema, list):
        return [_clean(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if isinstance(schema.get("title"), str):
        schema = {key: value for key, value in schema.items() if key != "title"}
    if "anyOf" in schema:
        given = next(part for part in schema["anyOf"] if part.get("type") != "null")
        schema = given | {key: schema[key] for key in schema if key not in ("anyOf", "default")}
    if isinstance(schema.get("default"), dict):
        schema = {key: value for key, value in schema.items() if key != "default"}
    return {_LIMITS.get(key, key): _clean(value) for key, value in schema.items()}


if __name__ == "__main__":
    write()
