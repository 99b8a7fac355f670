"""That the rest of a workshop's JSON is made of the numbers that the attacker reads."""

from collections import Counter
from collections.abc import Iterator
from statistics import median_high, median_low
from typing import Any

from assessment.privacy.edges import between
from assessment.privacy.summary import combined, summary
from scoring.consensus import consensus
from scoring.instrument import Floors, Instrument
from scoring.room import BlindSpot, Distribution, Mean, RoomScorecard

Told = Any  # what JSON is made of


def assert_made_of_what_is_shown(told: Told, instrument: Instrument, floors: Floors) -> None:
    """All that is no mean, no count, no interval and no verdict follows from those that are shown.

    Each is worked out once more from the JSON alone: so it tells nothing that the JSON does not
    tell otherwise.
    """
    shown = told["scorecard"]
    level = shown["overall"].pop("level_name")
    card = RoomScorecard.model_validate(shown, strict=False)
    named = {sign.id: sign.costs_most for sign in card.signs}
    assert summary(card, named, floors, instrument) == card
    assert level == (card.overall.level and instrument.outline.levels[card.overall.level - 1].name)
    for mean in card.means:
        if mean.sign is None:
            assert mean == _overall(mean.group, card, instrument)
    lines = {(line.item, line.group): line for line in card.distributions}
    for agreement in card.consensus:
        counts = lines[agreement.item, agreement.group].counts
        found = consensus(counts) if counts else None
        assert (agreement.value is None) == (found is None)
        assert found is None or abs((agreement.value or 0) - found) <= 0.051
    for spot in card.blind_spots:
        _assert_mirrored(spot, lines[spot.item, spot.about] if spot.n else None)
    _assert_gaps(card, instrument)


def _overall(group: str, card: RoomScorecard, instrument: Instrument) -> Mean:
    """A group's overall score from its means of the signs."""
    weights = {sign.id: sign.weight for sign in card.signs}
    parts = [m for m in card.means if m.group == group and m.sign and m.score is not None]
    if len(parts) < max(1, card.overall.signs_needed):
        return Mean(group=group, sign=None, n=None, score=None)
    score, edge = combined(
        [(weights[m.sign or ""], m.score or 0, m.edge) for m in parts], instrument
    )
    n = min(m.n or 0 for m in parts)
    return Mean(group=group, sign=None, n=n, score=score, edge=edge)


def _assert_mirrored(spot: BlindSpot, answers: Distribution | None) -> None:
    if answers is None:
        assert {spot.expected, spot.actual, spot.between, spot.matched, spot.guesses} == {None}
        return
    if answers.counts:
        said = [n for n, count in enumerate(answers.counts, 1) for _ in range(count)]
        middle = median_low(said), median_high(said)
    else:
        middle = (answers.nearly_all, answers.nearly_all)
    assert spot.between == middle
    assert spot.actual == sum(middle) / 2
    if spot.guesses:
        guesses = Counter(dict(enumerate(spot.guesses, 1)))
        assert guesses[spot.expected] == max(guesses.values())
        assert spot.matched == sum(guesses[n] for n in range(middle[0], middle[1] + 1))


def _assert_gaps(card: RoomScorecard, instrument: Instrument) -> None:
    for gap in card.gaps:
        first, second = (card.mean(group, gap.sign) for group in gap.groups)
        if first.score is None or second.score is None:
            assert (gap.points, gap.low, gap.verdict, gap.items) == (None, None, "hidden", ())
            continue
        asked = instrument.by_id[gap.sign].items if card.scope == "full" else gap.items
        apart = between(first, second) if len(gap.items) == len(asked) else gap.between
        points = None if apart and not apart[0] else first.score - second.score
        assert gap.between == apart
        assert gap.large == (abs(gap.points or 0) >= 20)
        assert len(gap.items) < len(asked) or gap.points == points
        if gap.verdict in ("too_few", "edge", "hidden"):
            assert gap.low is None
            assert gap.high is None


def numbers_in(value: Told) -> Iterator[float]:
    """Every number somewhere in what JSON is made of."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from numbers_in(part)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)
