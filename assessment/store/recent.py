"""The homes that are held in memory because they were used last."""

import threading
from collections import OrderedDict

from assessment.store.home import HomeFile


class Recent:
    """The homes used last, as many as their bytes allow and always the last one."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._bytes = 0
        self._files: OrderedDict[str, tuple[HomeFile, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, home: str) -> HomeFile | None:
        with self._lock:
            if home not in self._files:
                return None
            self._files.move_to_end(home)
            return self._files[home][0]

    def keep(self, home: str, file: HomeFile) -> None:
        with self._lock:
            self._remove(home)
            self._files[home] = file, file.size
            self._bytes += file.size
            while self._bytes > self._limit and len(self._files) > 1:
                self._remove(next(iter(self._files)))

    def drop(self, home: str) -> None:
        with self._lock:
            self._remove(home)

    def _remove(self, home: str) -> None:
        _, size = self._files.pop(home, (None, 0))
        self._bytes -= size
