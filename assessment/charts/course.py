"""Small multiples: each sign from run to run, one panel below the other."""

from functools import cache
from typing import Any

from assessment.charts.drawing import Rows, Spec, await_imports, filled, finished
from assessment.progress_findings import ProgressFindings
from assessment.progress_report import Ran
from assessment.theme import Palette
from scoring.instrument import Instrument

ROW = 104  # height of one sign in pixels
TOP, BOTTOM = 0.34, 0.96  # of the panel, as a share of its row
NARROW = 520  # pixels below which only the first and the last day are named


def course(said: ProgressFindings, instrument: Instrument, palette: Palette) -> Spec:
    """The signs of a client's runs, in the instrument's order, on one scale of 0 to 100."""
    progress = said.progress
    signs = [sign.id for sign in instrument.signs if progress.change(sign.id)]
    rows = [_row(number, sign, said, instrument, palette) for number, sign in enumerate(signs)]
    marks = [mark for number, sign in enumerate(signs) for mark in _marks(number, sign, said)]
    statuses = instrument.outline.statuses
    spec = filled(
        _course(palette, len(signs)),
        panels=[{"from": _at(n, 100), "to": _at(n, 0)} for n in range(len(signs))],
        cuts=[
            {"at": _at(n, cut)}
            for n in range(len(signs))
            for cut in (statuses.emerging, statuses.absent)
        ],
        rows=rows,
        marks=marks,
        lines=[mark for mark in marks if mark["segment"] is not None],
        days=_days(said),
    )
    told = " ".join(f"{row['say']}." for row in rows)
    return spec | {
        "height": ROW * len(signs),
        "description": said.texts("progress.chart_alt", signs=told),
    }


def _row(
    number: int, sign: str, said: ProgressFindings, instrument: Instrument, palette: Palette
) -> Spec:
    change = said.progress.change(sign)
    verdict = said.verdict(change) if change else ""
    points = said.points(change)
    colours = {"improved": palette.accent, "worse": palette.warning}
    scores = ", ".join(said.figure(run, sign) for run in said.progress.runs)
    values = {"name": said.name(sign), "scores": scores, "verdict": verdict}
    return {
        "at": number + 0.13,
        "name": instrument.by_id[sign].short,
        "verdict": said.texts("progress.moved", points=points, verdict=verdict),
        "colour": colours.get(change.direction if change else "", palette.muted),
        "say": said.texts("progress.row_alt", **values),
    }


def _marks(number: int, sign: str, said: ProgressFindings) -> Rows:
    """The runs that have a score, and which of them a line joins: none over a gap."""
    runs = said.progress.runs
    marks: Rows = []
    segment = 0
    for place, run in enumerate(runs):
        score = run.score(sign)
        if score is None:
            segment += 1
            continue
        marks.append(
            {
                "x": _across(place, runs),
                "y": _at(number, score),
                "text": said.figure(run, sign),
                "below": score > 78,
                "segment": f"{number}-{segment}",
                "pair": run in (said.progress.before, said.progress.after),
            }
        )
    return marks


def _days(said: ProgressFindings) -> Rows:
    runs = said.progress.runs
    return [
        {
            "x": _across(place, runs),
            "day": said.day(run, short=True),
            "end": place in (0, len(runs) - 1),
        }
        for place, run in enumerate(runs)
    ]


def _at(number: int, score: float) -> float:
    """The height of a score in the panel of the sign with this number, in rows from the top."""
    return round(number + TOP + (BOTTOM - TOP) * (1 - score / 100), 4)


def _across(place: int, runs: tuple[Ran, ...]) -> float:
    return place / max(1, len(runs) - 1)


@cache
def _course(palette: Palette, signs: int) -> Spec:
    await_imports()
    import altair as alt

    down = alt.Scale(domain=[signs, 0], nice=False, zero=False)
    left, right = 44, alt.ExprRef("width - 44")
    along = alt.Scale(domain=[0, 1], range=[left, right], nice=False)
    x, y = alt.X("x:Q", scale=along, axis=None), alt.Y("y:Q", scale=down, axis=None)
    start, end = alt.value(0), alt.value(alt.ExprRef("width"))
    panels = (
        _rows("panels")
        .mark_rect(color=palette.surface, aria=False)
        .encode(x=start, x2=end, y=alt.Y("from:Q", scale=down, axis=None), y2=alt.Y2("to:Q"))
    )
    cuts = (
        _rows("cuts")
        .mark_rule(color=palette.line, strokeDash=[2, 4], opacity=0.7, aria=False)
        .encode(x=start, x2=end, y=alt.Y("at:Q", scale=down, axis=None))
    )
    at = alt.Y("at:Q", scale=down, axis=None)
    names = (
        _rows("rows")
        .mark_text(align="left", fontSize=15, fontWeight=600, limit=alt.ExprRef("width - 150"))
        .encode(x=start, y=at, text="name:N", color=alt.value(palette.ink), description="say:N")
    )
    verdicts = (
        _rows("rows")
        .mark_text(align="right", fontSize=14, fontWeight=600, aria=False)
        .encode(x=end, y=at, text="verdict:N", color=_own())
    )
    lines = (
        _rows("lines")
        .mark_line(strokeWidth=2.5, color=palette.accent, aria=False)
        .encode(x=x, y=y, detail="segment:N")
    )
    return finished(
        alt.layer(
            panels, cuts, names, verdicts, lines, *_points(palette, x, y), _dates(palette, x)
        ),
        palette,
    )


def _points(palette: Palette, x: Any, y: Any) -> list[Any]:
    """The runs as points, those that are compared filled; each with its score."""
    import altair as alt

    fill = alt.condition("datum.pair", alt.value(palette.accent), alt.value(palette.background))
    points = (
        _rows("marks")
        .mark_point(
            size=110, filled=True, opacity=1, stroke=palette.accent, strokeWidth=2.5, aria=False
        )
        .encode(x=x, y=y, fill=fill)
    )
    labels = [
        _rows("marks")
        .transform_filter(f"datum.below == {str(below).lower()}")
        .mark_text(fontSize=13, fontWeight=600, dy=15 if below else -14, aria=False)
        .encode(x=x, y=y, text="text:N", color=alt.value(palette.ink))
        for below in (False, True)
    ]
    return [points, *labels]


def _dates(palette: Palette, x: Any) -> Any:
    """The days below the last panel; where it is narrow the first and the last alone."""
    import altair as alt

    return (
        _rows("days")
        .mark_text(
            fontSize=12,
            dy=12,
            aria=False,
            text=alt.ExprRef(f"width < {NARROW} && !datum.end ? '' : datum.day"),
        )
        .encode(x=x, y=alt.value(alt.ExprRef("height")), color=alt.value(palette.muted))
    )


def _own() -> Any:
    import altair as alt

    return alt.Color("colour:N", scale=None, legend=None)


def _rows(name: str) -> Any:
    import altair as alt

    return alt.Chart(alt.NamedData(name))
