"""Whatever stands in a bank, the loader gives an instrument or a list of problems."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import yaml_events
from scoring.bank import find_problems, load_instrument
from tests.fuzzing import fuzz

pytestmark = pytest.mark.fuzz

SEVEN_SIGNS = Path(__file__).parent.parent / "questions" / "seven-signs"
BANKS = {
    name: (SEVEN_SIGNS / name).read_text(encoding="utf-8")
    for name in ("1_targets.yaml", "facts.yaml", "instrument.yaml")
}

yaml_signs = st.text(
    alphabet="ab1 \n\n  -:?#[]{},&*!|>%@`'\"\\~<=\t\r\0é\u2028\ud83d", max_size=300
)
bits = st.sampled_from(
    (
        *("- ", ": ", "\n", "  ", "#", " #", "&a ", "*a", "!!x ", "? ", "[", "]", "{", "}", "'"),
        *('"', "|\n", ">\n", "---\n", "...\n", "~", "null", "NO", "<<: ", "1e3", "-1", "\t", "\0"),
        *("items:\n", "id: targets\n", "key: true\n", "moves: [x, x]\n", "options: {1: a}\n"),
        *("9" * 5000, "\\", "%", "@", "- - - ", "[[[[", "id: [", "levels: []\n", "year: -3\n"),
    )
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real banks, to be spoiled one file at a time."""
    return Path(shutil.copytree(SEVEN_SIGNS, tmp_path_factory.mktemp("fuzz") / "banks"))


@st.composite
def spoiled(draw: st.DrawFn) -> tuple[str, str]:
    """A real bank with a few pieces cut out, moved or put in."""
    name = draw(st.sampled_from(sorted(BANKS)))
    text = BANKS[name]
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = start + draw(st.sampled_from((0, 0, 1, 2, 10, 200)))
        piece = draw(st.one_of(bits, st.just(""), st.just(text[start:end] * 2), yaml_signs))
        text = text[:start] + piece + text[end:]
    return name, text


@pytest.mark.case("C53")
@given(
    raw=st.one_of(
        st.binary(max_size=300), yaml_signs.map(lambda text: text.encode(errors="replace"))
    )
)
@fuzz()
def test_anything_in_a_bank(raw: bytes, folder: Path) -> None:
    """Random bytes, and random signs of YAML."""
    loads_or_tells(folder, "1_targets.yaml", raw)


@given(bank=spoiled())
@fuzz()
def test_a_real_bank_spoiled(bank: tuple[str, str], folder: Path) -> None:
    """What editing by hand may leave behind."""
    loads_or_tells(folder, bank[0], bank[1].encode(errors="replace"))


@given(bank=spoiled())
@fuzz(0.2)
def test_a_real_bank_spoiled_without_libyaml(bank: tuple[str, str], folder: Path) -> None:
    """The same with the parser that is written in Python."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_events, "ENGINE", yaml_events.PURE)
        loads_or_tells(folder, bank[0], bank[1].encode(errors="replace"))


def loads_or_tells(folder: Path, name: str, raw: bytes) -> None:
    """Load the banks with this file among them: each problem is at a place that there is."""
    file = folder / name
    good = file.read_bytes()
    file.write_bytes(raw)
    try:
        problems = find_problems(folder)
        assert problems or load_instrument(folder)
        for problem in problems:
            assert str(problem).isprintable()
            assert_in_file(folder / problem.file, problem.line, problem.column)
    finally:
        file.write_bytes(good)


def assert_in_file(file: Path, line: int, column: int) -> None:
    text = file.read_bytes().decode("utf-8-sig", errors="replace")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert 1 <= line <= len(lines)
    assert 1 <= column <= len(lines[line - 1]) + 1
