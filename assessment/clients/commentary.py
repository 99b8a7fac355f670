"""What the consultant says of a run, as a whole and on each sign: a draft until it is shown."""

from collections.abc import Callable
from typing import Any

from assessment import typed
from assessment.client_records import SUMMARY, Claim, Commentary
from assessment.clients import claims
from assessment.clients.kept import today
from assessment.desk import audit
from assessment.desk.door import Actor, for_actor
from assessment.errors import Refused
from assessment.records import Assessment, Workshop
from assessment.services import Services
from assessment.store import Transaction

NO_AUTHOR = "no_author"  # why it is not shown
NO_TEXT = "no_text"


@for_actor
def draft(s: Services, actor: Actor, run: str) -> Commentary:
    """What is written of a run so far; raises Refused where it belongs to no client."""
    _claimed(s, actor, run)
    return s.store.get(Commentary, run) or Commentary(home=run, id=run, updated=today())


@for_actor
def write(s: Services, actor: Actor, run: str, part: str, text: str) -> Commentary:
    """Keep the summary or what is said on a sign; the text before is kept for a slip.

    Raises Refused and NotSaved.
    """
    clean = typed.comment(text)
    known = _parts(s, actor, run)
    if part not in known:
        raise Refused(f"No sign is called {part!r:.40}.")

    def change(now: Commentary) -> dict[str, Any]:
        earlier = now.parts.get(part, "")
        if clean == earlier:
            return {}
        parts = {of: said for of, said in (now.parts | {part: clean}).items() if said}
        return {"parts": parts, "before": now.before | {part: earlier}}

    return _changed(s, actor, run, change)


@for_actor
def put_back(s: Services, actor: Actor, run: str, part: str) -> Commentary:
    """Put back what stood there before the last change; once more undoes that.

    Raises Refused and NotSaved.
    """
    before = draft(s, actor, run).before
    if part not in before:
        raise Refused("Nothing stood there before.")
    return write(s, actor, run, part, before[part])


@for_actor
def sign(s: Services, actor: Actor, run: str, author: str) -> Commentary:
    """Keep whose commentary it is, as it is read in the report. Raises Refused and NotSaved."""
    clean = typed.name(author) or ""
    return _changed(s, actor, run, lambda _: {"author": clean} | ({} if clean else _HIDDEN))


@for_actor
def show(s: Services, actor: Actor, run: str, *, shown: bool) -> Commentary:
    """Show the commentary with the scorecard and its PDF, or take it off again.

    It is shown with a name alone, and where something is said. Raises Refused and NotSaved.
    """

    def change(now: Commentary) -> dict[str, Any]:
        if shown and not now.author:
            raise Refused("Say whose commentary it is.", NO_AUTHOR)
        if shown and not now.parts:
            raise Refused("Nothing is written yet.", NO_TEXT)
        return {"shown": shown}

    kept = _changed(s, actor, run, change)
    audit.note(s, "commented", actor.name, f"run {run} {'shown' if shown else 'hidden'}")
    return kept


_HIDDEN = {"shown": False}


def _parts(s: Services, actor: Actor, run: str) -> tuple[str, ...]:
    """What a commentary can be about: the whole, and each sign of the run's instrument."""
    kept = _claimed(s, actor, run)
    return (SUMMARY, *s.instrument_of(kept.instrument.sha256).by_id)


def _claimed(s: Services, actor: Actor, run: str) -> Assessment | Workshop:  # noqa: ARG001  # who may: whoever has an actor
    claim = claims.of_run(s, run)
    found = claims.claimed(s, claim) if claim else None
    if found is None:
        raise Refused("Add the run to a client first.")
    return found.run


def _changed(
    s: Services, actor: Actor, run: str, change: Callable[[Commentary], dict[str, Any]]
) -> Commentary:
    _claimed(s, actor, run)

    def work(home: Transaction) -> Commentary:
        if home.get(Claim, run) is None:
            raise Refused("This run is not there any more.")
        now = home.get(Commentary, run) or Commentary(home=run, id=run, updated=today())
        fields = change(now)
        after = now.changed(**fields, updated=today()) if fields else now
        home.put(after)
        return after

    return s.store.transact(run, work)
