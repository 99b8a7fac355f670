"""assessment/logs.py"""

import io
import json
import logging
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from assessment.logs import LINE_LIMIT, formatter

HOSTILE = (
    "a\r\n2026-11-26T10:00:00 info  All is well",
    "\x1b[2J\x1b]0;title\x07",
    "\x00\x7f\x9b31m\u2028\u202e\ud800",
    "x" * 1_000_000,
    "\N{PILE OF POO}" * 100_000,
    "\n" * 100_000,
    "%s %d {nb}",
)

Said = Callable[[], str]


@pytest.fixture
def heard() -> tuple[logging.Logger, Said, Said]:
    """A logger, what a program reads of it and what a person does."""
    logger = logging.Logger("sevensigns.test")
    program, person = io.StringIO(), io.StringIO()
    for stream, readable in ((program, False), (person, True)):
        handler = logging.StreamHandler(stream)
        handler.setFormatter(formatter(readable=readable))
        logger.addHandler(handler)
    return logger, program.getvalue, person.getvalue


def fail(logger: logging.Logger, text: str) -> None:
    """An incident whose exception says that."""
    try:
        raise ValueError(text)
    except ValueError as error:
        logger.error("Incident %s", "0a1b", exc_info=error, extra={"incident": "0a1b"})


def tell(logger: logging.Logger, text: str) -> None:
    """A warning and an incident that both say that."""
    logger.warning("Given up: %s", text)
    fail(logger, text)


@pytest.mark.case("C59")
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_one_line_of_the_log(
    heard: tuple[logging.Logger, Said, Said], text: str
) -> None:
    """Of at most 8 KiB, in plain ASCII; no line break, no escape sequence, no second event."""
    logger, program, _ = heard
    tell(logger, text)

    lines = program().split("\n")
    assert len(lines) == 3
    assert lines.pop() == ""
    for line in lines:
        assert len(line.encode("ascii")) <= LINE_LIMIT
        assert line.isprintable()
    said, failed = map(json.loads, lines)
    assert said["event"].startswith("Given up: ")
    assert (said["level"], said["logger"]) == ("warning", "sevensigns.test")
    assert failed["incident"] == "0a1b"
    assert failed["exception"].startswith("Traceback")


@pytest.mark.case("C59")
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_moves_nothing_on_a_terminal(
    heard: tuple[logging.Logger, Said, Said], text: str
) -> None:
    """Each further line is marked as belonging to the event above it."""
    logger, _, person = heard
    tell(logger, text)

    lines = person().removesuffix("\n").split("\n")
    events = [line for line in lines if not line.startswith("    | ")]
    assert len(events) == 2
    assert all(not set(line) & set("\x1b\x00\x7f\x9b\r\u2028\u202e") for line in lines)
    assert len(person().encode("utf-8", "replace")) < 4 * LINE_LIMIT


@pytest.mark.case("C58")
@pytest.mark.parametrize(
    "secret",
    [
        "hunter2-SECRET",
        "anna.planted@secret.example",
        "Dq3vO0m1n2b3v4c5x6z7a8s9d0f1g2h3j4k5l6q7w8e",
    ],
)
def test_what_looks_like_a_secret_is_not_logged(
    heard: tuple[logging.Logger, Said, Said], secret: str
) -> None:
    """Also where a library puts it into the words of its error; what failed is still told."""
    logger, program, person = heard
    fail(logger, f"postgresql+psycopg://app:{secret}@db/prod: no route")
    if "SECRET" not in secret:  # which nothing but its place tells
        fail(logger, f"no grant for <{secret}>, or '{secret}'")

    for said in (program(), person()):
        assert secret not in said
        assert "ValueError" in said


def test_who_asks_for_what_is_not_logged(server: str, server_folder: Path) -> None:
    """Neither the address of a browser nor a path with its query."""
    httpx.get(f"{server}/healthz", params={"planted": "query"})
    httpx.get(f"{server}/nothing-planted-here")

    said = (server_folder / "log").read_text("utf-8")
    assert "planted" not in said
    assert "GET /" not in said


def test_all_that_the_server_logs_is_json(server: str, server_folder: Path) -> None:
    """Streamlit's and uvicorn's lines, too; what is printed for people goes elsewhere."""
    httpx.get(f"{server}/healthz")
    lines = (server_folder / "log").read_text("utf-8").splitlines()

    events = [json.loads(line) for line in lines if line.startswith("{")]
    assert "Started" in {event["event"] for event in events}
    assert [line for line in lines if line.startswith(("INFO", "WARNING", "ERROR", "20"))] == []
