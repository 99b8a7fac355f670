"""Which runs belong to a client, by which right the desk reads them, and how that ends."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from assessment import auth, responses
from assessment.auth import Shared
from assessment.client_records import Claim, Client, How
from assessment.clients.kept import named, today
from assessment.desk import audit
from assessment.desk import workshops as desk_workshops
from assessment.desk.door import Actor, for_actor
from assessment.errors import Refused
from assessment.lead_records import Lead
from assessment.records import KEY, Assessment, Grant, Link, Workshop
from assessment.services import Services
from assessment.store import Transaction

TAKEN = "taken"  # why a claim was refused
NO_LINK = "no_link"
_TOKEN = re.compile(r"(?:^|#)([A-Za-z0-9_-]{43})$")


@dataclass(frozen=True)
class Claimed:
    """A run of a client, and by which right the desk reads it."""

    claim: Claim
    run: Assessment | Workshop


@for_actor
def claim_by_link(s: Services, actor: Actor, client: str, typed_link: str) -> Claim:
    """Claim the assessment behind a private link or a share link. Raises Refused and NotSaved.

    By a share link only for as long as that lasts, and with its comments only if it shows them.
    """
    token = _TOKEN.search(typed_link.strip())
    link = auth.open_link(s, token[1]) if token else None
    if link is None or link.purpose == "facilitate":
        raise Refused("This is no link to an assessment that still opens anything.", NO_LINK)
    how: How = "private_link" if link.purpose == "resume" else "share_link"
    comments = how == "private_link" or link.with_comments
    return _claim(
        s,
        actor,
        client,
        link.home,
        still=lambda home: home.get(Link, link.id) is not None,
        how=how,
        with_comments=comments,
        until=link.expires,
    )


@for_actor
def claim_open(
    s: Services, actor: Actor, client: str, browser: str | None, assessment: str
) -> Claim:
    """Claim an assessment that this browser may answer. Raises Refused and NotSaved."""
    if assessment not in {own.id for own in auth.own(s, browser)}:
        raise Refused("Open the assessment by its private link first.", NO_LINK)
    held = auth.digest(browser or "")
    return _claim(
        s,
        actor,
        client,
        assessment,
        still=lambda home: any(given.browser == held for given in home.find(Grant)),
        how="private_link",
        with_comments=True,
    )


@for_actor
def claim_allowed(s: Services, actor: Actor, client: str, assessment: str) -> Claim:
    """Claim an assessment which its lead allows the consultant to read, without its comments.

    It is read only as long as that is allowed. Raises Refused and NotSaved.
    """
    if not _allowed(s, assessment):
        raise Refused("Its lead does not allow it to be read.", NO_LINK)
    return _claim(s, actor, client, assessment, how="lead")


@for_actor
def claim_workshop(
    s: Services, actor: Actor, client: str, browser: str | None, workshop: str
) -> Claim:
    """Claim a workshop of the desk. Raises Refused and NotSaved."""
    if desk_workshops.listed(s, actor, browser, workshop) is None:
        raise Refused("Choose one of the workshops at the desk.")
    return _claim(s, actor, client, workshop, of="workshop", how="workshop")


@for_actor
def begin(
    s: Services,
    actor: Actor,
    client: str,
    browser: str,
    *,
    scope: str,
    group: str | None,
    interviewed: str,
) -> Assessment:
    """A new assessment of a client, which this browser may answer. Raises Refused and NotSaved.

    With a name or a role in `interviewed` it is marked as an interview; without, whoever is given
    its private link answers alone.
    """
    whose = named(s, actor, client)
    made = responses.begin(s, scope, group, whose.name, interviewed=interviewed)
    _claim(s, actor, client, made.id, how="begun", with_comments=True)
    auth.grant(s, browser, made)
    return made


def end(s: Services, run: str) -> bool:
    """End the claim on a run; whether there was one."""
    found = s.store.get(Claim, run) if re.fullmatch(KEY, run) else None
    if found is None:
        return False
    s.store.transact(found.home, lambda home: home.delete(Claim, found.id))
    return True


@for_actor
def release(s: Services, actor: Actor, run: str) -> None:
    """Take a run from its client; it stays with those whose it is. Raises NotSaved."""
    if end(s, run):
        audit.note(s, "released", actor.name, f"run {run}")


def take_back(s: Services, browser: str | None, assessment: str) -> None:
    """Take one's own assessment away from the desk. Raises Refused and NotSaved."""
    if assessment not in {own.id for own in auth.own(s, browser)}:
        raise Refused("This assessment is not yours to take back.")
    if end(s, assessment):
        audit.note(s, "released", "whoever answered", f"run {assessment}")


def of_run(s: Services, run: str) -> Claim | None:
    """The claim on a run that holds today, or None."""
    found = s.store.get(Claim, run) if re.fullmatch(KEY, run) else None
    return found if found and _alive(s, found) else None


@for_actor
def of_client(s: Services, actor: Actor, client: str) -> tuple[Claimed, ...]:
    """The runs of a client that are still there, in no order."""
    named(s, actor, client)
    found = (claimed(s, claim) for claim in s.store.find(Claim, client=client) if _alive(s, claim))
    return tuple(run for run in found if run)


def claimed(s: Services, claim: Claim) -> Claimed | None:
    """The run that a claim is on; None where it is not there any more."""
    run = s.store.get(_kind(claim), claim.home)
    return Claimed(claim, run) if run else None


@for_actor
def counts(s: Services, actor: Actor, clients: Sequence[str]) -> dict[str, int]:  # noqa: ARG001
    """How many runs each of these clients has, by the client's id."""
    claims = s.store.find(Claim, client=clients)
    by_lead = [claim.home for claim in claims if claim.how == "lead"]
    leads = s.store.find(Lead, assessment=by_lead) if by_lead else ()
    allowed = {lead.assessment for lead in leads if lead.holds("read")}
    alive = (c for c in claims if (c.home in allowed if c.how == "lead" else _lasts(c)))
    return dict(Counter(claim.client for claim in alive))


@for_actor
def readable(s: Services, actor: Actor, assessment: str) -> Shared | None:  # noqa: ARG001
    """The assessment, where a claim lets the desk read it; None for any other."""
    claim = of_run(s, assessment)
    run = s.store.get(Assessment, assessment) if claim and claim.of == "assessment" else None
    return Shared(run, claim.with_comments) if claim and run else None


def _claim(
    s: Services,
    actor: Actor,
    client: str,
    run: str,
    *,
    of: Any = "assessment",
    still: Callable[[Transaction], bool] = lambda _: True,
    **fields: Any,
) -> Claim:
    """Keep a claim beside its run, which must still be there and be nobody else's.

    `still` looks whether it may be claimed at the moment it is.
    """
    named(s, actor, client)
    made = Claim(home=run, id=run, client=client, of=of, made=today(), **fields)
    before, free = s.store.get(Claim, run), {client}
    if before and s.store.get(Client, before.client) is None:
        free.add(before.client)  # it is not there any more
    alive = before is not None and _alive(s, before)

    def work(home: Transaction) -> Claim:
        if home.get(_kind(made), run) is None:
            raise Refused("This run is not there any more.")
        if not still(home):
            raise Refused("What it was claimed by has just been ended.", NO_LINK)
        before = home.get(Claim, run) if alive else None
        if before and before.client not in free:
            raise Refused("It belongs to another client. Take it from there first.", TAKEN)
        better = _better(before, made)
        home.put(better)
        return better

    kept = s.store.transact(run, work)
    audit.note(s, "claimed", actor.name, f"{kept.of} {run} by {kept.how}")
    return kept


def _better(before: Claim | None, made: Claim) -> Claim:
    """Of two claims for the same client the one that lets the desk read longer, and more."""
    if before is None or before.client != made.client:
        return made
    # What a lead allows may be withdrawn any day, so a link that was given counts for more.
    return max((made, before), key=lambda c: (c.how != "lead", c.until is None, c.with_comments))


def _kind(claim: Claim) -> type[Assessment] | type[Workshop]:
    return Workshop if claim.of == "workshop" else Assessment


def _alive(s: Services, claim: Claim) -> bool:
    return _allowed(s, claim.home) if claim.how == "lead" else _lasts(claim)


def _lasts(claim: Claim) -> bool:
    return claim.until is None or today() <= claim.until


def _allowed(s: Services, assessment: str) -> bool:
    """Whether a lead lets the consultant read this assessment today."""
    return any(lead.holds("read") for lead in s.store.find(Lead, assessment=assessment))
