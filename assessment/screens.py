"""The screens of answering: a sign each, or all key items on one for the check."""

from collections.abc import Mapping

from scoring.instrument import Frozen, Instrument, Item, Sign
from scoring.response import Answer, Scope

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


def resumed(
    walk: tuple[Screen, ...], answers: Mapping[str, Answer], *wanted: str | None
) -> Screen:
    """The first wanted screen there is, else the first with an open item, else the first."""
    by_id = {screen.id: screen for screen in walk}
    found = [by_id[id] for id in wanted if id in by_id]
    return next(iter([*found, *(screen for screen in walk if screen.open(answers)), *walk]))
