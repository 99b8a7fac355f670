"""Read by Python when a server under test starts: notes whom it calls and what it looks up."""

import os
import sys
from pathlib import Path

HERE = ("127.0.0.1", "::1", "localhost", "None", "")
CALLS = ("socket.connect", "socket.sendto")
NAMES = ("socket.getaddrinfo", "socket.gethostbyname")


def note(event: str, given: tuple[object, ...]) -> None:
    """Write down what leads away from this machine."""
    if event not in (*CALLS, *NAMES):
        return
    place = given[1] if event in CALLS else given[0]
    host = place[0] if isinstance(place, tuple) else place
    local = event in CALLS and not isinstance(place, tuple)  # a socket that is a file
    if not local and str(host) not in HERE:
        with Path(os.environ["OUTBOUND"]).open("a", encoding="utf-8") as file:
            file.write(f"{event} {place}\n")


if "OUTBOUND" in os.environ:
    sys.addaudithook(note)
