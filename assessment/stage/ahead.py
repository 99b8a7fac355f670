"""What a workshop will and will not show for the people that are expected, and the ways out."""

from collections.abc import Iterator, Mapping
from typing import Any

from assessment import privacy
from assessment.privacy import Preview, Way
from assessment.texts import Texts
from assessment.view.elements import Html, el
from scoring.instrument import Instrument


def preview(words: Texts, instrument: Instrument, given: Mapping[str, Any]) -> Html:
    """What can be shown for the heads, the floors and the mode that are given."""
    if given["mode"] == "open":
        parts = [el("p", words("workshop.preview_open"))]
    elif not any(given["heads"].values()):
        parts = [el("p", words("workshop.preview_ask"))]
    else:
        parts = list(_parts(words, instrument, given))
    return el("section", el("h2", words("workshop.preview")), *parts, cls="preview")


def _parts(words: Texts, instrument: Instrument, given: Mapping[str, Any]) -> Iterator[Html]:
    names = {group.id: group.name for group in instrument.outline.groups}
    sides = instrument.outline.overall_groups
    seen = privacy.preview(given["heads"], given["floors"], given["groups"], sides)
    yield el("p", words("workshop.preview_about"))
    yield el("ul", *_lines(words, names, seen, sides, mirror=given["mirror"]))
    yield el("p", words("workshop.preview_paper"))
    if seen.ways:
        yield el("h3", words("workshop.ways"))
        yield el("ul", *(el("li", _way(words, names, way)) for way in seen.ways))


def _lines(
    words: Texts, names: Mapping[str, str], seen: Preview, sides: tuple[str, ...], *, mirror: bool
) -> Iterator[Html]:
    for one in seen.groups:
        key = "all" if one.distribution else "score" if one.score else "none"
        text = words(f"workshop.preview_{key}", group=names[one.group])
        yield el("li", text, cls="" if one.score else "no")
    said = {
        "gap": sides in seen.gaps,
        "interval": sides in seen.intervals,
        "comments": seen.comments,
        "costs": seen.costs_most,
    }
    if mirror:
        said["mirror"] = bool(seen.mirrors)
    for name, shown in said.items():
        text = words(f"workshop.preview_{name}{'' if shown else '_not'}")
        yield el("li", text, cls="" if shown else "no")


def _way(words: Texts, names: Mapping[str, str], way: Way) -> str:
    if way.kind == "open_table":
        return words("workshop.way_open")
    values = {"group": names.get(way.group or "", ""), "shows": words(f"workshop.way_{way.shows}")}
    if way.kind == "invite":
        return words("workshop.way_invite", people=words.number(way.people or 0), **values)
    return words("workshop.way_lower", floor=words.number(way.floor or 0), **values)
