"""assessment/origin.py"""

import socket

import pytest

from assessment import origin
from assessment.origin import EVERYWHERE, Reach, is_ours, local_address, over_https, reach

PUBLIC = "https://signs.example"


@pytest.mark.parametrize(
    ("origin", "host", "public_url"),
    [
        ("http://127.0.0.1:8501", "127.0.0.1:8501", ""),
        ("https://signs.example", "signs.example", ""),  # behind a proxy that ends HTTPS
        ("http://[::1]:8501", "[::1]:8501", ""),
        ("https://signs.example", "10.0.0.5:8501", PUBLIC),  # behind one that names itself
        ("http://127.0.0.1:8501", "127.0.0.1:8501", PUBLIC),  # looked at from inside
    ],
)
def test_our_own_pages_are_known(origin: str, host: str, public_url: str) -> None:
    """By the host they asked, or by the address that people reach them by."""
    assert is_ours({"origin": origin, "host": host}, public_url)


@pytest.mark.parametrize("public_url", ["", PUBLIC])
@pytest.mark.parametrize(
    "origin",
    [
        "http://127.0.0.1:9999",
        "http://127.0.0.1",
        "http://localhost:8501",
        "https://evil.example",
        "https://signs.example.evil.example",
        "http://signs.example",
        "null",
        "",
        "http://[",
        "127.0.0.1:8501",
    ],
)
def test_every_other_origin_is_foreign(origin: str, public_url: str) -> None:
    """Another port of the same machine included, and what is no origin at all."""
    assert not is_ours({"origin": origin, "host": "127.0.0.1:8501"}, public_url)


@pytest.mark.parametrize("headers", [{}, {"host": ""}, {"host": "x"}, {"origin": "", "host": ""}])
def test_without_an_origin_nothing_is_ours(headers: dict[str, str]) -> None:
    """Browsers send one with every form and every websocket."""
    assert not is_ours(headers, "")


def test_https_is_seen_by_whoever_sees_it() -> None:
    """The connection, the installation's own address, or the page that asks."""
    assert over_https({}, "", "https")
    assert over_https({}, PUBLIC)
    assert over_https({"origin": PUBLIC}, "")
    assert not over_https({"origin": "http://127.0.0.1:8501"}, "", "http")


@pytest.mark.parametrize(
    ("asked", "public_url", "listening", "expected"),
    [
        ("http://localhost:8501/workshop?w=x", PUBLIC, "127.0.0.1", Reach(PUBLIC, others=True)),
        (
            "http://192.168.1.7:8501/x",
            "",
            EVERYWHERE[0],
            Reach("http://192.168.1.7:8501", others=True),
        ),
        ("https://signs.example/x", "", "127.0.0.1", Reach("https://signs.example", others=True)),
        ("http://localhost:8501/x", "", "127.0.0.1", Reach("http://localhost:8501", others=False)),
        ("http://127.0.0.1:8501/x", "", EVERYWHERE[0], Reach("http://10.1.2.3:8501", others=True)),
        ("http://[::1]:8501/x", "", "::", Reach("http://10.1.2.3:8501", others=True)),
    ],
)
def test_phones_are_sent_where_they_can_get(
    asked: str, public_url: str, listening: str, expected: Reach, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The public address, else the one that was asked, else this machine's on its network."""
    monkeypatch.setattr(origin, "local_address", lambda: "10.1.2.3")

    assert reach(asked, public_url, listening) == expected


def test_without_a_network_no_phone_gets_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Listening everywhere reaches nobody where there is no network."""
    monkeypatch.setattr(origin, "local_address", lambda: None)

    assert not reach("http://localhost:8501/", "", EVERYWHERE[0]).others


def test_the_address_on_the_network_is_found_without_sending_anything() -> None:
    """It is an address of this machine that is not the loopback, or there is none."""
    found = local_address()

    if found is not None:
        with socket.socket() as listener:
            listener.bind((found, 0))
        assert not found.startswith("127.")
