"""assessment/slow.py: a server of uvicorn's whose clock is short."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets.sync.client import connect

from assessment import slow
from assessment.guard import Guard
from tests.conftest import PATIENCE

CLOCK = 0.3  # seconds
HALF = b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "
WHOLE = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\n"


async def count(request: Request) -> Response:
    """How many bytes were sent, once all are there."""
    return PlainTextResponse(f"{len(await request.body())} bytes")


async def listen(ws: WebSocket) -> None:
    """Take whatever comes, until it ends."""
    await ws.accept()
    await ws.receive()


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Where an app behind the guard gives a request so long."""
    monkeypatch.setattr(slow, "HEAD_SECONDS", CLOCK)
    app = Starlette(routes=[Route("/", count, methods=["POST"]), WebSocketRoute("/", listen)])
    config = uvicorn.Config(Guard(app), log_level="critical", timeout_keep_alive=PATIENCE)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        served = uvicorn.Server(config)
        thread = threading.Thread(target=served.run, kwargs={"sockets": [listener]})
        thread.start()
        while not served.started:
            time.sleep(0.01)
        yield listener.getsockname()[1]
        served.should_exit = True
        thread.join()


def connected(port: int, held: ExitStack) -> socket.socket:
    """A connection that waits for its end, as long as a test waits."""
    return held.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE))


@pytest.mark.case("C45")
@pytest.mark.parametrize("begun", [b"", HALF], ids=["nothing", "half"])
def test_who_does_not_come_to_ask_is_cut(port: int, begun: bytes) -> None:
    """Three hundred that say nothing, or never end their headers, are all gone soon."""
    with ExitStack() as held:
        opened = [connected(port, held) for _ in range(300)]
        for each in opened:
            each.sendall(begun)
        assert {each.recv(1) for each in opened} == {b""}


@pytest.mark.case("C45")
@pytest.mark.parametrize("before", [b"", WHOLE + b"123456"], ids=["first", "second"])
def test_a_byte_at_a_time_buys_no_time(port: int, before: bytes) -> None:
    """Neither at first nor after a request that was answered."""
    with ExitStack() as held:
        slowly = connected(port, held)
        slowly.sendall(before)
        assert not before or b"6 bytes" in slowly.recv(1000)
        slowly.sendall(HALF)
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            _trickle(slowly)


@pytest.mark.case("C50")
def test_a_head_without_an_end_is_cut(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However fast it comes, and however many send one: no more than a little of it is held."""
    monkeypatch.setattr(slow, "HEAD_SECONDS", PATIENCE)
    with ExitStack() as held:
        endless = connected(port, held)
        endless.sendall(HALF)
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            _pour(endless)


def _pour(endless: socket.socket) -> None:
    for _ in range(2000):
        endless.sendall(b"x" * slow.HEAD_LIMIT)


def _trickle(slowly: socket.socket) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        slowly.sendall(b"x")
        time.sleep(CLOCK / 10)


def test_who_has_asked_is_waited_for(port: int) -> None:
    """A body may take its time, as may the next request, and a websocket lives on."""
    with ExitStack() as held:
        asking = connected(port, held)
        asking.sendall(WHOLE + b"123")
        with connect(f"ws://127.0.0.1:{port}/") as websocket:
            time.sleep(CLOCK * 2)
            assert websocket.ping().wait(PATIENCE)
        asking.sendall(b"456")
        assert b"6 bytes" in asking.recv(1000)
        time.sleep(CLOCK * 2)
        asking.sendall(WHOLE + b"123456")
        assert b"6 bytes" in asking.recv(1000)
