"""assessment/origin.py"""

import pytest

from assessment.origin import is_ours, over_https

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
