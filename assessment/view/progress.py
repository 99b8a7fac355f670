"""The comparison of two runs as parts of a page: its finding, its figures as a table."""

from urllib.parse import urlencode

from assessment.progress_findings import ProgressFindings
from assessment.progress_report import Action, Progress
from assessment.view.elements import Html, el, join, listing, stacked, table


def heading(said: ProgressFindings) -> Html:
    """The finding, which runs are compared, and what must be said beside it."""
    progress = said.progress
    values = {"before": said.overall(progress.before), "after": said.overall(progress.after)}
    return el(
        "header",
        el("h1", said.headline(), cls="first"),
        el("p", said.compared(), cls="lead"),
        el("p", said.texts("progress.overall", **values)),
        listing(said.caveats(), cls="notes-list"),
    )


def figures(said: ProgressFindings) -> Html:
    """Every sign before and now, how far it moved, and what can be said of it."""
    words, progress = said.texts, said.progress
    others = [run for run in progress.runs if run not in (progress.before, progress.after)]
    head = [words("scorecard.sign"), words("workshop_report.was"), words("workshop_report.is")]
    head += [words("workshop_report.moved"), words("workshop_report.verdict")]
    head += [said.day(run, short=True) for run in others]
    rows = [
        (
            said.name(change.sign),
            said.value(change.before),
            said.value(change.after),
            said.points(change),
            join((el("b", said.verdict(change)), el("p", said.why(change), cls="small"))),
            *(said.figure(run, change.sign) for run in others),
        )
        for change in progress.changes
        if change.sign in said.signs
    ]
    return join(
        (
            stacked(words("progress.table"), head, rows),
            el("p", words("progress.figures_about"), cls="small"),
            el("p", said.how(), cls="small"),
        )
    )


def course_table(said: ProgressFindings) -> Html:
    """The numbers of the chart: each sign in each run."""
    words, runs = said.texts, said.progress.runs
    head = [words("scorecard.sign"), *(said.day(run) for run in runs)]
    rows = (
        (said.name(change.sign), *(said.figure(run, change.sign) for run in runs))
        for change in said.progress.changes
        if change.sign in said.signs
    )
    return el(
        "details",
        el("summary", words("scorecard.as_table")),
        table(words("progress.course"), head, rows),
    )


def done(said: ProgressFindings) -> Html:
    """Beside each sign what was agreed or advised about it, and what became of it."""
    words, progress = said.texts, said.progress
    parts = []
    for change in progress.changes:
        if change.sign not in said.signs:
            continue
        moved = words("progress.moved", points=said.points(change), verdict=said.verdict(change))
        actions = [_action(said, action) for action in progress.done_about(change.sign)]
        nothing = el("p", words("progress.nothing_agreed"), cls="small")
        parts.append(
            el(
                "div",
                el("div", el("b", said.name(change.sign)), el("p", moved, cls=change.direction)),
                listing(actions, cls="done") or nothing,
                cls="beside",
            )
        )
    return el("section", el("p", words("progress.done_about"), cls="small"), *parts)


def report_link(said: ProgressFindings, client: str) -> Html:
    """The comparison as a PDF to take along."""
    progress: Progress = said.progress
    query = urlencode(
        {"c": client, "of": progress.of, "from": progress.before.id, "to": progress.after.id}
    )
    link = el("a", said.texts("progress.pdf"), href=f"./client-progress.pdf?{query}", cls="pdf")
    return el("div", link, cls="downloads")


def _action(said: ProgressFindings, action: Action) -> Html:
    about = " · ".join(filter(None, (said.status(action), said.about(action))))
    more = el("p", said.texts("progress.said", said=action.said)) if action.said else None
    return join((el("p", action.text), el("p", about, cls="small"), more))
