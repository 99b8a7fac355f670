"""A participant's own scorecard: a private copy of the own answers, beside the workshop."""

from assessment import auth, responses
from assessment.errors import Refused
from assessment.records import Assessment, Seat
from assessment.services import Services
from assessment.store import Transaction
from assessment.workshop.seats import Place


def scorecard(s: Services, browser: str, place: Place) -> Assessment:
    """The assessment that holds this person's answers, kept and open to this browser alone.

    It knows nothing of the workshop, which forgets it with the seat. Whoever comes again finds the
    same one, with the answers as they are now. Raises Refused and NotSaved.
    """
    room, seat, ballot = place.room, place.seat, place.ballot
    if not ballot.answers:
        raise Refused("Answer a question first.", "nothing")
    given = ballot.response(room.asks).model_copy(
        update={"organisation": room.organisation, "comments": ballot.comments}
    )
    made = responses.copied(s, seat.scorecard, room.instrument, given)
    auth.grant(s, browser, made)
    if made.id != seat.scorecard:
        _remember(s, seat, made.id)
    return made


def _remember(s: Services, seat: Seat, assessment_id: str) -> None:
    """Note beside the seat which assessment it is, for as long as there is a seat."""

    def work(home: Transaction) -> None:
        if now := home.get(Seat, seat.id):
            home.put(now.changed(scorecard=assessment_id))

    s.store.transact(seat.home, work)
