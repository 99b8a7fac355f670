"""A workshop as JSON and CSV: what was published of it, and nothing else."""

import json
from collections.abc import Iterator
from typing import Any

from assessment.export.tables import Cell, Row, table
from assessment.workshop_report import WorkshopReport
from scoring.instrument import Instrument
from scoring.room import Five, Mean, RoomOverall, RoomScorecard, SignRoom

OPTIONS = tuple(f"option_{points}" for points in range(1, 6))
WORKSHOP_COLUMNS = (
    "title", "organisation", "date", "nature", "mode", "final", "scope", "instrument", "version",
    "row", "sign", "item", "group", "other_group", "person", "text", "n", "score", "edge", "level",
    "status", "points", "at_least", "at_most", "low", "high", "verdict", "large", *OPTIONS,
    "dont_know", "not_applicable", "nearly_all", "expected", "actual", "matched", "agreement",
    "before", "after", "needed", "owner_sales", "owner_marketing", "due", "done",
)  # fmt: skip

Line = dict[str, Cell]


def workshop_json(report: WorkshopReport, instrument: Instrument) -> str:
    """The workshop as JSON text; scores are numbers from 0 to 100, null is not published."""
    return json.dumps(workshop_object(report, instrument), ensure_ascii=False, indent=2)


def workshop_object(report: WorkshopReport, instrument: Instrument) -> dict[str, Any]:
    """The workshop as what JSON is made of, without the ids under which it is kept."""
    made = report.model_dump(mode="json", exclude={"people", "plan"})
    level = report.card.overall.level
    name = None if level is None else instrument.outline.levels[level - 1].name
    card = made.pop("card")
    card["overall"] = card["overall"] | {"level_name": name}
    for comments in ("comments", "dissent"):
        shown = [said for said in getattr(report, comments) if not said.hidden]
        made[comments] = [said.model_dump(include={"sign", "text"}) for said in shown]
    kept = {"home", "id"}
    return {
        **made,
        "people": [person.model_dump(mode="json", exclude={"ballot"}) for person in report.people],
        "plan": [planned.model_dump(mode="json", exclude=kept) for planned in report.plan],
        "scorecard": card,
    }


def workshop_csv(report: WorkshopReport, instrument: Instrument) -> str:
    """The workshop as CSV: a row for every published number, comment and action.

    What belongs to the workshop stands in every row, so that several files can be put together.
    """
    run: Line = {
        "title": report.title,
        "organisation": report.organisation,
        "date": report.day,
        "nature": report.nature,
        "mode": report.mode,
        "final": int(report.final),
        "scope": report.card.scope,
        "instrument": report.card.instrument.id,
        "version": report.card.instrument.version,
    }
    rows = [*_scores(report.card, instrument), *_gaps(report.card, instrument)]
    rows += [*_answers(report.card, instrument), *_talk(report), *_agreed(report)]
    return table(WORKSHOP_COLUMNS, ({**run, **row} for row in rows))


def counted(counts: Five | None) -> Line:
    """The counts of the five options, each in its column."""
    return dict(zip(OPTIONS, counts or (None,) * 5, strict=True))


def _scores(card: RoomScorecard, instrument: Instrument) -> Iterator[Row]:
    overall = card.overall
    yield {
        "row": "overall",
        "level": overall.level,
        "text": instrument.outline.title,
        **_score(overall),
    }
    for sign in card.signs:
        yield {
            "row": "sign",
            "sign": sign.id,
            "text": instrument.by_id[sign.id].name,
            "level": sign.level,
            "status": sign.status,
            **_score(sign),
        }
    for group in card.groups:
        yield {"row": "group", "group": group.id, "n": group.n}
    for mean in card.means:
        where: Line = {"sign": mean.sign, "group": mean.group, "n": mean.n}
        yield {"row": "mean", **where, **_score(mean)}


def _score(found: Mean | SignRoom | RoomOverall) -> Line:
    return {"score": found.score, "edge": found.edge}


def _gaps(card: RoomScorecard, instrument: Instrument) -> Iterator[Row]:
    for gap in card.gaps:
        yield {
            "row": "gap",
            "sign": gap.sign,
            "text": instrument.by_id[gap.sign].name,
            "group": gap.groups[0],
            "other_group": gap.groups[1],
            "points": gap.points,
            "at_least": gap.between and gap.between[0],
            "at_most": gap.between and gap.between[1],
            "low": gap.low,
            "high": gap.high,
            "verdict": gap.verdict,
            "large": int(gap.large),
        }


def _answers(card: RoomScorecard, instrument: Instrument) -> Iterator[Row]:
    agreed = {(line.item, line.group): line.value for line in card.consensus}
    for line in card.distributions:
        yield {
            "row": "distribution",
            "sign": instrument.sign_of[line.item].id,
            "item": line.item,
            "group": line.group,
            "text": instrument.items[line.item].text,
            "n": line.n,
            "dont_know": line.dont_know,
            "not_applicable": line.not_applicable,
            "nearly_all": line.nearly_all,
            "agreement": agreed.get((line.item, line.group)),
            **counted(line.counts),
        }
    for blind in card.blind_spots:
        yield {
            "row": "mirror",
            "sign": instrument.sign_of[blind.item].id,
            "item": blind.item,
            "group": blind.asked,
            "other_group": blind.about,
            "n": blind.n,
            "expected": blind.expected,
            "actual": blind.actual,
            "matched": blind.matched,
            **counted(blind.guesses),
        }


def _talk(report: WorkshopReport) -> Iterator[Row]:
    for shift in report.shifts:
        common: Line = {"item": shift.item, "group": shift.group, "n": shift.n}
        yield {"row": "vote_before", **common, **counted(shift.before)}
        yield {"row": "vote_after", **common, **counted(shift.after)}
    for row, said in (("comment", report.comments), ("dissent", report.dissent)):
        for one in said:
            if not one.hidden:
                yield {"row": row, "sign": one.sign, "text": one.text}
    for person in report.people:
        for sign, score in person.scores.items():
            yield {
                "row": "person",
                "person": person.name,
                "group": person.group,
                "sign": sign,
                "score": score,
            }
    for change in report.compared.changes if report.compared else ():
        yield {
            "row": "change",
            "sign": change.sign,
            "verdict": change.direction,
            "text": change.reason,
            "before": change.before,
            "after": change.after,
            "points": change.points,
            "needed": change.needed,
        }


def _agreed(report: WorkshopReport) -> Iterator[Row]:
    for planned in report.plan:
        yield {
            "row": "action",
            "sign": planned.sign,
            "text": planned.text,
            "owner_sales": planned.sales,
            "owner_marketing": planned.marketing,
            "due": planned.due.isoformat() if planned.due else None,
            "done": planned.done,
        }
