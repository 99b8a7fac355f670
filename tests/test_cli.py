"""The command line, run as its users run it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assessment.cli import main
from tests.make_instrument import shipped

ROOT = Path(__file__).parent.parent
INSTRUMENT = shipped()
ALL_THREE = dict.fromkeys(INSTRUMENT.items, 3)
FIRST = next(iter(INSTRUMENT.items))


def sheet(folder: Path, **content: Any) -> str:
    """A sheet of answers on disk: every item at 3 points unless said otherwise."""
    path = folder / "answers.json"
    path.write_text(json.dumps({"answers": ALL_THREE} | content), "utf-8")
    return str(path)


def test_check_says_how_many_items_it_saw(capsys: pytest.CaptureFixture[str]) -> None:
    """The installed banks have no problems and 35 items."""
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "35 items, no problems.\n"


def test_check_lists_every_problem_and_ends_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder without banks is a problem with a sentence, not a traceback."""
    assert main(["check", str(tmp_path)]) == 1
    assert str(tmp_path) in capsys.readouterr().err


def test_items_are_a_list_of_objects(capsys: pytest.CaptureFixture[str]) -> None:
    """Each item has an id, its sign, whether it is the key item, its wordings and five options."""
    assert main(["items", "--json"]) == 0
    items = json.loads(capsys.readouterr().out)
    assert [item["id"] for item in items] == list(INSTRUMENT.items)
    assert sum(item["key"] for item in items) == 7
    assert set(items[0]) == {"id", "sign", "key", "text", "wordings", "options"}
    assert [option["points"] for option in items[0]["options"]] == [1, 2, 3, 4, 5]


def test_score_prints_the_scorecard_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All answers in the middle make 50 of 100, Coordinated, with nothing capped."""
    assert main(["score", sheet(tmp_path), "--json"]) == 0
    card = json.loads(capsys.readouterr().out)
    overall = card["overall"]
    expected = {
        "score": 50.0,
        "low": 50.0,
        "high": 50.0,
        "level": 3,
        "level_name": "Coordinated",
        "capped_by": None,
        "provisional": False,
    }
    assert overall | expected == overall
    assert card["signs_present"] == []
    assert [sign["items"] for sign in card["signs"]] == [5] * 7
    assert card["instrument"]["sha256"] == INSTRUMENT.sha256


def test_score_without_json_is_said_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The finding comes first."""
    assert main(["score", sheet(tmp_path)]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first == "Coordinated, 50 of 100. You show none of the 7 signs fully, 7 in part."


def test_score_reads_yaml_from_standard_input() -> None:
    """A dash stands for standard input, and YAML does as well as JSON."""
    yaml = "scope: check\nanswers:\n" + "".join(f"  {i}: 5\n" for i in INSTRUMENT.key_items)
    done = run("score", "-", "--json", given=yaml.encode())
    card = json.loads(done.stdout)
    assert (card["scope"], card["overall"]["score"]) == ("check", 100.0)
    assert [sign["score"] for sign in card["signs"]] == [None] * 7


def test_report_writes_a_pdf_that_is_the_same_each_time(tmp_path: Path) -> None:
    """Same sheet, same bytes."""
    answers = sheet(tmp_path, organisation="Sample company", date="2026-11-23")
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    assert main(["report", answers, "-o", str(first)]) == 0
    assert main(["report", answers, "-o", str(second)]) == 0
    assert first.read_bytes().startswith(b"%PDF")
    assert first.read_bytes() == second.read_bytes()


def test_a_report_that_cannot_be_written_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing folder is a sentence and exit 2."""
    target = tmp_path / "missing" / "x.pdf"
    assert main(["report", sheet(tmp_path), "-o", str(target)]) == 2
    assert str(target) in capsys.readouterr().err


BAD: list[tuple[str, str, str]] = [
    ("an unknown item", '{"answers": {"nonsense": 3}}', "nonsense"),
    ("an unknown key", '{"answers": {}, "answer": {}}', "answer"),
    ("a duplicate key", f'{{"answers": {{"{FIRST}": 3, "{FIRST}": 4}}}}', FIRST),
    ("a duplicate key in YAML", f"answers:\n  {FIRST}: 3\n  {FIRST}: 4\n", FIRST),
    ("points above 5", f'{{"answers": {{"{FIRST}": 6}}}}', "6"),
    ("points below 1", f"answers:\n  {FIRST}: 0\n", "0"),
    ("points as text", f'{{"answers": {{"{FIRST}": "3"}}}}', "3"),
    ("half points", f'{{"answers": {{"{FIRST}": 2.5}}}}', "2.5"),
    ("points as true", f'{{"answers": {{"{FIRST}": true}}}}', "true"),
    ("no points", f'{{"answers": {{"{FIRST}": null}}}}', FIRST),
    ("a list of answers", '{"answers": [3]}', "answers"),
    ("a list", "[1, 2]", "answers"),
    ("a word", "hello", "mapping"),
    ("no answers", "scope: full\n", "answers"),
    ("an unknown scope", '{"scope": "half", "answers": {}}', "half"),
    ("an unknown group", '{"group": "finance", "answers": {}}', "finance"),
    ("an unknown sign", '{"costs_most": ["sales"], "answers": {}}', "sales"),
    (
        "three signs that cost most",
        '{"costs_most": ["targets", "content", "ramp"], "answers": {}}',
        "2",
    ),
    ("a comment on no sign", '{"comments": {"x": "y"}, "answers": {}}', "x"),
    ("a comment too long", json.dumps({"comments": {"ramp": "x" * 2001}, "answers": {}}), "2000"),
    ("no date", '{"date": "yesterday", "answers": {}}', "yesterday"),
    ("an empty file", "", "empty"),
    ("only blanks", " \n\n", "empty"),
    ("not YAML", "answers: [", "line"),
    ("broken JSON", '{"answers": {', "line"),
    ("deep nesting", "[" * 100_000, ""),
    ("deep JSON", '{"a":' * 100_000, ""),
    ("a number of 5,000 digits", f'{{"answers": {{"{FIRST}": {"9" * 5000}}}}}', "too long"),
    ("half a character", '{"answers": {"\\ud800": 1}}', "half a character"),
    ("a deep answer", f'{{"answers": {{"{FIRST}": {"[" * 300}{"]" * 300}}}}}', ""),
    ("a long unknown item", json.dumps({"answers": {"x" * 900_000: 1}}), "xxx"),
    ("NaN", f'{{"answers": {{"{FIRST}": NaN}}}}', "NaN"),
    ("over 1 MB", "#" * 1_100_000, "1 MB"),
]


@pytest.mark.parametrize(("what", "text", "named"), BAD, ids=[what for what, _, _ in BAD])
def test_bad_answers_end_with_exit_2_and_one_line_that_names_them(
    what: str, text: str, named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which it is and what would be right stand on one line; no traceback."""
    path = tmp_path / "answers"
    path.write_text(text, "utf-8")
    assert main(["score", str(path), "--json"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert len(printed.err) < 500
    assert named in printed.err.split(":", 1)[1]


def test_a_file_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong path is a sentence and exit 2."""
    assert main(["score", "no-such-file.yaml"]) == 2
    assert "no-such-file.yaml" in capsys.readouterr().err


def test_bytes_that_are_no_text_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A PDF given as answers is refused with a sentence."""
    path = tmp_path / "answers"
    path.write_bytes(b"%PDF-1.7 \xff\xfe\x00")
    assert main(["score", str(path)]) == 2
    assert "UTF-8" in capsys.readouterr().err


def test_a_full_disk_and_a_poor_terminal_are_no_tracebacks() -> None:
    """Output that cannot be written is one sentence; what ASCII lacks is written out."""
    command = [sys.executable, "-m", "assessment", "items"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, cwd=ROOT, check=False)
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    poor = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [*command[:3], "report", "-", "-o", "/nonexistent/\u2019.pdf"],
        input=b"answers: {}",
        env=poor,
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)


def test_a_broken_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A port that is no port ends with a sentence that names PORT."""
    monkeypatch.setenv("PORT", "eighty")
    assert main(["check"]) == 2
    assert "PORT" in capsys.readouterr().err


def test_every_command_is_in_the_readme() -> None:
    """A command that nobody can find does not exist."""
    shown = run("--help").stdout.decode()
    commands = re.findall(r"^    (\w+)", shown, re.MULTILINE)
    readme = (ROOT / "README.md").read_text("utf-8")
    assert len(commands) >= 6
    assert [c for c in commands if f"assessment {c}" not in readme and c != "serve"] == []


def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "assessment", *arguments],
        input=given,
        capture_output=True,
        cwd=ROOT,
        check=True,
    )
