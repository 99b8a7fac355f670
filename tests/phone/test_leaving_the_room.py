"""The end: the own scorecard, a seat given up or freed, a workshop that is gone."""

from assessment import auth
from assessment.records import Assessment, Ballot, Grant, Seat, Workshop
from assessment.services import Services
from assessment.workshop import after, prepare, rounds, seats
from tests.phone.phones import Phone, ballot, opened


def test_the_own_scorecard(s: Services, phone: Phone) -> None:
    """A private assessment of the own answers: one, renewed, opened by this browser alone."""
    room = opened(s, pace="free", organisation="Northwind")
    phone.join(room)
    empty = phone.form("/seat/scorecard")
    for item in s.instrument().items:
        phone.say("answer", item=item, given=4)
    phone.say("comment", sign="s1", text="Well said.")
    phone.say("costs_most", signs=["s2"])
    first = phone.form("/seat/scorecard")
    phone.say("answer", item="s1_q2", given=1)
    again = phone.form("/seat/scorecard")

    (made,) = s.store.find(Assessment)
    assert "no=nothing" in empty.headers["location"]
    assert first.headers["location"] == again.headers["location"] == f"/scorecard?a={made.id}"
    assert made.answers == ballot(s).answers
    assert (made.comments, made.costs_most) == ({"s1": "Well said."}, ("s2",))
    assert (made.group, made.organisation, made.scope) == ("sales", "Northwind", "full")
    assert set(made.sign_scores) == set(room.signs)
    assert [own.id for own in auth.own(s, phone.cookie)] == [made.id]
    assert phone.http.get(f"/scorecard.json?a={made.id}").status_code == 200


def test_after_a_day_nothing_ties_the_scorecard_to_the_workshop(s: Services, phone: Phone) -> None:
    """The seat that knew of it is gone; the scorecard stays its person's."""
    room = opened(s, pace="free")
    phone.join(room)
    phone.say("answer", item="s1_q1", given=4)
    phone.form("/seat/scorecard")
    rounds.close(s, room.id)
    after.end(s, room.id)
    after.unlink(s, room.id)

    gone = phone.page().text
    (made,) = s.store.find(Assessment)
    everything = str([*s.store.find(Workshop), *s.store.find(Ballot), *s.store.find(Grant)])

    assert "Single answers can no longer be found or erased." in gone
    assert room.id not in str(made)
    assert made.id in everything  # the browser's own grant
    assert s.store.find(Seat) == ()
    assert [own.id for own in auth.own(s, phone.cookie)] == [made.id]


def test_leaving_takes_a_yes_and_everything_with_it(s: Services, phone: Phone) -> None:
    """Seat, answers and grant are erased; with the code one can come again."""
    room = opened(s, pace="free")
    phone.join(room)
    phone.say("answer", item="s1_q1", given=4)
    without = phone.form("/seat/leave")
    assert len(s.store.find(Seat)) == 1

    phone.form("/seat/leave", confirm="yes")

    assert "no=" in without.headers["location"]
    assert (s.store.find(Seat), s.store.find(Ballot)) == ((), ())
    assert phone.page().status_code == 410
    assert phone.state().json()["key"] == "gone"
    assert phone.join(room).status_code == 303


def test_a_seat_that_is_freed_and_a_workshop_that_is_gone(s: Services, phone: Phone) -> None:
    """The phone hears of both by itself."""
    room = opened(s)
    phone.join(room)
    (seat,) = s.store.find(Seat)
    seats.free(s, room.id, seat.id)
    freed = phone.state()
    prepare.erase(s, room.id)
    gone = phone.state()
    nowhere = phone.http.get("/seat")

    assert (freed.status_code, freed.json()["key"]) == (410, "gone")
    assert "it was given up" in freed.json()["html"]
    assert "not there any more" in gone.json()["html"]
    assert "has no seat in a workshop" in nowhere.text
    assert phone.http.get("/seat", params={"w": "../x\0"}).status_code == 410
