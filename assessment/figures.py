"""What this process has counted since it started."""

import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Literal

Counted = Literal["saves", "save_errors", "wrong_codes", "pdfs"]

REMEMBERED = 1_000  # the latest saves, of which the time is told


class Figures:
    """Counts that only grow, what is open now, and how long the latest saves took."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._counts: Counter[Counted] = Counter()
        self._seconds: deque[float] = deque(maxlen=REMEMBERED)
        self._open = 0
        self.save_seconds = 0.0  # all saves together

    def __getitem__(self, what: Counted) -> int:
        """How many there were."""
        return self._counts[what]

    @property
    def sessions(self) -> int:
        """How many pages are connected now."""
        return self._open

    @property
    def save_p95(self) -> float:
        """The seconds within which 95 of 100 of the latest saves were durable; 0.0 without any."""
        with self._lock:
            took = sorted(self._seconds)
        return took[(len(took) * 95 - 1) // 100] if took else 0.0

    def count(self, what: Counted) -> None:
        """One more."""
        with self._lock:
            self._counts[what] += 1

    @contextmanager
    def session(self) -> Iterator[None]:
        """A page is connected as long as this lasts."""
        with self._lock:
            self._open += 1
        try:
            yield
        finally:
            with self._lock:
                self._open -= 1

    @contextmanager
    def save(self, failures: type[Exception]) -> Iterator[None]:
        """A save; a failure of that kind is counted as an error, and not timed."""
        start = self._clock()
        try:
            yield
        except failures:
            self.count("save_errors")
            raise
        took = self._clock() - start
        with self._lock:
            self._counts["saves"] += 1
            self._seconds.append(took)
            self.save_seconds += took


figures = Figures()  # of this process
