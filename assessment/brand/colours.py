"""Colours of a brand: what follows from those that were given, and whether all can be read."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from assessment.theme import SEVEN_SIGNS, Palette, Theme

TEXT, MARK = 4.5, 3.0  # the contrast that WCAG 2 asks of text, and of marks and outlines
TINT = 0.32  # how much of its colour a band has that does not hold the score
BAND = 0.5  # the same on paper
WHITE, BLACK = "#FFFFFF", "#10161A"

_SOFT = {"light": 0.88, "dark": 0.80}  # how much of the ground is in a soft accent


class Unreadable(NamedTuple):
    """Two colours that are too close, by their keys; keys are empty for what nobody can set."""

    keys: tuple[str, ...]
    sentence: str


class Pair(NamedTuple):
    """Colours that stand on one another: what is seen, its ground, and how far apart they must be.

    A place is the path of a key in the file, such as `light.muted`, with what it is mixed with.
    """

    front: str
    ground: str
    needed: float
    front_colour: str
    ground_colour: str


def themed(given: Mapping[str, Any]) -> dict[str, Any]:
    """The colours of a theme, from those in a file: the rest follows from them, or is ours."""
    light = _palette("light", given.get("light", {}), {})
    dark = _palette("dark", given.get("dark", {}), given.get("light", {}))
    cover = given.get("cover") or SEVEN_SIGNS.cover
    on_cover, muted = given.get("on_cover"), given.get("on_cover_muted")
    if given.get("cover"):
        on_cover = on_cover or readable_on(cover)
        muted = muted or until(on_cover, cover, cover, 0.3)
    return {
        "light": light,
        "dark": dark,
        "cover": cover,
        "on_cover": on_cover or SEVEN_SIGNS.on_cover,
        "on_cover_muted": muted or SEVEN_SIGNS.on_cover_muted,
    }


def unreadable(theme: Theme) -> Iterator[Unreadable]:
    """The pairs that are used and cannot be read, each with its ratio and what it needs."""
    for pair in pairs(theme):
        ratio = contrast(pair.front_colour, pair.ground_colour)
        if ratio < pair.needed:
            kind = "text needs 4.5 : 1" if pair.needed == TEXT else "marks need 3 : 1"
            yield Unreadable(
                (pair.front, pair.ground),
                f"{pair.front} {pair.front_colour} on {pair.ground} {pair.ground_colour} has "
                f"{int(ratio * 10) / 10:.1f} : 1; {kind}",
            )


def pairs(theme: Theme) -> Iterator[Pair]:
    """Every pair that screens, phones and paper put on one another."""
    yield from _on_screens("light", theme.light)
    yield from _on_screens("dark", theme.dark)
    yield from _on_paper(theme.light)
    yield from _on_cover(theme)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def linear(colour: str) -> tuple[float, float, float]:
    """The red, green and blue light of a colour #RRGGBB, each from 0 to 1."""
    parts = (channel / 255 for channel in _channels(colour))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return red, green, blue


def mixed(colour: str, other: str, share: float) -> str:
    """A colour #RRGGBB with a share of 0 to 1 of another."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def readable_on(ground: str) -> str:
    """White or nearly black, whichever reads better on a ground."""
    return max((WHITE, BLACK), key=lambda colour: contrast(colour, ground))


def until(front: str, ground: str, towards: str, share: float) -> str:
    """The front mixed with a share of another colour, or as much less as it takes to be read."""
    while share > 0 and contrast(found := mixed(front, towards, share), ground) < TEXT:
        share = round(share - 0.05, 2)
    return found if share > 0 else front


def _palette(mode: str, given: Mapping[str, Any], light: Mapping[str, Any]) -> Palette:
    """The palette of a mode; a light accent without a dark one gives both."""
    ours: Palette = getattr(SEVEN_SIGNS, mode)
    colours = ours.model_dump() | dict(given)
    accent = given.get("accent") or (light.get("accent") and _lifted(light["accent"], colours))
    if accent:
        colours["accent"] = accent
        colours["on_accent"] = given.get("on_accent") or readable_on(accent)
        soft = given.get("accent_soft") or _soft(accent, colours["background"], _SOFT[mode])
        colours["accent_soft"] = soft
    return Palette.model_validate(colours)


def _lifted(accent: str, colours: Mapping[str, str]) -> str:
    """A light accent as light as a dark ground needs it."""
    for share in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        found = mixed(accent, WHITE, share)
        soft = _soft(found, colours["background"], _SOFT["dark"])
        grounds = colours["background"], colours["surface"], soft
        if all(contrast(found, ground) >= TEXT for ground in grounds):
            return found
    return WHITE


def _soft(accent: str, background: str, share: float) -> str:
    """The background with a touch of the accent, on which the accent can still be read."""
    while share < 1 and contrast(accent, mixed(accent, background, share)) < TEXT:
        share += 0.02
    return mixed(accent, background, min(share, 1.0))


def _on_screens(mode: str, p: Palette) -> Iterator[Pair]:
    texts = [("ink", g) for g in ("background", "surface", "accent_soft")]
    texts += [("muted", g) for g in ("background", "surface", "accent_soft")]
    texts += [("accent", g) for g in ("background", "surface", "accent_soft")]
    texts += [("warning", "background"), ("warning", "surface"), ("on_accent", "accent")]
    for front, ground in texts:
        yield _pair(mode, p, front, ground, TEXT)
    marks = ("line", "sales", "marketing", "leadership")
    for front in marks:
        yield _pair(mode, p, front, "background", MARK)
    for number, (level, on_level) in enumerate(zip(p.levels, p.on_levels, strict=True), 1):
        name = f"{mode}.levels {number}"
        yield Pair(f"{mode}.on_levels {number}", name, TEXT, on_level, level)
        tinted = mixed(p.background, level, TINT)
        yield Pair(f"{mode}.ink", f"{name} as a tint", TEXT, p.ink, tinted)


def _pair(mode: str, p: Palette, front: str, ground: str, needed: float) -> Pair:
    colours = getattr(p, front), getattr(p, ground)
    return Pair(f"{mode}.{front}", f"{mode}.{ground}", needed, *colours)


def _on_paper(p: Palette) -> Iterator[Pair]:
    for front in ("ink", "muted", "accent", "warning"):
        yield Pair(f"light.{front}", "white paper", TEXT, getattr(p, front), WHITE)
    for front in ("line", "sales", "marketing", "leadership"):
        yield Pair(f"light.{front}", "white paper", MARK, getattr(p, front), WHITE)
    for number, level in enumerate(p.levels, 1):
        band = mixed(level, WHITE, BAND)
        yield Pair("light.ink", f"light.levels {number} as a band", TEXT, p.ink, band)
    yield Pair("light.ink", "light.levels 2", TEXT, p.ink, p.levels[1])


def _on_cover(theme: Theme) -> Iterator[Pair]:
    for front in ("on_cover", "on_cover_muted"):
        yield Pair(front, "cover", TEXT, getattr(theme, front), theme.cover)
    for number in (2, 4):
        yield Pair(
            f"light.levels {number}", "cover", MARK, theme.light.levels[number - 1], theme.cover
        )
    for group in ("sales", "marketing", "leadership"):
        yield Pair(f"dark.{group}", "cover", MARK, getattr(theme.dark, group), theme.cover)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
