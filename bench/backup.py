"""Backups: what one costs beside a plain copy of the same files."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from assessment.store.backup import of_folder, write_backup
from assessment.store.tiny import TinyStore
from bench.store import MANY, filled

ROUNDS = 5


def rows(quick: bool = False) -> Iterator[tuple[str, float, float]]:
    """What was measured, its ratio, and the most that it should be."""
    count = 500 if quick else MANY
    with tempfile.TemporaryDirectory() as scratch:
        store = filled(Path(scratch, "many"), count)
        what = f"backup of {count:,} assessments : copying the same files"
        yield (what, *beside_a_copy(store, Path(scratch)))
        store.close()


def beside_a_copy(store: TinyStore, scratch: Path) -> tuple[float, float]:
    """The best of some backups to the best of some copies, one after the other."""
    backups, copies = [], []
    for number in range(ROUNDS):
        began = time.perf_counter()
        frozen, damaged = store.freeze(f"round-{number}")
        write_backup(of_folder(frozen), damaged, scratch / f"{number}.zip", "bench")
        shutil.rmtree(frozen)
        backups.append(time.perf_counter() - began)
        began = time.perf_counter()
        copy(store, scratch / f"copy-{number}")
        copies.append(time.perf_counter() - began)
        shutil.rmtree(scratch / f"copy-{number}")
    return min(backups) / min(copies), 2


def copy(store: TinyStore, target: Path) -> None:
    """The newest file of every home, and nothing else."""
    for home in store.folder.homes():
        source = store.folder.file(home)
        beside = target / source.parent.name
        beside.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, beside / source.name)
