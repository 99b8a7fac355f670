"""Values of widgets that no page of ours sends: passed over, with a line in the log."""

import logging
import time
from typing import Any

from streamlit.runtime.state.session_state import Serialized, WStates

log = logging.getLogger("sevensigns")

NUMBERS = {"int_value", "double_value"}  # a browser sends a whole number as the former
QUIET = 1.0  # seconds between two lines: whoever forges one value may forge many


class _Noted:
    """When a line was last written."""

    at = float("-inf")


_value = WStates.__getitem__


def pass_over() -> None:
    """Have a value that is no widget's count as one that was not sent.

    Streamlit hands whatever a browser sends to the widget that it names: a number for a text ends
    the run with a traceback, in its own code or in a page of ours.
    """
    WStates.__getitem__ = _sound  # type: ignore[method-assign]  # it has no place to ask


def _sound(states: WStates, id: str) -> Any:
    """The value of a widget, as the browser sent it or as it was kept; raises KeyError."""
    state, widget = states.states.get(id), states.widget_metadata.get(id)
    if widget is None or not isinstance(state, Serialized):
        return _value(states, id)
    if _is_kind(state.value.WhichOneof("value"), widget.value_type):
        try:
            return _value(states, id)
        except Exception:  # noqa: S110  # whatever Streamlit makes of what it cannot read
            pass
    _note(widget.value_type)
    raise KeyError(id)


def _is_kind(sent: str | None, wanted: str) -> bool:
    return sent in (None, wanted) or {sent, wanted} <= NUMBERS


def _note(kind: str) -> None:
    now = time.monotonic()
    if now - _Noted.at >= QUIET:
        _Noted.at = now
        log.warning("A value was passed over that is no %s", kind)
