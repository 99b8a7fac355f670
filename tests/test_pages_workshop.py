"""assessment/pages/workshop.py and assessment/pages/screen.py"""

import datetime
import re

import pytest
from streamlit.testing.v1 import AppTest

from assessment import auth
from assessment.errors import Refused
from assessment.records import PlannedAction
from assessment.services import Services
from assessment.stage.lobby import left
from assessment.workshop import after, prepare, rounds, seats
from assessment.workshop.kept import round_of
from assessment.workshop.plan import agreed_on
from tests.make_workshops import Hosted
from tests.visits import html, visit

PAGES = ("workshop", "screen")


@pytest.fixture
def hosted(s: Services, visitor: str) -> Hosted:
    """A workshop with an open door and fourteen people, run by the browser that looks."""
    return Hosted(s, visitor).open()


def press(page: AppTest, label: str) -> AppTest:
    """The page after the button with that label was pressed."""
    next(b for b in page.button if b.label == label).click().run()
    assert not page.exception
    return page


def labels(page: AppTest) -> list[str]:
    """What can be pressed."""
    return [button.label for button in page.button]


def charts(page: AppTest) -> list[str]:
    """The specifications of the charts."""
    return [chart.proto.spec for chart in page.get("vega_lite_chart")]


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_sees_what_an_unknown_address_shows(
    name: str, s: Services, visitor: str
) -> None:
    """Whoever does not run the workshop, a participant too, learns nothing of it."""
    others = Hosted(s, auth.new_token()).open(sales=1)
    seats.join(s, visitor, others.now, "sales")

    theirs, nowhere = visit(name, w=others.id), visit(name, w="nothing")

    assert html(theirs).replace(others.id, "nothing") == html(nowhere)
    assert [t.value for t in theirs.text] == [t.value for t in nowhere.text]
    assert theirs.button.len == 0
    assert "Spring" not in html(theirs)


def test_before_the_door_opens_there_is_one_thing_to_do(s: Services, visitor: str) -> None:
    """Opening it makes the code; no code was shown before."""
    hosted = Hosted(s, visitor)
    page = visit("workshop", w=hosted.id)
    assert 'class="code"' not in html(page)

    press(page, "Open the door")

    code = str(hosted.now.code)
    assert f"{code[:3]} {code[3:]}" in html(page)


@pytest.mark.parametrize("name", PAGES)
def test_the_lobby_shows_how_to_join_and_who_is_here(name: str, hosted: Hosted) -> None:
    """Code, QR code and seats by group; the title as it was typed."""
    text = html(visit(name, w=hosted.id))

    assert "data:image/svg+xml" in text
    assert "Spring &lt;b&gt;x&lt;/b&gt;" in text
    assert '<span class="name">Leadership</span><span class="number">2' in text
    assert ("enough to go on" in text) is (name == "workshop")


def test_the_balance_asks_whether_to_wait(s: Services, visitor: str) -> None:
    """As long as one side would not be shown."""
    hosted = Hosted(s, visitor).open(sales=9, marketing=2)

    assert "9 Sales, 2 Marketing: wait for more?" in html(visit("workshop", w=hosted.id))


@pytest.mark.parametrize("name", PAGES)
def test_before_closing_nothing_but_the_count_is_seen(name: str, hosted: Hosted) -> None:
    """Neither score nor chart nor comment."""
    rounds.open_round(hosted.s, hosted.id, "s1")
    hosted.answer(5)
    text = html(page := visit(name, w=hosted.id))

    assert "5<small>of 14</small>" in text
    assert charts(page) == []
    assert "Comment" not in text

    rounds.close(hosted.s, hosted.id)
    text = html(page := visit(name, w=hosted.id))

    assert "had answered when the round was closed" in text
    assert charts(page) == []
    assert "Comment" not in text


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


def test_the_console_runs_a_whole_workshop(hosted: Hosted) -> None:
    """By the large button from the lobby to the reveal, with a vote again and an undo."""
    page = press(visit("workshop", w=hosted.id), "Ask: Short s1")
    hosted.answer()
    press(page, "Close the round")
    press(page, "Reveal: Short s1")
    assert hosted.now.stage.view == "reveal"
    assert "Ask: Short s2" in labels(page)

    press(page, "Vote again")
    assert (now := round_of(hosted.s, hosted.now))
    assert now.purpose == "vote"
    press(page, "Undo")

    assert hosted.now.stage.view == "reveal"
    assert "Vote again" in labels(page)


def test_a_slip_at_closing_is_undone(hosted: Hosted) -> None:
    """The round opens again, since nothing of it was shown."""
    rounds.open_round(hosted.s, hosted.id, "s1")
    page = press(visit("workshop", w=hosted.id), "Close the round")

    press(page, "Undo")

    asked = round_of(hosted.s, hosted.now)
    assert asked
    assert asked.state == "open"


def test_the_timer_is_set_before_a_round(hosted: Hosted) -> None:
    """The seconds are kept with the round and counted down, never below zero."""
    page = visit("workshop", w=hosted.id)
    next(b for b in page.selectbox if b.key.startswith("timer")).set_value(120).run()
    press(page, "Ask: Short s1")

    asked = round_of(hosted.s, hosted.now)
    assert asked
    assert asked.seconds == 120
    assert left(asked, asked.opened + datetime.timedelta(seconds=30)) == 90
    assert left(asked, asked.opened + datetime.timedelta(seconds=300)) == 0
    assert 'role="timer"' in html(page)


def test_a_click_meant_for_what_stood_there_before_does_nothing(hosted: Hosted) -> None:
    """Two consoles ask the same sign: the second does not close what the first has opened."""
    first, second = (visit("workshop", w=hosted.id) for _ in range(2))
    press(first, "Ask: Short s1")

    press(second, "Ask: Short s1")

    asked = round_of(hosted.s, hosted.now)
    assert asked
    assert asked.state == "open"
    assert "Close the round" in labels(second)


def test_what_cannot_be_done_is_said(hosted: Hosted, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence instead of a traceback, once; and the page shows how things stand."""

    def refuse(*_: object, **__: object) -> None:
        raise Refused("not now")

    page = visit("workshop", w=hosted.id)
    monkeypatch.setattr(rounds, "open_round", refuse)
    press(page, "Ask: Short s1")
    assert "moved on" in page.error[0].value

    page.run()
    assert page.error.len == 0


def test_the_door_is_locked_and_a_seat_freed(hosted: Hosted, s: Services) -> None:
    """A freed seat takes its answers along; the labels say who has answered, not what."""
    rounds.open_round(s, hosted.id, "s1")
    hosted.answer(1)
    page = press(visit("workshop", w=hosted.id), "Lock the door")
    assert hosted.now.locked

    chosen = next(b for b in page.selectbox if b.key.startswith("free"))
    assert sum("nothing answered yet" in option for option in chosen.options) == 13
    chosen.select_index(0).run()
    press(page, "Free this seat")

    assert "13" in html(page)
    assert "Open the door again" in labels(page)


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


def test_a_plan_is_written_kept_dropped_and_put_back(hosted: Hosted, s: Services) -> None:
    """Owners from both sides; what was taken out by a slip comes back as it was."""
    hosted.reveal("s1").plan()
    page = visit("workshop", w=hosted.id)
    next(f for f in page.text_input if f.key.startswith("sales")).set_value("Cy").run()
    (planned,) = agreed_on(s, hosted.now)
    assert (planned.sales, planned.marketing) == ("Cy", "Bo")

    press(page, "Take out")
    assert agreed_on(s, hosted.now) == ()
    press(page, "Put it back")
    assert agreed_on(s, hosted.now) == (planned,)

    press(page, "Take it")
    assert len(agreed_on(s, hosted.now)) == 2
    assert agreed_on(s, hosted.now)[1].action


def test_an_action_changed_elsewhere_is_not_undone_here(hosted: Hosted, s: Services) -> None:
    """Two devices may write on one action."""
    hosted.plan()
    one, other = (visit("workshop", w=hosted.id) for _ in range(2))
    next(f for f in other.text_input if f.key.startswith("sales")).set_value("Cy").run()

    next(f for f in one.text_input if f.key.startswith("marketing")).set_value("Di").run()

    (planned,) = agreed_on(s, hosted.now)
    assert (planned.sales, planned.marketing) == ("Cy", "Di")


@pytest.mark.parametrize("name", PAGES)
def test_text_that_people_typed_is_shown_letter_by_letter(name: str, hosted: Hosted) -> None:
    """In the plan and at the end."""
    hosted.reveal("s1").plan()
    plan = html(visit(name, w=hosted.id))
    page = visit("workshop", w=hosted.id)
    next(b for b in page.checkbox if b.key.startswith("sure")).check().run()
    press(page, "End the workshop")
    end = html(visit(name, w=hosted.id))

    assert hosted.now.phase == "ended"
    assert ("Meet &lt;i&gt;monthly&lt;/i&gt;" in plan) is (name == "screen")
    assert "Meet &lt;i&gt;monthly&lt;/i&gt;" in end
    assert "<i>monthly" not in plan + end


def test_an_open_table_shows_a_mark_a_person(s: Services, visitor: str) -> None:
    """With the names that they gave, in the sign and in the overview."""
    hosted = Hosted(s, visitor, mode="open").open(sales=2, marketing=2, leadership=1)
    hosted.reveal("s1")

    sign = charts(visit("screen", w=hosted.id))
    rounds.turn(s, hosted.id, "overview")
    overview = charts(visit("screen", w=hosted.id))

    assert all(f'"Marketing {number}"' in sign[0] for number in range(2))
    assert "Sales 0" in overview[0]


def test_a_workshop_that_was_erased_is_nothing(hosted: Hosted) -> None:
    """An open console leads to the start at its next run."""
    page = visit("workshop", w=hosted.id)
    prepare.erase(hosted.s, hosted.id)

    page.run()

    assert page.button.len == 0
    assert hosted.s.store.find(PlannedAction, home=hosted.id) == ()


def test_the_facilitator_takes_files_home_after_the_reveal(s: Services, hosted: Hosted) -> None:
    """Paper in the lobby; report, tables and pictures after a reveal; then the plan."""
    early = Hosted(s, hosted.host)
    for id, typed in ((early.id, 0), (hosted.id, 1)):
        text = html(visit("workshop", w=id))
        assert text.count('href="./workshop-sheets.pdf') == 1
        assert text.count('href="./paper') == typed
    table = Hosted(s, hosted.host, mode="open").open(sales=1)
    assert "workshop-sheets.pdf" not in html(visit("workshop", w=table.id))
    hosted.reveal(hosted.now.signs[0])
    assert "./workshop.pdf" not in html(visit("workshop", w=hosted.id))
    rounds.turn(s, hosted.id, "overview")

    shown = html(visit("workshop", w=hosted.id))

    for file in ("workshop.pdf", "workshop.xlsx", "workshop/chart/gaps.png"):
        assert f'href="./{file}?w={hosted.id}"' in shown
    assert "workshop-plan" not in shown
    hosted.plan()
    assert f'href="./workshop-plan.ics?w={hosted.id}"' in html(visit("workshop", w=hosted.id))


def test_an_earlier_workshop_is_chosen_and_left_out_again(s: Services, visitor: str) -> None:
    """What is chosen is kept, and so is the wish to compare with none."""
    first = Hosted(s, visitor).open()
    first.reveal(first.now.signs[0])
    second = Hosted(s, visitor).open()
    second.reveal(second.now.signs[0])
    rounds.turn(s, second.id, "overview")
    page = visit("workshop", w=second.id)

    box = next(b for b in page.selectbox if b.key == f"earlier_{second.id}")
    box.set_value(first.id).run()
    assert second.now.earlier == first.id

    page = visit("workshop", w=second.id)
    box = next(b for b in page.selectbox if b.key == f"earlier_{second.id}")
    assert box.value == first.id
    box.set_value("").run()
    assert second.now.earlier is None


def test_the_projector_offers_nothing_to_take(s: Services, hosted: Hosted) -> None:
    """What the room sees has no links to files."""
    hosted.reveal(hosted.now.signs[0])
    rounds.turn(s, hosted.id, "overview")

    assert "./workshop" not in html(visit("screen", w=hosted.id))


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
