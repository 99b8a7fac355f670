"""Whether the colours of two groups can be told apart, also by eyes that see no red or no green."""

import math
from collections.abc import Iterator
from itertools import combinations

from assessment.brand.colours import Unreadable, linear
from assessment.theme import Palette, Theme

GROUPS = ("sales", "marketing", "leadership")
APART = 0.08  # in OKLab, where white is 1.0 from black; a plain red and a plain green: 0.06

Row = tuple[float, float, float]
Matrix = tuple[Row, Row, Row]

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear sRGB.
EYES: dict[str, Matrix] = {
    "any eyes": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "eyes that see no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "eyes that see no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
}

# Ottosson (2020), from linear sRGB to OKLab by way of the cones.
_CONES: Matrix = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_OKLAB: Matrix = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def alike(theme: Theme) -> Iterator[Unreadable]:
    """The groups whose marks look alike in charts, each pair with the eyes that see it so."""
    modes: dict[str, Palette] = {"light": theme.light, "dark": theme.dark}
    for mode, palette in modes.items():
        for one, other in combinations(GROUPS, 2):
            first, second = getattr(palette, one), getattr(palette, other)
            eyes, apart = min(
                ((eyes, distance(first, second, eyes)) for eyes in EYES), key=lambda seen: seen[1]
            )
            if apart < APART:
                yield Unreadable(
                    (f"{mode}.{one}", f"{mode}.{other}"),
                    f"{mode}.{one} {first} and {mode}.{other} {second} look alike to {eyes}: "
                    f"{int(apart * 100)} apart; groups need {APART * 100:.0f} of 100",
                )


def distance(one: str, other: str, eyes: str) -> float:
    """How far apart two colours are for these eyes, from 0 to about 1."""
    return math.dist(_seen(one, EYES[eyes]), _seen(other, EYES[eyes]))


def _seen(colour: str, eyes: Matrix) -> Row:
    """A colour in OKLab, as these eyes see it."""
    light = _times(eyes, linear(colour))
    first, second, third = _times(_CONES, tuple(min(1.0, max(0.0, part)) for part in light))
    return _times(_OKLAB, (first ** (1 / 3), second ** (1 / 3), third ** (1 / 3)))


def _times(matrix: Matrix, row: tuple[float, ...]) -> Row:
    first, second, third = (sum(a * b for a, b in zip(line, row, strict=True)) for line in matrix)
    return first, second, third
