"""Too few, or all of one mind: what is hidden, and what is said instead."""

from collections.abc import Sequence

import pytest

from assessment.privacy import allowed, end_of_scale, offer, published, shown_counts
from scoring.groups import room
from scoring.instrument import Floors
from tests.make_instrument import small_instrument
from tests.privacy_shown.people import FLOORS, SEED, SPREAD, guessing, parts_of, same, shown, spread


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


def test_shown_counts_hides_what_nearly_all_chose() -> None:
    """Others, such as those who do not know, count among the people."""
    assert shown_counts((0, 3, 7, 0, 0)) == (0, 3, 7, 0, 0)
    assert shown_counts((0, 2, 8, 0, 0)) is None
    assert shown_counts((1, 1, 0, 0, 0), others=10) is None
