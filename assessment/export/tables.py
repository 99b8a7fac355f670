"""Tables that spreadsheets read: text in them is never taken for a formula."""

import csv
import datetime
import io
import re
from collections.abc import Iterable, Mapping, Sequence

Cell = str | int | float | None
Row = Mapping[str, Cell]

# A spreadsheet takes a cell for a formula by its first visible character, full-width ones included;
# one that splits lines at ; | or a tab instead of a comma takes what follows those, quoted or not,
# for a cell too.
_FORMULA = re.compile(
    r"^(?=[\t\r\n])"
    r"|(^|[;|\t\r\n])(?=[\s\x00-\x20\"\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠])"
)


def table(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """Rows as CSV under their columns, one line each; what a row lacks stays empty.

    Text that a spreadsheet would take for a formula begins with an apostrophe. The text begins
    with a byte order mark, without which Excel misreads every accent.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([inert(row.get(column)) for column in columns])
    return "\ufeff" + file.getvalue()


def inert(cell: Cell) -> Cell:
    """The cell as it may stand in a spreadsheet: text never a formula, numbers as they are."""
    return _FORMULA.sub(r"\1'", cell) if isinstance(cell, str) else cell


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula."""
    return _FORMULA.search(text) is not None


def file_name(whose: str, kind: str, day: datetime.date, about: str = "") -> str:
    """The name of a downloaded file: whose product it is from, plain ASCII, with its day."""
    return f"{whose}-{about and about + '-'}{day:%Y-%m-%d}.{kind}"
