"""assessment/forged.py: what a widget gets to see of what a browser sends under its id."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.proto.Common_pb2 import SInt64Array, StringArray
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.session_state import WStates

from assessment import forged

KINDS: dict[str, Any] = {
    "string_value": "a text",
    "int_value": 7,
    "double_value": 7.5,
    "bool_value": True,
    "trigger_value": True,
    "json_value": '{"a": 1}',
    "bytes_value": b"\xff",
    "string_array_value": StringArray(data=["a"]),
    "int_array_value": SInt64Array(data=[1]),
}


@pytest.fixture(autouse=True)
def passing_over(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Streamlit as the start leaves it, for one test."""
    monkeypatch.setattr(forged._Noted, "at", float("-inf"))
    before = WStates.__getitem__
    forged.pass_over()
    yield
    WStates.__getitem__ = before  # type: ignore[method-assign]


def states(kind: str, sent: str, given: object) -> WStates:
    """A widget of a kind, and what a browser sent for it in a field."""
    made = WStates()
    made.set_widget_metadata(_widget(kind))
    made.set_widget_from_proto(WidgetState(id="w", **{sent: given}))
    return made


def _widget(kind: str) -> WidgetMetadata[Any]:
    def read(value: Any) -> Any:
        if value == "unreadable":
            raise IndexError("there is no such option")
        return value

    return WidgetMetadata("w", read, lambda value: value, kind)  # type: ignore[arg-type]


@pytest.mark.case("C22")
@pytest.mark.parametrize("kind", KINDS)
def test_a_widget_sees_values_of_its_own_kind_alone(
    kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    """All others count as not sent; one line tells of them, without what was sent."""
    for sent, given in KINDS.items():
        held = states(kind, sent, given)
        assert ("w" in held) is (sent == kind or {sent, kind} <= forged.NUMBERS)

    lines = [record.message for record in caplog.records if record.levelno == logging.WARNING]
    assert lines == [f"A value was passed over that is no {kind}"]


def test_a_whole_number_is_a_number() -> None:
    """What a browser sends for a field of whole numbers, which Streamlit takes for any number."""
    assert states("double_value", "int_value", 3)["w"] == 3


def test_what_streamlit_cannot_read_counts_as_not_sent() -> None:
    """A choice that is none, and JSON that is broken."""
    assert "w" not in states("string_value", "string_value", "unreadable")
    assert "w" not in states("json_value", "json_value", '{"a": [')
    assert states("json_value", "json_value", '{"a": 1}')["w"] == {"a": 1}


def test_what_was_kept_and_what_is_unknown_are_as_they_were() -> None:
    """A value that a page has set, and a widget that nobody has drawn yet."""
    held = states("string_value", "string_value", "a text")
    held.set_from_value("w", 5)

    assert held["w"] == 5
    assert "another" not in held
    assert "w" not in WStates()
