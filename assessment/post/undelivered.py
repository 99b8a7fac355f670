"""Why something could not be delivered, and how soon it is worth another try."""

from typing import Literal

# soon: at once and once more; later: with growing delays; few: so, but not for long; never
Pace = Literal["soon", "later", "few", "never"]
Word = Literal[
    "address",
    "certificate",
    "connection",
    "failed",
    "host",
    "login",
    "missed",
    "no_receiver",
    "no_server",
    "no_tls",
    "refused",
    "sender",
    "status",
    "timeout",
]


class Undelivered(Exception):
    """It was not delivered; the reason is a word and a code, and holds no secret or address."""

    def __init__(
        self, word: Word, code: int | None = None, pace: Pace = "later", after: float = 0.0
    ) -> None:
        self.why = word if code is None else f"{word} {code}"
        self.pace = pace
        self.after = after  # seconds to wait at least, as the other side wants it
        super().__init__(self.why)


class Dropped(Exception):
    """It is not to be delivered any more, for what it was about is gone."""
