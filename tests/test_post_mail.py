"""assessment/post/mail.py, letters.py: mails to a real mail server"""

import datetime
import email
import email.policy
import io
import re
import socket
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from pydantic import SecretStr
from pypdf import PdfReader

from assessment import auth, responses
from assessment.brand.load import load_brand
from assessment.lead_records import AddressLink
from assessment.post import letters, links, mail, outbox
from assessment.post.undelivered import Dropped, Undelivered
from assessment.post_records import LinkPurpose, Outgoing
from assessment.records import new_id
from assessment.services import Services
from tests.post_ends import HOST, MailServer, Names, mail_serving, trust_us

NOON = datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.UTC)
HERE = "127.0.0.1"
PASSWORD = "s3cret@:/"  # a made-up one
CONFIRM = {"confirm": "https://signs.example/c#token"}


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server on this machine, without TLS and passwords."""
    with mail_serving() as told:
        yield told


def mailing(s: Services, url: str) -> Services:
    """The services of an installation with that mail server."""
    given = {
        "smtp": SecretStr(url),
        "mail_from": "signs@advisors.example",
        "public_url": "https://signs.example",
    }
    return Services(s.settings.model_copy(update=given), s.store, s.shelf)


def send(s: Services, url: str, name: str = "confirm", **fields: str) -> Outgoing:
    """Send a mail there."""
    given = mailing(s, url)
    payload = CONFIRM | fields
    made = outbox.mail(given, None, name, "anna@example.com", "en", payload=payload, now=NOON)
    mail.carry(given, made, NOON)
    return made


def failure(s: Services, url: str) -> tuple[str, str]:
    """Why sending a mail there fails, and when it is worth another try."""
    with pytest.raises(Undelivered) as caught:
        send(s, url)
    return caught.value.why, caught.value.pace


def read(server: MailServer) -> EmailMessage:
    """The one mail that the server got."""
    (envelope,) = server.got
    content = envelope.content
    assert isinstance(content, bytes)
    found = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_a_mail_says_what_it_is_about_and_from_whom(s: Services, server: MailServer) -> None:
    """In plain words, with the headers by which programs know that nobody sits behind it."""
    sent = send(s, f"smtp://{HERE}:{server.port}")
    found = read(server)
    text = found.get_content()

    assert server.got[0].mail_from == "signs@advisors.example"
    assert server.got[0].rcpt_tos == ["anna@example.com"]
    assert found["From"] == "Seven Signs <signs@advisors.example>"
    assert found["To"] == "anna@example.com"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["Message-ID"] == f"<{sent.id}@advisors.example>"
    assert found["Date"].datetime == NOON
    assert found["Content-Language"] == "en"
    assert found.get_content_type() == "text/plain"
    assert CONFIRM["confirm"] in text
    assert "This mail comes from Seven Signs." in text
    assert "To take back" not in text


@pytest.mark.case("C12")
def test_links_are_made_when_a_mail_is_sent(s: Services, server: MailServer) -> None:
    """They stand in the mail in one piece, and in the store only by the hashes of their tokens."""
    given = mailing(s, f"smtp://{HERE}:{server.port}")
    both: tuple[LinkPurpose, ...] = ("confirm", "withdraw")
    sent = outbox.mail(given, new_id(), "confirm", "anna@example.com", "en", links=both)
    s.store.transact(sent.home, lambda home: home.put(sent))
    mail.carry(given, sent, NOON)
    text = read(server).get_content()
    tokens = dict(re.findall(r"https://signs\.example/(\w)#([\w-]{43})\r\n", text))
    kept = {link.sha256: link for link in s.store.find(AddressLink)}

    assert kept[auth.digest(tokens["c"])].purpose == "confirm"
    assert kept[auth.digest(tokens["w"])].purpose == "withdraw"
    files = b"".join(path.read_bytes() for path in s.settings.data.rglob("*") if path.is_file())
    assert not [token for token in tokens.values() if token.encode() in files]


def test_links_of_an_earlier_try_still_work(s: Services, server: MailServer) -> None:
    """It may have arrived although nobody said so; what was erased meanwhile is not sent."""
    given = mailing(s, f"smtp://{HERE}:{server.port}")
    sent = outbox.mail(given, new_id(), "scorecard", "a@example.com", "en", links=("withdraw",))
    s.store.transact(sent.home, lambda home: home.put(sent))
    first, second = (links.filled(given, sent, NOON)["withdraw"] for _ in range(2))
    kept = {link.sha256 for link in s.store.find(AddressLink)}

    assert first != second
    assert kept == {auth.digest(link.partition("#")[2]) for link in (first, second)}
    s.store.erase(sent.home)
    with pytest.raises(Dropped):
        mail.carry(given, sent, NOON)
    assert s.store.find(AddressLink) == ()


def test_the_scorecard_goes_with_its_mail_without_remarks(s: Services, server: MailServer) -> None:
    """As it is when the mail is sent; what was written to it stays out."""
    made = responses.begin(s, "full", "sales", "Sample company")
    item = s.instrument().signs[0].items[0].id
    responses.answer(s, made.id, item, 4)
    responses.comment(s, made.id, s.instrument().signs[0].id, "Between ourselves.")
    given = mailing(s, f"smtp://{HERE}:{server.port}")
    sent = outbox.mail(given, None, "scorecard", "anna@example.com", "en", assessment=made.id)
    mail.carry(given, sent, NOON)
    (attached,) = read(server).iter_attachments()
    pdf = "".join(p.extract_text() for p in PdfReader(io.BytesIO(attached.get_content())).pages)

    assert attached.get_content_type() == "application/pdf"
    assert attached.get_filename() == f"seven-signs-{made.updated}.pdf"
    assert "Sample company" in pdf
    assert "Between ourselves" not in pdf


def test_a_mail_comes_under_the_name_of_the_brand(s: Services, server: MailServer) -> None:
    """Sender, foot, file name and what is to be done next are the brand's, and no other name."""
    made = responses.begin(s, "full", "sales", "")
    for sign in s.instrument().signs:
        for item in sign.items:
            responses.answer(s, made.id, item.id, 3)
    settings = mailing(s, f"smtp://{HERE}:{server.port}").settings
    given = Services(settings, s.store, s.shelf, load_brand("sample"))
    sent = outbox.mail(given, None, "scorecard", "anna@example.com", "en", assessment=made.id)
    mail.carry(given, sent, NOON)
    found = read(server)
    text = found.get_body().get_content()  # type: ignore[union-attr]
    (attached,) = found.iter_attachments()

    assert found["From"] == "Common Ground <signs@advisors.example>"
    assert found["Reply-To"] == "hello@advisors.example"
    assert attached.get_filename() == f"common-ground-{made.updated}.pdf"
    assert "A workshop of ninety minutes" in text
    assert "Ask for a workshop: hello@advisors.example\r\n" in text
    assert "Responsible: Example Advisors, 1 Example Street, Exampletown" in text
    assert "Contact: Example Advisors, hello@advisors.example" in text
    assert b"Seven Signs" not in found.as_bytes()


def test_a_mail_whose_scorecard_was_erased_is_dropped(s: Services, server: MailServer) -> None:
    """Whoever erased it does not want it mailed."""
    made = responses.begin(s, "full", "sales", "")
    given = mailing(s, f"smtp://{HERE}:{server.port}")
    sent = outbox.mail(given, None, "scorecard", "anna@example.com", "en", assessment=made.id)
    responses.erase(s, made.id)

    with pytest.raises(Dropped):
        mail.carry(given, sent, NOON)
    assert server.got == []


@pytest.mark.case("C44")
def test_no_header_comes_from_what_is_filled_in(s: Services, server: MailServer) -> None:
    """Lines in what fills a text stay in the text."""
    send(s, f"smtp://{HERE}:{server.port}", confirm="x\r\nBcc: eve@example.com\r\n\r\nHello")
    found = read(server)

    assert "Bcc" not in found
    assert server.got[0].rcpt_tos == ["anna@example.com"]
    with pytest.raises(ValueError, match="CR or LF"):
        letters.written(s, sent_to(s, "a@example.com\r\nBcc: eve@example.com"), "a@b.example", NOON)


def sent_to(s: Services, to: str) -> Outgoing:
    """A mail to something that never went through `typed.email`."""
    given = mailing(s, f"smtp://{HERE}:25")
    return outbox.mail(given, None, "confirm", to, "en", payload=CONFIRM)


def test_the_way_out_of_this_machine_takes_tls(
    s: Services, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server elsewhere that offers none gets neither password nor mail."""
    Names(monkeypatch, HERE)

    assert failure(s, f"smtp://anna:{'p' * 9}@{HOST}:{server.port}") == ("no_tls", "later")
    assert server.passwords == []
    assert server.got == []


def test_the_password_goes_over_tls_alone(s: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """By STARTTLS, with a certificate of the name; characters of an address are written as %40."""
    Names(monkeypatch, HERE)
    with mail_serving(starttls=True, password=PASSWORD) as server:
        url = f"smtp://anna:s3cret%40%3A%2F@{HOST}:{server.port}"
        assert failure(s, url) == ("certificate", "later")
        assert server.passwords == []
        trust_us(monkeypatch)
        send(s, url)
        assert failure(s, url.replace("s3cret", "s4cret")) == ("login 535", "later")
    assert server.passwords[0] == (b"anna", PASSWORD.encode())
    assert len(server.got) == 1


def test_tls_from_the_first_byte(s: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """By smtps://, with a certificate of the name."""
    Names(monkeypatch, HERE)
    with mail_serving(wrapped=True) as server:
        assert failure(s, f"smtps://{HOST}:{server.port}") == ("certificate", "later")
        trust_us(monkeypatch)
        send(s, f"smtps://{HOST}:{server.port}")
        assert failure(s, f"smtps://localhost:{server.port}") == ("certificate", "later")
    assert len(server.got) == 1


@pytest.mark.parametrize(
    ("command", "reply", "told"),
    [
        ("RCPT", "450 Come back later", ("refused 450", "later")),
        ("RCPT", "550 No such mailbox anna@example.com", ("refused 550", "never")),
        ("DATA", "451 Out of space", ("refused 451", "later")),
        ("DATA", "554 Not wanted here", ("refused 554", "never")),
    ],
)
def test_what_is_worth_another_try(
    s: Services, server: MailServer, command: str, reply: str, told: tuple[str, str]
) -> None:
    """By the code of the reply; its words are not kept, they may name the address."""
    server.replies = {command: [reply]}

    assert failure(s, f"smtp://{HERE}:{server.port}") == told
    assert server.got == []


def test_a_mail_that_was_taken_is_delivered(s: Services, server: MailServer) -> None:
    """Even where the server is rude afterwards."""
    server.replies = {"QUIT": ["421 Go away"]}
    send(s, f"smtp://{HERE}:{server.port}")

    assert len(server.got) == 1


def test_a_server_that_is_down_or_silent(s: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is called again soon, or later where it lets us wait."""
    with socket.create_server((HERE, 0)) as mute:
        port = mute.getsockname()[1]
        monkeypatch.setattr(mail, "PATIENCE", 0.2)
        assert failure(s, f"smtp://{HERE}:{port}") == ("timeout", "later")
    assert failure(s, f"smtp://{HERE}:{port}") == ("connection", "soon")


def test_without_a_mail_server_nothing_is_lost(s: Services) -> None:
    """What waits is tried later: the setting may come back."""
    made = sent_to(s, "anna@example.com")

    with pytest.raises(Undelivered) as caught:
        mail.carry(s, made, NOON)
    assert (caught.value.why, caught.value.pace) == ("no_server", "later")
