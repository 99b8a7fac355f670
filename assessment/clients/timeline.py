"""The timeline of a client: each run with its day and what it found, the newest first."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from assessment import responses
from assessment.client_records import Claim
from assessment.clients import claims
from assessment.desk.door import Actor, for_actor
from assessment.errors import AssessmentError
from assessment.records import Assessment, Workshop
from assessment.services import Services, months_before
from assessment.workshop import reveal
from assessment.workshop.kept import seats
from scoring.room import RoomScorecard
from scoring.scorecard import Scorecard

YEAR = 12  # months
Place = tuple[int, int]  # which one, of how many
IN_TIME = datetime.timedelta(days=14)  # two runs can be compared as long as both are kept


@dataclass(frozen=True)
class Run:
    """A run on the timeline. What it found is a scorecard; None where nothing is shown yet."""

    claim: Claim
    kept: Assessment | Workshop
    card: Scorecard | RoomScorecard | None
    day: datetime.date  # of the last change, or of a workshop's end
    place: Place = (1, 1)  # among the client's runs of this kind and day; no time of day is kept
    people: int | None = None  # who sat in a workshop

    @property
    def id(self) -> str:
        """The run's id."""
        return self.kept.id


@for_actor
def timeline(s: Services, actor: Actor, client: str) -> tuple[Run, ...]:
    """The runs of a client, the newest first. Raises Refused."""
    claimed = claims.of_client(s, actor, client)
    places = _places(claimed)
    found = [_run(s, one, places) for one in claimed]
    found.sort(key=lambda run: (run.day, run.kept.created, run.id), reverse=True)
    return tuple(found)


@for_actor
def run_of(s: Services, actor: Actor, id: str) -> Run | None:
    """The claimed run with this id; None where no claim holds."""
    claim = claims.of_run(s, id)
    claimed = claims.claimed(s, claim) if claim else None
    if claimed is None:
        return None
    return _run(s, claimed, _places(claims.of_client(s, actor, claimed.claim.client)))


def erased_after(s: Services, run: Run) -> datetime.date:
    """The last day on which a run is kept, unless it is changed before."""
    return months_before(run.kept.updated, -s.settings.retention_months)


def next_run(s: Services, run: Run) -> datetime.date:
    """A good day to ask again: after a year, or in time before the run is erased."""
    return min(months_before(run.day, -YEAR), erased_after(s, run) - IN_TIME)


def _run(s: Services, claimed: claims.Claimed, places: dict[str, Place]) -> Run:
    kept, day, place = claimed.run, _day(claimed.run), places[claimed.run.id]
    if isinstance(kept, Assessment):
        return Run(claimed.claim, kept, _scored(s, kept), day, place)
    return Run(claimed.claim, kept, reveal.card(s, kept), day, place, len(seats(s, kept)))


def _day(kept: Assessment | Workshop) -> datetime.date:
    return kept.ended.date() if isinstance(kept, Workshop) and kept.ended else kept.updated


def _places(every: Iterable[claims.Claimed]) -> dict[str, Place]:
    """Which of the runs of its kind and day each one is, by its id, and of how many."""
    of_day: dict[tuple[str, datetime.date], list[str]] = {}
    for one in sorted(every, key=lambda one: (one.run.created, one.run.id)):
        of_day.setdefault((one.claim.of, _day(one.run)), []).append(one.run.id)
    return {id: (number, len(ids)) for ids in of_day.values() for number, id in enumerate(ids, 1)}


def _scored(s: Services, kept: Assessment) -> Scorecard | None:
    """The scorecard; none where nothing is answered, or its questions are gone."""
    if not kept.answers:
        return None
    try:
        return responses.scorecard_of(s, kept)
    except AssessmentError:
        return None
