"""One scorecard from several reveals: for each sign the reveal that shows most of it."""

from collections.abc import Sequence

from assessment.privacy.summary import combined, summary
from scoring.instrument import Floors, Instrument
from scoring.room import Mean, RoomScorecard


def merged(cards: Sequence[RoomScorecard], instrument: Instrument, floors: Floors) -> RoomScorecard:
    """The scorecard of all signs that were revealed; what is on top is made from what they show.

    A later reveal replaces an earlier one of the same sign, unless it shows fewer groups.
    """
    if len(cards) == 1:
        return cards[0]
    chosen = _chosen(cards)
    asked = tuple(sign for sign in instrument.by_id if sign in chosen)
    sign_of = {item: sign.id for item, sign in instrument.sign_of.items()}
    last = cards[-1]
    base = last.model_copy(
        update={
            "asked": asked,
            "signs": tuple(chosen[sign].sign(sign) for sign in asked),
            "gaps": tuple(g for sign in asked for g in chosen[sign].gaps if g.sign == sign),
            **{
                name: tuple(
                    line
                    for sign in asked
                    for line in getattr(chosen[sign], name)
                    if sign_of[line.item] == sign
                )
                for name in ("consensus", "distributions", "blind_spots")
            },
        }
    )
    means = tuple(m for sign in asked for m in chosen[sign].means if m.sign == sign)
    overall = tuple(_overall(group.id, means, base, instrument) for group in base.groups)
    costs = {sign: _costs(sign, cards) for sign in asked}
    return summary(base.model_copy(update={"means": means + overall}), costs, floors, instrument)


def _chosen(cards: Sequence[RoomScorecard]) -> dict[str, RoomScorecard]:
    """For each sign the card to take it from."""
    chosen: dict[str, RoomScorecard] = {}
    for card in cards:
        for sign in card.asked:
            before = chosen.get(sign)
            if before is None or _groups_shown(card, sign) >= _groups_shown(before, sign):
                chosen[sign] = card
    return chosen


def _groups_shown(card: RoomScorecard, sign: str) -> int:
    return sum(mean.score is not None for mean in card.means if mean.sign == sign)


def _overall(
    group: str, means: Sequence[Mean], card: RoomScorecard, instrument: Instrument
) -> Mean:
    """A group's overall score from its means that are shown, if there are enough of them."""
    parts = [m for m in means if m.group == group and m.sign and m.score is not None]
    if not parts or len(parts) < card.overall.signs_needed:
        return Mean(group=group, sign=None, n=None, score=None)
    weights = {sign.id: sign.weight for sign in card.signs}
    weighted = [(weights[m.sign or ""], m.score or 0.0, m.edge) for m in parts]
    score, edge = combined(weighted, instrument)
    sizes = [m.n for m in parts if m.n is not None]
    return Mean(group=group, sign=None, n=min(sizes, default=None), score=score, edge=edge)


def _costs(sign: str, cards: Sequence[RoomScorecard]) -> float | None:
    """The share of the latest reveal that was asked for it."""
    said = [c.sign(sign).costs_most for c in cards if sign in c.asked]
    return next((share for share in reversed(said) if share is not None), None)
