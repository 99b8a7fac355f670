"""Fact cards: a statistic with its source, and how far it can be trusted."""

from assessment.report.blocks import Block, Bookmark, Columns, Paragraph, Rule, Space, Stack
from assessment.report.flow import MEASURE
from assessment.report.setting import Setting
from scoring.instrument import Fact

_TRACED = ("verified", "secondary")
_GAP = 22.0  # between the columns of cards


def fact_note(contents: Setting, fact: Fact) -> list[Block]:
    """A fact beside its sign: the claim, its verdict, and which cards say otherwise."""
    look = contents.look
    traced = fact.verdict in _TRACED
    claim = look.fine.coloured(look.ink) if traced else look.fine
    verdict = contents.texts(f"word.verdict.{fact.verdict}")
    said = verdict if traced else " ".join(_verdict(contents, fact))
    return [Paragraph(fact.claim, claim), Paragraph(said, look.fine)]


def sources(contents: Setting) -> tuple[Block, ...]:
    """The article this is based on, and every fact card shown."""
    texts = contents.texts
    blocks: list[Block] = [
        Bookmark("sources", texts("report.sources")),
        *contents.head(texts("report.sources"), texts("report.sources_title")),
        Paragraph(texts("report.article", author=texts("word.author")), contents.look.body),
        Space(12),
    ]
    cards: list[Block] = [Stack(_card(contents, fact)) for fact in _shown(contents)]
    return (*blocks, Columns(_halves(cards), (1.0, 1.0), _GAP))


def _halves(cards: list[Block]) -> list[Block]:
    """The cards in two columns about as high."""
    width = (MEASURE - _GAP) / 2
    heights = [card.height(width) for card in cards]
    ways = range(1, len(cards) + 1)
    middle = min(ways, key=lambda n: max(sum(heights[:n]), sum(heights[n:])), default=0)
    return [Stack(cards[:middle]), Stack(cards[middle:])]


def _shown(contents: Setting) -> list[Fact]:
    """Every card that stands with a sign or contradicts one that does, once each."""
    instrument = contents.instrument
    beside = [fact for sign in instrument.signs for fact in instrument.shown_facts(sign)]
    against = [instrument.facts[other] for fact in beside for other in fact.contradicted_by]
    shows = instrument.ledger.show_untraced
    return [
        fact for fact in dict.fromkeys([*beside, *against]) if shows or fact.verdict != "untraced"
    ]


def _card(contents: Setting, fact: Fact) -> list[Block]:
    texts, look = contents.texts, contents.look
    day = texts.day(fact.checked)
    details = texts("report.card", population=fact.population, via=fact.via, checked=day)
    card: list[Block] = [
        Rule(look.rule),
        Space(4),
        Paragraph(_source(contents, fact), look.small_strong, kept=True),
        Paragraph(fact.claim, look.small, kept=True),
        Paragraph(" ".join([*_verdict(contents, fact), details]), look.fine, kept=True),
    ]
    if fact.url and fact.url.startswith(("https://", "http://")):
        address = look.fine.coloured(look.accent)
        card.append(Paragraph(fact.url, address, link=fact.url))
    return [*card, Space(10)]


def _verdict(contents: Setting, fact: Fact) -> list[str]:
    texts = contents.texts
    sentences = [texts(f"word.verdict.{fact.verdict}")]
    if fact.contradicted_by:
        others = [contents.instrument.facts[other] for other in fact.contradicted_by]
        names = "; ".join(_source(contents, other) for other in others)
        sentences.append(texts("report.says_otherwise", sources=names))
    return sentences


def _source(contents: Setting, fact: Fact) -> str:
    """Who is said to have measured it, and when."""
    if fact.year is None:
        return fact.source
    return contents.texts("report.source_year", source=fact.source, year=str(fact.year))
