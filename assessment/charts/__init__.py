"""The scorecard's charts: Vega-Lite, authored in Altair once and filled with data."""

import textwrap
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

from assessment.brand.colours import TINT
from assessment.charts.drawing import (
    PICTURE_WIDTH,
    Rows,
    Spec,
    await_imports,
    filled,
    finished,
    png,
    standing,
)
from assessment.findings import Findings
from assessment.texts import Texts
from assessment.theme import Palette
from scoring.instrument import STATUSES, Instrument
from scoring.scorecard import Scorecard, SignScore

ROW = 66  # height of one sign in pixels
WIDE = 520  # from this width in pixels the names of the levels fit into their bands

__all__ = [
    "CHARTS",
    "PICTURE_WIDTH",
    "Spec",
    "in_order",
    "overall",
    "overview",
    "picture",
    "png",
]


def overview(card: Scorecard, instrument: Instrument, texts: Texts, palette: Palette) -> Spec:
    """The signs, the weakest first, each on its bands; in the check each on its three statuses."""
    findings = Findings(card, instrument, texts)
    signs = in_order(card)
    rows = [_row(number, sign, findings, instrument) for number, sign in enumerate(signs)]
    bands = [
        band | {"row": number}
        for number, sign in enumerate(signs)
        for band in _bands_of(sign, instrument, palette)
    ]
    cuts = () if card.scope == "check" else (*instrument.outline.cut_scores, 100.0)
    spec = filled(
        _overview(palette),
        rows=rows,
        known=[row for row in rows if row["at"] is not None],
        ranges=_ranges(rows),
        bands=_lit_last(bands),
        cuts=[{"at": cut, "text": texts.number(cut)} for cut in cuts],
    )
    said = " ".join(f"{row['say']}." for row in rows)
    return spec | {
        "height": ROW * len(rows),
        "description": texts("chart.overview_alt", signs=said),
    }


def overall(card: Scorecard, instrument: Instrument, texts: Texts, palette: Palette) -> Spec:
    """The overall score on the bands of the five levels, with its bounds and what holds it."""
    findings = Findings(card, instrument, texts)
    result = card.overall
    marks: Rows = []
    if result.score is not None:
        text = findings.score(result.score)
        marks = [{"at": result.score, "text": text, "low": result.low, "high": result.high}]
    spec = filled(
        _overall(palette),
        bands=_lit_last(_level_bands(result.level, instrument, palette, findings)),
        marks=marks,
        ranges=_ranges(marks),
    )
    said = " ".join((findings.verdict(), *findings.notes()))
    return spec | {"description": texts("chart.overall_alt", finding=said)}


CHARTS: dict[str, Callable[[Scorecard, Instrument, Texts, Palette], Spec]] = {
    "overview": overview,
    "overall": overall,
}


def picture(
    name: str, card: Scorecard, instrument: Instrument, texts: Texts, palette: Palette
) -> bytes:
    """The chart of that name as a PNG that stands by itself; raises KeyError for other names."""
    spec = CHARTS[name](card, instrument, texts, palette)
    findings = Findings(card, instrument, texts)
    notes = [texts(f"chart.{name}_{card.scope}"), *findings.notes()]
    return png(standing(spec, findings.headline(), notes))


def in_order(card: Scorecard) -> list[SignScore]:
    """The signs as the overview shows them: the weakest first, those not known last.

    What counts is the score, and in the check the value of the sign's one answer.
    """
    values = {line.sign: line.value for line in card.overall.ledger}

    def place(sign: SignScore) -> tuple[int, float]:
        value = values[sign.id]
        return STATUSES.index(sign.status), 100.0 if value is None else value

    return sorted(card.signs, key=place)


def _row(number: int, sign: SignScore, findings: Findings, instrument: Instrument) -> Spec:
    return {
        "row": number,
        "name": instrument.by_id[sign.id].short,
        "status": findings.status_and_range(sign),
        "score": "" if sign.score is None else findings.score(sign.score),
        "at": sign.score,
        "low": sign.low,
        "high": sign.high,
        "say": findings.sign_in_words(sign),
    }


def _bands_of(sign: SignScore, instrument: Instrument, palette: Palette) -> Rows:
    """Five levels for a sign with a score; three statuses for one that rests on one question."""
    if sign.from_key_item:
        statuses = instrument.outline.statuses
        cuts: tuple[float, ...] = (0, statuses.emerging, statuses.absent, 100)
        colours: tuple[str, ...] = (palette.levels[0], palette.levels[1], palette.levels[4])
        on = STATUSES.index(sign.status) + 1
    else:
        cuts = (*instrument.outline.cut_scores, 100)
        colours, on = palette.levels, sign.level or 0
    parts = zip(pairwise(cuts), colours, strict=False)
    return [
        {"from": low, "to": high, "colour": colour, "on": number == on}
        for number, ((low, high), colour) in enumerate(parts, 1)
    ]


def _ranges(rows: Rows) -> Rows:
    return [row for row in rows if row["at"] is not None and row["low"] != row["high"]]


def _lit_last(bands: Rows) -> Rows:
    """The bands in the order they are painted, so that no neighbour covers a lit outline."""
    return sorted(bands, key=lambda band: bool(band["on"]))


def _level_bands(
    level: int | None, instrument: Instrument, palette: Palette, findings: Findings
) -> Rows:
    cuts = (*instrument.outline.cut_scores, 100)
    return [
        {
            "from": cuts[number - 1],
            "to": cuts[number],
            "middle": (cuts[number - 1] + cuts[number]) / 2,
            "colour": palette.levels[number - 1],
            "on": number == level,
            "ink": palette.on_levels[number - 1] if number == level else palette.ink,
            "name": textwrap.wrap(findings.level(number), 14),
            "number": [str(number)],
        }
        for number in range(1, 6)
    ]


@cache
def _overview(palette: Palette) -> Spec:
    await_imports()
    import altair as alt

    x, to = alt.X("from:Q", scale=alt.Scale(domain=[0, 100]), axis=None), alt.X2("to:Q")
    y = alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    at = alt.X("at:Q", scale=alt.Scale(domain=[0, 100]), axis=None)
    right, room = alt.value(alt.ExprRef("width")), alt.ExprRef("width - 56")

    def rows(name: str) -> alt.Chart:
        return alt.Chart(alt.NamedData(name))

    bands = (
        rows("bands")
        .mark_bar(height=12, yOffset=17, strokeWidth=1, aria=False)
        .encode(x=x, x2=to, y=y, color=_colour(), fillOpacity=_shine(), stroke=_outline(palette))
    )
    names = (
        rows("rows")
        .mark_text(align="left", fontSize=15, fontWeight=600, dy=-19, limit=room, aria=False)
        .encode(x=alt.value(0), y=y, text="name:N", color=alt.value(palette.ink))
    )
    status = (
        rows("rows")
        .mark_text(align="left", fontSize=13, dy=-1, limit=room)
        .encode(
            x=alt.value(0), y=y, text="status:N", color=alt.value(palette.muted),
            description="say:N",
        )
    )  # fmt: skip
    scores = (
        rows("rows")
        .mark_text(align="right", fontSize=20, fontWeight=600, dy=-12, aria=False)
        .encode(x=right, y=y, text="score:N", color=alt.value(palette.ink))
    )
    ranges = (
        rows("ranges")
        .mark_rule(strokeWidth=3, strokeCap="round", yOffset=17, color=palette.ink, aria=False)
        .encode(x=alt.X("low:Q", scale=alt.Scale(domain=[0, 100]), axis=None), x2="high:Q", y=y)
    )
    dots = (
        rows("known")
        .mark_point(
            size=190, filled=True, fill=palette.ink, stroke=palette.background, strokeWidth=2.5,
            opacity=1, yOffset=17, aria=False,
        )
        .encode(x=at, y=y)
    )  # fmt: skip
    cuts = (
        rows("cuts")
        .mark_text(fontSize=12, dy=10, aria=False)
        .encode(
            x=at, y=alt.value(alt.ExprRef("height")), text="text:N",
            color=alt.value(palette.muted),
        )
    )  # fmt: skip
    return finished(alt.layer(bands, names, status, scores, ranges, dots, cuts), palette)


@cache
def _overall(palette: Palette) -> Spec:
    await_imports()
    import altair as alt

    scale = alt.Scale(domain=[0, 100])
    bands = (
        alt.Chart(alt.NamedData("bands"))
        .mark_bar(height=38, strokeWidth=1, aria=False)
        .encode(
            x=alt.X("from:Q", scale=scale, axis=None), x2="to:Q", y=alt.value(54),
            color=_colour(), fillOpacity=_shine(), stroke=_outline(palette),
        )
    )  # fmt: skip
    names = (
        alt.Chart(alt.NamedData("bands"))
        .mark_text(
            fontSize=13,
            aria=False,
            text=alt.ExprRef(f"width < {WIDE} ? datum.number : datum.name"),
            fontWeight=alt.ExprRef("datum.on ? 600 : 400"),
            lineHeight=15,
            dy=alt.ExprRef(f"width < {WIDE} ? 0 : -7.5 * (length(datum.name) - 1)"),
        )
        .encode(
            x=alt.X("middle:Q", scale=scale, axis=None),
            y=alt.value(54),
            color=alt.Color("ink:N", scale=None, legend=None),
        )
    )
    mark = alt.Chart(alt.NamedData("marks"))
    span = alt.Chart(alt.NamedData("ranges"))
    at = alt.X("at:Q", scale=scale, axis=None)
    ranges = span.mark_rule(strokeWidth=4, strokeCap="round", color=palette.ink, aria=False).encode(
        x=alt.X("low:Q", scale=scale, axis=None), x2="high:Q", y=alt.value(80)
    )
    pointer = mark.mark_point(
        shape="triangle-down", size=110, filled=True, color=palette.ink, opacity=1, aria=False
    ).encode(x=at, y=alt.value(28))
    score = mark.mark_text(fontSize=20, fontWeight=600, aria=False).encode(
        x=at, y=alt.value(10), text="text:N", color=alt.value(palette.ink)
    )
    return finished(alt.layer(bands, names, ranges, pointer, score), palette) | {"height": 84}


def _colour() -> Any:
    import altair as alt

    return alt.Color("colour:N", scale=None, legend=None)


def _outline(palette: Palette) -> Any:
    """The band that holds the score stands out by its outline too: colour alone says nothing."""
    import altair as alt

    return alt.condition("datum.on", alt.value(palette.ink), alt.value(palette.rule))


def _shine() -> Any:
    """The band that holds the score in full, the others as a tint."""
    import altair as alt

    return alt.condition("datum.on", alt.value(1), alt.value(TINT))
