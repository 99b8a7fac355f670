"""The consultant's commentary on a run, as whoever may read the run sees it."""

from assessment.client_records import SUMMARY, Claim, Commentary, Spoken
from assessment.services import Services


def spoken(s: Services, run: str) -> Spoken | None:
    """What is said of a run; None while it is a draft, or the run belongs to no client."""
    found = s.store.get(Commentary, run)
    if found is None or not found.shown or not found.parts or s.store.get(Claim, run) is None:
        return None
    return as_spoken(found)


def as_spoken(commentary: Commentary) -> Spoken:
    """A commentary as it would be shown."""
    signs = {of: said for of, said in commentary.parts.items() if of != SUMMARY}
    return Spoken(author=commentary.author, summary=commentary.parts.get(SUMMARY, ""), signs=signs)
