"""What a program sends that is no browser: forged, idle, slow. The server takes a login."""

import asyncio
import re
import socket
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import SInt64Array, StringArray
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.asyncio.client import connect as connect_many
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from assessment import auth
from assessment.clients import kept
from assessment.desk import door
from assessment.services import open_services
from assessment.settings import ROOT, Settings
from bench.visitor import Visitor
from tests.conftest import PATIENCE, serving

PLANTED = "Planted and Sons"
DESK = ("desk", "leads", "lead", "clients", "client", "commentary", "progress", "audit", "post")
RESPONSIBLE = {
    "SEVENSIGNS_CONTROLLER": "Acme GmbH, Street 1, Town",
    "SEVENSIGNS_IMPRINT": "https://acme.example/imprint",
    "SEVENSIGNS_PRIVACY_CONTACT": "privacy@acme.example",
}
SOON = 10.0  # seconds: ten times what others may wait on a quiet machine


@dataclass(frozen=True)
class Locked:
    """A server that takes a login, with a client at its desk."""

    address: str
    client: str
    log: Path
    outbound: Path


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Locked]:
    """One for all tests here, of which is written down whom it calls."""
    folder = tmp_path_factory.mktemp("locked")
    with open_services(Settings(data=folder / "data")) as s:
        client = kept.add(s, door.COMMAND, PLANTED).id
    (folder / "outbound").touch()
    given = {
        "SEVENSIGNS_PUBLIC_URL": "http://signs.example",
        "PYTHONPATH": str(ROOT / "tests" / "outbound"),
        "OUTBOUND": str(folder / "outbound"),
    }
    with serving(folder, **RESPONSIBLE, **given) as address:
        yield Locked(address, client, folder / "log", folder / "outbound")


def stream(address: str) -> str:
    """The address of the websocket of a server."""
    return address.replace("http:", "ws:") + "/_stcore/stream"


def ran(socket: ClientConnection, state: ClientState) -> list[ForwardMsg]:
    """All that a run sends, until it has ended."""
    socket.send(BackMsg(rerun_script=state).SerializeToString())
    got = []
    while not got or not got[-1].HasField("script_finished") or early(got[-1]):
        got.append(ForwardMsg.FromString(socket.recv(PATIENCE, decode=False)))
    return got


def early(message: ForwardMsg) -> bool:
    """Whether a run was given up for another one, which follows by itself."""
    return message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN


def begun(address: str) -> tuple[str, str]:
    """The query and the cookie of somebody who has begun to answer."""
    with httpx.Client(base_url=address, headers={"Origin": address}) as client:
        answer = client.post("/begin", data={"scope": "check", "group": "sales"})
        cookie = f"{auth.COOKIE}={client.cookies[auth.COOKIE]}"
    return answer.headers["location"].partition("?")[2], cookie


@pytest.mark.case("C30")
def test_a_forged_page_shows_nothing_of_the_desk(locked: Locked) -> None:
    """By its name, and by the hash that the menu tells everybody; a hash that is none is none."""
    query = f"c={locked.client}&r={locked.client}&lead={locked.client}"
    with connect(stream(locked.address), origin=locked.address) as socket:
        menu = next(m.navigation for m in ran(socket, ClientState()) if m.HasField("navigation"))
        by_hash = {page.url_pathname: page.page_script_hash for page in menu.app_pages}
        for page in DESK:
            for named in (
                ClientState(page_name=page, query_string=query),
                ClientState(page_script_hash=by_hash[page], query_string=query),
            ):
                shown = str(ran(socket, named))
                assert "This takes a login" in shown or "/login" in shown, page
                assert PLANTED not in shown, page
        assert PLANTED not in str(ran(socket, ClientState(page_script_hash="f" * 32)))
    assert "Traceback" not in locked.log.read_text("utf-8")


def no_options(id: str) -> Iterator[WidgetState]:
    """Answers to a question that it does not offer."""
    for text in ("6", "x" * 60_000, "\0\u202e<script>", ""):
        yield WidgetState(id=id, string_value=text)


def other_kinds(id: str) -> Iterator[WidgetState]:
    """Answers that are no text."""
    yield WidgetState(id=id, int_value=99)
    yield WidgetState(id=id, double_value=float("nan"))
    yield WidgetState(id=id, trigger_value=True)
    yield WidgetState(id=id, json_value='{"a": [')
    yield WidgetState(id=id, string_array_value=StringArray(data=["1", "2"]))
    yield WidgetState(id=id, int_array_value=SInt64Array(data=[1]))
    yield WidgetState(id=id, bytes_value=b"\xff\x00")


class Forger(Visitor):
    """A browser that sends other values than it shows, as long as it is told to."""

    forged: WidgetState | None = None
    told = ""

    async def _send(self) -> None:
        if self.forged is None:
            return await super()._send()
        self._state.widget_states.CopyFrom(WidgetStates(widgets=[self.forged]))
        return await self._socket.send(BackMsg(rerun_script=self._state).SerializeToString())

    def _draw(self, delta: Delta) -> None:
        if delta.new_element.HasField("alert"):
            self.told += delta.new_element.alert.body
        else:
            super()._draw(delta)


@pytest.mark.case("C22")
def test_a_forged_value_of_a_widget_is_no_answer(locked: Locked) -> None:
    """No option, or another kind of value: passed over, and the page goes on.

    Nothing of either is kept, nobody is told that something went wrong, and the log has a line.
    """
    query, cookie = begun(locked.address)
    headers = {"Cookie": cookie}

    def answers() -> list[object]:
        told = httpx.get(f"{locked.address}/stored.json?{query}", headers=headers).json()
        return [each["answer"] for each in told["answers_in_words"]]

    async def forge() -> str:
        way, origin = stream(locked.address), Origin(locked.address)
        async with (
            asyncio.timeout(PATIENCE),
            connect_many(way, origin=origin, additional_headers=headers, max_size=None) as socket,
        ):
            one = Forger(socket)
            await one.visit("answer", query)
            radio = next(iter(one.radios.values()))
            for one.forged in no_options(radio.id):
                await one.choose(radio, 0)
                assert (answers(), one.told) == ([], "")
            one.forged = None
            await one.choose(radio, 2)
            assert answers() == [3]
            for one.forged in other_kinds(radio.id):
                await one.choose(radio, 0)
                assert answers() == [3]
            return one.told

    assert asyncio.run(forge()) == ""
    log = locked.log.read_text("utf-8")
    assert "A value was passed over that is no string_value" in log
    assert "Traceback" not in log
    assert "Incident" not in log


@pytest.mark.case("C45")
def test_slow_connections_hold_up_nobody(locked: Locked) -> None:
    """300 of them, each with half of what it asks."""
    host, port = re.findall(r"//(.*):(\d+)", locked.address)[0]
    with ExitStack() as held:
        for _ in range(300):
            slow = held.enter_context(socket.create_connection((host, int(port))))
            slow.sendall(b"GET / HTTP/1.1\r\nHost: signs.example\r\nX-Slow: ")
        start = time.monotonic()
        for path in ("/healthz", "/", "/login"):
            assert httpx.get(locked.address + path, timeout=PATIENCE).status_code == 200
        assert time.monotonic() - start < SOON


@pytest.mark.case("C46")
def test_five_hundred_idle_pages_hold_up_nobody(locked: Locked) -> None:
    """They are connected and say nothing."""

    async def idle() -> float:
        way, origin = stream(locked.address), Origin(locked.address)
        async with AsyncExitStack() as held:
            for _ in range(500):
                ask = connect_many(way, origin=origin, compression=None)
                await held.enter_async_context(ask)
            start = time.monotonic()
            async with httpx.AsyncClient(timeout=PATIENCE) as client:
                assert (await client.get(f"{locked.address}/healthz")).status_code == 200
            return time.monotonic() - start

    assert asyncio.run(idle()) < SOON


@pytest.mark.case("C72")
def test_nothing_is_asked_of_the_outside(locked: Locked) -> None:
    """From the start on, and while pages, files and a foreign name are asked for."""
    query, cookie = begun(locked.address)
    with httpx.Client(base_url=locked.address, headers={"Cookie": cookie}) as client:
        for path in ("/", f"/scorecard.pdf?{query}", "/sample.pdf", "/healthz", "/privacy"):
            assert client.get(path, timeout=PATIENCE).status_code == 200
    with connect(stream(locked.address), origin=locked.address) as way:
        ran(way, ClientState(page_name="scorecard", query_string=query))

    assert locked.outbound.read_text("utf-8") == ""
