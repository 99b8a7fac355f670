"""A real server as a process of its own, and what it has cost so far."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 60  # seconds a start may take on a busy machine
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
                if self.answer("GET", "/_stcore/health").status == http.HTTPStatus.OK:
                    return
            except OSError:
                time.sleep(0.02)
        raise RuntimeError(f"The server did not start:\n{self._log.read_text('utf-8')}")

    def answer(self, method: str, address: str, body: str = "") -> http.client.HTTPResponse:
        """What it answers to a request from one of its own pages."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Origin": f"http://127.0.0.1:{self.port}"}
        asked.request(method, address, body, headers)
        return asked.getresponse()

    def cpu(self) -> float:
        """The seconds of processor time it has used, with those of children that have ended."""
        stat = Path(f"/proc/{self._process.pid}/stat").read_text("ascii")
        ticks = stat.rpartition(")")[2].split()[11:15]
        return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def started(command: tuple[str, ...], folder: Path) -> Iterator[Server]:
    """A server with its data and its log in that folder, ended at the end."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    ours = command == OURS
    given = {"SEVENSIGNS_DATA": str(folder / "data"), "PORT": str(port)}
    where = () if ours else (f"--server.port={port}", "--server.address=127.0.0.1")
    compiled = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, *command, *where],
            cwd=Path(__file__).parent.parent if ours else folder,  # hello reads no settings of ours
            env=compiled | given,
            stdout=log,
            stderr=log,
        )
    try:
        yield Server(process, port, folder / "log")
    finally:
        process.terminate()
        process.wait(PATIENCE)
