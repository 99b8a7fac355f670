"""What a workshop's screens show now, read from the store: it alone knows."""

from dataclasses import dataclass

from assessment.origin import Reach
from assessment.records import PlannedAction, Publication, Round, Said, Shift, Workshop
from assessment.services import Services
from assessment.stage_findings import StageFindings
from assessment.store.port import Version
from assessment.texts import Texts
from assessment.view.elements import Html, el
from assessment.workshop import agenda, reveal
from assessment.workshop.kept import instrument_of, rounds
from assessment.workshop.plan import agreed_on
from scoring.instrument import Instrument, Sign
from scoring.room import RoomScorecard

Pulse = tuple[int, Version, Version]


@dataclass(frozen=True)
class Scene:
    """A workshop at one moment, with the words to show it in."""

    room: Workshop
    instrument: Instrument
    words: Texts
    reach: Reach
    rounds: tuple[Round, ...]
    published: tuple[Publication, ...]  # what was revealed so far
    card: RoomScorecard | None  # all of it together
    plan: tuple[PlannedAction, ...]

    @property
    def asked(self) -> Round | None:
        """The round that is asked now, or was last."""
        return agenda.current(self.room, self.rounds)

    @property
    def view(self) -> str:
        """What the screens show; a round that was revealed meanwhile is none to wait for."""
        view = self.room.stage.view
        return "lobby" if view == "round" and self.asked is None else view

    @property
    def sign(self) -> Sign | None:
        """The sign that is asked or talked about."""
        return self.instrument.by_id.get(self.room.stage.sign or "")

    @property
    def said(self) -> StageFindings | None:
        """The sentences of what was revealed."""
        return StageFindings(self.card, self.instrument, self.words) if self.card else None

    @property
    def widest(self) -> tuple[str, ...]:
        """The revealed signs by the gap between the two sides."""
        seen = agenda.revealed(self.room, self.rounds)
        order = self.card.widest if self.card else ()
        return tuple(sign for sign in order if sign in seen)

    def group(self, group: str) -> str:
        """The name of a group."""
        names = {found.id: found.name for found in self.instrument.outline.groups}
        return names.get(group, group)

    def shifts(self, sign: Sign) -> tuple[Shift, ...]:
        """The votes on a sign before and after the talk."""
        items = {item.id for item in sign.items}
        return tuple(s for p in self.published for s in p.shifts if s.item in items)

    def comments(self, sign: Sign, purpose: str) -> tuple[tuple[str, int, Said], ...]:
        """What was said of a sign in rounds of a purpose: publication, place and comment."""
        of = {found.id for found in self.rounds if found.purpose == purpose}
        return tuple(
            (p.id, place, said)
            for p in self.published
            if p.round in of
            for place, said in enumerate(p.comments)
            if said.sign == sign.id
        )


def mark(scene: Scene) -> Html | None:
    """That this is a rehearsal or a sample, on every view; None for a real workshop."""
    nature = scene.room.nature
    return None if nature == "real" else el("mark", scene.words(f"workshop.nature_{nature}"))


def scene(s: Services, room: Workshop, words: Texts, reach: Reach) -> Scene:
    """The workshop as it is shown now."""
    return Scene(
        room=room,
        instrument=instrument_of(s, room),
        words=words,
        reach=reach,
        rounds=rounds(s, room),
        published=reveal.revealed(s, room),
        card=reveal.card(s, room),
        plan=agreed_on(s, room),
    )


def pulse(s: Services, room: Workshop) -> Pulse:
    """What changes whenever the screens have to be drawn anew; counts of answers do not."""
    published, plan = (s.store.version(of, "home", room.id) for of in (Publication, PlannedAction))
    return room.version, published, plan
