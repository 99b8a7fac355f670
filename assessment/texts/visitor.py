"""Whose language is spoken now: told once for each request, asked for where a script runs."""

import re
from collections.abc import Callable
from contextvars import ContextVar
from functools import cache, lru_cache

from assessment.texts import languages

LOOKED_AT = 1000  # characters of what a browser says of its languages
_RANGE = re.compile(
    r"\s*([A-Za-z]{2,8})(?:-[A-Za-z0-9-]{1,40})?\s*"
    r"(?:;\s*[qQ]\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?\s*"
)

_told: ContextVar[Callable[[], str | None]] = ContextVar("language", default=lambda: None)
_askers: list[Callable[[], str | None]] = []


def tell(language: Callable[[], str | None]) -> None:
    """Note what says in which language this request is answered; it is asked once, if at all.

    It says None where nobody wants one of ours.
    """
    _told.set(cache(language))


def ask(asker: Callable[[], str | None]) -> Callable[[], str | None]:
    """Let this say the language where no request is answered: a script has none of its own."""
    _askers.append(asker)
    return asker


def language() -> str | None:
    """The language of whoever is answered now, or None where nobody wants one of ours.

    A script asks once at each run, which has a thread of its own, and always of one session.
    """
    if told := _told.get()():
        return told
    if found := next(filter(None, (asker() for asker in _askers)), None):
        _told.set(lambda: found)
    return found


@lru_cache(maxsize=512)
def accepted(header: str) -> str | None:
    """The language of ours that a browser's Accept-Language likes most; None where it likes none.

    A region counts as its language; what is no language, or comes after 1,000 characters, as air.
    """
    liked: dict[str, float] = {}
    for part in header[:LOOKED_AT].split(","):
        if (found := _RANGE.fullmatch(part)) and found[1].lower() in languages():
            liked.setdefault(found[1].lower(), float(found[2] or 1))
    best = max(liked, key=lambda name: liked[name], default=None)  # of equals the first
    return best if best and liked[best] > 0 else None
