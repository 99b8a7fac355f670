"""assessment/clients/commentary.py, its page, and where the commentary is read"""

from collections.abc import Callable

import httpx
import pytest
from streamlit.testing.v1 import AppTest

from assessment import auth
from assessment.client_records import SUMMARY, Client, Commentary
from assessment.clients import claims, commentary, kept
from assessment.desk import door
from assessment.desk.door import Actor
from assessment.errors import Refused
from assessment.records import Assessment
from assessment.services import Services
from assessment.spoken import spoken
from tests.clients.runs import address, answered, press
from tests.make_workshops import Hosted
from tests.read_pdf import faults, text_of
from tests.visits import html, links, visit

HOSTILE = "Look ![x](http://127.0.0.1:9/x.png)\n<b>at</b> \u202ethis** €"
AUTHOR = "Dr. <i>Ann</i> Lee"


@pytest.fixture
def actor(s: Services) -> Actor:
    """Whoever sits at this machine."""
    return door.require(s, None)


@pytest.fixture
def whose(s: Services, actor: Actor) -> Client:
    """A client."""
    return kept.add(s, actor, "Sample & Sons")


@pytest.fixture
def run(s: Services, actor: Actor, whose: Client) -> Assessment:
    """An assessment of the client."""
    made = answered(s)
    claims.claim_by_link(s, actor, whose.id, address(s, made, "resume"))
    return made


def written(s: Services, actor: Actor, run: str, sign: str = "s2") -> None:
    """A commentary of two parts, shown."""
    commentary.sign(s, actor, run, AUTHOR)
    commentary.write(s, actor, run, SUMMARY, HOSTILE)
    commentary.write(s, actor, run, sign, f"On the sign: {HOSTILE}")
    commentary.show(s, actor, run, shown=True)


def field(page: AppTest, part: str) -> Callable[[str], AppTest]:
    """How to type into the text of a part."""
    area = next(area for area in page.text_area if f"_{part}_" in area.key)
    return lambda text: area.set_value(text).run()


def test_a_draft_is_read_at_the_desk_alone(s: Services, actor: Actor, run: Assessment) -> None:
    """Until it is shown nobody sees any of it; taken off again, neither."""
    commentary.sign(s, actor, run.id, AUTHOR)
    commentary.write(s, actor, run.id, SUMMARY, "Well")
    assert spoken(s, run.id) is None

    commentary.show(s, actor, run.id, shown=True)
    said = spoken(s, run.id)
    assert said
    assert (said.author, said.summary, said.signs) == (AUTHOR, "Well", {})

    commentary.show(s, actor, run.id, shown=False)
    assert spoken(s, run.id) is None


def test_it_is_shown_with_a_name_and_a_text_alone(
    s: Services, actor: Actor, run: Assessment
) -> None:
    """What is shown says whose it is; without its name it is taken off."""
    with pytest.raises(Refused) as refused:
        commentary.show(s, actor, run.id, shown=True)
    assert refused.value.reason == commentary.NO_AUTHOR
    commentary.sign(s, actor, run.id, AUTHOR)
    with pytest.raises(Refused) as refused:
        commentary.show(s, actor, run.id, shown=True)
    assert refused.value.reason == commentary.NO_TEXT

    written(s, actor, run.id)
    commentary.sign(s, actor, run.id, " ")
    assert spoken(s, run.id) is None


@pytest.mark.parametrize(("part", "text"), [("nowhere", "x"), ("", "x"), (SUMMARY, "x" * 2001)])
def test_what_does_not_fit_is_refused(
    s: Services, actor: Actor, run: Assessment, part: str, text: str
) -> None:
    """A sign that is none, and a text that is too long; nothing is kept."""
    with pytest.raises(Refused):
        commentary.write(s, actor, run.id, part, text)
    assert s.store.find(Commentary) == ()


def test_a_run_of_no_client_has_no_commentary(s: Services, actor: Actor) -> None:
    """Nobody at the desk writes into an assessment that was not given to them."""
    with pytest.raises(Refused):
        commentary.write(s, actor, answered(s).id, SUMMARY, "x")
    with pytest.raises(Refused):
        commentary.draft(s, actor, "nowhere")


def test_a_slip_is_undone_and_the_undoing_too(s: Services, actor: Actor, run: Assessment) -> None:
    """Each part goes back on its own; saving the same text again forgets nothing."""
    for text in ("first", "second", "second"):
        commentary.write(s, actor, run.id, SUMMARY, text)
    commentary.write(s, actor, run.id, "s1", "other")

    assert commentary.put_back(s, actor, run.id, SUMMARY).parts == {SUMMARY: "first", "s1": "other"}
    assert commentary.put_back(s, actor, run.id, SUMMARY).parts[SUMMARY] == "second"
    assert SUMMARY in commentary.put_back(s, actor, run.id, "s1").parts
    with pytest.raises(Refused):
        commentary.put_back(s, actor, run.id, "s7")


def test_the_page_keeps_each_text_as_it_is_typed_and_puts_it_back(
    s: Services, actor: Actor, run: Assessment, visitor: str
) -> None:
    """Saved is said when it is; what stood there before is offered, and shown again."""
    page = visit("commentary", r=run.id)
    assert "Saved" not in html(page)
    field(page, SUMMARY)("First")
    field(page, SUMMARY)("Slip")
    field(page, "s3")("On three")
    assert commentary.draft(s, actor, run.id).parts == {SUMMARY: "Slip", "s3": "On three"}
    assert "Before: First" in html(page)

    page.button(key=f"back_{run.id}_{SUMMARY}").click().run()
    assert not page.exception
    assert page.text_area[0].value == "First"
    assert commentary.draft(s, actor, run.id).parts[SUMMARY] == "First"

    press(page, "Show it to the client")
    assert [error.value for error in page.error] == [
        "Give your name first. What is shown says whose it is."
    ]
    said_before = html(page).count("Saved")
    page.text_input[0].set_value(AUTHOR).run()
    assert html(page).count("Saved") == said_before + 1
    press(page, "Show it to the client")
    said = spoken(s, run.id)
    assert said
    assert said.author == AUTHOR
    press(page, "Take it off again")
    assert spoken(s, run.id) is None


def test_two_devices_write_different_parts(
    s: Services, actor: Actor, run: Assessment, visitor: str
) -> None:
    """A page that was left open undoes nothing that was written on another."""
    first, second = visit("commentary", r=run.id), visit("commentary", r=run.id)
    field(second, "s1")("One")
    field(first, "s2")("Two")

    assert commentary.draft(s, actor, run.id).parts == {"s1": "One", "s2": "Two"}


def test_the_page_of_a_foreign_run_is_none(s: Services, visitor: str) -> None:
    """It says what to do first, and shows nothing of the run."""
    run = answered(s)
    for given in (run.id, "x", ""):
        page = visit("commentary", r=given)
        assert "Add the run to a client first" in "".join(t.value for t in page.text)
        assert "The company shows" not in html(page)


def test_everyone_who_reads_the_scorecard_reads_it_marked_as_theirs(
    s: Services, actor: Actor, run: Assessment, visitor: str
) -> None:
    """On the owner's page and on the shared one, letter by letter; in no markdown."""
    written(s, actor, run.id)
    auth.grant(s, visitor, run)

    for page in (visit("scorecard"), visit("shared", s=run.id)):
        text = html(page)
        assert text.count("Commentary by Dr. &lt;i&gt;Ann&lt;/i&gt; Lee") == 2
        assert "&lt;b&gt;at&lt;/b&gt; this**" in text
        assert "<b>at" not in text
        assert not [m for m in page.markdown if "127.0.0.1" in m.value]


def test_the_pdf_of_the_scorecard_has_it(
    s: Services, actor: Actor, run: Assessment, http: httpx.Client
) -> None:
    """Without it before it is shown, and with it after; no word of it leaves the page."""
    before = text_of(http.get(f"/scorecard.pdf?s={run.id}").content)
    written(s, actor, run.id)
    pdf = http.get(f"/scorecard.pdf?s={run.id}").content

    assert "Lee" not in before
    assert text_of(pdf).count(f"Commentary by {AUTHOR}") == 2
    assert "On the sign: Look ![x]" in text_of(pdf)
    assert faults(pdf) == []


def test_a_long_commentary_flows(
    s: Services, actor: Actor, run: Assessment, http: httpx.Client
) -> None:
    """Every part as long as it may be, with line breaks and words without end."""
    commentary.sign(s, actor, run.id, "A" * 120)
    for part, text in ((SUMMARY, "word " * 400), ("s1", "W" * 2000), ("s2", "a\n" * 999)):
        commentary.write(s, actor, run.id, part, text)
    commentary.show(s, actor, run.id, shown=True)

    assert faults(http.get(f"/scorecard.pdf?s={run.id}").content) == []


def test_the_report_of_a_workshop_has_it(
    s: Services, actor: Actor, whose: Client, visitor: str, http: httpx.Client
) -> None:
    """In the PDF and in the JSON; on the timeline one goes there."""
    room = Hosted(s, visitor).open(sales=6, marketing=6)
    room.reveal("s1", "s2")
    claims.claim_workshop(s, actor, whose.id, visitor, room.id)
    written(s, actor, room.id)
    http.cookies.set(auth.COOKIE, visitor)

    pdf = http.get(f"/workshop.pdf?w={room.id}").content
    made = http.get(f"/workshop.json?w={room.id}").json()

    assert text_of(pdf).count(f"Commentary by {AUTHOR}") == 2
    assert faults(pdf) == []
    assert made["commentary"]["author"] == AUTHOR
    assert f"commentary?r={room.id}" in str(links(visit("client", c=whose.id)))
    assert "This sign was not asked." not in html(visit("commentary", r=room.id))


def test_taken_from_the_client_it_is_read_no_longer(
    s: Services, actor: Actor, run: Assessment, whose: Client
) -> None:
    """Added again, it stands there as before."""
    written(s, actor, run.id)
    claims.release(s, actor, run.id)
    assert spoken(s, run.id) is None

    claims.claim_by_link(s, actor, whose.id, address(s, run, "resume"))
    assert spoken(s, run.id)


def test_an_interview_is_named_on_every_page_of_the_pdf(
    s: Services, actor: Actor, whose: Client, http: httpx.Client
) -> None:
    """On the cover and below each page; in the table and in the data, too."""
    run = answered(s, interviewed="Ms <b>Li</b>")
    claims.claim_by_link(s, actor, whose.id, address(s, run, "resume"))
    pdf = http.get(f"/scorecard.pdf?s={run.id}").content
    said = "Answered by the consultant in an interview with Ms <b>Li</b>"

    assert text_of(pdf).count(said) >= 10
    assert faults(pdf) == []
    assert http.get(f"/scorecard.json?s={run.id}").json()["interviewed"] == "Ms <b>Li</b>"
    assert '"Ms <b>Li</b>"' in http.get(f"/scorecard.csv?s={run.id}").text
