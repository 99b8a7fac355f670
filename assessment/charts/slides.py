"""A workshop's charts as pictures for slides, each with its finding above it."""

from collections.abc import Iterator

from assessment.charts.answers import distribution, heat, votes
from assessment.charts.drawing import Spec, png, standing
from assessment.charts.room import gaps, people, sign, spread
from assessment.charts.room_marks import SHAPES, Look
from assessment.stage_findings import StageFindings
from assessment.texts import Texts
from assessment.theme import Palette
from assessment.workshop_report import WorkshopReport
from scoring.instrument import Instrument

Slide = tuple[Spec, str]  # the chart, and the finding above it


def slide_names(report: WorkshopReport) -> tuple[str, ...]:
    """The names of the pictures there are: of the whole, and of each sign what is shown of it."""
    return tuple(_slides_there(report))


def slide(
    name: str, report: WorkshopReport, instrument: Instrument, texts: Texts, palette: Palette
) -> bytes:
    """The picture of that name as a PNG; raises KeyError for one that is not there."""
    if name not in slide_names(report):
        raise KeyError(name)
    said = StageFindings(report.card, instrument, texts)
    spec, headline = _slide(name, report, said, Look(palette))
    marked = [] if report.nature == "real" else [texts(f"workshop_report.nature_{report.nature}")]
    notes = [*marked, _whose(report, texts), *_key(name, said)]
    return png(standing(spec, headline, notes))


def _slides_there(report: WorkshopReport) -> Iterator[str]:
    yield from ("gaps", "heat")
    if report.people:
        yield "people"
    card = report.card
    shown = {d.item for d in card.distributions if d.counts or d.nearly_all}
    voted = {shift.item for shift in report.shifts}
    for asked in card.asked:
        yield f"sign-{asked}"
        if report.people:
            yield f"people-{asked}"
    yield from (f"answers-{item}" for item in sorted(shown))
    yield from (f"votes-{item}" for item in sorted(voted))


def _slide(name: str, report: WorkshopReport, said: StageFindings, look: Look) -> Slide:
    kind, _, about = name.partition("-")
    match kind:
        case "gaps":
            return gaps(said, look), said.headline()
        case "heat":
            return heat(said, look), said.verdict()
        case "sign":
            return sign(said, about, look), f"{said.name(about)}. {said.told(about)}"
        case "people" if about:
            return people(said, about, report.people, look), f"{said.name(about)}."
        case "people":
            return spread(said, report.people, look), said.texts("workshop_report.people_page")
        case "answers":
            return distribution(said, about, look), said.instrument.items[about].text
    moved = tuple(shift for shift in report.shifts if shift.item == about)
    return votes(said, moved, look), said.texts("workshop_report.again")


def _key(name: str, said: StageFindings) -> list[str]:
    """What the marks or the colours mean, in words."""
    kind, _, about = name.partition("-")
    if kind == "answers":
        options = enumerate(said.instrument.items[about].options, 1)
        listed = " · ".join(f"{said.texts.number(n)} {option}" for n, option in options)
        return [said.texts("slide.options", options=listed)]
    if kind in ("gaps", "people"):
        shapes = [
            said.texts(f"slide.{SHAPES.get(group, 'triangle')}", group=said.group(group))
            for group in said.groups
        ]
        return [" · ".join(shapes)]
    return []


def _whose(report: WorkshopReport, texts: Texts) -> str:
    """The workshop, its organisation and its day."""
    day = texts.date(report.date) if report.date else None
    parts = [report.organisation, report.title, day]
    return " · ".join(part for part in parts if part)
