"""A real server as a process of its own, and what it has cost so far."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 60  # seconds a start may take on a busy machine
AT_REST = 0.02  # seconds of processor time in a second
OURS = ("-m", "assessment", "serve")
HELLO = ("-m", "streamlit", "hello", "--server.headless=true")


class Server:
    """A server that has just been started, and listens before long."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.port = port
        self._process = process
        self._log = log

    def wait(self) -> None:
        """Wait until it says that it is well; raises RuntimeError with its log if it never does."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._process.poll() is None:
            try:
                with self.answer("GET", "/_stcore/health") as answer:
                    if answer.status == http.HTTPStatus.OK:
                        return
            except OSError:
                time.sleep(0.02)
        raise RuntimeError(f"The server did not start:\n{self._log.read_text('utf-8')}")

    def answer(
        self, method: str, address: str, body: str = "", cookie: str = ""
    ) -> http.client.HTTPResponse:
        """What it answers to a request from one of its own pages."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Origin": f"http://127.0.0.1:{self.port}", "Connection": "close"}
        headers |= {"Cookie": cookie} if cookie else {}
        asked.request(method, address, body, headers)
        return asked.getresponse()

    def cpu(self) -> float:
        """The seconds of processor time it has used, with those of children that have ended."""
        stat = Path(f"/proc/{self._process.pid}/stat").read_text("ascii")
        ticks = stat.rpartition(")")[2].split()[11:15]
        return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """The bytes of memory that it has for itself."""
        lines = Path(f"/proc/{self._process.pid}/smaps_rollup").read_text("ascii").splitlines()
        private = [line.split()[1] for line in lines if line.startswith("Private_")]
        return sum(map(int, private)) * 1024

    def rest(self) -> None:
        """Wait until it has nothing to do, at most as long as a start may take."""
        until = time.monotonic() + PATIENCE
        busy = True
        while busy and time.monotonic() < until:
            before = self.cpu()
            time.sleep(1)
            busy = self.cpu() - before > AT_REST

    def kill(self) -> None:
        """End it as a crash would."""
        self._process.kill()
        self._process.wait(PATIENCE)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def started(
    command: tuple[str, ...],
    folder: Path,
    port: int | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """A server with its data and its log in that folder, ended at the end."""
    port = port or free_port()
    given = {"SEVENSIGNS_DATA": str(folder / "data"), "PORT": str(port)} | dict(environment or {})
    stock = "streamlit" in command
    where = (f"--server.port={port}", "--server.address=127.0.0.1") if stock else ()
    compiled = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, *command, *where],
            cwd=folder if stock else Path(__file__).parent.parent,  # it reads no settings of ours
            env=compiled | given,
            stdout=log,
            stderr=log,
        )
    try:
        yield Server(process, port, folder / "log")
    finally:
        process.terminate()
        process.wait(PATIENCE)
