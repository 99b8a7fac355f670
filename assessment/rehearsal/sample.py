"""A finished workshop with invented people, made by the services, to show to a client."""

from collections.abc import Iterator, Sequence

from assessment import auth
from assessment.records import Workshop
from assessment.rehearsal.guest import said
from assessment.rehearsal.people import Person, crowd
from assessment.services import Services
from assessment.texts import Texts
from assessment.workshop import after, ballots, plan, prepare, reveal, rounds, seats
from assessment.workshop.ballots import mirrored
from assessment.workshop.kept import instrument_of, words_of, workshop
from assessment.workshop.plan import Agreed
from assessment.workshop.prepare import Preparation
from assessment.workshop.seats import Place

PEOPLE = {"sales": 14, "marketing": 13, "leadership": 6}
SEED = 20
PLANNED = 3  # actions


def sample(s: Services, browser: str, seed: int = SEED) -> Workshop:
    """A finished workshop, marked as a sample, that this browser may run; its answers follow the
    seed.

    Raises Refused and NotSaved.
    """
    made = _Making(s, browser, seed)
    made.measure()
    made.vote_again()
    made.plan()
    return after.end(s, made.id)


class _Making:
    """A sample workshop on its way."""

    def __init__(self, s: Services, browser: str, seed: int) -> None:
        words, instrument = s.texts(), s.instrument()
        groups = tuple(g.id for g in instrument.outline.groups)
        heads = {group: PEOPLE.get(group, 5) for group in groups}
        wish = Preparation(
            title=words("rehearsal.title"),
            organisation=words("rehearsal.organisation"),
            groups=groups,
            heads=heads,
            pace="free",
            language=s.language(),
        )
        room = prepare.open_door(s, prepare.prepare(s, browser, wish, "sample").id)
        self.id = room.id
        self._s = s
        self._seated = [_seat(s, room, person) for person in crowd(instrument, heads, seed)]

    def measure(self) -> None:
        """Everybody answers, and the overview shows what it came to."""
        for person, place in self._places():
            _sheet(self._s, person, place)
        rounds.close(self._s, self.id)
        rounds.turn(self._s, self.id, "overview")

    def vote_again(self) -> None:
        """The room talks about the widest gap, and votes again."""
        sign = self._widest()[0]
        room = rounds.vote_again(self._s, self.id, sign)
        item = instrument_of(self._s, room).by_id[sign].key_item.id
        asked = room.stage.round or ""

        words = said(words_of(self._s, room), "sample", "rehearsal.dissent")
        for person, place in self._places():
            ballots.vote(self._s, place, asked, person.vote(item))
            if person.dissents(item):
                ballots.dissent(self._s, place, asked, words)
        rounds.close(self._s, self.id)
        rounds.show(self._s, self.id)

    def plan(self) -> None:
        """What the room agrees on for its widest gaps, owned by roles."""
        rounds.turn(self._s, self.id, "plan")
        room = workshop(self._s, self.id)
        instrument, words = instrument_of(self._s, room), words_of(self._s, room)
        for number, sign in enumerate(self._widest()[:PLANNED], 1):
            taken = plan.take(self._s, self.id, next(iter(instrument.by_id[sign].actions)).id)
            wish = _owned(taken.model_dump(), number, words)
            plan.agree(self._s, self.id, wish, taken.id)

    def _widest(self) -> Sequence[str]:
        card = reveal.card(self._s, workshop(self._s, self.id))
        return card.widest if card and card.widest else tuple(self._s.instrument().by_id)

    def _places(self) -> Iterator[tuple[Person, Place]]:
        for person, browser in self._seated:
            if place := seats.place_of(self._s, browser, self.id):
                yield person, place


def _seat(s: Services, room: Workshop, person: Person) -> tuple[Person, str]:
    """The person, and the browser that has the seat."""
    browser = auth.new_token()
    seats.join(s, browser, room, person.group, guest=True)
    return person, browser


def _sheet(s: Services, person: Person, place: Place) -> None:
    """Everything that this person answers before the talk."""
    instrument, room, words = person.instrument, place.room, words_of(s, place.room)
    keys = [sign.key_item.id for sign in instrument.signs]
    others = mirrored(instrument, room, person.group)
    comments = {sign: person.comments(sign) for sign in room.signs}
    ballots.sheet(
        s,
        place,
        answers={item: person.answer(item) for item in instrument.sign_of},
        guesses={(key, about): person.guess(key, about) for key in keys for about in others},
        comments={sign: said(words, "sample", key) for sign, key in comments.items() if key},
        costs=person.costs_most(room.signs, instrument.outline.costs_most_limit),
    )


def _owned(planned: dict[str, object], number: int, words: Texts) -> Agreed:
    fields = {name: planned[name] for name in Agreed.model_fields}
    owners = {side: words(f"rehearsal.owner.{side}.{number}") for side in ("sales", "marketing")}
    return Agreed.model_validate(fields | owners)
