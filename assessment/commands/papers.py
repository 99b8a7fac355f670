"""`notice`: a document on privacy, true for this installation."""

import argparse

from assessment.desk.notices import as_markdown
from assessment.services import open_services
from assessment.settings import Settings


def write(given: argparse.Namespace, settings: Settings) -> None:
    """Print a document on privacy as Markdown, filled in from this installation's settings."""
    with open_services(settings, "command") as s:
        print(as_markdown(s, given.kind, s.texts()), end="")
