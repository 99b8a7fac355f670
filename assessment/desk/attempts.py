"""Failed logins: five a minute for each account, then delays that double; others notice nothing."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

FREE = 5  # failures
WITHIN = 60.0  # seconds
FIRST_DELAY = 60.0  # seconds; doubled by each failure after it
LONGEST_DELAY = 900.0  # seconds
FORGOTTEN = 1800.0  # seconds without a failure after which the delays begin anew
KNOWN = 5_000  # names that are remembered, about 1 MB


@dataclass
class _Account:
    tried: list[float] = field(default_factory=list)  # when, in the last minute
    delay: float = 0.0  # seconds
    until: float = 0.0
    last: float = 0.0


class Attempts:
    """How long each name still has to wait. `kept` tells which names are never forgotten early."""

    def __init__(
        self, kept: Callable[[str], bool], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._kept = kept
        self._clock = clock
        self._names: OrderedDict[str, _Account] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """How many names are remembered."""
        return len(self._names)

    def admit(self, name: str) -> float:
        """0 where an attempt may be looked at now, or the seconds that it still has to wait.

        What is admitted counts as failed until it has succeeded: many at once gain nothing.
        """
        now = self._clock()
        with self._lock:
            found = self._names.setdefault(name, _Account())
            if (left := found.until - now) > 0:
                return left
            self._names.move_to_end(name)
            if now - found.last > FORGOTTEN:
                found.delay, found.tried = 0.0, []
            found.last = now
            found.tried = [*(at for at in found.tried if now - at < WITHIN), now]
            if found.delay or len(found.tried) >= FREE:
                found.delay = min(LONGEST_DELAY, found.delay * 2 or FIRST_DELAY)
                found.until = now + found.delay
            self._forget()
            return 0.0

    def wait(self, name: str) -> float:
        """Seconds until the next attempt with this name is looked at."""
        with self._lock:
            found = self._names.get(name)
            return max(0.0, found.until - self._clock()) if found else 0.0

    def succeeded(self, name: str) -> None:
        """Forget the failures of this name."""
        with self._lock:
            self._names.pop(name, None)

    def _forget(self) -> None:
        """Forget names that nobody has, those tried longest ago first."""
        while len(self._names) > KNOWN:
            gone = next((name for name in self._names if not self._kept(name)), None)
            self._names.pop(gone or next(iter(self._names)))
