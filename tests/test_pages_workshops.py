"""assessment/pages/workshops.py, assessment/pages/prepare.py, and the routes they post to"""

import re

import httpx
import pytest
from streamlit.testing.v1 import AppTest

from assessment import auth
from assessment.records import Workshop
from assessment.services import Services
from assessment.workshop import prepare
from assessment.workshop.kept import workshop
from assessment.workshop.seats import join
from tests.make_workshops import Hosted
from tests.test_pages_start import markup
from tests.visits import html, links, visit


@pytest.fixture
def hosted(s: Services, visitor: str) -> Hosted:
    """A workshop in preparation that the browser which looks may run."""
    return Hosted(s, visitor)


def kept(hosted: Hosted) -> prepare.Preparation:
    """What was decided so far, as the store has it."""
    return prepare.preparation_of(hosted.now)


def by_key(elements: object, part: str) -> object:
    """The widget whose key begins so."""
    return next(e for e in elements if e.key and e.key.startswith(part))  # type: ignore[attr-defined]


def prepared(hosted: Hosted) -> AppTest:
    """The page on which the workshop is prepared."""
    return visit("prepare", w=hosted.id)


def test_the_list_names_each_workshop_with_its_state(hosted: Hosted) -> None:
    """What it is called, letter by letter, and the way on."""
    page = visit("workshops")

    assert "Spring &lt;b&gt;x&lt;/b&gt;" in html(page)
    assert "In preparation, last changed on" in html(page)
    assert f"prepare?w={hosted.id}" in str(links(page))


def test_workshops_that_read_the_same_have_a_number(hosted: Hosted) -> None:
    """The newest stands first and has the highest; one of its own has none."""
    Hosted(hosted.s, hosted.host)
    Hosted(hosted.s, hosted.host, title="Other")
    page = html(visit("workshops"))

    assert page.index("no. 2 of 2") < page.index("no. 1 of 2")
    assert page.count("no. ") == 2


def test_an_open_workshop_says_how_many_sit_in_it(hosted: Hosted) -> None:
    """The list leads to the room."""
    hosted.open(sales=1)

    page = visit("workshops")

    assert "Open, 1 seat taken" in html(page)
    assert f"workshop?w={hosted.id}" in str(links(page))


def test_a_workshop_is_copied_without_its_people(hosted: Hosted, s: Services) -> None:
    """The copy is prepared like it, and one goes on there."""
    hosted.open(sales=2)
    page = visit("workshops")
    next(b for b in page.button if b.label == "Prepare one like it").click().run()

    made = [room for room in auth.workshops(s, hosted.host) if room.id != hosted.id]
    assert [(room.title, room.phase) for room in made] == [("Spring <b>x</b>", "preparing")]
    assert page.query_params["w"] == made[0].id


def test_everything_is_kept_as_it_is_decided(hosted: Hosted) -> None:
    """Text, numbers, ticks and cards, each in the run in which it was given."""
    page = prepared(hosted)
    by_key(page.text_input, "title").set_value("Autumn").run()  # type: ignore[attr-defined]
    by_key(page.radio, "cards_pace").set_value("free").run()  # type: ignore[attr-defined]
    by_key(page.number_input, "heads_sales").set_value(9).run()  # type: ignore[attr-defined]
    by_key(page.checkbox, "on_leadership").uncheck().run()  # type: ignore[attr-defined]
    by_key(page.number_input, "floor_score").set_value(4).run()  # type: ignore[attr-defined]
    by_key(page.checkbox, "mirror").uncheck().run()  # type: ignore[attr-defined]
    by_key(page.radio, "cards_scope").set_value("check").run()  # type: ignore[attr-defined]

    now = kept(hosted)
    assert (now.title, now.pace, now.mirror, now.scope) == ("Autumn", "free", False, "check")
    assert now.groups == ("sales", "marketing")
    assert now.heads == {"sales": 9, "marketing": 6}
    assert now.floors.score == 4
    assert "Saved" in html(page)


def test_what_does_not_fit_is_said_and_the_rest_is_kept(hosted: Hosted) -> None:
    """An empty title leaves the earlier one, and holds nothing else back."""
    page = prepared(hosted)
    by_key(page.text_input, "title").set_value(" ").run()  # type: ignore[attr-defined]
    by_key(page.checkbox, "mirror").uncheck().run()  # type: ignore[attr-defined]

    assert "Give the workshop a title." in html(page)
    assert "✓ Saved" not in html(page)
    assert kept(hosted).title == "Spring <b>x</b>"
    assert kept(hosted).mirror is False


def test_signs_are_chosen_one_by_one(hosted: Hosted) -> None:
    """With none of them chosen the earlier choice stays."""
    page = prepared(hosted)
    by_key(page.radio, "cards_scope").set_value("signs").run()  # type: ignore[attr-defined]
    for number in range(2, 8):
        by_key(page.checkbox, f"on_s{number}_").uncheck().run()  # type: ignore[attr-defined]
    assert (kept(hosted).scope, kept(hosted).signs) == ("signs", ("s1",))

    by_key(page.checkbox, "on_s1_").uncheck().run()  # type: ignore[attr-defined]

    assert "Choose at least one sign." in html(page)
    assert kept(hosted).signs == ("s1",)


def test_two_devices_change_different_things(hosted: Hosted) -> None:
    """A page that was left open undoes nothing that was decided on another."""
    first, second = prepared(hosted), prepared(hosted)
    by_key(second.text_input, "title").set_value("Autumn").run()  # type: ignore[attr-defined]

    by_key(first.checkbox, "mirror").uncheck().run()  # type: ignore[attr-defined]

    assert (kept(hosted).title, kept(hosted).mirror) == ("Autumn", False)


def test_the_page_says_what_will_be_shown_and_the_ways_out(hosted: Hosted) -> None:
    """For the heads that are expected, the floors and the mode."""
    page = prepared(hosted)
    assert "Leadership: nothing of its own." in html(page)
    assert "Invite 3 more from Leadership" in html(page)

    by_key(page.radio, "cards_mode").set_value("open").run()  # type: ignore[attr-defined]

    assert "At an open table everything is shown" in html(page)
    assert "Invite" not in html(page)


def test_recipes_add_up(hosted: Hosted) -> None:
    """The minutes of the steps are the minutes of the whole."""
    for recipe in re.findall(r'<section class="recipe.*?</section>', html(prepared(hosted))):
        *steps, whole = (int(minutes) for minutes in re.findall(r"(\d+) min</b>", recipe))
        assert sum(steps) == whole


def test_once_people_may_join_the_decisions_are_shown_and_fixed(hosted: Hosted) -> None:
    """No field is left, and everything that was decided is there to read."""
    hosted.open(sales=1)

    page = prepared(hosted)

    assert page.text_input.len == page.number_input.len == page.radio.len == 0
    assert "A group&#x27;s score needs 5 people" in html(page)


def test_answers_before_the_day_are_counted_by_group_and_reminded_of(
    s: Services, visitor: str
) -> None:
    """Counts, a text to copy with link and code; nothing of the answers."""
    hosted = Hosted(s, visitor, pace="free").open(sales=2, marketing=1)
    hosted.answer(1, *hosted.now.signs)

    text = html(prepared(hosted))

    assert "2 of 6 joined, 1 through" in text
    assert "1 of 6 joined, 0 through" in text
    assert f"/j/{hosted.now.code}#{hosted.now.door}" in text


def test_a_link_lets_another_device_in_and_can_be_ended(
    hosted: Hosted, s: Services, http: httpx.Client
) -> None:
    """It opens the room on a second browser; ending it takes that away, and nothing here."""
    page = prepared(hosted)
    page.context["url"] = "https://signs.example/prepare"
    next(b for b in page.button if b.label == "Make a link for another device").click().run()
    (token,) = set(re.findall(r'value="https://signs\.example/f#([\w-]+)"', markup(page)))

    answer = http.post("/open", data={"token": token, "purpose": "facilitate"})
    other = http.cookies.get(auth.COOKIE)
    assert answer.headers["location"] == f"/workshop?w={hosted.id}"
    assert [room.id for room in auth.workshops(s, other)] == [hosted.id]

    next(b for b in page.button if b.label == "End all links and other devices").click().run()

    assert auth.workshops(s, other) == ()
    assert [room.id for room in auth.workshops(s, hosted.host)] == [hosted.id]


def test_a_link_of_one_kind_opens_no_other(hosted: Hosted, s: Services, http: httpx.Client) -> None:
    """The facilitator's link is dead as a private link, and leaves no cookie."""
    token = auth.make_link(s, hosted.id, "facilitate")

    answer = http.post("/open", data={"token": token, "purpose": "resume"})

    assert answer.status_code == 404
    assert not http.cookies


def test_a_new_workshop_belongs_to_the_browser_that_made_it(
    s: Services, http: httpx.Client
) -> None:
    """With all groups and the whole instrument, and the way to prepare it."""
    answer = http.post("/convene", data={"called": "Spring", "organisation": ""})

    (room,) = auth.workshops(s, http.cookies.get(auth.COOKIE))
    assert answer.headers["location"] == f"/prepare?w={room.id}"
    assert (room.title, room.groups) == ("Spring", ("sales", "marketing", "leadership"))


@pytest.mark.parametrize("title", ["", "   ", "x" * 401])
def test_a_workshop_without_a_fitting_title_is_none(
    s: Services, http: httpx.Client, title: str
) -> None:
    """Refused with a sentence, and nothing is kept."""
    assert http.post("/convene", data={"called": title}).status_code == 400
    assert s.store.find(Workshop) == ()


def test_erasing_is_for_those_who_run_it_and_takes_everything(
    s: Services, http: httpx.Client
) -> None:
    """A participant's browser erases nothing; the facilitator's leaves nothing."""
    http.post("/convene", data={"called": "Spring"})
    (room,) = s.store.find(Workshop)
    join(s, guest := auth.new_token(), prepare.open_door(s, room.id), "sales")
    wish = {"workshop": room.id, "confirm": "yes"}

    host = http.cookies.get(auth.COOKIE)
    http.cookies.set(auth.COOKIE, guest)
    refused = http.post("/dissolve", data=wish).status_code
    assert workshop(s, room.id)
    http.cookies.clear()
    http.cookies.set(auth.COOKIE, str(host))
    unsure = http.post("/dissolve", data={"workshop": room.id}).status_code
    done = http.post("/dissolve", data=wish)

    assert (refused, unsure) == (404, 400)
    assert done.headers["location"] == "/workshops"
    assert s.store.find(Workshop) == ()
