"""A backup, and commands beside the running app."""

from pathlib import Path

import pytest

from assessment import responses
from assessment.desk import backups, users
from assessment.services import open_services
from assessment.settings import Settings
from tests.desk_door.logins import GOOD
from tests.test_commands import command

__all__ = ["command"]  # a fixture


@pytest.fixture
def made(settings: Settings, tmp_path: Path) -> Path:
    """A backup of three assessments and an account, whose folder is still there."""
    with open_services(settings) as s:
        for number in range(3):
            responses.begin(s, "full", "sales", f"Company {number}")
        users.add(s, "anna", GOOD)
        backups.back_up(s, file := tmp_path / "made.zip")
    return file
