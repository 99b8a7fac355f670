"""The loader: a folder of banks is an instrument, or every problem with its place and its remedy.

Each case changes one thing in a small folder of two signs and says all that is told of it.
"""

import os
from pathlib import Path

import pytest

from scoring import yaml_events
from scoring.bank import BankError, find_problems, load_instrument, reloaded
from scoring.instrument import Instrument
from tests.make_instrument import small_instrument, write_banks

SMALL = small_instrument(translations={"de": {"s1.name": "Ziele", "s1_q1.option.3": "Drei"}})
SEVEN_SIGNS = Path(__file__).parent.parent / "questions" / "seven-signs"
PROMPTS = "".join(
    f"  {kind}:\n" + "".join(f"  - {text}\n" for text in texts)
    for kind, texts in SMALL.by_id["s1"].prompts.model_dump().items()
)
LEVELS = "".join(f"  {level}: Level {level} of s1\n" for level in range(1, 6))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of banks without problems."""
    return write_banks(SMALL, tmp_path / "small")


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file.name} has no {old!r}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def told(folder: Path) -> list[str]:
    return [str(problem) for problem in find_problems(folder)]


def test_banks_make_the_instrument_they_were_written_from(folder: Path) -> None:
    """Every value of every file arrives, and the hash is the same."""
    loaded = load_instrument(folder)
    assert loaded == SMALL
    assert loaded.sha256 == SMALL.sha256


def test_the_real_banks_have_no_problems() -> None:
    """Seven signs of five items each."""
    assert told(SEVEN_SIGNS) == []
    assert len(load_instrument(SEVEN_SIGNS).items) == 35


def test_signs_come_in_the_order_of_the_outline(folder: Path) -> None:
    """The order of the files means nothing."""
    change(folder / "instrument.yaml", "- s1\n- s2", "- s2\n- s1")
    assert [sign.id for sign in load_instrument(folder).signs] == ["s2", "s1"]


def test_a_translation_is_used(folder: Path) -> None:
    """What it has is in that language; the rest stays in the bank's own."""
    german = load_instrument(folder).in_language("de")
    assert german.by_id["s1"].name == "Ziele"
    assert german.by_id["s2"].name == "Name of s2"


def test_the_order_of_a_translation_does_not_change_the_instrument(folder: Path) -> None:
    """The same words are the same instrument, so an old run stays reproducible."""
    file = folder / "translations" / "de.yaml"
    file.write_text("".join(reversed(file.read_text().splitlines(keepends=True))))
    assert load_instrument(folder).sha256 == SMALL.sha256


SIGN = [
    (
        "an unknown key",
        "weight: 1.0",
        "wieght: 1.0",
        ["1_s1.yaml:5:1: 'wieght' is no key here; did you mean 'weight'?"],
    ),
    (
        "an unknown key like no other",
        "weight: 1.0",
        "zzz: 1.0",
        [
            (
                "1_s1.yaml:5:1: 'zzz' is no key here; the keys are id, symptom, name, short, "
                "weight, solution, outcome, facts, levels, actions, items, prompts"
            )
        ],
    ),
    (
        "a missing key",
        "  hint: Evidence for question 1 of s1\n",
        "",
        [("1_s1.yaml:94:3: 'hint' is missing; add it: what evidence to look for before answering")],
    ),
    (
        "a mistyped key is not missing as well",
        "  hint: E",
        "  hnit: E",
        ["1_s1.yaml:98:3: 'hnit' is no key here; did you mean 'hint'?"],
    ),
    (
        "a duplicate key",
        "short: Short s1",
        "short: Short s1\nname: Again",
        ["1_s1.yaml:5:1: the key 'name' is in line 3 already; keep one"],
    ),
    (
        "a duplicate action",
        "id: s1_present_2",
        "id: s1_present_1",
        ["1_s1.yaml:26:9: the id 's1_present_1' is in 1_s1.yaml:18 already; choose another"],
    ),
    (
        "a reserved id",
        "- id: s1_q2",
        "- id: instrument",
        ["1_s1.yaml:106:7: the id 'instrument' is taken by the product; choose another"],
    ),
    (
        "an id with capitals",
        "- id: s1_q2",
        "- id: S1-Q2",
        [
            (
                "1_s1.yaml:106:7: 'S1-Q2' is not an id; use small letters, digits and single "
                "underscores, such as new_leads"
            )
        ],
    ),
    (
        "no key item",
        "key: true",
        "key: false",
        ["1_s1.yaml:94:1: no item is the key item; write 'key: true' in one of them"],
    ),
    (
        "two key items",
        "key: false",
        "key: true",
        ["1_s1.yaml:107:8: the sign has a key item in line 95 already; keep one"],
    ),
    (
        "a key flag that is neither",
        "key: true",
        "key: NO",
        ["1_s1.yaml:95:8: 'NO' is not true or false; write one of these"],
    ),
    (
        "four options",
        "    3: Option 3 of s1_q1\n",
        "",
        ["1_s1.yaml:101:5: 3 is missing of the keys 1 to 5; write the text"],
    ),
    (
        "a sixth option",
        "    5: Option 5 of s1_q1",
        "    5: Option 5 of s1_q1\n    6: Best",
        ["1_s1.yaml:106:5: '6' is not one of the keys 1 to 5; remove it"],
    ),
    (
        "levels from 0 to 4",
        f"levels:\n{LEVELS}",
        "levels: {0: a, 1: b, 2: c, 3: d, 4: e}\n",
        [
            "1_s1.yaml:10:9: 5 is missing of the keys 1 to 5; write the text",
            "1_s1.yaml:10:10: '0' is not one of the keys 1 to 5; remove it",
        ],
    ),
    (
        "levels as a list",
        f"levels:\n{LEVELS}",
        "levels: [a, b, c, d]\n",
        ["1_s1.yaml:10:9: this is a list; write a mapping with the keys 1, 2, 3, 4 and 5"],
    ),
    (
        "an option without text",
        "    3: Option 3 of s1_q1\n",
        "    3:\n",
        ["1_s1.yaml:103:5: this has no value; write one, or remove the key"],
    ),
    (
        "an option in empty quotes",
        "    3: Option 3 of s1_q1\n",
        "    3: ''\n",
        ["1_s1.yaml:103:8: the text is empty; write it, or remove the key"],
    ),
    (
        "an option that is a list",
        "    3: Option 3 of s1_q1\n",
        "    3: [a, b]\n",
        ["1_s1.yaml:103:8: a list is not a text; write it in one line, or in quotes"],
    ),
    (
        "a missing status",
        (
            "  absent:\n"
            "  - id: s1_absent_1\n"
            "    text: Do 1 when s1 is absent\n"
            "    owner: both\n"
            "    horizon: 30\n"
            "    effort: S\n"
            "    moves:\n"
            "    - s1_q1\n"
            "    done: Done 1 when s1 is absent\n"
        ),
        "",
        [
            (
                "1_s1.yaml:17:3: 'absent' is missing; add it: one to keep doing, for a sign "
                "that is not seen"
            )
        ],
    ),
    (
        "a missing action",
        (
            "  - id: s1_unknown_2\n"
            "    text: Do 2 when s1 is unknown\n"
            "    owner: both\n"
            "    horizon: 60\n"
            "    effort: M\n"
            "    moves:\n"
            "    - s1_q2\n"
            "    done: Done 2 when s1 is unknown\n"
        ),
        "",
        ["1_s1.yaml:77:3: the actions for unknown number 1; write 2"],
    ),
    (
        "an action for an unknown item",
        "    - s1_q2",
        "    - s1_q3",
        ["1_s1.yaml:32:7: no item is called 's1_q3'; did you mean 's1_q1'?"],
    ),
    (
        "an item moved twice",
        "    - s1_q2",
        "    - s1_q2\n    - s1_q2",
        ["1_s1.yaml:33:7: 's1_q2' is in this list already; keep one"],
    ),
    (
        "another horizon",
        "horizon: 30",
        "horizon: 45",
        ["1_s1.yaml:21:14: a horizon of '45' days is not on offer; write 30, 60 or 90"],
    ),
    (
        "a horizon in words",
        "horizon: 30",
        "horizon: a month",
        ["1_s1.yaml:21:14: 'a month' is not a whole number; write digits only, such as 30"],
    ),
    (
        "an unknown owner",
        "owner: both",
        "owner: everyone",
        [("1_s1.yaml:20:12: 'everyone' is not 'sales', 'marketing' or 'both'; write one of these")],
    ),
    (
        "a weight of nought",
        "weight: 1.0",
        "weight: 0",
        ["1_s1.yaml:5:9: 0 is out of range; write one above 0"],
    ),
    (
        "a weight above ten",
        "weight: 1.0",
        "weight: 10.5",
        ["1_s1.yaml:5:9: 10.5 is out of range; write one at most 10"],
    ),
    (
        "a weight of 1e3",
        "weight: 1.0",
        "weight: 1e3",
        ["1_s1.yaml:5:9: '1e3' is not a number; write one such as 2 or 0.5"],
    ),
    (
        "a weight of 0123",
        "weight: 1.0",
        "weight: 0123",
        ["1_s1.yaml:5:9: '0123' is not a number; write one such as 2 or 0.5"],
    ),
    (
        "a weight that is no number",
        "weight: 1.0",
        "weight: .nan",
        ["1_s1.yaml:5:9: '.nan' is not a number; write one such as 2 or 0.5"],
    ),
    (
        "a weight of thousands of digits",
        "weight: 1.0",
        f"weight: {'9' * 5000}",
        [
            (
                "1_s1.yaml:5:9: "
                "'999999999999999999999999999999999999999999999999999999999...' is not a "
                "number; write one such as 2 or 0.5"
            )
        ],
    ),
    (
        "a text too long",
        "name: Name of s1",
        f"name: {'x' * 2001}",
        ["1_s1.yaml:3:7: the text has 2,001 characters; keep 2,000"],
    ),
    (
        "a text for a list",
        "facts:\n- f1",
        "facts: f1",
        ["1_s1.yaml:8:8: 'f1' is not a list; begin each entry with '- '"],
    ),
    (
        "an item that is a text",
        "- id: s1_q2",
        "- s1_q2\n- id: s1_q2",
        ["1_s1.yaml:106:3: 's1_q2' is not a mapping; write 'key: text' lines under it"],
    ),
    (
        "a fact that is not on the ledger",
        "- f1",
        "- f3",
        ["1_s1.yaml:9:3: no fact is called 'f3'; add its card to facts.yaml"],
    ),
    (
        "a fact twice",
        "- f1",
        "- f1\n- f1",
        ["1_s1.yaml:10:3: 'f1' is in this list already; keep one"],
    ),
    (
        "a text cut by a comment",
        "text: Question 1 of s1",
        "text: We do # this",
        [
            (
                "1_s1.yaml:96:9: a comment cuts this text; quote the text, or give the "
                "comment its own line"
            )
        ],
    ),
    (
        "a merge key",
        "  hint: Evidence for question 1 of s1\n",
        "  <<: {hint: x}\n",
        ["1_s1.yaml:98:3: merge keys (<<) are not used; write the keys out"],
    ),
    (
        "an anchor",
        "text: Question 1 of s1",
        "text: &a Question",
        ["1_s1.yaml:96:9: anchors (&) are not used; remove it, or quote the text"],
    ),
    (
        "an alias",
        "text: Question 1 of s1",
        "text: *a",
        ["1_s1.yaml:96:9: aliases (*) are not used; write it out, or quote it"],
    ),
    (
        "a tag",
        "text: Question 1 of s1",
        "text: !!str a",
        ["1_s1.yaml:96:9: tags (!) are not used; remove it, or quote the text"],
    ),
    (
        "broken syntax",
        "text: Question 1 of s1",
        "text: Is it: so",
        ["1_s1.yaml:96:14: a second ': ' in one text, or a line too far in; quote it"],
    ),
    (
        "no prompts",
        f"prompts:\n{PROMPTS}",
        "",
        ["1_s1.yaml:1:1: 'prompts' is missing; add it: the facilitator's questions to the room"],
    ),
    (
        "a mistyped kind of prompts",
        "  weakness:",
        "  weekness:",
        ["1_s1.yaml:123:3: 'weekness' is no key here; did you mean 'weakness'?"],
    ),
    (
        "four prompts for a gap",
        "  gap:\n",
        "  gap:\n  - What else?\n",
        ["1_s1.yaml:120:3: the prompts for a gap number 4; write two or three"],
    ),
    (
        "one prompt for a strength",
        "  - What carries s1, looked at again?\n",
        "",
        ["1_s1.yaml:127:3: the prompts for a strength number 1; write two or three"],
    ),
    (
        "a prompt twice, in another kind",
        "  - What carries s1, looked at again?\n",
        "  - what holds s1 back,  looked at once?\n",
        ["1_s1.yaml:128:5: the sign has this prompt in line 124 already; keep one"],
    ),
    (
        "a prompt that is a list",
        "  - What carries s1, looked at again?\n",
        "  - [a, b]\n",
        ["1_s1.yaml:128:5: a list is not a text; write it in one line, or in quotes"],
    ),
    (
        "a prompt without text",
        "  - What carries s1, looked at again?\n",
        "  -\n",
        ["1_s1.yaml:128:4: this has no value; write one, or remove the key"],
    ),
    (
        "a key twice over a list",
        "items:\n",
        "items: []\nitems:\n",
        ["1_s1.yaml:94:1: the key 'items' is in line 93 already; keep one"],
    ),
]
SECOND_SIGN = [
    (
        "a duplicate sign",
        "id: s2",
        "id: s1",
        ["2_s2.yaml:1:5: the id 's1' is in 1_s1.yaml:1 already; choose another"],
    ),
    (
        "a duplicate item across files",
        "- id: s2_q1",
        "- id: s1_q1",
        ["2_s2.yaml:94:7: the id 's1_q1' is in 1_s1.yaml:94 already; choose another"],
    ),
]
LEDGER = [
    (
        "a fact with the id of an item",
        "id: f2",
        "id: s1_q2",
        ["facts.yaml:10:7: the id 's1_q2' is in 1_s1.yaml:106 already; choose another"],
    ),
    (
        "contradicted by no card",
        "  contradicted_by:\n  - f1\n",
        "",
        [
            (
                "facts.yaml:16:12: a contradicted card names none that says otherwise; add "
                "contradicted_by"
            )
        ],
    ),
    (
        "contradicted by an unknown card",
        "  - f1",
        "  - f9",
        ["facts.yaml:18:5: no fact is called 'f9'; add its card to facts.yaml"],
    ),
    (
        "contradicted by itself",
        "  - f1",
        "  - f2",
        ["facts.yaml:18:5: a card does not contradict itself; name another"],
    ),
    (
        "a day that does not exist",
        "'2026-01-31'",
        "2026-02-31",
        ["facts.yaml:9:12: '2026-02-31' is not a day; write it as 2026-01-31"],
    ),
    (
        "a year of two digits",
        "year: 2012",
        "year: 12",
        ["facts.yaml:13:9: '12' is not a year; write one such as 2012"],
    ),
    (
        "an address that is a script",
        "  verdict: untraced",
        "  url: javascript:alert(1)\n  verdict: untraced",
        ["facts.yaml:8:8: 'javascript:alert(1)' is not an address; begin it with https://"],
    ),
]
OUTLINE = [
    (
        "an unknown group",
        "overall_groups:\n- sales",
        "overall_groups:\n- sale",
        ["instrument.yaml:15:3: no group is called 'sale'; did you mean 'sales'?"],
    ),
    (
        "a group twice",
        "- id: marketing",
        "- id: sales",
        [("instrument.yaml:10:7: the id 'sales' is in instrument.yaml:8 already; choose another")],
    ),
    (
        "a first cut score above 0",
        "- 0.0",
        "- 10",
        ["instrument.yaml:29:3: the first cut score is 10; make it 0"],
    ),
    (
        "cut scores that do not rise",
        "- 60.0",
        "- 40",
        ["instrument.yaml:32:3: 40 does not rise above 40; let the cut scores rise"],
    ),
    (
        "a cut score above 100",
        "- 80.0",
        "- 101",
        ["instrument.yaml:33:3: 101 is out of range; write one at most 100"],
    ),
    (
        "four cut scores",
        "- 80.0\n",
        "",
        ["instrument.yaml:29:1: the list ends too soon; add entry 5"],
    ),
    (
        "six cut scores",
        "- 80.0\n",
        "- 80\n- 90\n",
        ["instrument.yaml:29:1: the list has 6 entries; keep 5"],
    ),
    (
        "four maturity levels",
        "- name: Unified\n  meaning: What Unified looks like\n",
        "",
        ["instrument.yaml:18:1: the list ends too soon; add entry 5"],
    ),
    (
        "statuses that do not rise",
        "absent: 60.0",
        "absent: 40",
        [("instrument.yaml:36:11: absent (40) does not rise above emerging (40); let it rise")],
    ),
    (
        "a version of two numbers",
        "version: 1.0.0",
        "version: '1.0'",
        ["instrument.yaml:2:10: '1.0' is not a version; write one such as 1.0.0"],
    ),
    (
        "a sign without a bank",
        "- s2",
        "- s2\n- s3",
        ["instrument.yaml:7:3: no sign is called 's3'; add its bank, or take it out"],
    ),
    (
        "a bank that is not listed",
        "- s2\n",
        "",
        ["2_s2.yaml:1:5: instrument.yaml does not list the sign 's2'; add it there"],
    ),
    (
        "a sign listed twice",
        "- s2",
        "- s2\n- s1",
        ["instrument.yaml:7:3: 's1' is in this list already; keep one"],
    ),
    (
        "no signs",
        "signs:\n- s1\n- s2",
        "signs: []",
        ["instrument.yaml:4:8: there are no signs; list at least one"],
    ),
    (
        "broken syntax",
        "title: A",
        "title: *",
        ["instrument.yaml:3:9: a text may not start with this character; quote the text"],
    ),
]
TRANSLATION = [
    (
        "a path mistyped",
        "s1.name",
        "s1.nmae",
        [("translations/de.yaml:1:1: no text has the path 's1.nmae'; did you mean 's1.name'?")],
    ),
    (
        "a path of no sign",
        "s1.name",
        "other.name",
        [
            (
                "translations/de.yaml:1:1: no text has the path 'other.name'; "
                "questions/README.md tells how paths are made"
            )
        ],
    ),
    (
        "a path of one word",
        "s1.name",
        "foo",
        [
            (
                "translations/de.yaml:1:1: no text has the path 'foo'; questions/README.md "
                "tells how paths are made"
            )
        ],
    ),
    (
        "a number for words",
        "Drei",
        "'3'",
        [
            (
                "translations/de.yaml:2:17: '3' is a number; a translation holds words only, "
                "take it out"
            )
        ],
    ),
    (
        "a path written as keys",
        "s1.name: Ziele",
        "s1:\n  name: Name",
        [("translations/de.yaml:2:3: a mapping is not a text; write it in one line, or in quotes")],
    ),
    (
        "a path without words",
        "s1.name: Ziele",
        "s1.name:",
        ["translations/de.yaml:1:1: this has no value; write one, or remove the key"],
    ),
]

CASES = [
    pytest.param(file, old, new, lines, id=f"{file}: {name}")
    for file, cases in (
        ("1_s1.yaml", SIGN),
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


def test_a_folder_without_banks_is_refused(tmp_path: Path) -> None:
    """An empty folder, and one with nothing but the outline and the ledger."""
    sentence = "there are no banks here; add a .yaml file for each sign"
    assert told(tmp_path) == [f"{tmp_path}:1:1: {sentence}"]
    write_banks(SMALL, tmp_path)
    for bank in tmp_path.glob("[12]_*.yaml"):
        bank.unlink()
    assert told(tmp_path) == [f"{tmp_path}:1:1: {sentence}"]


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    """A folder that is not there, and a file."""
    file = tmp_path / "file.yaml"
    file.touch()
    for path, why in ((tmp_path / "none", "No such file or directory"), (file, "Not a directory")):
        assert told(path) == [f"{path}:1:1: this is no folder of banks: {why}; name another"]


def test_a_folder_that_leads_to_itself_is_refused(tmp_path: Path) -> None:
    """A loop of symbolic links."""
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    [problem] = told(loop)
    assert "symbolic links" in problem


def test_a_file_that_leads_to_itself_is_refused(folder: Path) -> None:
    """It is named, and nothing follows from it."""
    (folder / "2_s2.yaml").unlink()
    (folder / "2_s2.yaml").symlink_to(folder / "2_s2.yaml")
    assert told(folder) == [
        (
            "2_s2.yaml:1:1: the file cannot be read: Too many levels of symbolic links; "
            "mend it, or take it out"
        )
    ]


def test_a_file_that_cannot_be_opened_is_refused(folder: Path) -> None:
    """A link into nowhere."""
    (folder / "2_s2.yaml").unlink()
    (folder / "2_s2.yaml").symlink_to(folder / "nowhere.yaml")
    assert told(folder) == [
        "2_s2.yaml:1:1: the file cannot be read: No such file or directory; mend it, or take it out"
    ]


def test_what_is_no_file_is_refused_and_never_waited_for(folder: Path) -> None:
    """A folder, and a pipe that nobody writes to."""
    (folder / "3_folder.yaml").mkdir()
    os.mkfifo(folder / "4_pipe.yaml")
    assert told(folder) == [
        "3_folder.yaml:1:1: this is no file; take it out",
        "4_pipe.yaml:1:1: this is no file; take it out",
    ]


@pytest.mark.case("C53")
def test_a_file_over_256_kib_is_refused_unread(folder: Path) -> None:
    """The size alone decides."""
    with (folder / "facts.yaml").open("a", encoding="utf-8") as file:
        file.write("#" * 256 * 1024)
    assert told(folder) == ["facts.yaml:1:1: 257 KiB are too much; keep a file below 256 KiB"]


def test_a_folder_over_2_mib_is_refused_unread(folder: Path) -> None:
    """Each file may be small enough, and all of them too much."""
    for number in range(10):
        (folder / f"{number}_more.yaml").write_text("#" * 250 * 1024, encoding="utf-8")
    assert told(folder) == [
        f"{folder}:1:1: the banks are more than 64 files and 2 MiB; take some out"
    ]


def test_values_count_for_the_whole_folder(folder: Path) -> None:
    """Many files that are each small enough do not keep the reader busy."""
    values = "".join(f"{number}: a\n" for number in range(7000))
    for number in (3, 4, 5):
        (folder / f"{number}_more.yaml").write_text(values, encoding="utf-8")
    files = {problem.file: problem.message for problem in find_problems(folder)}
    assert list(files) == ["3_more.yaml", "4_more.yaml"]
    assert files["4_more.yaml"] == "too many values; divide the file, or take banks out"


def test_a_file_that_ends_in_yml_is_not_overlooked(folder: Path) -> None:
    """It would be missing without a word."""
    (folder / "2_s2.yaml").rename(folder / "2_s2.yml")
    assert told(folder) == [
        "2_s2.yml:1:1: this ends in .yml and would be overlooked; let it end in .yaml"
    ]


def test_hidden_files_and_others_are_left_alone(folder: Path) -> None:
    """What an editor leaves behind is no bank."""
    for name in (".#1_s1.yaml", "1_s1.yaml~", "notes.md", "1_s1.yaml.swp"):
        (folder / name).write_text("[", encoding="utf-8")
    assert told(folder) == []


def test_a_translation_is_called_by_its_language(folder: Path) -> None:
    """Any other name would never be chosen."""
    (folder / "translations" / "de.yaml").rename(folder / "translations" / "German words.yaml")
    assert told(folder) == [
        (
            "translations/German words.yaml:1:1: this names no language; "
            "call the file by its code, such as de.yaml"
        )
    ]


def test_a_name_that_cannot_be_printed_is_written_out(folder: Path) -> None:
    """A file's name brings neither a line break nor a broken character into the list."""
    (folder / "2_s2.yaml").rename(folder / os.fsdecode(b"2\n\xff.yaml"))
    change(folder / "1_s1.yaml", "- f1", "- f3")
    assert all(line.isprintable() for line in told(folder))


def test_the_error_lists_every_problem(folder: Path) -> None:
    """Its text is what the command line prints."""
    change(folder / "1_s1.yaml", "- f1", "- f3")
    change(folder / "2_s2.yaml", "- f1", "- f3")
    with pytest.raises(BankError) as caught:
        load_instrument(folder)
    assert caught.value.problems == find_problems(folder)
    assert str(caught.value).splitlines() == told(folder)


def test_banks_that_broke_never_replace_the_good_ones(folder: Path) -> None:
    """A running app keeps its instrument, and learns why."""
    good = load_instrument(folder)
    change(folder / "1_s1.yaml", "- f1", "- f3")
    kept, problems = reloaded(good, folder)
    assert kept is good
    assert problems == find_problems(folder) != ()


def test_banks_that_were_mended_replace_the_old_ones(folder: Path) -> None:
    """A running app takes the new content, without problems."""
    good = load_instrument(folder)
    change(folder / "1_s1.yaml", "Name of s1", "A new name")
    new, problems = reloaded(good, folder)
    assert (new.by_id["s1"].name, problems) == ("A new name", ())


def test_the_pure_parser_reads_the_same_instrument(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine whose PyYAML lacks libyaml is slower, and that is all."""
    fast = [load_instrument(path) for path in (folder, SEVEN_SIGNS)]
    monkeypatch.setattr(yaml_events, "ENGINE", yaml_events.PURE)
    assert [load_instrument(path) for path in (folder, SEVEN_SIGNS)] == fast


def test_an_instrument_survives_its_canonical_json(folder: Path) -> None:
    """What is kept in the data folder scores an old run as the banks did."""
    loaded = load_instrument(folder)
    assert Instrument.from_json(loaded.canonical_json()).sha256 == loaded.sha256
