"""The phone's screens as HTML: plain forms that work by themselves, and better with the script."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape

from assessment.phone.walk import Now, Screen
from scoring.instrument import Item
from scoring.response import COMMENT_LIMIT, Answer
from scoring.values import POINTS

APART: tuple[Answer, ...] = ("dont_know", "not_applicable")  # answers that are none of the five


def all_of(now: Now, some: Iterable[Screen], proof: str, at: Screen | None) -> str:
    """Some of the screens one goes through now; only the one that one is at is shown."""
    drawn = {
        "item": _item,
        "vote": _item,
        "mirror": _mirror,
        "dissent": _dissent,
        "costs": _costs,
        "through": _through,
    }
    return "".join(
        f'<section id="at-{escape(screen.id)}" data-kind="{screen.kind}"'
        f"{'' if at and screen.id == at.id else ' hidden'}>"
        f"{drawn[screen.kind](now, screen, proof)}</section>"
        for screen in some
    )


def progress(now: Now) -> str:
    """How many of the questions asked now have an answer."""
    if now.view == "vote":
        return ""
    said = now.words("phone.answered", done="{done}", all=now.words.number(len(now.items)))
    text = escape(said.replace("{done}", now.words.number(now.done)))
    return (
        f'<div class="progress"><p data-said="{escape(said)}">{text}</p>'
        f'<progress max="{len(now.items)}" value="{now.done}" aria-label="{text}"></progress></div>'
    )


def yours(now: Now) -> str:
    """All that this person answered, as it is kept; whoever asks sees their own."""
    ballot, words = now.ballot, now.words
    rows = [
        f"<div><dt>{escape(item.wording(now.seat.group))}</dt>"
        f"<dd>{escape(said(now, item, ballot.answers[item.id]))}"
        f"{_guesses(now, item)}</dd></div>"
        for sign in now.instrument.signs
        for item in sign.items
        if item.id in ballot.answers
    ]
    rows += [
        f"<div><dt>{escape(now.instrument.by_id[sign].symptom)}</dt><dd>{escape(text)}</dd></div>"
        for sign, text in ballot.comments.items()
        if sign in now.instrument.by_id
    ]
    if not rows:
        return ""
    title = escape(words("phone.yours"))
    return f'<details class="yours"><summary>{title}</summary><dl>{"".join(rows)}</dl></details>'


def said(now: Now, item: Item, answer: Answer) -> str:
    """An answer in its option's words."""
    return item.options[answer - 1] if isinstance(answer, int) else now.words(f"word.{answer}")


def form(action: str, proof: str, inner: str, fields: Mapping[str, str], to: str = "") -> str:
    """A form with its hidden fields; `to` names what its message is about."""
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in {"proof": proof, **fields}.items()
        if value
    )
    mark = f' data-to="{escape(to)}"' if to else ""
    return f'<form method="post" action="{action}"{mark}>{hidden}{inner}</form>'


def group_name(now: Now, group: str) -> str:
    """A group's name on screens."""
    return next((g.name for g in now.instrument.outline.groups if g.id == group), group)


def _item(now: Now, screen: Screen, proof: str) -> str:
    """An item: the five options, and apart from them what is none of the five."""
    item, sign = screen.item, screen.sign
    if item is None or sign is None:
        return ""
    locked = now.locked(screen)
    note = ""
    if screen.kind == "vote":
        note = _note(now.words("phone.vote_note"))
    elif now.room.mirror and item.key:
        note = f'<p class="note locked"{"" if locked else " hidden"}>{_lock(now)}</p>'
    over = now.words("phone.vote_again") if screen.kind == "vote" else _place(now, screen)
    cards = _cards(now, screen, [(n, item.options[n - 1]) for n in POINTS], disabled=locked)
    apart = _cards(now, screen, [(a, now.words(f"word.{a}")) for a in APART], disabled=locked)
    legend = f"<legend>{_heading(item.wording(now.seat.group))}</legend>"
    inner = (
        f'{_over(over, sign.name)}<fieldset>{legend}{note}<div class="cards">{cards}</div>'
        f'<div class="cards apart">{apart}</div></fieldset>'
    )
    about = asked_of(now, screen)
    comment = _comment(now, screen, proof) if screen.comments else ""
    return _screen_form(now, screen, proof, inner, about) + comment


def _mirror(now: Now, screen: Screen, proof: str) -> str:
    """The same five cards once more: what will the other side choose?"""
    item, sign = screen.item, screen.sign
    if item is None or sign is None:
        return ""
    group = group_name(now, screen.about)
    legend = f"<legend>{_heading(now.words('phone.mirror', group=group))}</legend>"
    cards = _cards(now, screen, [(n, item.options[n - 1]) for n in POINTS], name="points")
    inner = (
        f"{_over(now.words('phone.other_side'), sign.name)}<fieldset>{legend}"
        f'<p class="stem">{escape(item.text)}</p>{_note(now.words("phone.mirror_note"))}'
        f'<div class="cards">{cards}</div></fieldset>'
    )
    return _screen_form(now, screen, proof, inner, asked_of(now, screen))


def _costs(now: Now, screen: Screen, proof: str) -> str:
    """The closing question: which signs cost most today."""
    outline, words = now.instrument.outline, now.words
    limit = outline.costs_most_limit
    chosen = now.ballot.costs_most
    cards = "".join(
        f'<label class="card"><input type="checkbox" name="signs" value="{escape(sign)}"'
        f"{' checked' if sign in chosen else ''}>"
        f"<span>{escape(now.instrument.by_id[sign].symptom)}</span></label>"
        for sign in now.room.signs
    )
    heading = _heading(outline.costs_most, 1 if now.items else 2)
    inner = (
        f"{_over(words('phone.costs'))}<fieldset><legend>{heading}</legend>"
        f"{_note(words('phone.costs_hint', limit=words.number(limit)))}"
        f'<div class="cards" data-limit="{limit}">{cards}</div></fieldset>'
    )
    return _screen_form(now, screen, proof, inner, {"kind": "costs_most"})


def _dissent(now: Now, screen: Screen, proof: str) -> str:
    """After the second vote: the room's minority may say why, in its own words."""
    words, asked = now.words, now.asked.id if now.asked else ""
    text = now.ballot.dissent.get(asked, "")
    heading = f"{_over(words('phone.vote_again'))}{_heading(words('phone.dissent_title'))}"
    inner = (
        f"{heading}{_text_box(now, words('phone.dissent'), text)}"
        f'<p class="go">{_back(now, screen)}<button>{escape(words("phone.text_save"))}</button></p>'
    )
    fields = {"w": now.room.id, "at": screen.id, "kind": "dissent", "round": asked}
    return form("/seat/send", proof, inner, fields, "dissent")


def _through(now: Now, screen: Screen, proof: str) -> str:
    """Everything is answered, or nearly: wait for the others, look again, add a comment."""
    words = now.words
    open_ones = [s for s in now.screens if s.number and now.given(s) is None]
    wait = words("phone.through_led" if now.room.pace == "led" else "phone.through_free")
    links = "".join(
        f'<li><a href="{address(now, s)}" data-at="{escape(s.id)}">'
        f"{escape(s.item.wording(now.seat.group))}"
        f"<b>{escape(_chosen(now, s))}</b></a></li>"
        for s in now.screens
        if s.number and s.item
    )
    comment = ""
    if now.room.pace == "led" and now.asked:
        sign = now.instrument.by_id[now.asked.signs[0]]
        comment = _comment(now, Screen(screen.id, "through", sign), proof)
    return (
        f"{_heading(words('phone.through_title'))}"
        f'<p class="lead">{escape(wait)}</p>'
        f'<p class="open" data-open="{len(open_ones)}"{"" if open_ones else " hidden"}>'
        f"{escape(words('phone.still_open'))}</p>"
        f'<ol class="answers">{links}</ol>{comment}'
        f'<p class="go">{_back(now, screen)}</p>'
    )


def asked_of(now: Now, screen: Screen) -> dict[str, str]:
    """The fields by which a message says what it answers."""
    item = screen.item.id if screen.item else ""
    if screen.kind == "vote":
        return {"kind": "vote", "round": now.asked.id if now.asked else ""}
    if screen.kind == "mirror":
        return {"kind": "guess", "item": item, "about": screen.about}
    return {"kind": "answer", "item": item}


def address(now: Now, screen: Screen) -> str:
    """Where a screen is without the script, and in the history with it."""
    return f"/seat?w={escape(now.room.id)}&amp;i={escape(screen.id)}"


def _screen_form(now: Now, screen: Screen, proof: str, inner: str, about: Mapping[str, str]) -> str:
    fields = {"w": now.room.id, "at": screen.id, **about}
    alone = len(now.screens) == 1  # the script has saved it; there is nowhere to go on to
    look, text = ("alone", "phone.text_save") if alone else ("next", "phone.next")
    button = f'<button class="{look}">{escape(now.words(text))}</button>'
    steps = f'<p class="go">{_back(now, screen)}{button}</p>'
    return form("/seat/send", proof, inner + steps, fields, " ".join(about.values()))


def _back(now: Now, screen: Screen) -> str:
    """The link to the screen before; none on the first."""
    earlier = now.before(screen)
    if earlier is None:
        return ""
    where = address(now, earlier)
    return f'<a class="back" href="{where}">{escape(now.words("phone.back"))}</a>'


def _cards(
    now: Now,
    screen: Screen,
    options: Iterable[tuple[Answer, str]],
    *,
    name: str = "given",
    disabled: bool = False,
) -> str:
    """The options as radio buttons in cards; none is chosen but the one that was."""
    drawn, given = _blank(name, tuple(options)), now.given(screen)
    if given is not None:
        drawn = drawn.replace(f'value="{given}"', f'value="{given}" checked', 1)
    return drawn.replace("<input ", "<input disabled ") if disabled else drawn


@lru_cache(maxsize=2048)
def _blank(name: str, options: tuple[tuple[Answer, str], ...]) -> str:
    """The cards before anybody has chosen: the same for everyone in the room."""
    return "".join(
        f'<label class="card"><input type="radio" name="{name}" value="{value}">'
        f"<span>{escape(text)}</span></label>"
        for value, text in options
    )


def _comment(now: Now, screen: Screen, proof: str) -> str:
    """The optional comment on a sign."""
    if screen.sign is None:
        return ""
    words, text = now.words, now.ballot.comments.get(screen.sign.id, "")
    inner = (
        f"{_text_box(now, words('phone.comment', sign=screen.sign.name), text)}"
        f'<p class="go"><button class="second">{escape(words("phone.text_save"))}</button></p>'
    )
    fields = {"w": now.room.id, "at": screen.id, "kind": "comment", "sign": screen.sign.id}
    drawn = form("/seat/send", proof, inner, fields, f"comment {screen.sign.id}")
    shown = " open" if text or screen.kind == "through" else ""
    title = escape(words("phone.comment_add"))
    return f'<details class="comment"{shown}><summary>{title}</summary>{drawn}</details>'


def _text_box(now: Now, label: str, text: str) -> str:
    words = now.words
    limit = words.number(COMMENT_LIMIT)
    count = words("phone.count", count="{count}", limit=limit)
    so_far = escape(count.replace("{count}", words.number(len(text))))
    return (
        f'<label class="text"><span>{escape(label)}</span>'
        f'<textarea name="text" rows="4" maxlength="{COMMENT_LIMIT}">\n{escape(text)}</textarea>'
        f'</label><p class="count" data-said="{escape(count)}">{so_far}</p>'
    )


def _guesses(now: Now, item: Item) -> str:
    found = now.ballot.guesses.get(item.id, {})
    return "".join(
        f"<small>{escape(now.words('phone.guessed', group=group_name(now, group)))} "
        f"{escape(item.options[points - 1])}</small>"
        for group, points in found.items()
    )


def _chosen(now: Now, screen: Screen) -> str:
    given = now.given(screen)
    if given is None or screen.item is None:
        return now.words("phone.open")
    return said(now, screen.item, given)


def _place(now: Now, screen: Screen) -> str:
    return now.words(
        "phone.place",
        number=now.words.number(screen.number),
        count=now.words.number(len(now.items)),
    )


def _over(*parts: str) -> str:
    inner = " ".join(f"<span>{escape(part)}</span>" for part in parts)
    return f'<p class="over">{inner}</p>'


def _heading(text: str, level: int = 1) -> str:
    return f'<h{level} tabindex="-1">{escape(text)}</h{level}>'


def _note(text: str) -> str:
    return f'<p class="note">{escape(text)}</p>'


def _lock(now: Now) -> str:
    return escape(now.words("phone.own_locked"))
