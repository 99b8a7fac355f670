"""What a webhook's receiver is told of a finished workshop: figures that were shown, no answers."""

import datetime

from assessment.post import outbox
from assessment.post_records import Outgoing
from assessment.records import Workshop
from assessment.services import Services
from assessment.workshop import reveal
from assessment.workshop.kept import instrument_of

EVENT = "workshop.finished"
FIGURES_WITHIN = datetime.timedelta(seconds=30)  # else it is told without them


def event(s: Services, ended: Workshop) -> Outgoing | None:
    """The event, to be kept with the end, before the figures are there; None if nobody is told.

    It is due a little later, so that it goes out with the figures, and even so where they fail.
    """
    if ended.nature != "real" or ended.ended is None:
        return None
    made = outbox.event(s, ended.id, EVENT, _whose(ended), ended.ended)
    return made.changed(due=ended.ended + FIGURES_WITHIN) if made else None


def tell(s: Services, ended: Workshop) -> None:
    """Let the event of an ended workshop go out now, with the figures. Raises NotSaved."""
    waiting = s.store.find(Outgoing, channel="webhook", state="waiting")
    for found in waiting:
        if found.home == ended.id and found.name == EVENT:
            told = found.payload | _figures(s, ended)
            outbox.changed(s, found.id, payload=told, due=found.created)
    outbox.wake()


def _whose(room: Workshop) -> dict[str, str]:
    told = {
        "id": room.id,
        "title": room.title,
        "organisation": room.organisation or "",
        "date": f"{room.ended:%Y-%m-%d}",
        "mode": room.mode,
    }
    return {name: said for name, said in told.items() if said}


def _figures(s: Services, room: Workshop) -> dict[str, str]:
    """The room's figures that its screens have shown, as text."""
    card = reveal.card(s, room)
    if card is None:
        return {}
    overall, told = card.overall, {"signs_present": " ".join(card.signs_present)}
    for group in card.groups:
        if people := card.mean(group.id).n:
            told[f"people_{group.id}"] = str(people)
    if overall.score is not None:
        told |= {"score": f"{overall.score:g}", "score_edge": overall.edge or ""}
    if overall.level is not None:
        levels = instrument_of(s, room).outline.levels
        told |= {"level": str(overall.level), "level_name": levels[overall.level - 1].name}
    return {name: said for name, said in told.items() if said}
