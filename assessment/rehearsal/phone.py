"""A guest's phone: it joins, follows the facilitator, and sends each message until it is kept."""

import asyncio
import time
from typing import Any
from urllib.parse import quote

from assessment.records import new_id
from assessment.rehearsal.page import Page, read
from assessment.rehearsal.wire import Lost, Note, Reply, Site, Wire

AGAIN = 1.5  # seconds until what could not be sent is tried again
GONE = 410
LATER = (408, 500)  # this one, and all from that one on


class Phone:
    """What the page's script does, without a screen: a turn for each message, one at a time."""

    def __init__(self, site: Site, note: Note | None = None) -> None:
        self.wire = Wire(site, note)
        self.page = Page()
        self.room = ""
        self.seat = ""
        self.gone = False
        self.known = 0.0  # when a receipt last said that nothing has moved, by time.monotonic()
        self.late = 0  # messages that came after their round was closed
        self.refused: list[str] = []  # reasons
        self._attempt = new_id()
        self._sending = False
        self._turn = 0
        self._version = 0

    @property
    def key(self) -> str:
        """What the page is about; it is drawn anew whenever this changes."""
        return self.page.marks.get("key", "")

    async def join(self, code: str, door: str, group: str, name: str = "") -> bool:
        """Take a seat as one does by the QR code; whether there is one now. Raises Lost."""
        if not self.seat:
            self.page = read((await self.wire.get(f"/j/{code}")).text)
            given = {"code": code, "door": door, "group": group, "guest": "yes"}
            given |= {"attempt": self._attempt}  # so that one whose answer got lost takes one seat
            if name:
                given |= {"name": name, "consent": "yes"}
            reply = await self.wire.form("/join", given | {"proof": self.page.proof})
            if reply.status >= LATER[1]:
                raise Lost
            self._take(reply)
        if self.page.marks.get("part"):
            await self.look(anyway=True)  # the first page holds one sign, the others follow it
        return bool(self.seat)

    async def look(self, anyway: bool = False) -> bool:
        """Ask what is shown now; whether it is something else than before. Raises Lost."""
        busy = "&busy" if self._sending else ""
        seen = f"&v={self._version}&t={self._turn}&k={quote(self.key)}{busy}"
        seen = "" if anyway else seen
        reply = await self.wire.get(f"/seat/state?w={self.room}{seen}")
        if reply.status not in (200, GONE):
            return False
        got, before = reply.json(), self.key
        elsewhere = got.get("turn") != self._turn and not self._sending
        if "html" in got and (got.get("key") != before or elsewhere or anyway):
            self._take(reply)
        else:
            self._version = int(got.get("version", self._version))
        return self.key != before

    async def send(self, said: dict[str, Any]) -> str:
        """Send a message until it is kept or refused; the receipt, or why it was refused."""
        self._sending = True
        try:
            reply = await self._until_dealt_with(said)
        finally:
            self._sending = False
        got = reply.json()
        if "receipt" in got:
            self.late += got["receipt"] == "late"
            return str(got["receipt"])
        self.refused.append(str(got.get("refused", reply.status)))
        return self.refused[-1]

    async def _until_dealt_with(self, said: dict[str, Any]) -> Reply:
        """The answer that says what became of the message; one turn for as long as it waits."""
        turn = self._turn + 1
        while True:
            begun = time.monotonic()
            try:
                reply = await self.wire.message(
                    f"/seat/send?w={self.room}", self.page.proof, {**said, "turn": turn}
                )
            except Lost:
                await asyncio.sleep(AGAIN)
                continue
            got = reply.json()
            if got.get("receipt") == "behind":
                turn = int(got["turn"]) + 1
            elif reply.status == LATER[0] or reply.status >= LATER[1]:
                await asyncio.sleep(AGAIN)
            else:
                self._turn = max(self._turn, turn)
                if got.get("version") == self._version:
                    self.known = begun
                return reply

    def _take(self, reply: Reply) -> None:
        """Show what came."""
        got = reply.json()
        self.page = read(str(got.get("html", "")))
        self.gone = self.key == "gone"
        self.room = self.page.marks.get("room", self.room)
        self.seat = self.page.marks.get("seat", self.seat)
        self._version = int(got.get("version", self._version))
        self._turn = max(self._turn, int(got.get("turn", 0)))
