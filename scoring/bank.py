"""The loader: a folder of banks becomes an instrument, or a list of all that is wrong with it."""

import re
import stat
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from pydantic import RootModel

from scoring import yaml_events
from scoring.consistency import Banks, disagreements
from scoring.instrument import Facts, Instrument, Outline, Sign, Translation
from scoring.shape import Fitted, fit
from scoring.values import Text
from scoring.yaml_events import MAX_PROBLEMS, Document, Limits, Problem, read

OUTLINE = "instrument.yaml"
LEDGER = "facts.yaml"
TRANSLATIONS = "translations"

_MORE = f"more problems from here on; the first {MAX_PROBLEMS} of the file are listed"

MAX_FILES = 64
MAX_FOLDER_BYTES = 2 * 1024 * 1024
MAX_FOLDER_VALUES = 16_000


class BankError(ValueError):
    """A folder that makes no instrument; `problems` say why, by file, line and column."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


def load_instrument(folder: Path) -> Instrument:
    """The instrument in the folder; raises BankError with all problems of all its files."""
    return _instrument(_banks(folder))


def find_problems(folder: Path) -> tuple[Problem, ...]:
    """All problems of the folder's files, none if it makes an instrument."""
    try:
        load_instrument(folder)
    except BankError as error:
        return error.problems
    return ()


def reloaded(good: Instrument, folder: Path) -> tuple[Instrument, tuple[Problem, ...]]:
    """The folder's instrument; or the good one, and the problems that keep it in use."""
    try:
        return load_instrument(folder), ()
    except BankError as error:
        return good, error.problems


class _Words(RootModel[dict[str, Text]]):
    """A translation: path -> text."""


def _banks(folder: Path) -> Banks:
    """The folder's documents; raises BankError if it is no folder of banks at all."""
    documents = _documents(folder, _files(folder))
    outline = documents.pop(OUTLINE, None) or _missing(OUTLINE, "what holds for all signs")
    ledger = documents.pop(LEDGER, None) or _missing(LEDGER, "'facts: []' if there are none")
    signs = tuple(found for name, found in documents.items() if "/" not in name)
    translations = tuple(found for name, found in documents.items() if "/" in name)
    return Banks(outline, ledger, signs, translations)


def _files(folder: Path) -> list[Path]:
    """The folder's files by name; raises BankError if there are none, or too many."""
    try:
        files = [*folder.iterdir()]
        if (folder / TRANSLATIONS).is_dir():
            files += (folder / TRANSLATIONS).iterdir()
        files = sorted(f for f in files if re.search(r"^[^.].*\.ya?ml$", f.name, re.S))
        size = sum(file.lstat().st_size for file in files)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "its name holds a NUL"
        raise _refused(folder, f"this is no folder of banks: {why}; name another") from None
    if not any(file.parent == folder and file.name not in (OUTLINE, LEDGER) for file in files):
        raise _refused(folder, "there are no banks here; add a .yaml file for each sign")
    if len(files) > MAX_FILES or size > MAX_FOLDER_BYTES:
        limits = f"{MAX_FILES} files and {MAX_FOLDER_BYTES // 1024**2} MiB"
        raise _refused(folder, f"the banks are more than {limits}; take some out")
    return files


def _refused(folder: Path, message: str) -> BankError:
    return BankError([Problem(_printable(str(folder)), 1, 1, message)])


def _missing(name: str, content: str) -> Document:
    message = f"this file is missing; write it: {content}"
    return Document(name, problems=[Problem(name, 1, 1, message)])


def _printable(name: str) -> str:
    return name if name.isprintable() else ascii(name)


def _documents(folder: Path, files: Iterable[Path]) -> dict[str, Document]:
    left = MAX_FOLDER_VALUES
    documents = {}
    for file in files:
        name = _printable(file.relative_to(folder).as_posix())
        document = _document(name, file, left) if left > 0 else Document(name)
        left -= document.values
        documents[name] = document
    return documents


def _document(name: str, file: Path, max_values: int) -> Document:
    limit = yaml_events.ENGINE.max_bytes
    try:
        info = file.stat()
        wrong = _unfit(file, info.st_mode, info.st_size, limit)
        raw = b"" if wrong else file.read_bytes()
    except OSError as error:
        wrong = f"the file cannot be read: {error.strerror}; mend it, or take it out"
    if wrong:
        return Document(name, problems=[Problem(name, 1, 1, wrong)])
    return read(name, raw, Limits(min(max_values, yaml_events.ENGINE.max_values)))


def _unfit(file: Path, mode: int, size: int, limit: int) -> str | None:
    if not stat.S_ISREG(mode):
        return "this is no file; take it out"
    if size > limit:
        return f"{size // 1024 + 1:,} KiB are too much; keep a file below {limit // 1024} KiB"
    if file.suffix == ".yml":
        return "this ends in .yml and would be overlooked; let it end in .yaml"
    if file.parent.name == TRANSLATIONS and not re.fullmatch(r"[a-z]{2,3}(-\w{2,8})?", file.stem):
        return "this names no language; call the file by its code, such as de.yaml"
    return None


def _instrument(banks: Banks) -> Instrument:
    """The instrument of the documents; raises BankError."""
    outline, ledger = fit(Outline, banks.outline), fit(Facts, banks.ledger)
    signs = [fit(Sign, bank) for bank in banks.signs]
    translations = [fit(_Words, translation) for translation in banks.translations]
    parts: list[Fitted[Any]] = [outline, ledger, *signs]
    problems = [problem for part in (*parts, *translations) for problem in part.problems]
    sound = _sound(outline.value, ledger.value, [sign.value for sign in signs if sign.value])
    faulty = [part.document for part in parts if not part.value]
    problems += disagreements(banks, sound.texts(), faulty)
    if problems or outline.value is None or ledger.value is None:
        raise BankError(_listed(problems))
    return Instrument(
        outline=outline.value,
        signs=tuple(sound.by_id[sign] for sign in outline.value.signs),
        ledger=ledger.value,
        translations=tuple(_translation(part) for part in translations),
    )


def _sound(outline: Outline | None, ledger: Facts | None, signs: list[Sign]) -> Instrument:
    """As much of the instrument as there is, to ask it for its texts."""
    parts: dict[str, Any] = {"outline": outline, "ledger": ledger or Facts(facts=())}
    return Instrument.model_construct(signs=tuple(signs), **parts)


def _translation(part: Fitted[_Words]) -> Translation:
    words = part.value.root.items() if part.value else ()
    return Translation(language=Path(part.document.file).stem, words=tuple(sorted(words)))


def _listed(problems: Iterable[Problem]) -> list[Problem]:
    """The problems by place, the first 50 of each file, and where more of them begin."""
    listed: list[Problem] = []
    for _, of_file in groupby(sorted(set(problems)), attrgetter("file")):
        found = list(of_file)
        listed += found[:MAX_PROBLEMS]
        listed += [replace(after, message=_MORE) for after in found[MAX_PROBLEMS:][:1]]
    return listed
