"""The plain HTML forms on our pages: they post to a route, by mouse, touch or keyboard alike."""

import html
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

from assessment.auth import Purpose
from assessment.records import Assessment, Record, Workshop
from assessment.responses import asked, minutes
from assessment.texts import Texts
from scoring.instrument import Instrument
from scoring.response import NAME_LIMIT, Scope

Choice = tuple[str, str, str]  # value, name, a line of explanation or nothing

SCOPES: tuple[Scope, ...] = ("check", "full")


@cache
def style() -> str:
    """The style sheet of the forms, in the colours of the page."""
    return f"<style>{Path(__file__).with_suffix('.css').read_text('utf-8')}</style>"


def title(words: Texts) -> str:
    """What this is."""
    return (
        f"{style()}<h1 class='first'>{_safe(words('app.claim'))}</h1>"
        f'<p class="lead">{_safe(words("start.lead"))}</p>'
    )


def notes(words: Texts, months: int, *, asks: bool, controller: str | None) -> str:
    """Who sees the answers, for how many months they are kept, and where the signs come from.

    `asks` is whether a consultant may be let in under the scorecard; `controller` who that is.
    """
    runs = controller or words("start.runs")
    who = words("start.who_asked" if asks else "start.who", months=words.number(months), runs=runs)
    said = {"who": who, "based": words("start.based")}
    rows = "".join(
        f"<div><dt>{_safe(words(f'start.{name}_title'))}</dt><dd>{_safe(text)}</dd></div>"
        for name, text in said.items()
    )
    links = {"/privacy": "start.privacy", "/sample.pdf": "start.sample"}
    paragraphs = "".join(
        f'<p class="sample"><a href="{address}">{_safe(words(key))}</a></p>'
        for address, key in links.items()
    )
    return f'<dl class="notes">{rows}</dl>{paragraphs}'


def held(words: Texts, instrument: Instrument, assessment: Assessment) -> str:
    """An assessment that this browser may go on with: whose it is and how far it is."""
    items = asked(instrument, assessment.scope)
    scope = words(f"start.{assessment.scope}")
    state = words(
        "start.held",
        scope=scope,
        done=words.number(len(set(items) & set(assessment.answers))),
        count=words.number(len(items)),
        date=words.date(assessment.updated),
    )
    return (
        f'<p class="held"><b>{_safe(assessment.organisation or scope)}</b>'
        f"<small>{_safe(state)}</small></p>"
    )


def begin_form(words: Texts, instrument: Instrument) -> str:
    """The form that begins an assessment: how much, in which role, for which organisation."""
    scopes = [
        (
            scope,
            words(f"start.{scope}"),
            words(
                f"start.{scope}_about",
                count=words.number(len(asked(instrument, scope))),
                minutes=words.number(minutes(instrument, scope)),
            ),
        )
        for scope in SCOPES
    ]
    roles = [(group.id, group.name, "") for group in instrument.outline.groups]
    return (
        f"{style()}"
        '<form class="seven" method="post" action="/begin">'
        f"{_choices('scope', words('start.scope'), scopes)}"
        f"{_choices('group', words('start.group'), roles)}"
        f'<label class="field"><span>{_safe(words("start.organisation"))}</span>'
        f'<input name="organisation" maxlength="{NAME_LIMIT}" autocomplete="organization"></label>'
        '<input type="hidden" name="source" value="">'
        f'<button type="submit">{_safe(words("start.begin"))}</button>'
        "</form>"
    )


def convene_form(words: Texts) -> str:
    """The form for a new workshop: its title, and the organisation it is for."""
    # Streamlit's sanitiser takes name="title" away: it would hide the document's own.
    fields = (
        ("title", "called", "required", "off"),
        ("organisation", "organisation", "", "organization"),
    )
    inputs = "".join(
        f'<label class="field"><span>{_safe(words(f"workshop.new_{label}"))}</span>'
        f'<input name="{name}" maxlength="{NAME_LIMIT}" autocomplete="{fill}" {needed}></label>'
        for label, name, needed, fill in fields
    )
    return (
        f'{style()}<form class="seven" method="post" action="/convene">{inputs}'
        f'<button type="submit">{_safe(words("workshop.new_make"))}</button></form>'
    )


def interview_form(words: Texts, instrument: Instrument, client: str) -> str:
    """The form that begins an assessment of a client: an interview, or answers of their own."""
    scopes = [(scope, words(f"start.{scope}"), "") for scope in SCOPES]
    roles = [(group.id, group.name, "") for group in instrument.outline.groups]
    return (
        '<form class="seven" method="post" action="/interview">'
        f'<input type="hidden" name="client" value="{_safe(client)}">'
        f"{_choices('scope', words('start.scope'), scopes)}"
        f"{_choices('group', words('client.of_group'), roles)}"
        f'<label class="field"><span>{_safe(words("client.interviewed"))}</span>'
        f'<input name="interviewed" maxlength="{NAME_LIMIT}" autocomplete="off"></label>'
        f'<button type="submit" class="second">{_safe(words("client.begin"))}</button></form>'
    )


def client_room_form(words: Texts, client: str) -> str:
    """The form for a new workshop of a client."""
    return (
        '<form class="seven" method="post" action="/client-workshop">'
        f'<input type="hidden" name="client" value="{_safe(client)}">'
        f'<label class="field"><span>{_safe(words("workshop.new_title"))}</span>'
        f'<input name="called" maxlength="{NAME_LIMIT}" autocomplete="off" required></label>'
        f'<button type="submit" class="second">{_safe(words("workshop.new_make"))}</button></form>'
    )


def try_forms(words: Texts) -> str:
    """The two ways to try a workshop out: with simulated guests, and a finished sample."""
    forms = "".join(
        f'<form class="seven" method="post" action="{address}">'
        f"<p>{_safe(words(f'workshop.{name}_lead'))}</p>"
        f'<button type="submit" class="second">{_safe(words(f"workshop.{name}"))}</button></form>'
        for name, address in (("rehearse", "/rehearse"), ("sample", "/sample"))
    )
    return f'<div class="try">{forms}</div>'


def rehearse_form(words: Texts, room: Workshop) -> str:
    """The form by which simulated guests come to what was prepared, or come again."""
    said = words("workshop.guests_again" if room.nature == "rehearsal" else "workshop.rehearse_it")
    return (
        '<form class="seven" method="post" action="/rehearse">'
        f'<input type="hidden" name="workshop" value="{_safe(room.id)}">'
        f'<button type="submit" class="quiet">{_safe(said)}</button></form>'
    )


def held_room(words: Texts, room: Workshop, seats: int, beside: str = "") -> str:
    """A workshop that this browser may run: what it is called, how far it is, and which it is."""
    values = {
        "preparing": {"date": words.date(room.updated)},
        "open": {"seats": words.number(seats)},
        "ended": {"date": words.date(room.ended.date() if room.ended else room.updated)},
    }
    key = "open_one" if room.phase == "open" and seats == 1 else room.phase
    said = [] if room.nature == "real" else [words(f"workshop.nature_{room.nature}")]
    said += [room.organisation] if room.organisation else []
    said += [words(f"workshop.state_{key}", **values[room.phase])]
    said += [beside] if beside else []
    return f'<p class="held"><b>{_safe(room.title)}</b><small>{_safe(" · ".join(said))}</small></p>'


def dissolve_form(words: Texts, room: Workshop) -> str:
    """The form that erases a workshop, folded away, after one has confirmed it."""
    return (
        f'<details class="dissolve"><summary>{_safe(words("workshop.erase"))}</summary>'
        '<form class="seven" method="post" action="/dissolve">'
        f'<input type="hidden" name="workshop" value="{_safe(room.id)}">'
        f"{_confirm(words('workshop.erase_confirm', title=room.title))}"
        f'<button type="submit" class="danger">{_safe(words("workshop.erase_button"))}</button>'
        "</form></details>"
    )


def link_card(words: Texts, purpose: Purpose, address: str) -> str:
    """A link that was just made: to copy, to scan, to mail to oneself."""
    import segno

    code = segno.make(address, error="m")
    picture = code.svg_data_uri(scale=4, border=4, dark="#000", light="#fff")
    mail = urlencode(
        {
            "subject": words(f"keep.{purpose}_subject"),
            "body": words(f"keep.{purpose}_body", address=address),
        },
        quote_via=quote,
    )
    return (
        f'{style()}<div class="link"><img src="{picture}" alt="{_safe(words("keep.qr"))}"'
        f' width="148" height="148"><div><p>{_safe(words("keep.once"))}</p>'
        f'<div class="copy"><input readonly value="{_safe(address)}"'
        f' aria-label="{_safe(words(f"keep.{purpose}_label"))}">'
        f'<button type="button" data-done="{_safe(words("keep.copied"))}">'
        f"{_safe(words('keep.copy'))}</button></div>"
        f'<p><a href="mailto:?{mail}">{_safe(words("keep.mail"))}</a> '
        '<span role="status"></span></p></div></div>'
    )


def forget_form(words: Texts) -> str:
    """The form that takes from this browser all that it may open."""
    return (
        f'{style()}<form class="seven" method="post" action="/forget">'
        f"{_confirm(words('keep.forget_confirm'))}"
        f'<button type="submit" class="second">{_safe(words("keep.forget_button"))}</button></form>'
    )


def erase_form(words: Texts, assessment: Assessment) -> str:
    """The form that erases an assessment, after one has confirmed it."""
    return (
        f'{style()}<form class="seven" method="post" action="/erase">'
        f'<input type="hidden" name="assessment" value="{_safe(assessment.id)}">'
        f"{_confirm(words('keep.erase_confirm'))}"
        f'<button type="submit" class="danger">{_safe(words("keep.erase_button"))}</button></form>'
    )


def log_out_forms(words: Texts) -> str:
    """The two ways out of the desk: in this browser, and on all devices."""
    return "".join(
        f'<form class="seven" method="post" action="/logout">{field}'
        f'<button type="submit" class="quiet">{_safe(words(said))}</button></form>'
        for said, field in (
            ("door.leave", ""),
            ("door.leave_all", '<input type="hidden" name="everywhere" value="yes">'),
        )
    )


def person_form(words: Texts) -> str:
    """The form by which a consultant hands out or erases what is stored by an e-mail address."""
    wishes = [(wish, words(f"person.{wish}"), "") for wish in ("json", "csv", "erase")]
    return (
        '<form class="seven" method="post" action="/person">'
        f'<label class="field"><span>{_safe(words("person.email"))}</span>'
        '<input name="email" type="email" maxlength="320" required autocomplete="off"></label>'
        f"{_choices('wish', words('person.wish'), wishes)}"
        '<label class="confirm"><input type="checkbox" name="confirm" value="yes">'
        f"<span>{_safe(words('person.confirm'))}</span></label>"
        f'<button type="submit" class="second">{_safe(words("person.do"))}</button></form>'
    )


def stored_list(
    words: Texts, records: Sequence[Record], instrument: Instrument, assessment_id: str
) -> str:
    """Everything that is stored about a person, folded away, and its two files."""
    from assessment.export import stored_rows

    rows = "".join(
        f"<tr><td>{_safe(_named(words, 'stored', row.kind))}</td>"
        f"<td>{_safe(row.text or _named(words, 'stored.field', row.field))}</td>"
        f"<td>{_safe(str(row.value))}</td></tr>"
        for row in stored_rows(records, instrument)
    )
    head = "".join(
        f"<th scope='col'>{_safe(words(f'stored.head_{name}'))}</th>"
        for name in ("what", "field", "value")
    )
    files = "".join(
        f'<p class="sample"><a href="/stored.{kind}?a={_safe(assessment_id)}">'
        f"{_safe(words(f'stored.{kind}'))}</a></p>"
        for kind in ("json", "csv")
    )
    return (
        f"{files}<details class='all'><summary>{_safe(words('stored.show'))}</summary>"
        f"<table class='log'><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></details>"
    )


def _named(words: Texts, prefix: str, name: str) -> str:
    """The words for a kind or a field, or its own name where there are none."""
    try:
        return words(f"{prefix}.{name}")
    except KeyError:
        return name.replace("_", " ")


def _confirm(sentence: str) -> str:
    """A tick that has to be set."""
    return (
        '<label class="confirm"><input type="checkbox" name="confirm" value="yes" required>'
        f"<span>{_safe(sentence)}</span></label>"
    )


def _choices(name: str, legend: str, choices: Iterable[Choice]) -> str:
    """A group of cards, one of which has to be chosen; none is at first."""
    cards = "".join(
        f'<label class="choice"><input type="radio" name="{name}" value="{_safe(value)}" required>'
        f"<span><b>{_safe(title)}</b>{f'<small>{_safe(about)}</small>' if about else ''}</span>"
        "</label>"
        for value, title, about in choices
    )
    return f'<fieldset class="{name}"><legend>{_safe(legend)}</legend><div>{cards}</div></fieldset>'


def _safe(text: str) -> str:
    return html.escape(text)
