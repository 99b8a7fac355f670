"""A browser as the server knows it: one session that draws nothing and speaks the protocol."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState, ContextInfo
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Radio_pb2 import Radio
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

WELL = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class Visitor:
    """One session on a page; what is chosen on it stands until another address is visited."""

    def __init__(self, socket: ClientConnection) -> None:
        self.radios: dict[str, Radio] = {}
        self._socket = socket
        self._state = ClientState(context_info=ContextInfo(color_scheme="light"))
        self._chosen: dict[str, str] = {}
        self._within: dict[str, str] = {}  # radio -> the fragment it is in
        self._again: dict[str, float] = {}  # fragment -> seconds until it is drawn again

    async def visit(self, page: str, query: str = "") -> float:
        """Seconds until the page is drawn; a page is named once, then only its query changes."""
        self._state.page_name = page
        self._state.query_string = query
        self._chosen.clear()
        return await self._rerun()

    async def choose(self, radio: Radio, option: int) -> float:
        """Seconds until the page is drawn again with this option of a radio on it chosen."""
        self._chosen[radio.id] = radio.options[option]
        self._state.fragment_id = self._within[radio.id]
        took = await self._rerun()
        self._state.fragment_id = ""
        return took

    def stays_open(self, earlier: "Visitor") -> None:
        """Show what an earlier connection showed, as a page does whose server was away."""
        self.radios, self._within = dict(earlier.radios), dict(earlier._within)
        self._chosen = dict(earlier._chosen)
        self._state.CopyFrom(earlier._state)

    async def tap(self, radio: Radio, option: int) -> None:
        """Choose an option of a radio, and wait for nothing."""
        self._chosen[radio.id] = radio.options[option]
        self._state.fragment_id = self._within[radio.id]
        await self._send()
        self._state.fragment_id = ""

    async def follow(self, seconds: float) -> list[float]:
        """The seconds of each time that what renews itself was drawn, in so much time."""
        until, took = time.monotonic() + seconds, []
        if not self._again:
            raise RuntimeError("Nothing on this page renews itself.")
        while time.monotonic() < until:
            await asyncio.sleep(min(self._again.values()))
            for fragment in list(self._again):
                self._state.fragment_id, self._state.is_auto_rerun = fragment, True
                took.append(await self._rerun())
            self._state.fragment_id, self._state.is_auto_rerun = "", False
        return took

    async def _rerun(self) -> float:
        start = time.perf_counter()
        await self._send()
        if not self._state.fragment_id:
            self.radios.clear()
        while self._still(ForwardMsg.FromString(await self._socket.recv(decode=False))):
            pass
        return time.perf_counter() - start

    async def _send(self) -> None:
        """Ask for a run with all that is chosen, as a browser sends it every time."""
        widgets = [WidgetState(id=id, string_value=text) for id, text in self._chosen.items()]
        self._state.widget_states.CopyFrom(WidgetStates(widgets=widgets))
        await self._socket.send(BackMsg(rerun_script=self._state).SerializeToString())

    def _still(self, message: ForwardMsg) -> bool:
        """Whether the run goes on after this message; raises RuntimeError where it went wrong."""
        if message.metadata.cacheable and message.hash not in self._state.cached_message_hashes:
            self._state.cached_message_hashes.append(message.hash)
        match message.WhichOneof("type"):
            case "navigation":
                self._state.page_script_hash = message.navigation.page_script_hash
            case "delta":
                self._draw(message.delta)
            case "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return True  # another run follows by itself
                if message.script_finished not in WELL:
                    raise RuntimeError("A script run was cut short.")
                return False
            case "auto_rerun":
                self._again[message.auto_rerun.fragment_id] = message.auto_rerun.interval
        return True

    def _draw(self, delta: Delta) -> None:
        match delta.new_element.WhichOneof("type"):
            case "radio":
                radio = delta.new_element.radio
                self.radios[radio.id] = radio
                self._within[radio.id] = delta.fragment_id
                if radio.HasField("default"):
                    self._chosen.setdefault(radio.id, radio.options[radio.default])
            case "exception" | "alert":
                raise RuntimeError(f"The page shows an error: {delta.new_element}")


@asynccontextmanager
async def visitor(port: int, cookie: str = "") -> AsyncIterator[Visitor]:
    """A browser with that cookie, connected to the server on that port."""
    async with connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        origin=Origin(f"http://127.0.0.1:{port}"),
        additional_headers={"Cookie": cookie},
        compression=None,
        max_size=None,
    ) as socket:
        yield Visitor(socket)
