"""A data folder, and a store on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assessment.store.folder import Folder
from assessment.store.tiny import TinyStore


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the data folder is to be."""
    return tmp_path / "data"


@pytest.fixture
def store(folder: Path) -> Iterator[TinyStore]:
    """An open store with nothing in it."""
    opened = TinyStore(Folder(folder))
    yield opened
    opened.close()
