"""The page where sheets are typed in: a plain form, which the script shows one line at a time."""

import json
from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING, Literal

from assessment.paper_in.desk import COSTS, Desk, field
from assessment.phone.screens import form
from scoring.values import POINTS

if TYPE_CHECKING:
    from assessment.report.answer_sheet import Line

LEFT_OPEN = ""  # the value of a line without a tick
STANDINGS = ("open", "closed", "to_come")

# What the script says by itself.
SAID = (
    *("group_short", "guess_short", "costs_short", "left_open", "go_on", "back", "undo", "keep"),
    *("keep_again", "keeping", "kept", "locked", "failed", "restored", "taken_out", "not_blank"),
    *("no_key", "sum_title", "sum_lead", "answers_one", "answers", "unknown", "apart", "open"),
    *("guesses_one", "guesses", "costs_named_one", "costs_named", "place"),
    *("nothing_yet", "costs_done", "nothing_to_undo", "no_answer"),
)
WAYS = {"sheets": "/workshop-sheets.pdf", "console": "/workshop"}
KEYCAPS = ("enter", "space", "backspace")

REASONS = (  # why something was refused, as far as there are words of its own for it
    *("group", "nothing", "foreign", "many", "full", "kept_before", "ended", "not_open"),
    *("open_table", "gone", "cookie"),
)


def known(reason: str) -> str:
    """The reason, where there are words for it."""
    return reason if reason in REASONS else "other"


def shut_main(desk: Desk, reason: str) -> str:
    """Nothing can be typed in here, and why."""
    said = escape(_no(desk, reason))
    return f'<main>{_head(desk)}<p class="lead">{said}</p>{_links(desk, "console")}</main>'


def main(
    desk: Desk,
    proof: str,
    *,
    id: str,
    given: Mapping[str, str] | None = None,
    told: str = "",
    last: str = "",
) -> str:
    """The form of a sheet, with what was given before; `last` is the sheet kept just now."""
    lines = "".join(_line(desk, line, given or {}) for line in desk.lines)
    inner = (
        f"{_group(desk, given or {})}{lines}{_costs(desk, given or {})}"
        f'<p class="go"><span></span><button>{escape(desk.words("paper_in.keep"))}</button></p>'
    )
    fields = {"w": desk.room.id, "id": id}
    return (
        f'<main data-room="{escape(desk.room.id)}" data-proof="{proof}"'
        f' data-say="{escape(json.dumps(_said(desk)))}">{_head(desk)}'
        f'<p class="lead">{escape(desk.words("paper_in.lead"))}</p>{_told(told)}'
        f"{_kept(desk, proof, last)}"
        f'<div id="sheet">{form("/paper/keep", proof, inner, fields)}</div>{aside(desk)}</main>'
    )


def aside(desk: Desk) -> str:
    """How many sheets there are, and what they count for."""
    words = desk.words
    names = {sign: desk.instrument.by_id[sign].name for sign in desk.standings}
    rows = "".join(
        f"<div><dt>{escape(words(f'paper_in.standing_{standing}'))}</dt>"
        f"<dd>{escape(', '.join(signs))}</dd></div>"
        for standing in STANDINGS
        if (signs := [names[s] for s, stands in desk.standings.items() if stands == standing])
    )
    return (
        f'<section class="notes" id="so-far"><p class="so-far">{escape(so_far(desk))}</p>'
        f"<h2>{escape(words('paper_in.counts_title'))}</h2><dl>{rows}</dl>"
        f'<p class="note">{escape(words("paper_in.you_know"))}</p>'
        f"{_links(desk, 'sheets', 'console')}</section>"
    )


def so_far(desk: Desk) -> str:
    """How many sheets were typed in, by group."""
    words = desk.words
    if not desk.typed.sheets:
        return words("paper_in.none")
    each = ", ".join(
        words("paper_in.count_group", group=desk.group(group), count=words.number(count))
        for group, count in desk.typed.by_group.items()
    )
    return words("paper_in.so_far", sheets=words.number(desk.typed.sheets), groups=each)


def _head(desk: Desk) -> str:
    words, room = desk.words, desk.room
    nature = ""
    if room.nature != "real":
        nature = f'<p class="nature">{escape(words(f"phone.nature_{room.nature}"))}</p>'
    by = " · ".join(filter(None, [room.title, room.organisation]))
    return (
        f'{nature}<p class="over"><span>{escape(by)}</span></p>'
        f'<h1 tabindex="-1">{escape(words("paper_in.title"))}</h1>'
    )


def _links(desk: Desk, *names: Literal["sheets", "console"]) -> str:
    """The ways to the printed sheets, and back to the workshop."""
    links = "".join(
        f'<a href="{WAYS[name]}?w={escape(desk.room.id)}">'
        f"{escape(desk.words(f'paper_in.{name}'))}</a>"
        for name in names
    )
    return f'<p class="links">{links}</p>'


def _no(desk: Desk, reason: str) -> str:
    return desk.words(f"paper_in.no.{known(reason)}")


def _told(told: str) -> str:
    return f'<p class="refused" role="alert">{escape(told)}</p>' if told else ""


def _kept(desk: Desk, proof: str, last: str) -> str:
    """That the last sheet is kept, and the way to take it out again."""
    if not last:
        return ""
    words = desk.words
    said = words("paper_in.kept", number=words.number(desk.typed.sheets))
    button = f'<button class="second">{escape(words("paper_in.undo"))}</button>'
    undo = form("/paper/out", proof, button, {"w": desk.room.id, "ballot": last})
    return f'<div class="kept"><p role="status">{escape(said)}</p>{undo}</div>'


def _group(desk: Desk, given: Mapping[str, str]) -> str:
    """Which group is ticked."""
    options = [(group, n, desk.group(group)) for n, group in enumerate(desk.room.groups, 1)]
    select = _select("group", options, given.get("group"), " required")
    text = escape(desk.words("paper_in.group"))
    return (
        f'<label class="line" data-kind="group"><span class="asked">{text}</span>{select}</label>'
    )


def _line(desk: Desk, line: "Line", given: Mapping[str, str]) -> str:
    """A question, or a guess about it."""
    words, item = desk.words, desk.instrument.items[line.item]
    name, kind = field(line), "guess" if line.about else "item"
    options: list[tuple[str, int | str, str]] = [
        (desk.keys[n], desk.keys[n], item.options[n - 1]) for n in POINTS
    ]
    text = item.text
    if line.about:
        text = words("phone.mirror", group=desk.group(line.about))
    else:
        options += [
            (key, key, words(f"word.{answer}"))
            for answer, key in desk.keys.items()
            if isinstance(answer, str)
        ]
    sign = desk.instrument.sign_of[line.item].name
    about = ""
    if line.about:
        about = f' data-about="{escape(line.about)}" data-whom="{escape(desk.group(line.about))}"'
    return (
        f'<label class="line" data-kind="{kind}" data-number="{line.number}"'
        f' data-item="{escape(line.item)}" data-sign="{escape(sign)}"{about}>'
        f'<span class="asked"><b>{line.number}</b> {escape(text)}</span>'
        f"{_select(name, options, given.get(name))}</label>"
    )


def _costs(desk: Desk, given: Mapping[str, str]) -> str:
    """The closing question."""
    words, outline = desk.words, desk.instrument.outline
    chosen = given.get(COSTS, "").split()
    limit = words("paper.costs_limit", limit=words.number(outline.costs_most_limit))
    cards = "".join(
        f'<label class="tick"><input type="checkbox" name="{COSTS}" value="{escape(sign)}"'
        f"{' checked' if sign in chosen else ''}>"
        f"<span>{n} {escape(desk.instrument.by_id[sign].name)}</span></label>"
        for n, sign in enumerate(desk.room.signs, 1)
    )
    return (
        f'<fieldset class="line" data-kind="costs" data-limit="{outline.costs_most_limit}">'
        f'<legend class="asked">{escape(outline.costs_most)}</legend>'
        f'<p class="note">{escape(limit)}</p>{cards}</fieldset>'
    )


def _select(
    name: str, options: Iterable[tuple[str, int | str, str]], chosen: str | None, more: str = ""
) -> str:
    """A choice, each with its key; nothing is chosen unless it was before."""
    drawn = "".join(
        f'<option value="{escape(value)}" data-key="{key}"'
        f"{' selected' if value == chosen else ''}>{key} {escape(text)}</option>"
        for value, key, text in options
    )
    return (
        f'<select name="{escape(name)}" autocomplete="off"{more}>'
        f'<option value="{LEFT_OPEN}">–</option>{drawn}</select>'
    )


def _said(desk: Desk) -> dict[str, str]:
    """The script's words, with the placeholders that it fills."""
    words = desk.words
    blanks = {name: f"{{{name}}}" for name in ("number", "count", "group", "line", "given")}
    said = {name: words(f"paper_in.{name}", **blanks) for name in SAID}
    limit = words.number(desk.instrument.outline.costs_most_limit)
    said["costs_limit"] = words("paper.costs_limit", limit=limit)
    caps = {f"key_{name}": words(f"paper_in.key_{name}") for name in KEYCAPS}
    return said | caps | {"title": words("paper_in.title")}
