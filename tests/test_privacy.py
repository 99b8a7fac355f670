"""What a protected workshop may publish: the rule of sets, by examples."""

from collections.abc import Iterable, Mapping

from assessment.privacy import ALL, Release, allowed
from scoring.instrument import Floors

FLOORS = Floors()


def people(prefix: str, count: int, start: int = 0) -> frozenset[str]:
    """So many ballots."""
    return frozenset(f"{prefix}{n}" for n in range(start, start + count))


def mean(group: str, members: Iterable[str], sign: str = "targets") -> Release:
    """A group's mean of a sign."""
    return Release(
        measure=f"sign:{sign}", group=group, kind="mean", members=frozenset(members), sign=sign
    )


def counts(group: str, members: Iterable[str], item: str = "plan") -> Release:
    """A group's distribution of an item of the sign `targets`."""
    return Release(
        measure=f"item:{item}",
        group=group,
        kind="distribution",
        members=frozenset(members),
        sign="targets",
    )


def spread(*members: Iterable[str], item: str = "plan") -> Mapping[str, Mapping[str, object]]:
    """Answers 1, 2, 3, 4, 5, 1, ... to an item, and the same as values of the sign."""
    listed = sorted({member for some in members for member in some})
    points = {member: n % 5 + 1 for n, member in enumerate(listed)}
    return {f"item:{item}": points, "sign:targets": {m: 25 * (p - 1) for m, p in points.items()}}


def test_a_group_shows_its_mean_from_the_floor_on() -> None:
    """Five people show a mean; four do not."""
    five, four = mean("sales", people("s", 5)), mean("marketing", people("m", 4))
    assert allowed([five, four], [], FLOORS, {}) == (five,)


def test_a_total_that_yields_a_hidden_group_is_refused() -> None:
    """Sixteen and two: the sixteen are shown, and not the eighteen."""
    sales, marketing = people("s", 16), people("m", 2)
    shown = mean("sales", sales)
    offered = [mean(ALL, sales | marketing), mean("marketing", marketing), shown]
    assert allowed(offered, [], FLOORS, spread(sales, marketing)) == (shown,)


def test_a_total_of_groups_that_are_shown_may_be_shown() -> None:
    """A total tells nothing new where each of its groups is large enough."""
    sales, marketing = people("s", 16), people("m", 7)
    offered = [mean("sales", sales), mean("marketing", marketing), mean(ALL, sales | marketing)]
    assert allowed(offered, [], FLOORS, spread(sales, marketing)) == tuple(offered)


def test_one_to_four_changed_minds_are_refused_and_five_are_not() -> None:
    """A vote again is shown once the floor changed their minds and the floor did not."""
    first = people("s", 25)
    for changed in range(26):
        again = {f"s{n}.again" for n in range(changed)} | people("s", 25 - changed, changed)
        shown = allowed(
            [counts("sales", again)], [counts("sales", first)], FLOORS, spread(first, again)
        )
        assert bool(shown) == (changed in (0, 25) or 5 <= changed <= 20), changed
