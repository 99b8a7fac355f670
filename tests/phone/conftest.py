"""Two phones, and a count of wrong codes that begins anew."""

from collections.abc import Iterator

import pytest

from assessment.phone import routes
from assessment.workshop.codes import Brake
from tests.phone.phones import Phone


@pytest.fixture(autouse=True)
def fresh_brake(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits for the wrong codes of another."""
    monkeypatch.setattr(routes, "brake", Brake())


@pytest.fixture
def other(site: str) -> Iterator[Phone]:
    """Somebody else's phone."""
    made = Phone(site)
    yield made
    made.http.close()


@pytest.fixture
def phone(site: str) -> Iterator[Phone]:
    """A phone that has not been here before."""
    made = Phone(site)
    yield made
    made.http.close()
