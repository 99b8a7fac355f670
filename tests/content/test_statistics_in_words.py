"""No statistic stands anywhere without a card that says it."""

from pathlib import Path

import pytest

from assessment.texts import FOLDER as TEXTS
from assessment.texts import load_texts
from tests.content.lint import instrument
from tests.statistics_in_text import LANGUAGES, statistics, without_a_card

# The app's own words that claim nothing of any company and need no card, by language.
NO_CLAIMS = {
    "en": (
        "half of the questions that apply",  # a rule of the method: when a sign has a score
        "Half: partly seen",  # a symbol in a legend
        "95 % interval",  # the method's own word
        "two halves",  # of a company
        "Half a day",  # how long a workshop is
        "half a year",  # comments of a sample, marked as such
        "once a quarter",
        "Half of my open deals",
    ),
    "de": (
        "Hälfte der zutreffenden Fragen",
        "95-%-Intervall",
        "Intervall (95\u00a0%)",
        "Intervalle (95\u00a0%)",
        "Ein halber Tag",
    ),
}


def claims(language: str) -> list[str]:
    """The claims on the facts ledger, in a language."""
    return [fact.claim for fact in instrument().in_language(language).ledger.facts]


def test_the_finder_knows_every_language_on_disk() -> None:
    """A new language brings its words for half, third and the like, or this test is red."""
    on_disk = {path.stem for path in TEXTS.glob("*.yaml")} | set(instrument().languages)
    assert "en" in on_disk
    assert on_disk - set(LANGUAGES) == set()


def test_no_statistic_in_the_instrument_is_without_a_card() -> None:
    """In every language, a share or a multiple stands in a card's claim or nowhere."""
    languages = {"en": instrument().texts()}
    languages |= {each.language: dict(each.words) for each in instrument().translations}
    loose = {
        (language, path): without_a_card(text, claims(language), language)
        for language, texts in languages.items()
        for path, text in texts.items()
    }
    assert {path: found for path, found in loose.items() if found} == {}


@pytest.mark.parametrize("path", sorted(TEXTS.glob("*.yaml")), ids=lambda path: path.name)
def test_no_statistic_in_the_apps_own_words_is_without_a_card(path: Path) -> None:
    """What the app says itself holds no statistic but a card's claim."""
    covered = [*claims(path.stem), *NO_CLAIMS.get(path.stem, ())]
    loose = {
        key: without_a_card(text, covered, path.stem)
        for key, text in load_texts(path.stem)._words.items()
    }
    assert {key: found for key, found in loose.items() if found} == {}


@pytest.mark.parametrize("language", NO_CLAIMS)
def test_no_exemption_outlives_its_words(language: str) -> None:
    """Words that the app no longer uses are exempted no longer."""
    texts = load_texts(language)._words.values()
    assert [words for words in NO_CLAIMS[language] if not any(words in t for t in texts)] == []


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "67 % of reps miss it", ["%"]),
        ("en", "67% miss it", ["%"]),
        ("en", "67\u00a0% miss it", ["%"]),
        ("en", "Sixty per cent miss it, or sixty percent", ["per cent", "percent"]),
        ("en", "More than half of it", ["half"]),
        ("en", "It halved", ["halved"]),
        ("en", "Two thirds of them", ["thirds"]),
        ("en", "Two-thirds and a quarter", ["thirds", "quarter"]),
        ("en", "Sales can double", ["double"]),
        ("en", "Sales doubled, doubling again", ["doubled", "doubling"]),
        ("en", "A twofold, a 3-fold and a tenfold rise", ["twofold", "3-fold", "tenfold"]),
        ("en", "Three times as much, twice as fast", ["Three times", "twice as"]),
        ("en", "1 in 5 and 3 out of 4", ["1 in 5", "3 out of 4"]),
        ("en", "Many times more, times faster", ["times more", "times faster"]),
        ("en", "3 times and 2.5x faster", ["3 times", "2.5x"]),
        ("en", "One in five leaves, three out of four stay", ["One in five", "three out of four"]),
        ("de", "67 % und 67 Prozent", ["%", "Prozent"]),
        ("de", "Mehr als die Hälfte, ein Drittel, zwei Viertel", ["Hälfte", "Drittel", "Viertel"]),
        ("de", "Doppelt so viel, der Umsatz verdoppelt sich", ["Doppelt", "verdoppelt"]),
        ("de", "Zweifach, dreimal, 3 mal", ["Zweifach", "dreimal", "3 mal"]),
        ("de", "Jeder dritte geht, drei von vier bleiben", ["Jeder dritte", "drei von vier"]),
    ],
)
def test_the_finder_finds_statistics(language: str, text: str, found: list[str]) -> None:
    """Signs, words and turns of phrase that claim a share or a multiple are found."""
    assert statistics(text, language) == found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Have a neutral third party ask; third-party interviews; third parties"),
        ("en", "Sometimes it takes a long time; the score times its weight; on behalf of Sales"),
        ("en", "{share} % of your answers, {share}%"),
        ("en", "Three actions in 90 days, 0 to 100 in five bands, a change or two, headquarters"),
        (
            "de",
            "Noch einmal, einfach, mehrfach, vierteljährlich, deshalb innerhalb der Abteilung",
        ),
        ("de", "Eine neutrale dritte Person fragt manchmal nach"),
    ],
)
def test_the_finder_leaves_other_words_alone(language: str, text: str) -> None:
    """A neutral third party, a product of two terms and the program's figures are no statistics."""
    assert statistics(text, language) == []


def test_a_claim_covers_only_its_own_words() -> None:
    """A card covers a statistic where its claim is quoted, not wherever its number turns up."""
    cards = ["According to IDC, more than half of it is intuition."]
    assert without_a_card(f"Small print: {cards[0]}", cards, "en") == []
    assert without_a_card("More than half of it is luck.", cards, "en") == ["half"]
