"""What became of the actions of a run: agreed in a workshop, or advised by a scorecard."""

import hashlib
from collections.abc import Iterable

from assessment import typed
from assessment.client_records import DONE_LIMIT, STATUSES, FollowUp, Status
from assessment.clients.kept import today
from assessment.clients.timeline import Run, run_of
from assessment.desk.door import Actor, for_actor
from assessment.errors import Refused
from assessment.progress_report import Action
from assessment.records import Assessment, Workshop
from assessment.services import Services
from assessment.store import Transaction
from assessment.workshop.plan import agreed_on
from scoring.room import RoomScorecard


def actions(s: Services, run: Run) -> tuple[Action, ...]:
    """The actions of a run, each with what became of it.

    Of a workshop they are its joint plan; of an assessment, or of a workshop without a plan, those
    that its report advises for the first 90 days.
    """
    kept = {found.action: found for found in s.store.find(FollowUp, home=run.id)}
    return tuple(_with(action, kept.get(action.id)) for action in _agreed(s, run))


@for_actor
def follow_up(
    s: Services, actor: Actor, run: str, action: str, *, status: Status, said: str = ""
) -> FollowUp:
    """Keep what became of an action, and in a line what was done. Raises Refused and NotSaved."""
    if status not in STATUSES:
        raise Refused("An action is open, under way, done or dropped.")
    clean = typed.name(said, DONE_LIMIT) or ""
    found = run_of(s, actor, run)
    if found is None:
        raise Refused("Add the run to a client first.")
    if action not in {known.id for known in _agreed(s, found)}:
        raise Refused("This action is not there any more.")
    made = FollowUp(
        home=run,
        id=hashlib.sha256(f"{run} {action}".encode()).hexdigest()[:32],
        action=action,
        status=status,
        said=clean,
        updated=today(),
    )

    def work(home: Transaction) -> FollowUp:
        if not any(home.get(kind, run) for kind in (Assessment, Workshop)):
            raise Refused("This run is not there any more.")
        home.put(made)
        return made

    return s.store.transact(run, work)


def _with(action: Action, kept: FollowUp | None) -> Action:
    if kept is None:
        return action
    return Action(
        action.id, action.sign, action.text, action.owners, action.due, kept.status, kept.said
    )


def _agreed(s: Services, run: Run) -> Iterable[Action]:
    """What was agreed, or else what is advised."""
    if isinstance(run.kept, Workshop) and (plan := agreed_on(s, run.kept)):
        return [
            Action(p.id, p.sign, p.text, tuple(filter(None, (p.sales, p.marketing))), p.due)
            for p in plan
        ]
    return _advised(s, run)


def _advised(s: Services, run: Run) -> Iterable[Action]:
    from assessment.report.plan import plan  # it brings the library that draws PDFs

    if run.card is None or (isinstance(run.card, RoomScorecard) and not run.card.signs):
        return []
    instrument = s.instrument_of(run.kept.instrument.sha256)
    return [Action(a.id, sign, a.text) for sign, a in plan(run.card, instrument)]
