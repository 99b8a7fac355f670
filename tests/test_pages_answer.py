"""The answering page: asked as it should be, kept when given, shown as saved only then."""

import pytest

from assessment import auth, responses
from assessment.errors import NotSaved
from assessment.records import Assessment
from assessment.services import Services
from scoring.response import COMMENT_LIMIT
from tests.visits import html, kept, links, radio, visit


@pytest.fixture
def made(s: Services, visitor: str) -> Assessment:
    """A full assessment of somebody in Sales, which this browser may answer."""
    return begun(s, visitor, "full", "sales")


def begun(s: Services, visitor: str, scope: str, group: str) -> Assessment:
    """A new assessment that the browser may answer."""
    made = responses.begin(s, scope, group)
    auth.grant(s, visitor, made)
    return made


def full_disk(*_: object) -> None:
    """A store that can keep nothing."""
    raise NotSaved("data", "No space left on device")


def test_nothing_is_preset(made: Assessment) -> None:
    """Every item of the sign is asked, with seven options and none chosen."""
    at = visit("answer")

    assert [found.value for found in at.radio] == [None, None, None]
    assert {len(found.options) for found in at.radio} == {7}
    assert "Saved" not in html(at)


def test_an_answer_is_kept_when_given(s: Services, made: Assessment) -> None:
    """And the page says so."""
    at = visit("answer")
    radio(at, "s1_q1").set_value(4).run()

    assert kept(s, made).answers == {"s1_q1": 4}
    assert "1 of 21 answered" in html(at)
    assert "Saved" in html(at)


def test_dont_know_and_does_not_apply_are_answers(s: Services, made: Assessment) -> None:
    """Both are kept as such."""
    at = visit("answer")
    radio(at, "s1_q1").set_value("dont_know").run()
    radio(at, "s1_q2").set_value("not_applicable").run()

    assert kept(s, made).answers == {"s1_q1": "dont_know", "s1_q2": "not_applicable"}


def test_a_reload_finds_every_answer(made: Assessment) -> None:
    """Another browser session shows what was chosen."""
    at = visit("answer")
    radio(at, "s1_q2").set_value(2).run()

    assert radio(visit("answer"), "s1_q2").value == 2


def test_the_first_tap_in_a_new_session_is_kept(s: Services, made: Assessment) -> None:
    """After a restart no callback is registered; the value alone must do."""
    before = visit("answer")
    radio(before, "s1_q1").set_value(5)
    values = before._tree.get_widget_states()
    after = visit("start")
    after.switch_page("pages/answer.py")._run(values)

    assert kept(s, made).answers == {"s1_q1": 5}


def test_what_is_no_option_changes_nothing(s: Services, made: Assessment) -> None:
    """A forged or stale value is no answer, and undoes none."""
    responses.answer(s, made.id, "s1_q1", 3)
    at = visit("answer")
    values = at._tree.get_widget_states()
    next(v for v in values.widgets if "s1_q1" in v.id).string_value = "forged"
    at._run(values)

    assert not at.exception
    assert kept(s, made).answers == {"s1_q1": 3}


def test_a_screen_left_open_undoes_nothing(s: Services, made: Assessment) -> None:
    """What a second device changed stays, whatever the first does elsewhere on its screen."""
    at = visit("answer")
    radio(at, "s1_q1").set_value(2).run()
    responses.answer(s, made.id, "s1_q1", 5)
    radio(at, "s1_q2").set_value(1).run()

    assert kept(s, made).answers == {"s1_q1": 5, "s1_q2": 1}


@pytest.mark.case("C62")
def test_what_cannot_be_saved_is_said_and_tried_again(
    s: Services, made: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The choice stays on the screen, and the next run keeps it."""
    at = visit("answer")
    with monkeypatch.context() as broken:
        broken.setattr(type(s.store), "transact", full_disk)
        radio(at, "s1_q1").set_value(4).run()
        assert len(at.error) == 1
        assert radio(at, "s1_q1").value == 4
        assert "Saved" not in html(at)
    at.run()

    assert not at.error
    assert kept(s, made).answers == {"s1_q1": 4}
    assert "Saved" in html(at)


def test_a_comment_is_kept_and_counted(s: Services, made: Assessment) -> None:
    """As it was typed, and as text: its markup does nothing."""
    at = visit("answer")
    at.text_area[0].set_value("Regions *differ* <b>").run()

    assert kept(s, made).comments == {"s1": "Regions *differ* <b>"}
    assert "20 of 2,000" in html(at)


@pytest.mark.case("C40")
def test_a_comment_too_long_stays_in_its_box(s: Services, made: Assessment) -> None:
    """It is refused with a sentence and not cut; shortened, it is kept."""
    at = visit("answer")
    at.text_area[0].set_value("x" * (COMMENT_LIMIT + 1)).run()
    assert kept(s, made).comments == {}
    assert "This comment has 2,001 characters" in html(at)
    assert "Saved" not in html(at)
    assert len(at.text_area[0].value) == COMMENT_LIMIT + 1

    at.text_area[0].set_value("x" * COMMENT_LIMIT).run()
    assert kept(s, made).comments == {"s1": "x" * COMMENT_LIMIT}


def test_change_opens_an_answered_item(s: Services, made: Assessment) -> None:
    """Only what is answered has the button; a new choice is kept."""
    responses.answer(s, made.id, "s1_q1", 1)
    at = visit("answer")
    (change,) = at.button
    change.click().run()
    assert at.button[0].label == "Close"

    radio(at, "s1_q1").set_value(3).run()
    assert kept(s, made).answers == {"s1_q1": 3}
    assert at.button[0].label == "Change"


@pytest.mark.parametrize("sign", ["s3", "s7"])
def test_a_step_leads_to_its_sign(made: Assessment, sign: str) -> None:
    """The address names the sign."""
    at = visit("answer", sign=sign)

    assert [found.key.endswith(f"_{sign}_q{n}") for n, found in enumerate(at.radio, 1)] == [
        True
    ] * 3


def test_answering_resumes_at_the_sign_answered_last(s: Services, made: Assessment) -> None:
    """On another device, too; once it is complete, at the next that is open."""
    radio(visit("answer", sign="s4"), "s4_q1").set_value(3).run()
    assert radio(visit("answer"), "s4_q1")

    responses.answer(s, made.id, "s4_q2", 3)
    responses.answer(s, made.id, "s4_q3", 3)
    assert radio(visit("answer"), "s5_q1")


def test_an_answer_is_kept_although_a_link_ends_its_run(s: Services, made: Assessment) -> None:
    """What was chosen travels with the next run, which draws another sign."""
    at = visit("answer", sign="s1")
    radio(at, "s1_q1").set_value(4)
    values = at._tree.get_widget_states()
    at.query_params["sign"] = "s2"
    at._run(values)

    assert radio(at, "s2_q1")
    assert kept(s, made).answers == {"s1_q1": 4}


def test_the_check_asks_the_key_items_on_one_screen(s: Services, visitor: str) -> None:
    """One item a sign, without steps or comments; then the review."""
    begun(s, visitor, "check", "marketing")
    at = visit("answer")

    assert [found.key.rpartition("_s")[2] for found in at.radio] == [f"{n}_q1" for n in range(1, 8)]
    assert not at.text_area
    assert "0 of 7 answered" in html(at)


def test_nothing_is_asked_twice_when_the_check_flows_on(s: Services, visitor: str) -> None:
    """The full assessment shows the check's answers where they belong."""
    check = begun(s, visitor, "check", "sales")
    at = visit("answer")
    radio(at, "s2_q1").set_value(3).run()
    responses.widen(s, check.id)

    assert radio(visit("answer", sign="s2"), "s2_q1").value == 3


def test_without_an_assessment_the_page_leads_to_the_start(s: Services, visitor: str) -> None:
    """It asks nothing, and header, navigation and footer are there."""
    at = visit("answer")

    assert not at.radio
    assert 'aria-current="page">Answer<' in html(at)
    assert {"Save and share", "Go to the start"} <= links(at).keys()
    assert "How it is measured, sources and privacy" in links(at)


def test_a_single_screen_has_no_steps(s: Services, visitor: str) -> None:
    """There is nowhere to step to."""
    begun(s, visitor, "check", "sales")
    assert 'aria-current="step"' not in html(visit("answer"))


def test_the_private_link_is_near(made: Assessment) -> None:
    """A line leads to where it is made."""
    assert links(visit("answer"))["Save and share: come back on any device"].startswith("keep")
