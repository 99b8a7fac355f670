"""A client's runs as they are drawn at the desk, and the consultant's commentary anywhere."""

from pathlib import Path

from assessment.clients.timeline import Run
from assessment.findings import Findings
from assessment.records import Assessment
from assessment.room_findings import RoomFindings
from assessment.texts import Texts
from assessment.view.elements import Html, el
from scoring.instrument import Instrument
from scoring.room import RoomScorecard
from scoring.scorecard import Scorecard

STYLE = Path(__file__).with_suffix(".css")


def run_card(words: Texts, instrument: Instrument, run: Run) -> Html:
    """A run: its day, what it was, and what it found in one sentence."""
    return el(
        "div",
        el("p", words.date(run.day), cls="when"),
        el("p", title(words, instrument, run), cls="what"),
        el("p", found(words, instrument, run.card), cls="found"),
        cls="timeline",
    )


def title(words: Texts, instrument: Instrument, run: Run) -> str:
    """What a run was: a workshop by its title, an assessment by who answered how much."""
    if not isinstance(run.kept, Assessment):
        said = [words("client.a_workshop", title=run.kept.title)]
        if run.kept.nature != "real":
            said.append(words(f"workshop.nature_{run.kept.nature}"))
        return " · ".join(said)
    groups = {group.id: group.name for group in instrument.outline.groups}
    said = [words(f"client.a_{run.kept.scope}")]
    said += [groups[run.kept.group]] if run.kept.group in groups else []
    if run.kept.interviewed:
        said.append(words("scorecard.interviewed", name=run.kept.interviewed))
    return " · ".join(said)


def found(words: Texts, instrument: Instrument, card: Scorecard | RoomScorecard | None) -> str:
    """What a run found, in one sentence; the same sentence as on its own first page."""
    if card is None:
        return words("client.nothing_yet")
    if isinstance(card, RoomScorecard):
        return RoomFindings(card, instrument, words).headline()
    return Findings(card, instrument, words).headline()
