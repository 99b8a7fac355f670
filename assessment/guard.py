"""The guard of Streamlit's websocket: what a browser may send, how much and how fast."""

import time
from collections.abc import Callable

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from assessment import slow
from assessment.figures import figures

FRAME_LIMIT = 64 * 1024  # bytes of a message; what all boxes of a page may hold is below it
RATE = 20  # messages a second, of one connection
BURST = 40  # at once: keys held down, and a page that comes back with all that waited

UNSUPPORTED, BROKEN, TOO_FAST, TOO_BIG = 1003, 1002, 1008, 1009  # why a connection is closed


class Guard:
    """Stands between the browser and Streamlit, which trusts whatever a browser sends."""

    def __init__(self, app: ASGIApp, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            config: object = getattr(getattr(receive, "__self__", None), "config", None)
            refuse_big_frames(config)
            slow.cut(config)
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        connection = _Connection(receive, send, self._clock)
        with figures.session():
            await self._app(scope, connection.receive, connection.send)


def refuse_big_frames(config: object) -> None:
    """Have uvicorn refuse a frame by the length it announces, before it is held in memory.

    `streamlit run` sets this limit to what may be sent to a browser, which is far more.
    """
    if hasattr(config, "ws_max_size"):
        config.ws_max_size = FRAME_LIMIT


class _Connection:
    """One websocket, until it is closed."""

    def __init__(self, receive: Receive, send: Send, clock: Callable[[], float]) -> None:
        self._receive = receive
        self._send = send
        self._clock = clock
        self._closed = False
        self._left, self._seen = float(BURST), clock()
        self._begun = False  # whether this connection has asked for a run
        self._drawn: set[str] = set()  # the fragments whose elements this browser has got

    async def receive(self) -> Message:
        """The next message that Streamlit may see; what is wrong ends the connection."""
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            data: bytes | None = message.get("bytes")
            if not self._in_time():
                return await self._end(TOO_FAST)
            if data is None:
                return await self._end(UNSUPPORTED)
            if len(data) > FRAME_LIMIT:
                return await self._end(TOO_BIG)
            try:
                asked = BackMsg.FromString(data)
            except DecodeError:
                return await self._end(BROKEN)
            # All else is for whoever writes a page: it empties caches, or stops the server.
            if asked.WhichOneof("type") == "rerun_script":
                return {"type": "websocket.receive", "bytes": self._whole(asked, data)}

    async def send(self, message: Message) -> None:
        """Pass on what Streamlit sends; raises OSError once the connection is closed."""
        if self._closed:
            raise OSError("The connection is closed.")
        if message["type"] == "websocket.send" and message.get("bytes"):
            self._note(ForwardMsg.FromString(message["bytes"]))
        self._closed = message["type"] == "websocket.close"
        await self._send(message)

    def _in_time(self) -> bool:
        now = self._clock()
        self._left = min(BURST, self._left + RATE * (now - self._seen)) - 1
        self._seen = now
        return self._left >= 0

    def _whole(self, asked: BackMsg, data: bytes) -> bytes:
        """The message, for the whole page where Streamlit might not know the fragment it names.

        After a restart, or in the moment a page is drawn anew, Streamlit drops such a message
        without a word, and the answer in it was lost. A timer's may be dropped: it comes again,
        and for the whole page it would end the run that a click has just begun, and the click.
        """
        state: ClientState = asked.rerun_script
        first, self._begun = not self._begun, True
        if not state.fragment_id or state.fragment_id in self._drawn:
            return data
        if state.is_auto_rerun and not first:
            return data
        state.ClearField("fragment_id")
        state.ClearField("is_auto_rerun")
        whole: bytes = asked.SerializeToString()
        return whole

    def _note(self, message: ForwardMsg) -> None:
        """Remember the fragments that are drawn; a run of the whole page begins anew."""
        match message.WhichOneof("type"):
            case "new_session":
                if not message.metadata.run.fragment_ids:
                    self._drawn.clear()
            case "delta":
                if message.delta.fragment_id:
                    self._drawn.add(message.delta.fragment_id)

    async def _end(self, code: int) -> Message:
        """Close the connection, and tell Streamlit that the browser is gone."""
        self._closed = True
        await self._send({"type": "websocket.close", "code": code, "reason": ""})
        return {"type": "websocket.disconnect", "code": code, "reason": ""}
