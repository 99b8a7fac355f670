"""The numbers of each chart as a table: for those who hear a page, and for those who want them."""

from collections.abc import Sequence

from assessment.charts.room import by_spread, farthest
from assessment.records import Person, Shift
from assessment.stage_findings import StageFindings
from assessment.view.elements import Html, el, folded, table


def gaps(said: StageFindings) -> Html:
    """The numbers of the overview."""
    words = said.texts
    head = [words("scorecard.sign"), *(said.group(g) for g in said.groups), words("stage.points")]
    rows = (
        [said.name(s), *(said.stands(g, s) for g in said.groups), _apart(said, s)]
        for s in said.order
    )
    return folded(words("scorecard.as_table"), table(words("stage.gaps"), head, rows))


def sign(said: StageFindings, sign: str) -> Html:
    """Where each group stands, of how many people, and how far the two sides are apart."""
    words = said.texts
    head = [words("stage.group"), words("stage.score"), words("stage.people")]
    rows = []
    for group in said.groups:
        n = said.mean(group, sign).n
        rows.append(
            [
                said.group(group),
                said.stands(group, sign),
                said.hidden if n is None else words.number(n),
            ]
        )
    foot = [words("stage.points"), _apart(said, sign), ""]
    return folded(words("scorecard.as_table"), table(said.name(sign), head, rows, foot))


def people(said: StageFindings, sign: str, everyone: Sequence[Person]) -> Html:
    """Each person's group and score, the lowest first as in the chart."""
    words = said.texts
    known = [(person, person.scores.get(sign)) for person in everyone]
    known.sort(key=lambda pair: (pair[1] is None, pair[1] or 0, pair[0].name))
    rows = ([p.name, said.group(p.group), _of_person(said, p, sign)] for p, _ in known)
    head = [words("stage.person"), words("stage.group"), words("stage.score")]
    return folded(words("scorecard.as_table"), table(said.name(sign), head, rows))


def spread(said: StageFindings, everyone: Sequence[Person]) -> Html:
    """Each sign's score of each person, and from the lowest to the highest."""
    words = said.texts
    head = [
        words("scorecard.sign"),
        *(person.name for person in everyone),
        words("stage.points_people"),
    ]
    rows = []
    for sign in by_spread(said, everyone):
        apart = farthest(everyone, sign)
        far = words("stage.no_score") if apart is None else words.number(apart)
        rows.append([said.name(sign), *(_of_person(said, p, sign) for p in everyone), far])
    return folded(words("scorecard.as_table"), table(words("stage.spread_table"), head, rows))


def heat(said: StageFindings) -> Html:
    """Every sign and every group, the weakest sign first as in the chart."""
    words = said.texts
    signs = sorted(said.card.signs, key=lambda s: (s.score is None, s.score or 0))
    head = [words("scorecard.sign"), *(said.group(g) for g in said.groups), words("stage.both")]
    rows = (
        [
            said.name(sign.id),
            *(said.stands(group, sign.id) for group in said.groups),
            said.score(sign.score, sign.edge),
        ]
        for sign in signs
    )
    return folded(words("scorecard.as_table"), table(words("stage.heat_table"), head, rows))


def items(said: StageFindings, shown: Sequence[str]) -> Html:
    """How many of each group chose each option, of several questions."""
    parts: list[Html] = []
    for item in shown:
        parts += [el("h3", said.instrument.items[item].text), _shares(said, item)]
    return folded(said.texts("scorecard.as_table"), *parts)


def shares(said: StageFindings, item: str) -> Html:
    """How many of each group chose each option of a question."""
    return folded(said.texts("scorecard.as_table"), _shares(said, item))


def moves(said: StageFindings, shifts: Sequence[Shift]) -> Html:
    """The numbers of the arrows."""
    words = said.texts
    head = [
        words("stage.group"),
        words("stage.before"),
        words("stage.after"),
        words("stage.otherwise"),
    ]
    rows = []
    for shift in shifts:
        before, after = (said.score(value) for value in said.moved(shift))
        otherwise = said.hidden if shift.dissent is None else words.number(shift.dissent)
        rows.append([said.group(shift.group), before, after, otherwise])
    return folded(words("scorecard.as_table"), table(words("stage.votes"), head, rows))


def _shares(said: StageFindings, item: str) -> Html:
    words, question = said.texts, said.instrument.items[item]
    lines = {line.group: line for line in said.card.distributions if line.item == item}
    head = [words("stage.option"), *(said.group(g) for g in said.groups)]
    rows = []
    for at, option in enumerate(question.options, 1):
        cells = []
        for group in said.groups:
            line = lines.get(group)
            if line is None or (line.counts is None and line.nearly_all is None):
                cells.append(said.hidden)
            elif line.counts is None:
                cells.append(words("stage.nearly_all_of") if line.nearly_all == at else "")
            else:
                cells.append(words.number(line.counts[at - 1]))
        rows.append([option, *cells])
    return table(question.text, head, rows)


def _apart(said: StageFindings, sign: str) -> str:
    return said.far(said.card.gap(sign)) or said.hidden


def _of_person(said: StageFindings, person: Person, sign: str) -> str:
    score = person.scores.get(sign)
    return said.texts("stage.no_score") if score is None else said.score(score)
