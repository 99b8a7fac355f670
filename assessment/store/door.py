"""The door of a data folder: a private socket through which commands write while the app runs.

The process that holds the folder opens a transaction for the command, lends it what the home
holds, and keeps what the command hands back. One line of JSON each way, in turns:

    {"home": ..., "erase": false}     {"tables": {kind: {id: document}}}
    {"changes": [[kind, id, document or null], ...]}     {"done": true}

For a backup {"freeze": name} is answered by {"frozen": folder, "damaged": [home, ...]}. Instead of
the last line, {"refused": text} or {"not_saved": [where, reason]}.
"""

import contextlib
import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from assessment.errors import DataFolderInUse, NotErased, NotSaved, StoreError
from assessment.records import Record
from assessment.store.draft import Draft, record
from assessment.store.folder import Folder, check_key
from assessment.store.port import Store, T, Transaction
from assessment.store.reader import FolderReader

PATIENCE = 30.0  # seconds a command waits for the process that holds the folder
LOAN = 5.0  # seconds that a home waits for a command's work
DOOR = "the door of the data folder"
LONGEST_LINE = 4_000_000  # bytes; more than any home holds
CHUNK = 65_536  # bytes
LONGEST_ADDRESS = 103  # bytes; Linux takes 107, macOS 103


Freeze = Callable[[str], tuple[Path, tuple[str, ...]]]


class Talk:
    """One side of a talk through the socket; raises NotSaved where the other side is silent.

    From each line said, or the beginning, the whole answer may take so many seconds.
    """

    def __init__(self, side: socket.socket, patience: float) -> None:
        self._side = side
        self._patience = patience
        self._until = time.monotonic() + patience
        self._heard = bytearray()

    def say(self, words: dict[str, Any]) -> None:
        """A line to the other side."""
        self._until = time.monotonic() + self._patience
        self._side.settimeout(self._patience)
        try:
            self._side.sendall(json.dumps(words).encode() + b"\n")
        except OSError as fault:
            raise NotSaved(DOOR, "the other process does not listen") from fault

    def hear(self) -> dict[str, Any]:
        """A line from the other side; raises ValueError for one that cannot be understood."""
        try:
            line = self._line()
        except OSError as fault:
            raise NotSaved(DOOR, "the other process does not answer") from fault
        words = json.loads(line)
        if not isinstance(words, dict):
            raise ValueError("that is no JSON object")
        return words

    def close(self) -> None:
        """Leave."""
        self._side.close()

    def _line(self) -> bytes:
        known = 0
        while (end := self._heard.find(b"\n", known)) < 0:
            if (known := len(self._heard)) > LONGEST_LINE:
                raise ValueError(f"a line has at most {LONGEST_LINE} bytes")
            self._side.settimeout(max(0.0, self._until - time.monotonic()))
            if not (more := self._side.recv(CHUNK)):
                raise NotSaved(DOOR, "the other process has left")
            self._heard += more
        line = bytes(self._heard[:end])
        del self._heard[: end + 1]
        return line


class Door:
    """Listens at a data folder's socket and lets in what commands hand in.

    Raises OSError where the file system has no sockets.
    """

    def __init__(self, store: Store, folder: Folder, freeze: Freeze) -> None:
        self._store = store
        self._freeze = freeze
        self._path = folder.path / "socket"
        self._path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX)
        try:
            with _address(folder.path) as address:
                self._socket.bind(address)
            self._path.chmod(0o600)
            self._socket.listen()
        except OSError:
            self._socket.close()
            raise
        self._thread = threading.Thread(target=self._listen, name="store-door", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Let nobody in any more."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()
        with contextlib.suppress(OSError):  # one that is left behind hinders nobody
            self._path.unlink()

    def _listen(self) -> None:
        while True:
            try:
                visitor, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(visitor,), daemon=True).start()

    def _serve(self, visitor: socket.socket) -> None:
        with contextlib.closing(Talk(visitor, LOAN)) as talk, contextlib.suppress(NotSaved):
            talk.say(self._answer(talk))

    def _answer(self, talk: Talk) -> dict[str, Any]:
        try:
            request = talk.hear()
            if name := request.get("freeze"):
                frozen, damaged = self._freeze(name)
                return {"frozen": str(frozen), "damaged": damaged}
            if request["erase"]:
                self._store.erase(request["home"])
            else:
                self._store.transact(request["home"], lambda tx: _lend(tx, talk))
        except NotSaved as fault:
            return {"not_saved": [str(fault.where), str(fault.reason)]}
        except StoreError as fault:
            return {"not_saved": [DOOR, str(fault)]}
        except (ValueError, LookupError, TypeError, RecursionError) as fault:
            return {"refused": str(fault)}
        return {"done": True}


def _lend(tx: Transaction, talk: Talk) -> None:
    """Let the visitor do the work of a transaction; raises NotSaved where it takes too long."""
    if not isinstance(tx, Draft):
        raise TypeError("only a data folder has a door")
    talk.say({"tables": tx.tables()})
    for kind, id, doc in talk.hear()["changes"]:
        if doc is None:
            tx.delete(Record.kinds[kind], id)
        else:
            tx.put(record(Record.kinds[kind], doc))


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
        """As `Store.transact`; the home waits for `work`, which has five seconds for it."""
        with self._at_the_door(home, erase=False) as talk:
            tables = _answered(talk)["tables"]
            draft = Draft(home, tables, {}, lambda *_: None)  # the other side knows all ids
            value = work(draft)
            changes = [[kind, id, doc] for (kind, id), doc in draft.changes.items()]
            talk.say({"changes": changes})
            _answered(talk)
        return value

    def erase(self, home: str) -> None:
        """Remove everything of a home, older generations included. Raises NotErased."""
        with self._at_the_door(home, erase=True) as talk:
            _answered(talk, NotErased)

    def freeze(self, name: str) -> tuple[Path, tuple[str, ...]]:
        """As `TinyStore.freeze`."""
        with self._asked({"freeze": check_key(name)}) as talk:
            answer = _answered(talk)
        return Path(answer["frozen"]), tuple(answer["damaged"])

    @contextlib.contextmanager
    def _at_the_door(self, home: str, erase: bool) -> Iterator[Talk]:
        with self._asked({"home": check_key(home), "erase": erase}) as talk:
            yield talk

    @contextlib.contextmanager
    def _asked(self, request: dict[str, Any]) -> Iterator[Talk]:
        try:
            door = _knock(self.folder.path)
        except OSError as fault:
            raise NotSaved(DOOR, "the running process does not answer") from fault
        with contextlib.closing(Talk(door, PATIENCE)) as talk:
            talk.say(request)
            yield talk


def _answered(talk: Talk, error: type[NotSaved] = NotSaved) -> dict[str, Any]:
    """What the other side answers; raises what it says is wrong."""
    answer = talk.hear()
    if "refused" in answer:
        raise ValueError(answer["refused"])
    if "not_saved" in answer:
        raise error(*answer["not_saved"])
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
