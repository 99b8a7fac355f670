"""Where a request comes from, over HTTPS or not, and where other devices reach this server."""

import ipaddress
import socket
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  # what a server listens on that others may reach


class Reach(NamedTuple):
    """The address that other devices type, and whether they can get there at all."""

    origin: str
    others: bool


def is_ours(headers: Mapping[str, str], public_url: str) -> bool:
    """Whether its Origin is this site: the public address, or the very host and port it asked."""
    origin = headers.get("origin", "")
    try:
        host = urlsplit(origin).netloc
    except ValueError:
        return False
    return host != "" and (origin == public_url or host == headers.get("host"))


def over_https(headers: Mapping[str, str], public_url: str, scheme: str = "") -> bool:
    """Whether the browser came by HTTPS, which a server behind a proxy need not see itself."""
    seen = (scheme, public_url, headers.get("origin", ""))
    return any(url.startswith("https") for url in seen)


def reach(asked: str, public_url: str, listening: str) -> Reach:
    """Where other devices reach this server, whose page was just asked for at that address.

    Whoever runs the server beside the projector often comes by localhost, which no phone reaches.
    """
    if public_url:
        return Reach(public_url, others=True)
    parts = urlsplit(asked)
    if not _is_loopback(parts.hostname or ""):
        return Reach(f"{parts.scheme}://{parts.netloc}", others=True)
    host = local_address() if listening in EVERYWHERE else None
    if host is None:
        return Reach(f"{parts.scheme}://{parts.netloc}", others=False)
    port = f":{parts.port}" if parts.port else ""
    return Reach(f"{parts.scheme}://{host}{port}", others=True)


@lru_cache(maxsize=512)
def only_here(host: str) -> bool:
    """Whether nobody but this machine reaches that host; an empty name is one that is not said."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("", "localhost") or host.endswith(".localhost")


def local_address() -> str | None:
    """The address of this machine on its network, or None; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 9))  # a datagram socket only looks up its route
            found = str(probe.getsockname()[0])
        except OSError:
            found = _by_name()
    return None if _is_loopback(found) else found


def _by_name() -> str:
    """The address this machine's own name stands for: what is left without a route outwards."""
    try:
        return socket.gethostbyname(socket.gethostname())
    except OSError:
        return "127.0.0.1"


def _is_loopback(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host in ("", "localhost") or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified
