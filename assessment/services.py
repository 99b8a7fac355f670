"""What one process holds once: settings, store, brand and the instrument. The only wiring."""

import datetime
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from assessment import client_records, post_records, pulse  # noqa: F401  # a store knows the kinds that are defined when it opens
from assessment.brand import Brand
from assessment.brand.load import default_brand, load_brand
from assessment.desk_records import Tombstone
from assessment.errors import AssessmentError, StoreError
from assessment.records import (
    Assessment,
    Ballot,
    Grant,
    InstrumentCopy,
    LastGood,
    Seat,
    Workshop,
)
from assessment.settings import Settings
from assessment.store import Role, Store, open_store
from assessment.texts import PSEUDO, Texts, pseudo, visitor
from assessment.theme import Theme
from scoring.bank import BankError, load_instrument, reloaded
from scoring.instrument import Instrument, translated
from scoring.yaml_events import Problem

log = logging.getLogger("sevensigns")


class Shelf:
    """The instruments in use: the current one, never replaced by a broken one, and older ones.

    Raises BankError where the banks make none, and never made one that is kept.
    """

    def __init__(self, folder: Path, store: Store) -> None:
        self._folder = folder
        self._store = store
        self._lock = threading.Lock()
        self._seen = _stamp(folder)
        self.problems: tuple[Problem, ...] = ()  # of the files; the last good ones stay in use
        self._by_key: dict[tuple[str, str], Instrument] = {}
        try:
            self._current = load_instrument(folder)
        except BankError as error:
            self._current = self._last_good(error)
            self._told(error.problems)

    def current(self) -> Instrument:
        """The last good instrument."""
        return self._current

    def renew(self) -> Instrument:
        """The instrument as its files now are, or the last good one where they are broken."""
        with self._lock:
            try:
                stamp = _stamp(self._folder)
            except OSError:  # a file that is just being written anew: the next look will tell
                return self._current
            if stamp != self._seen:
                self._seen = stamp
                self._current, problems = reloaded(self._current, self._folder)
                self._by_key = {}  # under the same hash there may be another translation
                self._told(problems)
                self.keep()
            return self._current

    def keep(self) -> None:
        """Keep the instrument for a start with broken banks; that it cannot be harms nothing."""
        if self.problems:
            return
        id, text = LastGood.id_of(self._folder), self._current.canonical_json()
        made = LastGood(home=LastGood.home_of(id), id=id, day=_today(), text=text)
        try:
            before = self._store.get(LastGood, id)
            if before is None or before.text != text:
                self._store.transact(made.home, lambda home: home.put(made))
        except StoreError as error:
            log.warning("The banks could not be kept for a later start: %s", error)

    def get(self, sha256: str, language: str) -> Instrument:
        """The instrument with that hash in a language; raises AssessmentError if none is kept."""
        made, key = self._by_key, (sha256, language)
        if key not in made:
            made[key] = _in_language(self._kept(sha256), language)
        return made[key]

    def _last_good(self, error: BankError) -> Instrument:
        """What these banks made before they broke; raises the error where nothing is kept."""
        kept = self._store.get(LastGood, LastGood.id_of(self._folder))
        if kept is None:
            raise error
        try:
            return Instrument.from_json(kept.text)
        except ValidationError:  # kept by a program that knew other keys
            raise error from None

    def _told(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        if problems:
            told = "\n".join(map(str, problems))
            log.error("The banks have problems; the last good ones are in use.\n%s", told)

    def _kept(self, sha256: str) -> Instrument:
        if sha256 == self._current.sha256:
            return self._current
        copy = self._store.get(InstrumentCopy, sha256)
        if copy is None:
            raise AssessmentError(f"The question bank of this assessment is missing: {sha256}.")
        return Instrument.from_json(copy.text)


@dataclass(frozen=True)
class Services:
    """What pages, routes and commands work with."""

    settings: Settings
    store: Store
    shelf: Shelf = field(repr=False)
    brand: Brand = field(default_factory=default_brand)

    @property
    def theme(self) -> Theme:
        """The look of the brand."""
        return self.brand.theme

    def language(self) -> str:
        """The language of whoever is answered now, or the installation's."""
        return visitor.language() or self.settings.language

    def instrument(self, language: str | None = None) -> Instrument:
        """The last good instrument in a language, that of whoever is answered unless said."""
        return self.instrument_of(self.shelf.current().sha256, language)

    def instrument_of(self, sha256: str, language: str | None = None) -> Instrument:
        """The instrument with that hash, today's or an older one; raises AssessmentError."""
        return self.shelf.get(sha256, language or self.language())

    def texts(self, language: str | None = None) -> Texts:
        """The app's own words in a language, that of whoever is answered unless said."""
        return self.brand.texts(language or self.language())


_current: list[Services] = []


def services() -> Services:
    """The services of this process."""
    if not _current:
        raise RuntimeError("The app is not started by this script. Start it by: make run")
    return _current[-1]


@contextmanager
def provided(given: Services) -> Iterator[Services]:
    """Within this, `services()` gives these."""
    _current.append(given)
    try:
        yield given
    finally:
        _current.remove(given)


@contextmanager
def open_services(settings: Settings, role: Role = "serve") -> Iterator[Services]:
    """The services of the app, or of a command beside it, closed at the end.

    Raises BankError, BrandError and StoreError.
    """
    brand = brand_of(settings)
    store = open_store(settings.place, role)
    try:
        yield Services(settings, store, Shelf(settings.questions, store), brand)
    finally:
        store.close()


def brand_of(settings: Settings) -> Brand:
    """The brand that the settings name, with who answers for this installation.

    Raises BrandError.
    """
    brand = load_brand(settings.brand)
    named = ("controller", "imprint", "privacy_contact")
    given = {name: value for name in named if (value := getattr(settings, name))}
    responsible = brand.responsible.model_copy(update=given)
    return brand.model_copy(update={"responsible": responsible})


def purge_expired(given: Services, today: datetime.date | None = None) -> int:
    """Erase what was untouched for the retention time, damaged files too; how many files."""
    last = months_before(today or _today(), given.settings.retention_months)
    old = list(given.store.below(Assessment, "updated", last.isoformat()))
    old += _of_old_workshops(given.store, last)
    old += given.store.below(Grant, "expires", (today or _today()).isoformat(), what="language")
    old += [h for h in given.store.broken(last) if not h.startswith(InstrumentCopy.homes)]
    for home in old:
        given.store.erase(home)
    return len(old)


def erase_for_good(given: Services, home: str, today: datetime.date | None = None) -> None:
    """Erase a home so that no restore brings it back. Raises NotSaved and NotErased.

    Only for homes whose names are never given again.
    """
    day = today or _today()
    stone = Tombstone.of(home, day)
    given.store.transact(stone.home, lambda stones: stones.put(stone))
    given.store.erase(home)


def _of_old_workshops(store: Store, last: datetime.date) -> list[str]:
    """The homes of workshops untouched since before that day, and of all who sat in them."""
    rooms = store.below(Workshop, "updated", last.isoformat())
    kinds: tuple[type[Seat] | type[Ballot], ...] = (Seat, Ballot)
    sat = [record.home for kind in kinds for record in store.find(kind, workshop=rooms)]
    lost = [home for kind in kinds for home in store.lost(kind, "workshop", Workshop)]
    return [*sat, *lost, *rooms]


def _today() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()


def months_before(day: datetime.date, months: int) -> datetime.date:
    """That day so many months earlier; the last of the month where there is no such day."""
    first = day.year * 12 + day.month - 1 - months
    for number in range(day.day, 27, -1):
        try:
            return datetime.date(first // 12, first % 12 + 1, number)
        except ValueError:
            continue
    return datetime.date(first // 12, first % 12 + 1, day.day)


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    files = sorted(folder.rglob("*.yaml"))
    return tuple((str(f), (stat := f.stat()).st_mtime_ns, stat.st_size) for f in files)


def _in_language(instrument: Instrument, language: str) -> Instrument:
    if language == PSEUDO:
        return translated(
            instrument, {path: pseudo(text) for path, text in instrument.texts().items()}
        )
    return instrument.in_language(language)
