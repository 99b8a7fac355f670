"""The post: from the moment a lead is sent to the moment the webhook's receiver has its event."""

import hashlib
import json
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from urllib.parse import urlencode

from standardwebhooks import Webhook

from assessment.texts import load_texts
from bench.server import OURS, PATIENCE, Server, started

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105  # made up, and for this alone
LEADS = 20
PAUSE = 0.3  # seconds between two
SECONDS = 2.0  # that an event may take

Got = Queue[tuple[float, str]]  # when an event came, and whose address it names


def rows() -> Iterator[tuple[str, float, float]]:
    """The slowest of some leads in seconds, and the most that it should take."""
    with tempfile.TemporaryDirectory() as scratch, receiving() as (port, got):
        given = {
            "SEVENSIGNS_WEBHOOK": f"http://127.0.0.1:{port}/",
            "SEVENSIGNS_WEBHOOK_SECRET": SECRET,
            "SEVENSIGNS_WEBHOOK_PRIVATE": "yes",
        }
        with started(OURS, Path(scratch), environment=given) as server:
            server.wait()
            took = [_lead(server, got, f"lead{number}@example.com") for number in range(LEADS)]
    took.sort()
    what = f"a new lead to the webhook's receiver, the slowest of {LEADS} : 1 s"
    yield f"{what} (median {took[LEADS // 2] * 1000:.0f} ms)", took[-1], SECONDS


def _lead(server: Server, got: Got, email: str) -> float:
    """The seconds from a form that is sent to the event that is there."""
    time.sleep(PAUSE)
    begun = server.answer("POST", "/begin", "scope=check&group=sales")
    cookie = str(begun.getheader("Set-Cookie")).partition(";")[0]
    form = {
        "assessment": str(begun.getheader("Location")).partition("a=")[2],
        "email": email,
        "contact": "yes",
        "shown": _shown(),
    }
    start = time.perf_counter()
    answer = server.answer("POST", "/leave", urlencode(form), cookie)
    if answer.status >= 400:
        raise RuntimeError(f"The lead was not taken: {answer.status} {answer.read().decode()}")
    at, named = got.get(timeout=PATIENCE)
    if named != email:
        raise RuntimeError(f"An event came for another lead: {named}, not {email}")
    return at - start


def _shown() -> str:
    """The hash of the wordings beside the boxes, as the form carries it."""
    words = load_texts("en")
    said = "\n".join(words(f"consent.{purpose}") for purpose in ("contact", "read"))
    return hashlib.sha256(said.encode()).hexdigest()


@contextmanager
def receiving() -> Iterator[tuple[int, Got]]:
    """The port of a receiver of events in a thread, and what comes; it must be signed."""
    got: Got = Queue()

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            at = time.perf_counter()
            body = self.rfile.read(int(self.headers["Content-Length"]))
            Webhook(SECRET).verify(body, dict(self.headers))
            got.put((at, json.loads(body)["data"]["email"]))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.server_address[1], got
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
