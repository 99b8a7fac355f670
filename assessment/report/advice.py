"""What to do about a sign, what can follow, and what others report of it."""

from assessment.report.blocks import Block, Paragraph, Rule, Space, Stack, in_columns
from assessment.report.facts import fact_note
from assessment.report.plan import terms
from assessment.report.setting import Setting
from scoring.instrument import Action, Sign
from scoring.room import SignRoom
from scoring.scorecard import SignScore


def advice(contents: Setting, sign: Sign, score: SignScore | SignRoom) -> list[Block]:
    """What to do, or what keeps it so, and what can follow."""
    texts, look = contents.texts, contents.look
    kept = score.status == "absent"
    return [
        contents.label(texts("report.keeping" if kept else "scorecard.solution")),
        Paragraph(sign.solution, look.body),
        Space(10),
        contents.label(texts("scorecard.outcome")),
        Paragraph(sign.outcome, look.body),
    ]


def next_actions(contents: Setting, score: SignScore | SignRoom) -> list[Block]:
    """The next actions for its status, numbered; none where it has none."""
    actions = [contents.instrument.actions[action] for action in score.actions]
    if not actions:
        return []
    title = contents.texts(f"scorecard.actions_{score.status}")
    blocks: list[Block] = [contents.label(title), Space(4)]
    for number, action in enumerate(actions, 1):
        blocks += [Rule(contents.look.rule), Space(6), _action(contents, number, action), Space(6)]
    return blocks


def _action(contents: Setting, number: int, action: Action) -> Block:
    look, texts = contents.look, contents.texts
    second = look.small.coloured(look.muted)
    return contents.numbered(
        number,
        Stack(
            [
                Paragraph(action.text, look.body),
                Space(2),
                Paragraph(terms(contents, action), look.small_strong),
                Paragraph(texts("report.done", done=action.done), second),
            ]
        ),
    )


def fact_notes(contents: Setting, sign: Sign) -> list[Block]:
    """The facts shown with a sign, each with its verdict."""
    return [Stack(fact_note(contents, fact)) for fact in contents.instrument.shown_facts(sign)]


def across(contents: Setting, facts: list[Block], abreast: int) -> list[Block]:
    """What others report, across the page."""
    if not facts:
        return []
    label = contents.label(contents.texts("scorecard.facts"))
    columns = in_columns(facts, min(len(facts), abreast), gap=18)
    return [Space(16), Rule(contents.look.rule), Space(10), label, *columns]


def listed(contents: Setting, facts: list[Block]) -> list[Block]:
    """What others report, one below the other."""
    label = contents.label(contents.texts("scorecard.facts"))
    return [label, *(block for fact in facts for block in (Space(5), fact))]
