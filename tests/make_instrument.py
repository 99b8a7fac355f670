"""Small instruments for tests: built directly from the models, or written out as banks."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assessment.settings import ROOT
from scoring.bank import load_instrument
from scoring.instrument import (
    Action,
    Actions,
    Fact,
    Facts,
    Group,
    Instrument,
    Item,
    Level,
    Outline,
    Prompts,
    Sign,
    Translation,
)

EFFORTS = ("S", "M", "L")


@cache
def shipped() -> Instrument:
    """The instrument as it is delivered, read once."""
    return load_instrument(ROOT / "questions" / "seven-signs")


def small_instrument(
    signs: int = 2,
    items: int = 2,
    weights: Sequence[float] = (),
    item_weights: Sequence[float] = (),
    translations: dict[str, dict[str, str]] | None = None,
    **outline: Any,
) -> Instrument:
    """An instrument of signs `s1`, `s2` ... with items `s1_q1` (the key item), `s1_q2` ...

    `weights` are the signs', `item_weights` those of each sign's items; what is missing weighs 1.
    Actions are `s1_present_1` to 3, `s1_emerging_1` to 3, `s1_absent_1`, `s1_unknown_1` and 2, of
    effort S, M, L in turn; the n-th moves the n-th item. Other keywords replace outline fields.
    """
    made = tuple(
        _sign(f"s{n}", _nth(weights, n), [_nth(item_weights, q) for q in range(1, items + 1)])
        for n in range(1, signs + 1)
    )
    words = (translations or {}).items()
    return Instrument(
        outline=_outline([sign.id for sign in made], outline),
        signs=made,
        ledger=_ledger(),
        translations=tuple(
            Translation(language=language, words=tuple(paths.items()))
            for language, paths in sorted(words)
        ),
    )


def write_banks(instrument: Instrument, folder: Path) -> Path:
    """Write the instrument as a folder of banks, which is returned; sign 1 is in `1_s1.yaml`."""
    _write(folder / "instrument.yaml", instrument.outline.model_dump(mode="json"))
    _write(folder / "facts.yaml", instrument.ledger.model_dump(mode="json"))
    for number, sign in enumerate(instrument.signs, 1):
        bank = sign.model_dump(mode="json")
        bank["levels"] = dict(enumerate(bank["levels"], 1))
        for item in bank["items"]:
            item["options"] = dict(enumerate(item["options"], 1))
        _write(folder / f"{number}_{sign.id}.yaml", bank)
    for translation in instrument.translations:
        _write(folder / "translations" / f"{translation.language}.yaml", dict(translation.words))
    return folder


def _write(file: Path, content: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(_given(content), sort_keys=False, allow_unicode=True, width=1000)
    file.write_text(text, encoding="utf-8")


def _given(value: Any) -> Any:
    """The value without the keys that hold nothing: a bank leaves those out."""
    if isinstance(value, dict):
        return {k: _given(v) for k, v in value.items() if v is not None and v != []}
    return [_given(part) for part in value] if isinstance(value, list) else value


def _nth(values: Sequence[float], number: int) -> float:
    return values[number - 1] if number <= len(values) else 1


def _outline(signs: list[str], changes: dict[str, Any]) -> Outline:
    names = ("Siloed", "Reactive", "Coordinated", "Collaborative", "Unified")
    fields: dict[str, Any] = {
        "id": "small",
        "version": "1.0.0",
        "title": "A small instrument",
        "signs": signs,
        "groups": [
            Group(id="sales", name="Sales"),
            Group(id="marketing", name="Marketing"),
            Group(id="leadership", name="Leadership"),
        ],
        "overall_groups": ["sales", "marketing"],
        "levels": [Level(name=name, meaning=f"What {name} looks like") for name in names],
        "cut_scores": (0, 20, 40, 60, 80),
        "costs_most": "Which two cost us most today?",
    }
    return Outline(**(fields | changes))


def _ledger() -> Facts:
    common = {"source": "A survey", "population": "not known", "via": "an article"}
    return Facts(
        facts=(
            Fact(id="f1", claim="Some miss it", verdict="untraced", checked="2026-01-31", **common),
            Fact(
                id="f2",
                claim="Most make it",
                verdict="contradicted",
                contradicted_by=("f1",),
                year=2012,
                checked="2026-01-31",
                **common,
            ),
        )
    )


def _sign(sign: str, weight: float, item_weights: list[float]) -> Sign:
    return Sign(
        id=sign,
        symptom=f"Symptom of {sign}",
        name=f"Name of {sign}",
        short=f"Short {sign}",
        weight=weight,
        solution=f"Solution of {sign}",
        outcome=f"Outcome of {sign}",
        facts=("f1",),
        levels=_five(f"Level {{}} of {sign}"),
        actions=_actions(sign, len(item_weights)),
        items=tuple(
            Item(
                id=f"{sign}_q{number}",
                key=number == 1,
                text=f"Question {number} of {sign}",
                hint=f"Evidence for question {number} of {sign}",
                weight=item_weight,
                options=_five(f"Option {{}} of {sign}_q{number}"),
            )
            for number, item_weight in enumerate(item_weights, 1)
        ),
        prompts=_prompts(sign),
    )


def _prompts(sign: str) -> Prompts:
    """Three for a gap, two for the others."""
    return Prompts(
        gap=tuple(f"What do you see of {sign}, seen from side {side}?" for side in (1, 2, 3)),
        weakness=tuple(f"What holds {sign} back, looked at {time}?" for time in ("once", "again")),
        strength=tuple(f"What carries {sign}, looked at {time}?" for time in ("once", "again")),
    )


def _five(pattern: str) -> tuple[str, str, str, str, str]:
    one, two, three, four, five = (pattern.format(points) for points in range(1, 6))
    return one, two, three, four, five


def _actions(sign: str, items: int) -> Actions:
    def some(status: str, count: int) -> tuple[Action, ...]:
        return tuple(
            Action(
                id=f"{sign}_{status}_{number}",
                text=f"Do {number} when {sign} is {status}",
                owner="both",
                horizon=30 * number,
                effort=EFFORTS[number - 1],
                moves=(f"{sign}_q{(number - 1) % items + 1}",),
                done=f"Done {number} when {sign} is {status}",
            )
            for number in range(1, count + 1)
        )

    return Actions(
        present=some("present", 3),
        emerging=some("emerging", 3),
        absent=some("absent", 1),
        unknown=some("unknown", 2),
    )
