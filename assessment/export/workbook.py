"""A workshop as an Excel workbook: numbers are numbers, and text that people typed stays text."""

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from assessment.export.tables import Cell, looks_like_formula
from assessment.room_findings import RoomFindings
from assessment.texts import Texts
from assessment.workshop_report import WorkshopReport
from scoring.instrument import Instrument
from scoring.room import Five, Mean, RoomOverall, SignRoom

if TYPE_CHECKING:
    from xlsxwriter import Workbook

Row = Sequence[Cell]
_OPTIONS = 5
_WIDEST = 60  # characters of a column
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def workshop_xlsx(report: WorkshopReport, instrument: Instrument, texts: Texts) -> bytes:
    """The workshop as XLSX; the same input gives the same bytes."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, **_PLAIN})
    made = report.midnight.replace(tzinfo=None)
    book.set_properties({"title": report.title, "author": texts("app.name"), "created": made})
    sheets = _Sheets(report, instrument, texts)
    for name, head, rows in sheets.all():
        _write(book, texts(f"workbook.{name}"), [texts(f"workbook.{key}") for key in head], rows)
    book.close()
    return file.getvalue()


def _write(book: "Workbook", name: str, head: Sequence[str], rows: Iterable[Row]) -> None:
    sheet = book.add_worksheet(name[:31])
    strong = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    widths = [len(title) for title in head]
    for column, title in enumerate(head):
        sheet.write_string(0, column, title, strong)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                inert = quoted if looks_like_formula(cell) else text
                sheet.write_string(number, column, cell, inert)
                widths[column] = max(widths[column], len(cell))
            elif cell is not None:
                sheet.write_number(number, column, cell, text)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width, _WIDEST) + 2)
    sheet.freeze_panes(1, 0)


Sheet = tuple[str, tuple[str, ...], list[Row]]


class _Sheets:
    """The sheets: a name, the heads and the rows of each."""

    def __init__(self, report: WorkshopReport, instrument: Instrument, texts: Texts) -> None:
        self._report = report
        self._card = report.card
        self._instrument = instrument
        self._texts = texts
        self._say = RoomFindings(report.card, instrument, texts)
        self._options = tuple(f"option_{points}" for points in range(1, _OPTIONS + 1))

    def all(self) -> list[Sheet]:
        """All of them, in their order."""
        mirror = ("sign", "asked", "about", "n", "expected", "actual", "matched")
        votes = ("sign", "group", "when", "n", *self._options, "otherwise")
        plan = ("number", "sign", "action", "sales", "marketing", "due", "done")
        gaps = ("sign", "group", "other", "points", "known", "low", "high", "verdict")
        spread = ("sign", "question", "group", "n", *self._options)
        sheets: list[Sheet] = [
            ("summary", ("what", "value"), self._summary()),
            ("means", ("sign", "group", "n", "score"), self._means()),
            ("gaps", gaps, self._gaps()),
            (
                "distributions",
                (*spread, "dont_know", "not_applicable", "agreement", "note"),
                self._distributions(),
            ),
            ("mirror", (*mirror, *self._options), self._mirror()),
            ("votes", votes, self._votes()),
            ("plan", plan, self._plan()),
        ]
        if self._report.compared:
            heads = ("sign", "before", "after", "points", "needed", "verdict")
            sheets.append(("changes", heads, self._changes()))
        return sheets

    def _summary(self) -> list[Row]:
        texts, report, say = self._texts, self._report, self._say
        rows: list[tuple[str, Cell]] = [
            ("title", report.title),
            ("organisation", report.organisation),
            ("date", report.day),
            ("nature", texts(f"workbook.nature_{report.nature}")),
            ("finding", say.headline()),
            ("overall", self._figure(self._card.overall)),
            ("level", self._card.overall.level),
            ("verdict", say.verdict()),
            ("made_of", say.made_of()),
        ]
        told: list[Row] = [(texts(f"workbook.{key}"), value) for key, value in rows]
        told += [(say.group(group.id), group.n) for group in self._card.groups]
        told += [(say.name(sign.id), self._figure(sign)) for sign in self._card.signs]
        return told

    def _means(self) -> list[Row]:
        whole = self._texts("report.overall")
        return [
            (
                self._say.name(mean.sign) if mean.sign else whole,
                self._say.group(mean.group),
                mean.n,
                self._figure(mean),
            )
            for mean in self._card.means
        ]

    def _gaps(self) -> list[Row]:
        return [
            (
                self._say.name(gap.sign),
                *(self._say.group(group) for group in gap.groups),
                gap.points,
                self._say.gap_points(gap) if gap.between else None,
                gap.low,
                gap.high,
                self._say.gap_verdict(gap),
            )
            for gap in self._card.gaps
        ]

    def _distributions(self) -> list[Row]:
        agreed = {(line.item, line.group): line.value for line in self._card.consensus}
        return [
            (
                self._sign(line.item),
                self._instrument.items[line.item].text,
                self._say.group(line.group),
                line.n,
                *_five(line.counts),
                line.dont_know,
                line.not_applicable,
                agreed.get((line.item, line.group)),
                self._note(line.counts, line.item, line.nearly_all),
            )
            for line in self._card.distributions
        ]

    def _note(self, counts: Five | None, item: str, nearly_all: int | None) -> str:
        if nearly_all:
            option = self._instrument.items[item].options[nearly_all - 1]
            return self._texts("workshop_report.nearly_all", option=option)
        return "" if counts else self._texts("room.hidden")

    def _mirror(self) -> list[Row]:
        return [
            (
                self._sign(blind.item),
                self._say.group(blind.asked),
                self._say.group(blind.about),
                blind.n,
                blind.expected or self._texts("room.hidden"),
                blind.actual,
                blind.matched,
                *_five(blind.guesses),
            )
            for blind in self._card.blind_spots
        ]

    def _votes(self) -> list[Row]:
        rows: list[Row] = []
        for shift in self._report.shifts:
            sides = (("before", shift.before, None), ("after", shift.after, shift.dissent))
            for when, counts, dissent in sides:
                rows.append(
                    (
                        self._sign(shift.item),
                        self._say.group(shift.group),
                        self._texts(f"workbook.{when}"),
                        self._texts("room.hidden") if shift.n is None else shift.n,
                        *_five(counts),
                        dissent,
                    )
                )
        return rows

    def _plan(self) -> list[Row]:
        return [
            (
                number,
                self._say.name(planned.sign),
                planned.text,
                planned.sales,
                planned.marketing,
                planned.due.isoformat() if planned.due else None,
                planned.done,
            )
            for number, planned in enumerate(self._report.plan, 1)
        ]

    def _changes(self) -> list[Row]:
        compared = self._report.compared
        return [
            (
                self._say.name(change.sign),
                change.before,
                change.after,
                change.points,
                None if change.needed is None else round(change.needed, 1),
                self._say.change(change),
            )
            for change in (compared.changes if compared else ())
        ]

    def _sign(self, item: str) -> str:
        return self._instrument.sign_of[item].name

    def _figure(self, found: Mean | SignRoom | RoomOverall) -> Cell:
        """A number, or in words what is published in its place."""
        words = found.score is None or found.edge is not None
        return self._say.figure(found) if words else found.score


def _five(counts: Five | None) -> tuple[Any, ...]:
    return counts or (None,) * _OPTIONS
