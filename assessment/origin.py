"""Where a request comes from: one of our own pages or not, over HTTPS or not."""

from collections.abc import Mapping
from urllib.parse import urlsplit


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
