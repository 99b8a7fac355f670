"""The screens of answering: a sign each, or all key items on one for the check."""

from collections.abc import Mapping
from typing import Literal

from assessment.records import Assessment
from scoring.instrument import Instrument, Item, Sign
from scoring.response import Answer, Scope
from scoring.values import Frozen

CHECK = "check"


class Screen(Frozen):
    """What is asked together; `sign` is None on the screen of the check."""

    id: str
    sign: Sign | None
    items: tuple[Item, ...]

    def open(self, answers: Mapping[str, Answer]) -> tuple[Item, ...]:
        """The items without an answer of any kind, in order."""
        return tuple(item for item in self.items if item.id not in answers)


def screens(instrument: Instrument, scope: Scope) -> tuple[Screen, ...]:
    """The screens of a scope in the order they are asked."""
    if scope == CHECK:
        items = tuple(sign.key_item for sign in instrument.signs)
        return (Screen.model_construct(id=CHECK, sign=None, items=items),)
    return tuple(
        Screen.model_construct(id=sign.id, sign=sign, items=sign.items) for sign in instrument.signs
    )


def resumed(walk: tuple[Screen, ...], answers: Mapping[str, Answer], *wanted: str | None) -> Screen:
    """The first wanted screen there is, else the first with an open item, else the first."""
    by_id = {screen.id: screen for screen in walk}
    found = [by_id[id] for id in wanted if id in by_id]
    return next(iter([*found, *(screen for screen in walk if screen.open(answers)), *walk]))


def left_off(
    walk: tuple[Screen, ...], answers: Mapping[str, Answer], position: str | None
) -> str | None:
    """The id of the first screen with an open item, from the sign last answered on; None if none.

    So one goes on elsewhere where one was, and not at what was passed over before.
    """
    ids = [screen.id for screen in walk]
    onward = walk[ids.index(position) :] if position in ids else ()
    return next((screen.id for screen in onward if screen.open(answers)), None)


class Seen:
    """What one browser session last saw of a screen, and which of its items stand open.

    Only what a person changes against it is kept, so that a screen left open on one device never
    undoes what was answered on another.
    """

    def __init__(self, assessment: Assessment, screen: Screen) -> None:
        self.where = (assessment.id, screen.id)
        self.answers = dict(assessment.answers)
        self.comment = assessment.comments.get(screen.id, "")
        self._latest: str | None = None
        self._unfolded: set[str] = set()

    @classmethod
    def of(cls, before: "Seen | None", assessment: Assessment, screen: Screen) -> "Seen":
        """What was seen before, where it is of this screen, or the screen as it is kept now."""
        if before and before.where == (assessment.id, screen.id):
            return before
        return cls(assessment, screen)

    @staticmethod
    def place(before: "Seen | None", assessment_id: str) -> str | None:
        """The screen of this assessment that the session last saw."""
        return before.where[1] if before and before.where[0] == assessment_id else None

    def chosen(self, item_id: str) -> None:
        """Note that an option was just chosen: what is being answered is not folded away."""
        self._latest = item_id
        self._unfolded.discard(item_id)

    def turned(self, item_id: str) -> None:
        """Note the wish to change an answer, or to keep it after all."""
        self._latest = None
        self._unfolded ^= {item_id}

    def unfolded(self, item_id: str) -> bool:
        """Whether an answered item was opened again."""
        return item_id in self._unfolded

    def look(self, item_id: str) -> Literal["asked", "folded", "unfolded"]:
        """How an item is shown; `asked`, it folds itself when it is answered and left."""
        if self.unfolded(item_id):
            return "unfolded"
        return "folded" if item_id in self.answers and item_id != self._latest else "asked"
