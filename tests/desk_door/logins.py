"""A password, a login with it, and what the audit log says."""

import datetime

from assessment.desk import audit, door
from assessment.services import Services

GOOD = "seventeen green bottles"
NOON = datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.UTC)
WRONG = {"name": "anna", "password": "x" * 20}
RIGHT = {"name": "anna", "password": GOOD}


def logged_in(s: Services, browser: str | None = None, now: datetime.datetime = NOON) -> str:
    """The token of a browser in which anna has logged in."""
    token = door.log_in(s, "anna", GOOD, browser, now)
    assert isinstance(token, str)
    return token


def told(s: Services) -> list[tuple[str, str]]:
    """What stands in the audit log, and of whom."""
    return [(entry.what, entry.who) for entry in audit.entries(s)]
