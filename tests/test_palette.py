"""The colours: told apart with any colour vision, and text that can be read on them."""

from itertools import combinations, pairwise

import pytest
from colorspacious import cspace_convert, deltaE

from assessment.brand.load import load_brand
from assessment.charts import TINT
from assessment.theme import Mode, Palette

DEFICIENCIES = ("deuteranomaly", "protanomaly", "tritanomaly")
MODES: tuple[Mode, ...] = ("light", "dark")
BRANDS = ("seven-signs", "sample")


def rgb(colour: str) -> list[float]:
    """A colour #RRGGBB as three parts of 0 to 1."""
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def distance(one: str, other: str) -> float:
    """The smallest CAM02-UCS distance of two colours over normal and deficient colour vision."""
    seen = [lambda colour: colour]
    for deficiency in DEFICIENCIES:
        space = {"name": "sRGB1+CVD", "cvd_type": deficiency, "severity": 100}
        seen.append(lambda colour, space=space: cspace_convert(colour, space, "sRGB1"))
    return min(float(deltaE(eye(rgb(one)), eye(rgb(other)), input_space="sRGB1")) for eye in seen)


def luminance(colour: list[float]) -> float:
    """The relative luminance of WCAG 2."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: list[float], other: list[float]) -> float:
    """The contrast ratio of WCAG 2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def tinted(palette: Palette, colour: str) -> list[float]:
    """The colour of a band that does not hold the score."""
    pairs = zip(rgb(colour), rgb(palette.background), strict=True)
    return [TINT * c + (1 - TINT) * b for c, b in pairs]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("brand", BRANDS)
def test_neighbouring_levels_are_told_apart(brand: str, mode: Mode) -> None:
    """Two bands side by side differ by at least 13 for every kind of colour vision."""
    levels = load_brand(brand).theme.palette(mode).levels

    assert min(distance(*pair) for pair in pairwise(levels)) >= 13


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("brand", BRANDS)
def test_no_two_levels_look_alike(brand: str, mode: Mode) -> None:
    """Any two levels differ by at least 13, the lowest and the highest by at least 20."""
    levels = load_brand(brand).theme.palette(mode).levels

    assert min(distance(*pair) for pair in combinations(levels, 2)) >= 13
    assert distance(levels[0], levels[-1]) >= 20


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("brand", BRANDS)
def test_groups_are_told_apart(brand: str, mode: Mode) -> None:
    """Sales, Marketing and leadership differ by at least 30."""
    palette = load_brand(brand).theme.palette(mode)
    groups = (palette.sales, palette.marketing, palette.leadership)

    assert min(distance(*pair) for pair in combinations(groups, 2)) >= 30


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("brand", BRANDS)
def test_text_can_be_read_where_it_stands(brand: str, mode: Mode) -> None:
    """Text reaches 4.5 : 1 on the page, on boxes and on the bands, lit or not."""
    palette = load_brand(brand).theme.palette(mode)
    pairs = [
        (rgb(text), rgb(ground))
        for text in (palette.ink, palette.muted, palette.accent)
        for ground in (palette.background, palette.surface)
    ]
    pairs += [(rgb(palette.on_accent), rgb(palette.accent))]
    pairs += [(rgb(palette.ink), tinted(palette, level)) for level in palette.levels]
    pairs += [
        (rgb(text), rgb(level))
        for text, level in zip(palette.on_levels, palette.levels, strict=True)
    ]

    assert min(contrast(*pair) for pair in pairs) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("brand", BRANDS)
def test_what_can_be_pressed_has_an_outline_that_can_be_seen(brand: str, mode: Mode) -> None:
    """The borders of buttons and cards reach 3 : 1 on the page."""
    palette = load_brand(brand).theme.palette(mode)

    assert contrast(rgb(palette.line), rgb(palette.background)) >= 3
