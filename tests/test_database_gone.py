"""PostgreSQL ends in the middle of a round, as by a power cut, and comes back."""

import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

import pytest
from pydantic import SecretStr

from assessment.errors import NotSaved, StoreError
from assessment.records import Assessment, Ballot, Workshop
from assessment.services import Services
from assessment.settings import Settings
from assessment.workshop import rounds, seats
from scoring.response import Answer
from tests.databases import Server
from tests.make_records import assessment
from tests.phone.phones import Phone, opened
from tests.store_work import put

PEOPLE = 12
AGAIN = 0.1  # seconds after which a phone sends again what nobody has acknowledged


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A PostgreSQL that a test may kill, with its files as durable as they come."""
    made = Server()
    yield made
    made.end()


@pytest.fixture
def settings(server: Server, tmp_path: Path, banks: Path) -> Settings:
    """Settings with a database of that server."""
    found = Settings(data=tmp_path / "data", questions=banks)
    return found.model_copy(update={"database_url": SecretStr(server.database())})


@dataclass
class Person:
    """Somebody in the room, whose phone sends each answer until it is acknowledged."""

    phone: Phone
    said: dict[str, Answer] = field(default_factory=dict)  # what was acknowledged
    turns: int = 0  # how many messages were
    refused: set[int] = field(default_factory=set)  # the statuses met meanwhile

    def answer(self, items: list[str], seed: int, ended: threading.Event) -> None:
        """One item after the other, again and again, until the end."""
        rng = random.Random(seed)
        while not ended.is_set():
            item, points = rng.choice(items), rng.randint(1, 5)
            self.send(item, points)
            time.sleep(rng.uniform(0, 0.03))

    def send(self, item: str, points: Answer) -> None:
        """Until it is kept, under one and the same turn."""
        self.phone.turn += 1
        while True:
            answer = self.phone.say("answer", self.phone.turn, item=item, given=points)
            if answer.status_code == HTTPStatus.OK:
                assert answer.json()["receipt"] in ("counted", "again")
                self.said[item] = points
                self.turns += 1
                return
            self.refused.add(answer.status_code)
            time.sleep(AGAIN)


def seated(site: str, room: Workshop) -> list[Person]:
    """People in the room, each with a phone."""
    people = [Person(Phone(site)) for _ in range(PEOPLE)]
    for person in people:
        person.phone.join(room)
    return people


def kept(s: Services, person: Person) -> Ballot:
    """What is kept of somebody."""
    place = seats.place_of(s, person.phone.cookie)
    assert place
    return place.ballot


def test_no_acknowledged_answer_is_lost_and_phones_catch_up(
    s: Services, site: str, server: Server
) -> None:
    """Meanwhile phones are told to try again; every answer counts once."""
    room, sign = opened(s), s.instrument().signs[0]
    rounds.open_round(s, room.id, sign.id)
    people, ended = seated(site, room), threading.Event()
    items = [item.id for item in sign.items]
    threads = [
        threading.Thread(target=person.answer, args=(items, seed, ended))
        for seed, person in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    time.sleep(1.0)
    server.kill()
    time.sleep(0.5)
    page = people[0].phone.page()
    server.start()
    before = [person.turns for person in people]
    time.sleep(1.5)
    ended.set()
    for thread in threads:
        thread.join()

    assert page.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert s.texts()("error.not_done") in page.text
    assert {status for person in people for status in person.refused} == {503}
    for person, earlier in zip(people, before, strict=True):
        ballot = kept(s, person)
        assert ballot.answers == person.said
        assert ballot.turn == person.turns > earlier > 0
        person.phone.http.close()


def test_the_store_says_what_is_wrong_and_goes_on_by_itself(s: Services, server: Server) -> None:
    """Reading and saving fail with a sentence each; neither needs a restart of the app."""
    s.store.transact("a1", put(assessment()))
    server.kill()

    with pytest.raises(StoreError, match=r"^The database test_\w+ on .* does not answer: "):
        s.store.get(Assessment, "a1")
    with pytest.raises(NotSaved, match="What was kept before is not lost"):
        s.store.transact("a1", put(assessment(group="sales")))

    server.start()

    assert s.store.get(Assessment, "a1") == assessment()
    s.store.transact("a1", put(assessment(group="sales")))
    assert s.store.get(Assessment, "a1") == assessment(group="sales")
