"""assessment/typed.py"""

import sys

import pytest

from assessment import typed
from assessment.errors import Refused


@pytest.mark.case("C44")
@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("anna@example.com", "anna@example.com"),
        (" Anna.B+Tag@Example.COM\n", "anna.b+tag@example.com"),
        ("anna@bücher.example", "anna@xn--bcher-kva.example"),
        ("anna@ｅxample.com", "anna@example.com"),
        ("o'hara@example.com", "o'hara@example.com"),
        (f"{'a' * 64}@{'b' * 63}.{'c' * 63}.example", f"{'a' * 64}@{'b' * 63}.{'c' * 63}.example"),
    ],
)
def test_an_address_is_kept_as_mail_servers_spell_it(given: str, kept: str) -> None:
    """In ASCII and small letters, so that one address is found however it was typed."""
    assert typed.email(given) == kept


@pytest.mark.case("C44")
@pytest.mark.parametrize(
    "given",
    [
        "",
        "@",
        "anna",
        "anna@example",
        "a@b\r\nBcc:x",
        "a@example.com\r\nBcc: x@example.com",
        "a@example.com\nx@example.com",
        "a\0@example.com",
        "a@example.com, b@example.com",
        "Anna <a@example.com>",
        '"a b"@example.com',
        '"a@b"@example.com',
        "ä@example.com",
        "a@exa\u200bmple.com",
        "a@example.com\u202e",
        "a@[127.0.0.1]",
        "a@127.0.0.1",
        "a@localhost",
        "a@mail.local",
        f"a@{'ü' * 60}.example",
        f"{'a' * 65}@example.com",
        f"{'a' * 10_000}@example.com",
        f"a@{'b.' * 200}example",
    ],
)
def test_what_is_no_address_is_refused(given: str) -> None:
    """Several addresses, a second header, quotes, hosts that no mail reaches, endless ones."""
    with pytest.raises(Refused) as caught:
        typed.email(given)
    assert caught.value.reason == "bad_email"


def test_no_name_server_is_asked() -> None:
    """Whoever types an address tells no third party; the library for it is not even loaded."""
    typed.email("anna@example.com")

    assert not [name for name in sys.modules if name.partition(".")[0] == "dns"]
