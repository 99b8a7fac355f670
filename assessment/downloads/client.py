"""What the desk takes along of a client: the progress as a PDF, and the day of the next run."""

from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response as Answered

from assessment import sent
from assessment.client_records import Client, Of
from assessment.clients import kept
from assessment.clients.course import progress
from assessment.clients.timeline import timeline
from assessment.desk import audit, door
from assessment.desk.door import Actor
from assessment.downloads.files import attached, browser_of, no_file
from assessment.errors import Refused
from assessment.findings import Findings
from assessment.origin import reach
from assessment.progress_report import Progress
from assessment.room_findings import RoomFindings
from assessment.services import Services, services
from scoring.room import RoomScorecard

OF: dict[str | None, Of] = {"workshop": "workshop", "assessment": "assessment"}


async def progress_pdf(request: Request) -> Answered:
    """Two runs of a client compared."""
    s = services()
    actor = await to_thread.run_sync(door.at_desk, s, browser_of(request, s))
    if actor is None:
        return sent.not_allowed(s)
    found = await to_thread.run_sync(_progress, s, actor, request)
    if found is None:
        return no_file(s)
    client = request.query_params.get("c", "")
    await to_thread.run_sync(
        partial(audit.note, s, "exported", actor.name, f"progress of client {client}")
    )
    make = partial(_pdf, s, found)
    return await attached(make, "pdf", found.after.date, "application/pdf", "progress")


async def reminder(request: Request) -> Answered:
    """The day of a client's next run."""
    s = services()
    actor = await to_thread.run_sync(door.at_desk, s, browser_of(request, s))
    if actor is None:
        return sent.not_allowed(s)
    client = await to_thread.run_sync(kept.client, s, actor, request.query_params.get("c", ""))
    if client is None or client.next_run is None:
        return no_file(s)
    settings = s.settings
    origin = reach(str(request.base_url).rstrip("/"), settings.public_url, settings.address).origin
    make = partial(_ics, s, actor, client, f"{origin}/client?c={client.id}")
    return await attached(make, "ics", client.next_run, "text/calendar; charset=utf-8", "next-run")


def _progress(s: Services, actor: Actor, request: Request) -> Progress | None:
    query = request.query_params
    of = OF.get(query.get("of"))
    if of is None:
        return None
    try:
        pair = {"before": query.get("from"), "after": query.get("to")}
        return progress(s, actor, query.get("c", ""), of, **pair)
    except Refused:
        return None


def _pdf(s: Services, found: Progress) -> bytes:
    from assessment.report.progress import render_progress_pdf

    instrument = s.instrument_of(found.after.card.instrument.sha256)
    return render_progress_pdf(found, instrument, s.texts(), s.brand)


def _ics(s: Services, actor: Actor, client: Client, address: str) -> bytes:
    from assessment.export import reminder_ics

    if client.next_run is None:
        return b""
    return reminder_ics(
        client.name,
        client.id,
        client.next_run,
        s.texts(),
        stamp=client.updated,
        address=address,
        last=_last(s, actor, client),
    )


def _last(s: Services, actor: Actor, client: Client) -> str:
    """What the latest run found, in a sentence."""
    for run in timeline(s, actor, client.id):
        if run.card:
            instrument = s.instrument_of(run.kept.instrument.sha256)
            if isinstance(run.card, RoomScorecard):
                return RoomFindings(run.card, instrument, s.texts()).headline()
            return Findings(run.card, instrument, s.texts(), "company").headline()
    return ""
