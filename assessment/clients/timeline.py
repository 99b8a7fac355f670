"""The timeline of a client: each run with its day and what it found, the newest first."""

import datetime
from dataclasses import dataclass

from assessment import responses
from assessment.client_records import Claim
from assessment.clients import claims
from assessment.desk.door import Actor, for_actor
from assessment.errors import AssessmentError
from assessment.records import Assessment, Workshop
from assessment.services import Services, months_before
from assessment.workshop import reveal
from scoring.room import RoomScorecard
from scoring.scorecard import Scorecard

YEAR = 12  # months
IN_TIME = datetime.timedelta(days=14)  # two runs can be compared as long as both are kept


@dataclass(frozen=True)
class Run:
    """A run on the timeline. What it found is a scorecard; None where nothing is shown yet."""

    claim: Claim
    kept: Assessment | Workshop
    card: Scorecard | RoomScorecard | None
    day: datetime.date  # of the last change, or of a workshop's end

    @property
    def id(self) -> str:
        """The run's id."""
        return self.kept.id


@for_actor
def timeline(s: Services, actor: Actor, client: str) -> tuple[Run, ...]:
    """The runs of a client, the newest first. Raises Refused."""
    found = [_run(s, claimed) for claimed in claims.of_client(s, actor, client)]
    found.sort(key=lambda run: (run.day, run.kept.created, run.id), reverse=True)
    return tuple(found)


@for_actor
def run_of(s: Services, actor: Actor, id: str) -> Run | None:  # noqa: ARG001  # who may: whoever has an actor
    """The claimed run with this id; None where no claim holds."""
    claim = claims.of_run(s, id)
    claimed = claims.claimed(s, claim) if claim else None
    return _run(s, claimed) if claimed else None


def erased_after(s: Services, run: Run) -> datetime.date:
    """The last day on which a run is kept, unless it is changed before."""
    return months_before(run.kept.updated, -s.settings.retention_months)


def next_run(s: Services, run: Run) -> datetime.date:
    """A good day to ask again: after a year, or in time before the run is erased."""
    return min(months_before(run.day, -YEAR), erased_after(s, run) - IN_TIME)


def _run(s: Services, claimed: claims.Claimed) -> Run:
    kept = claimed.run
    if isinstance(kept, Assessment):
        return Run(claimed.claim, kept, _scored(s, kept), kept.updated)
    day = kept.ended.date() if kept.ended else kept.updated
    return Run(claimed.claim, kept, reveal.card(s, kept), day)


def _scored(s: Services, kept: Assessment) -> Scorecard | None:
    """The scorecard; none where nothing is answered, or its questions are gone."""
    if not kept.answers:
        return None
    try:
        return responses.scorecard_of(s, kept)
    except AssessmentError:
        return None
