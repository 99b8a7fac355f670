"""Finds statistics in texts: numbers that claim a share or a multiple, in each language."""

import re
from collections.abc import Iterable

_EN_WORD = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|hundred)"
_EN_NUMBER = rf"(?:\d+|{_EN_WORD})"
_DE_NUMBER = r"(?:\d+|ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwanzig|hundert)"
# A percentage the program fills in, such as `{share} %`, is a result and no claim.
_PERCENT = r"(?<!\})(?<!\}\s)[%‰]"
_PATTERNS = {
    "en": (
        _PERCENT,
        r"\bper\s?cents?\b",
        r"\bhal(?:f|ves|ved?|ving)\b",
        r"\bthirds?\b(?![\s-]part(?:y|ies)\b)",
        r"\bquarters?\b",
        r"\b(?:double|treble|triple|quadruple)[ds]?\b|\b(?:doubl|trebl|tripl|quadrupl)ing\b",
        r"\b(?:two|three|four|five|six|ten|hundred|\d+)-?fold\b",
        rf"\b{_EN_NUMBER}\stimes\b|\btimes\s(?:as|the|more|less|fewer|\w+er)\b",
        r"\btwice\s(?:as|the)\b|\b\d+(?:\.\d+)?\s?[x×](?!\w)",
        rf"\b{_EN_WORD}\s(?:in|out\sof)\s(?:every\s)?{_EN_WORD}\b",
        r"\b\d+\s(?:in|out\sof)\s(?:every\s)?\d+\b",
    ),
    "de": (
        _PERCENT,
        r"\bprozent\w*",
        r"\bhälften?\b|\bhalb(?:e[nrms]?)?\b|\bhalbier\w*",
        r"\b(?:drittel|viertel|fünftel|zehntel)n?s?\b",
        r"\bdoppelt\w*|\b\w*(?:verdoppel|verdreifach)\w*",
        rf"\b(?!einfach){_DE_NUMBER}-?fach\w*|\b(?!einmal){_DE_NUMBER}\s?mal\b",
        r"\bjede[rsn]?\s(?:zweite|dritte|vierte|fünfte|zehnte)[rsn]?\b",
        rf"\b{_DE_NUMBER}e?[rsn]?\s(?:von|aus)\s{_DE_NUMBER}\b",
    ),
}
LANGUAGES = tuple(_PATTERNS)


def statistics(text: str, language: str) -> list[str]:
    """The statistics in a text of one of `LANGUAGES`, as they stand there; KeyError for another."""
    pattern = "|".join(_PATTERNS[language])
    return [match.group() for match in re.finditer(pattern, text, re.IGNORECASE)]


def without_a_card(text: str, covered: Iterable[str], language: str) -> list[str]:
    """The statistics in a text outside the words that are covered, such as a card's claim."""
    for words in sorted(covered, key=len, reverse=True):
        text = text.replace(words, " ")
    return statistics(text, language)
