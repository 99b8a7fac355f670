"""A client with an ordinary name."""

import pytest

from assessment.client_records import Client
from assessment.clients import kept
from assessment.desk.door import Actor
from assessment.services import Services


@pytest.fixture
def whose(s: Services, actor: Actor) -> Client:
    """A client."""
    return kept.add(s, actor, "Sample & Sons")
