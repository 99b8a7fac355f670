"""What the room sees once it is revealed, and what stays hidden."""

import re

import pytest

from assessment.errors import Refused
from assessment.services import Services
from assessment.workshop import after, rounds
from tests.make_workshops import Hosted
from tests.visits import html, visit
from tests.workshop_pages.looking import PAGES, charts, labels, press


@pytest.mark.parametrize("name", PAGES)
def test_a_reveal_shows_the_groups_and_what_to_ask(name: str, hosted: Hosted) -> None:
    """The finding as heading, the chart, the bank's questions; comments letter by letter."""
    hosted.reveal("s1")
    page = visit(name, w=hosted.id)
    text = html(page)

    assert re.search(r"<h1>Marketing sees it at least \d+ points higher than Sales\.</h1>", text)
    assert "What to ask now" in text
    assert "![x](http://127.0.0.1:9/x.png)" in text
    assert '"Leadership: not enough answers"' in charts(page)[0]


def test_the_projector_has_no_controls_and_hides_no_table(hosted: Hosted) -> None:
    """Nothing can be pressed, typed or opened there."""
    for _ in hosted.reveal("s1").now.signs[:1]:
        page = visit("screen", w=hosted.id)

        assert page.button.len == page.text_input.len == page.selectbox.len == 0
        assert "<details" not in html(page)
        assert page.get("page_link") == []


def test_a_comment_is_hidden_from_the_screens(hosted: Hosted) -> None:
    """It stays with the facilitator, who can show it again."""
    hosted.reveal("s1")
    page = visit("workshop", w=hosted.id)
    before = html(visit("screen", w=hosted.id)).count("<li>Comment")
    for _ in range(14 - before + 1):
        press(page, "Hide")

    assert html(visit("screen", w=hosted.id)).count("<li>Comment") == before - 1
    press(page, "Show again")
    assert html(visit("screen", w=hosted.id)).count("<li>Comment") == before


@pytest.mark.parametrize("name", PAGES)
def test_the_overview_begins_with_the_widest_gap(name: str, hosted: Hosted) -> None:
    """And names what to talk about first."""
    hosted.reveal("s1", "s2")
    rounds.turn(hosted.s, hosted.id, "overview")

    text = html(visit(name, w=hosted.id))

    assert "<h1>Sales and Marketing see 2 signs differently enough to talk about.</h1>" in text
    assert "clearly" not in text
    assert "none can be called statistically clear" in text
    assert "Talk about the widest first" in text


@pytest.mark.parametrize("name", PAGES)
def test_all_questions_of_a_sign_are_one_step_away(name: str, hosted: Hosted) -> None:
    """The console turns both screens to them and back; undo goes back as well."""
    large = Hosted(hosted.s, hosted.host).open(sales=12, marketing=10).reveal("s1")
    console = press(visit("workshop", w=large.id), "All questions of the sign")
    text = html(console if name == "workshop" else visit(name, w=large.id))

    questions = large.s.instrument().by_id["s1"].items
    assert [item.text in text for item in questions] == [True] * len(questions)
    assert "first where the two sides differ most" in text
    assert 'role="img"' in text
    press(console, "Back to the sign")
    assert not large.now.stage.items
    press(press(console, "All questions of the sign"), "Undo")
    assert not large.now.stage.items


def test_no_further_questions_are_offered_where_none_are_shown(hosted: Hosted) -> None:
    """Six people in a group are too few to show what they answered, and a closed round is."""
    hosted.reveal("s1")
    assert "All questions of the sign" not in labels(visit("workshop", w=hosted.id))

    rounds.show_items(hosted.s, hosted.id, shown=True)
    text = html(visit("screen", w=hosted.id))
    assert "Sales, Marketing, Leadership: not enough answers" in text
    assert 'role="img"' not in text

    rounds.open_round(hosted.s, hosted.id, "s2")
    assert not hosted.now.stage.items
    with pytest.raises(Refused):
        rounds.show_items(hosted.s, hosted.id, shown=True)


@pytest.mark.parametrize("view", ["reveal", "overview", "end"])
def test_every_chart_of_the_console_has_its_table(view: str, hosted: Hosted) -> None:
    """In rooms of groups and at an open table; the projector shows none."""
    for mode in ("protected", "open"):
        made = Hosted(hosted.s, hosted.host, mode=mode).open(sales=12, marketing=10)
        made.reveal("s1", "s2")
        if view == "overview":
            rounds.turn(made.s, made.id, "overview")
        elif view == "end":
            after.end(made.s, made.id)
        page = visit("workshop", w=made.id)
        assert len(charts(page)) == html(page).count("<details") > 0
        assert "<details" not in html(visit("screen", w=made.id))


def test_votes_below_their_floor_are_not_drawn(hosted: Hosted) -> None:
    """Six people in a group are too few to show how a second vote moved them."""
    hosted.reveal("s1").vote("s1")
    page = visit("screen", w=hosted.id)

    assert "Before the talk and after" in html(page)
    assert "Sales, Marketing, Leadership: not enough answers" in html(page)
    assert len(charts(page)) == 1


def test_an_open_table_shows_a_mark_a_person(s: Services, visitor: str) -> None:
    """With the names that they gave, in the sign and in the overview."""
    hosted = Hosted(s, visitor, mode="open").open(sales=2, marketing=2, leadership=1)
    hosted.reveal("s1")

    sign = charts(visit("screen", w=hosted.id))
    rounds.turn(s, hosted.id, "overview")
    overview = charts(visit("screen", w=hosted.id))

    assert all(f'"Marketing {number}"' in sign[0] for number in range(2))
    assert "Sales 0" in overview[0]


@pytest.mark.parametrize("name", PAGES)
def test_nobody_and_too_few_look_the_same(name: str, s: Services, visitor: str) -> None:
    """A reveal with no answers and one with four of a group show the same, to the letter."""
    shown = []
    for count in (0, 4):
        hosted = Hosted(s, visitor).open(sales=6, marketing=6)
        rounds.open_round(s, hosted.id, "s1")
        hosted.comment = ""
        hosted.answer(count)
        rounds.close(s, hosted.id)
        rounds.show(s, hosted.id)
        page = visit(name, w=hosted.id)
        body = next(
            text for text in html(page).split("\n") if "stage" not in text and "<h1>" in text
        )
        shown.append((body, len(charts(page)), html(page).count("not enough answers")))

    assert shown[0] == shown[1]
    assert "Not enough answers to compare Sales and Marketing." in shown[0][0]
    assert shown[0][1:] == (0, 1)
