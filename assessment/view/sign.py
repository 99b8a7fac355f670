"""One sign on the page: where it stands, what can be done, and how its score came about."""

from itertools import pairwise

from assessment.theme import Palette
from assessment.view.elements import Html, el, folded, join, listing, table, terms
from assessment.view.facts import small_print
from assessment.view.reading import Reading
from assessment.view.top import answered, counts, steps, total
from scoring.instrument import Action
from scoring.scorecard import SignScore
from scoring.yardstick import SETTLED


def sign_section(reading: Reading, sign: SignScore, number: int, palette: Palette) -> Html:
    """Everything about one sign but its comments."""
    words, text = reading.words, reading.sign(sign.id)
    actions = [reading.instrument.actions[action] for action in sign.actions]
    settled = sign.score is not None and sign.score >= SETTLED
    return el(
        "section",
        _head(reading, sign, number),
        _track(reading, sign, palette),
        _stands(reading, sign),
        terms(
            (words("scorecard.solution"), None if settled else text.solution),
            (words("scorecard.outcome"), text.outcome),
            cls="terms two",
        ),
        _actions(reading, sign, actions),
        _facts(reading, sign),
        _next_step(reading, sign),
        _ledger(reading, sign),
        cls="sign",
        id=f"sign-{sign.id}",
    )


def _head(reading: Reading, sign: SignScore, number: int) -> Html:
    words, text = reading.words, reading.sign(sign.id)
    score = None
    if sign.score is not None:
        of = el("span", words("scorecard.of_100"), cls="of")
        score = el("p", el("span", reading.score(sign.score)), " ", of, cls="score")
    return el(
        "div",
        el(
            "div",
            el("p", words("scorecard.sign_number", number=str(number), symptom=text.symptom),
               cls="small"),
            el("h3", text.name),
            el("p", reading.findings.status_and_range(sign), cls=f"status {sign.status}"),
        ),
        score,
        cls="head",
    )  # fmt: skip


def _track(reading: Reading, sign: SignScore, palette: Palette) -> Html | None:
    """The score on its bands once more, small; the words beside it say the same."""
    if sign.score is None or sign.low is None or sign.high is None:
        return None
    cuts = (*reading.instrument.outline.cut_scores, 100.0)
    parts = [
        el("i", cls="band on" if number == sign.level else "band",
           style=f"width:{high - low:.2f}%;background:{palette.levels[number - 1]}")
        for number, (low, high) in enumerate(pairwise(cuts), 1)
    ]  # fmt: skip
    span = f"left:{sign.low:.1f}%;width:{sign.high - sign.low:.1f}%"
    marks = (el("i", cls="span", style=span), el("i", cls="dot", style=f"left:{sign.score:.1f}%"))
    return el("div", *parts, *marks, cls="track", aria_hidden="true")


def _stands(reading: Reading, sign: SignScore) -> Html:
    level = None if sign.level is None else reading.sign(sign.id).levels[sign.level - 1]
    all_answered = sign.answered == sign.items
    return join(
        (
            el("p", reading.words("scorecard.typical"), cls="label") if level else None,
            el("p", level, cls="level") if level else None,
            el("p", line) if (line := reading.findings.sign_line(sign)) else None,
            None if all_answered else el("p", counts(reading, sign), cls="small"),
        )
    )


def _actions(reading: Reading, sign: SignScore, actions: list[Action]) -> Html | None:
    if not actions:
        return None
    key = f"scorecard.actions_{sign.status}"
    return join(
        (
            el("p", reading.words(key), cls="label"),
            listing((_action(reading, action) for action in actions), "ol", "actions"),
        )
    )


def _action(reading: Reading, action: Action) -> Html:
    words = reading.words
    meta = words(
        "scorecard.action_meta",
        owner=words(f"word.owner.{action.owner}"),
        horizon=words("word.horizon", days=words.number(action.horizon)),
        effort=words(f"word.effort.{action.effort}"),
    )
    done = el("p", el("b", words("scorecard.action_done")), " ", action.done, cls="small")
    return join((el("p", action.text), el("p", meta, cls="small"), done))


def _next_step(reading: Reading, sign: SignScore) -> Html | None:
    if sign.next_step is None:
        return None
    words = reading.words
    lead = words("scorecard.next_sign", actions=words(f"scorecard.actions_{sign.status}"))
    return folded(words("scorecard.next_step"), steps(reading, sign.next_step, lead))


def _facts(reading: Reading, sign: SignScore) -> Html | None:
    """The sign's fact in small print with its verdict; what other sources say opens."""
    said = [
        small_print(reading.words, reading.instrument, fact)
        for fact in reading.instrument.shown_facts(reading.sign(sign.id))
    ]
    if not said:
        return None
    words, (first, *others) = reading.words, said
    label = el("p", words("scorecard.facts"), cls="label")
    more = words("scorecard.more_facts", count=words.number(len(others)))
    folding = folded(more, listing(others, cls="facts small")) if others else None
    return join((label, el("p", first, cls="small"), folding))


def _ledger(reading: Reading, sign: SignScore) -> Html | None:
    """How a sign's score came about; in the check the overall ledger holds its one question."""
    if reading.check:
        return None
    words = reading.words
    rows = [
        (
            answered(reading, line),
            reading.score(line.value),
            reading.weight(line.weight),
            reading.share(line.share),
        )
        for line in sign.ledger
    ]
    shares = [line.share for line in sign.ledger]
    return folded(
        words("scorecard.came_about"),
        el("p", words("scorecard.came_about_sign"), cls="small"),
        table(
            words("scorecard.sign_ledger", name=reading.findings.name(sign.id)),
            [words(f"scorecard.{key}") for key in ("question", "value", "weight", "adds")],
            rows,
            total(reading, words("scorecard.sign_score"), sign.score, shares),
        ),
    )
