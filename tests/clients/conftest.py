"""Somebody at the desk, and a client with a hostile name."""

import pytest

from assessment.client_records import Client
from assessment.clients import kept
from assessment.desk import door
from assessment.desk.door import Actor
from assessment.services import Services
from tests.clients.runs import HOSTILE


@pytest.fixture
def actor(s: Services) -> Actor:
    """Whoever sits at this machine."""
    return door.require(s, None)


@pytest.fixture
def whose(s: Services, actor: Actor) -> Client:
    """A client."""
    return kept.add(s, actor, HOSTILE)
