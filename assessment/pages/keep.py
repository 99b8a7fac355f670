"""Keep and share: the private link, the share link, this device, and deleting everything."""

import streamlit as st

from assessment import auth, prospects
from assessment.clients import claims
from assessment.desk.rights import stored
from assessment.forms import erase_form, forget_form, link_card, stored_list, style
from assessment.lead_forms import consents
from assessment.records import Assessment
from assessment.services import services
from assessment.session import (
    assessment,
    browser,
    instrument,
    interview,
    link_address,
    require_assessment,
    texts,
)
from assessment.widgets import esc, frame, inert

words = texts()
FRESH = "keep.fresh"  # tokens made in this visit, by purpose and assessment: kept nowhere else


def make(purpose: auth.Purpose, kept: Assessment, with_comments: bool = False) -> None:
    """Make a link and remember its token for as long as this page is open."""
    token = auth.make_link(services(), kept.id, purpose, with_comments)
    st.session_state.setdefault(FRESH, {})[purpose, kept.id] = token


def section(name: str) -> None:
    """A heading with what the section is for."""
    st.html(f"<h2>{inert(words(f'keep.{name}_title'))}</h2><p>{inert(words(f'keep.{name}'))}</p>")


def show(purpose: auth.Purpose, kept: Assessment) -> None:
    """The link that was just made, or that there are links which cannot be shown again."""
    token = st.session_state.get(FRESH, {}).get((purpose, kept.id))
    if token:
        address = link_address(purpose, token)
        st.html(link_card(words, purpose, address))
        st.html('<script src="./assets/copy.js"></script>', unsafe_allow_javascript=True)
    elif living := auth.links(services(), kept.id, purpose):
        count = words.number(len(living))
        st.html(f'<p class="quiet">{inert(words(f"keep.{purpose}_made", count=count))}</p>')


def withdraw(purpose: auth.Purpose, kept: Assessment) -> None:
    """End every link of a purpose, and what other devices opened by it."""
    auth.revoke_links(services(), kept.id, purpose, keep_browser=browser())
    st.session_state.get(FRESH, {}).pop((purpose, kept.id), None)


with frame("keep.title", interview=interview(assessment())):
    opened = require_assessment()
    st.html(f"{style()}<h1 class='first'>{inert(words('keep.title'))}</h1>")
    with st.container(key="keep_resume"):
        section("resume")
        if st.button(esc(words("keep.resume_make")), type="primary"):
            make("resume", opened)
        if auth.links(services(), opened.id, "resume") and st.button(
            esc(words("keep.resume_renew"))
        ):
            withdraw("resume", opened)
            make("resume", opened)
        show("resume", opened)
    with st.container(key="keep_share"):
        section("share")
        comments = st.checkbox(esc(words("keep.share_comments")))
        if st.button(esc(words("keep.share_make"))):
            make("share", opened, with_comments=comments is True)
        if auth.links(services(), opened.id, "share") and st.button(esc(words("keep.share_end"))):
            withdraw("share", opened)
            st.rerun()
        show("share", opened)
    if lead := prospects.lead_of(services(), opened):
        with st.container(key="keep_contact"):
            section("contact")
            st.html(consents(words, lead, opened))
    with st.container(key="keep_stored"):
        section("stored")
        st.html(stored_list(words, stored(services(), opened), instrument(opened), opened.id))
    if claims.of_run(services(), opened.id):
        with st.container(key="keep_desk"):
            section("desk")
            if st.button(esc(words("keep.desk_end"))):
                claims.take_back(services(), browser(), opened.id)
                st.rerun()
    with st.container(key="keep_forget"):
        section("forget")
        st.html(forget_form(words))
    with st.container(key="keep_erase"):
        section("erase")
        st.html(erase_form(words, opened))
