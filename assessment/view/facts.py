"""A fact of the ledger, in small print with what is known of where it comes from."""

from assessment.texts import Texts
from assessment.view.elements import Html, el, join, listing, terms
from scoring.instrument import Fact, Instrument


def small_print(words: Texts, instrument: Instrument, fact: Fact) -> Html:
    """The claim with its verdict, and which sources say otherwise."""
    others = (instrument.facts[other] for other in fact.contradicted_by)
    against = "; ".join(_source(words, other) for other in others)
    by = words("scorecard.contradicted_by", sources=against) if against else None
    verdict = el("em", words(f"word.verdict.{fact.verdict}"))
    return join((fact.claim, " ", verdict, " " if by else None, by))


def card(words: Texts, instrument: Instrument, fact: Fact) -> Html:
    """All that the ledger holds of a fact."""
    others = listing(instrument.facts[other].claim for other in fact.contradicted_by)
    differ = el("p", words("method.differ"), cls="small")
    year = words("method.no_year") if fact.year is None else str(fact.year)
    page = None if fact.url is None else el("a", fact.url, href=fact.url, rel="noreferrer")
    return el(
        "div",
        el("p", fact.claim),
        el("p", words(f"word.verdict.{fact.verdict}"), cls="small"),
        terms(
            (words("method.source"), words("method.source_year", source=fact.source, year=year)),
            (words("method.population"), fact.population),
            (words("method.via"), fact.via),
            (words("method.page"), page),
            (words("method.against"), join((others, differ)) if others else None),
            (words("method.checked"), words.day(fact.checked)),
        ),
        cls="fact",
    )


def _source(words: Texts, fact: Fact) -> str:
    """Who measured it, and when as far as that is known."""
    if fact.year is None:
        return fact.source
    return words("method.source_year", source=fact.source, year=str(fact.year))
