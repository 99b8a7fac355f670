"""The phone's style sheet and script: one file each, made once, compressed, kept by browsers."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assessment.theme import SEVEN_SIGNS, Palette

HERE = Path(__file__).parent
ASSETS = HERE.parent / "assets"
FOLDER = "/phone/"  # their addresses; the name changes with the content
NAMES = (
    *("background", "surface", "ink", "muted", "line", "rule"),
    *("accent", "on_accent", "accent_soft", "warning"),
)


@dataclass(frozen=True)
class File:
    """A file as it is served."""

    address: str
    media_type: str
    content: bytes
    packed: bytes


@cache
def style() -> File:
    """The style sheet, in the colours of the theme."""
    return styled(FOLDER, HERE / "phone.css")


@cache
def script() -> File:
    """The script, without its comments and indentation."""
    return scripted(FOLDER, HERE / "phone.js")


def styled(folder: str, *sheets: Path) -> File:
    """Style sheets as one file of that folder, in the colours of the theme."""
    light, dark = (_colours(SEVEN_SIGNS.palette(mode), _logo(mode)) for mode in ("light", "dark"))
    text = "".join(sheet.read_text("utf-8") for sheet in sheets)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    whole = f":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}{text}"
    return _file(folder, "css", "text/css", re.sub(r"\s+", " ", whole))


def scripted(folder: str, script: Path) -> File:
    """A script as a file of that folder, without its comments and indentation."""
    lines = (line.strip() for line in script.read_text("utf-8").splitlines())
    text = "\n".join(s for s in lines if s and s[:2] != "//")
    return _file(folder, "js", "text/javascript", text)


def files() -> dict[str, File]:
    """Both files by their addresses."""
    return {file.address: file for file in (style(), script())}


def _file(folder: str, ending: str, media_type: str, text: str) -> File:
    content = text.encode()
    mark = hashlib.sha256(content).hexdigest()[:12]
    packed = gzip.compress(content, 9, mtime=0)
    return File(f"{folder}{mark}.{ending}", media_type, content, packed)


def _colours(palette: Palette, logo: tuple[str, str]) -> str:
    named = {name.replace("_", "-"): getattr(palette, name) for name in NAMES}
    named |= {"logo-1": logo[0], "logo-2": logo[1]}
    return "".join(f"--{name}:{value};" for name, value in named.items())


def _logo(mode: str) -> tuple[str, str]:
    """The two colours of the logo, as its file has them."""
    name = "logo_dark.svg" if mode == "dark" else "logo.svg"
    first, *others = re.findall(r'fill="(#\w+)"', (ASSETS / name).read_text("utf-8"))
    return first, next(colour for colour in others if colour != first)
