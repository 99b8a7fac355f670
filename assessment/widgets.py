"""What every page is drawn with: the frame, links, answer cards, and text that stays text."""

import html
import re
from collections import Counter
from collections.abc import Callable, Sequence
from copy import copy
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar
from urllib.parse import urlencode, urlsplit

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import Page

from assessment.brand.foot import foot
from assessment.client_records import Client
from assessment.languages import switch
from assessment.services import services
from assessment.store import counted_to
from assessment.texts import Texts

HERE = Path(__file__).parent
PAGES = (
    *("start", "answer", "review", "scorecard", "keep", "shared", "colleagues", "method"),
    *("workshops", "prepare", "workshop", "screen"),
    *("desk", "leads", "lead", "audit", "post"),
    *("clients", "client", "commentary", "progress"),
)
NAVIGATION = {
    "start": "widget.start",
    "answer": "widget.answer",
    "scorecard": "widget.scorecard",
    "keep": "keep.title",
    "workshops": "workshop.list",
    "method": "widget.method",
}
DESK = {  # what the consultant goes between
    "desk": "desk.title",
    "leads": "leads.title",
    "workshops": "workshop.list",
    "clients": "clients.title",
    "post": "post.title",
    "audit": "desk.audit",
}
INTERVIEW = {  # what a consultant goes between who answers for a client
    "desk": "desk.title",
    "clients": "clients.title",
    "answer": "widget.answer",
    "scorecard": "widget.scorecard",
    "keep": "keep.title",
}
HOSTING = {  # what the facilitator of a workshop goes between
    "desk": "desk.title",
    "workshops": "workshop.list",
    "prepare": "workshop.prepare",
    "workshop": "workshop.run",
}
PART_OF = {  # pages that the navigation does not name
    "review": "answer",
    "colleagues": "scorecard",
    "client": "clients",
    "commentary": "clients",
    "progress": "clients",
}

Option = TypeVar("Option")


class Paged(Protocol):
    """A page of a list."""

    @property
    def fitting(self) -> int:
        """How many there are on all pages, as far as they are counted."""


Found = TypeVar("Found", bound=Paged)

DayFormat = Literal["YYYY-MM-DD", "DD.MM.YYYY"]
DAY_FORMATS: dict[str, DayFormat] = {"de": "DD.MM.YYYY"}

_MARKUP = re.compile(
    r"[\\`*_\[\]<>~$|^]|:(?=\S)|&(?=[#\w])|(?<=[-=])[-=]|(?<=:material)/|^[#+-](?=\s)"
)
_CLOSED = re.compile(r"(\\:\S*?)(?<!\\):")  # :icon: and the like
_NUMBERED = re.compile(r"^(\d+)([.)])")
_BREAKS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


def frame(
    title_key: str, screen: str = "", page: str = "", interview: Client | None = None
) -> DeltaGenerator:
    """The place for a page's content, between header and footer: `with frame("answer.title"):`.

    The key's first part names the page in the navigation, unless `page` does. Another `screen` of
    the same page arrives like a page: from its top, with its heading in focus. In an
    `interview`, and where its client is read of, the header leads back to it and to the desk.
    """
    words, page = services().texts(), page or title_key.partition(".")[0]
    _name(title_key)
    _header(page, interview)
    body = st.container(key="body")
    with st.container(key="footer"):
        link("method", words("widget.footer"))
        _foot(words)
        _arrive(f"{page}-{screen}")
    return body


def bare(title_key: str) -> DeltaGenerator:
    """The place for all there is on a page without header and footer: a projector's."""
    _name(title_key)
    return st.container(key="screen")


def link(page: str, label: str, **query: str) -> None:
    """A link to a page of the app; the assessment or workshop that is chosen is carried along."""
    asked = st.query_params.to_dict()  # looking into it takes a lock each time
    chosen: dict[str, str] = {key: asked[key] for key in ("a", "w") if key in asked}
    st.page_link(_page(page, services().texts()), label=label, query_params=chosen | query)


def inert(text: str) -> str:
    """The text as HTML that shows it letter by letter."""
    return html.escape(_BREAKS.sub(" ", text))


@lru_cache(maxsize=2048)
def esc(text: str) -> str:
    """The text as markdown that shows it letter by letter, on one line; `->` turns to an arrow."""
    marked = _MARKUP.sub(lambda found: "\\" + found[0], _BREAKS.sub(" ", text).strip())
    return _NUMBERED.sub(r"\1\\\2", _CLOSED.sub(r"\1\\:", marked))


def cards(
    label: str,
    options: Sequence[Option],
    words: Callable[[Option], str],
    *,
    chosen: Option | None,
    key: str,
    about: Callable[[Option], str] | None = None,
    on_change: Callable[..., None] | None = None,
    args: tuple[Any, ...] = (),
) -> Option | None:
    """The option chosen among cards, or None; a value that is no option counts as none."""
    return st.radio(
        esc(label),
        options,
        index=None if chosen is None else options.index(chosen),
        format_func=lambda option: (
            f"**{esc(words(option))}:** {esc(about(option))}" if about else esc(words(option))
        ),
        key=f"cards_{key}",
        label_visibility="collapsed",
        on_change=on_change,
        args=args,
        width="stretch",
    )


def day_format() -> DayFormat:
    """How a day is typed in the visitor's language."""
    return DAY_FORMATS.get(services().texts().language, "YYYY-MM-DD")


def told_apart(names: Sequence[str]) -> list[str]:
    """A number for each name that others share, the last in the list being the first; else ""."""
    words, left = services().texts(), Counter(names)
    said = []
    for name in names:
        numbers = {"number": words.number(left[name]), "count": words.number(names.count(name))}
        said.append(words("widget.nth", **numbers) if names.count(name) > 1 else "")
        left[name] -= 1
    return said


def turned(find: Callable[[int], Found], size: int, key: str) -> tuple[int, Found]:
    """The page of a list that one has turned to, from 0, and what is on it; none but that is read.

    It is turned here, where there is more than one page.
    """
    turn = st.empty()
    at = max(0, int(st.session_state.get(key, 1)) - 1)
    found = find(at)
    pages = max(1, -(-found.fitting // size))
    if at >= pages:
        at, found = 0, find(0)
    if pages > 1:
        label = services().texts()("widget.page")
        turn.number_input(label, 1, pages, at + 1, key=key, width=160)
    return at, found


def span(key: str, first: int, here: int, every: int) -> str:
    """Which of a list are shown on a page: the numbers of the first, the last and all.

    Of a long list they are counted as far as one has turned it; then it says that there are more.
    """
    words = services().texts()
    more = every == counted_to(first)
    numbers = {"first": first + 1, "last": first + here, "count": every - more}
    said = {name: words.number(number) for name, number in numbers.items()}
    return words(f"{key}_more" if more else key, **said)


def pages() -> list[Page]:
    """The pages for the menu, the start first; copies, for each may be run once."""
    words = services().texts()
    return [copy(_page(name, words)) for name in PAGES]


@cache
def _page(name: str, words: Texts) -> Page:
    """A page; made once, because Streamlit looks for its file each time, which takes long."""
    file, default = HERE / "pages" / f"{name}.py", name == PAGES[0]
    return st.Page(file, title=words("app.name"), url_path=name, default=default)


def _name(title_key: str) -> None:
    """Name the browser's tab."""
    words = services().texts()
    title = f"{words(title_key)} · {words('app.name')}"
    st.set_page_config(page_title=title, initial_sidebar_state="collapsed")


def _header(page: str, interview: Client | None) -> None:
    words = services().texts()
    with st.container(key="header"):
        st.html(f'<div class="brand"><span></span><b>{inert(words("app.name"))}</b></div>')
        with st.container(key="navigation", horizontal=True):
            usual = _navigation(page)
            menu = INTERVIEW if interview and usual is NAVIGATION else usual
            for name, key in menu.items():
                label = words(key)
                if name == page:
                    st.html(f'<span aria-current="page">{inert(label)}</span>')
                elif name == PART_OF.get(page):
                    link(name, f"**{esc(label)}**")
                else:
                    link(name, esc(label))
        st.html(switch(words, _here()))
    if interview:
        with st.container(key="to_client"):
            link("client", esc(words("client.back", name=interview.name)), c=interview.id)


def _here() -> str:
    """The address of this page, for whoever comes back to it."""
    query = urlencode(st.query_params.to_dict())
    return f"{urlsplit(st.context.url or '/').path or '/'}{query and '?'}{query}"


def _navigation(page: str) -> dict[str, str]:
    """What the header of a page leads to."""
    if page in ("prepare", "workshop"):
        return HOSTING
    return DESK if PART_OF.get(page, page) in DESK else NAVIGATION


def _foot(words: Texts) -> None:
    """Who answers for what happens here, as far as the brand says it."""
    lines, links = foot(services().brand, words)
    parts = [f"<span>{inert(line)}</span>" for line in lines]
    parts += [f'<a href="{inert(to)}">{inert(said)}</a>' for said, to in links]
    if parts:
        st.html(f'<div class="foot">{"".join(parts)}</div>')


def _arrive(screen: str) -> None:
    """Let the browser start at the top of a screen that was not there before."""
    st.html(
        f'<script src="./assets/arrive.js" data-screen="{inert(screen)}"></script>',
        unsafe_allow_javascript=True,
    )
