"""`db upgrade`, `migrate`: the schema of a database, and everything moved from store to store."""

import argparse

from assessment.errors import SettingsError
from assessment.settings import Settings
from assessment.store import named
from assessment.texts import load_texts

SETTING = "DATABASE_URL"  # stands for the address in that setting, which nobody else can read


def upgrade(_: argparse.Namespace, settings: Settings) -> None:
    """Bring the schema of the database on to this program's; make a backup first."""
    from assessment.store.schema import upgraded

    words = load_texts(settings.language)
    if settings.database_url is None:
        raise SettingsError(words("cli.db_none"))
    before, now = upgraded(settings.database_url.get_secret_value())
    key = "cli.db_current" if before == now else "cli.db_upgraded"
    print(words(key, place=named(settings.place), before=str(before), now=str(now)))


def migrate(given: argparse.Namespace, settings: Settings) -> None:
    """Copy everything from one store to another, and prove that it is the same there."""
    from assessment.store.moving import move

    words = load_texts(settings.language)
    source, target = (_place(place, settings) for place in (given.source, given.target))
    moved = move(source, target)
    said = {"homes": words.number(moved.homes), "before": words.number(moved.before)}
    places = {"source": named(source), "target": named(target)}
    print(words("cli.migrated", digest=moved.digest, **said, **places))


def _place(given: str, settings: Settings) -> str:
    """A folder or an address as it was typed, or the one in the setting."""
    return str(settings.place) if given == SETTING and settings.database_url else given
