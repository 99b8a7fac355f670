"""The joint plan for other programs: as CSV, and as dates for a calendar."""

import datetime
from typing import TYPE_CHECKING

from assessment.export.tables import table
from assessment.records import PlannedAction
from assessment.texts import Texts
from assessment.workshop_report import WorkshopReport
from scoring.instrument import Instrument

if TYPE_CHECKING:
    from icalendar import Event

PLAN_COLUMNS = (
    "title", "organisation", "date", "nature", "number", "sign", "sign_name", "action",
    "owner_sales", "owner_marketing", "due", "done",
)  # fmt: skip
_DOMAIN = "joint-plan"  # no brand's name: it may change, the ids of the actions must not


def plan_csv(report: WorkshopReport, instrument: Instrument) -> str:
    """The plan as CSV, a row for each action in the order it was agreed."""
    return table(
        PLAN_COLUMNS,
        (
            {
                "title": report.title,
                "organisation": report.organisation,
                "date": report.day,
                "nature": report.nature,
                "number": number,
                "sign": planned.sign,
                "sign_name": instrument.by_id[planned.sign].name,
                "action": planned.text,
                "owner_sales": planned.sales,
                "owner_marketing": planned.marketing,
                "due": planned.due.isoformat() if planned.due else None,
                "done": planned.done,
            }
            for number, planned in enumerate(report.plan, 1)
        ),
    )


def plan_ics(report: WorkshopReport, instrument: Instrument, texts: Texts) -> bytes:
    """The plan as a calendar: a whole day for each action with a date, which blocks nobody's time.

    Events, since Google imports no to-dos. Their ids stay the same, so that importing the file
    again renews them.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//{texts('app.name')}//{_DOMAIN}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for planned in report.plan:
        if planned.due:
            calendar.add_component(_event(report, instrument, texts, planned, planned.due))
    text: bytes = calendar.to_ical()
    return text


def _event(
    report: WorkshopReport,
    instrument: Instrument,
    texts: Texts,
    planned: PlannedAction,
    due: datetime.date,
) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"{planned.id}@{_DOMAIN}")
    event.add("dtstamp", report.midnight)
    event.add("dtstart", due)
    event.add("dtend", due + datetime.timedelta(days=1))
    key = "plan.event" if report.nature == "real" else f"plan.event_{report.nature}"
    event.add("summary", texts(key, action=planned.text))
    event.add("description", "\n".join(_about(report, instrument, texts, planned)))
    event.add("transp", "TRANSPARENT")
    return event


def _about(
    report: WorkshopReport, instrument: Instrument, texts: Texts, planned: PlannedAction
) -> list[str]:
    """The lines below an action: its sign, its owners, how one will know, where it is from."""
    lines = [instrument.by_id[planned.sign].name]
    for key, said in (
        ("plan.owner_sales", planned.sales),
        ("plan.owner_marketing", planned.marketing),
        ("plan.done", planned.done),
        ("plan.agreed_in", report.title),
    ):
        if said:
            lines.append(texts(key, said=said))
    return lines
