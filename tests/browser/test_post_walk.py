"""The post of the real server: killed while both other ends hang, it goes on after a restart."""

import email
import email.policy
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from standardwebhooks import Webhook

from assessment.settings import ROOT
from assessment.texts import load_texts
from tests.conftest import PATIENCE, _wait_for
from tests.post_ends import HANG, MailServer, Receiver, mail_serving, patiently, receiving

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@contextmanager
def running(folder: Path, port: int, **environment: str) -> Iterator[str]:
    """The address of the real server on this port; at the end it is killed."""
    given = {"SEVENSIGNS_DATA": str(folder / "data"), "PORT": str(port)} | environment
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "assessment", "serve"],
            cwd=ROOT,
            env=os.environ | given,
            stdout=log,
            stderr=log,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, process, folder / "log")
        yield address
    finally:
        process.kill()
        process.wait(PATIENCE)


def leave(address: str) -> None:
    """Somebody has the scorecard mailed, and lets the consultant read it."""
    words = load_texts("en")
    said = "\n".join(words(f"consent.{purpose}") for purpose in ("contact", "read"))
    with httpx.Client(base_url=address, headers={"Origin": address}, timeout=PATIENCE) as browser:
        begun = browser.post("/begin", data={"scope": "check", "group": "sales"})
        form = {
            "assessment": begun.headers["location"].partition("a=")[2],
            "email": "anna@example.com",
            "mail": "yes",
            "read": "yes",
            "shown": hashlib.sha256(said.encode()).hexdigest(),
        }
        assert browser.post("/leave", data=form).status_code == httpx.codes.OK


def told(receiver: Receiver) -> list[tuple[str, str]]:
    """Type and id of the events that came, each time they came; all of them are ours."""
    found = []
    for headers, body in receiver.got:
        Webhook(SECRET).verify(body, headers)
        found.append((json.loads(body)["type"], headers["webhook-id"]))
    return found


def token(server: MailServer) -> str:
    """What the one mail takes consents back by; the scorecard goes with it."""
    (envelope,) = server.got
    content = envelope.content
    assert isinstance(content, bytes)
    found = email.message_from_bytes(content, policy=email.policy.default)
    assert [part.get_content_type() for part in found.iter_attachments()] == ["application/pdf"]  # type: ignore[attr-defined]
    text = found.get_body().get_content()  # type: ignore[attr-defined]
    return str(re.findall(r"/w#([\w-]{43})\s", text)[0])


def test_a_kill_loses_neither_mail_nor_event(tmp_path: Path, free_port: int) -> None:
    """What hung when the server was killed comes after its next start, under the same id."""
    with receiving() as receiver, mail_serving() as server:
        settings = {
            "SEVENSIGNS_SMTP": f"smtp://127.0.0.1:{server.port}",
            "SEVENSIGNS_MAIL_FROM": "signs@advisors.example",
            "SEVENSIGNS_PUBLIC_URL": f"http://127.0.0.1:{free_port}",
            "SEVENSIGNS_WEBHOOK": f"http://127.0.0.1:{receiver.port}/",
            "SEVENSIGNS_WEBHOOK_SECRET": SECRET,
            "SEVENSIGNS_WEBHOOK_PRIVATE": "yes",
        }
        receiver.answers, server.replies = [HANG], {"DATA": [HANG]}
        with running(tmp_path, free_port, **settings) as address:
            leave(address)
            patiently("the event", lambda: receiver.got)
            patiently("the mail's beginning", lambda: not server.replies["DATA"])
        with running(tmp_path, free_port, **settings) as address:
            patiently("the event again", lambda: len(receiver.got) > 1)
            patiently("the mail", lambda: server.got)
            form = {"token": token(server)}
            httpx.post(f"{address}/withdraw", data=form, headers={"Origin": address})
            patiently("the withdrawal", lambda: len(receiver.got) > 2)

    (first, id), second, third = told(receiver)
    assert (first, third[0]) == ("lead.created", "lead.withdrawn")
    assert second == (first, id)
    log = (tmp_path / "log").read_text("utf-8")
    assert "anna@" not in log
    assert "Traceback" not in log
