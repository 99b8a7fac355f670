"""assessment/guard.py: what Streamlit gets to see of what a browser sends."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest, BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import FileURLsRequest
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from assessment import auth
from assessment.guard import BURST, FRAME_LIMIT, RATE, Guard
from bench.visitor import Visitor, visitor
from tests.conftest import PATIENCE
from tests.make_instrument import shipped


class Talk:
    """A websocket between a browser and an app that the guard stands between, in steps."""

    def __init__(self) -> None:
        self.time = 0.0
        self.heard: list[Message] = []
        self.sent: list[Message] = []
        self._waiting: list[Message] = []
        self._own: tuple[Receive, Send]
        guard = Guard(self._app, lambda: self.time)
        asyncio.run(guard({"type": "websocket"}, self._next, self._out))  # the app keeps its ends

    async def _app(self, _: Scope, receive: Receive, send: Send) -> None:
        self._own = receive, send

    async def _next(self) -> Message:
        return self._waiting.pop(0)

    async def _out(self, message: Message) -> None:
        self.sent.append(message)

    def browser(self, *messages: Message) -> Message:
        """What the app hears when the browser sends that and then goes away."""
        self._waiting = [*messages, {"type": "websocket.disconnect", "code": 1001}]
        heard: Message = asyncio.run(self._receive())
        return heard

    async def _receive(self) -> Message:
        return await self._own[0]()

    def draw(self, *messages: ForwardMsg) -> None:
        """The app sends that to the browser."""

        async def all_of_them() -> None:
            for message in messages:
                await self._own[1]({"type": "websocket.send", "bytes": message.SerializeToString()})

        asyncio.run(all_of_them())


def frame(message: BackMsg) -> Message:
    """A message of the browser's as it arrives."""
    return {"type": "websocket.receive", "bytes": message.SerializeToString()}


def rerun(fragment: str = "", *, timer: bool = False) -> BackMsg:
    """The wish for a run, with an answer."""
    chosen = WidgetStates(widgets=[WidgetState(id="radio", string_value="4")])
    state = ClientState(fragment_id=fragment, is_auto_rerun=timer, widget_states=chosen)
    return BackMsg(rerun_script=state)


def asked(heard: Message) -> ClientState:
    """The run that the app was asked for."""
    return BackMsg.FromString(heard["bytes"]).rerun_script


def begun(*fragments: str) -> ForwardMsg:
    """A run begins: of these fragments, or of the whole page."""
    message = ForwardMsg(new_session=NewSession())
    message.metadata.run.fragment_ids.extend(fragments)
    return message


def drawn(fragment: str) -> ForwardMsg:
    """An element of a fragment."""
    return ForwardMsg(delta=Delta(fragment_id=fragment))


@pytest.mark.case("C51")
@pytest.mark.parametrize(
    "message",
    [
        BackMsg(clear_cache=True),
        BackMsg(set_run_on_save=True),
        BackMsg(stop_script=True),
        BackMsg(load_git_info=True),
        BackMsg(debug_disconnect_websocket=True),
        BackMsg(debug_shutdown_runtime=True),
        BackMsg(file_urls_request=FileURLsRequest()),
        BackMsg(app_heartbeat=True),
        BackMsg(backend_operation_request=BackendOperationRequest()),
        BackMsg(),
    ],
)
def test_what_only_a_developer_sends_is_not_heard(message: BackMsg) -> None:
    """It is passed over, so that a key pressed by mistake ends nothing; what follows is heard."""
    talk = Talk()

    heard = talk.browser(frame(message), frame(rerun()))

    assert asked(heard) == rerun().rerun_script
    assert talk.sent == []


def test_every_kind_of_message_is_known() -> None:
    """Should a newer Streamlit have one more, somebody looks at it."""
    assert {field.name for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields} == {
        *("clear_cache", "set_run_on_save", "stop_script", "load_git_info", "app_heartbeat"),
        *("debug_disconnect_websocket", "debug_shutdown_runtime", "file_urls_request"),
        *("rerun_script", "backend_operation_request"),
    }


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"type": "websocket.receive", "text": "hello"}, 1003),
        ({"type": "websocket.receive", "bytes": b"\xff" * 20}, 1002),
        ({"type": "websocket.receive", "bytes": b"\x0a" * 30}, 1002),
        ({"type": "websocket.receive", "bytes": b"\x00" * (FRAME_LIMIT + 1)}, 1009),
    ],
)
def test_what_is_no_message_ends_the_connection(message: Message, code: int) -> None:
    """Streamlit hears that the browser is gone, and may send into nothing without an error."""
    talk = Talk()

    heard = talk.browser(message, frame(rerun()))

    assert (heard["type"], heard["code"]) == ("websocket.disconnect", code)
    assert talk.sent == [{"type": "websocket.close", "code": code, "reason": ""}]
    with pytest.raises(OSError, match="closed"):
        talk.draw(drawn("item"))


@pytest.mark.case("C48")
def test_a_flood_ends_the_connection() -> None:
    """More than 20 a second for longer than the first 40 allow."""
    talk = Talk()
    for _ in range(BURST):
        assert talk.browser(frame(rerun()))["type"] == "websocket.receive"

    assert talk.browser(frame(rerun()))["code"] == 1008


def test_who_types_fast_is_never_cut_off() -> None:
    """Twenty a second for ten minutes, and after a pause forty at once."""
    talk = Talk()
    for _ in range(600 * RATE):
        talk.time += 1 / RATE
        assert talk.browser(frame(rerun()))["type"] == "websocket.receive"
    talk.time += BURST / RATE

    for _ in range(BURST):
        assert talk.browser(frame(rerun()))["type"] == "websocket.receive"


def test_the_first_run_of_a_connection_is_a_whole_one() -> None:
    """Streamlit drops a fragment that it does not know, with the answer; all else stays."""
    for timer in (False, True):
        heard = asked(Talk().browser(frame(rerun("item", timer=timer))))

        assert heard == rerun().rerun_script


def test_a_fragment_that_was_drawn_runs_alone() -> None:
    """So does a timer's, and none is lost that comes while the page is drawn anew."""
    talk = Talk()
    talk.browser(frame(rerun("item")))
    talk.draw(begun(), drawn(""), drawn("item"))

    assert asked(talk.browser(frame(rerun("item")))).fragment_id == "item"
    assert asked(talk.browser(frame(rerun("other")))).fragment_id == ""
    assert asked(talk.browser(frame(rerun("clock", timer=True)))).fragment_id == "clock"

    talk.draw(begun("item"), drawn("item"))
    assert asked(talk.browser(frame(rerun("item")))).fragment_id == "item"

    talk.draw(begun())
    assert asked(talk.browser(frame(rerun("item")))).fragment_id == ""


def test_a_timer_never_ends_the_run_that_a_click_has_begun() -> None:
    """A run of the whole page would; before anything is drawn, the timer's wish may be dropped."""
    talk = Talk()
    talk.browser(frame(rerun()))
    assert asked(talk.browser(frame(rerun("clock", timer=True)))).fragment_id == "clock"

    talk.draw(begun(), drawn("clock"))
    talk.browser(frame(rerun()))
    talk.draw(begun())
    assert asked(talk.browser(frame(rerun("clock", timer=True)))).fragment_id == "clock"


def test_big_frames_are_refused_by_what_they_announce() -> None:
    """The server is told so when it starts, before anybody is connected."""

    class Lifespan:
        config = SimpleNamespace(ws_max_size=10_000_000)

        async def receive(self) -> Message:
            return {"type": "lifespan.startup"}

    async def app(_: Scope, receive: Receive, send: Send) -> None:
        await receive()

    async def send(_: Message) -> None:
        return None

    lifespan = Lifespan()
    asyncio.run(Guard(app)({"type": "lifespan"}, lifespan.receive, send))

    assert lifespan.config.ws_max_size == FRAME_LIMIT


@pytest.fixture
def socket(server: str) -> Iterator[ClientConnection]:
    """A connection of one of our own pages to the real server."""
    address = server.replace("http:", "ws:") + "/_stcore/stream"
    with connect(address, origin=server, close_timeout=0.5) as connected:
        yield connected


def closed(socket: ClientConnection) -> int:
    """The code with which the server ends the connection."""
    try:
        while True:
            socket.recv(PATIENCE)
    except ConnectionClosed as ended:
        return ended.rcvd.code if ended.rcvd else 0


@pytest.mark.case("C49")
@pytest.mark.parametrize(
    ("hostile", "code"),
    [
        ("hello", 1003),
        (b"\xff" * 20, 1002),
        (b"\x00" * (FRAME_LIMIT + 1), 1009),
        (b"\x00" * 3_000_000, 1009),
    ],
)
def test_the_server_ends_a_connection_that_sends_nonsense(
    socket: ClientConnection, server_folder: Path, hostile: str | bytes, code: int
) -> None:
    """With the reason, and without a traceback."""
    before = (server_folder / "log").stat().st_size
    try:
        socket.send(hostile)
    except ConnectionClosed:
        assert len(hostile) > FRAME_LIMIT  # it is not even read to its end

    assert closed(socket) == code
    assert "Traceback" not in (server_folder / "log").read_text("utf-8")[before:]


@pytest.mark.case("C48")
def test_the_server_ends_a_flood(socket: ClientConnection, server: str) -> None:
    """The others are answered meanwhile."""
    flood = rerun().SerializeToString()
    with suppress(ConnectionClosed):  # it may end before all is sent
        for _ in range(3000):
            socket.send(flood)

    assert closed(socket) == 1008
    assert httpx.get(f"{server}/healthz").json() == {"status": "ok"}


SIGN = shipped().signs[0].id
Kept = dict[str, str]  # radio -> the option that is kept
Steps = Callable[[Visitor], Awaitable[Kept]]  # what is tapped; what is to be kept then


def came_back(server: str, steps: Steps) -> tuple[Kept, Kept]:
    """What is kept at last once a page that stayed open has got another server, and should be."""
    port = int(server.rpartition(":")[2])
    with httpx.Client(base_url=server, headers={"Origin": server}) as client:
        where = client.post("/begin", data={"scope": "full", "group": "sales"}).headers["location"]
        cookie = f"{auth.COOKIE}={client.cookies[auth.COOKIE]}"
    query = where.partition("?")[2]

    async def look() -> Kept:
        async with visitor(port, cookie) as fresh:
            await fresh.visit("answer", f"{query}&sign={SIGN}")  # not where one resumes
            return {
                id: radio.options[radio.default]
                for id, radio in fresh.radios.items()
                if radio.HasField("default")
            }

    async def walk() -> tuple[Kept, Kept]:
        async with visitor(port, cookie) as before, visitor(port, cookie) as after:
            await before.visit("answer", query)
            after.stays_open(before)
            wanted = await steps(after)
            until = time.monotonic() + PATIENCE / 2
            while (kept := await look()) != wanted and time.monotonic() < until:
                await asyncio.sleep(0.1)  # the last of several runs may not have ended
            return kept, wanted

    async def in_time() -> tuple[Kept, Kept]:
        async with asyncio.timeout(PATIENCE):
            return await walk()

    return asyncio.run(in_time())


def test_the_first_tap_after_the_server_was_away_is_kept(server: str) -> None:
    """The new session knows no fragment of the page that stayed open; the answer is there."""

    async def steps(after: Visitor) -> Kept:
        radio = next(iter(after.radios.values()))
        await after.choose(radio, 3)
        return {radio.id: radio.options[3]}

    kept, wanted = came_back(server, steps)

    assert kept == wanted


def test_taps_in_a_row_after_the_server_was_away_are_kept(server: str) -> None:
    """All but the first come while the page is drawn anew for those before."""

    async def steps(after: Visitor) -> Kept:
        tapped = list(after.radios.values())
        for radio in tapped:
            await after.tap(radio, 1)
        await after.choose(tapped[0], 2)
        return {radio.id: radio.options[1] for radio in tapped} | {
            tapped[0].id: tapped[0].options[2]
        }

    kept, wanted = came_back(server, steps)

    assert len(wanted) == 5
    assert kept == wanted
