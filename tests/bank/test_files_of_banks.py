"""Folders and files that are no banks: missing, too large, linked in a circle, or oddly named."""

import os
from pathlib import Path

import pytest

from scoring.bank import find_problems
from tests.bank.small import SMALL, change, told
from tests.make_instrument import write_banks


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
