"""The course of a client: its runs of one kind side by side, and two of them compared."""

from assessment.client_records import Of
from assessment.clients.follow_up import actions
from assessment.clients.kept import named
from assessment.clients.timeline import Run, timeline
from assessment.desk.door import Actor, for_actor
from assessment.progress_report import Progress, Ran
from assessment.records import Assessment, Workshop
from assessment.services import Services
from scoring.progress import Change, compared
from scoring.room import RoomScorecard
from scoring.view_progress import compared_views

SIDE_BY_SIDE = 6  # runs in a chart; of more, the latest


@for_actor
def comparable(s: Services, actor: Actor, client: str, of: Of) -> tuple[Run, ...]:
    """The runs of a kind that show something, the oldest first; no rehearsal and no sample."""
    runs = [run for run in timeline(s, actor, client) if run.claim.of == of and run.card]
    real = (run for run in runs if not isinstance(run.kept, Workshop) or run.kept.nature == "real")
    return tuple(reversed([*real]))


@for_actor
def progress(
    s: Services,
    actor: Actor,
    client: str,
    of: Of,
    *,
    before: str | None = None,
    after: str | None = None,
) -> Progress | None:
    """What has moved between two runs of a kind; None where there are no two.

    Without a choice they are the latest and the one before it that was answered in the same role.
    Raises Refused where there is no such client.
    """
    whose = named(s, actor, client)
    runs = comparable(s, actor, client, of)
    pair = chosen(runs, before, after)
    if pair is None:
        return None
    first, last = pair
    ran = {run.id: as_ran(run) for run in runs}
    shown = [*runs][-SIDE_BY_SIDE:]
    shown = [run for run in runs if run in shown or run in pair]
    return Progress(
        client=whose.name,
        of=of,
        runs=tuple(ran[run.id] for run in shown),
        before=ran[first.id],
        after=ran[last.id],
        changes=_changes(ran[first.id], ran[last.id]),
        actions=actions(s, first),
        ahead=actions(s, last),
        next_run=whose.next_run,
    )


def chosen(
    runs: tuple[Run, ...], before: str | None = None, after: str | None = None
) -> tuple[Run, Run] | None:
    """The two runs to compare, the earlier one first; a choice that is none counts as none."""
    if len(runs) < 2:
        return None
    by_id = {run.id: run for run in runs}
    last = by_id.get(after or "", runs[-1])
    if last is runs[0]:
        last = runs[-1]
    earlier = runs[: runs.index(last)]
    wanted = by_id.get(before or "")
    if wanted in earlier:
        return wanted, last
    alike = [run for run in earlier if _role(run) == _role(last)]
    return (alike or [*earlier])[-1], last


def as_ran(run: Run) -> Ran:
    """A run as it is shown beside others."""
    card = run.card
    if card is None:
        raise ValueError("a run without a scorecard is not shown beside others")
    if isinstance(run.kept, Assessment):
        with_whom = run.kept.interviewed
        return Ran(run.id, "assessment", run.day, card, interviewed=with_whom, place=run.place)
    return Ran(run.id, "workshop", run.day, card, run.kept.title, place=run.place)


def _changes(before: Ran, after: Ran) -> tuple[Change, ...]:
    one, other = before.card, after.card
    if isinstance(one, RoomScorecard) and isinstance(other, RoomScorecard):
        return compared(one, other)
    if isinstance(one, RoomScorecard) or isinstance(other, RoomScorecard):
        raise TypeError("a room and a person are not compared")
    return compared_views(one, other)


def _role(run: Run) -> tuple[str, str | None]:
    kept = run.kept
    return (kept.scope, kept.group) if isinstance(kept, Assessment) else (kept.scope, None)
