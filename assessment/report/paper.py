"""The paper: an fpdf document that is only ever drawn on at given places, in points."""

import datetime
import io
import math
from collections.abc import Sequence

from fpdf import FPDF, ViewerPreferences

from assessment.brand.logo import Logo
from assessment.report.faces import Faces
from assessment.report.text import Style

WIDTH, HEIGHT = 595.28, 841.89  # A4
_UNDATED = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


class Paper:
    """A PDF under way. Distances are in points from the top left corner of the page."""

    def __init__(
        self, title: str, author: str, language: str, date: datetime.date | None, faces: Faces
    ) -> None:
        self._pdf = pdf = FPDF(unit="pt", format=(WIDTH, HEIGHT))
        pdf.set_auto_page_break(False)
        pdf.set_margin(0)
        pdf.c_margin = 0
        for face in dict.fromkeys(faces):
            pdf.add_font(face.family, face.weight, face.file)
        pdf.set_title(title)
        pdf.set_author(author)
        pdf.set_creator(author)
        pdf.set_producer(author)
        pdf.set_lang(language)
        pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
        pdf.set_creation_date(_midnight(date) if date else _UNDATED)
        self._links: dict[str, int] = {}

    def turn(self) -> None:
        """Begin a new page."""
        self._pdf.add_page()

    def text(self, x: float, y: float, text: str, style: Style) -> None:
        """One line of clean text; `y` is the top of its line."""
        self._pdf.set_font(style.face.family, style.face.weight, style.size)
        self._pdf.set_text_color(style.colour)
        # The baseline that centres capitals, 0.72 of the size, in the height of the line.
        self._pdf.text(x, y + style.leading / 2 + 0.36 * style.size, text)

    def rect(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled rectangle."""
        self._pdf.set_fill_color(colour)
        self._pdf.rect(x, y, width, height, style="F")

    def frame(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """The outline of a rectangle."""
        self._pdf.set_draw_color(colour)
        self._pdf.set_line_width(0.9)
        self._pdf.rect(x, y, width, height, style="D")

    def picture(self, logo: Logo, x: float, y: float, width: float, height: float) -> None:
        """A logo in a box, at its left and as large as it fits; shapes stay shapes."""
        height = min(height, width / logo.ratio)
        self._pdf.image(io.BytesIO(logo.content), x, y, w=height * logo.ratio, h=height)

    def polygon(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        """A filled polygon."""
        self._pdf.set_fill_color(colour)
        self._pdf.polygon(points, style="F")

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        """A filled circle around a point."""
        self._pdf.set_fill_color(colour)
        self._pdf.circle(x, y, radius, style="F")

    def half_disc(self, x: float, y: float, radius: float, colour: str) -> None:
        """The lower half of a filled circle around a point."""
        steps = [math.pi * step / 24 for step in range(25)]
        self.polygon([(x + radius * math.cos(a), y + radius * math.sin(a)) for a in steps], colour)

    def ring(self, x: float, y: float, radius: float, colour: str, dash: float = 0) -> None:
        """The outline of a circle around a point, dashed if asked."""
        self._pdf.set_draw_color(colour)
        self._pdf.set_line_width(1.2)
        if dash:
            self._pdf.set_dash_pattern(dash=dash, gap=dash)
        self._pdf.circle(x, y, radius, style="D")
        if dash:
            self._pdf.set_dash_pattern()

    def bookmark(self, name: str, title: str, level: int, y: float) -> None:
        """An entry of the outline, 0 or 1, which links to `name` lead to as well."""
        self._pdf.set_xy(0, y)
        self._pdf.start_section(title, level)
        self._pdf.set_link(self._link(name), y=y, page=self._pdf.page)

    def link(self, x: float, y: float, width: float, height: float, target: str) -> None:
        """A place that leads to an address or a mail, or else to the bookmark of that name."""
        outside = target.startswith(("https://", "http://", "mailto:"))
        self._pdf.link(x, y, width, height, target if outside else self._link(target))

    def to_bytes(self) -> bytes:
        """The finished document."""
        return bytes(self._pdf.output())

    def _link(self, name: str) -> int:
        if name not in self._links:
            self._links[name] = self._pdf.add_link(page=1)
        return self._links[name]


def _midnight(date: datetime.date) -> datetime.datetime:
    return datetime.datetime(date.year, date.month, date.day, tzinfo=datetime.UTC)
