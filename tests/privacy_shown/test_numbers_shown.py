"""Numbers that are shown: made of what is shown, by the people it was offered for."""

import pytest

from assessment.privacy import ALL, allowed, offer, published
from scoring.groups import room
from tests.plain_room import plain_room
from tests.privacy_shown.people import (
    FLOORS,
    INSTRUMENT,
    SEED,
    SIGNS,
    SPREAD,
    guessing,
    parts_of,
    same,
    shown,
    spread,
)


def test_what_is_shown_follows_from_what_is_shown() -> None:
    """Sign, overall and gap are made of the whole numbers beside them."""
    card = shown(parts_of({"sales": spread(12), "marketing": spread(11, 3)}))
    means = {(m.group, m.sign): m.score for m in card.means}
    assert all(score == round(score) for score in means.values() if score is not None)
    for sign in SIGNS:
        gap = card.gap(sign)
        assert gap is not None
        assert gap.points == means["sales", sign] - means["marketing", sign]  # type: ignore[operator]
        assert gap.low == round(gap.low or 0)
        both = (means["sales", sign] + means["marketing", sign]) / 2  # type: ignore[operator]
        assert abs((card.sign(sign).score or 0) - both) <= 1
    assert card.overall.score is not None
    assert card.widest


def test_a_score_is_never_rounded_onto_a_cut() -> None:
    """59.6 is shown as 59: its status is that of 59.6."""
    sheets = [same(3)] * 31 + [same(4)] * 19  # 59.5
    card = shown(parts_of({"sales": sheets, "marketing": sheets}))
    assert card.sign("s1").score == 59
    assert card.sign("s1").status == "emerging"


def test_whoever_has_no_score_of_a_sign_counts_nowhere_in_it() -> None:
    """A sign's mean and its counts rest on the same people."""
    lost = {"s1_q1": "dont_know", "s1_q2": "dont_know", "s1_q3": 5}
    sheets = [*spread(11), {**spread(1)[0], **lost}]
    card = shown(parts_of({"sales": sheets}))
    assert card.mean("sales", "s1").n == 11
    assert sum(card.distribution("s1_q3", "sales").counts or ()) == 11
    assert card.mean("sales", "s2").n == 12


def test_costs_most_is_a_share_of_enough_and_says_nothing_of_next_to_nobody() -> None:
    """Whole percents of all who answered; neither two nor all but two are told."""
    card = shown(parts_of({"sales": spread(15)}, costs=("s1",)))
    assert (card.sign("s1").costs_most, card.sign("s2").costs_most) == (0.47, None)
    assert shown(parts_of({"sales": spread(9)}, costs=("s1",))).sign("s1").costs_most is None


def test_a_number_that_rests_on_other_people_is_not_shown() -> None:
    """The sets that were accepted must be those that the scorecard was made of."""
    people = parts_of({"marketing": spread(11), "sales": spread(12)}, costs=("s1",))
    parts = guessing(people, SPREAD)
    offered = offer(INSTRUMENT, parts[1:-1], SIGNS, SEED)
    accepted = allowed(offered.releases, [], FLOORS, offered.known)
    guesses = [guess for part in parts for guess in part.guesses]
    raw = room(INSTRUMENT, [p.response for p in parts], scope="full", mirrors=guesses)
    card = published(raw, accepted, FLOORS, INSTRUMENT)
    assert all(mean.n is None for mean in card.means)
    assert all(line.counts is None for line in card.distributions)
    assert [spot.n for spot in card.blind_spots] == [None]
    assert card.sign("s1").costs_most is None


def test_a_gap_on_fewer_items_is_shown_where_the_counts_are() -> None:
    """Else it is the difference of the two means that are shown."""
    left_out = [{**sheet, "s1_q3": "not_applicable"} for sheet in spread(12)]
    for count, items in ((12, ("s1_q1", "s1_q2")), (8, ("s1_q1", "s1_q2", "s1_q3"))):
        sales = [{**sheet, "s1_q3": 4 + n % 2} for n, sheet in enumerate(spread(12))]
        card = shown(parts_of({"sales": sales, "marketing": left_out[:count]}))
        gap = card.gap("s1")
        first, second = (card.mean(group, "s1").score for group in ("sales", "marketing"))
        assert gap is not None
        assert gap.items == items
        assert first is not None
        assert second is not None
        assert (gap.points == first - second) == (count == 8)
        assert gap.points == round(gap.points or 0)


def test_lists_are_made_of_shown_numbers() -> None:
    """Priorities, strengths and what is seen follow from the signs that are shown."""
    strong = {item: 5 if item.startswith("s1") else 1 for item in INSTRUMENT.items}
    card = shown(parts_of({"sales": [strong] * 14, "marketing": [strong] * 13}))
    assert (card.strengths, card.priorities, card.signs_present) == (("s1",), ("s2",), ("s2",))
    assert (card.overall.capped_by, card.overall.level) == ("s2", 2)
    middling = {item: 4 if item.startswith("s1") else 3 for item in INSTRUMENT.items}
    card = shown(parts_of({"sales": [middling] * 14, "marketing": [middling] * 13}))
    assert (card.strengths, card.least_weak) == ((), ())
    assert card.priorities == ("s2", "s1")


def test_find_out_names_signs_that_a_large_group_does_not_know() -> None:
    """Marketing is large enough, and too few of it can score the sign."""
    lost = [{**s, "s1_q1": "dont_know", "s1_q2": "dont_know"} for s in spread(8)]
    card = shown(parts_of({"sales": spread(12), "marketing": [*spread(3), *lost]}))
    assert card.find_out == ("s1",)
    beside = parts_of({"sales": spread(12), "marketing": spread(9), "leadership": lost})
    assert shown(beside).mean("leadership", "s1").score is None
    assert shown(beside).find_out == ()
    raw = room(INSTRUMENT, [part.response for part in beside], scope="full", floor=5)
    assert raw.find_out == ()
    assert card.overall.provisional


def test_the_plain_room_is_the_room() -> None:
    """What a thousand workshops are made of says what the engine says."""
    parts = parts_of({"sales": spread(12), "marketing": spread(7, 5), "leadership": spread(5, 2)})
    plain = plain_room(INSTRUMENT, parts, SIGNS, "full")
    real = room(INSTRUMENT, [part.response for part in parts], scope="full")
    assert plain.distributions == real.distributions
    assert plain.groups == real.groups
    signs = [mean for mean in real.means if mean.sign]
    assert [mean for mean in plain.means if mean.sign] == signs
    told = {(gap.sign, gap.groups): gap.points for gap in real.gaps}
    for gap in plain.gaps:
        assert gap.points == pytest.approx(told[gap.sign, gap.groups], abs=0.11)


def test_members_of_costs_most_are_the_whole_room() -> None:
    """Its sets are totals, one for each sign that is revealed."""
    parts = guessing(parts_of({"sales": spread(2), "marketing": spread(1)}), (3,))
    assert not any("s2" in r.measure for r in offer(INSTRUMENT, parts, ("s1",), SEED).releases)
    assert not any("mirror" in r.measure for r in offer(INSTRUMENT, parts, ("s2",), SEED).releases)
    found = offer(INSTRUMENT, parts, SIGNS, SEED).releases
    costs = [release for release in found if release.measure.startswith("costs_most")]
    assert [(release.group, len(release.members)) for release in costs] == [(ALL, 3), (ALL, 3)]
