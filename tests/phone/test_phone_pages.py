"""What the page on a phone says, and the files that it loads."""

import re
from typing import Any

import pytest

from assessment.phone import look
from assessment.services import Services
from assessment.workshop import after, prepare, rounds
from scoring.instrument import Floors
from tests.phone.phones import HOST, WISH, Phone, ballot, opened

HOSTILE = '"><script>alert(1)</script><img src=//127.0.0.1:9/x>'


def test_every_page_is_strict_and_never_stored(s: Services, phone: Phone) -> None:
    """No inline script or style is allowed or there, nothing foreign, nothing in a cache."""
    room = opened(s, pace="free")
    pages = [phone.http.get("/j"), phone.http.get(f"/j/{room.code}"), phone.http.get("/j/AAAAAAA")]
    phone.join(room)
    pages += [
        phone.page(),
        phone.http.get("/seat?w=nowhere"),
        phone.http.get(f"/reach/{room.code}"),
    ]

    for page in pages:
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'; script-src 'self'; style-src 'self';" in policy
        assert "unsafe" not in policy
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "same-origin"
        assert not re.search(r"<script(?![^>]*src=)|<style| style=| on\w+=", page.text)
        assert "http://" not in page.text.replace("http://www.w3.org", "")
        assert "https://" not in page.text


def test_what_is_promised_stands_before_the_first_answer(s: Services, phone: Phone) -> None:
    """The floors of this workshop, who sees what, and confidential, never anonymous."""
    room = opened(s, floors=Floors(score=7, comments=6, distribution=12))
    joining = phone.http.get(f"/j/{room.code}").text
    phone.join(room)

    for text in (joining, phone.page().text):
        assert "only where 7 people or more stand behind it" in text
        assert "is shown only from 12 people on" in text
        assert "once 6 people in the room have answered. Please write no names." in text
        assert "never who answered what" in text
        assert "confidential, not anonymous" in text


def test_an_open_table_says_that_names_appear(s: Services, phone: Phone) -> None:
    """A name and a yes are taken first; no floor is promised."""
    room = opened(s, mode="open")
    page = phone.http.get(f"/j/{room.code}").text

    assert "Answers appear with names here" in page
    assert "stand behind it" not in page
    assert phone.join(room, name="Ann").status_code == 400
    assert phone.join(room, consent="yes").status_code == 400
    assert "checked" not in page
    assert phone.join(room, name=HOSTILE, consent="yes").status_code == 303
    assert ballot(s).name == HOSTILE
    assert "<script>alert" not in phone.page().text


@pytest.mark.parametrize(("nature", "said"), [("rehearsal", "Rehearsal."), ("sample", "Sample.")])
def test_what_is_not_real_is_marked(s: Services, phone: Phone, nature: Any, said: str) -> None:
    """On the way in and on the seat."""
    room = prepare.open_door(s, prepare.prepare(s, HOST, WISH, nature).id)
    joining = phone.http.get(f"/j/{room.code}").text
    phone.join(room)

    assert f'class="nature">{said}' in joining
    assert f'class="nature">{said}' in phone.page().text


def test_nothing_is_chosen_beforehand_and_two_stand_apart(s: Services, phone: Phone) -> None:
    """Five options in their order, then what is none of the five."""
    room = opened(s, pace="free", mirror=False)
    phone.join(room)
    text = phone.page().text
    screen = text.split('<section id="at-s1_q1"')[1].split("</section>")[0]

    assert "checked" not in text
    assert re.findall(r'name="given" value="(\w+)"', screen) == [
        *"12345",
        "dont_know",
        "not_applicable",
    ]
    assert screen.count('class="cards"') == 1
    assert screen.index('class="cards apart"') < screen.index("dont_know")


def test_leadership_is_asked_about_both_sides(s: Services, phone: Phone, other: Phone) -> None:
    """Sales is asked about Marketing, leadership about both; without the mirror nobody is."""
    room = opened(s, pace="free", groups=("sales", "marketing", "leadership"))
    phone.join(room)
    other.join(room, "leadership")

    about = r'<section id="at-s1_q1\.(\w+)" data-kind="mirror"'
    assert re.findall(about, phone.page().text) == ["marketing"]
    assert re.findall(about, other.page().text) == ["sales", "marketing"]
    assert other.form(kind="answer", item="s1_q1", given="2", at="s1_q1").status_code == 303
    assert other.say("guess", turn=5, item="s1_q1", about="sales", points=1).is_success
    assert other.say("guess", turn=6, item="s1_q1", about="marketing", points=5).is_success


def test_own_answers_stay_visible_to_their_person(s: Services, phone: Phone) -> None:
    """After the close, and at the end, in the options' words."""
    room = opened(s)
    phone.join(room)
    rounds.open_round(s, room.id, "s1")
    item = s.instrument().items["s1_q1"]
    phone.say("answer", item="s1_q1", given=4)
    phone.say("comment", sign="s1", text=HOSTILE)
    rounds.close(s, room.id)
    closed = phone.page().text
    after.end(s, room.id)

    for text in (closed, phone.page().text):
        assert "Your answers" in text
        assert item.options[3] in text
        assert "&lt;script&gt;alert(1)" in text
        assert "<script>alert" not in text


def test_a_page_without_the_script_looks_again_only_while_it_waits(
    s: Services, phone: Phone
) -> None:
    """Nobody's half-chosen answer is reloaded away."""
    room = opened(s)
    phone.join(room)
    waiting = phone.page().text
    rounds.open_round(s, room.id, "s1")

    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert "refresh" not in phone.page().text
    assert "refresh" in phone.page(i="through").text


def test_the_page_follows_what_it_is_asked_for(s: Services, phone: Phone) -> None:
    """A screen by its address; one that is not there leads to the first without an answer."""
    room = opened(s, pace="free", mirror=False)
    phone.join(room)
    phone.say("answer", item="s1_q1", given=4)

    def shown(**query: str) -> list[str]:
        return re.findall(r'<section id="at-([\w.-]+)" data-kind="\w+">', phone.page(**query).text)

    assert shown(i="s2_q2") == ["s2_q2"]
    assert shown(i="<script>") == ["s1_q2"]
    assert shown() == ["s1_q2"]
    assert shown(i="costs-most") == ["costs-most"]


def test_the_two_files_are_small_and_kept(phone: Phone) -> None:
    """Compressed, named after their content, for ever; any other name is none."""
    for address, file in look.files().items():
        got = phone.http.get(address)
        assert got.headers["content-encoding"] == "gzip"
        assert "immutable" in got.headers["cache-control"]
        assert got.text.encode() == file.content
        plain = phone.http.get(address, headers={"Accept-Encoding": "identity"})
        assert plain.content == file.content
    assert phone.http.get("/phone/nothing.js").status_code == 404
    assert sum(len(file.packed) for file in look.files().values()) < 8_500


def test_the_colours_are_the_themes(s: Services) -> None:
    """The style sheet has no colour of its own."""
    source = (look.HERE / "phone.css").read_text("utf-8")

    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;,) ])", source) == []
    assert "--accent:#0B6E69;" in look.style().content.decode()
