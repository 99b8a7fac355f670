"""assessment/lean.py: what is done once, or in turns, is what Streamlit does each time."""

import time
from collections.abc import Iterable
from functools import partial
from threading import Event, Semaphore, Thread

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

from assessment import lean
from tests.conftest import PATIENCE

PATCHED = (
    (AppSession, "__init__"),
    (AppSession, "_call_soon_on_event_loop"),
    (AppSession, "_create_scriptrunner"),
    (AppSession, "flush_browser_queue"),
    (Runtime, "_send_message"),
)
SECTIONS = ("theme", "theme.light", "theme.dark", "theme.sidebar", "theme.dark.sidebar")


@pytest.mark.parametrize("section", SECTIONS)
def test_the_theme_that_is_told_once_is_streamlits_own(
    section: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first time and every other, and what says nothing leaves no trace."""
    theirs = app_session._populate_theme_msg
    monkeypatch.setattr(app_session, "_populate_theme_msg", theirs)
    lean.tell_theme_once()
    for _ in range(2):
        told, wanted = CustomThemeConfig(), CustomThemeConfig()
        theirs(wanted.light, section)
        app_session._populate_theme_msg(told.light, section)
        assert told == wanted
        assert told.HasField("light") == wanted.HasField("light")


def test_a_section_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However often it is told."""
    read: list[str] = []
    monkeypatch.setattr(app_session, "_populate_theme_msg", app_session._populate_theme_msg)
    monkeypatch.setattr(lean, "_populate", lambda _, section: read.append(section))
    lean.tell_theme_once()
    for _ in range(3):
        app_session._populate_theme_msg(CustomThemeConfig(), "theme.light")
    assert read == ["theme.light"]


def test_what_waits_is_called_in_order_and_by_one_wish() -> None:
    """Threads add while the event loop works off: each finds its calls done, in its order."""
    waiting, told, done = lean.Waiting(), Semaphore(0), list[tuple[int, int]]()

    def add(thread: int) -> None:
        for number in range(500):
            if waiting.add(partial(done.append, (thread, number))):
                told.release()

    threads = [Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    while len(done) < 2000:
        assert told.acquire(timeout=PATIENCE)
        waiting.work_off()
    for thread in threads:
        thread.join()
    for each in range(4):
        assert [number for thread, number in done if thread == each] == list(range(500))


def test_a_call_that_fails_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    """It stands in the log; what waits behind it is called, and what comes later is told."""
    waiting, done = lean.Waiting(), list[int]()
    waiting.add(lambda: 1 // 0)
    waiting.add(partial(done.append, 1))
    waiting.work_off()

    assert done == [1]
    assert "ZeroDivisionError" in caplog.text
    assert waiting.add(partial(done.append, 2))


def test_a_run_begins_when_all_is_heard_of_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its end was said, and not heard yet: without it the page keeps what was replaced."""
    for kind, name in PATCHED:
        monkeypatch.setattr(kind, name, getattr(kind, name))
    done: list[str] = []
    monkeypatch.setattr(lean, "_create", lambda _, __: done.append("begun"))
    monkeypatch.setattr(lean, "_soon", lambda _, __: done.append("told"))
    lean.send_together()
    session = Speaking()
    session.waiting = lean.Waiting()  # type: ignore[attr-defined]
    session._call_soon_on_event_loop(partial(done.append, "ended"))
    session._create_scriptrunner(RerunData())

    assert done == ["told", "ended", "begun"]


class Speaking(AppSession):
    """A session that has nothing but what it says."""

    def __init__(self) -> None:
        self._browser_queue = ForwardMsgQueue()

    def __del__(self) -> None:
        """Nothing has to be shut down."""


def test_messages_are_sent_together_and_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """All there are, fifty in one go; a session that has none says nothing."""
    for kind, name in PATCHED:
        monkeypatch.setattr(kind, name, getattr(kind, name))
    sent: list[str] = []
    monkeypatch.setattr(lean, "_send", lambda _, __, message: sent.append(message.hash))
    lean.send_together()
    session = Speaking()
    names = [str(number) for number in range(120)]
    for name in names:
        session._browser_queue.enqueue(ForwardMsg(hash=name))
    parts = session.flush_browser_queue()
    for part in parts:
        Runtime._send_message(None, None, part)  # type: ignore[arg-type]

    assert [len(part) for part in parts] == [50, 50, 20]  # type: ignore[arg-type]
    assert sent == names
    assert session.flush_browser_queue() == []


def test_few_runs_are_under_way_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others wait; one that hangs holds them up for a moment, and not for ever."""
    monkeypatch.setattr(ScriptRunner, "_run_script", ScriptRunner._run_script)
    hanging, under_way, most = Event(), list[str](), list[int]()

    def run(_: object, name: str) -> None:
        under_way.append(name)
        most.append(len(under_way))
        hanging.wait(PATIENCE) if name == "hangs" else time.sleep(0.01)
        under_way.remove(name)

    monkeypatch.setattr(lean, "_run", run)
    lean.take_turns()

    def all_of(names: Iterable[str]) -> list[Thread]:
        begun = [Thread(target=ScriptRunner._run_script, args=(None, name)) for name in names]
        for thread in begun:
            thread.start()
        return begun

    for thread in all_of(map(str, range(12))):
        thread.join(PATIENCE)
    assert max(most) == lean.AT_ONCE

    monkeypatch.setattr(lean, "PATIENCE", 0.05)
    stuck = all_of(["hangs"] * lean.AT_ONCE)
    for thread in all_of(["other"]):
        thread.join(PATIENCE)
        assert not thread.is_alive()
    assert under_way == ["hangs"] * lean.AT_ONCE
    hanging.set()
    for thread in stuck:
        thread.join(PATIENCE)
    assert under_way == []
