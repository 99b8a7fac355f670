"""The upper part of the page: the finding, the table twin, and what to look at first."""

from collections.abc import Callable, Iterable
from math import floor

from assessment.charts import in_order
from assessment.view.elements import Html, el, folded, join, listing, table, terms
from assessment.view.reading import Reading
from scoring.scorecard import ItemLine, NextStep, SignLine, SignScore, Step

Say = Callable[[Reading, SignScore], Html]


def finding(reading: Reading) -> Html:
    """The finding as the page's heading, what its level means, and what must be said beside it."""
    findings, level = reading.findings, reading.card.overall.level
    meaning = None if level is None else reading.instrument.outline.levels[level - 1].meaning
    verdict = el("span", findings.verdict(), cls="verdict")
    return el(
        "header",
        el("h1", verdict, " ", findings.signs_shown()),
        el("p", meaning, cls="lead") if meaning else None,
        listing(findings.notes(), cls="notes"),
        cls="finding",
    )


def outlined(reading: Reading) -> Html | None:
    """Which level the scale outlines, and what its bar is; None without a level."""
    overall = reading.card.overall
    if overall.level is None:
        return None
    key = "scorecard.outlined" if overall.low == overall.high else "scorecard.outlined_range"
    name = reading.findings.level(overall.level)
    return el("p", reading.words(key, number=str(overall.level), level=name), cls="small")


def bands(reading: Reading) -> Html:
    """What the bands of the chart mean, and its numbers as a table."""
    words, statuses = reading.words, reading.instrument.outline.statuses
    key = "scorecard.bands_check" if reading.check else "scorecard.bands"
    said = words(
        key, emerging=words.number(statuses.emerging), absent=words.number(statuses.absent)
    )
    return join((el("p", said, cls="small"), twin(reading)))


def twin(reading: Reading) -> Html:
    """The numbers of the chart as a table."""
    words, check = reading.words, reading.check
    head = [words("scorecard.sign"), words("scorecard.status")]
    if not check:
        head += [words(f"scorecard.{key}") for key in ("score", "low", "high")]
    rows = [_twin_row(reading, sign) for sign in in_order(reading.card)]
    caption = words("scorecard.twin_check" if check else "scorecard.twin")
    return folded(words("scorecard.as_table"), table(caption, head, rows))


def first_things(reading: Reading) -> Html:
    """What to find out first, the strengths or what is least weak, and the priorities."""
    card = reading.card
    return join(
        (
            _section(reading, "find_out", card.find_out, _missing),
            _section(reading, "strengths", card.strengths, _stands),
            _section(reading, "least_weak", card.least_weak, _stands),
            _section(reading, "priorities", card.priorities, _why, tag="ol"),
        )
    )


def overall_ledger(reading: Reading) -> Html | None:
    """How the overall score came about; None without one."""
    words, overall = reading.words, reading.card.overall
    if overall.score is None:
        return None
    rows = [
        (
            _counted(reading, line),
            reading.score(line.value) if reading.check else reading.exact(line.value),
            reading.weight(line.weight),
            reading.share(line.share),
        )
        for line in overall.ledger
    ]
    shares = [line.share for line in overall.ledger]
    first, lead = ("question", "check") if reading.check else ("sign", "overall")
    return folded(
        words("scorecard.came_about"),
        el("p", words(f"scorecard.came_about_{lead}"), cls="small"),
        table(
            words("scorecard.overall_ledger"),
            [words(f"scorecard.{key}") for key in (first, "value", "weight", "adds")],
            rows,
            total(reading, words("scorecard.overall"), overall.score, shares),
        ),
    )


def total(
    reading: Reading, name: str, score: float | None, shares: Iterable[float | None]
) -> tuple[str, ...]:
    """The last line of a ledger: the score, and whether rounding parts it from what is shown."""
    if score is None:
        return ()
    shown = sum(floor(share * 100 + 0.5 + 1e-9) for share in shares if share is not None)
    if shown != round(score * 100):
        name = reading.words("scorecard.rounded", name=name)
    none = reading.words("scorecard.none")
    return name, none, none, reading.exact(score)


def answered(reading: Reading, line: ItemLine) -> Html:
    """A question with the answer it was given."""
    question = el("span", reading.instrument.items[line.item].text)
    return join((question, el("span", reading.answer(line.item, line.answer), cls="answer")))


def _counted(reading: Reading, line: SignLine) -> str:
    """What a line of the overall ledger counts: a sign, or in the check its one question."""
    if reading.check:
        return answered(reading, reading.card.sign(line.sign).ledger[0])
    return reading.findings.name(line.sign)


def overall_step(reading: Reading) -> Html | None:
    """What lifts the whole company to its next level; None where nothing can be said."""
    step = reading.card.overall.next_step
    if step is None:
        return None
    words, name = reading.words, reading.findings.level(step.level)
    return folded(
        words("scorecard.next_level", level=name),
        steps(reading, step, words("scorecard.next_overall"), of_sign=True),
    )


def steps(reading: Reading, step: NextStep, lead: str, of_sign: bool = False) -> Html:
    """The answers to raise by one option each, the cheapest set; or that there is none."""
    if not step.steps:
        return el("p", reading.words("scorecard.no_step"))
    raised = (_step(reading, one, of_sign) for one in step.steps)
    return join((el("p", lead), listing(raised, cls="steps")))


def linked(reading: Reading, sign: str) -> Html:
    """A sign's name that leads to its part of the page."""
    return el("a", reading.findings.name(sign), href=f"#sign-{sign}")


def _step(reading: Reading, step: Step, of_sign: bool) -> Html:
    sign = reading.instrument.sign_of[step.item]
    name = el("span", sign.short, cls="small") if of_sign else None
    question = el("b", reading.instrument.items[step.item].text)
    if step.action is None:
        return join((name, question, reading.step(step)))
    action = reading.instrument.actions[step.action].text
    moved = el("p", reading.words("scorecard.moved_by", action=action), cls="small")
    return join((name, question, reading.step(step), moved))


def _twin_row(reading: Reading, sign: SignScore) -> tuple[str, ...]:
    status = reading.findings.status(sign)
    if reading.check:
        return reading.findings.name(sign.id), status
    scored = sign.score is not None
    bounds = (reading.score(bound if scored else None) for bound in (sign.low, sign.high))
    return reading.findings.name(sign.id), status, reading.score(sign.score), *bounds


def _section(
    reading: Reading, name: str, signs: tuple[str, ...], say: Say, tag: str = "ul"
) -> Html | None:
    if not signs:
        return None
    return el(
        "section",
        el("h2", reading.words(f"scorecard.{name}")),
        el(tag, *(el("li", say(reading, reading.card.sign(sign))) for sign in signs), cls="ranks"),
    )


def _headed(reading: Reading, sign: SignScore, *said: str | None) -> Html:
    score = None if sign.score is None else el("span", reading.score(sign.score), cls="score")
    head = el("div", el("b", linked(reading, sign.id)), score, cls="head")
    return join((head, *said))


def _why(reading: Reading, sign: SignScore) -> Html:
    first = next(iter(sign.actions), None)
    action = None if first is None else reading.instrument.actions[first].text
    return _headed(
        reading,
        sign,
        el("p", reading.findings.reason(sign.id)),
        terms((reading.words("scorecard.first_step"), action)) if action else None,
    )


def _stands(reading: Reading, sign: SignScore) -> Html:
    return _headed(reading, sign, el("p", reading.findings.status_and_range(sign)))


def _missing(reading: Reading, sign: SignScore) -> Html:
    named = sign.id in reading.card.costs_most
    actions = (action.text for action in reading.sign(sign.id).actions.unknown)
    return _headed(
        reading,
        sign,
        el("p", counts(reading, sign)),
        el("p", reading.findings.costs_most()) if named else None,
        _to_answer(reading, sign) if sign.open else None,
        listing(actions),
    )


def _to_answer(reading: Reading, sign: SignScore) -> Html | None:
    """The way to a sign's questions, for whoever may answer them."""
    if reading.mine is None:
        return None
    address = f"./answer?a={reading.mine}&sign={sign.id}"
    return el("p", el("a", reading.words("scorecard.answer_sign"), href=address, cls="go"))


def counts(reading: Reading, sign: SignScore) -> str:
    """What became of a sign's questions: how many were answered, how many not and why."""
    if reading.check:
        return "".join(reading.answer(line.item, line.answer) for line in sign.ledger)
    words = reading.words
    said = [words("scorecard.answered", count=str(sign.answered), all=str(sign.items))]
    others = {
        "dont_know": sign.dont_know,
        "not_applicable": sign.not_applicable,
        "still_open": sign.open,
    }
    said += [words(f"scorecard.{key}", count=str(n)) for key, n in others.items() if n]
    return " ".join(said)
