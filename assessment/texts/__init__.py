"""The app's own words, and the one place where digits and dates become text."""

import datetime
import math
import re
from functools import cache, lru_cache
from pathlib import Path

import yaml
from babel.dates import format_date
from babel.numbers import format_decimal

FOLDER = Path(__file__).parent
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
OWN = "en"  # the language the words are written in; a text that another lacks is shown in it
PSEUDO = "pseudo"
PRODUCT = "Seven Signs"  # what the app is called unless a brand says otherwise
_ACCENTED = str.maketrans("aeiouycnAEIOUYCN", "áéîöüýçñÁÉÎÖÜÝÇÑ")


def pseudo(text: str) -> str:
    """The text as the pseudo-language has it: accented and 60 % longer, placeholders untouched."""
    parts = re.split(r"(\{[a-z_]+\})", text)
    accented = "".join(p if p.startswith("{") else p.translate(_ACCENTED) for p in parts)
    missing = math.ceil(len(text) * 0.6)
    words = [w for w in accented.split() if "{" not in w] or ["ýé"]
    padding: list[str] = []
    while len(" ".join(padding)) < missing:
        padding.append(words[len(padding) % len(words)])
    return f"{accented} {' '.join(padding)}"


@lru_cache(maxsize=4096)
def _decimal(value: float, digits: int, locale: str) -> str:
    """The digits as a language writes them; Babel takes 0.1 ms for that."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=locale)


class Texts:
    """The app's words in one language: `texts("start.title")`, `texts("x.y", count="3")`."""

    def __init__(self, language: str, words: dict[str, str]) -> None:
        self.language = language
        self._locale = "de" if language == PSEUDO else language
        self._words = words

    def __call__(self, key: str, **values: str) -> str:
        """The words under a key, with its `{placeholders}` filled; raises KeyError for either."""
        return self._words[key].format_map(values) if values else self._words[key]

    def number(self, value: float, digits: int = 0) -> str:
        """A number with that many decimals, half up, with a true minus sign."""
        scaled = math.floor(abs(value) * 10**digits + 0.5 + 1e-9) / 10**digits
        sign = "−" if value < 0 and scaled else ""
        return sign + _decimal(scaled, digits, self._locale)

    def score(self, value: float, cuts: tuple[float, ...] = (20, 40, 60, 80)) -> str:
        """A score of 0 to 100 as a whole number, or with a decimal if that would reach a cut."""
        whole = math.floor(value + 0.5)
        return self.number(value, 1 if whole > value and whole in cuts else 0)

    def date(self, day: datetime.date) -> str:
        """A day in words, such as 23 November 2026; the number stays in the line of its month."""
        said = format_date(day, format="long", locale="en_GB" if self._locale == "en" else "de")
        return said.replace(" ", "\u00a0", 1)

    def short_date(self, day: datetime.date) -> str:
        """A day in little room, such as 23 Nov 26."""
        pattern = "d MMM yy" if self._locale == "en" else "d. MMM yy"
        return format_date(day, pattern, locale="en_GB" if self._locale == "en" else "de")

    def day(self, written: str) -> str:
        """A day written as 2026-11-23 in words; anything else as it is."""
        try:
            return self.date(datetime.date.fromisoformat(written))
        except ValueError:
            return written


def read_words(file: Path) -> dict[str, str]:
    """The words in a file of ours, by their keys."""
    words: dict[str, str] = yaml.load(file.read_text("utf-8"), _LOADER)  # noqa: S506  # a safe loader
    return words


@cache
def languages() -> tuple[str, ...]:
    """The languages the app has words in, its own first."""
    found = sorted(file.stem for file in FOLDER.glob("*.yaml"))
    return (OWN, *(language for language in found if language != OWN))


@cache
def spoken(language: str) -> bool:
    """Whether the app has words in this language."""
    return language == PSEUDO or language in languages()


@cache
def load_texts(language: str, product: str = PRODUCT, claim: str = "") -> Texts:
    """The app's words in a language, under a brand's name and claim, which hold no braces.

    What is not translated is English. `pseudo` is English made longer, to find what bypasses it.
    """
    translated = {} if language in (OWN, PSEUDO) else read_words(FOLDER / f"{language}.yaml")
    own = {"app.claim": claim} if claim else {}
    given = read_words(FOLDER / f"{OWN}.yaml") | translated | own
    words = {key: text.replace("{product}", product) for key, text in given.items()}
    if language == PSEUDO:
        words = {key: pseudo(text) for key, text in words.items()}
    return Texts(language, words)
