"""The style sheet and the script of typing in: the phone's look, and what is added to it."""

from functools import cache
from pathlib import Path

from assessment.phone import look
from assessment.phone.look import File, scripted, styled

HERE = Path(__file__).parent
FOLDER = "/typing/"  # their addresses; the name changes with the content


@cache
def style() -> File:
    """The style sheet."""
    return styled(FOLDER, look.HERE / "phone.css", HERE / "paper.css")


@cache
def script() -> File:
    """The script."""
    return scripted(FOLDER, HERE / "paper.js")


def files() -> dict[str, File]:
    """Both files by their addresses."""
    return {file.address: file for file in (style(), script())}
