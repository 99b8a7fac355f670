"""assessment/store/sql.py: what the contract does not say, since only a database can do it."""

import logging
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from assessment.client_records import Client
from assessment.errors import NewerSchema, NotSaved, OlderSchema, StoreError
from assessment.records import Assessment, Link
from assessment.services import open_services
from assessment.settings import ROOT, Settings, read_settings
from assessment.store import Transaction, open_store, schema
from assessment.store.sql import SqlStore
from tests.databases import fresh_database
from tests.make_records import assessment, client, link
from tests.store_work import add_one, put

SECRET = "hunter2"


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with nothing in it."""
    return fresh_database() if request.param == "postgresql" else f"sqlite:///{tmp_path}/a.db"


@pytest.fixture
def store(place: str) -> Iterator[SqlStore]:
    """An open store with nothing in it."""
    opened = SqlStore(place)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("url", "why"),
    [
        (f"postgres://u:{SECRET}@h/d", "begins with postgresql"),
        (f"mysql://u:{SECRET}@h/d", "begins with postgresql"),
        (f"postgresql+psycopg://u:p@{SECRET}@h/d", "written %40"),
        (f"postgresql+psycopg://u:{SECRET}@h:port/d", "no address of a database"),
        ("sqlite://", "names a file"),
        ("sqlite:///:memory:", "names a file"),
    ],
)
def test_an_address_that_cannot_be_is_refused_without_being_repeated(url: str, why: str) -> None:
    """A sentence says what is missing; a password in it is not said."""
    with pytest.raises(StoreError, match=why) as error:
        open_store(url)

    assert SECRET not in str(error.value)


def test_a_database_that_does_not_answer_is_named_without_its_password(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Neither the sentence nor the traceback nor the log holds the password or the user."""
    url = f"postgresql+psycopg://anna:{SECRET}@127.0.0.1:9/seven?password={SECRET}"
    with caplog.at_level(logging.DEBUG), pytest.raises(StoreError) as error:
        open_store(url)

    told = "".join(traceback.format_exception(error.value))
    assert str(error.value).startswith("The database seven on 127.0.0.1 does not answer: ")
    assert SECRET not in told + caplog.text
    assert "anna" not in str(error.value)


def test_the_setting_hides_what_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printed settings, and what is wrong with another one, never show the address."""
    monkeypatch.setenv("DATABASE_URL", f"postgresql+psycopg://u:{SECRET}@h/d")

    found = read_settings()

    assert found.place == f"postgresql+psycopg://u:{SECRET}@h/d"
    assert SECRET not in repr(found) + str(found) + found.model_dump_json()


def test_without_a_database_everything_is_kept_in_the_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An empty variable is none."""
    monkeypatch.setenv("DATABASE_URL", "")

    assert read_settings().place == Path("data")


def test_services_of_several_processes_share_a_database(place: str, settings: Settings) -> None:
    """A second server and a command open what the first has open, and see each other's work."""
    shared = settings.model_copy(update={"database_url": Settings(database_url=place).database_url})
    with (
        open_services(shared) as one,
        open_services(shared) as two,
        open_services(shared, "command") as command,
        open_services(shared, "read") as reader,
    ):
        one.store.transact("a1", put(assessment()))
        assert two.store.get(Assessment, "a1") == assessment()
        two.store.transact("a1", put(assessment(group="sales")))
        assert one.store.get(Assessment, "a1") == assessment(group="sales")
        assert reader.store.find(Assessment) == (assessment(group="sales"),)
        command.store.erase("a1")
        assert one.store.find(Assessment) == two.store.find(Assessment) == ()
    assert not settings.data.exists()


ALONE = """
import sys
from assessment.store import open_store

store = open_store(sys.argv[1], "command")
with store.alone("forgetting") as mine:
    print(mine, flush=True)
    sys.stdin.read()
"""


def test_one_process_at_a_time_is_alone(place: str, store: SqlStore) -> None:
    """Whoever is alone is so in every process, and no longer once its process has gone."""
    command = [sys.executable, "-c", ALONE, place]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe) as other:
        assert other.stdout
        assert other.stdout.readline() == b"True\n"
        with store.alone("forgetting") as mine:
            assert not mine
        other.kill()
        other.wait()
    with store.alone("forgetting", 5.0) as mine:
        assert mine


def test_no_answer_of_a_failing_statement_is_told(store: SqlStore) -> None:
    """The error that a statement ends with holds none of the values it was given."""
    with store._engine.begin() as connection:
        connection.execute(text("DROP TABLE entry"))

    with pytest.raises(NotSaved) as error:
        store.transact("a1", put(link("l1", "a1", "9" * 64)))

    assert "9" * 64 not in "".join(traceback.format_exception(error.value))
    assert store.get(Link, "l1") is None


def test_a_record_that_did_not_change_is_made_once(store: SqlStore) -> None:
    """The same text gives the same record; another process's change gives another."""
    store.transact("a1", put(assessment()))
    first = store.get(Assessment, "a1")

    assert store.get(Assessment, "a1") is first

    other = SqlStore(store._url.render_as_string(hide_password=False))
    other.transact("a1", put(assessment(group="sales")))
    other.close()

    assert store.get(Assessment, "a1") == assessment(group="sales")


def test_a_transaction_uses_what_it_is_given_and_nothing_else(store: SqlStore) -> None:
    """Whoever reads through the store within a transaction is told, not made to wait for itself."""
    with pytest.raises(RuntimeError, match="through what it is given"):
        store.transact("a1", lambda _: store.get(Assessment, "a1"))

    store.transact("a1", put(assessment()))


def test_one_home_waits_for_no_other() -> None:
    """While a transaction of one home is under way, PostgreSQL saves in another."""
    store = SqlStore(fresh_database())
    began, may_end = threading.Event(), threading.Event()

    def slow(tx: Transaction) -> None:
        began.set()
        may_end.wait(10)
        tx.put(assessment("slow"))

    thread = threading.Thread(target=store.transact, args=("slow", slow))
    thread.start()
    began.wait(10)
    store.transact("quick", put(assessment("quick")))

    assert store.get(Assessment, "slow") is None

    may_end.set()
    thread.join()

    assert store.get(Assessment, "slow") == assessment("slow")
    store.close()


def lose_the_answer_of_the_next_commit(store: SqlStore) -> None:
    """The connection breaks just after the database has committed, before it could say so."""
    from sqlalchemy.exc import OperationalError

    left = [1]
    commit = store._engine.dialect.do_commit

    def losing(connection: object) -> None:
        commit(connection)  # type: ignore[arg-type]
        if left:
            left.pop()
            raise OperationalError(
                "COMMIT", {}, ConnectionError("lost"), connection_invalidated=True
            )

    store._engine.dialect.do_commit = losing  # type: ignore[method-assign]


def test_a_commit_whose_answer_was_lost_counts_once(store: SqlStore) -> None:
    """The work is not done a second time, and whoever asked for it hears that it is kept."""
    store.transact("a1", add_one("item_first"))
    lose_the_answer_of_the_next_commit(store)
    runs: list[int] = []

    def count(tx: Transaction) -> int:
        runs.append(1)
        found = tx.get(Assessment, "a1")
        assert found
        tx.put(found.changed(position=f"{found.position or ''}x"))
        return len(runs)

    assert store.transact("a1", count) == 1
    kept = store.get(Assessment, "a1")
    assert kept
    assert kept.position == "x"
    assert runs == [1]


def test_a_connection_that_was_lost_before_is_made_anew(place: str, store: SqlStore) -> None:
    """A database that dropped its connections while nobody used them costs nobody an error."""
    store.transact("a1", put(assessment()))
    if place.startswith("postgresql"):
        other = create_engine(place, isolation_level="AUTOCOMMIT")
        with other.connect() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        other.dispose()

    assert store.get(Assessment, "a1") == assessment()
    store.transact("a1", put(assessment(group="sales")))
    assert store.get(Assessment, "a1") == assessment(group="sales")


def test_sqlite_is_durable_at_every_commit(tmp_path: Path) -> None:
    """Its connections write ahead and wait for the disk."""
    store = SqlStore(f"sqlite:///{tmp_path}/a.db")
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    store.close()


def test_a_statement_takes_five_seconds_at_most() -> None:
    """PostgreSQL itself ends what takes longer."""
    store = SqlStore(fresh_database())
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "5s"
    store.close()


def test_a_database_keeps_every_script_or_is_refused() -> None:
    """One that was made without any encoding keeps them; one with another says how to make one."""
    store = SqlStore(fresh_database("SQL_ASCII"))
    store.transact("c1", put(made := client("c1", "Ümlaut 日本")))
    assert store.page(Client, "listed", 1, holding=["ümlaut 日"]) == (made,)
    store.close()

    with pytest.raises(StoreError, match=r"encoding is LATIN1\. Make one with createdb -E UTF8"):
        SqlStore(fresh_database("LATIN1"))


def test_a_database_of_a_newer_program_is_refused(place: str, store: SqlStore) -> None:
    """An older program touches nothing in it, and says which one is needed."""
    with store._engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0999'"))

    for role in ("serve", "command", "read"):
        with pytest.raises(NewerSchema, match="has schema 999; this program knows schemas up to"):
            open_store(place, role)  # type: ignore[arg-type]


def test_a_database_of_an_older_program_asks_for_the_upgrade(
    place: str, store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It names the command; nothing is changed by the start itself."""
    monkeypatch.setattr(schema, "HEAD", schema.HEAD + 1)

    with pytest.raises(OlderSchema, match="python -m assessment db upgrade"):
        open_store(place)

    monkeypatch.undo()
    open_store(place).close()


def test_a_database_with_other_tables_of_these_names_is_left_alone(place: str) -> None:
    """It is not taken over."""
    engine = create_engine(place)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE record (id INTEGER)"))
    engine.dispose()

    with pytest.raises(StoreError, match="holds other things"):
        open_store(place)


def test_reading_alone_makes_nothing(place: str) -> None:
    """A reader of an empty database is told so, and leaves it empty."""
    with pytest.raises(StoreError, match="holds nothing yet"):
        open_store(place, "read")


def test_ten_processes_may_start_at_once(place: str) -> None:
    """One of them makes the tables, and all of them open."""
    faults: list[Exception] = []

    def start() -> None:
        try:
            SqlStore(place).close()
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=start) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
