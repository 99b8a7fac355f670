"""A finished workshop with invented people, made by the services, to show to a client."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

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
AT_ONCE = 8  # people whose answers are on their way to the disk


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
            language=s.settings.language,
        )
        room = prepare.open_door(s, prepare.prepare(s, browser, wish, "sample").id)
        self.id = room.id
        self._s = s
        self._seated = [_seat(s, room, person) for person in crowd(instrument, heads, seed)]

    def measure(self) -> None:
        """Everybody answers, and the overview shows what it came to."""
        self._everyone(_answer_all)
        rounds.close(self._s, self.id)
        rounds.turn(self._s, self.id, "overview")

    def vote_again(self) -> None:
        """The room talks about the widest gap, and votes again."""
        sign = self._widest()[0]
        room = rounds.vote_again(self._s, self.id, sign)
        item = instrument_of(self._s, room).by_id[sign].key_item.id
        asked = room.stage.round or ""

        def votes(s: Services, person: Person, place: Place) -> None:
            ballots.vote(s, place, asked, person.vote(item))
            if person.dissents(item):
                words = said(words_of(s, place.room), "sample", "rehearsal.dissent")
                ballots.dissent(s, place, asked, words)

        self._everyone(votes)
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

    def _everyone(self, act: Callable[[Services, Person, Place], None]) -> None:
        """Everybody does the same, several at a time: a disk takes its time for each answer."""

        def work(seated: tuple[Person, str]) -> None:
            place = seats.place_of(self._s, seated[1], self.id)
            if place:
                act(self._s, seated[0], place)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(work, self._seated))


def _seat(s: Services, room: Workshop, person: Person) -> tuple[Person, str]:
    """The person, and the browser that has the seat."""
    browser = auth.new_token()
    seats.join(s, browser, room, person.group, guest=True)
    return person, browser


def _answer_all(s: Services, person: Person, place: Place) -> None:
    room, words = place.room, words_of(s, place.room)
    instrument = instrument_of(s, room)
    for sign in instrument.signs:
        for item in sign.items:
            ballots.answer(s, place, item.id, person.answer(item.id))
        for about in mirrored(instrument, room, person.group):
            key = sign.key_item.id
            ballots.guess(s, place, key, about, person.guess(key, about))
        if found := person.comments(sign.id):
            ballots.comment(s, place, sign.id, said(words, "sample", found))
    limit = instrument.outline.costs_most_limit
    ballots.costs_most(s, place, person.costs_most(room.signs, limit))


def _owned(planned: dict[str, object], number: int, words: Texts) -> Agreed:
    fields = {name: planned[name] for name in Agreed.model_fields}
    owners = {side: words(f"rehearsal.owner.{side}.{number}") for side in ("sales", "marketing")}
    return Agreed.model_validate(fields | owners)
