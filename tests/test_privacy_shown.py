"""What is shown of a protected room: through the sets it offers, the rule, and the masks."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from assessment.privacy import (
    ALL,
    Part,
    allowed,
    end_of_scale,
    offer,
    offer_comments,
    offer_votes,
    preview,
    published,
    resting_on,
    shown_comments,
    shown_counts,
)
from scoring.groups import room
from scoring.instrument import Floors
from scoring.response import Answer, Response
from scoring.room import Guess, RoomScorecard
from tests.make_instrument import small_instrument
from tests.plain_room import plain_room

INSTRUMENT = small_instrument(signs=2, items=3)
SIGNS = tuple(INSTRUMENT.by_id)
SEED = b"a secret of sixteen"
FLOORS = Floors()
SPREAD = (1, 2, 3, 4, 5, 3, 2, 4, 3, 5, 1, 4)

Sheet = Mapping[str, Answer]


def same(answer: Answer, *, scope: str = "full") -> Sheet:
    """A sheet with one and the same answer."""
    items = INSTRUMENT.key_items if scope == "check" else INSTRUMENT.items
    return dict.fromkeys(items, answer)


def spread(count: int, start: int = 0) -> list[Sheet]:
    """So many sheets of all kinds of answers."""
    return [
        {item: SPREAD[(n + start + 5 * k) % 12] for k, item in enumerate(INSTRUMENT.items)}
        for n in range(count)
    ]


def parts_of(
    groups: Mapping[str, Sequence[Sheet]], scope: Any = "full", costs: Sequence[str] = ()
) -> list[Part]:
    """The people of these groups; every second one names the signs that cost most."""
    return [
        Part(
            ballot=f"{group}{n}",
            response=Response(
                scope=scope,
                group=group,
                answers=dict(sheet),
                costs_most=tuple(costs) if n % 2 else (),
            ),
        )
        for group, sheets in groups.items()
        for n, sheet in enumerate(sheets)
    ]


def shown(parts: Sequence[Part], scope: Any = "full", floors: Floors = FLOORS) -> RoomScorecard:
    """What is published of them, once."""
    offered = offer(INSTRUMENT, parts, SIGNS, SEED)
    accepted = allowed(offered.releases, [], floors, offered.known)
    rest = resting_on(accepted, INSTRUMENT, parts, SEED)
    raw = room(
        INSTRUMENT,
        [part.response for part in rest],
        scope=scope,
        mirrors=[guess for part in rest for guess in part.guesses],
        floor=floors.score,
    )
    return published(raw, accepted, floors, INSTRUMENT)


@pytest.mark.case("C04")
def test_hidden_looks_the_same_for_nobody_and_for_four() -> None:
    """A group below the floor shows no number, no n, no gap and no overall, whatever it said."""
    few = parts_of({"sales": spread(12), "marketing": spread(4)})
    other = parts_of({"sales": spread(12), "marketing": [same(1)] * 4})
    assert shown(few) == shown(other)
    card = shown(few)
    assert card.mean("marketing", "s1").model_dump(exclude={"group", "sign"}) == {
        "n": None,
        "score": None,
        "edge": None,
    }
    gap = card.gap("s1")
    assert gap is not None
    assert (gap.verdict, gap.points, gap.items) == ("hidden", None, ())
    assert (card.overall.score, card.overall.missing) == (None, ("marketing",))
    assert card.sign("s1").score is None
    assert card.find_out == ()
    assert {mean.group for mean in card.means if mean.n} == {"sales"}


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


@pytest.mark.case("C08")
def test_counts_and_consensus_need_ten_and_more_than_one_mind() -> None:
    """Ten show counts and a consensus of one decimal; nine show neither."""
    card = shown(parts_of({"sales": spread(10), "marketing": spread(9)}))
    ten, nine = (card.distribution("s1_q1", group) for group in ("sales", "marketing"))
    assert (sum(ten.counts or ()), ten.n, ten.dont_know) == (10, 10, 0)
    assert (nine.n, nine.counts, nine.dont_know, nine.nearly_all) == (None, None, None, None)
    value = card.agreement("s1_q1", "sales").value
    assert value is not None
    assert value == round(value, 1)
    assert card.agreement("s1_q1", "marketing").value is None


@pytest.mark.parametrize("others", [0, 1, 2, 3])
def test_nearly_all_is_said_up_to_two_who_said_otherwise(others: int) -> None:
    """Beside it the sign shows no counts: its mean would give the hidden ones away."""
    sheets = [{**sheet, "s1_q2": 4 if n >= others else 2} for n, sheet in enumerate(spread(12))]
    card = shown(parts_of({"sales": sheets}))
    line = card.distribution("s1_q2", "sales")
    assert line.nearly_all == (4 if others < 3 else None)
    assert bool(line.counts) == (others == 3)
    assert bool(card.distribution("s1_q1", "sales").counts) == (others == 3)
    assert card.distribution("s2_q1", "sales").counts


def test_there_is_one_statement_of_nearly_all_a_sign() -> None:
    """The key item comes first: several of them beside the mean would tell who said otherwise."""
    alike = [{**sheet, "s1_q1": 4, "s1_q2": 5, "s2_q2": 3, "s2_q3": 2} for sheet in spread(12)]
    card = shown(parts_of({"sales": alike}))
    said = {line.item: line.nearly_all for line in card.distributions}
    assert said == {
        "s1_q1": 4,
        "s1_q2": None,
        "s1_q3": None,
        "s2_q1": None,
        "s2_q2": 3,
        "s2_q3": None,
    }
    assert not any(line.counts for line in card.distributions)


def test_nearly_all_is_not_said_where_the_mean_would_tell_the_rest() -> None:
    """Two questions, both of one mind: one is said, and the mean may not give the other away."""
    instrument = small_instrument(signs=2, items=2)
    for other, said in ((5, None), (3, 1), (2, 1)):
        first = [1] * 9 + [5, 5]
        sheets = [{"s1_q1": n, "s1_q2": other, "s2_q1": 3, "s2_q2": 3} for n in first]
        parts = parts_of({"sales": sheets})
        offered = offer(instrument, parts, ("s1", "s2"), SEED)
        accepted = allowed(offered.releases, [], FLOORS, offered.known)
        raw = room(instrument, [part.response for part in parts], scope="full")
        card = published(raw, accepted, FLOORS, instrument)
        assert card.mean("sales", "s1").score is not None
        assert card.distribution("s1_q1", "sales").nearly_all == said, other


@pytest.mark.case("C08")
def test_the_ends_of_the_scale_are_wider_for_few() -> None:
    """13 people and more show "10 or less"; of five, one could be the whole sum."""
    assert [end_of_scale(n) for n in (5, 6, 8, 12, 13, 200)] == [25, 21, 16, 11, 10, 10]
    ends = parts_of({"sales": [same(1)] * 5, "marketing": [same(5)] * 14})
    card = shown(ends)
    low, high = card.mean("sales", "s1"), card.mean("marketing", "s1")
    assert (low.score, low.edge, high.score, high.edge) == (25, "low", 90, "high")
    gap = card.gap("s1")
    assert gap is not None
    assert (gap.points, gap.low, gap.verdict, gap.large) == (-65, None, "edge", True)
    assert (card.sign("s1").score, card.sign("s1").edge) == (58, "about")
    alike = shown(parts_of({"sales": [same(1)] * 5, "marketing": [same(3)] * 7}))
    assert (alike.sign("s1").score, alike.sign("s1").edge) == (38, "low")


def test_the_check_rounds_more_where_nearly_all_agree_on_its_one_question() -> None:
    """The exact mean of one question would say how far the one or two are away."""
    sheets = [same(3, scope="check")] * 9 + [same(4, scope="check")]
    card = shown(parts_of({"sales": sheets}, "check"), "check")
    assert card.mean("sales", "s1").score == 55
    assert card.distribution("s1_q1", "sales").nearly_all == 3
    mixed = [{"s1_q1": SPREAD[n], "s2_q1": 3} for n in range(10)]
    card = shown(parts_of({"sales": mixed}, "check"), "check")
    line = card.distribution("s1_q1", "sales")
    assert (line.n, line.dont_know, line.not_applicable) == (10, None, None)
    assert card.sign("s1").level is None


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


def guessing(parts: Sequence[Part], points: Sequence[int], item: str = "s1_q1") -> list[Part]:
    """The same people, of whom Marketing guesses about Sales."""
    guesses = iter(points)
    return [
        part.model_copy(
            update={
                "guesses": (
                    Guess(item=item, asked="marketing", about="sales", points=next(guesses)),
                )
            }
        )
        if part.response.group == "marketing"
        else part
        for part in parts
    ]


@pytest.mark.parametrize(
    ("sales", "marketing", "guesses", "expected", "counted"),
    [
        (10, 10, SPREAD, True, True),
        (9, 10, SPREAD, False, False),
        (10, 9, SPREAD, False, False),
        (10, 10, (4,) * 10, True, False),
    ],
)
def test_the_mirror_needs_both_sides(
    sales: int, marketing: int, guesses: Sequence[int], expected: bool, counted: bool
) -> None:
    """Guesses are counted where both sides have ten; of one mind they are "nearly all"."""
    parts = parts_of({"sales": spread(sales), "marketing": spread(marketing)})
    spot = shown(guessing(parts, guesses)).blind_spots[0] if expected else None
    if spot is None:
        assert not any(s.expected for s in shown(guessing(parts, guesses)).blind_spots)
        return
    assert (spot.n, spot.expected is not None, spot.actual is not None) == (marketing, True, True)
    assert (spot.guesses is not None, spot.matched is not None) == (counted, counted)


def test_small_floors_do_not_make_nearly_all_of_three() -> None:
    """With a floor of three, guesses of three who agree are not shown at all."""
    floors = Floors(score=3, distribution=3, comments=3)
    parts = guessing(parts_of({"sales": spread(10), "marketing": spread(3)}), (4, 4, 4))
    card = shown(parts, floors=floors)
    assert card.blind_spots[0].expected is None
    assert all(line.nearly_all is None for line in card.distributions if line.group == "marketing")


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


def test_a_vote_again_offers_before_and_after_with_unchanged_answers_as_they_were() -> None:
    """Only who says something else has a new version; who has no score is not in it."""
    parts = parts_of({"sales": [*spread(12), same("dont_know")]})
    first = {part.ballot: part.response.answers["s1_q1"] for part in parts}
    again = {**first, "sales0": 5 if first["sales0"] != 5 else 1}
    del again["sales11"]
    before, after = offer_votes(INSTRUMENT, "s1", parts, again, SEED).releases
    assert len(before.members) == len(after.members) == 11
    assert {m.rpartition(".")[2] for m in after.members - before.members} == {"again"}
    base = offer(INSTRUMENT, parts, SIGNS, SEED).releases[0]
    assert before.members < base.members
    assert offer_votes(INSTRUMENT, "s1", parts, {}, SEED).releases == ()


def test_shown_counts_hides_what_nearly_all_chose() -> None:
    """Others, such as those who do not know, count among the people."""
    assert shown_counts((0, 3, 7, 0, 0)) == (0, 3, 7, 0, 0)
    assert shown_counts((0, 2, 8, 0, 0)) is None
    assert shown_counts((1, 1, 0, 0, 0), others=10) is None


@pytest.mark.case("C07")
def test_comments_come_from_the_floor_on_in_an_order_of_their_own() -> None:
    """C07: fewer show none; more are shuffled, stable on reload, and no seed tells of another."""
    said = {f"b{n}": f"text {n}" for n in range(12)} | {"b12": ""}
    assert shown_comments(said, 4, FLOORS, SEED) == ()
    once = shown_comments(said, 5, FLOORS, SEED)
    assert once == shown_comments(dict(reversed(said.items())), 5, FLOORS, SEED)
    assert sorted(once) == sorted(text for text in said.values() if text)
    assert once != tuple(said.values())[:-1]
    assert once != shown_comments(said, 5, FLOORS, b"another secret..")


def test_a_late_comment_waits_for_others() -> None:
    """One comment more beside those shown before would tell who came late."""
    before = {f"b{n}": "" for n in range(8)} | {"b0": "Too many leads."}
    shown_before = offer_comments("s1", before, SEED)
    assert allowed([shown_before], [], FLOORS, {}) == (shown_before,)
    for late, fits in ((1, False), (5, True)):
        after = before | {f"c{n}": "A word." for n in range(late)}
        release = offer_comments("s1", after, SEED)
        assert bool(allowed([release], [shown_before], FLOORS, {})) == fits
    changed = offer_comments("s1", before | {"b1": "Not so."}, SEED)
    assert not allowed([changed], [shown_before], FLOORS, {})


def test_the_preview_says_what_these_heads_will_show_and_the_ways_out() -> None:
    """Twelve, six and two: one group shows all, one its scores, one nothing."""
    heads = {"sales": 12, "marketing": 6, "leadership": 2}
    seen = preview(heads, FLOORS, ("sales", "marketing", "leadership"))
    assert [(g.group, g.score, g.distribution) for g in seen.groups] == [
        ("sales", True, True),
        ("marketing", True, False),
        ("leadership", False, False),
    ]
    assert (seen.overall, seen.comments, seen.costs_most) == (True, True, True)
    assert (seen.gaps, seen.intervals, seen.mirrors) == ((("sales", "marketing"),), (), ())
    ways = {(w.kind, w.group, w.shows, w.people, w.floor) for w in seen.ways}
    assert ways == {
        ("invite", "marketing", "distribution", 4, None),
        ("lower", "marketing", "distribution", None, 6),
        ("invite", "leadership", "score", 3, None),
        ("invite", "leadership", "distribution", 8, None),
        ("open_table", None, None, None, None),
    }


def test_the_preview_of_a_large_room_needs_no_way_out() -> None:
    """All is shown, the mirror of both sides too, and of those who are neither."""
    heads = dict.fromkeys(("sales", "marketing", "leadership"), 20)
    seen = preview(heads, FLOORS, tuple(heads))
    assert seen.ways == ()
    assert len(seen.gaps) == len(seen.intervals) == 3
    assert seen.mirrors == (
        ("sales", "marketing"),
        ("marketing", "sales"),
        ("leadership", "sales"),
        ("leadership", "marketing"),
    )
    assert not preview({}, FLOORS, ("sales",)).overall


def test_members_of_costs_most_are_the_whole_room() -> None:
    """Its sets are totals, one for each sign that is revealed."""
    parts = guessing(parts_of({"sales": spread(2), "marketing": spread(1)}), (3,))
    assert not any("s2" in r.measure for r in offer(INSTRUMENT, parts, ("s1",), SEED).releases)
    assert not any("mirror" in r.measure for r in offer(INSTRUMENT, parts, ("s2",), SEED).releases)
    found = offer(INSTRUMENT, parts, SIGNS, SEED).releases
    costs = [release for release in found if release.measure.startswith("costs_most")]
    assert [(release.group, len(release.members)) for release in costs] == [(ALL, 3), (ALL, 3)]
