"""What Streamlit does over and over for each rerun, done once, or in turns."""

import logging
from collections import deque
from collections.abc import Callable
from threading import Lock, Semaphore
from typing import Any

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

log = logging.getLogger("sevensigns")

TOGETHER = 50  # messages; a connection holds 500 that wait to be sent, and is closed at more
AT_ONCE = 3  # runs of a script; more only hold each other up, fewer wait for the disk
PATIENCE = 0.5  # seconds that a run waits for its turn: one that hangs never holds up the others

_populate = app_session._populate_theme_msg
_init, _soon, _flush = (
    AppSession.__init__,
    AppSession._call_soon_on_event_loop,
    AppSession.flush_browser_queue,
)
_create = AppSession._create_scriptrunner
_send = Runtime._send_message
_run = ScriptRunner._run_script


def tell_theme_once() -> None:
    """Have the theme that every rerun is told read from the options once, when they are final.

    Six sections with fifty options each, and each option behind a lock, took an eighth of the
    processor time of an answer.
    """
    app_session._populate_theme_msg = _once(_populate)  # type: ignore[assignment]  # its own function, wrapped


def _once(
    populate: Callable[[CustomThemeConfig, str], None],
) -> Callable[[CustomThemeConfig, str], None]:
    """As `populate`, which fills a message from a section of the options, asked once for each."""
    made: dict[str, CustomThemeConfig] = {}

    def populated(message: CustomThemeConfig, section: str = "theme") -> None:
        if section not in made:
            populate(fresh := CustomThemeConfig(), section)
            made[section] = fresh
        if made[section].ByteSize():  # an empty one stays unsaid
            message.MergeFrom(made[section])

    return populated


def send_together() -> None:
    """Have what a run says handed to the event loop, and sent, several messages at a time.

    Streamlit goes once around its event loop for each, and each time waits for its turn among all
    threads that run a script: in a crowd a page of 60 messages took seconds.
    """
    AppSession.__init__ = _begin  # type: ignore[method-assign,assignment]
    AppSession._call_soon_on_event_loop = _in_order  # type: ignore[method-assign,assignment]
    AppSession._create_scriptrunner = _anew  # type: ignore[method-assign,assignment]
    AppSession.flush_browser_queue = _flushed  # type: ignore[method-assign,assignment]
    Runtime._send_message = _sent  # type: ignore[method-assign,assignment]


def take_turns() -> None:
    """Have few runs of a script under way at once; the others wait for a moment."""
    turns = Semaphore(AT_ONCE)

    def in_turn(runner: ScriptRunner, wish: RerunData) -> None:
        in_time = turns.acquire(timeout=PATIENCE)
        try:
            _run(runner, wish)
        finally:
            if in_time:
                turns.release()

    ScriptRunner._run_script = in_turn  # type: ignore[method-assign,assignment]


class Waiting:
    """What a session's threads have for the event loop, in order."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._calls: deque[Callable[[], None]] = deque()
        self._told = False  # whether the event loop knows that something waits

    def add(self, call: Callable[[], None]) -> bool:
        """Whether the event loop has to be told."""
        with self._lock:
            self._calls.append(call)
            told, self._told = self._told, True
            return not told

    def work_off(self) -> None:
        """Call all that wait, and those that come meanwhile; one that fails stops no other."""
        while call := self._next():
            try:
                call()
            except Exception:  # told, whatever it is, as the event loop does
                log.exception("What a session said could not be passed on")

    def _next(self) -> Callable[[], None] | None:
        with self._lock:
            self._told = bool(self._calls)
            return self._calls.popleft() if self._calls else None


def _begin(session: AppSession, *given: Any, **named: Any) -> None:
    session.waiting = Waiting()  # type: ignore[attr-defined]  # it has no place of its own for it
    _init(session, *given, **named)


def _in_order(session: AppSession, call: Callable[[], None]) -> None:
    waiting: Waiting = session.waiting  # type: ignore[attr-defined]
    if waiting.add(call):
        _soon(session, waiting.work_off)


def _anew(session: AppSession, wish: RerunData) -> None:
    """Begin a run once all is heard of the one before, of which nothing would be heard any more.

    Its end, too: what it had replaced would stay on the page.
    """
    session.waiting.work_off()  # type: ignore[attr-defined]
    _create(session, wish)


class _Together(list[ForwardMsg]):
    """Messages that are sent in one go."""


def _flushed(session: AppSession) -> list[_Together]:
    if session._browser_queue.is_empty():  # every session is asked as soon as one has something
        return []
    every = _flush(session)
    return [_Together(every[at : at + TOGETHER]) for at in range(0, len(every), TOGETHER)]


def _sent(runtime: Runtime, session: Any, messages: _Together) -> None:
    for message in messages:
        _send(runtime, session, message)
