"""The app's own words and the one place where digits become text."""

import datetime
import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from assessment import texts
from assessment.settings import Settings
from assessment.texts import PSEUDO, languages, load_texts, pseudo

EN = load_texts("en")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (44.4, "44"),
        (44.5, "45"),
        (62.5, "63"),
        (59.4, "59"),
        (59.9, "59.9"),
        (79.6, "79.6"),
        (60, "60"),
        (100, "100"),
    ],
)
def test_a_score_is_whole_but_never_rounds_onto_a_cut_it_has_not_reached(
    value: float, expected: str
) -> None:
    """59.9 belongs to the level below 60, so it is not shown as 60."""
    assert EN.score(value) == expected


def test_halves_are_rounded_up_as_a_browser_does() -> None:
    """62.5 and 0.125 read the same on the screen and in the PDF."""
    assert (EN.number(62.5), EN.number(0.125, 2), EN.number(-0.5)) == ("63", "0.13", "−1")


def test_digits_follow_the_language() -> None:
    """The pseudo-language has a decimal comma and a point between thousands."""
    assert load_texts(PSEUDO).number(1234.5, 1) == "1.234,5"
    assert EN.number(1234.5, 1) == "1,234.5"


def test_a_day_is_written_in_words() -> None:
    """A date reads as British English writes it, and breaks before no month."""
    assert EN.date(datetime.date(2026, 11, 23)) == "23\u00a0November 2026"


def test_the_pseudo_language_is_at_least_60_per_cent_longer_and_keeps_placeholders() -> None:
    """Placeholders survive once each; everything else changes and grows."""
    text = "You show {shown} of the {all} signs."
    longer = pseudo(text)
    assert len(longer) >= 1.6 * len(text)
    assert re.findall(r"\{\w+\}", longer) == ["{shown}", "{all}"]


def test_a_missing_value_is_an_error_not_a_brace_on_a_screen() -> None:
    """A forgotten placeholder is found by the first test that shows the text."""
    with pytest.raises(KeyError):
        EN("finding.signs", shown="3")


@pytest.mark.parametrize("language", languages())
def test_no_text_shouts_and_none_is_empty(language: str) -> None:
    """No exclamation marks on the screens, and no empty text."""
    words = load_texts(language)._words
    assert [key for key, text in words.items() if "!" in text or not text.strip()] == []


def test_what_is_not_translated_is_shown_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A language with three words of its own shows English beside them, and never a key."""
    (tmp_path / "en.yaml").write_text("a.b: One {count}\nc.d: Two\n", "utf-8")
    (tmp_path / "fr.yaml").write_text("c.d: Deux\n", "utf-8")
    monkeypatch.setattr(texts, "FOLDER", tmp_path)
    french = load_texts("fr", "a product of its own")
    assert (french("a.b", count="3"), french("c.d")) == ("One 3", "Deux")


def test_german_digits_and_days() -> None:
    """A decimal comma, a point between thousands, and a day as German writes it."""
    german = load_texts("de")
    assert (german.number(1234.5, 1), german.number(-3)) == ("1.234,5", "−3")
    assert german.score(59.9) == "59,9"
    assert german.date(datetime.date(2026, 11, 23)) == "23.\u00a0November 2026"


def test_every_language_can_be_the_installations() -> None:
    """The setting knows what there are words in, and nothing else."""
    for language in languages():
        assert Settings(language=language).language == language
    with pytest.raises(ValidationError):
        Settings(language="fr")


def test_a_placeholder_is_letters_so_that_every_language_keeps_it() -> None:
    """One with a digit in it would be accented in the pseudo-language, and filled by nothing."""
    named = {name for text in EN._words.values() for name in re.findall(r"\{([^}]*)\}", text)}
    assert [name for name in named if not re.fullmatch("[a-z_]+", name)] == []
