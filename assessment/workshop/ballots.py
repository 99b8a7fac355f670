"""What a phone sends: answers, guesses of the mirror, votes, comments; each kept exactly once."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from assessment import typed
from assessment.errors import Refused
from assessment.records import Ballot, Round, Workshop
from assessment.services import Services
from assessment.store import Transaction
from assessment.workshop.kept import asked_of, items_of, rounds
from assessment.workshop.seats import Place
from scoring.instrument import Instrument
from scoring.response import Answer

# counted: in this round's result; late: kept for the final report; again: it was here already;
# behind: not kept, since a later message was, so that it needs a higher turn
Receipt = Literal["counted", "late", "again", "behind"]

Change = Callable[[Ballot], dict[str, Any]]  # the fields of a ballot that become others
Step = tuple[Change, Round | None]  # and the round that it belongs to

_ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)

CLOSED = "This round is closed. What you answered before counts; it cannot be changed any more."


def answer(
    s: Services, place: Place, item_id: str, given: object, *, turn: int | None = None
) -> Receipt:
    """Keep the answer to an item; one to a closed round is kept only where there was none.

    `turn` counts a phone's messages, so that one that comes twice changes nothing. Raises Refused
    and NotSaved.
    """
    return _kept(s, place, *_answering(s, place, item_id, given), turn)


def sheet(
    s: Services,
    place: Place,
    *,
    answers: Mapping[str, Answer],
    guesses: Mapping[tuple[str, str], int],
    comments: Mapping[str, str],
    costs: tuple[str, ...],
) -> Receipt:
    """Keep a whole sheet at once, or nothing of it; a guess is by item and group, a comment by
    sign. Raises Refused and NotSaved.
    """
    steps = [_answering(s, place, item, given) for item, given in answers.items()]
    steps += [_guessing(s, place, *about, points) for about, points in guesses.items()]
    steps += [_commenting(s, place, sign, text) for sign, text in comments.items()]
    steps += [_naming(s, place, costs)]

    def change(now: Ballot) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for step, _ in steps:
            fields |= step(now.model_copy(update=fields))
        return fields

    return _kept(s, place, change, next((asked for _, asked in steps if asked), None), None)


def guess(
    s: Services, place: Place, item_id: str, about: str, points: object, *, turn: int | None = None
) -> Receipt:
    """Keep which option the middle person of another group is expected to choose."""
    return _kept(s, place, *_guessing(s, place, item_id, about, points), turn)


def vote(
    s: Services, place: Place, round_id: str, given: object, *, turn: int | None = None
) -> Receipt:
    """Keep the vote after the talk, beside the first answer; nothing once its round is closed."""
    checked, asked = _answer(given), _vote_round(s, place, round_id)

    def change(now: Ballot) -> dict[str, Any]:
        if asked.state != "open" and now.votes.get(round_id) != checked:
            raise Refused(CLOSED, "closed")
        return {"votes": {**now.votes, round_id: checked}}

    return _kept(s, place, change, asked, turn)


def dissent(
    s: Services, place: Place, round_id: str, text: str, *, turn: int | None = None
) -> Receipt:
    """Keep in a person's own words why they see it otherwise; empty words remove it."""
    clean, asked = typed.comment(text), _vote_round(s, place, round_id)

    def change(now: Ballot) -> dict[str, Any]:
        if asked.state != "open" and clean != now.dissent.get(round_id, ""):
            raise Refused(CLOSED, "closed")
        return {"dissent": _with(now.dissent, round_id, clean)}

    return _kept(s, place, change, asked, turn)


def comment(
    s: Services, place: Place, sign_id: str, text: str, *, turn: int | None = None
) -> Receipt:
    """Keep the comment on a sign; an empty one removes it."""
    return _kept(s, place, *_commenting(s, place, sign_id, text), turn)


def costs_most(
    s: Services, place: Place, sign_ids: tuple[str, ...], *, turn: int | None = None
) -> Receipt:
    """Keep which signs cost most today, as long as the workshop goes on."""
    return _kept(s, place, *_naming(s, place, sign_ids), turn)


def mirrored(instrument: Instrument, room: Workshop, group: str) -> tuple[str, ...]:
    """The groups about which the mirror asks this one: the other side; both, who is neither."""
    sides = [side for side in instrument.outline.overall_groups if side in room.groups]
    return tuple(side for side in sides if side != group) if room.mirror else ()


def _answering(s: Services, place: Place, item_id: str, given: object) -> Step:
    room, checked = place.room, _answer(given)
    instrument = asked_of(s, room)
    sign = instrument.sign_of.get(item_id)
    if sign is None or item_id not in {i.id for i in items_of(instrument, room, [sign.id])}:
        raise Refused("This question is not asked here.", "foreign")
    asked = _measured(s, room, sign.id)

    def change(now: Ballot) -> dict[str, Any]:
        if asked.state != "open" and now.answers.get(item_id, checked) != checked:
            raise Refused(CLOSED, "closed")
        if item_id in now.guesses and now.answers.get(item_id) != checked:
            raise Refused("Your answer is locked once you looked at the other side.", "own_locked")
        return {"answers": {**now.answers, item_id: checked}}

    return change, asked


def _guessing(s: Services, place: Place, item_id: str, about: str, points: object) -> Step:
    room, instrument = place.room, asked_of(s, place.room)
    sign = instrument.sign_of.get(item_id)
    if not room.mirror or sign is None or sign.key_item.id != item_id:
        raise Refused("There is no mirror for this question.")
    if about not in mirrored(instrument, room, place.seat.group):
        raise Refused("The mirror does not ask about this group.")
    if not isinstance(points, int) or isinstance(points, bool) or not 1 <= points <= 5:
        raise Refused("A guess is one of the five options.")
    asked = _measured(s, room, sign.id)

    def change(now: Ballot) -> dict[str, Any]:
        if item_id not in now.answers:
            raise Refused("Answer the question yourself first.", "own_first")
        given = now.guesses.get(item_id, {})
        if asked.state != "open" and given.get(about, points) != points:
            raise Refused(CLOSED, "closed")
        return {"guesses": {**now.guesses, item_id: {**given, about: points}}}

    return change, asked


def _commenting(s: Services, place: Place, sign_id: str, text: str) -> Step:
    clean, asked = typed.comment(text), _measured(s, place.room, sign_id)

    def change(now: Ballot) -> dict[str, Any]:
        if asked.state != "open" and clean != now.comments.get(sign_id, clean):
            raise Refused(CLOSED, "closed")
        return {"comments": _with(now.comments, sign_id, clean)}

    return change, asked


def _naming(s: Services, place: Place, sign_ids: tuple[str, ...]) -> Step:
    instrument, chosen = asked_of(s, place.room), tuple(dict.fromkeys(sign_ids))
    if any(sign not in place.room.signs for sign in chosen):
        raise Refused("This sign is not asked here.")
    if len(chosen) > (limit := instrument.outline.costs_most_limit):
        raise Refused(f"At most {limit} signs can be named; these are {len(chosen)}.", "many")
    return (lambda _: {"costs_most": chosen}), None


def _kept(
    s: Services,
    place: Place,
    change: Change,
    asked: Round | None,
    turn: int | None,
) -> Receipt:
    """Keep a change to what this seat answered; what it is worth in the round.

    A phone sends one message after the other, each with a higher turn, and a lost acknowledgement
    lets it send the last one again. Of two phones on one seat the slower is told that it is behind.
    """
    if place.room.phase != "open":
        raise Refused("This workshop has ended.", "ended")

    def work(home: Transaction) -> Receipt:
        now = home.get(Ballot, place.ballot.id)
        if now is None:
            raise Refused("Your seat is not there any more.", "gone")
        fields = change(now)
        if turn is not None and turn <= now.turn:
            return "again" if all(getattr(now, f) == v for f, v in fields.items()) else "behind"
        home.put(now.changed(turn=turn or now.turn + 1, **fields))
        return "counted"

    receipt = s.store.transact(place.ballot.home, work)
    if receipt != "counted":
        return receipt
    # A round that was closed meanwhile may not have seen it: only what was kept before counts.
    closed = asked and s.store.get(Round, asked.id)
    return "late" if closed and closed.state != "open" else "counted"


def _answer(given: object) -> Answer:
    try:
        return _ANSWER.validate_python(given, strict=True)
    except ValidationError:
        raise Refused("An answer is one of the options.") from None


def _measured(s: Services, room: Workshop, sign_id: str) -> Round:
    """The round that measures this sign; raises Refused before it was opened."""
    found = [r for r in rounds(s, room) if r.purpose == "measure" and sign_id in r.signs]
    if not found:
        raise Refused("This sign is not asked yet.", "not_yet")
    return found[-1]


def _vote_round(s: Services, place: Place, round_id: str) -> Round:
    found = s.store.get(Round, round_id) if len(round_id) <= 80 and round_id else None
    if found is None or found.home != place.room.id or found.purpose != "vote":
        raise Refused("There is no such vote.", "foreign")
    return found


def _with(texts: dict[str, str], key: str, text: str) -> dict[str, str]:
    others = {k: kept for k, kept in texts.items() if k != key}
    return others | {key: text} if text else others
