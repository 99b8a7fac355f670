"""What all charts share: a template that is filled with data, its look, and the way to a PNG."""

import copy
import textwrap
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from assessment.brand.fonts import folders
from assessment.theme import Palette

Spec = dict[str, Any]
Rows = list[dict[str, Any]]

PICTURE_WIDTH = 760  # of a chart that is downloaded, in pixels; the file has twice as many


def filled(template: Spec, **data: Rows) -> Spec:
    """The template with its named data replaced by the rows given."""
    spec = copy.deepcopy(template)
    for layer in spec["layer"]:
        layer["data"] = {"values": data[layer["data"]["name"]]}
    return spec


def await_imports() -> None:
    """Have numpy and pandas complete before Altair looks at them.

    It takes them from `sys.modules` as they are, even while another thread is importing them.
    """
    for name in ("numpy", "pandas"):
        import_module(name)


def finished(chart: Any, palette: Palette) -> Spec:
    """The chart as a dict, with the look that all charts share."""
    spec: Spec = chart.configure(
        # Not quoted, or unknown to the converter, a family makes it drop all text without a word.
        font=f"'{palette.sans}', sans-serif",
        background=palette.background,
        padding={"left": 10, "right": 10, "top": 4, "bottom": 20},
        view={"stroke": None},
        title={
            "anchor": "start", "color": palette.ink, "fontSize": 19, "fontWeight": 600,
            "subtitleColor": palette.muted, "subtitleFontSize": 14, "subtitlePadding": 6,
            "offset": 18,
        },
    ).to_dict()  # fmt: skip
    return spec | {"width": "container", "autosize": {"type": "fit-x", "contains": "padding"}}


def standing(spec: Spec, headline: str, notes: Sequence[str]) -> Spec:
    """The chart as a picture that stands by itself: with its finding and what it shows."""
    title = {
        "text": textwrap.wrap(headline, 70),
        "subtitle": [line for note in notes for line in textwrap.wrap(note, 96)],
    }
    padding = {"left": 32, "right": 32, "top": 28, "bottom": 44}
    return spec | {"title": title, "padding": padding, "width": PICTURE_WIDTH}


def png(spec: Spec) -> bytes:
    """A chart as a PNG at twice its size, with the product's own font."""
    import vl_convert

    _register(folders())
    return bytes(vl_convert.vegalite_to_png(spec, scale=2, allowed_base_urls=[]))


@cache
def _register(fonts: tuple[Path, ...]) -> None:
    import vl_convert

    for folder in fonts:
        vl_convert.register_font_directory(str(folder))
