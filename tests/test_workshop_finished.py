"""assessment/workshop/finished.py: what a receiver is told of a finished workshop"""

import datetime

import pytest
from pydantic import SecretStr

from assessment import auth
from assessment.errors import NotSaved
from assessment.post import outbox
from assessment.post_records import Outgoing
from assessment.records import Workshop
from assessment.services import Services
from assessment.settings import Settings
from assessment.workshop import after, reveal
from scoring.room import RoomScorecard
from tests.make_workshops import COMMENT, Hosted


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation with a webhook."""
    given = {
        "webhook": SecretStr("https://hook.example/in"),
        "webhook_secret": SecretStr("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
    }
    return settings.model_copy(update=given)


def ended(s: Services, **groups: int) -> tuple[Workshop, dict[str, str]]:
    """A workshop that showed all its signs and was ended, and what is told of it."""
    room = Hosted(s, auth.new_token()).open(**groups)
    room.reveal(*room.now.signs)
    done = after.end(s, room.id)
    (event,) = outbox.waiting(s)
    assert event.name == "workshop.finished"
    assert event.home == room.id
    assert event.due == done.ended
    return done, event.payload


def test_a_finished_workshop_is_told_with_what_it_showed(s: Services) -> None:
    """Whose it was, how many took part, and the overall figures, all of them as text."""
    room, told = ended(s)
    card = reveal.card(s, room)
    assert card
    assert card.overall.level

    assert told["id"] == room.id
    assert told["title"] == "Spring <b>x</b>"
    assert told["organisation"] == "Sample & Sons"
    assert told["date"] == f"{room.ended:%Y-%m-%d}"
    assert told["mode"] == "protected"
    assert told["people_sales"] == told["people_marketing"] == "6"
    assert told["score"] == f"{card.overall.score:g}"
    assert told["level"] == str(card.overall.level)
    assert told["level_name"] == s.instrument().outline.levels[card.overall.level - 1].name
    assert "signs_present" not in told


def test_signs_and_how_exact_a_score_is_are_told(
    s: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A score of "10 or less" says so, and signs stand by their ids."""
    real = reveal.card

    def low(s: Services, room: Workshop) -> RoomScorecard | None:
        card = real(s, room)
        overall = card and card.overall.model_copy(update={"score": 10.0, "edge": "low"})
        return card and card.model_copy(
            update={"overall": overall, "signs_present": ("one", "two")}
        )

    monkeypatch.setattr(reveal, "card", low)
    _, told = ended(s)

    assert (told["score"], told["score_edge"]) == ("10", "low")
    assert told["signs_present"] == "one two"


def test_nothing_below_the_floors_and_no_words_are_told(s: Services) -> None:
    """Two leaders are not counted, and no comment, answer, code or name leaves."""
    _, told = ended(s)

    assert "people_leadership" not in told
    assert COMMENT not in str(told)
    assert set(told) <= {
        *("id", "title", "organisation", "date", "mode", "people_sales", "people_marketing"),
        *("score", "score_edge", "level", "level_name", "signs_present"),
    }


def test_a_room_too_small_to_show_anything_tells_its_end_alone(s: Services) -> None:
    """No count, no score."""
    _, told = ended(s, sales=3, marketing=3)

    assert set(told) == {"id", "title", "organisation", "date", "mode"}


@pytest.mark.parametrize("nature", ["rehearsal", "sample"])
def test_what_is_not_real_is_not_told(s: Services, nature: str) -> None:
    """Nobody follows up on a rehearsal."""
    room = Hosted(s, auth.new_token()).open()
    played = room.now.changed(nature=nature)
    s.store.transact(room.id, lambda home: home.put(played))
    after.end(s, room.id)

    assert outbox.waiting(s) == ()


def test_the_end_is_told_even_where_the_figures_fail(
    s: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is kept with the end itself, and due half a minute later."""

    def full(*_: object) -> None:
        raise NotSaved("workshop", "the disk is full")

    monkeypatch.setattr(reveal, "conclude", full)
    room = Hosted(s, auth.new_token()).open()
    with pytest.raises(NotSaved):
        after.end(s, room.id)
    (event,) = s.store.find(Outgoing)

    assert room.now.phase == "ended"
    assert event.payload["id"] == room.id
    assert event.due - event.created == datetime.timedelta(seconds=30)
