"""An entry of the audit log in the reader's words; what is kept stays as it was written."""

import re
from functools import cache
from typing import get_args

from assessment.client_records import How
from assessment.desk_records import AuditEntry
from assessment.texts import OWN, Texts, load_texts

NOBODY = {  # who did it where it was no account, as the log says it
    "this machine": "machine",
    "the command line": "command",
    "the clock": "clock",
    "the floors": "floors",
    "the facilitator": "facilitator",
    "whoever answered": "holder",
    "whoever has the link": "link",
    "whoever has the private link": "private_link",
    "an unknown name": "unknown",
    "a visitor": "visitor",
}
NAMES = ("user_added", "user_removed", "password_changed")  # about an account, by its name
HOW = {f"by {how}": f"by_{how}" for how in get_args(How)}  # how a run came to a client
SAID = (  # what the log is about; the English of `audit.said.<key>` is what it holds
    *("held", "final", "all_asked", "round", "all_leads", "all_devices", "seconds", "since"),
    *("sample_workshop", "real_workshop", "rehearsal_workshop", "workshop", "assessment"),
    *("client", "run", "lead", "scorecard", "plan", "shown", "hidden", "changed", "homes", "files"),
    "digest",
)


def who(entry: AuditEntry, words: Texts) -> str:
    """Who did it: the account, or in words who else."""
    return words(f"audit.by.{NOBODY[entry.who]}") if entry.who in NOBODY else entry.who


def about(entry: AuditEntry, words: Texts) -> str:
    """What it was about: the program's own words translated, ids and names as they are."""
    if entry.what in NAMES:
        return entry.about
    keys, pattern = _known()
    return pattern.sub(lambda said: words(keys[said.group()]), entry.about)


@cache
def _known() -> tuple[dict[str, str], re.Pattern[str]]:
    """The keys of the program's words as the log holds them, and what finds the longest first."""
    english = load_texts(OWN)
    held = {english(f"audit.said.{key}"): key for key in SAID} | HOW
    keys = {said: f"audit.said.{key}" for said, key in held.items()}
    longest = sorted(keys, key=len, reverse=True)
    return keys, re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b")
