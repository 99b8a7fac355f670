"""What the charts of a room's answers are drawn with: templates that wait for data."""

from functools import cache
from typing import Any

from assessment.charts.drawing import Spec, await_imports, finished
from assessment.charts.room_marks import Look


def _rows(name: str) -> Any:
    import altair as alt

    return alt.Chart(alt.NamedData(name))


def _y() -> Any:
    import altair as alt

    return alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))


WIDEST_NAME = 88  # pixels, at scale 1, that the name of a column takes


@cache
def distribution_template(look: Look) -> Spec:
    """One bar a group, its parts to both sides of zero."""
    await_imports()
    import altair as alt

    palette, px = look.palette, look.px
    scale = alt.Scale(domain=[-1, 1], range=[0, alt.ExprRef("width")], nice=False)

    def x(field: str) -> Any:
        return alt.X(f"{field}:Q", scale=scale, axis=None)

    names = (
        _rows("rows")
        .mark_text(align="left", fontSize=px(15), fontWeight=600, dy=px(-17))
        .encode(
            x=alt.value(0),
            y=_y(),
            text="name:N",
            color=alt.value(palette.ink),
            description="say:N",
        )
    )
    notes = (
        _rows("rows")
        .mark_text(align="right", fontSize=px(14), dy=px(-17), aria=False)
        .encode(
            x=alt.value(alt.ExprRef("width")),
            y=_y(),
            text="note:N",
            color=alt.value(palette.muted),
        )
    )
    bars = (
        _rows("parts")
        .mark_bar(
            height=px(26), yOffset=px(8), stroke=palette.background, strokeWidth=1.5, aria=False
        )
        .encode(
            x=x("from"),
            x2=alt.X2("to:Q"),
            y=_y(),
            color=alt.Color("colour:N", scale=None, legend=None),
        )
    )
    counts = (
        _rows("parts")
        .mark_text(fontSize=px(14), fontWeight=600, yOffset=px(8), aria=False)
        .encode(
            x=x("middle"), y=_y(), text="text:N", color=alt.Color("ink:N", scale=None, legend=None)
        )
    )
    middle = (
        _rows("middle")
        .mark_rule(strokeWidth=1, color=palette.muted, strokeDash=[2, 4], aria=False)
        .encode(x=x("at"), y=alt.value(0), y2=alt.value(alt.ExprRef("height")))
    )
    return finished(alt.layer(middle, bars, counts, names, notes), palette)  # fmt: skip


@cache
def votes_template(look: Look) -> Spec:
    """One arrow a group, from the first vote to the second."""
    await_imports()
    import altair as alt

    palette, px = look.palette, look.px
    scale = alt.Scale(domain=[0, 100], range=[px(34), alt.ExprRef(f"width - {px(34)}")], nice=False)

    def x(field: str) -> Any:
        return alt.X(f"{field}:Q", scale=scale, axis=None)

    colour = alt.Color("colour:N", scale=None, legend=None)
    down = px(10)
    line = (
        _rows("rows")
        .transform_calculate(from_="0", to_="100")
        .mark_rule(strokeWidth=px(2), yOffset=down, color=palette.rule, aria=False)
        .encode(x=x("from_"), x2=alt.X2("to_:Q"), y=_y())
    )
    names = (
        _rows("rows")
        .mark_text(align="left", fontSize=px(15), fontWeight=600, dy=px(-16))
        .encode(
            x=alt.value(0),
            y=_y(),
            text="name:N",
            color=alt.value(palette.ink),
            description="say:N",
        )
    )
    notes = (
        _rows("rows")
        .mark_text(align="right", fontSize=px(14), dy=px(-16), aria=False)
        .encode(
            x=alt.value(alt.ExprRef("width")),
            y=_y(),
            text="note:N",
            color=alt.value(palette.muted),
        )
    )
    shaft = (
        _rows("arrows")
        .mark_rule(strokeWidth=px(4), yOffset=down, aria=False)
        .encode(x=x("before"), x2=alt.X2("after:Q"), y=_y(), color=colour)
    )
    start = (
        _rows("arrows")
        .mark_point(
            size=110 * look.scale**2,
            filled=True,
            fill=palette.background,
            opacity=1,
            strokeWidth=px(3),
            yOffset=down,
            aria=False,
        )
        .encode(x=x("before"), y=_y(), stroke=alt.Stroke("colour:N", scale=None, legend=None))
    )
    heads = [
        _rows("arrows")
        .transform_filter(f"datum.turn == {turn}")
        .mark_point(
            shape=shape,
            size=260 * look.scale**2,
            filled=True,
            opacity=1,
            yOffset=down,
            aria=False,
        )
        .encode(x=x("after"), y=_y(), color=colour)
        for turn, shape in ((90, "triangle-right"), (-90, "triangle-left"))
    ]
    texts = [
        _rows("arrows")
        .transform_filter(f"datum.out == '{out}'")
        .mark_text(
            align=align, dx=px(dx), fontSize=px(15), fontWeight=weight, yOffset=down, aria=False
        )
        .encode(x=x(field), y=_y(), text=f"{text}:N", color=alt.value(palette.ink))
        for out, field, text, align, dx, weight in (
            ("right", "before", "from", "right", -12, 400),
            ("right", "after", "to", "left", 14, 600),
            ("left", "before", "from", "left", 12, 400),
            ("left", "after", "to", "right", -14, 600),
        )
    ]
    ends = (
        _rows("ends")
        .mark_text(fontSize=px(12), dy=px(9), aria=False)
        .encode(
            x=x("at"),
            y=alt.value(alt.ExprRef("height")),
            text="text:N",
            color=alt.value(palette.muted),
        )
    )
    return finished(
        alt.layer(line, names, notes, shaft, start, *heads, *texts, ends), palette
    )  # fmt: skip


@cache
def heat_template(look: Look, columns: int) -> Spec:
    """A table of cells, the names of its rows at the left."""
    await_imports()
    import altair as alt

    palette, px = look.palette, look.px
    left = px(172)
    scale = alt.Scale(
        domain=list(range(columns)), range=[left, alt.ExprRef("width")], paddingInner=0,
        paddingOuter=0,
    )  # fmt: skip
    x = alt.X("column:O", scale=scale, axis=None)
    names = (
        _rows("rows")
        .mark_text(align="left", fontSize=px(15), fontWeight=600, limit=px(164), aria=False)
        .encode(x=alt.value(0), y=_y(), text="name:N", color=alt.value(palette.ink))
    )
    cells = (
        _rows("cells")
        .mark_rect(stroke=palette.background, strokeWidth=px(3), cornerRadius=px(4))
        .encode(
            x=x, y=_y(), color=alt.Color("colour:N", scale=None, legend=None), description="say:N"
        )
    )
    texts = (
        _rows("cells")
        .mark_text(
            fontSize=alt.ExprRef(
                f"!datum.known ? {px(12)} : length(datum.text[0]) > 4 ? {px(13)} : {px(17)}"
            ),
            fontWeight=alt.ExprRef("datum.known ? 600 : 400"),
            lineHeight=px(14),
            dy=alt.ExprRef(f"datum.known ? 0 : -{px(7)} * (datum.lines - 1)"),
            aria=False,
        )
        .encode(x=x, y=_y(), text="text:N", color=alt.Color("ink:N", scale=None, legend=None))
    )
    # On a phone a column is narrower than its name: every other name stands a line higher.
    narrow = f"(width - {left}) / {columns} < {px(WIDEST_NAME)}"
    higher = alt.ExprRef(f"{narrow} && datum.column % 2 ? {px(-29)} : {px(-12)}")
    head = (
        _rows("head")
        .mark_text(fontSize=px(14), dy=higher, aria=False)
        .encode(x=x, y=alt.value(0), text="name:N", color=alt.value(palette.muted))
    )
    return finished(alt.layer(cells, texts, names, head), palette)
