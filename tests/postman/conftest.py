"""A receiver, a mail server, a clock, and a postman between them."""

from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from assessment.post.postman import Postman
from assessment.services import Services
from assessment.settings import Settings
from tests.post_ends import MailServer, Receiver, mail_serving, receiving
from tests.postman.rounds import QUICK, SECRET, Clock


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver on this machine."""
    with receiving() as told:
        yield told


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server on this machine."""
    with mail_serving() as told:
        yield told


@pytest.fixture
def settings(settings: Settings, receiver: Receiver, server: MailServer) -> Settings:
    """An installation that posts to these two."""
    given = {
        "smtp": SecretStr(f"smtp://127.0.0.1:{server.port}"),
        "mail_from": "signs@advisors.example",
        "webhook": SecretStr(f"http://127.0.0.1:{receiver.port}/in?key=1"),
        "webhook_secret": SecretStr(SECRET),
        "webhook_private": True,
    }
    return settings.model_copy(update=given)


@pytest.fixture
def clock() -> Clock:
    """A clock of ours."""
    return Clock()


@pytest.fixture
def man(s: Services, clock: Clock) -> Postman:
    """A postman who goes a round when he is told to."""
    return Postman(s, clock, quick=QUICK)
