"""Finds statistics in texts: numbers that claim a share or a multiple, in each language."""

import re

_EN_NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twenty|hundred)"
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
        r"\btimes\b|\btwice\b|\b\d+(?:\.\d+)?\s?[x×](?!\w)",
        rf"\b{_EN_NUMBER}\s(?:in|out\sof)\s(?:every\s)?{_EN_NUMBER}\b",
    ),
    "de": (
        _PERCENT,
        r"\bprozent\w*",
        r"\bhälften?\b|\bhalb(?:e[nrms]?)?\b|\bhalbier\w*",
        r"\b(?:drittel|viertel|fünftel|zehntel)n?s?\b",
        r"\bdoppelt\w*|\b\w*(?:verdoppel|verdreifach)\w*",
        rf"\b(?!einfach){_DE_NUMBER}-?fach\w*|\b{_DE_NUMBER}\s?mal\b",
        r"\bjede[rsn]?\s(?:zweite|dritte|vierte|fünfte|zehnte)[rsn]?\b",
        rf"\b{_DE_NUMBER}e?[rsn]?\s(?:von|aus)\s{_DE_NUMBER}\b",
    ),
}
LANGUAGES = tuple(_PATTERNS)


def statistics(text: str, language: str) -> list[str]:
    """The statistics in a text of one of `LANGUAGES`, as they stand there; KeyError for another."""
    pattern = "|".join(_PATTERNS[language])
    return [match.group() for match in re.finditer(pattern, text, re.IGNORECASE)]


def without_a_card(text: str, claims: list[str], language: str) -> list[str]:
    """The statistics in a text that no claim on the facts ledger, quoted word for word, covers."""
    for claim in sorted(claims, key=len, reverse=True):
        text = text.replace(claim, " ")
    return statistics(text, language)
