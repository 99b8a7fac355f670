"""Attempts to take a seat: one that is made again, because its answer got lost, is the same one."""

import threading
from collections import OrderedDict

KNOWN = 2_000  # attempts that are remembered; far more than a room takes


class Attempts:
    """Remembers which browser token each attempt led to, the latest attempts only.

    A page that asks for a seat carries a random id of its own. Sent a second time, it opens the
    seat it took before; without that the phone would hold a second one, and the first stayed empty.
    """

    def __init__(self) -> None:
        self._tokens: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def token(self, attempt: str, offered: str) -> str:
        """The token this attempt was first made with, which is the one offered if it is new."""
        with self._lock:
            found = self._tokens.setdefault(attempt, offered)
            while len(self._tokens) > KNOWN:
                self._tokens.popitem(last=False)
            return found
