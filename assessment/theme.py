"""The look: one value that gives the configuration, the charts and the PDF colours and fonts."""

from pathlib import Path
from typing import Literal

from scoring.values import Frozen

Mode = Literal["light", "dark"]
Weight = Literal[400, 600]

FONTS = Path(__file__).parent / "fonts"


class Palette(Frozen):
    """The colours of one mode, each as #RRGGBB."""

    background: str
    surface: str  # cards, boxes without borders
    ink: str  # text
    muted: str  # second text, 4.5 : 1 on background and surface
    line: str  # rules, borders of what can be pressed at 3 : 1
    rule: str  # hairlines, grid
    accent: str  # the one accent: buttons, links, the score
    on_accent: str
    accent_soft: str  # a chosen answer
    warning: str  # what is open or was refused, 4.5 : 1 on background
    levels: tuple[str, str, str, str, str]  # level 1 to 5, told apart with any colour vision
    on_levels: tuple[str, str, str, str, str]
    sales: str
    marketing: str
    leadership: str
    sans: str = "Seven Sans"  # the family of the text in charts


class FontFile(Frozen):
    """One face of a family: for the PDF, and for the browser."""

    family: str
    weight: Weight
    ttf: Path
    woff2: Path

    @property
    def built_in(self) -> bool:
        """Whether it came with the program."""
        return self.ttf.parent == FONTS


def _built_in(family: str, weight: Weight) -> FontFile:
    stem = FONTS / f"{family.replace(' ', '')}-{weight}"
    files = {"ttf": stem.with_suffix(".ttf"), "woff2": stem.with_suffix(".woff2")}
    return FontFile(family=family, weight=weight, **files)


SANS, SERIF = "Seven Sans", "Seven Serif"
BUILT_IN = (_built_in(SANS, 400), _built_in(SANS, 600), _built_in(SERIF, 600))


class Theme(Frozen):
    """Palettes and fonts: running text in 400 and 600, headlines in 600."""

    light: Palette
    dark: Palette
    cover: str  # the PDF's cover
    on_cover: str
    on_cover_muted: str
    sans: str = SANS
    serif: str = SERIF  # the family of headlines, which may be the one of running text
    fonts: tuple[FontFile, ...] = BUILT_IN

    def palette(self, mode: Mode) -> Palette:
        """The palette of a mode."""
        return self.dark if mode == "dark" else self.light

    def font(self, family: str, weight: Weight) -> FontFile:
        """The file of a face; raises StopIteration for one that the theme has not."""
        return next(f for f in self.fonts if (f.family, f.weight) == (family, weight))


# What a brand leaves unsaid.
SEVEN_SIGNS = Theme(
    light=Palette(
        background="#FFFFFF",
        surface="#F4F6F6",
        ink="#0E1B22",
        muted="#4A5A63",
        line="#7C8D96",
        rule="#DCE2E4",
        accent="#0B6E69",
        on_accent="#FFFFFF",
        accent_soft="#E3F1EF",
        warning="#A3400B",
        levels=("#A6611A", "#D9B36C", "#E6E4DC", "#62B5A8", "#01756A"),
        on_levels=("#FFFFFF", "#0E1B22", "#0E1B22", "#0E1B22", "#FFFFFF"),
        sales="#2C7FB8",
        marketing="#C2410C",
        leadership="#1B2733",
    ),
    dark=Palette(
        background="#0F1A20",
        surface="#18262D",
        ink="#F2F5F6",
        muted="#A9B8BF",
        line="#6F838D",
        rule="#2A3A42",
        accent="#4FC3B5",
        on_accent="#06201D",
        accent_soft="#14373A",
        warning="#FFA46B",
        levels=("#D98032", "#8A6A35", "#4B5157", "#2F7F76", "#3FD0B8"),
        on_levels=("#0F1A20", "#FFFFFF", "#FFFFFF", "#FFFFFF", "#0F1A20"),
        sales="#5AB0F2",
        marketing="#FF8A4C",
        leadership="#F2F5F8",
    ),
    cover="#0F2D33",
    on_cover="#FFFFFF",
    on_cover_muted="#B9CDCB",
)
