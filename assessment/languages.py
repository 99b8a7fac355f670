"""In which language a browser is answered: as it was chosen, or as the browser says it likes."""

import datetime
import re
from html import escape

from assessment import auth
from assessment.errors import StoreError
from assessment.records import Grant, new_id
from assessment.services import Services
from assessment.store import Transaction
from assessment.texts import PSEUDO, Texts, languages, load_texts
from assessment.texts.visitor import accepted

ADDRESS = "/language"  # where a choice is sent to
BACK_LIMIT = 2000  # characters of the address one came from
_OURS = re.compile(r"/(?!/)[A-Za-z0-9_/-]*(?:\?[A-Za-z0-9_=&%.~+*-]*)?")
_HOMES = "language-"  # what the names of the homes begin with, one a browser


def choose(s: Services, browser: str, language: str) -> None:
    """Answer the browser with this cookie in this language for 90 days. Raises NotSaved."""
    id = new_id()
    fresh = Grant(
        home=f"{_HOMES}{id}", id=id, browser=auth.digest(browser), what="language", target=language
    )
    expires = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(auth.REMEMBERED_DAYS)
    made = (_grant(s, browser) or fresh).changed(target=language, expires=expires)

    def work(home: Transaction) -> None:
        home.put(made)

    s.store.transact(made.home, work)


def chosen(s: Services, browser: str | None) -> str | None:
    """The language that the browser with this cookie was told to be answered in."""
    found = _grant(s, browser)
    return found.target if found and found.target in languages() else None


def of_browser(s: Services, browser: str | None, accept: str) -> str | None:
    """The language of a browser, by its cookie and its Accept-Language; None where none is ours.

    The pseudo-language is for whoever looks for words that bypass the texts, whatever they speak.
    """
    if s.settings.language == PSEUDO:
        return PSEUDO
    try:
        return chosen(s, browser) or accepted(accept)
    except StoreError:  # in some language it has to be said that the store is silent
        return accepted(accept)


def back(address: str) -> str:
    """The address, if it is a path on this site, or the start."""
    return address if len(address) <= BACK_LIMIT and _OURS.fullmatch(address) else "/"


def switch(words: Texts, here: str) -> str:
    """The form that changes the language, and leads back to the address it stands at."""
    buttons = "".join(
        f'<button name="language" value="{name}" lang="{name}">'
        f"{escape(load_texts(name)('language.name'))}</button>"
        for name in languages()
        if name != words.language
    )
    return (
        f'<form class="language" method="post" action="{ADDRESS}"'
        f' aria-label="{escape(words("language.choose"))}">'
        f'<input type="hidden" name="back" value="{escape(here)}">{buttons}</form>'
    )


def _grant(s: Services, browser: str | None) -> Grant | None:
    return next((g for g in auth.grants(s, browser) if g.what == "language"), None)
