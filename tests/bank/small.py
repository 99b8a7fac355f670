"""A small folder of banks, one change in it, and what is told of that."""

from pathlib import Path

from scoring.bank import find_problems
from tests.make_instrument import small_instrument

SMALL = small_instrument(translations={"de": {"s1.name": "Ziele", "s1_q1.option.3": "Drei"}})
SEVEN_SIGNS = Path(__file__).parents[2] / "questions" / "seven-signs"


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file.name} has no {old!r}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def told(folder: Path) -> list[str]:
    return [str(problem) for problem in find_problems(folder)]
