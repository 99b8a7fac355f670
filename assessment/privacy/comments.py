"""Comments in an order that tells nothing."""

import hashlib
import hmac
from collections.abc import Mapping

from scoring.instrument import Floors


def shown_comments(
    comments: Mapping[str, str], answered: int, floors: Floors, seed: bytes
) -> tuple[str, ...]:
    """The comments of a round, by ballot, without group and time, in an order of their own.

    None before so many people in the whole room have answered it as the floor asks. The order
    follows from the round's secret `seed` (16 bytes or more) and the ballots: the same on every
    reload, and no other order tells of it.
    """
    if answered < floors.comments:
        return ()

    def place(ballot: str) -> bytes:
        return hmac.digest(seed, ballot.encode(), hashlib.sha256)

    return tuple(comments[ballot] for ballot in sorted(comments, key=place) if comments[ballot])
