"""The phone's pages: how one joins, what one sees while waiting, and the frame around it all."""

from collections.abc import Mapping
from html import escape

from assessment.brand import Brand
from assessment.brand.foot import foot
from assessment.brand.served import icon
from assessment.languages import switch
from assessment.phone import look, screens
from assessment.phone.screens import form
from assessment.phone.walk import Now, Screen
from assessment.records import Workshop, new_id
from assessment.services import services
from assessment.texts import Texts
from assessment.workshop.codes import LONGEST_TYPED
from scoring.instrument import Instrument
from scoring.response import NAME_LIMIT

SMALL = 1_500  # bytes of a logo that may be the icon, too
WAIT = 5  # seconds after which a page without the script looks again
SAID = ("saved", "sending", "waiting", "waiting_one", "late", "failed", "offline")

REASONS = (  # why something was refused, as far as there are words of its own for it
    *("cookie", "code", "closed", "own_locked", "own_first", "ended", "not_yet", "gone", "many"),
    *("long_comment", "long_name", "group", "locked", "full", "consent", "name", "invited"),
    *("taken", "nothing"),
)

# Nothing inline and nothing foreign; the logo is a picture within the style sheet.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def document(
    words: Texts,
    title: str,
    main: str,
    *,
    waiting: bool = False,
    here: str = "/j",
    style: look.File | None = None,
    script: look.File | None = None,
) -> str:
    """The whole page around what is shown, with the phone's style and script unless others.

    `here` is the address that one comes back to in another language.
    """
    name, brand = escape(words("app.name")), services().brand
    again = f'<noscript><meta http-equiv="refresh" content="{WAIT}"></noscript>' if waiting else ""
    return (
        f'<!doctype html><html lang="{_language(words)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        f"<title>{escape(title)} · {name}</title>"
        f'<link rel="icon" href="{_icon(brand)}">'
        f'<link rel="stylesheet" href="{(style or look.style()).address}">'
        f'<script src="{(script or look.script()).address}" defer></script>{again}</head>'
        f'<body><header><p class="brand">{_logo(brand, name)}</p>'
        f'<p id="state" role="status"></p>{switch(words, here)}</header>'
        '<p id="told" role="alert"></p>'
        '<p id="news" role="status"></p>'
        f"{main}{footer(words, brand)}</body></html>"
    )


def footer(words: Texts, brand: Brand) -> str:
    """Who answers for what happens here, as far as it is said."""
    lines, links = foot(brand, words)
    parts = [f"<span>{escape(line)}</span>" for line in lines]
    parts += [f'<a href="{escape(to)}" rel="noopener">{escape(said)}</a>' for said, to in links]
    return f"<footer>{''.join(parts)}</footer>" if parts else ""


def known(reason: str | None) -> str:
    """The reason, where there are words for it; nothing for none."""
    return reason if reason in REASONS else "other" if reason else ""


def code_main(words: Texts, proof: str, no: str = "", typed: str = "") -> str:
    """Where one types the code."""
    inner = (
        f'<label class="text"><span>{escape(words("phone.code_label"))}</span>'
        f'<input name="code" class="code" required maxlength="{LONGEST_TYPED}" autocomplete="off"'
        f' value="{escape(typed)}" autocapitalize="characters" spellcheck="false"'
        ' enterkeyhint="go"></label><input type="hidden" name="door">'
        f'<p class="go"><button>{escape(words("phone.code_go"))}</button></p>'
    )
    return (
        f'<main data-key="code"{_failing(words)}>'
        f"{_heading(words('phone.code_title'))}"
        f'<p class="lead">{escape(words("phone.code_lead"))}</p>{_told(words, no)}'
        f"{form('/join', proof, inner, {})}</main>"
    )


def join_main(
    words: Texts,
    instrument: Instrument,
    room: Workshop,
    proof: str,
    *,
    door: str = "",
    free_names: tuple[str, ...] = (),
    given: Mapping[str, str] | None = None,
    no: str = "",
) -> str:
    """What is asked of whoever takes a seat, and what happens to the answers."""
    given = given or {}
    groups = [(g.id, g.name) for g in instrument.outline.groups if g.id in room.groups]
    inner = _radios("group", words("phone.group"), groups, given.get("group"))
    if room.open_table:
        inner += _name(words, free_names, given.get("name", ""))
        inner += (
            '<label class="tick"><input type="checkbox" name="consent" value="yes" required>'
            f"<span>{escape(words('phone.consent'))}</span></label>"
        )
    inner += f'<p class="go"><button>{escape(words("phone.join"))}</button></p>'
    by = " · ".join(filter(None, [words("phone.join_title"), room.organisation]))
    fields = {"code": room.code or "", "door": door, "attempt": new_id()}
    return (
        f'<main data-key="join"{_failing(words)}>{_nature(words, room)}'
        f'<p class="over"><span>{escape(by)}</span></p>'
        f"{_heading(room.title)}{_told(words, no)}"
        f"{form('/join', proof, inner, fields)}{notes(words, room)}</main>"
    )


def notes(words: Texts, room: Workshop) -> str:
    """What happens to answers here, in plain words: the mode, the floors, who sees what."""
    floors = room.floors
    lines = [words("phone.open_lead"), words("phone.open_comments")]
    if not room.open_table:
        lines = [
            words("phone.note_reveal"),
            words("phone.note_who"),
            words("phone.note_score", count=words.number(floors.score)),
            words("phone.note_spread", count=words.number(floors.distribution)),
            words("phone.note_comments", count=words.number(floors.comments)),
            words("phone.note_confidential"),
        ]
    lines.append(words("phone.note_after"))
    title = words("phone.open_title" if room.open_table else "phone.notes_title")
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    more = f'<a href="/privacy" target="_blank">{escape(words("phone.note_privacy"))}</a>'
    return f'<section class="notes"><h2>{escape(title)}</h2><ul>{items}</ul><p>{more}</p></section>'


def seat_main(now: Now, proof: str, at: Screen | None, no: str = "", *, whole: bool = True) -> str:
    """What a seat shows now: all its screens, or only those of the sign that one is at."""
    words = now.words
    part = () if whole or at is None else now.beside(at)
    inner = _told(words, no)
    if now.items:
        inner += screens.progress(now) + screens.all_of(now, part or now.screens, proof, at)
        inner += _aside(now, proof, at)
    else:
        inner += _waiting(now, proof, at)
    data = {
        "key": now.key,
        "room": now.room.id,
        "seat": now.seat.id,
        "proof": proof,
        "version": str(now.room.version),
        "turn": str(now.ballot.turn),
        "title": title_of(now),
        "part": "1" if part and len(part) < len(now.screens) else "",
    }
    data |= {name: words(f"phone.{name}", count="{count}") for name in SAID}
    return f"<main{_marks(data)}>{_nature(words, now.room)}{inner}</main>"


def title_of(now: Now) -> str:
    """The title of the page, which a screen reader says first."""
    return now.words(f"phone.{now.view}_title")


def gone_main(words: Texts, room_id: str, why: str) -> str:
    """There is no seat here: why, and how one gets one."""
    title = words("phone.gone_title")
    link = f'<a class="button" href="/j">{escape(words("phone.code_title"))}</a>'
    join = "" if why == "unlinked" else f'<p class="go">{link}</p>'
    return (
        f'<main data-key="gone" data-room="{escape(room_id)}" data-title="{escape(title)}">'
        f'{_heading(title)}<p class="lead">{escape(words(f"phone.gone_{why}"))}</p>{join}</main>'
    )


def reached_main(words: Texts) -> str:
    """The room's network lets phones through."""
    return (
        f'<main data-key="reached"><h1>{escape(words("phone.reached_title"))}</h1>'
        f'<p class="lead">{escape(words("phone.reached"))}</p></main>'
    )


def _waiting(now: Now, proof: str, at: Screen | None) -> str:
    """A view on which nothing is to be answered, or the closing question alone."""
    words, view = now.words, now.view
    of = " · ".join(filter(None, [now.room.title, now.room.organisation]))
    inner = (
        f'<p class="over"><span>{escape(of)}</span></p>{_heading(title_of(now))}'
        f'<p class="lead">{escape(words(f"phone.{view}"))}</p>'
    )
    if view == "lobby":
        group = screens.group_name(now, now.seat.group)
        who = f"{group}, {now.ballot.name}" if now.ballot.name else group
        inner += f'<p class="seat">{escape(words("phone.seat", who=who))}</p>'
    if at:
        inner += screens.all_of(now, now.screens, proof, at)
    if view == "end":
        inner += _scorecard(now, proof)
    if view == "lobby":
        inner += notes(words, now.room)
    return inner + screens.yours(now) + _leave(now, proof)


def _aside(now: Now, proof: str, at: Screen | None) -> str:
    """Below the last screen: the own scorecard at a free pace, and the way out."""
    own = _scorecard(now, proof) if now.room.pace == "free" and now.view == "answer" else ""
    shown = at is not None and at.kind in ("through", "dissent")
    return f'<div class="aside"{"" if shown else " hidden"}>{own}{_leave(now, proof)}</div>'


def _scorecard(now: Now, proof: str) -> str:
    """The way to one's own scorecard; none without an answer."""
    words = now.words
    button = f'<p class="go"><button>{escape(words("phone.scorecard_make"))}</button></p>'
    return (
        f'<section class="own"><h2>{escape(words("phone.scorecard_title"))}</h2>'
        f"<p>{escape(words('phone.scorecard'))}</p>"
        f"{form('/seat/scorecard', proof, button, {'w': now.room.id})}</section>"
    )


def _leave(now: Now, proof: str) -> str:
    words = now.words
    inner = (
        f"<p>{escape(words('phone.leave'))}</p>"
        '<label class="tick"><input type="checkbox" name="confirm" value="yes" required>'
        f"<span>{escape(words('phone.leave_confirm'))}</span></label>"
        f'<p class="go"><button class="second">{escape(words("phone.leave_button"))}</button></p>'
    )
    drawn = form("/seat/leave", proof, inner, {"w": now.room.id})
    return (
        f'<details class="leave"><summary>{escape(words("phone.leave_button"))}</summary>'
        f"{drawn}</details>"
    )


def _radios(name: str, legend: str, choices: list[tuple[str, str]], chosen: str | None) -> str:
    cards = "".join(
        f'<label class="card"><input type="radio" name="{name}" value="{escape(value)}" required'
        f"{' checked' if value == chosen else ''}><span>{escape(label)}</span></label>"
        for value, label in choices
    )
    return (
        f'<fieldset><legend><b>{escape(legend)}</b></legend><div class="cards">{cards}</div>'
        "</fieldset>"
    )


def _name(words: Texts, names: tuple[str, ...], given: str) -> str:
    """The name at an open table: one of those who were asked, or any."""
    if names:
        return _radios("name", words("phone.name_asked"), [(n, n) for n in names], given)
    return (
        f'<label class="text"><span>{escape(words("phone.name"))}</span>'
        f'<input name="name" required maxlength="{NAME_LIMIT}" value="{escape(given)}"'
        ' autocomplete="name"></label>'
    )


def _marks(data: Mapping[str, str]) -> str:
    """What the script reads of the page."""
    given = {name.replace("_", "-"): value for name, value in data.items() if value}
    return "".join(f' data-{name}="{escape(value)}"' for name, value in given.items())


def _failing(words: Texts) -> str:
    return _marks({"failed": words("phone.unreached"), "offline": words("phone.offline")})


def _heading(text: str) -> str:
    return f'<h1 tabindex="-1">{escape(text)}</h1>'


def _told(words: Texts, no: str) -> str:
    """What was refused, for a page without the script."""
    key = f"phone.no.{no}"
    return f'<p class="refused" role="alert">{escape(words(key))}</p>' if no else ""


def _nature(words: Texts, room: Workshop) -> str:
    if room.nature == "real":
        return ""
    return f'<p class="nature">{escape(words(f"phone.nature_{room.nature}"))}</p>'


def _logo(brand: Brand, name: str) -> str:
    """The logo, and the name beside it unless the logo says it."""
    if brand.says_name:
        return f'<i role="img" aria-label="{name}"></i>'
    return f"<i></i><span>{name}</span>"


def _icon(brand: Brand) -> str:
    """The icon: small shapes within the page, which saves a request; or else a file."""
    if brand.logo.kind == "svg" and len(brand.logo.content) < SMALL:
        return brand.logo.data_uri
    return icon(brand).address


def _language(words: Texts) -> str:
    return "en" if words.language == "pseudo" else words.language
