"""Threads that wait for each other: for their turn, or for the last one to leave."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from assessment.errors import StoreError


class Users:
    """Those who are using the connections, so that whoever closes them can wait for the last."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0
        self._closed = False

    def __enter__(self) -> None:
        with self._changed:
            if self._closed:
                raise StoreError("The store is closed. Open it again to go on.")
            self._count += 1

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        with self._changed:
            self._count -= 1
            self._changed.notify_all()

    def close(self) -> bool:
        """Let nobody in any more and wait for those inside; whether it was open."""
        with self._changed:
            was_open, self._closed = not self._closed, True
            self._changed.wait_for(lambda: not self._count)
            return was_open


class Queues:
    """One queue a name, so that those who wait for the same home hold one connection in all."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._locks: dict[str, tuple[threading.Lock, int]] = {}

    @contextmanager
    def turn(self, name: str, patience: float) -> Iterator[bool]:
        """Whether one's turn came in so many seconds; it lasts as long as the block."""
        with self._mutex:
            lock, users = self._locks.get(name, (threading.Lock(), 0))
            self._locks[name] = lock, users + 1
        came = lock.acquire(timeout=patience)
        try:
            yield came
        finally:
            if came:
                lock.release()
            with self._mutex:
                lock, users = self._locks.pop(name)
                if users > 1:
                    self._locks[name] = lock, users - 1
