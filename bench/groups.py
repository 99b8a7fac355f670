"""Perception gaps, simulated: how often an interval holds the truth, and a verdict is wrong.

`python -m bench groups` compares with what they should reach; `python -m bench.groups` prints the
tables of docs/methodology.md.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

import numpy as np

from bench.truths import Truth, truths, uneven
from scoring.interval import CLEAR, Side, agreed, chance, interval
from scoring.student import Array, quantile, two_sided

SIGNS = 7
EVEN = ((8, 8), (10, 10), (12, 12), (20, 20), (30, 30), (100, 100))
MIXED = ((8, 12), (8, 30), (8, 100), (10, 30), (15, 60), (30, 100))
SMALL = tuple((n, m) for n in (3, 4, 5, 6, 7) for m in (n, 30))
ROOMS = ((8, 8), (8, 8, 8), (12, 12, 12), (20, 20, 20), (30, 8, 12), (60, 100, 8))
MISSED, FALSE = 7.0, 5.0  # the most of 100 that should be

Ends = Callable[[Side, Side], tuple[Array, Array]]
Chance = Callable[[Side, Side], Array]


def welch(first: Side, second: Side) -> tuple[Array, Array]:
    """Welch's interval as it stands in the books."""
    error, df = _welch(first, second)
    gap, reach = first.mean - second.mean, quantile(np.maximum(df, 2)) * error
    return gap - reach, gap + reach


def welch_chance(first: Side, second: Side) -> Array:
    """The chance by Welch's test; none where both groups agree entirely."""
    error, df = _welch(first, second)
    gap = np.abs(first.mean - second.mean)
    far = gap / np.where(error > 0, error, 1e-9)
    return np.where(gap == 0, 1.0, two_sided(far, np.maximum(df, 1)))


def held(
    pair: tuple[Truth, Truth], sizes: tuple[int, int], groups: int, ends: Ends = interval
) -> float:
    """The share of intervals, of so many groups of these sizes, that hold the true gap."""
    rng = np.random.default_rng((*sizes, groups))
    first, second = pair
    one, other = first.draw(sizes[0], groups, rng), second.draw(sizes[1], groups, rng)
    low, high = ends(one, other)
    gap = first.mean - second.mean
    inside = (low <= gap + 1e-9) & (gap - 1e-9 <= high)
    return float(inside[~agreed(one, other)].mean())


def false_clear(
    truth: Truth, room: Sequence[int], workshops: int, test: Chance = chance, at: float = CLEAR
) -> float:
    """The share of workshops without a true gap in which some gap is called clear."""
    rng = np.random.default_rng((*room, workshops))
    found = []
    for _ in range(SIGNS):
        groups = [truth.draw(n, workshops, rng) for n in room]
        found += [test(one, other) for one, other in combinations(groups, 2)]
    # By Holm's first step some gap is clear, or none is.
    return float((np.min(found, axis=0) * len(found) <= at).mean())


def cells(
    sizes: tuple[int, int], of: Sequence[Truth], groups: int, ends: Ends = interval
) -> dict[tuple[str, str], float]:
    """The share held for every two truths, either of them in the smaller group."""
    alike = sizes[0] == sizes[1]
    return {
        (one.name, other.name): held((one, other), sizes, groups, ends)
        for place, one in enumerate(of)
        for other in (of[place:] if alike else of)
    }


def rows() -> Iterator[tuple[str, float, float]]:
    """What was measured, the figure, and the most that it should be."""
    for items, what in ((5, "five items"), (1, "one item")):
        for n, m in ((8, 8), (8, 30), (20, 20), (30, 100)):
            worst = 1 - min(cells((n, m), truths(items), 4000).values())
            name = f"95 % intervals that miss the truth, groups of {n} and {m}, {what}, of 100"
            yield name, 100 * worst, MISSED
    for room in ROOMS:
        worst = max(false_clear(truth, room, 2000) for truth in truths())
        yield (
            f"workshops of {room} with a clear gap where there is none, of 100",
            100 * worst,
            FALSE,
        )


def main(groups: int = 10_000, workshops: int = 4_000) -> None:
    """Print the tables of the methodology."""
    print("| groups of | five items | with camps of 70 and 30 | one item | Welch, five items |")
    print("|---|---|---|---|---|")
    for sizes in (*SMALL, *EVEN, *MIXED):
        five, one, hard = truths(5), truths(1), uneven()
        ours = cells(sizes, five, groups)
        pairs = [(hard, truth) for truth in (*five, hard)] + [(truth, hard) for truth in five]
        _line(
            f"{sizes[0]} and {sizes[1]}",
            _range(ours.values()),
            _range([held(pair, sizes, groups) for pair in pairs]),
            _range(cells(sizes, one, groups).values()),
            _range(cells(sizes, five, groups, welch).values()),
        )
    print("\n| people in the room | called clear | by Welch and Holm at 5 % |\n|---|---|---|")
    for room in ROOMS:
        everything = (*truths(), uneven())
        _line(
            ", ".join(map(str, room)),
            _range([false_clear(truth, room, workshops) for truth in everything]),
            _range([false_clear(t, room, workshops, welch_chance, 0.05) for t in everything]),
        )


def _welch(first: Side, second: Side) -> tuple[Array, Array]:
    errors = [one.squares / (one.n - 1) / one.n for one in (first, second)]
    below = errors[0] ** 2 / (first.n - 1) + errors[1] ** 2 / (second.n - 1)
    total = errors[0] + errors[1]
    return np.sqrt(total), total**2 / np.where(below > 0, below, 1.0)


def _range(shares: Iterable[float]) -> str:
    """From the least to the most of 100."""
    found = [100 * share for share in shares]
    return f"{min(found):.1f} to {max(found):.1f}"


def _line(*parts: str) -> None:
    print("|", " | ".join(parts), "|", flush=True)


if __name__ == "__main__":
    main()
