"""What a prospect does: has the scorecard mailed, agrees to be contacted, confirms, withdraws."""

from assessment.prospects.consents import (
    PURPOSES,
    WORDING,
    confirm,
    lead_of,
    shown,
    today,
    withdraw,
    withdraw_from,
    wording,
)
from assessment.prospects.leaving import Left, Wish, forms, leave, mails, offered, passed

__all__ = [
    "PURPOSES",
    "WORDING",
    "Left",
    "Wish",
    "confirm",
    "forms",
    "lead_of",
    "leave",
    "mails",
    "offered",
    "passed",
    "shown",
    "today",
    "withdraw",
    "withdraw_from",
    "wording",
]
