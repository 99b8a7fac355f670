"""Join codes: what one types to take a seat, and how wrong ones are slowed down."""

import re
import secrets
import threading
from collections import deque
from collections.abc import Callable
from time import monotonic

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that reads like something else
LENGTH = 7
LONGEST_TYPED = 64  # characters that are looked at; a code with spaces is far below

WRONG_AN_ADDRESS = 10  # a minute, before wrong answers come late
WRONG_IN_ALL = 60
MINUTE = 60.0  # seconds
LATE = 2.0  # seconds a wrong answer then takes


def new_code() -> str:
    """A random join code of 7 characters, 34.7 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normalised(typed: str) -> str | None:
    """The code that was meant: any case, spaces and hyphens forgiven; None for what is none."""
    if len(typed) > LONGEST_TYPED:
        return None
    code = re.sub(r"[\s\-‐-―]", "", typed).upper()
    fits = len(code) == LENGTH and all(character in ALPHABET for character in code)
    return code if fits else None


def spaced(code: str) -> str:
    """The code as one reads it out: 3 characters, a space, 4 characters."""
    return f"{code[:3]} {code[3:]}"


class Brake:
    """Counts wrong codes; a room behind one address is never slowed by right ones.

    Only answers to wrong codes come late, so that guessing gets slow and joining does not.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._all: deque[float] = deque()
        self._by_address: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def wrong(self, address: str) -> float:
        """Count a wrong code from this address; how many seconds its answer has to wait."""
        with self._lock:
            now = self._clock()
            mine = self._by_address.setdefault(address, deque())
            for times, most in ((self._all, WRONG_IN_ALL), (mine, WRONG_AN_ADDRESS)):
                while times and times[0] <= now - MINUTE:
                    times.popleft()
                if len(times) <= most:
                    times.append(now)
            if len(self._by_address) > 10 * WRONG_IN_ALL:
                self._forget(now)
            late = len(mine) > WRONG_AN_ADDRESS or len(self._all) > WRONG_IN_ALL
            return LATE if late else 0.0

    def _forget(self, now: float) -> None:
        """Drop the addresses that have been quiet, so that memory stays bounded."""
        quiet = [a for a, times in self._by_address.items() if times[-1] <= now - MINUTE]
        for address in quiet:
            del self._by_address[address]
