"""An installation that others reach, an account, and passwords that cost no time."""

import pytest

from assessment.desk import passwords, users
from assessment.desk_records import User
from assessment.services import Services
from assessment.settings import Settings
from tests.desk_door.logins import GOOD


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation that others than its own machine reach."""
    return settings.model_copy(update={"public_url": "http://signs.example"})


@pytest.fixture
def anna(s: Services) -> User:
    """An account."""
    return users.add(s, "anna", GOOD)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Passwords compared as they are; what each was compared with."""
    compared: list[str | None] = []

    def fits(kept: str | None, password: str) -> bool:
        compared.append(kept)
        return kept is not None and password == GOOD

    monkeypatch.setattr(passwords, "fits", fits)
    return compared
