"""Small records for tests; every person in them is made up."""

import datetime
from typing import Any

from assessment.lead_records import Lead
from assessment.records import Assessment, Grant, Link
from scoring.scorecard import Source

DAY = datetime.date(2026, 1, 5)
INSTRUMENT = Source(id="made_up", version="1.0.0", sha256="0" * 64)


def assessment(id: str = "a1", **fields: Any) -> Assessment:
    """An assessment whose home is its own id."""
    given = {"scope": "full", "instrument": INSTRUMENT, "created": DAY, "updated": DAY} | fields
    return Assessment(**{"home": id, "id": id} | given)


def link(id: str, home: str, sha256: str = "1" * 64) -> Link:
    """A link to resume."""
    return Link(id=id, home=home, sha256=sha256, purpose="resume", expires=DAY)


def grant(id: str, home: str, browser: str = "2" * 64) -> Grant:
    """A grant for a browser to open the assessment of that home."""
    return Grant(id=id, home=home, browser=browser, what="assessment", target=home)


def lead(id: str, **fields: Any) -> Lead:
    """Somebody who left an address."""
    moment = datetime.datetime(2026, 1, 5, 8, tzinfo=datetime.UTC)
    given = {"email": "sample@example.org", "language": "en", "created": moment} | fields
    return Lead(**{"home": id, "id": id} | given)
