"""Passwords: which ones are taken, and how they are kept and checked."""

import logging
import os
import re
import threading
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from assessment.errors import Refused

log = logging.getLogger("sevensigns")

SHORTEST, LONGEST = 15, 1024  # characters
DISTINCT = 5  # different characters at the least
LEFT = 6  # letters that must remain once the common words are taken out
AT_ONCE = 2  # hashes, of 19 MiB each
WAITING = 20  # who may wait for one; about a second
KINDLY = 10  # niceness of the threads: a flood of attempts leaves the processor to the others
COMMON = (
    *("password", "passwort", "passphrase", "kennwort", "geheim", "secret", "letmein", "login"),
    *("welcome", "willkommen", "hallo", "hello", "iloveyou", "qwertyuiop", "qwertzuiop", "qwerty"),
    *("qwertz", "asdfghjkl", "asdf", "zxcvbnm", "yxcvbnm", "abcdefghijklmnopqrstuvwxyz", "abc"),
    *("administrator", "admin", "root", "user", "test", "changeme", "default", "monkey", "dragon"),
    *("football", "baseball", "sunshine", "princess", "master", "summer", "winter", "spring"),
    *("autumn", "sommer", "herbst", "monday", "montag", "sevensigns", "seven", "signs", "sieben"),
    *("anzeichen", "assessment", "workshop", "scorecard", "consultant", "consulting", "berater"),
    *("sales", "marketing", "vertrieb", "leads", "desk", "company", "customer"),
)

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # kibibytes: 19 MiB


class Busy(Exception):
    """So many are logging in at this moment that this one is not even looked at."""


def check(password: str) -> str:
    """The password as it is hashed; raises Refused where it cannot be one."""
    if not SHORTEST <= len(password) <= LONGEST or "\0" in password:
        raise Refused(
            f"A password has {SHORTEST} to {LONGEST:,} characters, and none of them is NUL. "
            "A few words in a row make a good one.",
            "password_length",
        )
    try:
        return unicodedata.normalize("NFC", password).encode().decode()
    except UnicodeError:
        raise Refused("The password holds characters that cannot be written.") from None


def check_new(password: str, name: str) -> str:
    """As `check`, for a password that is to be used from now on; raises Refused for easy ones."""
    checked = check(password)
    plain = "".join(c for c in checked.casefold() if c.isalpha())
    for word in sorted((*COMMON, *re.findall(r"[a-z]{3,}", name)), key=len, reverse=True):
        plain = plain.replace(word, "")
    if len(plain) < LEFT or len(set(plain)) < DISTINCT:
        raise Refused(
            "This password is easy to guess: apart from common words, the name and digits, hardly "
            "anything is left. Take four or more words that have nothing to do with each other.",
            "password_easy",
        )
    return checked


@contextmanager
def place() -> Iterator[None]:
    """A place among those who wait for a hash; raises Busy where there is none."""
    if not _places.acquire(blocking=False):
        raise Busy
    try:
        yield
    finally:
        _places.release()


def hashed(password: str) -> str:
    """The argon2id hash by which a checked password is kept."""
    return _hashers().submit(_HASHER.hash, password).result()


def fits(kept: str | None, password: str) -> bool:
    """Whether a checked password is the one that was kept; as slow where none was."""
    right = _hashers().submit(_verify, kept or _nobodys(), password).result()
    return right and kept is not None


def outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(kept)


def _verify(kept: str, password: str) -> bool:
    try:
        return _HASHER.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    """A hash that no password fits, so that a name nobody has takes as long as any other."""
    return hashed(os.urandom(32).hex())


def warm_up() -> None:
    """Make what the first attempt would otherwise wait for."""
    _nobodys()


@cache
def _hashers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, "passwords", initializer=_be_kind)


def _be_kind() -> None:
    """Let everybody else's work go first; where a system cannot, it is no fault."""
    try:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), KINDLY)
    except (AttributeError, OSError):
        log.debug("Threads cannot be made nice here")


_places = threading.Semaphore(AT_ONCE + WAITING)
