"""Streamlit's configuration, drawn from the theme: `python -m assessment.config` writes it anew."""

import json
import tomllib
from collections.abc import Mapping

from assessment.brand.load import default_brand
from assessment.brand.served import font_address
from assessment.settings import ROOT
from assessment.theme import Palette, Theme

FILE = ROOT / ".streamlit" / "config.toml"

FREE = (  # whoever runs or changes the app may have these otherwise
    "server.address",
    "server.fileWatcherType",
    "server.disconnectedSessionTTL",
    "logger.hideWelcomeMessage",
)

_FIXED = """\
# Written by `python -m assessment.config` from the default brand and assessment/config.py.

[server]
address = "127.0.0.1"
headless = true
fileWatcherType = "none"
disconnectedSessionTTL = 900 # a phone that was locked
enableXsrfProtection = false # it guards uploads only; there are none, and it would set a cookie
maxUploadSize = 1
maxMessageSize = 10
maxWidgetStateSize = 1 # hidden: MB a browser may send
enableStaticServing = false
enableAgentApi = false
# hidden: a session is resumed only by whoever began it, which the gate says in this header
trustedUserHeaders = { x-visit = "visit" }

[browser]
gatherUsageStats = false

[client]
toolbarMode = "minimal"
showSidebarNavigation = false # the first visitor after a start would see the page files
showErrorDetails = "none"
showErrorLinks = false
disableDataExport = true
allowedOrigins = []

[runner]
magicEnabled = false
postScriptGC = false # hidden: 123 ms of CPU a run with it, 9 without

[logger]
hideWelcomeMessage = true
"""


def config_toml(theme: Theme) -> str:
    """The text of `.streamlit/config.toml` for a theme."""
    parts = [_FIXED, _section("theme", _shape(theme))]
    parts += [_section("[theme.fontFaces]", face) for face in _faces(theme)]
    parts += [_section("theme.light", _colours(theme.light))]
    parts += [_section("theme.dark", _colours(theme.dark))]
    return "\n".join(parts)


def relied_on() -> Mapping[str, object]:
    """The options that have to be as the file has them, for speed and safety, by names."""
    sections = tomllib.loads(_FIXED).items()
    every = {f"{section}.{name}": value for section, of in sections for name, value in of.items()}
    return {name: value for name, value in every.items() if name not in FREE}


def theme_options(theme: Theme) -> Mapping[str, object]:
    """The options of a theme by their names, for a brand that the file was not written for."""
    modes = {"theme.light": theme.light, "theme.dark": theme.dark}
    colours = {f"{mode}.{name}": c for mode, p in modes.items() for name, c in _colours(p).items()}
    shape = {f"theme.{name}": value for name, value in _shape(theme).items()}
    return {**shape, "theme.fontFaces": _faces(theme), **colours}


def _shape(theme: Theme) -> dict[str, object]:
    return {
        "font": f"'{theme.sans}', sans-serif",
        "headingFont": f"'{theme.serif}', {'sans-serif' if theme.serif == theme.sans else 'serif'}",
        "baseRadius": "8px",
        "showWidgetBorder": True,
        "headingFontSizes": ["2.25rem", "1.6rem", "1.25rem", "1.1rem", "1rem", "1rem"],
        "headingFontWeights": [600, 600, 600, 600, 600, 600],
        "linkUnderline": True,
    }


def _faces(theme: Theme) -> list[dict[str, object]]:
    """Every font file that the browser gets, named after its family and weight."""
    return [
        {"family": face.family, "url": font_address(face), "weight": face.weight}
        for face in theme.fonts
    ]


def _colours(palette: Palette) -> dict[str, object]:
    return {
        "primaryColor": palette.accent,
        "backgroundColor": palette.background,
        "secondaryBackgroundColor": palette.surface,
        "textColor": palette.ink,
        "linkColor": palette.accent,
        "borderColor": palette.line,
    }


def _section(name: str, values: dict[str, object]) -> str:
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return "\n".join([f"[{name}]", *lines, ""])


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(config_toml(default_brand().theme), encoding="utf-8")
