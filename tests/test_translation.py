"""assessment/translation.py, the command `translate`, and that the delivered German is whole."""

import re
import shutil
from pathlib import Path

import pytest

from assessment import texts, translation
from assessment.cli import main
from assessment.settings import Settings
from assessment.texts import OWN, languages, load_texts, read_words
from assessment.translation import translations
from tests.make_instrument import shipped

DE = translations("de", Settings())


@pytest.fixture
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A copy of the app's words and one of the bank's, which the command looks at."""
    words, bank = tmp_path / "texts", tmp_path / "bank"
    shutil.copytree(texts.FOLDER, words)
    shutil.copytree(Settings().questions, bank)
    monkeypatch.setattr(translation, "FOLDER", words)
    monkeypatch.setenv("SEVENSIGNS_QUESTIONS", str(bank))
    return words, bank


def change(file: Path, before: str, after: str) -> None:
    """Replace one passage of a file, which must be there."""
    text = file.read_text("utf-8")
    assert text.count(before) == 1, (file, before)
    file.write_text(text.replace(before, after), "utf-8")


def listed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str]]:
    """How the command ends, and the lines it prints."""
    code = main(["translate", *arguments])
    return code, capsys.readouterr().out.splitlines()


def test_the_german_is_whole_and_made_from_the_english_of_today() -> None:
    """Whoever changes an English text translates it: see `python -m assessment translate de`."""
    faults = [(fault.key, fault.wrong) for each in DE for fault in each.faults()]
    assert faults == []


def test_what_is_whole_is_one_sentence(
    copies: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 0 and one line with the number of texts."""
    code, lines = listed(capsys, "de")
    count = load_texts("en").number(sum(len(each.words) for each in DE))
    assert copies
    assert (code, len(lines)) == (0, 1)
    assert count in lines[0]


def test_missing_and_stale_texts_are_listed_with_their_english(
    copies: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """One line each, with the file, the path and what is to be translated; exit 1."""
    words, bank = copies
    change(words / "en.yaml", "start.how: Begin\n", "start.how: Set out\n")
    change(words / "de.yaml", "start.begin: Beginnen\n", "")
    change(bank / "translations" / "de.yaml", "ramp.short: Einarbeitung\n", "")
    change(bank / "7_talent.yaml", "short: Talent\n", "short: Strong people\n")

    code, lines = listed(capsys, "de")

    assert code == 1
    app, of_bank = str(words / "de.yaml"), str(bank / "translations" / "de.yaml")
    assert lines == [
        f"{app}: start.how was made from another English. Now: Set out",
        f"{app}: start.begin is missing. English: Begin",
        f"{of_bank}: ramp.short is missing. English: New reps",
        f"{of_bank}: talent.short was made from another English. Now: Strong people",
    ]


def test_accepting_settles_what_is_stale_and_nothing_that_is_missing(
    copies: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Only words that are there can say what the English says now."""
    words, _ = copies
    change(words / "en.yaml", "start.how: Begin\n", "start.how: Set out\n")
    change(words / "de.yaml", "start.begin: Beginnen\n", "")
    code, lines = listed(capsys, "de", "--accept")
    assert code == 1
    assert ["start.begin" in line for line in lines] == [True]
    change(words / "de.yaml", "start.how: Beginnen\n", "start.how: Los\nstart.begin: Beginnen\n")
    assert listed(capsys, "de")[0] == 1
    assert listed(capsys, "de", "--accept")[0] == 0
    assert listed(capsys, "de")[0] == 0


def test_other_placeholders_and_words_of_no_text_are_listed(
    copies: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """A placeholder that is lost would be a hole in a sentence."""
    words, _ = copies
    change(words / "de.yaml", "{done} von {asked} beantwortet", "{done} beantwortet")
    change(words / "de.yaml", "start.go_on: ", "start.go_off: ")
    code, lines = listed(capsys, "de")
    assert code == 1
    assert [line.partition(": ")[2].split(" ")[:2] for line in lines] == [
        ["start.go_on", "is"],
        ["answer.progress", "has"],
        ["start.go_off", "is"],
    ]


def test_a_language_without_any_words_is_listed_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever begins a language sees all there is to do, and no file is written."""
    code, lines = listed(capsys, "fr", "--accept")
    assert code == 1
    assert len(lines) == sum(len(each.english) for each in DE)
    assert not list(texts.FOLDER.glob("fr*"))


@pytest.mark.parametrize("language", ["en", "", "../de", "DE", "de.yaml", "d" * 5000, "\x00"])
def test_what_is_no_language_to_translate_into_is_refused(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A sentence and exit 2, whatever was typed."""
    assert main(["translate", language]) == 2
    assert "no language to translate into" in capsys.readouterr().err


@pytest.mark.parametrize("broken", ["- a\n", "a: 3\n", "a: [\n", "a: \x00\n", "\xff"])
def test_a_translation_that_cannot_be_read_is_named(
    broken: str, copies: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """The file and what is wrong; no traceback."""
    (copies[0] / "de.yaml").write_bytes(broken.encode("latin-1"))
    assert main(["translate", "de"]) == 2
    assert str(copies[0] / "de.yaml") in capsys.readouterr().err


def test_numbers_and_sources_are_the_same_in_german() -> None:
    """A fact's figures are the English ones, with a decimal comma; its source keeps its name."""
    instrument = shipped()
    german = instrument.in_language("de")
    for english, fact in zip(instrument.ledger.facts, german.ledger.facts, strict=True):
        assert (fact.source, fact.url, fact.year) == (english.source, english.url, english.year)
        assert sorted(figures(fact.claim, ",")) == sorted(figures(english.claim, ".")), fact.id


def figures(text: str, point: str) -> list[str]:
    """The figures in digits, written the English way."""
    found = re.findall(r"\d+(?:[.,]\d+)*", text)
    return [
        f.replace(point, "#").replace(",", "").replace(".", "").replace("#", ".") for f in found
    ]


def test_every_language_is_offered_by_its_own_name() -> None:
    """A name is in the language itself, and no two are alike."""
    names = [load_texts(language)("language.name") for language in languages()]
    assert languages()[:1] == (OWN,)
    assert len(set(names)) == len(names)
    assert {"English", "Deutsch"} <= set(names)


def test_what_is_the_same_in_both_languages_is_so_for_a_reason() -> None:
    """A name, or words that German shares; everything else was translated."""
    english, german = read_words(texts.FOLDER / "en.yaml"), read_words(texts.FOLDER / "de.yaml")
    same = {key for key, text in german.items() if text == english[key]}
    prose = {key for key in same if len(re.findall(r"[A-Za-z]{2,}", plain(english[key]))) > 1}
    assert prose == {"word.author", "takeaway.workshop-plan.csv"}


def plain(text: str) -> str:
    """The text without its placeholders."""
    return re.sub(r"\{\w+\}", "", text)
