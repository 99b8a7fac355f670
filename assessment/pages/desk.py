"""The desk: where everything of a consultant's begins; a section for each thing and its page."""

from pathlib import Path

import streamlit as st

from assessment import session
from assessment.desk import post
from assessment.desk.notices import KINDS
from assessment.downloads.samples import fits, sample_report
from assessment.forms import log_out_forms, person_form, style
from assessment.post import can_mail
from assessment.services import services
from assessment.widgets import esc, frame, inert, link

words = session.texts()
LISTED = 10  # problems of the banks
SECTIONS = ("leads", "clients", "workshops", "post", "audit")  # each with a page of that name


def section(name: str) -> None:
    """What there is, in a sentence, and the way to its page."""
    with st.container(key=f"keep_{name}"):
        title, about = words(f"desk.{name}_title"), words(f"desk.{name}_about")
        said = f"<p>{inert(words('post.mail_off'))}</p>" if name == "post" and not mails else ""
        st.html(f"<h2>{inert(title)}</h2><p>{inert(about)}</p>{said}")
        link(name, esc(words(f"desk.{name}_open")))


def banks() -> None:
    """What is wrong with the question banks, while the last good ones are in use."""
    problems = services().shelf.problems
    told = [f"{Path(p.file).name}:{p.line}: {p.message}" for p in problems[:LISTED]]
    lines = "".join(f"<li>{inert(line)}</li>" for line in told)
    title, about = words("desk.banks_title"), words("desk.banks_about")
    st.html(f"<h2>{inert(title)}</h2><p>{inert(about)}</p><ul>{lines}</ul>")
    if len(problems) > LISTED:
        more = words("desk.banks_more", count=words.number(len(problems) - LISTED))
        st.html(f"<p>{inert(more)}</p>")


def samples() -> None:
    """The finished samples to hand out, in the look of the brand."""
    files = {"scorecard": "/sample.pdf"}
    if fits(sample_report(), services().instrument()):
        files["workshop"] = "/sample-workshop.pdf"
    there = "".join(
        f'<p class="sample"><a href="{address}">{inert(words(f"desk.sample_{name}"))}</a></p>'
        for name, address in files.items()
    )
    title, about = words("desk.sample_title"), words("desk.sample_about")
    st.html(f"<h2>{inert(title)}</h2><p>{inert(about)}</p>{there}")


def papers() -> None:
    """The documents on privacy."""
    there = "".join(
        f'<p class="sample"><a href="{"/privacy" if kind == "privacy" else f"/paper/{kind}"}">'
        f"{inert(words(f'desk.notice_{kind}'))}</a></p>"
        for kind in KINDS
    )
    title, about = words("desk.notices_title"), words("desk.notices_about")
    st.html(f"<h2>{inert(title)}</h2><p>{inert(about)}</p>{there}")


with frame("desk.title"):
    actor = session.require_actor()
    mails = can_mail(services().settings)
    said = words("desk.as", name=actor.name) if actor.account else words("desk.as_machine")
    st.html(f"{style()}<h1 class='first'>{inert(words('desk.title'))}</h1>")
    st.html(f'<p class="lead">{inert(words("desk.lead"))}</p>')
    with st.container(key="who", horizontal=True):
        st.html(f'<p class="quiet">{inert(said)}</p>')
        if actor.account:
            st.html(log_out_forms(words))
    services().shelf.renew()
    if services().shelf.problems:
        with st.container(key="keep_banks"):
            banks()
    if lost := post.given_up(services(), actor):
        with st.container(key="keep_lost"):
            many = words("desk.lost", count=words.number(lost))
            title = words("desk.lost_one") if lost == 1 else many
            st.html(f"<h2>{inert(title)}</h2><p>{inert(words('desk.lost_about'))}</p>")
            link("post", esc(words("desk.post_open")))
    for name in SECTIONS:
        section(name)
    with st.container(key="keep_samples"):
        samples()
    with st.container(key="keep_papers"):
        papers()
    with st.container(key="keep_person"):
        title, about = words("person.title"), words("person.about")
        st.html(f"<h2>{inert(title)}</h2><p>{inert(about)}</p>")
        summary = f"<summary>{inert(words('person.open'))}</summary>"
        st.html(f'<details class="all">{summary}{person_form(words)}</details>')
