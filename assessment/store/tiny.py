"""The TinyDB store: one small file a home, one process, everyone who waits in one write.

There is no writer thread. Whoever comes first to a home leads: it runs the work of all who wait
for that home, writes once, and lets them go. Homes do not wait for each other.
"""

import contextlib
import shutil
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Generic

from assessment.errors import NotSaved, StoreError
from assessment.records import Record
from assessment.store.door import Door
from assessment.store.draft import Draft, record
from assessment.store.folder import FROZEN, SHARDS, Folder, check_key, shard_of
from assessment.store.home import Changes, Doc, HomeFile, Tables, link, staged, write
from assessment.store.port import R, T, Transaction
from assessment.store.reader import FolderReader, log
from assessment.store.recent import Recent
from assessment.store.writers import Writers

CACHE_RECORDS = 4000  # read last; a phone asks for the same few every second
CACHE_BYTES = 8_000_000  # of homes' files; in memory they take about five times as much


class TinyStore(FolderReader):
    """The `Store` of the one process that writes a data folder.

    Raises DataFolderInUse, FolderUnusable and NewerSchema when it opens.
    """

    def __init__(self, folder: Folder) -> None:
        super().__init__(folder)
        self._recent = Recent(CACHE_BYTES)
        self._records: OrderedDict[tuple[str, str], tuple[Doc, Record]] = OrderedDict()
        self._lanes: dict[str, _Lane] = {}
        self._mutex = threading.Lock()
        self._writers = Writers()
        self._closed = False
        self._here = threading.local()
        folder.prepare()
        folder.lock()
        try:
            folder.complete()
            for home in folder.homes():
                self._learn(home)
            self._door = self._open_door()
        except BaseException:
            folder.unlock()
            raise

    def transact(self, home: str, work: Callable[[Transaction], T]) -> T:
        """As `Store.transact`: what `work` returns, once all it changed is durable."""
        self._before_reading()
        job = _Job(work)
        with self._lane(check_key(home)) as lane, lane.queue(job):
            if not job.done:
                with lane.lock:
                    self._lead(home, lane.take())
        return job.result()

    def erase(self, home: str) -> None:
        """Remove everything of a home, older generations included. Raises NotErased."""
        self._before_reading()
        with self._lane(check_key(home)) as lane, lane.lock, self._writers.one():
            self._refuse_closed()
            try:
                self.folder.erase_copies(home)
                HomeFile(self.folder.file(home)).erase()
            finally:
                self._reload(home)
                self._forget(home)
            self._damage.pop(home, None)

    def freeze(self, name: str) -> tuple[Path, tuple[str, ...]]:
        """All homes as they stand at this moment, in a folder that nobody changes any more.

        And the homes of which nothing sound is left. Writers wait meanwhile, 0.3 s for 10,000
        homes. Raises NotSaved.
        """
        frozen = self.folder.path / f"{FROZEN}{check_key(name)}"
        try:
            for shard in SHARDS:
                (frozen / shard).mkdir(mode=0o700, parents=True)
            with self._writers.none():
                self._refuse_closed()
                damaged = [home for home in self.folder.homes() if not self._frozen(home, frozen)]
        except OSError as fault:
            shutil.rmtree(frozen, ignore_errors=True)
            raise NotSaved(frozen, fault.strerror) from fault
        return frozen, tuple(damaged)

    def _frozen(self, home: str, frozen: Path) -> bool:
        """Whether something sound of the home lies in the frozen folder now."""
        target = frozen / shard_of(home) / f"{home}.json"
        source = self.folder.file(home)
        if home not in self._damage:
            link(source, target)
            return True
        if data := HomeFile(source).sound():
            write(target, data)
        return data is not None

    def close(self) -> None:
        """Let those who are writing finish, then let other processes have the folder."""
        with self._mutex:
            closed, self._closed = self._closed, True
            lanes = list(self._lanes.values())
        if closed:
            return
        if self._door:
            self._door.close()
        for lane in lanes:
            with lane.lock:
                pass
        self.folder.unlock()

    def _open_door(self) -> Door | None:
        try:
            return Door(self, self.folder, self.freeze)
        except OSError as fault:
            log.warning("commands cannot write to %s meanwhile: %s", self.folder.path, fault)
            return None

    def _before_reading(self) -> None:
        if getattr(self._here, "at_work", False):
            raise RuntimeError("a transaction reads and writes through what it is given")

    def content(self, home: str) -> Tables:
        """All that a home holds. Raises Damaged."""
        return self._tables(home)

    def _tables(self, home: str) -> Tables:
        return self._file(home).tables

    def _record(self, kind: type[R], id: str, doc: Doc) -> R:
        """The record as it was made when the document was read last: both are never changed."""
        key = (kind.kind, id)
        seen = self._records.get(key)
        if seen and seen[0] is doc and isinstance(seen[1], kind):
            return seen[1]
        made = record(kind, doc)
        self._records[key] = doc, made
        while len(self._records) > CACHE_RECORDS:
            with contextlib.suppress(KeyError):  # another thread was quicker
                self._records.popitem(last=False)
        return made

    def _file(self, home: str) -> HomeFile:
        if file := self._recent.get(home):
            return file
        with self._lane(home) as lane, lane.lock:
            if file := self._recent.get(home):
                return file
            file = self._load(home)
            self._recent.keep(home, file)
            return file

    @contextlib.contextmanager
    def _lane(self, home: str) -> Iterator["_Lane"]:
        with self._mutex:
            self._refuse_closed()
            lane = self._lanes.setdefault(home, _Lane())
            lane.users += 1
        try:
            yield lane
        finally:
            with self._mutex:
                lane.users -= 1
                if not lane.users:
                    del self._lanes[home]

    def _refuse_closed(self) -> None:
        """To be asked under a lane's lock: `close` waits for those who hold one."""
        if self._closed:
            raise StoreError("The store is closed. Open it again to go on.")

    def _lead(self, home: str, jobs: list["_Job[Any]"]) -> None:
        """Run the jobs one after the other and write once; who failed alone spoils nothing."""
        try:
            self._refuse_closed()
            file = self._file(home)
            changes: Changes = {}
            for job in jobs:
                draft = Draft(home, file.tables, changes, self._index.home)
                if self._run(job, draft):
                    changes |= draft.changes
            if changes:
                self._write(home, file, changes)
        except BaseException as fault:
            error = fault if isinstance(fault, Exception) else NotSaved(home, "interrupted")
            for job in jobs:
                job.error = job.error or error
            if error is not fault:
                raise
        finally:
            for job in jobs:
                job.finish()

    def _run(self, job: "_Job[Any]", draft: Draft) -> bool:
        self._here.at_work = True
        try:
            return job.run(draft)
        finally:
            self._here.at_work = False

    def _write(self, home: str, file: HomeFile, changes: Changes) -> None:
        tables = staged(file.tables, changes)
        try:
            with self._writers.one():
                file.write(tables)
        except BaseException:
            self._reload(home)
            raise
        self._index.update(home, changes)
        self._recent.keep(home, file)

    def _forget(self, home: str) -> None:
        """Let what was erased not lie about in memory."""
        gone = [key for key, (_, made) in list(self._records.items()) if made.home == home]
        for key in gone:
            self._records.pop(key, None)

    def _reload(self, home: str) -> None:
        """Hold in memory what is on the disk, whatever that is."""
        self._recent.drop(home)
        with contextlib.suppress(StoreError):
            self._learn(home)


class _Job(Generic[T]):
    """A transaction that waits for its turn."""

    def __init__(self, work: Callable[[Transaction], T]) -> None:
        self.turn = threading.Event()  # it is done, or it is to lead
        self.done = False
        self.error: BaseException | None = None
        self._work = work
        self._value: T

    def run(self, draft: Draft) -> bool:
        """Do the work on the draft; whether it succeeded."""
        try:
            self._value = self._work(draft)
        except BaseException as fault:
            self.error = fault
            return False
        return True

    def finish(self) -> None:
        """Let go whoever waits for it."""
        self.done = True
        self.turn.set()

    def result(self) -> T:
        """What the work returned; raises what kept it from being durable."""
        if self.error is not None:
            raise self.error
        return self._value


class _Lane:
    """Those who wait for one home, and the one of them who leads."""

    def __init__(self) -> None:
        self.lock = threading.RLock()  # held by whoever touches the home's file
        self.users = 0
        self._waiting: deque[_Job[Any]] = deque()
        self._leader: _Job[Any] | None = None
        self._mutex = threading.Lock()

    @contextlib.contextmanager
    def queue(self, job: _Job[Any]) -> Iterator[None]:
        """Wait until the job is done or is to lead; afterwards the next one leads."""
        with self._mutex:
            self._waiting.append(job)
            if self._leader is None:
                self._leader = job
                job.turn.set()
        try:
            job.turn.wait()
            yield
        finally:
            self._leave(job)

    def take(self) -> list[_Job[Any]]:
        """Everyone who waits now."""
        with self._mutex:
            jobs = list(self._waiting)
            self._waiting.clear()
        return jobs

    def _leave(self, job: _Job[Any]) -> None:
        with self._mutex:
            if not job.done and job in self._waiting:
                self._waiting.remove(job)
            if self._leader is job:
                self._leader = self._waiting[0] if self._waiting else None
                if self._leader is not None:
                    self._leader.turn.set()
