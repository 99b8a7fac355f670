"""All of a store at once: backed up, put back, moved elsewhere, and its schema brought on."""

import datetime
import itertools
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from assessment import (  # noqa: F401  # a store knows the kinds that are defined when it opens
    lead_records,
    post_records,
)
from assessment.cli import main
from assessment.client_records import Client
from assessment.desk import audit, backups, users
from assessment.desk_records import AuditEntry, Login, User
from assessment.errors import DataFolderInUse, StoreError
from assessment.records import Assessment, Link, Record
from assessment.services import open_services
from assessment.settings import ROOT, Settings
from assessment.store import open_store, schema
from assessment.store.database import SCHEMA, address, engine
from assessment.store.moving import move
from assessment.store.sql import SqlStore
from assessment.store.whole import digest
from assessment.workshop import after
from tests.databases import STORES, fresh_database, somewhere
from tests.desk_door.logins import GOOD
from tests.make_records import account, assessment, client, link
from tests.store_work import put

DATABASES = ["sqlite", "postgresql"]
ALL = list(itertools.permutations(STORES, 2))
MANY = 40  # homes
INDEXES = {  # of schema 4
    "address_link": ("sha256",),
    "assessment": ("updated",),
    "audit": ("home", "number", "what"),
    "ballot": ("workshop",),
    "claim": ("client",),
    "client": ("listed",),
    "follow_up": ("home",),
    "grant": ("browser", "account", "what", "expires"),
    "lead": (
        "email",
        "assessment",
        "line",
        "created",
        "waiting",
        "status",
        "may_contact",
        "may_read",
    ),
    "left_by": ("home",),
    "link": ("sha256", "home"),
    "login": ("browser", "seen"),
    "outgoing": ("state", "channel", "assessment", "email", "turn"),
    "planned": ("home",),
    "publication": ("home",),
    "round": ("home",),
    "seat": ("workshop",),
    "tombstone": ("home",),
    "user": ("name",),
    "workshop": ("code", "door", "asked_by", "updated", "listed", "linked"),
}


def filled(place: str, count: int = MANY) -> str:
    """The same place, with so many homes in it."""
    store = open_store(place)
    for number in range(count):
        home = f"home{number}"
        mine = assessment(home, comments={"targets": f"Ærø \x00 🙂 {number}"})
        store.transact(home, put(mine, link(f"link{number}", home, f"{number:064}")))
    store.close()
    return place


def kept(place: str) -> tuple[Record, ...]:
    """What of it is kept there, and found by an index."""
    store = open_store(place)
    found = (*store.find(Assessment), *store.find(Link), *store.find(Link, sha256=f"{7:064}"))
    store.close()
    return found


@pytest.mark.parametrize(("source", "target"), ALL)
def test_everything_moves_from_any_store_to_any_other(
    source: str, target: str, tmp_path: Path
) -> None:
    """Records and indexes are the same there; done again, nothing is left to do."""
    (tmp_path / "to").mkdir()
    here, there = filled(somewhere(source, tmp_path)), somewhere(target, tmp_path / "to")

    moved = move(here, there)

    assert moved[:2] == (MANY, 0)
    assert kept(there) == kept(here)
    assert len(kept(there)) == 2 * MANY + 1
    assert move(here, there) == moved._replace(before=MANY)


KILLED = """
import os, signal, sys
from assessment.store import moving, whole
from assessment.store.whole import batches

insert, turns = whole._insert, []

def dying(connection, contents):
    insert(connection, contents)
    turns.append(1)
    if len(turns) == 3:  # written, but not yet committed
        os.kill(os.getpid(), signal.SIGKILL)

moving.batches = lambda things: batches(things, 10)
whole._insert = dying
moving.move(*sys.argv[1:])
"""


@pytest.mark.parametrize("kind", DATABASES)
def test_a_move_that_was_killed_goes_on_where_it_was(kind: str, tmp_path: Path) -> None:
    """Of a batch that it died in nothing is there; the rest follows, and the digests agree."""
    here, there = filled(str(tmp_path / "data")), somewhere(kind, tmp_path)

    died = subprocess.run([sys.executable, "-c", KILLED, here, there], cwd=ROOT, check=False)

    assert died.returncode == -signal.SIGKILL
    assert len([found for found in kept(there) if isinstance(found, Assessment)]) == 20
    assert move(here, there)[:2] == (MANY, 20)
    assert kept(there) == kept(here)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """What another has put there, or has changed there since, ends the move before it begins."""
    here, there = filled(str(tmp_path / "data")), f"sqlite:///{tmp_path}/a.db"
    store = open_store(there)
    store.transact("stranger", put(assessment("stranger")))
    store.close()

    with pytest.raises(StoreError, match="1 homes there do not come from here"):
        move(here, there)

    store = open_store(there)
    store.erase("stranger")
    store.transact("home1", put(assessment("home1", group="sales")))
    store.close()

    with pytest.raises(StoreError, match="the home home1 has been changed"):
        move(here, there)
    assert len(kept(there)) == 1


@pytest.mark.parametrize("kind", STORES)
def test_a_store_that_somebody_has_open_is_not_moved(kind: str, tmp_path: Path) -> None:
    """Neither from there nor to there."""
    (tmp_path / "to").mkdir()
    used, free = filled(somewhere(kind, tmp_path), 1), f"sqlite:///{tmp_path}/to/free.db"
    app = open_store(used)
    app.find(Assessment)

    for way in ((used, free), (filled(free, 1), used)):
        with pytest.raises((StoreError, DataFolderInUse), match="in use"):
            move(*way)

    app.close()


def test_a_database_and_a_folder_of_the_same_have_one_digest(tmp_path: Path) -> None:
    """The order in which a store gives its records makes no difference."""
    here = open_store(filled(f"sqlite:///{tmp_path}/a.db"))
    assert isinstance(here, SqlStore)
    with here.still() as still:
        both = [digest(still.contents(still.homes())) for _ in range(2)]
        turned = ((h, dict(reversed(list(t.items())))) for h, t in still.contents(still.homes()))
        assert {*both, digest(turned)} == {both[0]}
        assert digest(still.contents(still.homes()[1:])) != both[0]
    here.close()


@pytest.mark.parametrize("kind", DATABASES)
def test_the_commands_move_and_upgrade_without_saying_a_password(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The address comes from the setting; what is printed names the place alone."""
    here, there = filled(str(tmp_path / "data"), 3), somewhere(kind, tmp_path)
    if kind == "postgresql":
        there = there.replace("postgres:@", "postgres:hunter2@")
    monkeypatch.setenv("DATABASE_URL", there)

    assert main(["db", "upgrade"]) == 0
    assert main(["db", "upgrade"]) == 0
    assert main(["migrate", here, "DATABASE_URL"]) == 0

    said = capsys.readouterr()
    assert "from schema 0 to schema" in said.out
    assert "already" in said.out
    assert "3 homes, of which 0 were there before. Digest of both " in said.out
    assert "hunter2" not in said.out + said.err
    assert len(kept(there)) == 6


@pytest.fixture(params=DATABASES)
def in_database(request: pytest.FixtureRequest, tmp_path: Path, settings: Settings) -> Settings:
    """Settings with a database that is empty."""
    given = Settings(database_url=somewhere(request.param, tmp_path))
    return settings.model_copy(update={"database_url": given.database_url})


def test_a_backup_of_a_database_comes_back(in_database: Settings, tmp_path: Path) -> None:
    """In place of what was there, which lies in a backup; the log goes on, logins end."""
    file = tmp_path / "made.zip"
    filled(str(in_database.place), 5)
    with open_services(in_database) as s:
        users.add(s, "anna", GOOD)
        said = backups.back_up(s, file)
        s.store.erase("home1")
        s.store.transact("later", put(assessment("later")))

    done = backups.restore(in_database, file)

    assert said.homes == done.manifest.homes == 7  # five, an account, a day of the log
    assert done.accounts == ("anna",)
    assert done.before is not None
    assert done.before.stat().st_mode & 0o777 == 0o600
    with open_services(in_database) as s:
        assert [a.id for a in s.store.find(Assessment)] == [f"home{number}" for number in range(5)]
        assert [entry.what for entry in audit.entries(s)][-2:] == ["backup", "restore"]
        assert audit.faults(audit.entries(s)) == ()
        assert s.store.find(Link, sha256=f"{1:064}") == (link("link1", "home1", f"{1:064}"),)

    backups.restore(in_database, done.before)

    with open_services(in_database) as s:
        assert "later" in {found.id for found in s.store.find(Assessment)}


def test_what_was_in_a_database_before_a_restore_is_erased_after_two_weeks(
    in_database: Settings, tmp_path: Path
) -> None:
    """By each process in its own data folder, also while another one forgets what all share."""
    filled(str(in_database.place), 1)
    with open_services(in_database) as s:
        backups.back_up(s, tmp_path / "made.zip")
    done = backups.restore(in_database, tmp_path / "made.zip")
    today = datetime.datetime.now(datetime.UTC)

    assert done.before
    assert done.before.parent == in_database.data
    assert in_database.data.stat().st_mode & 0o777 == 0o700
    with open_services(in_database) as s, s.store.alone("forgetting") as mine:
        assert mine
        after.forget_due(s, today + datetime.timedelta(days=13))
        assert done.before.exists()
        after.forget_due(s, today + datetime.timedelta(days=15))
    assert list(in_database.data.iterdir()) == []


def test_a_backup_of_a_database_is_put_into_a_folder(
    in_database: Settings, settings: Settings, tmp_path: Path
) -> None:
    """A backup is the same file whatever store it is of."""
    filled(str(in_database.place), 5)
    with open_services(in_database) as s:
        backups.back_up(s, tmp_path / "made.zip")

    backups.restore(settings, tmp_path / "made.zip")

    assert kept(str(settings.data)) == kept(str(in_database.place))


def test_what_was_erased_stays_erased_in_a_database(in_database: Settings, tmp_path: Path) -> None:
    """A restore leaves out what has been erased for good since."""
    from assessment.services import erase_for_good

    filled(str(in_database.place), 3)
    with open_services(in_database) as s:
        backups.back_up(s, tmp_path / "made.zip")
        erase_for_good(s, "home1")

    assert backups.restore(in_database, tmp_path / "made.zip").kept_out == 1

    with open_services(in_database) as s:
        assert s.store.get(Assessment, "home1") is None
        assert s.store.get(Assessment, "home2")


def test_nothing_is_restored_under_a_running_app(in_database: Settings, tmp_path: Path) -> None:
    """Another process that has the database open is to be stopped first."""
    with open_services(in_database) as s:
        backups.back_up(s, tmp_path / "made.zip")
        with pytest.raises(StoreError, match="is in use"):
            backups.restore(in_database, tmp_path / "made.zip")
        assert len(s.store.find(AuditEntry)) == 1


def test_a_backup_that_is_cut_off_changes_no_database(
    in_database: Settings, tmp_path: Path
) -> None:
    """It is read to its end before anything is replaced."""
    file = tmp_path / "made.zip"
    filled(str(in_database.place), 3)
    with open_services(in_database) as s:
        backups.back_up(s, file)
    file.write_bytes(file.read_bytes()[:-400])

    with pytest.raises(StoreError, match="cannot be restored"):
        backups.restore(in_database, file)

    assert len(kept(str(in_database.place))) == 6
    assert list(tmp_path.rglob("before-*")) == []


@pytest.mark.parametrize("kind", DATABASES)
@pytest.mark.parametrize("earlier", range(1, schema.HEAD + 1))
def test_every_earlier_schema_is_brought_on(kind: str, earlier: int, tmp_path: Path) -> None:
    """What a program of that time has kept is found by this one."""
    place = somewhere(kind, tmp_path)
    old = engine(address(place), "test")
    schema.upgrade(old, place, earlier)
    with old.begin() as connection:
        for statement in (ROOT / "tests" / "schemas" / f"{earlier:04}.sql").read_text().split(";"):
            if statement.strip():
                connection.exec_driver_sql(statement)
    old.dispose()

    assert schema.upgraded(place) == (earlier, schema.HEAD)

    store = open_store(place)
    assert store.find(Assessment) == (assessment(group="sales"),)
    assert store.find(Link, sha256="1" * 64) == (link("l1", "a1"),)
    assert store.below(Assessment, "updated", "2027") == ("a1",)
    assert store.page(Client, "listed", 9, holding=["üml"]) == (client("c1", "Ümlaut"),)
    assert [*store.each(User, "name")] == [account("anna")]
    assert store.below(Login, "seen", "2027") == (User.id_of("anna"),)
    seen = store.version(Client, "listed", "ümlaut")
    store.transact("a1", put(assessment(group="marketing")))
    store.transact("c1", put(client("c1", "ÜMLAUT")))
    assert store.version(Client, "listed", "ümlaut") != seen
    store.close()


@pytest.mark.parametrize("kind", DATABASES)
def test_the_steps_make_the_tables_that_the_program_expects(kind: str, tmp_path: Path) -> None:
    """Columns, their types and the indexes: alembic finds no difference."""
    place = somewhere(kind, tmp_path)
    SqlStore(place).close()
    made = create_engine(place)
    with made.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SCHEMA) == []
        assert schema.revision(connection, place) == schema.HEAD
    made.dispose()


def test_a_step_that_fails_leaves_the_database_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL and SQLite undo it with all that it had made."""
    for place in (fresh_database(), f"sqlite:///{tmp_path}/a.db"):
        found = engine(address(place), "test")
        run = schema._run

        def failing(connection: object, to: int) -> None:
            run(connection, to)  # type: ignore[arg-type]  # noqa: B023
            raise ZeroDivisionError

        monkeypatch.setattr(schema, "_run", failing)
        with pytest.raises(ZeroDivisionError):
            schema.upgrade(found, place)
        monkeypatch.undo()
        with found.connect() as connection:
            assert schema.revision(connection, place) == 0
        found.dispose()
        SqlStore(place).close()


def test_an_index_that_is_new_needs_a_step() -> None:
    """Entries are written when a record is; for those that are kept a step has to write them.

    Whoever changes an index adds a step to store/migrations that calls `rows.index_again` for its
    kind, raises `schema.HEAD`, and then writes the index down here.
    """
    declared = {kind: of.indexes for kind, of in sorted(Record.kinds.items()) if of.indexes}
    assert declared == INDEXES
