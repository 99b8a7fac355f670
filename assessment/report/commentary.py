"""The consultant's commentary on paper, marked as theirs: a summary, and a part for each sign."""

from assessment.client_records import Spoken
from assessment.report.blocks import Block, Box, Paragraph, Space, Stack
from assessment.report.setting import Setting
from assessment.report.text import clean
from scoring.response import COMMENT_LIMIT, NAME_LIMIT


def summary_of(contents: Setting, spoken: Spoken | None) -> tuple[Block, ...]:
    """What the consultant says on the whole; nothing where they say nothing."""
    if spoken is None or not spoken.summary:
        return ()
    heading = contents.heading(_from(contents, spoken))
    return (Space(18), *heading, *_said(contents, spoken.summary))


def said_of(contents: Setting, spoken: Spoken | None, sign: str) -> list[Block]:
    """What the consultant says on a sign, set apart from what the answers say."""
    if spoken is None or not spoken.signs.get(sign):
        return []
    label = contents.label(_from(contents, spoken))
    body = Stack([label, Space(2), *_said(contents, spoken.signs[sign])])
    return [Space(12), Box(body, contents.look.surface)]


def _from(contents: Setting, spoken: Spoken) -> str:
    author = clean(spoken.author, NAME_LIMIT).text.replace("\n", " ")
    return contents.texts("commentary.from", author=author)


def _said(contents: Setting, text: str) -> list[Block]:
    kept, missing = clean(text, COMMENT_LIMIT)
    return [Paragraph(kept, contents.look.body), *contents.unprinted(missing)]
