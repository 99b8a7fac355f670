"""How far the room is: who sits where, and how many have answered; never what."""

from collections import Counter
from collections.abc import Mapping
from weakref import WeakKeyDictionary

from pydantic import NonNegativeInt

from assessment.records import Ballot, Round, Workshop
from assessment.services import Services
from assessment.store import Store
from assessment.workshop.kept import ballots, instrument_of, items_of
from scoring.instrument import Item
from scoring.values import Frozen

KEPT = 100  # workshops of which it is known how far they are


class Progress(Frozen):
    """The seats of a workshop and how many of them have answered all that is asked now."""

    seated: Mapping[str, NonNegativeInt]  # by group
    answered: Mapping[str, NonNegativeInt]  # the same, of those who are through

    @property
    def seats(self) -> int:
        """All seats that are taken."""
        return sum(self.seated.values())

    @property
    def through(self) -> int:
        """All who have answered everything that is asked now."""
        return sum(self.answered.values())


# What was counted last of each workshop, and by which version of its answers. Every screen of every
# process asks for it all the time, and mostly nothing has changed.
_known: WeakKeyDictionary[Store, dict[str, tuple[object, Progress]]] = WeakKeyDictionary()


def progress(s: Services, room: Workshop, asked: Round | None) -> Progress:
    """How far the room is with a round; without one nobody has answered.

    A sheet on paper is a person, but none who could vote again. As long as the version of the
    answers is the same none of them is read.
    """
    of = (s.store.version(Ballot, "workshop", room.id), room.groups, room.scope, asked)
    known = _known.setdefault(s.store, {})
    seen = known.get(room.id)
    if seen and seen[0] == of:
        return seen[1]
    counted = _counted(s, room, asked)
    if len(known) >= KEPT:
        known.clear()
    known[room.id] = of, counted
    return counted


def _counted(s: Services, room: Workshop, asked: Round | None) -> Progress:
    items = items_of(instrument_of(s, room), room, asked.signs) if asked else ()
    voting = asked and asked.purpose == "vote" and asked.state != "revealed"
    everyone = [ballot for ballot in ballots(s, room) if not (ballot.paper and voting)]
    seated = Counter(ballot.group for ballot in everyone)
    done = Counter(ballot.group for ballot in everyone if asked and through(ballot, asked, items))
    return Progress(
        seated={group: seated[group] for group in room.groups},
        answered={group: done[group] for group in room.groups},
    )


def through(ballot: Ballot, asked: Round, items: tuple[Item, ...]) -> bool:
    """Whether this person has answered everything of the round, or all that is on a sheet."""
    if ballot.paper:
        return True
    if asked.purpose == "vote":
        return asked.id in ballot.votes
    return all(item.id in ballot.answers for item in items)
