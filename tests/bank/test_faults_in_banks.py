"""Every problem is told with its place and its remedy.

Each case changes one thing in a small folder of two signs and says all that is told of it.
"""

from pathlib import Path

import pytest

from scoring.bank import BankError, find_problems, load_instrument
from tests.bank.faults_in_a_sign import SIGN_PARTS
from tests.bank.faults_in_other_files import LEDGER, OUTLINE, SECOND_SIGN, TRANSLATION
from tests.bank.faults_in_values import SIGN_VALUES
from tests.bank.small import change, told

CASES = [
    pytest.param(file, old, new, lines, id=f"{file}: {name}")
    for file, cases in (
        ("1_s1.yaml", SIGN_PARTS),
        ("1_s1.yaml", SIGN_VALUES),
        ("2_s2.yaml", SECOND_SIGN),
        ("facts.yaml", LEDGER),
        ("instrument.yaml", OUTLINE),
        ("translations/de.yaml", TRANSLATION),
    )
    for name, old, new, lines in cases
]


@pytest.mark.parametrize(("file", "old", "new", "lines"), CASES)
def test_one_fault_is_told_once(
    file: str, old: str, new: str, lines: list[str], folder: Path
) -> None:
    """One thing wrong is one problem with its place, what is wrong and what to do; no more."""
    change(folder / file, old, new)
    assert told(folder) == lines


@pytest.mark.case("C54")
def test_all_problems_of_all_files_are_told_at_once(folder: Path) -> None:
    """By file, line and column; a file with broken syntax does not hide those of the others."""
    change(folder / "1_s1.yaml", "text: Question 1 of s1", "text: Is it: so")
    change(folder / "2_s2.yaml", "weight: 1.0", "weight: none")
    change(folder / "2_s2.yaml", "horizon: 30", "horizon: 45")
    change(folder / "2_s2.yaml", "key: true", "key: false")
    change(folder / "facts.yaml", "verdict: untraced", "verdict: true")
    change(folder / "instrument.yaml", "- 20.0", "- 50")
    change(folder / "translations" / "de.yaml", "s1.name: Ziele", "s2.nmae: Ziele")
    assert told(folder) == [
        "1_s1.yaml:96:14: a second ': ' in one text, or a line too far in; quote it",
        "2_s2.yaml:5:9: 'none' is not a number; write one such as 2 or 0.5",
        "2_s2.yaml:21:14: a horizon of '45' days is not on offer; write 30, 60 or 90",
        "2_s2.yaml:94:1: no item is the key item; write 'key: true' in one of them",
        (
            "facts.yaml:8:12: 'true' is not 'verified', 'secondary', 'untraced' or "
            "'contradicted'; write one of these"
        ),
        "instrument.yaml:31:3: 40.0 does not rise above 50; let the cut scores rise",
    ]


@pytest.mark.parametrize("file", ["1_s1.yaml", "2_s2.yaml", "facts.yaml", "instrument.yaml"])
def test_a_file_that_cannot_be_read_has_no_follow_up_errors(file: str, folder: Path) -> None:
    """What refers to it is not called unknown."""
    (folder / file).write_text("[", encoding="utf-8")
    assert len(told(folder)) == 1


@pytest.mark.parametrize("file", ["facts.yaml", "instrument.yaml"])
def test_a_file_that_is_missing_is_asked_for(file: str, folder: Path) -> None:
    """One problem, and no follow-up errors."""
    (folder / file).unlink()
    [problem] = told(folder)
    assert problem.startswith(f"{file}:1:1: this file is missing; write it: ")


def test_a_list_that_names_what_is_unknown_hides_nothing_else(folder: Path) -> None:
    """A fault in one entry leaves the others checked."""
    change(folder / "1_s1.yaml", "    - s1_q1", "    - s1_q9\n    - S1\n    - s1_q8")
    assert told(folder) == [
        "1_s1.yaml:24:7: no item is called 's1_q9'; did you mean 's1_q1'?",
        (
            "1_s1.yaml:25:7: 'S1' is not an id; use small letters, digits and single "
            "underscores, such as new_leads"
        ),
        "1_s1.yaml:26:7: no item is called 's1_q8'; did you mean 's1_q1'?",
    ]


def test_fifty_problems_of_a_file_are_listed_and_then_it_says_so(folder: Path) -> None:
    """A file that is wrong from top to bottom does not bury the others."""
    keys = "".join(f"{number}_: x\n" for number in range(1, 100))
    (folder / "facts.yaml").write_text(f"facts: []\n{keys}", encoding="utf-8")
    change(folder / "1_s1.yaml", "facts:\n- f1\n", "")
    change(folder / "2_s2.yaml", "facts:\n- f1\n", "")
    lines = told(folder)
    assert len(lines) == 51
    assert lines[49].startswith("facts.yaml:51:1: '50_' is no key here")
    assert lines[50] == (
        "facts.yaml:52:1: more problems from here on; the first 50 of the file are listed"
    )


def test_the_error_lists_every_problem(folder: Path) -> None:
    """Its text is what the command line prints."""
    change(folder / "1_s1.yaml", "- f1", "- f3")
    change(folder / "2_s2.yaml", "- f1", "- f3")
    with pytest.raises(BankError) as caught:
        load_instrument(folder)
    assert caught.value.problems == find_problems(folder)
    assert str(caught.value).splitlines() == told(folder)
