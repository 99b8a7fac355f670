"""assessment/outside.py, assessment/settings.py: the addresses of mail server and webhook"""

import pytest

from assessment import outside
from assessment.errors import SettingsError
from assessment.outside import MailServer
from assessment.settings import read_settings

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
HOOK = {"SEVENSIGNS_WEBHOOK": "https://hook.example/in", "SEVENSIGNS_WEBHOOK_SECRET": SECRET}
MAIL = {
    "SEVENSIGNS_SMTP": "smtps://mail.example",
    "SEVENSIGNS_MAIL_FROM": "signs@example.com",
    "SEVENSIGNS_PUBLIC_URL": "https://signs.example",
}


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", MailServer("mail.example", 587, wrapped=False, here=False)),
        ("smtps://mail.example", MailServer("mail.example", 465, wrapped=True, here=False)),
        ("smtp://localhost:25", MailServer("localhost", 25, wrapped=False, here=True)),
        ("smtp://[::1]:25", MailServer("::1", 25, wrapped=False, here=True)),
        (
            "smtps://anna%40example.com:a%3Ab%2F%40@MAIL.example:2465/",
            MailServer("mail.example", 2465, True, False, "anna@example.com", "a:b/@"),
        ),
    ],
)
def test_a_mail_server_is_one_address(url: str, server: MailServer) -> None:
    """With what lets us in; only where it is this machine may it do without TLS."""
    assert outside.mail_server(url) == server
    assert "a:b" not in repr(server)


@pytest.mark.parametrize(
    "url",
    [
        *("mail.example", "http://mail.example", "smtp://", "smtp://mail.example:0"),
        *("smtp://mail.example:99999", "smtp://anna@mail.example", "smtp://:x@mail.example"),
        *("smtp://mail.example/in", "smtp://mail.example?x=1", "smtp://mail .example"),
        *("smtp://mail.example\r\n", "smtp://bücher.example", "smtp://[::1"),
    ],
)
def test_what_is_no_mail_server_is_refused(url: str) -> None:
    """With a sentence that does not repeat it, for it may hold a password."""
    with pytest.raises(ValueError) as caught:
        outside.mail_server(url)
    assert "mail.example" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "authority", "path"),
    [
        ("https://hook.example", "hook.example", "/"),
        ("https://hook.example:443/a?b=c", "hook.example", "/a?b=c"),
        ("https://HOOK.example.:8443/a", "hook.example:8443", "/a"),
        ("https://[2606:4700::1111]/", "[2606:4700::1111]", "/"),
        ("https://[64:ff9b::5db8:d70e]/", "[64:ff9b::5db8:d70e]", "/"),
    ],
)
def test_a_webhook_is_an_https_address(url: str, authority: str, path: str) -> None:
    """Its text tells neither path nor key."""
    found = outside.receiver(url, private=False)

    assert (found.authority, found.path) == (authority, path)
    assert "b=c" not in repr(found)


HERE = (
    *(
        "127.0.0.1",
        "localhost",
        "LOCALHOST.",
        "a.localhost",
        "2130706433",
        "0x7f000001",
        "017700000001",
    ),
    *("127.1", "0177.0.0.1", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "[0:0:0:0:0:ffff:7f00:1]"),
    *("10.0.0.1", "192.168.0.1", "172.31.255.255", "100.64.0.1", "[fd00::1]", "[64:ff9b::a00:1]"),
)
NOWHERE = ("0.0.0.0", "0", "169.254.169.254", "[fe80::1]", "[::]", "224.0.0.1", "[fec0::1]")  # noqa: S104


@pytest.mark.parametrize("host", [*HERE, *NOWHERE])
def test_a_webhook_that_points_inside_is_refused_at_the_start(host: str) -> None:
    """However the host is spelled."""
    with pytest.raises(ValueError):
        outside.receiver(f"https://{host}/", private=False)


@pytest.mark.parametrize("host", HERE)
def test_a_webhook_may_be_allowed_to_point_inside(host: str) -> None:
    """By http, too: nobody has certificates for it."""
    assert not outside.receiver(f"http://{host}:9000/", private=True).tls


@pytest.mark.parametrize("host", NOWHERE)
def test_some_addresses_are_never_allowed(host: str) -> None:
    """There clouds hand out their passwords, or nobody is."""
    with pytest.raises(ValueError):
        outside.receiver(f"https://{host}/", private=True)


@pytest.mark.parametrize(
    "url",
    [
        *("hook.example", "http://hook.example/", "ftp://hook.example/", "https://", "file:///etc"),
        *("https://user:pass@hook.example/", "https://hook.example/#x", "https://hook.example:0/"),
        *("https://hook.example/a b", "https://hook.example/\r\nX: y", "https://bücher.example/"),
        *("https://hook.example\\@evil.example/", "https://hook.example:x/"),
    ],
)
def test_what_is_no_webhook_is_refused(url: str) -> None:
    """By https alone, and nothing hidden in it."""
    with pytest.raises(ValueError):
        outside.receiver(url, private=False)


@pytest.mark.parametrize(
    "secret",
    ["", "whsec_", SECRET[6:], "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa", "whsec_x!", "whsec_ü"],
)
def test_a_secret_that_anyone_could_guess_is_refused(secret: str) -> None:
    """whsec_ and at least 24 bytes."""
    with pytest.raises(ValueError, match="24 random bytes"):
        outside.webhook_key(secret)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"SEVENSIGNS_SMTP": MAIL["SEVENSIGNS_SMTP"]}, "SEVENSIGNS_MAIL_FROM is not"),
        (MAIL | {"SEVENSIGNS_MAIL_FROM": "nobody"}, "SEVENSIGNS_MAIL_FROM: this is no e-mail"),
        (MAIL | {"SEVENSIGNS_SMTP": "smtp://u:hunter2@x/y"}, "SEVENSIGNS_SMTP: nothing may follow"),
        ({"SEVENSIGNS_WEBHOOK": HOOK["SEVENSIGNS_WEBHOOK"]}, "SEVENSIGNS_WEBHOOK_SECRET is not"),
        (HOOK | {"SEVENSIGNS_WEBHOOK_SECRET": "hunter2"}, "SEVENSIGNS_WEBHOOK_SECRET: whsec_"),
        (HOOK | {"SEVENSIGNS_WEBHOOK": "https://u:hunter2@x/"}, "SEVENSIGNS_WEBHOOK: a webhook"),
        (HOOK | {"SEVENSIGNS_WEBHOOK": "https://10.0.0.1/hunter2"}, "are not allowed"),
        (HOOK | {"SEVENSIGNS_WEBHOOK_PRIVATE": "hunter2"}, "SEVENSIGNS_WEBHOOK_PRIVATE"),
    ],
)
def test_settings_that_contradict_each_other_end_the_start(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], told: str
) -> None:
    """With a sentence that names the setting, and never what it holds."""
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        read_settings()

    assert told in str(caught.value)
    assert ("hunter2" in str(caught.value)) is ("SEVENSIGNS_WEBHOOK_PRIVATE" in given)


def test_settings_that_fit_are_read_and_hold_their_tongue(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty setting is none; what opens something is in no text of them."""
    for name, value in (MAIL | HOOK | {"SEVENSIGNS_WEBHOOK_PRIVATE": "yes"}).items():
        monkeypatch.setenv(name, value)
    found = read_settings()
    monkeypatch.setenv("SEVENSIGNS_SMTP", "")
    monkeypatch.setenv("SEVENSIGNS_WEBHOOK", "")
    empty = read_settings()

    assert found.mail_server
    assert found.receiver
    assert found.receiver.private
    assert SECRET not in repr(found) + str(found.model_dump())
    assert (empty.mail_server, empty.receiver) == (None, None)
