"""Who changes files at this moment: many at a time, or nobody, so that one can look at them."""

import contextlib
import threading
from collections.abc import Iterator


class Writers:
    """Those who are changing files at this moment, and a time in which nobody is."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0
        self._halted = False

    @contextlib.contextmanager
    def one(self) -> Iterator[None]:
        """Change files, once nobody has to be alone with them."""
        with self._changed:
            self._changed.wait_for(lambda: not self._halted)
            self._count += 1
        try:
            yield
        finally:
            with self._changed:
                self._count -= 1
                self._changed.notify_all()

    @contextlib.contextmanager
    def none(self) -> Iterator[None]:
        """Be alone with the files."""
        with self._changed:
            self._changed.wait_for(lambda: not self._halted)
            self._halted = True
            self._changed.wait_for(lambda: not self._count)
        try:
            yield
        finally:
            with self._changed:
                self._halted = False
                self._changed.notify_all()
