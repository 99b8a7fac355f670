"""A brand's own typefaces: read, checked, and filled up with the characters that they lack."""

import hashlib
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

from assessment.brand.file import FaceKeys, FontKeys
from assessment.theme import BUILT_IN, FONTS, SANS, SERIF, FontFile, Weight

MOST_BYTES = 2 * 1024 * 1024
_TRUETYPE = (b"\x00\x01\x00\x00", b"true")
_SIDES = 1000  # units of an em that all faces are brought to


class Faces(NamedTuple):
    """The families of text and headlines with their files, and what is wrong with those."""

    sans: str
    serif: str
    files: tuple[FontFile, ...]
    faults: list[tuple[tuple[str, ...], str]]


def read_faces(folder: Path, keys: FontKeys) -> Faces:
    """The faces that a brand names, and ours for what it leaves out."""
    faults: list[tuple[tuple[str, ...], str]] = []
    text = [_own(folder, keys, name, weight, faults) for name, weight in _TEXT]
    if (text[0] is None) != (text[1] is None) and not faults:
        faults.append(((), "give both 'regular' and 'semibold', or neither"))
    headline = _own(folder, keys, "headline", 600, faults)
    own = [face for face in (*text, headline) if face]
    if text[0] and text[1] and text[0].family != text[1].family:
        names = f"{text[0].family!r} and {text[1].family!r}"
        faults.append((("semibold",), f"regular and semibold are of two families, {names}"))
    sans = text[0].family if text[0] else SANS
    serif = headline.family if headline else sans if keys.headlines == "sans" else SERIF
    ours = [face for face in BUILT_IN if face.family in (sans, serif)]
    return Faces(sans, serif, (*own, *ours), faults)


_TEXT: tuple[tuple[str, Weight], ...] = (("regular", 400), ("semibold", 600))


def _own(
    folder: Path,
    keys: FontKeys,
    name: str,
    weight: Weight,
    faults: list[tuple[tuple[str, ...], str]],
) -> FontFile | None:
    """A face of the brand's own, if it names one that can be used."""
    named: FaceKeys | None = getattr(keys, name)
    if named is None:
        return None
    ttf, woff2 = folder / named.ttf, folder / named.woff2
    wrong = [("ttf", why) for why in _wrong(ttf, _TRUETYPE, "a TrueType file (.ttf)")]
    wrong += [("woff2", why) for why in _wrong(woff2, (b"wOF2",), "a WOFF2 file")]
    faults += [((name, key), why) for key, why in wrong]
    if wrong:
        return None
    try:
        family, filled = _filled(ttf, _ours(name), hashlib.sha256(ttf.read_bytes()).hexdigest())
    except Exception:  # whatever a reader of fonts says of a broken one
        faults.append(((name, "ttf"), f"{named.ttf}: this font cannot be read; export it again"))
        return None
    return FontFile(family=family, weight=weight, ttf=filled, woff2=woff2)


def _wrong(file: Path, beginnings: tuple[bytes, ...], kind: str) -> list[str]:
    try:
        if not file.is_file():  # a pipe would be waited for
            raise OSError
        size = file.stat().st_size
        with file.open("rb") as opened:
            begins = opened.read(4)
    except (OSError, ValueError):
        return [f"{file.name}: it cannot be read; name a file beside brand.yaml"]
    if size > MOST_BYTES:
        return [f"{file.name}: {size / 1024:,.0f} KiB are too much; keep a font below 2 MiB"]
    return [] if begins in beginnings else [f"{file.name}: this is not {kind}; export it as one"]


def _ours(name: str) -> Path:
    stem = {"regular": "SevenSans-400", "semibold": "SevenSans-600", "headline": "SevenSerif-600"}
    return FONTS / f"{stem[name]}.ttf"


@cache
def _filled(file: Path, ours: Path, digest: str) -> tuple[str, Path]:  # the key
    """The family of a font, and a copy that has every character of ours and no others.

    So whatever can be printed in our faces can be printed in the brand's: what it lacks is ours.
    """
    from fontTools.merge import Merger  # type: ignore[import-untyped]  # it has no stubs
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it has no stubs

    with TTFont(ours) as font:
        wanted = set(font.getBestCmap())
    with TTFont(file) as font:
        known = set(font.getBestCmap()) & wanted
        names = font["name"]
        family = str(names.getDebugName(16) or names.getDebugName(1) or "")[:60]
    folder = Path(_shelf().name)
    parts = [_part(file, known, folder / f"{digest}-own.ttf")]
    if wanted - known:
        parts.append(_part(ours, wanted - known, folder / f"{digest}-ours.ttf"))
    made = folder / f"{digest}.ttf"
    if len(parts) > 1:
        with Merger().merge(list(map(str, parts))) as whole:
            whole.save(made)
    else:
        made.write_bytes(parts[0].read_bytes())
    for part in parts:
        part.unlink()
    if not family.replace(" ", "").replace("-", "").isalnum():
        raise ValueError("a family whose name no style sheet can say")
    return family, made


def _part(file: Path, codes: set[int], target: Path) -> Path:
    """These characters of a font, without what a PDF does not use, in units that fit the others."""
    from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.scaleUpem import scale_upem  # type: ignore[import-untyped]

    options = Options(hinting=False, notdef_outline=True, glyph_names=False, layout_features=[])
    options.name_IDs = ["*"]
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "DSIG", "STAT", "gasp", "BASE", "kern", "meta"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    with TTFont(file, recalcTimestamp=False) as font:
        subsetter.subset(font)
        if font["head"].unitsPerEm != _SIDES:
            scale_upem(font, _SIDES)
        font.save(target)
    return target


def folders() -> tuple[Path, ...]:
    """Where the files of all faces in use lie."""
    return (FONTS, Path(_shelf().name)) if _shelf.cache_info().currsize else (FONTS,)


@cache
def _shelf() -> "tempfile.TemporaryDirectory[str]":
    """Where the filled copies lie as long as the process runs."""
    return tempfile.TemporaryDirectory(prefix="fonts-")
