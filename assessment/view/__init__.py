"""The scorecard as it is drawn on screens, for its owner and for those it was shared with."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from assessment import charts
from assessment.brand import Brand
from assessment.client_records import Spoken
from assessment.theme import Palette
from assessment.view.elements import Html, el, join
from assessment.view.reading import Reading
from assessment.view.sign import sign_section
from assessment.view.top import (
    bands,
    finding,
    first_things,
    outlined,
    overall_ledger,
    overall_step,
)
from scoring.response import Response

__all__ = [
    "STYLE",
    "Reading",
    "draw_call",
    "draw_data",
    "draw_finding",
    "draw_report",
    "draw_run",
    "draw_signs",
    "draw_spoken",
    "lead",
]

STYLE = Path(__file__).parent / "scorecard.css"

DATA = {
    "csv": "scorecard.csv",
    "json": "scorecard.json",
    "png_overview": "chart/overview.png",
    "png_overall": "chart/overall.png",
}


def draw_run(reading: Reading, response: Response) -> None:
    """Whose answers these are, as far as it was said, and of which day."""
    st.html(STYLE)
    if response.organisation:
        st.text(response.organisation)
    if response.interviewed:
        st.text(reading.words("scorecard.interviewed", name=response.interviewed))
    if response.date is None:
        return
    day = reading.words.date(response.date)
    groups = {group.id: group.name for group in reading.instrument.outline.groups}
    if group := groups.get(response.group or ""):
        said = reading.words("scorecard.of_run", group=group, date=day)
    else:
        said = reading.words("scorecard.of_run_no_group", date=day)
    st.html(el("p", said, cls="small"))


def draw_finding(reading: Reading, palette: Palette) -> None:
    """The finding, and the overall score on its levels."""
    st.html(finding(reading))
    if reading.card.overall.score is not None:
        _chart("overall", reading, palette)
    if caption := outlined(reading):
        st.html(caption)


def draw_spoken(reading: Reading, spoken: Spoken | None) -> None:
    """What the consultant says on the whole, marked as theirs."""
    if said := _spoken(reading, spoken, spoken.summary if spoken else ""):
        st.html(said)


def draw_report(reading: Reading, query: str) -> None:
    """The PDF to take along, from a route that checks who asks."""
    st.html(el("div", _file(reading, "pdf", "scorecard.pdf", query), cls="downloads"))


def draw_data(reading: Reading, query: str) -> None:
    """The numbers and the charts to take along, from routes that check who asks."""
    title = reading.words("scorecard.take_along")
    files = (
        _file(reading, key, address, query)
        for key, address in DATA.items()
        if key != "png_overall" or reading.card.overall.score is not None
    )
    row = el("nav", *files, cls="downloads", aria_label=title)
    st.html(join((el("h2", title, cls="minor"), row)))


def draw_signs(
    reading: Reading,
    palette: Palette,
    comments: Mapping[str, str] | None = None,
    comment_label: str | None = None,
    spoken: Spoken | None = None,
) -> None:
    """The seven signs, what to do first, and each sign; comments only where they are given."""
    words = reading.words
    st.html(el("h2", words("scorecard.signs")))
    _chart("overview", reading, palette)
    st.html(bands(reading))
    for part in (first_things(reading), overall_step(reading), overall_ledger(reading)):
        if part:
            st.html(part)
    st.html(el("h2", words("scorecard.one_by_one")))
    for number, sign in enumerate(reading.card.signs, 1):
        st.html(sign_section(reading, sign, number, palette))
        if comment := (comments or {}).get(sign.id):
            st.html(el("p", comment_label or words("scorecard.comment"), cls="label"))
            st.text(comment)
        if said := _spoken(reading, spoken, spoken.signs.get(sign.id, "") if spoken else ""):
            st.html(said)


def draw_call(reading: Reading, brand: Brand) -> None:
    """What the brand asks a reader at this level to do next; nothing where it asks nothing."""
    call = brand.call(reading.card.overall.level, reading.words.language)
    if call is None:
        return
    way = {"href": call.link, "rel": "noopener", "target": "_blank"} if call.link else {}
    link = el("a", call.label, cls="button", **way) if way else None
    heading, text = el("h2", reading.words("call.title")), el("p", call.text)
    st.html(el("section", heading, text, link, cls="call"))


def lead(title: str | None, sentence: str) -> None:
    """A sentence that leads to what can be done next, with its heading if it has one."""
    st.html(join((el("h2", title) if title else None, el("p", sentence))))


def _spoken(reading: Reading, spoken: Spoken | None, text: str) -> Html | None:
    """A part of the consultant's commentary, marked as theirs; None where there is none."""
    if spoken is None or not text:
        return None
    said = el("p", reading.words("commentary.from", author=spoken.author), cls="from")
    return el("div", said, el("p", text), cls="by-desk")


def _file(reading: Reading, key: str, address: str, query: str) -> Html:
    return el("a", reading.words(f"scorecard.{key}"), href=f"./{address}?{query}", cls=key)


def _chart(name: str, reading: Reading, palette: Palette) -> None:
    spec = charts.CHARTS[name](reading.card, reading.instrument, reading.words, palette)
    st.vega_lite_chart(spec, theme=None, width="stretch", key=f"chart_{name}")
