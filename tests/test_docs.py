"""Documents that cannot lie: what they say is compared with what is there."""

import io
import re
import subprocess
from importlib import metadata
from pathlib import Path

import pypdf
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from assessment.settings import ROOT, Settings
from assessment.sheet import read_sheets
from assessment.texts import languages
from scoring.response import Response
from tests.make_instrument import shipped
from tools.docs import (
    SAMPLE,
    SAMPLE_WORKSHOP,
    kept_workshop,
    sample_report,
    sample_workshop,
    sample_workshop_report,
)

README = (ROOT / "README.md").read_text("utf-8")


def test_every_setting_is_in_the_documents() -> None:
    """A setting that nobody can find does not exist."""
    bare = ("port", "database_url")
    names = [
        name.upper() if name in bare else f"SEVENSIGNS_{name.upper()}"
        for name in Settings.model_fields
    ]
    assert [name for name in names if f"`{name}`" not in README] == []


def test_the_sheet_in_the_readme_can_be_scored(tmp_path: Path) -> None:
    """What is printed as an example works when it is copied."""
    [sheet] = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    (tmp_path / "answers.yaml").write_text(sheet, "utf-8")
    instrument = shipped()
    found = read_sheets(str(tmp_path / "answers.yaml"), instrument)
    assert isinstance(found, Response)
    assert len(found.answers) == 3


def test_every_file_that_a_document_links_to_is_there() -> None:
    """No document points into the void."""
    missing = [
        (document.name, target)
        for document in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text("utf-8"))
        if not (document.parent / target).exists()
    ]
    assert missing == []


def test_every_test_that_stands_for_a_control_is_there() -> None:
    """A threat without a test that proves its control is not listed as if it had one."""
    document = (ROOT / "SECURITY.md").read_text("utf-8")
    threats = document.partition("## Threats")[2].partition("## Limits")[0]
    rows = [row for row in threats.splitlines() if row.startswith("| ")][1:]
    named = [re.findall(r"`(tests/\S+\.py)::(\w+)`", row) for row in rows]

    assert len(rows) > 20
    assert all(named)
    for file, test in {each for row in named for each in row}:
        assert f"def {test}(" in (ROOT / file).read_text("utf-8"), f"{file}::{test}"


def test_the_sample_report_is_what_the_program_makes() -> None:
    """`make docs` was run since the report last changed."""
    assert _text(SAMPLE.read_bytes()) == _text(sample_report())


def test_the_sample_workshop_is_what_the_program_makes() -> None:
    """So is the workshop's report, and every page of it says that it is a sample."""
    assert _text(SAMPLE_WORKSHOP.read_bytes()) == _text(sample_workshop_report())


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_kept_sample_workshop_is_what_a_simulation_comes_to(language: str) -> None:
    """`make docs` was run since the banks, the guests' words or the rules last changed."""
    kept, now = kept_workshop(language), sample_workshop(language)
    told = {"plan": {"__all__": {"id", "home"}}}  # they are random

    assert kept.model_dump(exclude=told) == now.model_dump(exclude=told)


def test_every_make_target_in_the_documents_is_there() -> None:
    """`make x` in a document is a target of the Makefile."""
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {
        target
        for document in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
        for target in re.findall(
            r"`?make (run|test|bench|docs|check|lint|clean|\w+)`", document.read_text("utf-8")
        )
    }
    assert named >= {"run", "test"}
    assert named - targets == set()


def test_every_dependency_has_its_reason() -> None:
    """A package that we ask for by name stands in the table of dependencies."""
    reasons = (ROOT / "docs" / "decisions" / "dependencies.md").read_text("utf-8").lower()
    asked = [
        re.split("[=;]", line)[0].lower()
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in (ROOT / name)
        .read_text("utf-8")
        .split("# What these need in turn")[0]
        .splitlines()
        if "==" in line
    ]
    assert len(asked) > 20
    assert [package for package in asked if package not in reasons] == []


def test_the_author_of_the_article_is_named_once() -> None:
    """He is named under Sources, and nowhere else in what the app says."""
    tracked = subprocess.run(
        ["git", "grep", "-l", "Strohkorb", "--", "assessment", "scoring", "questions", "docs/*.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split()
    assert tracked == [f"assessment/texts/{language}.yaml" for language in sorted(languages())]
    for file in tracked:
        assert (ROOT / file).read_text("utf-8").count("Strohkorb") == 1


def _text(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.case("C70")
def test_everything_that_is_needed_is_pinned() -> None:
    """Each package the app asks for, and what those ask for in turn, at the version here."""
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    asked = [Requirement(line) for line in lines if line and not line.startswith("#")]
    pinned = {canonicalize_name(one.name): one for one in asked}
    needed: dict[str, set[str]] = {}
    waiting = [one for one in asked if one.marker is None or one.marker.evaluate()]
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        new = {"", *one.extras} - needed.setdefault(name, set())
        needed[name] |= new
        inner = [Requirement(text) for text in metadata.requires(name) or ()] if new else []
        waiting += [
            each
            for each in inner
            if each.marker is None or any(each.marker.evaluate({"extra": extra}) for extra in new)
        ]

    assert all(re.fullmatch(r"==[^*,]+", str(one.specifier)) for one in asked)
    assert set(needed) - set(pinned) == set()
    wrong = [name for name in needed if not pinned[name].specifier.contains(metadata.version(name))]
    assert wrong == []


@pytest.mark.case("C70")
def test_the_lock_has_the_hashes_of_all_that_is_pinned() -> None:
    """At the same versions, each with those of its files; beyond that only what a platform adds."""
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    pinned = {_version(line) for line in lines if line and not line.startswith("#")}
    entries = re.split(r"\n(?=\w)", (ROOT / "deploy" / "requirements.lock").read_text("utf-8"))[1:]
    locked = {_version(entry.partition("\\")[0]): entry for entry in entries}

    assert pinned - set(locked) == set()
    assert len(locked) <= len(pinned) + 3
    hashes = [re.findall(r"--hash=sha256:[0-9a-f]{64}\b", entry) for entry in locked.values()]
    assert all(hashes)
    assert sum(map(len, hashes)) > 10 * len(locked)


def _version(line: str) -> tuple[str, str]:
    """A package and the version that a line asks for."""
    asked = Requirement(line)
    return canonicalize_name(asked.name), str(asked.specifier)
