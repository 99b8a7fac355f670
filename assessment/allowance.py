"""How often something may be asked for: a sliding window for each of several reasons."""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping

KNOWN = 10_000  # what is remembered at most; then what was asked for longest ago is forgotten


class Allowance:
    """Lets through as many as each reason allows: reason -> (how many, in how many seconds)."""

    def __init__(
        self,
        limits: Mapping[str, tuple[int, float]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limits = limits
        self._clock = clock
        self._taken: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """How much is remembered."""
        return len(self._taken)

    def take(self, asked: Mapping[str, str]) -> bool:
        """Whether one more is let through for all of these (reason -> who or what); it counts."""
        now = self._clock()
        with self._lock:
            windows = [(self._window(reason, of, now), reason) for reason, of in asked.items()]
            if any(len(window) >= self._limits[reason][0] for window, reason in windows):
                self._unused(asked)
                return False
            for window, _ in windows:
                window.append(now)
            while len(self._taken) > KNOWN:
                self._taken.popitem(last=False)
            return True

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._taken.clear()

    def _unused(self, asked: Mapping[str, str]) -> None:
        """Remember nothing of what was refused and never let through: anybody may ask for it."""
        for place in asked.items():
            if not self._taken[place]:
                del self._taken[place]

    def _window(self, reason: str, of: str, now: float) -> deque[float]:
        window = self._taken.setdefault((reason, of), deque())
        self._taken.move_to_end((reason, of))
        while window and now - window[0] > self._limits[reason][1]:
            window.popleft()
        return window
