"""The rules for what is asked, answered and advised, and the instrument they are for."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import chain

from scoring.instrument import Instrument, Item
from tests.make_instrument import shipped

STEM_WORDS = 18
OPTION_WORDS = 14
PROMPT_WORDS = 22
LENGTH_FACTOR = 2


@cache
def instrument() -> Instrument:
    """The instrument as it is delivered."""
    return shipped()


def words(text: str) -> int:
    """The number of words."""
    return len(text.split())


def stem_faults(stem: str) -> Iterator[str]:
    """What is wrong with a stem."""
    if words(stem) > STEM_WORDS:
        yield "long stem"
    if "and/or" in stem.lower() or "/" in stem:
        yield "two ideas in a stem"
    if not stem.endswith("?"):
        yield "no question"
    if re.search(r"\d", stem):
        yield "number in a stem"


def option_faults(options: tuple[str, ...]) -> Iterator[str]:
    """What is wrong with the options of one item."""
    lengths = [words(option) for option in options]
    if max(lengths) > OPTION_WORDS:
        yield "long option"
    if max(lengths) > LENGTH_FACTOR * min(lengths):
        yield "uneven options"
    for option in options:
        if re.search(r"\d", option):
            yield "number in an option"
        if re.search(r"\b(?:dis)?agree\b", option, re.IGNORECASE):
            yield "agreement instead of a practice"
        if option.endswith("."):
            yield "full stop"


# A question that opens with one of these is answered with yes or no, or asks for a defence.
CLOSED = (
    r"(?:do|does|did|is|are|was|were|can|could|will|would|should|has|have|had|am|why|don't|isn't)"
)
BLAMES = r"fault|blam\w*|fail\w*|lazy|wrong|guilty|refus\w*|bad|poor|useless|ignor\w*"


def prompt_faults(prompt: str) -> Iterator[str]:
    """What is wrong with a facilitator's question to the room."""
    if words(prompt) > PROMPT_WORDS:
        yield "long prompt"
    if not prompt.endswith("?") or prompt.count("?") > 1:
        yield "not one question"
    if re.search(r"\d", prompt):
        yield "number in a prompt"
    if re.search(rf"(?:^|[:,] ){CLOSED}\b", prompt, re.IGNORECASE):
        yield "closed question"
    if re.search(rf"\b(?:{BLAMES})\b", prompt, re.IGNORECASE):
        yield "blame"


def item_faults(item: Item) -> list[str]:
    """What is wrong with an item in any of its wordings."""
    stems = {item.wording(group) for group in (None, "sales", "marketing", "leadership")}
    return [*chain.from_iterable(map(stem_faults, stems)), *option_faults(item.options)]


def repeated(texts: list[str]) -> list[str]:
    """The texts that stand there more than once, whatever their case and full stops."""
    counts = Counter(" ".join(text.casefold().strip(" .").split()) for text in texts)
    return [text for text, count in counts.items() if count > 1]
