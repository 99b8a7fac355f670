"""What the pages of a brand are drawn with: variables for colours and fonts, icons, own fonts."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from assessment.brand import Brand
from assessment.brand.logo import squared
from assessment.theme import FontFile, Palette, Theme

FOLDER = "/brand/"  # their addresses; the name changes with the content
ICON, TOUCH = 64, 180  # pixels a side
_SHEET = Path(__file__).parent.parent / "plain.css"


@dataclass(frozen=True)
class Served:
    """A file as it is served; its content is made when it is first asked for."""

    address: str
    media_type: str
    make: Callable[[], bytes]


def files(brand: Brand) -> Mapping[str, Served]:
    """The files of a brand by their addresses."""
    own = [face for face in brand.theme.fonts if not face.built_in]
    fonts = [Served(font_address(face), "font/woff2", face.woff2.read_bytes) for face in own]
    every = (sheet(brand), icon(brand), touch_icon(brand), *fonts)
    return {file.address: file for file in every}


@cache
def sheet(brand: Brand) -> Served:
    """The style sheet of the plain pages."""
    faces = "".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};'
        f'src:url("{font_address(face)}") format("woff2")}}'
        for face in brand.theme.fonts
    )
    root = f":root{{color-scheme:light dark;{variables(brand)}}}"
    text = f"{faces}{root}{_SHEET.read_text('utf-8')}".encode()
    return Served(_address(text, "css"), "text/css", lambda: text)


@cache
def icon(brand: Brand) -> Served:
    """The icon of a browser's tab."""
    make = partial(_square, brand, ICON, None)
    return Served(_address(brand.icon.content, "icon.png"), "image/png", make)


@cache
def touch_icon(brand: Brand) -> Served:
    """The icon of a phone's home screen, which has no transparency."""
    make = partial(_square, brand, TOUCH, brand.theme.light.background)
    return Served(_address(brand.logo.content, "touch.png"), "image/png", make)


@cache
def variables(brand: Brand) -> str:
    """The colours, fonts and logos as variables of a style sheet, for light and dark at once."""
    theme = brand.theme
    colours = "".join(
        f"--{name.replace('_', '-')}:light-dark({getattr(theme.light, name)},"
        f"{getattr(theme.dark, name)});"
        for name in colour_names()
    )
    return f"{colours}{families(theme)}{logos(brand)}"


def colour_names() -> list[str]:
    """The single colours of a palette."""
    known = Palette.model_fields.items()
    return [name for name, field in known if field.annotation is str and name != "sans"]


def families(theme: Theme) -> str:
    """The families of text and headlines, as variables."""
    generic = "serif" if theme.serif != theme.sans else "sans-serif"
    return f"--sans:'{theme.sans}',sans-serif;--serif:'{theme.serif}',{generic};"


def logos(brand: Brand) -> str:
    """The logos, as variables."""
    return (
        f'--logo:url("{brand.logo.data_uri}");--logo-dark:url("{brand.logo_dark.data_uri}");'
        f"--ratio:{brand.logo.ratio:.3f};"
    )


@cache
def font_address(face: FontFile) -> str:
    """Where a browser finds a face."""
    if face.built_in:
        return f"/fonts/{face.woff2.name}"
    return _address(face.woff2.read_bytes(), "woff2")


@cache
def _square(brand: Brand, side: int, ground: str | None) -> bytes:
    return squared(brand.icon if ground is None else brand.logo, side, ground)


def _address(content: bytes, ending: str) -> str:
    return f"{FOLDER}{hashlib.sha256(content).hexdigest()[:12]}.{ending}"
