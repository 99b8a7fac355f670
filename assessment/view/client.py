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
        el("p", when(words, run), cls="when"),
        el("p", title(words, instrument, run), cls="what"),
        el("p", found(words, instrument, run.card), cls="found"),
        cls="timeline",
    )


def when(words: Texts, run: Run) -> str:
    """The day of a run, and which one it was where there was another of its kind that day."""
    day, (number, count) = words.date(run.day), run.place
    if count == 1:
        return day
    return words("client.when", day=day, number=words.number(number), count=words.number(count))


def title(words: Texts, instrument: Instrument, run: Run, *, role_first: bool = False) -> str:
    """What a run was: a workshop by its title, an assessment by who answered how much.

    Who answered may stand first, where a narrow list would cut it off.
    """
    if not isinstance(run.kept, Assessment):
        said = [words("client.a_workshop", title=run.kept.title)]
        if run.kept.nature != "real":
            said.append(words(f"workshop.nature_{run.kept.nature}"))
        if run.people:
            said.append(words("client.people", count=words.number(run.people)))
        return " · ".join(said)
    groups = {group.id: group.name for group in instrument.outline.groups}
    said = [words(f"client.a_{run.kept.scope}")]
    role = [groups[run.kept.group]] if run.kept.group in groups else []
    said = [*role, *said] if role_first else [*said, *role]
    if run.kept.interviewed:
        said.append(words("client.interviewed", name=run.kept.interviewed))
    return " · ".join(said)


def found(words: Texts, instrument: Instrument, card: Scorecard | RoomScorecard | None) -> str:
    """What a run found, in one sentence; the same sentence as on its own first page."""
    if card is None:
        return words("client.nothing_yet")
    if isinstance(card, RoomScorecard):
        return RoomFindings(card, instrument, words).headline()
    return Findings(card, instrument, words, "company").headline()
