"""docs/hostile-cases.md: each case names tests that are there, and that name it in turn."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assessment.settings import ROOT

DOCUMENT = ROOT / "docs" / "hostile-cases.md"
ROWS = re.findall(r"^\| (C\d\d) \|(.*)\|(.*)\|$", DOCUMENT.read_text("utf-8"), re.MULTILINE)
CASES = {case: re.findall(r"`(tests/\S+\.py)::(\w+)`", proved) for case, _, proved in ROWS}


def named_in(function: ast.FunctionDef) -> set[str]:
    """The cases that a test names: in its mark, its docstring or its name."""
    said = " ".join([function.name, ast.get_docstring(function) or ""])
    marks = " ".join(ast.unparse(mark) for mark in function.decorator_list)
    marked = re.findall(r"mark\.case\('(C\d\d)'\)", marks)
    return {*marked, *re.findall(r"\bC\d\d\b", said)} | {
        f"C{number}" for number in re.findall(r"_case_(\d\d)_", said)
    }


def functions_of(file: Path) -> Iterator[ast.FunctionDef]:
    """The tests of a file."""
    tree = ast.parse(file.read_text("utf-8"))
    yield from (f for f in tree.body if isinstance(f, ast.FunctionDef) and f.name[:5] == "test_")


def test_there_are_the_cases_that_were_asked_for() -> None:
    """Each once, with what must hold."""
    asked = range(1, 73)

    assert len(ROWS) == len(CASES)
    assert {f"C{number:02}" for number in asked} == set(CASES)
    assert all(len(holds.split()) > 5 for _, holds, _ in ROWS)


@pytest.mark.parametrize("case", CASES)
def test_a_case_names_tests_that_are_there_and_name_it(case: str) -> None:
    """A case without a test is a wish."""
    assert CASES[case]
    for path, name in CASES[case]:
        found = [function for function in functions_of(ROOT / path) if function.name == name]
        assert len(found) == 1, f"{path} has no {name}"
        assert case in named_in(found[0]), f"{name} does not name {case}"


def test_a_case_that_a_test_is_marked_with_is_in_the_document() -> None:
    """Nobody looks for it otherwise."""
    marked = {
        case
        for file in (ROOT / "tests").rglob("test_*.py")
        for case in re.findall(r"mark\.case\(\"(C\d\d)\"\)", file.read_text("utf-8"))
    }

    assert marked - set(CASES) == set()
