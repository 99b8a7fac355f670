"""What a protected workshop may publish: the rule of sets, by examples."""

from collections.abc import Iterable, Mapping

import pytest

from assessment.privacy import ALL, Release, allowed, allowed_beside, spread
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


def spread_of(*members: Iterable[str], item: str = "plan") -> Mapping[str, Mapping[str, object]]:
    """Answers 1, 2, 3, 4, 5, 1, ... to an item, and the same as values of the sign."""
    listed = sorted({member for some in members for member in some})
    points = {member: n % 5 + 1 for n, member in enumerate(listed)}
    return {f"item:{item}": points, "sign:targets": {m: 25 * (p - 1) for m, p in points.items()}}


def test_a_group_shows_its_mean_from_the_floor_on() -> None:
    """Five people show a mean; four do not."""
    five, four = mean("sales", people("s", 5)), mean("marketing", people("m", 4))
    assert allowed([five, four], [], FLOORS, {}) == (five,)


@pytest.mark.case("C03")
def test_a_total_that_yields_a_hidden_group_is_refused() -> None:
    """Sixteen and two: the sixteen are shown, and not the eighteen."""
    sales, marketing = people("s", 16), people("m", 2)
    shown = mean("sales", sales)
    offered = [mean(ALL, sales | marketing), mean("marketing", marketing), shown]
    assert allowed(offered, [], FLOORS, spread_of(sales, marketing)) == (shown,)


def test_a_total_of_groups_that_are_shown_may_be_shown() -> None:
    """A total tells nothing new where each of its groups is large enough."""
    sales, marketing = people("s", 16), people("m", 7)
    offered = [mean("sales", sales), mean("marketing", marketing), mean(ALL, sales | marketing)]
    assert allowed(offered, [], FLOORS, spread_of(sales, marketing)) == tuple(offered)


@pytest.mark.case("C05")
def test_one_to_four_changed_minds_are_refused_and_five_are_not() -> None:
    """A vote again is shown once the floor changed their minds and the floor did not."""
    first = people("s", 25)
    for changed in range(26):
        again = {f"s{n}.again" for n in range(changed)} | people("s", 25 - changed, changed)
        shown = allowed(
            [counts("sales", again)], [counts("sales", first)], FLOORS, spread_of(first, again)
        )
        assert bool(shown) == (changed in (0, 25) or 5 <= changed <= 20), changed


def test_late_answers_join_from_the_floor_on() -> None:
    """Five late answers may join a mean; the counts wait for ten; fewer join nothing."""
    before = people("s", 12)
    for late, kinds in ((4, set()), (5, {"mean"}), (9, {"mean"}), (10, {"mean", "distribution"})):
        after = before | people("s", late, 12)
        past = [mean("sales", before), counts("sales", before)]
        offered = [counts("sales", after), mean("sales", after)]
        shown = allowed(offered, past, FLOORS, spread_of(before, after))
        assert {release.kind for release in shown} == kinds, late


@pytest.mark.case("C06")
def test_the_same_set_again_is_always_allowed() -> None:
    """A reload of the report publishes nothing new, though answers were erased meanwhile."""
    sales = people("s", 12)
    past = [mean("sales", sales), counts("sales", sales)]
    assert allowed(past, past, FLOORS, {}) == tuple(past)
    smaller = sales - {"s0"}
    assert allowed([mean("sales", smaller)], past, FLOORS, spread_of(smaller)) == ()


def test_what_was_told_before_may_be_told_again_after_a_vote() -> None:
    """By the end the vote's answers are not known any more; the first ones are told as before."""
    first = people("s", 24)
    again = {f"s{n}.again" for n in range(12)} | people("s", 12, 12)
    past = [mean("sales", first), counts("sales", first), counts("sales", again)]
    assert allowed(past[:2], past, FLOORS, spread_of(first)) == tuple(past[:2])
    more = first | people("s", 5, 24)
    assert allowed([mean("sales", more)], past, FLOORS, spread_of(more))


def test_a_mean_may_not_part_people_of_one_mind_from_those_they_are_counted_with() -> None:
    """Five who gave the five lowest of twelve answers are known by their mean beside the counts."""
    sales = people("s", 12)
    known = {"item:plan": {}, "sign:targets": {}}
    for n in range(12):
        points = 2 if n < 5 else 3 + n % 2
        known["item:plan"][f"s{n}"] = points
        known["sign:targets"][f"s{n}"] = 25 * (points - 1)
    past = [mean("sales", sales), counts("sales", sales)]
    lowest, mixed = mean("east", people("s", 5)), mean("east", people("s", 6, 2))
    assert allowed([lowest], past, FLOORS, known) == ()
    assert allowed([mixed], past, FLOORS, known) == (mixed,)
    assert allowed([lowest], [], FLOORS, known) == (lowest,)


def test_more_than_counts_is_told_where_whole_sheets_can_be_exchanged() -> None:
    """An interval needs counts of all items, and scores and answers of more than one mind."""
    sales, few, east = people("s", 12), people("m", 7), people("s", 6)
    known = spread_of(sales, few)
    past = [mean("east", east)]
    offered = [mean("sales", sales), counts("sales", sales), mean("few", few)]
    assert spread(offered, [], known) == {("targets", "sales")}
    assert spread(offered, past, known) == {("targets", "sales")}
    alike = {**known, "sign:targets": dict.fromkeys(sales, 50)}
    assert spread(offered, [], alike) == frozenset()
    half = dict(known)
    half["sign:targets"] = {m: 50 if m in east else v for m, v in known["sign:targets"].items()}
    assert spread(offered, past, half) == frozenset()
    assert spread([counts("sales", sales)], [], known) == frozenset()


def test_what_is_not_known_any_more_may_not_be_told_apart() -> None:
    """Where sets overlap the rule has to know all answers, the erased ones too."""
    before, after = people("s", 12), people("s", 24)
    offered = [mean("sales", after), counts("sales", after)]
    past = [mean("sales", before), counts("sales", before)]
    assert len(allowed(offered, past, FLOORS, spread_of(after))) == 2
    assert allowed(offered, past, FLOORS, spread_of(people("s", 12, 12))) == ()


def test_a_class_of_one_mind_or_at_one_end_is_not_told_apart() -> None:
    """What ten newcomers said would follow from before and after."""
    before, after = people("s", 12), people("s", 24)
    offered = [mean("sales", after), counts("sales", after)]
    past = [mean("sales", before), counts("sales", before)]
    for said, kinds in ((3, {"mean"}), (1, set())):
        known = {measure: dict(answers) for measure, answers in spread_of(after).items()}
        for n in range(12, 24):
            known["item:plan"][f"s{n}"] = said
            known["sign:targets"][f"s{n}"] = 25 * (said - 1)
        assert {r.kind for r in allowed(offered, past, FLOORS, known)} == kinds


def test_sets_that_touch_only_through_others_count() -> None:
    """Two groups, then two halves: the two who came later stand out in the second half only."""
    sales, marketing = people("s", 14), people("m", 32)
    east = people("s", 7) | people("m", 13) | people("n", 2)
    west = people("s", 7, 7) | people("m", 19, 13)
    known = spread_of(sales, marketing, east)
    shown = [mean("sales", sales), mean("marketing", marketing)]
    assert allowed([mean("west", west)], shown, FLOORS, known)
    shown.append(mean("west", west))
    assert allowed([mean("east", east)], shown, FLOORS, known) == ()


def test_there_is_an_end_of_different_sets() -> None:
    """More than six overlapping sets of one question are not looked into; the seventh waits."""
    parts = [people(f"p{n}_", 12) for n in range(8)]
    chain = [counts("sales", frozenset().union(*parts[: n + 1])) for n in range(8)]
    shown = allowed(chain, [], FLOORS, spread_of(*parts))
    assert len(shown) == 6


def test_nobody_is_in_a_set_twice() -> None:
    """A set with two versions of one person's answer is refused."""
    twice = people("s", 12) | {"s0.2"}
    assert allowed([mean("sales", twice)], [], FLOORS, spread_of(twice)) == ()


def test_comments_need_their_own_floor_and_no_answers() -> None:
    """Comments are told apart by sets too, and by nothing else."""
    few, all_ = people("s", 5), people("s", 9)
    said = [
        Release(measure="comments:targets", group=ALL, kind="comments", members=members)
        for members in (few, all_, people("s", 10))
    ]
    assert allowed(said[:1], [], FLOORS, {}) == (said[0],)
    assert allowed(said[1:], said[:1], FLOORS, {}) == (said[2],)


def test_votes_beside_means_are_judged_by_what_can_be_told_apart() -> None:
    """All items of a sign rest on one set; a vote on one of them does not divide the others."""
    first = people("s", 14)
    again = {f"s{n}.again" for n in range(6)} | people("s", 8, 6)
    known = {**spread_of(first, again), "item:other": dict.fromkeys(first, 3)}
    past = [mean("sales", first), counts("sales", first), counts("sales", first, "other")]
    vote = counts("sales", again)
    assert allowed([vote], past, FLOORS, known) == (vote,)


def told_beside(count: int, told: int, *, alike: bool = False) -> set[str]:
    """What is shown of so many people, of whom somebody knows what the first few answered."""
    sales = people("s", count)
    known = {measure: dict(answers) for measure, answers in spread_of(sales).items()}
    if alike:
        for n in range(told, count):
            known["item:plan"][f"s{n}"] = 3
    offered = [mean("sales", sales), counts("sales", sales), mean("other", people("o", 5))]
    shown = allowed_beside(offered, [], FLOORS, known, people("s", told))
    return {f"{release.group} {release.kind}" for release in shown}


def test_the_floor_holds_among_those_whose_answers_nobody_knows() -> None:
    """Whoever knows the others' answers could take them away from what is shown."""
    everything = {"sales mean", "sales distribution", "other mean"}
    assert told_beside(14, 0) == everything
    assert told_beside(14, 4) == everything
    assert told_beside(14, 5) == {"sales mean", "other mean"}
    assert told_beside(14, 9) == {"sales mean", "other mean"}
    assert told_beside(14, 10) == {"other mean"}
    assert told_beside(14, 14) == everything


def test_those_whose_answers_nobody_knows_are_not_of_one_mind() -> None:
    """If all of the others chose one option, it would say what each of them answered."""
    assert told_beside(20, 5) == {"sales mean", "sales distribution", "other mean"}
    assert told_beside(20, 5, alike=True) == {"sales mean", "other mean"}


def test_a_late_sheet_that_is_known_leaves_no_single_phone() -> None:
    """What was shown before counts without the known answers as well."""
    before, told = people("s", 10), people("p", 5)
    late = before | told | {"s10"}
    known = spread_of(late)
    for with_paper, fits in ((before | told, True), (late, False)):
        got = allowed_beside(
            [mean("sales", with_paper)], [mean("sales", before)], FLOORS, known, told
        )
        assert bool(got) == fits
