"""A workshop as it is drawn on screens: the same for the facilitator and for the projector."""

from functools import cache
from pathlib import Path


@cache
def style() -> str:
    """The style sheet of a workshop's screens."""
    return f"<style>{(Path(__file__).parent / 'stage.css').read_text('utf-8')}</style>"
