"""assessment/lean.py: what is worked out once is what Streamlit works out each time."""

import pytest
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from assessment import lean

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
