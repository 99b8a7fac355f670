"""The store: the port that everything kept goes through, and the adapters behind it."""

import time
from pathlib import Path
from typing import Literal

from assessment.errors import DataFolderInUse
from assessment.store.port import Store, Transaction, counted_to

__all__ = ["Role", "Store", "Transaction", "counted_to", "named", "open_store"]

Role = Literal["serve", "command", "read"]

PATIENCE = 3.0  # seconds a command waits for a process that is just starting or ending


def open_store(url: str | Path, role: Role = "serve") -> Store:
    """The store in a data folder or a database, for the app, a command beside it, or to read only.

    The app takes a folder for itself and raises DataFolderInUse where another process has it.
    A command takes it too, or writes through the process that has it. A reader needs neither.
    A database is open to any number of processes. Raises FolderUnusable, NewerSchema and others.
    """
    from assessment.store.folder import Folder
    from assessment.store.reader import FolderReader
    from assessment.store.tiny import TinyStore

    if "://" in str(url):
        from assessment.store.sql import SqlStore

        return SqlStore(str(url), reads_only=role == "read")
    folder = Folder(url)
    if role == "read":
        folder.check()
        return FolderReader(folder)
    return TinyStore(folder) if role == "serve" else _for_command(url)


def named(place: str | Path) -> str:
    """Where everything is kept, without any password."""
    if "://" not in str(place):
        return str(place)
    from assessment.store import database

    return database.bare(database.address(str(place)))


def _for_command(url: str | Path) -> Store:
    from assessment.store.door import Visitor
    from assessment.store.folder import Folder
    from assessment.store.tiny import TinyStore

    until = time.monotonic() + PATIENCE
    while True:
        try:
            return TinyStore(Folder(url))
        except DataFolderInUse:
            pass
        try:
            return Visitor(Folder(url))
        except DataFolderInUse:
            if time.monotonic() > until:
                raise
        time.sleep(0.02)
