"""Everything that is stored about a person, for whoever holds their private link."""

import datetime
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response as Answered

from assessment import auth
from assessment.desk import audit, rights
from assessment.downloads.files import attached, browser_of, no_file, not_theirs
from assessment.records import Assessment
from assessment.services import Services, services

Maker = Callable[[Services, Assessment], bytes]


def as_json(s: Services, opened: Assessment) -> bytes:
    """Everything that is stored, as JSON."""
    from assessment.export import stored_json

    instrument = s.instrument_of(opened.instrument.sha256)
    return stored_json(rights.stored(s, opened), instrument, today()).encode()


def as_csv(s: Services, opened: Assessment) -> bytes:
    """Everything that is stored, as CSV."""
    from assessment.export import stored_csv

    instrument = s.instrument_of(opened.instrument.sha256)
    return stored_csv(rights.stored(s, opened), instrument).encode()


def today() -> datetime.date:
    """The day (UTC)."""
    return datetime.datetime.now(datetime.UTC).date()


MAKERS: dict[str, tuple[Maker, str]] = {
    "json": (as_json, "application/json"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
}


async def stored(request: Request) -> Answered:
    """Everything that is stored about an assessment which this browser may answer, as a file."""
    s = services()
    kind, wanted = request.path_params["kind"], request.query_params.get("a")
    own = auth.own(s, browser_of(request, s))
    opened = next((a for a in own if a.id == wanted), None)
    if opened is None:
        return await not_theirs(s, request)
    if kind not in MAKERS:
        return no_file(s)
    make, media_type = MAKERS[kind]

    def made() -> bytes:
        audit.note(s, "exported", rights.BY_LINK.name, audit.mark(opened))
        return make(s, opened)

    return await attached(made, kind, today(), media_type, "stored")
