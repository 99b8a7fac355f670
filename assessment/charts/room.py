"""A room's charts: its groups on one scale, sign by sign, and each sign by itself."""

from collections.abc import Callable, Sequence

from assessment.charts.drawing import Rows, Spec, filled, png, standing
from assessment.charts.room_marks import Look, gaps_template, people_template, sign_template
from assessment.records import Person
from assessment.stage_findings import StageFindings

_DIGITS = 4  # a score by itself, such as 59.9
ROW = 64  # height of one sign in pixels, at scale 1
LINE = 84  # of one line of a sign by itself
PERSON = 40
ENDS = (0, 25, 50, 75, 100)


def gaps(said: StageFindings, look: Look) -> Spec:
    """The signs, the widest gap first: where each group sees the company, and how far apart."""
    rows: Rows = []
    marks: Rows = []
    spans: Rows = []
    for row, sign in enumerate(said.order):
        found = _marks(said, sign, look, row)
        gap = said.card.gap(sign)
        rows.append(
            {
                "row": row,
                "name": said.instrument.by_id[sign].short,
                "bound": said.bound(gap),
                "gap": said.figure_of_gap(gap) or "",
                "note": _missing(said, sign),
                "say": _say(said, sign),
            }
        )
        marks += found
        spans += _spans(said, found, row)
    spec = filled(
        gaps_template(look, _beside(marks, "left", 54, 110), _beside(marks, "right", 92, 150)),
        rows=rows,
        marks=marks,
        spans=spans,
        ends=_ends(said, (0, 50, 100)),
    )
    alt = " ".join(row["say"] for row in rows)
    return spec | {
        "height": look.px(ROW) * len(rows),
        "description": said.texts("stage.gaps_alt", signs=alt),
    }


def sign(said: StageFindings, sign: str, look: Look) -> Spec:
    """One sign: the groups on one line, each with its name and number."""
    marks = _in_lines(said, _marks(said, sign, look, 0))
    lines = 1 + max((mark["row"] for mark in marks), default=0)
    spec = filled(
        sign_template(look),
        rows=[{"row": row} for row in range(lines)],
        notes=[{"note": _missing(said, sign), "say": _say(said, sign)}],
        marks=marks,
        spans=_spans(said, marks, 0),
        ends=_ends(said, ENDS),
    )
    return spec | {"height": look.px(LINE) * lines, "description": _say(said, sign)}


def people(said: StageFindings, sign: str, everyone: Sequence[Person], look: Look) -> Spec:
    """One sign at an open table: each person's mark, the lowest first."""
    known = [(person, person.scores.get(sign)) for person in everyone]
    known.sort(key=lambda pair: (pair[1] is None, pair[1] or 0, pair[0].name))
    rows: Rows = []
    for row, (person, value) in enumerate(known):
        group = said.group(person.group)
        text = said.texts("stage.no_score") if value is None else said.score(value)
        say = said.texts("finding.said", name=person.name, score=text, status=group)
        mark = {"row": row, "name": person.name, "at": value, "text": text, "say": say}
        rows.append(mark | look.of(person.group))
    marks = [row for row in rows if row["at"] is not None]
    spec = filled(
        people_template(look), rows=rows, marks=marks, spans=_reach(marks), ends=_ends(said, ENDS)
    )
    alt = " ".join(f"{row['say']}." for row in rows)
    return spec | {
        "height": look.px(PERSON) * len(rows),
        "description": said.texts("stage.people_alt", name=said.name(sign), people=alt),
    }


def spread(said: StageFindings, everyone: Sequence[Person], look: Look) -> Spec:
    """An open table: the signs by how far apart its people are, one mark a person."""
    rows: Rows = []
    marks: Rows = []
    spans: Rows = []
    for row, sign in enumerate(by_spread(said, everyone)):
        found = [
            {"row": row, "at": person.scores[sign], "text": person.name, "third": False}
            | look.of(person.group)
            for person in everyone
            if person.scores.get(sign) is not None
        ]
        found.sort(key=lambda mark: mark["at"])
        _label_ends(found)
        distance = farthest(everyone, sign)
        points = "" if distance is None else said.texts.number(distance)
        said_of = ", ".join(f"{mark['text']} {said.score(mark['at'])}" for mark in found)
        name = said.instrument.by_id[sign].short
        say = said.texts(
            "stage.spread_said", name=name, people=said_of or said.texts("stage.no_score")
        )
        rows.append({"row": row, "name": name, "bound": "", "gap": points, "note": "", "say": say})
        marks += [mark | {"text": mark["text"] if mark["side"] else ""} for mark in found]
        spans += _reach(found, row)
    spec = filled(
        gaps_template(look, 116, names=True),
        rows=rows,
        marks=marks,
        spans=spans,
        ends=_ends(said, (0, 50, 100)),
    )
    alt = " ".join(f"{row['say']}." for row in rows)
    return spec | {
        "height": look.px(ROW) * len(rows),
        "description": said.texts("stage.spread_alt", signs=alt),
    }


def by_spread(said: StageFindings, everyone: Sequence[Person]) -> list[str]:
    """The signs, those first on which people are farthest apart; those without a score last."""
    far = {sign: farthest(everyone, sign) for sign in said.card.asked}
    return sorted(far, key=lambda sign: -(-1.0 if (d := far[sign]) is None else d))


def farthest(everyone: Sequence[Person], sign: str) -> float | None:
    """The points from the lowest to the highest person; None where nobody has a score."""
    values = [value for p in everyone if (value := p.scores.get(sign)) is not None]
    return max(values) - min(values) if values else None


ROOM_CHARTS: dict[str, Callable[[StageFindings, Look], Spec]] = {"gaps": gaps}


def picture(spec: Spec, headline: str, notes: Sequence[str]) -> bytes:
    """A room's chart as a PNG that stands by itself on a slide."""
    return png(standing(spec, headline, notes))


def _marks(said: StageFindings, sign: str, look: Look, row: int) -> Rows:
    """A mark for each group that is shown; the outer ones of the two sides carry their number."""
    found: Rows = []
    for group in said.groups:
        at, edge = said.marked(group, sign)
        if at is not None:
            mark = {"row": row, "group": group, "name": said.group(group), "at": at}
            third = group not in said.card.overall.groups
            mark |= {"text": said.score(at, edge), "side": "", "third": third}
            found.append(mark | look.of(group))
    sides = [mark for mark in found if mark["group"] in said.card.overall.groups]
    sides.sort(key=lambda mark: mark["at"])
    _label_ends(sides)
    return found


def _beside(marks: Rows, side: str, usual: float, long: float) -> float:
    """The room beside the scale: more where a label says "or less" or "or more"."""
    at_side = (mark["text"] for mark in marks if mark["side"] == side)
    return long if any(len(text) > _DIGITS for text in at_side) else usual


def _label_ends(marks: Rows) -> None:
    """Give the lowest mark its text to the left, the highest to the right; the others none."""
    for mark in marks:
        mark["side"] = ""
    if marks:
        marks[0]["side"], marks[-1]["side"] = "left", "right"


def _spans(said: StageFindings, marks: Rows, row: int) -> Rows:
    sides = [mark for mark in marks if mark["group"] in said.card.overall.groups]
    return _reach(sides, row)


def _reach(marks: Rows, row: int | None = None) -> Rows:
    """From the lowest to the highest of some marks: in a row, or down all of them."""
    values = [mark["at"] for mark in marks]
    if len(values) < 2 or row is None:
        return []
    return [{"row": row, "low": min(values), "high": max(values)}]


def _missing(said: StageFindings, sign: str) -> str:
    """The groups whose score is not shown, in words; nothing where all are."""
    hidden = [said.group(g) for g in said.groups if said.marked(g, sign)[0] is None]
    if not hidden:
        return ""
    return said.texts("stage.group_said", group=", ".join(hidden), score=said.hidden)


def _say(said: StageFindings, sign: str) -> str:
    """A sign in one line for those who hear the chart."""
    each = ", ".join(
        said.texts("stage.group_said", group=said.group(g), score=said.stands(g, sign))
        for g in said.groups
    )
    gap = said.card.gap(sign)
    if gap is None or gap.most is None:
        return said.texts("stage.sign_said", name=said.name(sign), groups=each)
    apart = said.gap_said(gap)
    return said.texts("stage.sign_and_gap", name=said.name(sign), groups=each, gap=apart)


def _ends(said: StageFindings, values: Sequence[int]) -> Rows:
    return [{"at": value, "text": said.texts.number(value)} for value in values]


def _in_lines(said: StageFindings, marks: Rows) -> Rows:
    """The two sides on one line, one label above it and one below; each other group on its own."""
    sides, below = said.card.overall.groups, 0
    placed = []
    for mark in marks:
        side = mark["group"] in sides
        below += not side
        where = ("above" if mark["group"] == sides[0] else "below") if side else "beside"
        placed.append(
            mark
            | {
                "row": 0 if side else below,
                "where": where,
                "align": _aligned(mark["at"], beside=not side),
                "label": f"{mark['name']} {mark['text']}",
            }
        )
    return placed


def _aligned(at: float, *, beside: bool) -> str:
    """Where a label hangs on its mark, so that it never leaves the frame."""
    if beside:
        return "left" if at < 60 else "right"
    return "left" if at < 15 else "right" if at > 85 else "center"
