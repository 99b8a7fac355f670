"""What a translation lacks: texts without words, and words whose English has changed since.

Beside a translation lies the record of what it was made from: the path and a short digest of the
English of each text, a line each. It is written once the words were looked at, never by hand.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

from assessment.errors import AssessmentError
from assessment.settings import Settings
from assessment.texts import FOLDER, OWN, read_words
from scoring.bank import TRANSLATIONS, load_instrument

DIGITS = 8  # of a digest, hexadecimal
Wrong = Literal["missing", "stale", "placeholders", "unknown"]


@dataclass(frozen=True)
class Fault:
    """A text that is to be translated, or words that fit none."""

    file: Path
    key: str
    wrong: Wrong
    english: str = ""


@dataclass(frozen=True)
class Translation:
    """Words of one language beside the texts they are of: the app's own, or a bank's."""

    file: Path
    english: Mapping[str, str]
    words: Mapping[str, str]

    @property
    def record(self) -> Path:
        """The file that says which English the words were made from."""
        return self.file.with_suffix(".made_from.txt")

    def faults(self) -> Iterator[Fault]:
        """What is missing, stale, or no text's, in the order of the texts."""
        made_from = _recorded(self.record)
        for key, text in self.english.items():
            if wrong := self._wrong(key, made_from):
                yield Fault(self.file, key, wrong, text)
        for key in self.words:
            if key not in self.english:
                yield Fault(self.file, key, "unknown")

    def accept(self) -> None:
        """Note that the words say what the English says now."""
        there = sorted(self.english.keys() & self.words.keys())
        if there:
            lines = [f"{key} {_digest(self.english[key])}\n" for key in there]
            self.record.write_text("".join(lines), encoding="utf-8")

    def _wrong(self, key: str, made_from: Mapping[str, str]) -> Wrong | None:
        if key not in self.words:
            return "missing"
        if _placeholders(self.words[key]) != _placeholders(self.english[key]):
            return "placeholders"
        return None if made_from.get(key) == _digest(self.english[key]) else "stale"


def translations(language: str, settings: Settings) -> tuple[Translation, ...]:
    """The two translations into a language: of the app's words, and of the installation's bank.

    Raises BankError, and AssessmentError for a language that is none or a file that cannot be read.
    """
    if not re.fullmatch(r"[a-z]{2,3}", language) or language == OWN:
        raise AssessmentError(f"{language!r:.40} is no language to translate into: name one as de.")
    instrument = load_instrument(settings.questions)
    app, bank = (
        FOLDER / f"{language}.yaml",
        settings.questions / TRANSLATIONS / f"{language}.yaml",
    )
    of_bank = {each.language: dict(each.words) for each in instrument.translations}
    return (
        Translation(app, read_words(FOLDER / f"{OWN}.yaml"), _words(app)),
        Translation(bank, instrument.texts(), of_bank.get(language, {})),
    )


def _words(file: Path) -> Mapping[str, str]:
    try:
        words = read_words(file) if file.exists() else {}
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise AssessmentError(f"{file}: cannot be read: {error}") from None
    if not isinstance(words, dict) or not all(isinstance(text, str) for text in words.values()):
        raise AssessmentError(
            f"{file}: write one text a line, `key: words`, in quotes if in doubt."
        )
    return words


def _recorded(file: Path) -> Mapping[str, str]:
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return dict(pair for line in lines if len(pair := line.split(" ")) == 2)


def _placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"\{[a-z_]+\}", text))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]
