"""A mail handed in at the mail server, by TLS wherever it leaves this machine."""

import contextlib
import datetime
import smtplib
import socket
import ssl
from collections.abc import Iterator
from email.message import EmailMessage

from assessment import outside
from assessment.outside import MailServer
from assessment.post import letters
from assessment.post.undelivered import Pace, Undelivered
from assessment.post_records import Outgoing
from assessment.services import Services

PATIENCE = 20.0  # seconds for each step
FOR_GOOD = 500  # replies from here on say that another try would fare no better


def carry(s: Services, outgoing: Outgoing, now: datetime.datetime) -> None:
    """Hand the mail in; raises Undelivered, and Dropped where it is not wanted any more."""
    server, sender = s.settings.mail_server, s.settings.mail_from
    if server is None or sender is None:
        raise Undelivered("no_server")
    hand_in(server, letters.written(s, outgoing, sender, now))


def hand_in(server: MailServer, letter: EmailMessage) -> None:
    """Give a letter to the mail server; raises Undelivered unless it has taken it."""
    try:
        with _let_in(server, letter["From"].addresses[0].domain) as smtp:
            smtp.send_message(letter)
    except (smtplib.SMTPException, OSError) as error:
        raise _told(error) from None


@contextlib.contextmanager
def _let_in(server: MailServer, name: str) -> Iterator[smtplib.SMTP]:
    """A mail server that has let us in. What it says after the letter was taken is no failure."""
    smtp = _reached(server, name)
    try:
        if not (server.wrapped or server.here):
            smtp.starttls(context=outside.trusted())
        if server.user:
            smtp.login(server.user, server.password)
        yield smtp
        with contextlib.suppress(smtplib.SMTPException, OSError):
            smtp.quit()
    finally:
        smtp.close()


def _reached(server: MailServer, name: str) -> smtplib.SMTP:
    if server.wrapped:
        return smtplib.SMTP_SSL(
            server.host, server.port, name, timeout=PATIENCE, context=outside.trusted()
        )
    return smtplib.SMTP(server.host, server.port, name, timeout=PATIENCE)


def _told(error: smtplib.SMTPException | OSError) -> Undelivered:
    """What went wrong; of what the server said only the code, for the rest may hold addresses."""
    match error:
        case smtplib.SMTPAuthenticationError():
            return Undelivered("login", error.smtp_code)
        case smtplib.SMTPNotSupportedError():
            return Undelivered("no_tls")
        case smtplib.SMTPSenderRefused():
            return Undelivered("sender", error.smtp_code, "few")
        case smtplib.SMTPRecipientsRefused():
            code = next((code for code, _ in error.recipients.values()), FOR_GOOD)
            return Undelivered("refused", code, _pace(code))
        case smtplib.SMTPResponseException():
            return Undelivered("refused", error.smtp_code, _pace(error.smtp_code))
        case ssl.SSLCertVerificationError():
            return Undelivered("certificate")
        case ssl.SSLError():
            return Undelivered("no_tls")
        case TimeoutError() | smtplib.SMTPServerDisconnected(__context__=TimeoutError()):
            return Undelivered("timeout")
        case socket.gaierror():
            return Undelivered("host")
        case _:
            return Undelivered("connection", pace="soon")


def _pace(code: int) -> Pace:
    return "never" if code >= FOR_GOOD else "later"
