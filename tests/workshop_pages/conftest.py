"""A workshop that the browser which looks may run."""

import pytest

from assessment.services import Services
from tests.make_workshops import Hosted


@pytest.fixture
def hosted(s: Services, visitor: str) -> Hosted:
    """A workshop with an open door and fourteen people, run by the browser that looks."""
    return Hosted(s, visitor).open()
