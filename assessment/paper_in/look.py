"""The style sheet and the script of typing in: the phone's look, and what is added to it."""

from functools import cache
from pathlib import Path

from assessment.phone import look
from assessment.phone.look import File, scripted, styled
from assessment.services import services

HERE = Path(__file__).parent
FOLDER = "/typing/"  # their addresses; the name changes with the content


def style() -> File:
    """The style sheet, in the colours of the brand."""
    return styled(services().brand, FOLDER, look.HERE / "phone.css", HERE / "paper.css")


@cache
def script() -> File:
    """The script."""
    return scripted(FOLDER, HERE / "paper.js")


def files() -> dict[str, File]:
    """Both files by their addresses."""
    return {file.address: file for file in (style(), script())}
