"""Connections that do not come to say what they want: cut, for the server itself waits for ever."""

import asyncio
from typing import Any

HEAD_SECONDS = 10.0  # for all that comes before a body, as nginx gives them
HEAD_LIMIT = 65_536  # bytes of it that are held while its end is still to come


def cut(config: object) -> None:
    """Have uvicorn cut connections whose request, without its body, takes longer, or is larger.

    `streamlit run` makes the server, and hands nothing on that would set such a clock.
    """
    kind = getattr(config, "http_protocol_class", None)
    if isinstance(kind, type):
        config.http_protocol_class = watched(kind)  # type: ignore[attr-defined]  # just found there


def watched(kind: Any) -> type[asyncio.Protocol]:
    """The HTTP protocol of uvicorn, with a clock that runs while a request begins."""

    class Watched(kind):  # type: ignore[misc]  # h11 or httptools, as uvicorn finds them
        _clock: asyncio.TimerHandle | None = None
        _held = 0

        def connection_made(self, transport: asyncio.Transport) -> None:
            super().connection_made(transport)
            self._wait(transport)

        def data_received(self, data: bytes) -> None:
            before = self.cycle
            super().data_received(data)
            under_way = self.cycle is not None and not self.cycle.response_complete
            if self.cycle is not before or under_way or self.transport.get_protocol() is not self:
                self._stop()
            else:
                self._wait(self.transport)
                self._held += len(data)
                if self._held > HEAD_LIMIT:
                    self.transport.close()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop()
            super().connection_lost(exc)

        def _wait(self, transport: asyncio.Transport) -> None:
            loop = asyncio.get_running_loop()
            self._clock = self._clock or loop.call_later(HEAD_SECONDS, transport.close)

        def _stop(self) -> None:
            self._held = 0
            if self._clock:
                self._clock.cancel()
                self._clock = None

    return Watched
