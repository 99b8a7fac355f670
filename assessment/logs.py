"""The log: one line of JSON an event, or a line that reads well where a terminal is looking on."""

import json
import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO

from streamlit import logger as streamlit_logger

# Where rich is installed, structlog loads it for colours that this log has not: 0.17 s of CPU.
_HIDE = "rich" not in sys.modules
if _HIDE:
    sys.modules["rich"] = None  # type: ignore[assignment]  # Python's own way to say: not there
import structlog  # noqa: E402
from structlog.stdlib import ExtraAdder, ProcessorFormatter  # noqa: E402

if _HIDE:
    del sys.modules["rich"]

LINE_LIMIT = 8192  # bytes
LONGEST = {"event": 2_000, "exception": 5_000}  # characters; of all else:
LONG = 200
ACCESS = "uvicorn.access"  # who asked for what, with the query: nobody's business
READ = 20_000  # characters that are looked through for secrets

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_SECRETS = (
    (re.compile(r"(\w://)[^\s/@]{1,400}@"), r"\1[secret]@"),  # the user and password of an address
    (re.compile(r"[^\s<>\"',;:()\[\]]{1,64}@[\w.-]{1,253}\.\w{2,}"), "[e-mail]"),
    (re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])"), "[token]"),  # of links and cookies
)


def begin(stream: TextIO | None = None) -> None:
    """Have everything that is logged in this process come out as such lines."""
    out = stream or sys.stderr
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter(readable=out.isatty()))
    root = logging.getLogger()
    root.handlers = [handler]
    logging.getLogger("sevensigns").setLevel(logging.INFO)
    # Streamlit gives each of its loggers a handler of its own, and uvicorn has two.
    streamlit_logger.setup_formatter = _hand_up
    for name in list(root.manager.loggerDict):
        _hand_up(logging.getLogger(name))
    for name in ("uvicorn", "uvicorn.error"):  # that it listens, our own sentence says
        logging.getLogger(name).setLevel(logging.WARNING)


def formatter(*, readable: bool) -> logging.Formatter:
    """What makes a line of a record, for a person or for a program."""
    return ProcessorFormatter(
        processors=[
            ProcessorFormatter.remove_processors_meta,
            _for_people if readable else _for_programs,
        ],
        foreign_pre_chain=[
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            ExtraAdder(allow=("incident",)),
            structlog.processors.format_exc_info,
        ],
    )


def _hand_up(logger: logging.Logger) -> None:
    logger.handlers = []
    logger.propagate = logger.name != ACCESS


def _for_programs(_: Any, __: str, event: MutableMapping[str, Any]) -> str:
    """One line of JSON: all but plain ASCII is escaped in it, line breaks too."""
    said = _clean(event)
    while len(line := json.dumps(said).replace("\x7f", "\\u007f")) > LINE_LIMIT:
        longest = max(said, key=lambda name: len(said[name]))
        said[longest] = _cut(said[longest], len(said[longest]) // 2)
    return line


def _for_people(_: Any, __: str, event: MutableMapping[str, Any]) -> str:
    """A line, and below it what failed, marked so that nothing in it looks like another event."""
    said = _clean(event)
    below = (each for each in said.pop("exception", "").splitlines() if each.strip())
    incident = f" ({said['incident']})" if "incident" in said else ""
    line = f"{said['time'][:19]} {said['level']:<8}{_escaped(said['event'])}{incident}"
    return "\n".join([line, *(f"    | {_escaped(each)}" for each in below)])


def _clean(event: Mapping[str, Any]) -> dict[str, str]:
    """What was logged as text, without secrets and of a length that can be read."""
    return {
        # What is cut off first is far from what stays, so that no half of a secret is seen.
        name: _cut(_without_secrets(_cut(str(value), READ)), LONGEST.get(name, LONG))
        for name, value in event.items()
    }


def _without_secrets(text: str) -> str:
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


def _cut(text: str, length: int) -> str:
    """Its beginning and its end: of a traceback, where it began and what it came to."""
    half = length // 2
    return text if len(text) <= length else f"{text[:half]} [...] {text[-half:]}"


def _escaped(text: str) -> str:
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
