"""The browser's side: what the visitor of this page may open, in which language and mode."""

import html
from typing import NoReturn, cast

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from assessment import auth, languages
from assessment.auth import Shared
from assessment.client_records import Client
from assessment.clients import claims, kept
from assessment.desk import door, refused
from assessment.desk import workshops as desk_workshops
from assessment.desk.door import Actor
from assessment.origin import Reach, over_https, reach
from assessment.records import Assessment, Workshop
from assessment.services import Services, services
from assessment.texts import Texts, visitor
from assessment.theme import Mode, Palette
from scoring.instrument import Instrument

LANGUAGE = "language"  # where a session keeps in which language it is answered
LINK_PAGES: dict[auth.Purpose, str] = {"resume": "r", "share": "s", "facilitate": "f"}


def browser() -> str | None:
    """The token in this browser's cookie, if it has one."""
    https = over_https(st.context.headers, services().settings.public_url)
    return auth.token_of(st.context.cookies, https)


@visitor.ask
def language() -> str | None:
    """The language in which this session is answered, from its first run on; None without one.

    Another choice loads the page anew, and so begins another session.
    """
    if get_script_run_ctx(suppress_warning=True) is None:
        return None
    if LANGUAGE not in st.session_state:
        accept = st.context.headers.get("Accept-Language") or st.context.locale or ""
        found = languages.of_browser(services(), browser(), accept)
        st.session_state[LANGUAGE] = found
    return cast(str | None, st.session_state[LANGUAGE])


def texts() -> Texts:
    """The app's own words in the visitor's language."""
    return services().texts()


def own_assessments() -> tuple[Assessment, ...]:
    """The assessments that this browser may answer, the one opened last first."""
    return auth.own(services(), browser())


def assessment() -> Assessment | None:
    """The assessment that this browser may answer: the one `?a=` names, or the one opened last.

    The address then names it, so that another one begun in a second tab never takes its answers.
    """
    wanted = st.query_params.get("a")
    found = next((a for a in own_assessments() if wanted in (None, a.id)), None)
    if found and wanted is None:
        st.query_params["a"] = found.id
    if found is None:
        refused.note(services(), browser(), wanted)
    return found


def may_answer(assessment_id: str) -> bool:
    """Whether this browser may still answer the assessment with this id."""
    return any(own.id == assessment_id for own in own_assessments())


def shared() -> Shared | None:
    """The assessment that this browser may read: by a share link, or at the desk as a client's."""
    wanted = st.query_params.get("s")
    found = auth.shared(services(), browser())
    by_link = next((k for k in found if wanted in (None, k.assessment.id)), None)
    opened = by_link or (at_desk(wanted) if wanted else None)
    if opened is None:
        refused.note(services(), browser(), wanted)
    return opened


def at_desk(assessment_id: str) -> Shared | None:
    """An assessment of a client, as far as the desk may read it, for who sits there."""
    who = actor()
    return claims.readable(services(), who, assessment_id) if who else None


def interview(opened: Assessment | None) -> Client | None:
    """For whom whoever sits at the desk answers; None but in an interview."""
    return client_of(opened.id) if opened and opened.interviewed else None


def client_of(run: str) -> Client | None:
    """The client that a run belongs to, for whoever sits at the desk; None for others."""
    who = actor()
    claim = claims.of_run(services(), run) if who else None
    return kept.client(services(), who, claim.client) if who and claim else None


def workshops() -> tuple[Workshop, ...]:
    """The workshops that this browser may run, the one opened last first."""
    return auth.workshops(services(), browser())


def actor() -> Actor | None:
    """Who acts at the desk from this browser; None where that takes a login and there is none."""
    return door.at_desk(services(), browser())


def require_actor() -> Actor:
    """Who acts at the desk; without a login where one is needed the page says so, and stops."""
    return actor() or login_first()


def workshop() -> Workshop | None:
    """The workshop that this browser may run: the one `?w=` names, or the one opened last.

    Whoever has logged in may run all there are.
    """
    wanted = st.query_params.get("w")
    found = auth.workshop(services(), browser(), wanted)
    if wanted and found is None:
        found = desk_workshops.opened(services(), browser(), wanted)
    if found and wanted is None:
        st.query_params["w"] = found.id
    if found is None:
        refused.note(services(), browser(), wanted)
    return found


def link_address(purpose: auth.Purpose, token: str) -> str:
    """The whole address of a link, as people reach this server; its token stands behind the #."""
    return f"{reached().origin}/{LINK_PAGES[purpose]}#{token}"


def reached() -> Reach:
    """Where other devices reach this server."""
    settings = services().settings
    return reach(str(st.context.url), settings.public_url, settings.address)


def require_assessment() -> Assessment:
    """The visitor's assessment; without one the page says how to start, and stops."""
    return assessment() or nothing_here("link.no_assessment")


def require_workshop() -> Workshop:
    """The visitor's workshop; without one the page says so, and stops."""
    return workshop() or nothing_here("link.no_workshop")


def require_shared() -> Shared:
    """What the visitor may read by a share link; without one the page says so, and stops."""
    return shared() or nothing_here("link.no_shared")


def instrument(opened: Assessment | None = None) -> Instrument:
    """The instrument an assessment began with, or today's, in the visitor's language."""
    s: Services = services()
    return s.instrument_of(opened.instrument.sha256) if opened else s.instrument()


def mode() -> Mode:
    """Whether the visitor sees the light or the dark look."""
    return "dark" if st.context.theme.type == "dark" else "light"


def palette() -> Palette:
    """The colours the visitor sees."""
    return services().theme.palette(mode())


def login_first(sentence: str = "") -> NoReturn:
    """Say that this takes a login, or what does, lead there, and stop."""
    words = texts()
    with st.container(key="login_first"):
        title, said = words("door.needed_title"), sentence or words("door.needed")
        st.html(f"<h2 class='section'>{html.escape(title)}</h2><p>{html.escape(said)}</p>")
        way = html.escape(words("door.to_login"))
        st.html(f'<p class="sample"><a href="/login" target="_self">{way}</a></p>')
        typed = [text for text in st.session_state.values() if _by_hand(text)]
        if typed:
            st.text(words("door.typed"))
            for text in typed:
                st.code(text, language=None, wrap_lines=True)
    st.stop()


def _by_hand(given: object) -> bool:
    """Whether a widget holds what somebody wrote, which would be lost on the way to the login."""
    return isinstance(given, str) and len(given.split()) > 1


def nothing_here(sentence: str) -> NoReturn:
    """Say why there is nothing to see, by the key of a text, lead to the start, and stop."""
    words = texts()
    st.title(words("link.nothing_title"))
    st.text(words(sentence))
    with st.container(key="next"):
        st.page_link("pages/start.py", label=words("link.to_start"))
    st.stop()
