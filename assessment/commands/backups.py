"""`backup`, `verify`, `restore`: everything that is kept, in one file and back again."""

import argparse
import sys

from assessment.desk import backups
from assessment.services import open_services
from assessment.settings import Settings
from assessment.store import named
from assessment.store.backup import Manifest, verify_backup
from assessment.texts import Texts, load_texts


def back_up(given: argparse.Namespace, settings: Settings) -> None:
    """Write everything that is kept into one private file, also while the app runs."""
    words = load_texts(settings.language)
    with open_services(settings, "command") as s:
        manifest = backups.back_up(s, given.file)
    print(words("cli.backed_up", file=str(given.file), **_said(manifest, words)))
    _warn(manifest, words)


def verify(given: argparse.Namespace, settings: Settings) -> None:
    """Read a backup and check everything in it."""
    words = load_texts(settings.language)
    manifest = verify_backup(given.file)
    print(words("cli.verified", file=str(given.file), **_said(manifest, words)))
    _warn(manifest, words)


def restore(given: argparse.Namespace, settings: Settings) -> None:
    """Put a backup in the place of everything that is kept, while the app does not run."""
    words = load_texts(settings.language)
    done = backups.restore(settings, given.file)
    data = named(settings.place)
    print(words("cli.restored", file=str(given.file), data=data, **_said(done.manifest, words)))
    if done.kept_out:
        print(words("cli.restored_without", count=words.number(done.kept_out)))
    if done.before:
        key = "cli.restored_before_file" if settings.database_url else "cli.restored_before"
        print(words(key, folder=str(done.before)))
    names = ", ".join(done.accounts) or "-"
    print(words("cli.restored_accounts", names=names))


def _said(manifest: Manifest, words: Texts) -> dict[str, str]:
    return {
        "homes": words.number(manifest.homes),
        "date": manifest.made.strftime("%Y-%m-%d %H:%M UTC"),
        "version": manifest.version,
        "digest": manifest.digest,
    }


def _warn(manifest: Manifest, words: Texts) -> None:
    if manifest.damaged:
        names = ", ".join(manifest.damaged)
        print(words("cli.backup_damaged", names=names), file=sys.stderr)
