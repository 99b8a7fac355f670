"""The door of a data folder: a private socket through which commands write while the app runs.

A command runs its work on what it read, then hands in the changes with the checksum of what it
read; the process that holds the folder keeps them, or answers that the home has changed since.
One line of JSON each way:

    {"home": ..., "state": ..., "changes": [[kind, id, document or null], ...]}   or
    {"home": ..., "erase": true}
    {"done": true}   {"changed": true}   {"refused": text}   {"not_saved": [where, reason]}
"""

import contextlib
import json
import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from assessment.errors import DataFolderInUse, NotErased, NotSaved, StoreError
from assessment.records import Record
from assessment.store.draft import Draft, record
from assessment.store.folder import Folder, check_key
from assessment.store.port import Store, T, Transaction
from assessment.store.reader import FolderReader

ATTEMPTS = 50  # before a command gives up on a home that others keep changing
PATIENCE = 30.0  # seconds that either side waits for the other
LONGEST_ADDRESS = 103  # bytes; Linux takes 107, macOS 103


class Door:
    """Listens at a data folder's socket and lets in what commands hand in."""

    def __init__(self, store: Store, folder: Folder) -> None:
        self._store = store
        self._path = folder.path / "socket"
        self._path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX)
        with _address(folder.path) as address:
            self._socket.bind(address)
        self._path.chmod(0o600)
        self._socket.listen()
        self._thread = threading.Thread(target=self._listen, name="store-door", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Let nobody in any more."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()
        self._path.unlink(missing_ok=True)

    def _listen(self) -> None:
        while True:
            try:
                visitor, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(visitor,), daemon=True).start()

    def _serve(self, visitor: socket.socket) -> None:
        with contextlib.suppress(OSError), visitor, visitor.makefile("rwb") as lines:
            visitor.settimeout(PATIENCE)
            if line := lines.readline():
                lines.write(json.dumps(self._answer(line)).encode() + b"\n")

    def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            asked = json.loads(line)
            if asked.get("erase"):
                self._store.erase(asked["home"])
                return {"done": True}
            work = _handed_in(asked["state"], asked["changes"])
            return {"done" if self._store.transact(asked["home"], work) else "changed": True}
        except NotSaved as fault:
            return {"not_saved": [str(fault.where), str(fault.reason)]}
        except StoreError as fault:
            return {"not_saved": ["the running process", str(fault)]}
        except (ValueError, LookupError, TypeError, AttributeError) as fault:
            return {"refused": str(fault)}


def _handed_in(state: str, changes: list[Any]) -> Callable[[Transaction], bool]:
    """Work that makes these changes, unless the home has changed since it was read."""

    def work(tx: Transaction) -> bool:
        if not isinstance(tx, Draft) or tx.state != state:
            return False
        for kind, id, doc in changes:
            if doc is None:
                tx.delete(Record.kinds[kind], id)
            else:
                tx.put(record(Record.kinds[kind], doc))
        return True

    return work


class Visitor(FolderReader):
    """The `Store` of a command beside the running app: reads the files, writes through the door.

    Raises DataFolderInUse where nobody answers at the door.
    """

    def __init__(self, folder: Folder) -> None:
        super().__init__(folder)
        try:
            _knock(folder.path).close()
        except OSError:
            raise DataFolderInUse(folder.path, folder.holder()) from None

    def transact(self, home: str, work: Callable[[Transaction], T]) -> T:
        """As `Store.transact`; `work` runs again where the home has changed meanwhile."""
        for _ in range(ATTEMPTS):
            file = self._load(check_key(home))
            draft = Draft(home, file.tables, {}, file.state, self._index.home)
            value = work(draft)
            changes = [[kind, id, doc] for (kind, id), doc in draft.changes.items()]
            if not changes:
                return value
            if "done" in self._ask({"home": home, "state": file.state, "changes": changes}):
                return value
        raise NotSaved(home, "others changed it again and again")

    def erase(self, home: str) -> None:
        """Remove everything of a home, older generations included. Raises NotSaved."""
        self._ask({"home": check_key(home), "erase": True})

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            with _knock(self.folder.path) as door, door.makefile("rwb") as lines:
                lines.write(json.dumps(request).encode() + b"\n")
                lines.flush()
                answer: dict[str, Any] = json.loads(lines.readline())
        except (OSError, ValueError) as fault:
            raise NotSaved(request["home"], "the running process does not answer") from fault
        if "refused" in answer:
            raise ValueError(answer["refused"])
        if "not_saved" in answer:
            raise (NotErased if "erase" in request else NotSaved)(*answer["not_saved"])
        return answer


def _knock(folder: Path) -> socket.socket:
    """A connection to the process that holds the folder; raises OSError where nobody answers."""
    door = socket.socket(socket.AF_UNIX)
    door.settimeout(PATIENCE)
    try:
        with _address(folder) as address:
            door.connect(address)
    except OSError:
        door.close()
        raise
    return door


@contextlib.contextmanager
def _address(folder: Path) -> Iterator[str]:
    """Where the socket is, by a path that is short enough for one."""
    address = str(folder / "socket")
    if len(os.fsencode(address)) <= LONGEST_ADDRESS:
        yield address
        return
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{file}/socket"
    finally:
        os.close(file)
