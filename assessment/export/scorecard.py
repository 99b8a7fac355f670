"""The scorecard as files that other programs read: JSON and CSV."""

import json
from typing import Any

from assessment.export.tables import Cell, table
from scoring.instrument import Instrument
from scoring.response import Response
from scoring.scorecard import Scorecard, SignScore

COLUMNS = (
    "organisation", "group", "interviewed", "date", "scope", "instrument", "version",
    "row", "sign", "item", "text", "answer", "answer_text", "points", "value", "weight", "share",
    "score", "low", "high", "level", "status", "comment",
)  # fmt: skip


def scorecard_json(
    scorecard: Scorecard, instrument: Instrument, interviewed: str | None = None
) -> str:
    """The scorecard as JSON text; scores are numbers from 0 to 100 or null.

    `interviewed` stands there where the consultant answered in an interview, and with whom.
    """
    made = scorecard_object(scorecard, instrument)
    if interviewed:
        made["interviewed"] = interviewed
    return json.dumps(made, ensure_ascii=False, indent=2)


def scorecard_object(scorecard: Scorecard, instrument: Instrument) -> dict[str, Any]:
    """The scorecard with the name of its level, as what JSON is made of."""
    made = scorecard.model_dump(mode="json")
    level = scorecard.overall.level
    name = None if level is None else instrument.outline.levels[level - 1].name
    made["overall"] = made["overall"] | {"level_name": name}
    return made


def answers_csv(
    scorecard: Scorecard, instrument: Instrument, *, response: Response, with_comments: bool = False
) -> str:
    """Answers and scores as CSV: a row for the whole, for each sign, for each item that was asked.

    What belongs to the run stands in every row, so that the files of several runs can be put
    together.
    """
    run = _run(scorecard, instrument, response)
    rows = _rows(scorecard, instrument, response.comments if with_comments else {})
    return table(COLUMNS, (run | row for row in rows))


def _run(scorecard: Scorecard, instrument: Instrument, response: Response) -> dict[str, Cell]:
    return {
        "organisation": response.organisation,
        "group": response.group,
        "interviewed": response.interviewed,
        "date": response.date.isoformat() if response.date else None,
        "scope": scorecard.scope,
        "instrument": instrument.outline.id,
        "version": instrument.outline.version,
    }


def _rows(
    scorecard: Scorecard, instrument: Instrument, comments: dict[str, str]
) -> list[dict[str, Cell]]:
    overall = scorecard.overall
    rows: list[dict[str, Cell]] = [
        {
            "row": "overall",
            "text": instrument.outline.title,
            "score": overall.score,
            "low": overall.low,
            "high": overall.high,
            "level": overall.level,
        }
    ]
    for sign, line in zip(scorecard.signs, overall.ledger, strict=True):
        rows.append(_sign_row(sign, instrument) | {"weight": line.weight, "share": line.share})
        rows[-1]["comment"] = comments.get(sign.id)
        rows += _item_rows(sign, instrument)
    return rows


def _sign_row(sign: SignScore, instrument: Instrument) -> dict[str, Cell]:
    return {
        "row": "sign",
        "sign": sign.id,
        "text": instrument.by_id[sign.id].name,
        "score": sign.score,
        "low": sign.low,
        "high": sign.high,
        "level": sign.level,
        "status": sign.status,
    }


def _item_rows(sign: SignScore, instrument: Instrument) -> list[dict[str, Cell]]:
    rows: list[dict[str, Cell]] = []
    for line in sign.ledger:
        item = instrument.items[line.item]
        points = line.answer if isinstance(line.answer, int) else None
        rows.append(
            {
                "row": "item",
                "sign": sign.id,
                "item": line.item,
                "text": item.text,
                "answer": "open" if line.answer is None else line.answer,
                "answer_text": item.options[points - 1] if points else None,
                "points": points,
                "value": line.value,
                "weight": line.weight,
                "share": line.share,
            }
        )
    return rows
