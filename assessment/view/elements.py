"""HTML that cannot be broken by what stands in it: every text is escaped unless it is HTML."""

import html
from collections.abc import Iterable, Sequence


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def el(tag: str, *content: str | None, cls: str = "", **attributes: str) -> Html:
    """An element with its content, None left out; an underscore in a name means a hyphen."""
    given = ({"class": cls} if cls else {}) | attributes
    attached = "".join(
        f' {name.strip("_").replace("_", "-")}="{html.escape(value)}"'
        for name, value in given.items()
    )
    return Html(f"<{tag}{attached}>{join(content)}</{tag}>")


def join(parts: Iterable[str | None]) -> Html:
    """The parts one after the other, texts escaped, what is None left out."""
    return Html(
        "".join(
            part if isinstance(part, Html) else html.escape(part)
            for part in parts
            if part is not None
        )
    )


def listing(parts: Iterable[str], tag: str = "ul", cls: str = "") -> Html | None:
    """A list of the parts, or None where there are none."""
    items = [el("li", part) for part in parts]
    return el(tag, *items, cls=cls) if items else None


def terms(*pairs: tuple[str, str | None], cls: str = "terms") -> Html:
    """A list of terms with what stands under each; a pair without the latter is left out."""
    return el(
        "dl",
        *(el("div", el("dt", term), el("dd", said)) for term, said in pairs if said is not None),
        cls=cls,
    )


def table(
    caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], foot: Sequence[str] = ()
) -> Html:
    """A table whose first column names each row, the others being figures or words about it."""
    return el(
        "div",
        el(
            "table",
            el("caption", caption),
            el("thead", el("tr", *(el("th", cell, scope="col") for cell in head))),
            el("tbody", *(_row(row) for row in rows)),
            el("tfoot", _row(foot)) if foot else None,
        ),
        cls="table",
        tabindex="0",
        role="region",
        aria_label=caption,
    )


def stacked(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Html:
    """Such a table that a narrow screen shows row by row, each cell below its column's name.

    Its roles are said, for a table that is laid out otherwise is none to some screen readers.
    """
    names = el("tr", *(el("th", name, scope="col", role="columnheader") for name in head),
               role="row")  # fmt: skip
    return el(
        "div",
        el(
            "table",
            el("caption", caption),
            el("thead", names, role="rowgroup"),
            el("tbody", *(_stacked(row, head) for row in rows), role="rowgroup"),
            role="table",
        ),
        cls="table stacked",
        tabindex="0",
        role="region",
        aria_label=caption,
    )


def _stacked(cells: Sequence[str], head: Sequence[str]) -> Html:
    first, *others = cells
    named = zip(others, head[1:], strict=True)
    return el(
        "tr",
        el("th", first, scope="row", role="rowheader"),
        *(el("td", cell, role="cell", data_name=name) for cell, name in named),
        role="row",
    )


def folded(summary: str, *content: str | None) -> Html:
    """Content that opens under its summary."""
    return el("details", el("summary", summary), *content)


def _row(cells: Sequence[str]) -> Html:
    first, *others = cells
    return el("tr", el("th", first, scope="row"), *(el("td", cell) for cell in others))
