"""The mirror: what each group expected the middle person of another to choose."""

from collections import Counter
from collections.abc import Sequence

from scoring.members import Members, five
from scoring.room import BlindSpot, Guess


def blind_spots(room: Members, guesses: Sequence[Guess]) -> tuple[BlindSpot, ...]:
    """The blind spot of every mirror question that anyone was asked, in the order of the items."""
    asked: dict[tuple[str, str, str], list[int]] = {}
    for guess in guesses:
        asked.setdefault((guess.item, guess.asked, guess.about), []).append(guess.points)
    return tuple(
        _blind_spot(room, item, one, other, sorted(asked[item, one, other]))
        for item in room.items
        for one in room.by_group
        for other in room.by_group
        if (item, one, other) in asked
    )


def _blind_spot(room: Members, item: str, asked: str, about: str, guesses: list[int]) -> BlindSpot:
    answers = room.points(about, item)
    shown = room.enough(len(guesses)) and room.enough(len(answers))
    between = _middle(answers) if shown else None
    return BlindSpot(
        item=item,
        asked=asked,
        about=about,
        n=room.counted(len(guesses)),
        guesses=five(guesses) if shown else None,
        expected=_expected(guesses) if shown else None,
        actual=sum(between) / 2 if between else None,
        between=between,
        matched=sum(between[0] <= guess <= between[1] for guess in guesses) if between else None,
    )


def _middle(ordered: Sequence[int]) -> tuple[int, int]:
    """The options of the two people in the middle, of an odd number twice the one's."""
    return ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]


def _expected(guesses: Sequence[int]) -> int:
    """The option named most; of equals the nearest to the lower median, then the lower."""
    counts, (lower, _) = Counter(guesses), _middle(guesses)
    return min(counts, key=lambda option: (-counts[option], abs(option - lower), option))
