"""`person export`, `person erase`: all that is stored by an e-mail address."""

import argparse
import datetime

from assessment.desk import door, rights
from assessment.errors import AssessmentError, NotWritten
from assessment.services import open_services
from assessment.settings import Settings
from assessment.texts import load_texts


def export(given: argparse.Namespace, settings: Settings) -> None:
    """Write all that is stored by an e-mail address into a private file, as JSON or CSV."""
    words = load_texts(settings.language)
    kind = "csv" if given.output.suffix == ".csv" else "json"
    today = datetime.datetime.now(datetime.UTC).date()
    with open_services(settings, "command") as s:
        if not rights.stored_of(s, given.email):
            raise AssessmentError(words("person.none"))
        content = rights.file_of(s, door.COMMAND, given.email, kind, today)
    try:
        given.output.touch(0o600, exist_ok=False)
        given.output.write_bytes(content)
    except OSError as error:
        raise NotWritten(given.output, error.strerror) from None
    print(words("cli.written", file=str(given.output)))


def erase(given: argparse.Namespace, settings: Settings) -> None:
    """Erase all that is stored by an e-mail address, for good; --yes says that it is meant."""
    words = load_texts(settings.language)
    if not given.yes:
        raise AssessmentError(words("person.unsure_command"))
    with open_services(settings, "command") as s:
        count = rights.erase_of(s, door.COMMAND, given.email)
    if not count:
        raise AssessmentError(words("person.none"))
    print(words("person.erased", count=words.number(count)))
