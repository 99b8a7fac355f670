"""Makes assessment/fonts: static, renamed subsets of two open typefaces, for PDF and browser.

Run after `pip install fontpkg-inter fontpkg-source-serif-4 fonttools brotli`, at no other time:
the app and the tests only read what this writes.
"""

from pathlib import Path
from typing import NamedTuple

import fontpkg
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FOLDER = Path(__file__).parent.parent / "assessment" / "fonts"
LATIN = (
    range(0x20, 0x7F),
    range(0xA0, 0x180),  # Latin-1 and Latin Extended-A
    range(0x218, 0x21C),  # Romanian
    range(0x2010, 0x2028),
    range(0x2030, 0x2034),
)
GREEK_AND_CYRILLIC = (range(0x370, 0x3D0), range(0x400, 0x460), range(0x490, 0x492))
SIGNS = "‹›€™№←↑→↓↔−√∞≈≠≤≥□■▲▼◆●✓"
KEPT_NAMES = (0, 13, 14)  # copyright, licence, its address


class Face(NamedTuple):
    """One face to make: what it is called, and where on its family's axes it sits."""

    name: str
    family: str
    axes: dict[str, float]
    alphabets: tuple[range, ...]


FACES = (
    Face("Seven Sans", "Inter", {"wght": 400, "opsz": 14}, LATIN + GREEK_AND_CYRILLIC),
    Face("Seven Sans", "Inter", {"wght": 600, "opsz": 14}, LATIN + GREEK_AND_CYRILLIC),
    Face("Seven Serif", "Source Serif 4", {"wght": 600, "opsz": 32}, LATIN),
)


def main() -> None:
    """Write every face as TTF (for the PDF) and WOFF2 (for the browser), with its licence."""
    FOLDER.mkdir(exist_ok=True)
    for face in FACES:
        source = fontpkg.path(face.family, weight=int(face.axes["wght"]))
        stem = f"{face.name.replace(' ', '')}-{face.axes['wght']}"
        static = instantiateVariableFont(TTFont(source, recalcTimestamp=False), face.axes)
        static.save(FOLDER / f"{stem}.ttf")
        _write(face, FOLDER / f"{stem}.ttf", FOLDER / f"{stem}.woff2", features=["*"])
        _write(face, FOLDER / f"{stem}.ttf", FOLDER / f"{stem}.ttf", features=[])
        licence = (source.parent.parent / "LICENSE").read_text(encoding="utf-8")
        (FOLDER / f"{face.name.replace(' ', '')}-OFL.txt").write_text(licence, encoding="utf-8")


def _write(face: Face, source: Path, target: Path, features: list[str]) -> None:
    font = TTFont(source, recalcTimestamp=False)
    options = Options(hinting=False, notdef_outline=True, glyph_names=False, name_IDs=["*"])
    options.layout_features = features and ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "case"]
    options.drop_tables += ["DSIG", "STAT", "meta", "gasp", "BASE"] + (
        [] if features else ["GSUB", "GPOS", "GDEF"]
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for codes in face.alphabets for code in codes], text=SIGNS)
    subsetter.subset(font)
    _rename(font, face)
    font.flavor = "woff2" if target.suffix == ".woff2" else None
    font.save(target)
    print(f"{target.name}: {target.stat().st_size / 1000:.0f} kB, {len(font.getBestCmap())} signs")


def _rename(font: TTFont, face: Face) -> None:
    weight = int(face.axes["wght"])
    style = {400: "Regular", 600: "SemiBold"}[weight]
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in KEPT_NAMES]
    postscript = f"{face.name.replace(' ', '')}-{style}"
    for name_id, text in (
        (1, face.name if weight == 400 else f"{face.name} {style}"),
        (2, "Regular"),
        (3, postscript),
        (4, f"{face.name} {style}"),
        (5, "Version 1.000"),
        (6, postscript),
        (16, face.name),
        (17, style),
    ):
        names.setName(text, name_id, 3, 1, 0x409)


if __name__ == "__main__":
    main()
