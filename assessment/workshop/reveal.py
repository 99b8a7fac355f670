"""What a round comes to: frozen when it is closed, shown when it is revealed, never made anew."""

import random
from collections.abc import Sequence

from assessment.records import Ballot, Person, Publication, Round, Said, Workshop
from assessment.services import Services
from assessment.workshop.kept import ballots, instrument_of, rounds
from scoring.instrument import Instrument
from scoring.score import score


def frozen_as(round_id: str) -> str:
    """The id of a round's publication."""
    return f"of-{round_id}"


def freeze(s: Services, room: Workshop, asked: Round) -> Publication:
    """What the round came to, kept; later answers change nothing. Raises NotSaved."""
    id = frozen_as(asked.id)
    if found := s.store.get(Publication, id):
        return found
    everyone = sorted(ballots(s, room), key=lambda ballot: ballot.id)
    instrument = instrument_of(s, room)
    made = Publication(home=room.id, id=id, round=asked.id)
    if asked.purpose == "measure":
        made = made.changed(
            comments=_comments(room, asked, everyone),
            people=_people(instrument, room, asked, everyone),
        )
    s.store.transact(room.id, lambda home: home.put(made))
    return made


def conclude(s: Services, room: Workshop) -> None:
    """Make the final report of an ended workshop, late answers included where they may be."""


def revealed(s: Services, room: Workshop) -> tuple[Publication, ...]:
    """What was revealed so far, in the order of the rounds."""
    done = [asked.id for asked in rounds(s, room) if asked.state == "revealed"]
    found = (s.store.get(Publication, frozen_as(id)) for id in done)
    return tuple(publication for publication in found if publication)


def _comments(room: Workshop, asked: Round, everyone: Sequence[Ballot]) -> tuple[Said, ...]:
    said = [
        Said(sign=sign, text=ballot.comments[sign])
        for sign in asked.signs
        for ballot in everyone
        if sign in ballot.comments
    ]
    random.SystemRandom().shuffle(said)
    return tuple(said) if room.open_table else ()


def _people(
    instrument: Instrument, room: Workshop, asked: Round, everyone: Sequence[Ballot]
) -> tuple[Person, ...]:
    """Everybody's marks at an open table; nobody's in a protected room."""
    if not room.open_table:
        return ()
    return tuple(
        Person(
            ballot=ballot.id,
            name=ballot.name or "",
            group=ballot.group,
            scores={
                sign: value
                for sign, value in _scores(instrument, room, ballot).items()
                if sign in asked.signs
            },
        )
        for ballot in everyone
    )


def _scores(instrument: Instrument, room: Workshop, ballot: Ballot) -> dict[str, float | None]:
    card = score(instrument, ballot.response(room.asks))
    if room.asks == "check":
        return {line.sign: line.value for line in card.overall.ledger}
    return {sign.id: sign.score for sign in card.signs}
