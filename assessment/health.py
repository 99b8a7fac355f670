"""How it goes: alive, ready, and the figures for whoever watches it on this machine."""

import datetime
import math
import time
from collections.abc import Callable
from typing import Generic, TypeVar
from urllib.parse import urlsplit

import anyio
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.responses import Response as Answered
from starlette.routing import BaseRoute, Route

from assessment.desk_records import AuditEntry
from assessment.errors import AssessmentError, StoreError
from assessment.figures import Figures, figures
from assessment.origin import only_here
from assessment.pulse import beat
from assessment.services import Services, services

T = TypeVar("T")

LOOKS_EVERY = 5.0  # seconds; anybody may ask, and each look writes
PATIENCE = 5.0  # seconds the store may take
BACKUPS_EVERY = 60.0  # seconds between two looks for the last backup
HANDED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")

NOT_THERE = "the app has not started"
NO_WRITE = "the store takes no write, or does not give it back"
SLOW = f"the store took longer than {PATIENCE:.0f} seconds"
BANKS = "the question banks have problems; the last good ones are in use"
DAMAGE = "the store has found damaged files; the generation before is in use"


class Remembered(Generic[T]):
    """What was found out a short while ago, so that asking often costs nothing."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._clock = seconds, clock
        self._found: dict[int, tuple[float, T]] = {}  # of which services -> when, and what

    async def get(self, s: Services, look: Callable[[Services], T]) -> T:
        """What `look` found of these services, in a thread, at most so many seconds ago."""
        when, *found = self._found.get(id(s), (-math.inf,))
        if found and self._clock() < when + self._seconds:
            return found[0]
        with anyio.fail_after(PATIENCE):
            new = await to_thread.run_sync(look, s, abandon_on_cancel=True)
        self._found = {id(s): (self._clock(), new)}
        return new


looked: Remembered[str] = Remembered(LOOKS_EVERY)  # why it is not ready, or nothing
backed_up: Remembered[datetime.datetime | None] = Remembered(BACKUPS_EVERY)


async def alive(_: Request) -> Answered:
    """Whether the process answers; what it needs for that is `ready`'s question."""
    return JSONResponse({"status": "ok"})


async def ready(_: Request) -> Answered:
    """Whether answers can be kept now; what is not as it should be is named."""
    try:
        s = services()
        why = await looked.get(s, _unready)
    except RuntimeError:
        why = NOT_THERE
    except TimeoutError:
        why = SLOW
    if why:
        return JSONResponse({"status": "unavailable", "why": [why]}, 503)
    worse = [BANKS] * bool(s.shelf.problems) + [DAMAGE] * bool(getattr(s.store, "damaged", ()))
    return JSONResponse({"status": "degraded", "why": worse} if worse else {"status": "ok"})


async def metrics(request: Request) -> Answered:
    """The figures of this process, for Prometheus on this machine; to others it is not there."""
    if not _from_this_machine(request):
        return PlainTextResponse("Not found", 404)
    try:
        last = await backed_up.get(services(), _last_backup)
    except (AssessmentError, TimeoutError):
        last = None
    age = math.inf if last is None else (datetime.datetime.now(datetime.UTC) - last).total_seconds()
    return PlainTextResponse(exposition(figures, age), media_type="text/plain; version=0.0.4")


def exposition(now: Figures, backup_age: float) -> str:
    """The figures as Prometheus reads them; an age in seconds, +Inf where nothing was backed up."""
    age = "+Inf" if math.isinf(backup_age) else f"{backup_age:.0f}"
    rows = (
        ("sessions", "gauge", "Pages that are connected.", {"": now.sessions}),
        ("saves_total", "counter", "Changes made durable.", {"": now["saves"]}),
        ("save_errors_total", "counter", "Changes not saved.", {"": now["save_errors"]}),
        (
            *("save_seconds", "summary", "How long a save takes; the quantile of the last 1,000."),
            {
                '{quantile="0.95"}': f"{now.save_p95:.6f}",
                "_sum": f"{now.save_seconds:.6f}",
                "_count": now["saves"],
            },
        ),
        ("wrong_codes_total", "counter", "Join codes that open nothing.", {"": now["wrong_codes"]}),
        ("pdfs_total", "counter", "PDF files handed out.", {"": now["pdfs"]}),
        ("last_backup_age_seconds", "gauge", "Since the last backup.", {"": age}),
    )
    lines = []
    for what, kind, about, values in rows:
        name = f"sevensigns_{what}"
        lines += [f"# HELP {name} {about}", f"# TYPE {name} {kind}"]
        lines += [f"{name}{suffix} {value}" for suffix, value in values.items()]
    return "\n".join([*lines, ""])


def _unready(s: Services) -> str:
    s.shelf.renew()  # or a bank that was mended stands as broken until somebody begins
    try:
        beat(s.store)
    except StoreError:
        return NO_WRITE
    return ""


def _last_backup(s: Services) -> datetime.datetime | None:
    found = s.store.page(AuditEntry, "number", 1, what="backup")
    return found[0].time if found else None


def _from_this_machine(request: Request) -> bool:
    """Whether it came straight from here; what a proxy on this machine hands on did not."""
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    asks = request.client.host if request.client else ""
    handed_on = any(name in request.headers for name in HANDED_ON)
    return asks != "" and only_here(asks) and only_here(host) and not handed_on


ROUTES: tuple[BaseRoute, ...] = (
    Route("/healthz", alive),
    Route("/readyz", ready),
    Route("/metrics", metrics),
)
