"""Hypothesis strategies: small instruments with uneven weights, and answers to them."""

from collections.abc import Sequence
from typing import get_args

from hypothesis import strategies as st

from scoring.instrument import Instrument
from scoring.response import Answer, Response, Scope
from tests.make_instrument import small_instrument

WEIGHTS = (1, 1, 1, 2, 0.5, 1.5, 0.1, 3.7, 10)
CUTS = ((0, 20, 40, 60, 80), (0, 12.5, 33.3, 50, 75), (0, 25, 26, 66.7, 90))
ANSWERS: tuple[Answer, ...] = (1, 2, 3, 4, 5, "dont_know", "not_applicable")
POINTS: tuple[Answer, ...] = (1, 2, 3, 4, 5)


@st.composite
def instruments(draw: st.DrawFn, signs: Sequence[int], items: Sequence[int]) -> Instrument:
    """An instrument of so many signs and items a sign, with weights, cuts and efforts drawn."""
    sign_count, item_count = draw(st.sampled_from(signs)), draw(st.sampled_from(items))
    weights = st.sampled_from(WEIGHTS)
    made = small_instrument(
        signs=sign_count,
        items=item_count,
        weights=draw(st.lists(weights, max_size=sign_count)),
        item_weights=draw(st.lists(weights, max_size=item_count)),
        cut_scores=draw(st.sampled_from(CUTS)),
    )
    return _shifted(made, draw(st.integers(0, item_count)))


def _shifted(instrument: Instrument, by: int) -> Instrument:
    """The instrument with every action moving other items: `by` places further on, and the last."""
    signs = []
    for sign in instrument.signs:
        ids = [item.id for item in sign.items]
        actions = {
            status: tuple(
                action.model_copy(
                    update={"moves": (ids[(ids.index(action.moves[0]) + by) % len(ids)], ids[-1])}
                )
                for action in getattr(sign.actions, status)
            )
            for status in ("present", "emerging", "absent", "unknown")
        }
        signs.append(sign.model_copy(update={"actions": sign.actions.model_copy(update=actions)}))
    return instrument.model_copy(update={"signs": tuple(signs)})


@st.composite
def sheets(
    draw: st.DrawFn,
    signs: Sequence[int] = (1, 2, 3, 7),
    items: Sequence[int] = (1, 2, 3, 5),
    scopes: Sequence[Scope] = get_args(Scope),
    answers: Sequence[Answer] = ANSWERS + POINTS + POINTS,
) -> tuple[Instrument, Response]:
    """An instrument and a response to it; about one item in ten is open."""
    instrument = draw(instruments(signs, items))
    given = {
        item: draw(st.sampled_from(answers))
        for item in instrument.items
        if draw(st.integers(0, 9)) > 0
    }
    named = draw(st.lists(st.sampled_from(list(instrument.by_id)), max_size=2, unique=True))
    scope = draw(st.sampled_from(scopes))
    return instrument, Response(scope=scope, answers=given, costs_most=tuple(named))
