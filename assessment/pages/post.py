"""The post: what could not be delivered and why, and what is still to be sent."""

import streamlit as st

from assessment import session
from assessment.desk import post
from assessment.errors import AssessmentError, Refused
from assessment.forms import style
from assessment.post import can_mail, has_webhook
from assessment.post_records import Outgoing
from assessment.services import services
from assessment.widgets import esc, frame, inert

words = session.texts()


def draw_state() -> None:
    """Whether mails and events are sent at all, and to which receiver."""
    settings = services().settings
    mail = words("post.mail_on" if can_mail(settings) else "post.mail_off")
    receiver = settings.receiver
    host = receiver.host if receiver else ""
    hook = words("post.hook_on", host=host) if has_webhook(settings) else words("post.hook_off")
    st.html(f'<p class="lead">{inert(words("post.lead"))}</p>')
    st.html(f'<p class="quiet">{inert(mail)} {inert(hook)}</p>')


def draw_lost(lost: Outgoing) -> None:
    """What was given up, its reason, and the two ways on."""
    with st.container(key=f"lost_{lost.id}"):
        st.html(line(lost, words("post.gave_up", when=moment(lost), why=reason(lost))))
        with st.container(key=f"lost_ways_{lost.id}", horizontal=True):
            if st.button(esc(words("post.again")), key=f"again_{lost.id}"):
                act(post.again, lost.id)
            if st.button(esc(words("post.discard")), key=f"discard_{lost.id}", type="tertiary"):
                act(post.discard, lost.id)


def draw_waiting(outgoing: Outgoing) -> None:
    """What is still to be sent, and what it failed by last."""
    said = words("post.due", when=moment(outgoing))
    if outgoing.why:
        said += " " + words("post.failed", count=words.number(outgoing.attempts))
        said += " " + reason(outgoing)
    st.html(line(outgoing, said))


def line(outgoing: Outgoing, said: str) -> str:
    """A mail or an event: what it is, whereto, and how things stand."""
    return f'<p class="held"><b>{inert(name(outgoing))}</b><small>{inert(said)}</small></p>'


def name(outgoing: Outgoing) -> str:
    """What it is; of an address the host alone, for not everybody agreed that it is seen here."""
    try:
        what = words(f"post.name.{outgoing.name}")
    except KeyError:
        what = outgoing.name
    if outgoing.email is None:
        return what
    return words("post.to", what=what, host=outgoing.email.rpartition("@")[2])


def reason(outgoing: Outgoing) -> str:
    """Why it failed last, in a sentence."""
    word, _, code = outgoing.why.partition(" ")
    return words(f"post.why.{word}", code=code)


def moment(outgoing: Outgoing) -> str:
    """When it is due, or was given up: day and time in UTC."""
    return f"{words.date(outgoing.due.date())}, {outgoing.due:%H:%M}"


def act(do: post.Act, id: str) -> None:
    """Do it, and show what is left; what could not be done is said."""
    try:
        do(services(), actor, id)
    except Refused:
        pass  # it is gone, which the list will show
    except AssessmentError:
        st.error(words("workshop.not_done"))
        return
    st.rerun()


with frame("post.title", page="post"):
    actor = session.require_actor()
    found = post.held(services(), actor)
    st.html(f"{style()}<h1 class='first'>{inert(words('post.title'))}</h1>")
    draw_state()
    lists = (("lost", found.given_up, draw_lost), ("waiting", found.waiting, draw_waiting))
    for (key, part, draw), every in zip(lists, found.every, strict=True):
        st.html(f"<h2 class='section'>{inert(words(f'post.{key}'))}</h2>")
        if not part:
            st.html(f'<p class="quiet">{inert(words(f"post.{key}_none"))}</p>')
        for each in part:
            draw(each)
        if every > len(part):
            more = words("post.more", count=words.number(every - len(part)))
            st.html(f'<p class="quiet">{inert(more)}</p>')
