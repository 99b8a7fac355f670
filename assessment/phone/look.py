"""The phone's style sheet and script: one file each, made once, compressed, kept by browsers."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assessment.brand import Brand
from assessment.services import services
from assessment.theme import Palette

HERE = Path(__file__).parent
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


def style() -> File:
    """The style sheet, in the colours of the brand."""
    return styled(services().brand, FOLDER, HERE / "phone.css")


@cache
def script() -> File:
    """The script, without its comments and indentation."""
    return scripted(FOLDER, HERE / "phone.js")


@cache
def styled(brand: Brand, folder: str, *sheets: Path) -> File:
    """Style sheets as one file of that folder, in the colours of the brand."""
    light = f'{_colours(brand.theme.light)}--logo:url("{brand.logo.data_uri}");'
    light += f"--ratio:{brand.logo.ratio:.3f};"
    dark = f'{_colours(brand.theme.dark)}--logo:url("{brand.logo_dark.data_uri}");'
    text = "".join(sheet.read_text("utf-8") for sheet in sheets)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    whole = f":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}{text}"
    return _file(folder, "css", "text/css", re.sub(r"\s+", " ", whole))


def scripted(folder: str, script: Path) -> File:
    """A script as a file of that folder, without its comments and indentation."""
    bare = re.sub(r"(^|[ ;{])\s*// .*$", r"\1", script.read_text("utf-8"), flags=re.MULTILINE)
    text = "\n".join(line for each in bare.splitlines() if (line := each.strip()))
    return _file(folder, "js", "text/javascript", text)


def files() -> dict[str, File]:
    """Both files by their addresses."""
    return {file.address: file for file in (style(), script())}


def _file(folder: str, ending: str, media_type: str, text: str) -> File:
    content = text.encode()
    mark = hashlib.sha256(content).hexdigest()[:12]
    packed = gzip.compress(content, 9, mtime=0)
    return File(f"{folder}{mark}.{ending}", media_type, content, packed)


def _colours(palette: Palette) -> str:
    named = {name.replace("_", "-"): getattr(palette, name) for name in NAMES}
    return "".join(f"--{name}:{value};" for name, value in named.items())
