"""Addresses outside of this program: the mail server and the webhook, as the settings name them."""

import base64
import binascii
import ipaddress
import socket
import ssl
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

SECRET_BYTES = 24  # of a webhook's key, at least
_OWN = tuple(  # this machine and private networks, which can be allowed; nothing else can
    ipaddress.ip_network(net)
    for net in (
        *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"),
        *("::1/128", "fc00::/7"),
    )
)
_NEVER = tuple(  # where clouds tell their machines passwords, beside link-local; documentation
    ipaddress.ip_network(net)
    for net in (
        *("192.0.0.0/24", "168.63.129.16/32", "100.100.100.200/32"),
        *("fd00:ec2::254/128", "3fff::/20"),
    )
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_PUBLIC = (ipaddress.ip_network("0.0.0.0/0"), ipaddress.ip_network("2000::/3"), _NAT64)


@dataclass(frozen=True)
class MailServer:
    """Where mails are handed in; its text tells no password."""

    host: str
    port: int
    wrapped: bool  # TLS from the first byte; else it begins by STARTTLS
    here: bool  # this machine: the way there needs no TLS
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Receiver:
    """Where events are posted; its text tells neither path nor key."""

    host: str
    port: int
    tls: bool
    path: str = field(repr=False)
    private: bool = False  # this machine and private networks are allowed

    @property
    def authority(self) -> str:
        """The host as it stands in a request, with the port where that is none of the usual."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.tls else 80) else f"{host}:{self.port}"


def mail_server(url: str) -> MailServer:
    """The mail server that an address names; raises ValueError with a sentence without it."""
    parts = _split(url, {"smtp": 587, "smtps": 465})
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("nothing may follow the host and the port of a mail server")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise ValueError("name and password belong together; write @, : and / in them as %40 ...")
    host = _host(parts)
    wrapped = parts.scheme == "smtps"
    port = parts.port or (465 if wrapped else 587)
    return MailServer(host, port, wrapped, is_here(host), user, password)


def receiver(url: str, private: bool) -> Receiver:
    """The webhook that an address names; raises ValueError with a sentence without it."""
    parts = _split(url, {"https": 443} | ({"http": 80} if private else {}))
    if "@" in parts.netloc or parts.fragment:
        raise ValueError("a webhook has no name or password in its address, and no #")
    host = _host(parts)
    literal = _literal(host)
    if is_here(host) or literal:
        check(literal or ipaddress.ip_address("127.0.0.1"), private)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    tls = parts.scheme == "https"
    return Receiver(host, parts.port or (443 if tls else 80), tls, path, private)


def webhook_key(secret: str) -> bytes:
    """The key in a webhook's secret; raises ValueError with a sentence without it."""
    told = f"whsec_ and at least {SECRET_BYTES} random bytes in base64 make one"
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError(told) from None
    if not secret.startswith("whsec_") or len(key) < SECRET_BYTES:
        raise ValueError(told)
    return key


def check(address: Address, private: bool) -> None:
    """Raise ValueError unless events may go to this address.

    Addresses of this machine and of private networks may be allowed. Link-local ones never are:
    there a cloud tells its machines their passwords.
    """
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return check(address.ipv4_mapped, private)
        if inner := _led_to(address):
            check(inner, private)
    own = any(address in net for net in _OWN)
    if any(address in net for net in _NEVER):
        raise ValueError("nobody is reached at this address")
    if own and not private:
        raise ValueError("this machine and private networks are not allowed")
    public = address.is_global and any(address in net for net in _PUBLIC)
    if not own and (not public or address.is_multicast):
        raise ValueError("nobody is reached at this address")
    return None


def trusted() -> ssl.SSLContext:
    """TLS that checks certificate and name, by the authorities that this machine trusts."""
    return ssl.create_default_context()


def is_here(host: str) -> bool:
    """Whether a host is this machine by its name or as an address."""
    literal = _literal(host)
    return literal.is_loopback if literal else host == "localhost" or host.endswith(".localhost")


def _led_to(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that a translator or a tunnel takes from an IPv6 address."""
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.sixtofour or (address.teredo[1] if address.teredo else None)


def _literal(host: str) -> Address | None:
    """The address that a host is written as, also as one number, in octal or in hexadecimal."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, ValueError):
        return None


def _split(url: str, schemes: dict[str, int]) -> SplitResult:
    wanted = " or ".join(f"{scheme}://" for scheme in schemes)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError("this is no address") from None
    if parts.scheme not in schemes or not url.isascii() or any(c <= " " for c in url):
        raise ValueError(f"an address in ASCII that begins with {wanted} is needed")
    if not parts.hostname or port == 0:
        raise ValueError("the address names no host, or port 0")
    return parts


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".").lower()
