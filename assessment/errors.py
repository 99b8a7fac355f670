"""What can go wrong, as one small tree; every message says what, where and what to do now.

AssessmentError
├── SettingsError            an installation's settings are wrong
├── Refused                  what was sent does not fit; nothing was changed
├── NotAllowed               it takes a login, and nobody is logged in
├── StoreError               the store cannot do what it was asked
│   ├── NotSaved             a write failed; what was kept before is still there
│   │   └── NotErased        part of it may still be there
│   ├── Damaged              a home has no sound generation left
│   ├── FolderUnusable       the data folder cannot be used as one
│   ├── DataFolderInUse      another process holds the data folder
│   ├── NewerSchema          the data was written by a newer program
│   ├── OlderSchema          the database has to be brought on first
│   ├── NotWritten           a backup could not be written
│   └── BadBackup            a file is no backup that can be restored
└── BadSheet                 a sheet of answers cannot be scored
"""

from pathlib import Path


class AssessmentError(Exception):
    """Anything the app refuses or cannot do; its text may be shown to the person who asked."""


class SettingsError(AssessmentError):
    """An installation's settings are wrong."""


class Refused(AssessmentError):
    """What was sent does not fit, such as an item that does not exist; nothing was changed.

    `reason` names the words in which a screen says so, in its own language.
    """

    def __init__(self, sentence: str = "", reason: str = "other") -> None:
        self.reason = reason
        super().__init__(sentence)


class NotAllowed(AssessmentError):
    """It takes a login, and this browser has none that is alive; nothing was changed."""


class StoreError(AssessmentError):
    """The store cannot do what it was asked."""


class NotSaved(StoreError):
    """A write failed or is not known to be durable; nobody may be told that it is saved."""

    sentence = (
        "Not saved: {where}: {reason}. What was kept before is not lost. "
        "Make room or mend the disk, then save again."
    )

    def __init__(self, where: str | Path, reason: object) -> None:
        self.where = where
        self.reason = reason
        super().__init__(self.sentence.format(where=where, reason=reason))


class NotErased(NotSaved):
    """Erasing failed on the way; part of what was to go may still be there."""

    sentence = (
        "Not erased: {where}: {reason}. Part of it may still be there. "
        "Mend the disk, then erase again."
    )


class Damaged(StoreError):
    """A home whose file and every older generation of it are broken."""

    def __init__(self, path: str | Path, reason: object) -> None:
        self.path = path
        super().__init__(
            f"Damaged: {path}: {reason}, and no older generation of it is sound. "
            "Put the file back from a backup, or erase what it belongs to."
        )


class FolderUnusable(StoreError):
    """The data folder is missing, not ours, not a folder or not open to this user."""

    def __init__(self, folder: str | Path, reason: object) -> None:
        super().__init__(
            f"The data folder {folder} cannot be used: {reason}. "
            "Mend that, or name another folder in SEVENSIGNS_DATA."
        )


class DataFolderInUse(StoreError):
    """Another process holds the data folder."""

    def __init__(self, folder: str | Path, pid: int | None) -> None:
        self.pid = pid
        holder = f"process {pid}" if pid else "another process"
        super().__init__(
            f"The data folder {folder} is in use by {holder}. "
            "Stop that process, or name another folder in SEVENSIGNS_DATA."
        )


class NewerSchema(StoreError):
    """The data was written by a newer program than this one."""

    def __init__(self, path: str | Path, found: int, known: int) -> None:
        super().__init__(
            f"{path} has schema {found}; this program knows schemas up to {known}. "
            "Install the newer program, or name another place for the data."
        )


class OlderSchema(StoreError):
    """The database was made by an older program than this one."""

    def __init__(self, where: str, found: int, needed: int) -> None:
        super().__init__(
            f"{where} has schema {found}; this program needs schema {needed}. Stop every process "
            "of the older program, make a backup, then run: python -m assessment db upgrade"
        )


class NotWritten(StoreError):
    """A backup could not be written; there is none of that name, or the one from before."""

    def __init__(self, file: str | Path, reason: object) -> None:
        super().__init__(f"{file} was not written: {reason}. Name another place, or make room.")


class BadBackup(StoreError):
    """A file is no backup that this program can restore; nothing was changed."""

    def __init__(self, file: str | Path, reason: object) -> None:
        super().__init__(f"{file} cannot be restored: {reason}. Nothing was changed.")


class BadSheet(AssessmentError):
    """A sheet of answers that cannot be scored, in one line."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}".replace("\n", " "))
