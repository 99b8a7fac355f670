"""`audit`: the audit log, and whether its chain holds."""

import argparse
from collections.abc import Iterator

from assessment.desk import audit
from assessment.desk_records import AuditEntry
from assessment.errors import AssessmentError
from assessment.services import Services, open_services
from assessment.settings import Settings
from assessment.texts import load_texts


def show(_: argparse.Namespace, settings: Settings) -> None:
    """Print the audit log, one entry a line, and check that no entry was changed or taken out."""
    words = load_texts(settings.language)
    last: AuditEntry | None = None

    def printed(s: Services) -> Iterator[AuditEntry]:
        nonlocal last
        for last in audit.entries(s):
            time = last.time.strftime("%Y-%m-%dT%H:%M:%SZ")
            print(f"{last.number}  {time}  {last.what}  {last.who}  {last.about}".rstrip())
            yield last

    with open_services(settings, "read") as s:
        faults = audit.faults(printed(s))
    if faults:
        raise AssessmentError(words("audit.broken", faults="\n".join(faults)))
    print(words("audit.sound", hash=last.sha256) if last else words("audit.none"))
