"""How far two means are apart of which one is published as "10 or less", or "90 or more"."""

from scoring.room import Mean


def between(first: Mean, second: Mean) -> tuple[float, float] | None:
    """The least and the most points between two shown means; None where neither is an edge.

    The least is 0 where both may stand in the same place, as two at the same end always may.
    """
    if not (first.edge or second.edge):
        return None
    (low, high), (from_, to) = span(first), span(second)
    return max(0.0, low - to, from_ - high), max(high - from_, to - low)


def span(mean: Mean) -> tuple[float, float]:
    """Where a group's shown mean for a sign can stand, 0 to 100."""
    score = mean.score or 0.0
    return (0.0, score) if mean.edge == "low" else (score, 100.0 if mean.edge else score)
