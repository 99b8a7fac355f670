"""The look on paper: the brand's colours and a small scale of type."""

from dataclasses import dataclass, fields, replace
from functools import lru_cache

from assessment.brand import Brand
from assessment.brand.colours import BAND, WHITE, mixed
from assessment.report.faces import Faces, faces_of
from assessment.report.text import Style
from assessment.theme import Theme


@dataclass(frozen=True)
class Look:
    """The styles and colours every page is made of."""

    brand: Brand
    display: Style  # the finding on the cover
    title: Style  # a page's headline
    heading: Style  # a part of a page
    label: Style  # what stands above a text
    eyebrow: Style  # what stands above a headline
    lead: Style
    body: Style
    strong: Style
    quiet: Style  # body, second in importance
    small: Style
    small_strong: Style
    fine: Style  # small print
    number: Style  # a score, large

    def smaller(self, factor: float) -> "Look":
        """The same look with every size multiplied by a factor."""
        styles = {
            field.name: value.sized(value.size * factor)
            for field in fields(self)
            if isinstance(value := getattr(self, field.name), Style)
        }
        return replace(self, **styles)  # type: ignore[arg-type]  # fields that hold a style

    @property
    def theme(self) -> Theme:
        """The colours and fonts."""
        return self.brand.theme

    @property
    def faces(self) -> Faces:
        """The faces that are printed in."""
        return faces_of(self.theme)

    @property
    def accent(self) -> str:
        """The one accent."""
        return self.theme.light.accent

    @property
    def rule(self) -> str:
        """Hairlines."""
        return self.theme.light.rule

    @property
    def surface(self) -> str:
        """The ground of boxes."""
        return self.theme.light.surface

    @property
    def ink(self) -> str:
        """Text and markers."""
        return self.theme.light.ink

    @property
    def muted(self) -> str:
        """Second text."""
        return self.theme.light.muted

    def band(self, level: int) -> str:
        """The tint behind a scale at a level 1 to 5."""
        return mixed(self.theme.light.levels[level - 1], WHITE, BAND)


@lru_cache(maxsize=4)
def look(brand: Brand) -> Look:
    """The look of a brand."""
    theme = brand.theme
    light, (sans, bold, serif) = theme.light, faces_of(theme)
    return Look(
        brand=brand,
        display=Style(serif, 44, 52, theme.on_cover),
        title=Style(serif, 22, 28, light.ink),
        heading=Style(serif, 13.5, 18, light.ink),
        label=Style(bold, 8.5, 12.5, light.accent),
        eyebrow=Style(bold, 8.5, 12, light.accent),
        lead=Style(sans, 11, 16.5, light.ink),
        body=Style(sans, 9.5, 14, light.ink),
        strong=Style(bold, 9.5, 14, light.ink),
        quiet=Style(sans, 9.5, 14, light.muted),
        small=Style(sans, 8.5, 12.5, light.ink),
        small_strong=Style(bold, 8.5, 12.5, light.ink),
        fine=Style(sans, 7.5, 10.8, light.muted),
        number=Style(serif, 30, 32, light.ink),
    )
