"""A room's answers: how they spread, how a second vote moved them, and all of them in colours."""

import textwrap
from collections.abc import Sequence
from typing import Any

from assessment.charts.answer_marks import distribution_template, heat_template, votes_template
from assessment.charts.drawing import Rows, Spec, filled
from assessment.charts.room_marks import Look
from assessment.records import Shift
from assessment.stage_findings import StageFindings
from scoring.room import Distribution

BAR = 58  # height of one group in pixels, at scale 1
ARROW = 62
CELL = 54
NARROW = 0.055  # share below which a number does not fit into its part of the bar


def distribution(said: StageFindings, item: str, look: Look) -> Spec:
    """What each group answered to a question, spread to both sides of its middle option."""
    rows: Rows = []
    parts: Rows = []
    for row, group in enumerate(distributed(said, item)):
        line = _line(said, item, group)
        note = aside(said, line)
        words = spoken(said, item, group, line)
        rows.append({"row": row, "name": said.group(group), "note": note, "say": words})
        parts += _parts(line, look, row)
    spec = filled(distribution_template(look), rows=rows, parts=parts, middle=[{"at": 0}])
    alt = " ".join(f"{row['say']}." for row in rows)
    question = said.instrument.items[item].text
    return spec | {
        "height": look.px(BAR) * len(rows),
        "description": said.texts("stage.distribution_alt", question=question, groups=alt),
    }


def distributed(said: StageFindings, item: str) -> tuple[str, ...]:
    """The groups whose distribution is shown for a question."""
    known = {
        line.group
        for line in said.card.distributions
        if line.item == item and (line.counts is not None or line.nearly_all is not None)
    }
    return tuple(group for group in said.groups if group in known)


def votes(said: StageFindings, shifts: Sequence[Shift], look: Look) -> Spec:
    """The vote before the talk and the one after, an arrow for each group."""
    rows: Rows = []
    arrows: Rows = []
    for row, shift in enumerate(shifts):
        before, after = said.moved(shift)
        name = said.group(shift.group)
        shown = before is not None and after is not None
        texts = {"before": said.score(before), "after": said.score(after)}
        say = (
            said.texts("stage.moved", group=name, **texts)
            if shown
            else said.texts("stage.group_said", group=name, score=said.hidden)
        )
        rows.append({"row": row, "name": name, "note": "" if shown else said.hidden, "say": say})
        if before is not None and after is not None:
            arrows.append(
                {
                    "row": row, "before": before, "after": after,
                    "turn": 90 if after >= before else -90,
                    "still": abs(after - before) < 1,
                    "from": texts["before"] if abs(after - before) >= 1 else "",
                    "to": texts["after"],
                    "out": "right" if after >= before else "left",
                }
                | look.of(shift.group)
            )  # fmt: skip
    ends = [{"at": value, "text": said.texts.number(value)} for value in (0, 50, 100)]
    spec = filled(votes_template(look), rows=rows, arrows=arrows, ends=ends)
    alt = " ".join(f"{row['say']}." for row in rows)
    return spec | {
        "height": look.px(ARROW) * len(rows),
        "description": said.texts("stage.votes_alt", groups=alt),
    }


def heat(said: StageFindings, look: Look) -> Spec:
    """Every sign and every group as a table in colours, the weakest sign first."""
    signs = sorted(said.card.signs, key=lambda s: (s.score is None, s.score or 0))
    columns = [*said.groups, None]
    head = [
        {"column": column, "name": said.texts("stage.both") if group is None else said.group(group)}
        for column, group in enumerate(columns)
    ]
    rows = [
        {"row": row, "name": said.instrument.by_id[sign.id].short} for row, sign in enumerate(signs)
    ]
    cells = [
        _cell(said, look, sign.id, group, row=row, column=column)
        for row, sign in enumerate(signs)
        for column, group in enumerate(columns)
    ]
    spec = filled(heat_template(look, len(columns)), rows=rows, head=head, cells=cells)
    alt = " ".join(f"{cell['say']}." for cell in cells)
    return spec | {
        "height": look.px(CELL) * len(rows),
        "description": said.texts("stage.heat_alt", cells=alt),
    }


def _line(said: StageFindings, item: str, group: str) -> Distribution | None:
    try:
        return said.card.distribution(item, group)
    except KeyError:
        return None


def aside(said: StageFindings, line: Distribution | None) -> str:
    """What stands beside or in place of a bar."""
    if line is None or (line.counts is None and line.nearly_all is None):
        return said.hidden
    if line.nearly_all is not None:
        option = said.instrument.items[line.item].options[line.nearly_all - 1]
        return said.texts("stage.nearly_all", option=option)
    return (
        said.texts("stage.dont_know", count=said.texts.number(line.dont_know))
        if line.dont_know
        else ""
    )


def spoken(said: StageFindings, item: str, group: str, line: Distribution | None) -> str:
    """What a group answered to a question, for those who hear it."""
    name = said.group(group)
    if line is None or line.counts is None:
        return said.texts("stage.group_said", group=name, score=aside(said, line))
    options = said.instrument.items[item].options
    each = ", ".join(
        f"{option}: {said.texts.number(count)}"
        for option, count in zip(options, line.counts, strict=True)
    )
    return said.texts("stage.group_said", group=name, score=each)


def _parts(line: Distribution | None, look: Look, row: int) -> Rows:
    """The parts of a bar: the middle option lies across zero, the lower ones left of it."""
    if line is None or line.counts is None or not sum(line.counts):
        return []
    n, at = sum(line.counts), 0.0
    at = -(line.counts[0] + line.counts[1] + line.counts[2] / 2) / n
    parts: Rows = []
    for step, count in enumerate(line.counts):
        share = count / n
        if count:
            parts.append(
                {
                    "row": row, "from": at, "to": at + share, "middle": at + share / 2,
                    "colour": look.palette.levels[step], "ink": look.palette.on_levels[step],
                    "text": str(count) if share >= NARROW else "",
                }
            )  # fmt: skip
        at += share
    return parts


def _cell(
    said: StageFindings, look: Look, sign: str, group: str | None, *, row: int, column: int
) -> dict[str, Any]:
    """A sign as one group sees it, or both sides together, as a cell of the table."""
    if group is None:
        found = said.card.sign(sign)
        value, edge, name = found.score, found.edge, said.texts("stage.both")
    else:
        value, edge = said.marked(group, sign)
        name = said.group(group)
    text, level = said.score(value, edge), None if value is None else said.instrument.level(value)
    palette = look.palette
    return {
        "row": row, "column": column, "text": textwrap.wrap(text, 12) if level is None else [text],
        "known": level is not None, "lines": len(textwrap.wrap(text, 12)),
        "colour": palette.surface if level is None else palette.levels[level - 1],
        "ink": palette.muted if level is None else palette.on_levels[level - 1],
        "say": said.texts("finding.said", name=said.name(sign), score=name, status=text),
    }  # fmt: skip
