"""PostgreSQL: what a save and a list cost beside very many others; about 5 minutes."""

import datetime
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pydantic import SecretStr
from sqlalchemy import create_engine, text

from assessment.client_records import Claim, Client
from assessment.clients import claims, kept
from assessment.desk import audit, leads, workshops
from assessment.desk.door import Actor
from assessment.desk.leads import Filter
from assessment.records import Assessment, Record, Seat
from assessment.services import Services, open_services
from assessment.settings import Settings
from assessment.store import Transaction
from assessment.store.sql import SqlStore
from bench.desk import lead
from scoring.bank import load_instrument
from scoring.scorecard import Source
from tests.databases import fresh_database
from tests.make_records import entry, workshop

FEW, MANY, MOST = 1_000, 100_000, 1_000_000
PART = 10  # of so many assessments one has a lead, a client and a workshop
LISTED = 10_000  # of these at most
ROUNDS = 300
RUNS = 3  # of a client
DAY = datetime.date(2026, 1, 5)
DESK, ANNA = Actor("bench"), Actor("anna", "user-anna")
COPIES = (
    (
        "INSERT INTO record (kind, id, home, body) SELECT 'assessment', 'a' || n, 'a' || n, "
        "replace(:body, 'COPY', 'a' || n) FROM generate_series(1, :count) AS n"
    ),
    (
        "INSERT INTO entry (kind, id, field, start, value) "
        "SELECT 'assessment', 'a' || n, 'updated', '2026-01-05', '2026-01-05' "
        "FROM generate_series(1, :count) AS n"
    ),
)

Work = Callable[[Services, int], object]


def rows(quick: bool = False) -> Iterator[tuple[str, float, float]]:
    """What was measured, its ratio, and the most that it should be."""
    part = 10 if quick else 1
    few, most = FEW // part, MOST // part
    with filled(few) as one, filled(most) as other:
        what = f"PostgreSQL, saving one answer with {most:,} stored assessments : with {few:,}"
        yield row(what, save, {few: one, most: other}, 1.5)
    many = MANY // part
    with filled(few) as one, filled(many) as other:
        for name, work in LISTS.items():
            what = f"PostgreSQL, {name} with {many:,} stored assessments : with {few:,}"
            yield row(what, work, {few: one, many: other}, 2)


def row(
    what: str, work: Work, sizes: Mapping[int, Services], reach: float
) -> tuple[str, float, float]:
    """The medians of a work in a small and a large installation, taken in turns."""
    rng = random.Random(1)
    took: dict[int, list[float]] = {count: [] for count in sizes}
    for turn in range(ROUNDS):
        for count, s in sizes.items():
            number = rng.randrange(1, count + 1)
            begun = time.perf_counter()
            work(s, number)
            if turn >= ROUNDS // 10:  # the first ones find nothing warm
                took[count].append(time.perf_counter() - begun)
    least, most = (statistics.median(times) * 1000 for times in took.values())
    return f"{what} ({most:.2f} : {least:.2f} ms)", most / least, reach


def save(s: Services, number: int) -> object:
    """One answer of one of them, kept."""

    def work(home: Transaction) -> None:
        if found := home.get(Assessment, f"a{number}"):
            points = 1 + (found.answers["targets_plan"] == 1)
            home.put(found.changed(answers=found.answers | {"targets_plan": points}))

    return s.store.transact(f"a{number}", work)


def first_leads(s: Services, _: int) -> object:
    """The page of the leads that came last."""
    return leads.search(s, DESK, Filter())


def runs_of_client(s: Services, number: int) -> object:
    """What is compared of a client: its claims, and the runs behind them."""
    return claims.of_client(s, DESK, f"client{(number - 1) // PART}")


def first_clients(s: Services, _: int) -> object:
    """The page of the clients by name, with how many runs each has."""
    found = kept.search(s, DESK)
    return claims.counts(s, DESK, [client.id for client in found.clients])


def first_workshops(s: Services, _: int) -> object:
    """The page of the workshops that changed last, with how many seats are taken in each."""
    return workshops.seated(s, workshops.search(s, ANNA, None).rooms)


def log_page(s: Services, _: int) -> object:
    """The latest page of the log, its chain checked."""
    return audit.page(s)


def due(s: Services, _: int) -> object:
    """What is to be forgotten, where nothing is."""
    return s.store.below(Assessment, "updated", "2026-01-01")


LISTS: dict[str, Work] = {
    "the desk's list of leads": first_leads,
    "the runs of a client": runs_of_client,
    "the list of clients": first_clients,
    "the list of workshops": first_workshops,
    "a page of the log": log_page,
    "what is to be forgotten": due,
}


@contextmanager
def filled(count: int) -> Iterator[Services]:
    """An installation with so many assessments, a lead for ten of them, and clients."""
    url = fresh_database()
    store = SqlStore(url)
    store.add((record.home, tables(record)) for record in beside(count))
    store.close()
    engine = create_engine(url, connect_args={"options": "-c statement_timeout=0"})
    with engine.begin() as connection:
        for statement in COPIES:
            connection.execute(text(statement), {"body": body(), "count": count})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
        connection.execute(text("CHECKPOINT"))
    engine.dispose()
    with open_services(Settings(database_url=SecretStr(url))) as s:
        yield s


def beside(count: int) -> Iterator[Record]:
    """What there is besides: leads, the log, clients and which runs are theirs, workshops."""
    part = min(LISTED, count // PART)
    yield from (lead(number) for number in range(max(leads.PAGE, count // PART)))
    yield from (entry(f"entry{number}", number + 1) for number in range(max(audit.PAGE + 1, part)))
    for number in range(part):
        id = f"client{number}"
        yield Client(home=id, id=id, name=f"Sample client {number}", created=DAY, updated=DAY)
        for turn in range(RUNS):
            run = f"a{number * RUNS + turn + 1}"
            yield Claim(home=run, id=run, client=id, of="assessment", how="begun", made=DAY)
        room, seat = f"room{number}", f"seat{number}"
        yield workshop(room, title=f"Sample room {number}", phase="open")
        yield Seat(home=seat, id=seat, workshop=room, ballot=seat, group="sales")


def tables(record: Record) -> dict[str, dict[str, dict[str, Any]]]:
    """A home with one record."""
    return {record.kind: {record.id: record.model_dump(mode="json")}}


def body() -> str:
    """The document of somebody who has answered everything; its id is put in for COPY."""
    instrument = load_instrument(Settings().questions)
    rng = random.Random(1)
    made = Assessment(
        home="COPY",
        id="COPY",
        scope="full",
        group="sales",
        organisation="Sample company",
        instrument=Source(
            id=instrument.outline.id, version=instrument.outline.version, sha256=instrument.sha256
        ),
        created=DAY,
        updated=DAY,
        answers={item: rng.randint(1, 5) for item in instrument.items},
        comments={"pipeline": "Too many deals wait for a word from the other side."},
    )
    return json.dumps(made.model_dump(mode="json"))
