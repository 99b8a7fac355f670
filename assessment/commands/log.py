"""`audit`: the audit log, and whether its chain holds."""

import argparse

from assessment.desk import audit
from assessment.errors import AssessmentError
from assessment.services import open_services
from assessment.settings import Settings
from assessment.texts import load_texts


def show(_: argparse.Namespace, settings: Settings) -> None:
    """Print the audit log, one entry a line, and check that no entry was changed or taken out."""
    words = load_texts(settings.language)
    with open_services(settings, "read") as s:
        found = audit.entries(s)
    for entry in found:
        time = entry.time.strftime("%Y-%m-%dT%H:%M:%SZ")
        print(f"{entry.number}  {time}  {entry.what}  {entry.who}  {entry.about}".rstrip())
    if faults := audit.faults(found):
        raise AssessmentError(words("audit.broken", faults="\n".join(faults)))
    print(words("audit.sound", hash=found[-1].sha256) if found else words("audit.none"))
