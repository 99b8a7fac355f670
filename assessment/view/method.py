"""The method in short, the sources, privacy and licences, as parts of a page."""

from assessment.texts import Texts
from assessment.theme import Theme
from assessment.view.elements import Html, el, folded, join, listing, terms
from assessment.view.facts import card
from scoring.instrument import Instrument, Sign

HOW = ("items", "unknown", "sign", "status", "overall", "cap", "priorities", "check")


def how(words: Texts, instrument: Instrument) -> Html:
    """The page's heading, and how the scores are made."""
    statuses = instrument.outline.statuses
    bounds = {"emerging": words.number(statuses.emerging), "absent": words.number(statuses.absent)}
    said = [words(f"method.how_{key}", **(bounds if key == "status" else {})) for key in HOW]
    return el(
        "section",
        el("h1", words("method.title")),
        el("p", words("method.lead"), cls="lead"),
        el("h2", words("method.how")),
        *(el("p", sentence) for sentence in said),
    )


def levels(words: Texts, instrument: Instrument) -> Html:
    """The five levels with their cut scores and meanings."""
    outline = instrument.outline
    named = (
        (
            words("method.level_from", **{"name": level.name, "from": words.number(cut)}),
            level.meaning,
        )
        for level, cut in zip(outline.levels, outline.cut_scores, strict=True)
    )
    bands = el("p", words("method.bands_ours"))
    return el("section", el("h2", words("method.levels")), terms(*named), bands)


def limits(words: Texts) -> Html:
    """What the assessment does not claim."""
    said = (words("method.limit_self"), words("method.limit_few"))
    return el("section", el("h2", words("method.limits")), listing(said))


def sources(words: Texts, instrument: Instrument) -> Html:
    """The article and its author, and the card of every figure that is shown, by sign."""
    shown = [_facts_of(words, instrument, sign) for sign in instrument.signs]
    any_shown = any(part is not None for part in shown)
    lead = words("method.facts_lead" if any_shown else "method.no_facts")
    hidden = None if instrument.ledger.show_untraced else words("method.facts_hidden")
    return el(
        "section",
        el("h2", words("method.sources")),
        el("p", words("method.article", author=words("word.author"))),
        el("p", lead),
        el("p", hidden) if hidden else None,
        *shown,
    )


def privacy(words: Texts, months: int) -> Html:
    """Who sees the answers, for how long, and how to delete them."""
    said = [words(f"method.privacy_{key}") for key in ("who", "comments", "cookie")]
    said += [words("method.privacy_long", months=words.number(months))]
    said += [words("method.privacy_delete")]
    return el("section", el("h2", words("method.privacy")), *(el("p", text) for text in said))


def licences(words: Texts, theme: Theme) -> Html:
    """The typefaces that are ours, each with its licence; nothing where a brand has its own."""
    ours = list(dict.fromkeys(face.family for face in theme.fonts if face.built_in))
    if not ours:
        return join(())
    links = [
        el(
            "a",
            words("method.licence_of", font=font),
            href=f"./fonts/{font.replace(' ', '')}-OFL.txt",
        )
        for font in ours
    ]
    lead = el("p", words("method.licence_lead", fonts=words("word.and").join(ours)))
    return el("section", el("h2", words("method.licences")), lead, listing(links))


def _facts_of(words: Texts, instrument: Instrument, sign: Sign) -> Html | None:
    facts = instrument.shown_facts(sign)
    if not facts:
        return None
    return folded(sign.name, join(card(words, instrument, fact) for fact in facts))
