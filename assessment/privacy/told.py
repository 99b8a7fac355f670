"""What may be published beside somebody who knows some people's answers, such as from paper."""

from collections.abc import Collection, Sequence

from assessment.privacy.classes import Release
from assessment.privacy.rule import Known, allowed, at_one_end, of_one_mind
from scoring.instrument import Floors


def allowed_beside(
    candidates: Sequence[Release],
    past: Sequence[Release],
    floors: Floors,
    known: Known,
    told: Collection[str],
) -> tuple[Release, ...]:
    """The candidates that may be published although somebody knows what these ballots say.

    The rule holds for everyone and once more for the others alone, who are what is left when the
    known answers are taken away. A set of known answers only tells nobody anything new.
    """
    fits = allowed(candidates, past, floors, known)
    if not told:
        return fits
    before = [rest for release in past if (rest := _without(release, told)).members]
    pairs = [(whole, _without(whole, told)) for whole in fits]
    judged = allowed([rest for _, rest in pairs if rest.members], before, floors, known)
    mixed = [rest for whole, rest in pairs if rest.members != whole.members]
    bare = {_together(rest) for rest in mixed if _tells(rest, known)}
    kept = {id(r) for r in judged} - {id(r) for r in mixed if _together(r) in bare}
    return tuple(whole for whole, rest in pairs if not rest.members or id(rest) in kept)


def _tells(rest: Release, known: Known) -> bool:
    """Whether those who are left are so much of one mind that each one's answer is plain."""
    answers = [known.get(rest.measure, {}).get(member) for member in rest.members]
    if rest.kind == "mean":
        worth = [value for value in answers if isinstance(value, int | float)]
        return len(worth) < len(answers) or at_one_end(worth)
    return rest.kind == "distribution" and (None in answers or of_one_mind(answers))


def _together(release: Release) -> tuple[str, ...]:
    """What a set is shown with: a sign's mean tells of all its items, which go together."""
    return release.sign or release.measure, release.group, release.kind


def _without(release: Release, told: Collection[str]) -> Release:
    members = [member for ballot, member in release.versions.items() if ballot not in told]
    return Release(
        measure=release.measure,
        group=release.group,
        kind=release.kind,
        members=frozenset(members),
        sign=release.sign,
    )
