"""Everything that is stored about a person, as they may have it: rows, CSV and JSON."""

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from assessment.export.tables import table
from assessment.records import Assessment, Record
from scoring.instrument import Instrument

COLUMNS = ("kind", "id", "field", "value", "text")
LEFT_OUT = ("sha256", "browser", "secret", "password", "door", "code")  # keys, and what is made of
SELF = ("home", "id")


class Row(NamedTuple):
    """One thing that is stored: in which record, under which name, and what it says in words."""

    kind: str
    id: str
    field: str
    value: str | int | float | None
    text: str = ""


def stored_rows(records: Sequence[Record], instrument: Instrument) -> list[Row]:
    """Everything in the records but what opens something, such as the hash of a link's token."""
    return [row for record in records for row in _rows(record, instrument)]


def stored_csv(records: Sequence[Record], instrument: Instrument) -> str:
    """The same as CSV, which no spreadsheet takes for formulas."""
    return table(COLUMNS, (row._asdict() for row in stored_rows(records, instrument)))


def stored_json(records: Sequence[Record], instrument: Instrument, day: datetime.date) -> str:
    """The same as JSON: the records as they are kept, and the answers in words."""
    answers = [
        {"item": row.field.partition(".")[2], "answer": row.value, "text": row.text}
        for row in stored_rows(records, instrument)
        if row.kind == Assessment.kind and row.field.startswith("answers.")
    ]
    told = {
        "made": day.isoformat(),
        "left_out": list(LEFT_OUT),
        "records": [
            {"kind": record.kind} | _open(record.model_dump(mode="json")) for record in records
        ],
        "answers_in_words": answers,
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _rows(record: Record, instrument: Instrument) -> Iterator[Row]:
    for field, value in _flat(_open(record.model_dump(mode="json"))):
        if field in SELF or value is None:
            continue
        text = _answered(field, value, instrument) if isinstance(record, Assessment) else ""
        yield Row(record.kind, record.id, field, value, text)


def _open(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in LEFT_OUT}


def _flat(fields: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Every value with its place, such as answers.targets_plan; lists by their numbers."""
    for name, value in fields.items():
        place = f"{above}{name}"
        if isinstance(value, Mapping):
            yield from _flat(value, f"{place}.")
        elif isinstance(value, list):
            numbered = {str(number): each for number, each in enumerate(value, 1)}
            yield from _flat(numbered, f"{place}.")
        elif isinstance(value, bool):
            yield place, str(value).lower()
        else:
            yield place, value


def _answered(field: str, value: object, instrument: Instrument) -> str:
    """The question and the option that were chosen, in words."""
    first, _, id = field.partition(".")
    if first == "comments" and id in instrument.by_id:
        return instrument.by_id[id].name
    if first != "answers" or id not in instrument.items:
        return ""
    item = instrument.items[id]
    return f"{item.text} {item.options[value - 1] if isinstance(value, int) else value}"
