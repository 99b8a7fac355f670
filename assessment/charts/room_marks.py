"""What the charts of a room are drawn with: their look, and templates that wait for data."""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from assessment.charts.drawing import Spec, await_imports, finished
from assessment.theme import Palette

NARROW = 520  # pixels, at scale 1; below it a name and a note need a line each
SHAPES = {"sales": "circle", "marketing": "square", "leadership": "diamond"}

Across = Callable[[str], Any]  # a field as a place on the scale from 0 to 100


class Look(NamedTuple):
    """The colours, and how many times larger than on a page: a projector is seen from afar."""

    palette: Palette
    scale: float = 1.0

    def px(self, size: float) -> float:
        """That many pixels of a page, at this scale."""
        return round(size * self.scale, 1)

    def of(self, group: str) -> dict[str, Any]:
        """The colour and the shape of a group's mark; the shape repeats what the colour says."""
        colour = getattr(self.palette, group, self.palette.muted)
        return {"colour": colour, "shape": SHAPES.get(group, "triangle-up")}


@cache
def gaps_template(look: Look, left: float, beyond: float = 92, *, names: bool = False) -> Spec:
    """One line a sign, its name above, the distance at the right.

    `left` and `beyond` are the room for labels on either side; where they are people's `names` they
    are cut short of the edge and of the distance.
    """
    await_imports()
    import altair as alt

    palette, px = look.palette, look.px
    y = alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    right = f"clamp(0.22 * width, {px(92)}, {px(170)})" if names else str(px(beyond))
    across = _across(px(left), right)
    place = f"({px(left)} + (width - {px(left)} - {right}) * datum.at / 100)"
    limits = (f"{place} - {px(13)}", f"width - {place} - {px(62)}") if names else None
    down = px(14)
    titles = (
        _rows("rows")
        .mark_text(align="left", fontSize=px(15), fontWeight=600, dy=px(-14), limit=_less(px(100)))
        .encode(
            x=alt.value(0), y=y, text="name:N", color=alt.value(palette.ink), description="say:N"
        )
    )
    notes = (
        _rows("rows")
        .mark_text(
            align="right",
            fontSize=px(12),
            dy=alt.ExprRef(f"width < {px(NARROW)} ? {px(30)} : {px(-14)}"),
            aria=False,
        )
        .encode(x=alt.value(_less(px(96))), y=y, text="note:N", color=alt.value(palette.muted))
    )
    gap = (
        _rows("rows")
        .mark_text(align="right", fontSize=px(24), fontWeight=600, dy=px(8), aria=False)
        .encode(x=alt.value(alt.ExprRef("width")), y=y, text="gap:N", color=alt.value(palette.ink))
    )
    bound = (
        _rows("rows")
        .mark_text(align="right", fontSize=px(13), dy=px(-13), aria=False)
        .encode(
            x=alt.value(alt.ExprRef("width")), y=y, text="bound:N", color=alt.value(palette.muted)
        )
    )
    return finished(
        alt.layer(
            *_scale_lines(look, y, across, down),
            titles, notes, bound, gap,
            _bridge(look, y, across, down),
            _dots(look, y, across, down, 210, which="!datum.third"),
            _dots(look, y, across, px(27), 90, which="datum.third"),
            *_outer(look, y, across, down, limits),
            _numbers(look, across, 12),
        ),
        palette,
    )  # fmt: skip


@cache
def sign_template(look: Look) -> Spec:
    """The lines of one sign, with a label on each mark."""
    await_imports()
    import altair as alt

    palette, px = look.palette, look.px
    y = alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    across = _across(px(16), px(16))
    places = (("above", -28), ("below", 29), ("beside", 0))
    hangs = (("left", -10, 18), ("center", 0, 0), ("right", 10, -18))
    labels = [
        _rows("marks")
        .transform_filter(f"datum.where == '{where}' && datum.align == '{align}'")
        .mark_text(
            align=align,
            fontSize=px(17),
            fontWeight=600,
            dy=px(dy),
            dx=px(beside if where == "beside" else dx),
            aria=False,
        )
        .encode(x=across("at"), y=y, text="label:N", color=alt.value(palette.ink))
        for where, dy in places
        for align, dx, beside in hangs
    ]
    notes = (
        _rows("notes")
        .mark_text(align="left", fontSize=px(14), dy=px(-6))
        .encode(
            x=alt.value(0),
            y=alt.value(0),
            text="note:N",
            color=alt.value(palette.muted),
            description="say:N",
        )
    )
    return finished(
        alt.layer(
            *_scale_lines(look, y, across, 0),
            notes,
            _bridge(look, y, across, 0),
            _dots(look, y, across, 0, 420),
            *labels,
            _numbers(look, across, 12),
        ),
        palette,
    )  # fmt: skip


@cache
def people_template(look: Look) -> Spec:
    """One line a person, the name at the left."""
    await_imports()
    import altair as alt

    palette, px = look.palette, look.px
    y = alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    across = _across(px(190), px(40))
    names = (
        _rows("rows")
        .mark_text(align="left", fontSize=px(15), fontWeight=600, limit=px(176))
        .encode(
            x=alt.value(0), y=y, text="name:N", color=alt.value(palette.ink), description="say:N"
        )
    )
    scores = (
        _rows("marks")
        .mark_text(align="left", fontSize=px(15), dx=px(14), aria=False)
        .encode(x=across("at"), y=y, text="text:N", color=alt.value(palette.ink))
    )
    unknown = (
        _rows("rows")
        .transform_filter("datum.at === null")
        .mark_text(align="left", fontSize=px(14), aria=False)
        .encode(x=alt.value(px(190)), y=y, text="text:N", color=alt.value(palette.muted))
    )
    return finished(
        alt.layer(
            *_scale_lines(look, y, across, 0, "marks"),
            names,
            unknown,
            _bridge(look, y, across, 0),
            _dots(look, y, across, 0, 260),
            scores,
            _numbers(look, across, 12),
        ),
        palette,
    )


def _rows(name: str) -> Any:
    import altair as alt

    return alt.Chart(alt.NamedData(name))


def _less(pixels: float | str) -> Any:
    """The width of the chart less so many pixels, or less what an expression says."""
    import altair as alt

    return alt.ExprRef(f"width - {pixels}")


def _across(left: float, right: float | str) -> Across:
    """The scale from 0 to 100, that far from the edges of the chart."""
    import altair as alt

    scale = alt.Scale(domain=[0, 100], range=[left, _less(right)], nice=False)

    def of(field: str) -> Any:
        return alt.X(f"{field}:Q", scale=scale, axis=None)

    return of


def _scale_lines(look: Look, y: Any, across: Across, down: float, rows: str = "rows") -> list[Any]:
    """The line that each row's marks stand on, and the short ticks of the scale's ends."""
    import altair as alt

    line = (
        _rows(rows)
        .transform_calculate(from_="0", to_="100")
        .mark_rule(strokeWidth=look.px(2), yOffset=down, color=look.palette.rule, aria=False)
        .encode(x=across("from_"), x2=alt.X2("to_:Q"), y=y)
    )
    ticks = (
        _rows("ends")
        .mark_rule(strokeWidth=1, color=look.palette.rule, strokeDash=[2, 4], aria=False)
        .encode(x=across("at"), y=alt.value(0), y2=alt.value(alt.ExprRef("height")))
    )
    return [ticks, line]


def _bridge(look: Look, y: Any, across: Across, down: float) -> Any:
    import altair as alt

    return (
        _rows("spans")
        .mark_rule(
            strokeWidth=look.px(7), strokeCap="round", yOffset=down, color=look.palette.line,
            opacity=0.55, aria=False,
        )
        .encode(x=across("low"), x2=alt.X2("high:Q"), y=y)
    )  # fmt: skip


def _dots(
    look: Look, y: Any, across: Across, down: float, size: float, *, which: str = "true"
) -> Any:
    import altair as alt

    return (
        _rows("marks")
        .transform_filter(which)
        .mark_point(
            size=size * look.scale**2, filled=True, opacity=1, stroke=look.palette.background,
            strokeWidth=look.px(2), yOffset=down, aria=False,
        )
        .encode(
            x=across("at"), y=y,
            fill=alt.Fill("colour:N", scale=None, legend=None),
            shape=alt.Shape("shape:N", scale=None, legend=None),
        )
    )  # fmt: skip


def _outer(
    look: Look, y: Any, across: Across, down: float, limits: tuple[str, str] | None
) -> list[Any]:
    """The labels beside the outer marks, outside the bridge between them, within their limits."""
    import altair as alt

    return [
        _rows("marks")
        .transform_filter(f"datum.side == '{side}'")
        .mark_text(
            align=align, dx=look.px(dx), fontSize=look.px(15), yOffset=down, aria=False,
            **({"limit": alt.ExprRef(limits[at])} if limits else {}),
        )
        .encode(x=across("at"), y=y, text="text:N", color=alt.value(look.palette.ink))
        for at, (side, align, dx) in enumerate((("left", "right", -13), ("right", "left", 13)))
    ]  # fmt: skip


def _numbers(look: Look, across: Across, size: float) -> Any:
    """The numbers of the scale, under the last row."""
    import altair as alt

    return (
        _rows("ends")
        .mark_text(fontSize=look.px(size), dy=look.px(12), aria=False)
        .encode(
            x=across("at"), y=alt.value(alt.ExprRef("height")), text="text:N",
            color=alt.value(look.palette.muted),
        )
    )  # fmt: skip
