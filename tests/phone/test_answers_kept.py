"""Answers on their way: kept once, too late, sent again, and nothing kept beside them."""

import datetime
import re

import pytest

from assessment.services import Services
from assessment.workshop import rounds, seats
from tests.phone.phones import Phone, ballot, opened, seat


def test_a_phone_joins_answers_and_follows(s: Services, phone: Phone) -> None:
    """From the code to the answer that is kept, and on with the facilitator."""
    room = opened(s)
    sign = s.instrument().signs[0]

    assert phone.join(room).headers["location"] == f"/seat?w={room.id}"
    waiting = phone.state().json()
    unmoved = phone.state(v=waiting["version"], t=waiting["turn"])
    rounds.open_round(s, room.id, sign.id)
    asked = phone.state(v=waiting["version"], t=waiting["turn"]).json()
    said = phone.say("answer", item=asked["asked"][0], given=4).json()
    rounds.close(s, room.id)
    closed = phone.state(v=asked["version"], t=said["turn"]).json()

    assert (waiting["key"], unmoved.status_code, unmoved.content) == ("lobby", 204, b"")
    assert asked["asked"] == [item.id for item in sign.items]
    assert said == {"receipt": "counted", "turn": 1, "version": asked["version"]}
    assert ballot(s).answers == {sign.items[0].id: 4}
    assert closed["key"].startswith("closed.")


def test_a_page_that_is_drawn_already_is_not_sent_again(s: Services, phone: Phone) -> None:
    """Not where the room alone has moved, nor while a message is on its way; else it is."""
    room = opened(s, pace="free")
    item = s.instrument().signs[0].items[0].id
    phone.join(room)
    drawn = phone.state().json()
    before = {"v": drawn["version"], "t": drawn["turn"], "k": drawn["key"]}
    seats.lock(s, room.id, locked=True)
    moved = phone.state(**before).json()
    phone.say("answer", item=item, given=4)
    elsewhere = phone.state(**before).json()
    on_its_way = phone.state(**before, busy="").json()
    other = phone.state(**before | {"k": "lobby"}).json()

    assert moved["version"] > drawn["version"]
    assert moved == {"key": drawn["key"], "version": moved["version"], "turn": 0}
    assert (elsewhere["turn"], on_its_way["turn"]) == (1, 1)
    assert "html" in elsewhere
    assert "html" not in on_its_way
    assert "html" in other


def test_without_the_script_plain_forms_do_it_all(s: Services, phone: Phone) -> None:
    """An answer leads to the next screen, an empty form too, a comment stays where it is."""
    room = opened(s, pace="free")
    first, second = s.instrument().signs[0].items[:2]
    phone.join(room)

    mirror = phone.form(kind="answer", item=first.id, given="2", at=first.id)
    guess = phone.form(
        kind="guess", item=first.id, about="marketing", points="3", at=f"{first.id}.marketing"
    )
    skipped = phone.form(kind="answer", item=second.id, at=second.id)
    comment = phone.form(kind="comment", sign="s1", text="Well said.", at=second.id)
    costs = phone.form(kind="costs_most", signs=["s1", "s3"], at="costs-most")

    assert mirror.headers["location"] == f"/seat?w={room.id}&i={first.id}.marketing"
    assert guess.headers["location"] == f"/seat?w={room.id}&i={second.id}"
    assert skipped.headers["location"] != f"/seat?w={room.id}&i={second.id}"
    assert comment.headers["location"] == f"/seat?w={room.id}&i={second.id}"
    assert costs.headers["location"] == f"/seat?w={room.id}&i=through"
    kept = ballot(s)
    assert kept.answers == {first.id: 2}
    assert kept.guesses == {first.id: {"marketing": 3}}
    assert kept.comments == {"s1": "Well said."}
    assert kept.costs_most == ("s1", "s3")


def test_every_refusal_of_a_message_says_why(s: Services, phone: Phone) -> None:
    """The reason for the script, the sentence for the person."""
    phone.join(opened(s))

    got = phone.say("answer", item="s1_q1", given=3).json()

    assert got == {"refused": "not_yet", "said": "This is not asked yet."}


def test_an_answer_to_a_closed_round(s: Services, phone: Phone) -> None:
    """A change comes too late; what was open is kept for the final report; both are told."""
    room = opened(s)
    phone.join(room)
    rounds.open_round(s, room.id, "s1")
    phone.say("answer", item="s1_q1", given=3)
    rounds.close(s, room.id)

    change = phone.say("answer", item="s1_q1", given=4)
    late = phone.say("answer", item="s1_q2", given=4)

    assert (change.status_code, change.json()["refused"]) == (409, "closed")
    assert late.json()["receipt"] == "late"
    assert ballot(s).answers == {"s1_q1": 3, "s1_q2": 4}


def test_what_was_kept_before_the_close_is_not_refused_after_it(s: Services, phone: Phone) -> None:
    """A vote and its reason whose acknowledgement was lost: sent again, they were here already."""
    room = opened(s)
    phone.join(room)
    rounds.open_round(s, room.id, "s1")
    rounds.close(s, room.id)
    rounds.show(s, room.id)
    vote = rounds.vote_again(s, room.id, "s1").stage.round
    for turn in (1, 2):
        fields = {"given": 3} if turn == 1 else {"text": "It differs."}
        phone.say("vote" if turn == 1 else "dissent", turn=turn, round=vote, **fields)
    rounds.close(s, room.id)

    again = phone.say("dissent", turn=2, round=vote, text="It differs.").json()
    change = phone.say("dissent", turn=3, round=vote, text="No.").json()

    assert again["receipt"] == "again"
    assert change["refused"] == "closed"


def test_the_same_answer_five_times(s: Services, phone: Phone) -> None:
    """It is kept once; another one with a number that was used is told to take the next."""
    phone.join(opened(s, pace="free"))

    got = [phone.say("answer", turn=1, item="s1_q1", given=3).json() for _ in range(5)]
    behind = phone.say("answer", turn=1, item="s1_q2", given=5).json()

    assert [answer["receipt"] for answer in got] == ["counted", *["again"] * 4]
    assert (behind["receipt"], behind["turn"]) == ("behind", 1)
    assert (ballot(s).answers, ballot(s).turn) == ({"s1_q1": 3}, 1)


@pytest.mark.case("C09")
def test_nothing_of_a_phone_is_kept_beside_its_answers(s: Services, phone: Phone) -> None:
    """No address, no browser, no time; and no number that is counted up tells who came first."""
    room = opened(s, pace="free")
    phone.http.headers.update({"User-Agent": "Planted/1.0", "X-Forwarded-For": "203.0.113.77"})
    phone.join(room)
    phone.say("answer", item="s1_q1", given=2)
    homes = [s.settings.data.rglob(f"{record.home}.json*") for record in (ballot(s), seat(s))]
    kept = "".join(path.read_text("utf-8") for found in homes for path in found)

    assert '"s1_q1":2' in kept.replace(" ", "")
    for planted in ("Planted", "203.0.113", "127.0.0.1", str(datetime.date.today().year)):  # noqa: DTZ011
        assert planted not in kept
    assert re.fullmatch("[0-9a-f]{32}", ballot(s).id)


def test_a_long_comment_in_four_byte_characters_fits(s: Services, phone: Phone) -> None:
    """2,000 of them by a plain form, which takes twelve bytes for each."""
    phone.join(opened(s, pace="free"))

    answer = phone.form(kind="comment", sign="s1", text="\U0001f600" * 2000, at="s1_q2")

    assert "no=" not in answer.headers["location"]
    assert len(ballot(s).comments["s1"]) == 2000
