"""A folder of banks is an instrument: what is read, and when it is read again."""

from pathlib import Path

import pytest

from scoring import yaml_events
from scoring.bank import find_problems, load_instrument, reloaded
from scoring.instrument import Instrument
from tests.bank.small import SEVEN_SIGNS, SMALL, change, told


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
