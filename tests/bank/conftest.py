"""A folder of banks."""

from pathlib import Path

import pytest

from tests.bank.small import SMALL
from tests.make_instrument import write_banks


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of banks without problems."""
    return write_banks(SMALL, tmp_path / "small")
