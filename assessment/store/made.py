"""What texts of records were made into: a record is made once for each text, and never changed."""

import json
import threading
from collections import OrderedDict

from assessment.records import Record
from assessment.store.draft import record
from assessment.store.port import R

KEPT = 4000  # records, those asked for last


class Made:
    """Records beside the texts they were made of; another text is never answered by an old one."""

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[str, str], tuple[str, Record]] = OrderedDict()
        self._lock = threading.Lock()

    def record(self, kind: type[R], id: str, body: str) -> R:
        """The record that this text stands for."""
        key = (kind.kind, id)
        with self._lock:
            seen = self._kept.get(key)
            if seen and seen[0] == body and isinstance(seen[1], kind):
                self._kept.move_to_end(key)
                return seen[1]
        made = record(kind, json.loads(body))
        with self._lock:
            self._kept[key] = body, made
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    def drop(self, kind: str, id: str) -> None:
        """Let what was erased not lie about in memory."""
        with self._lock:
            self._kept.pop((kind, id), None)
