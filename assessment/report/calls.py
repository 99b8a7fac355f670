"""What a reader is asked to do next, and whom they can turn to, where the brand says it."""

from assessment.report.blocks import Block, Paragraph, Rule, Space
from assessment.report.setting import Setting


def calls(contents: Setting, level: int | None) -> tuple[Block, ...]:
    """The blocks for a reader at this level of the overall score; none where nothing is said."""
    texts, look = contents.texts, contents.look
    call = look.brand.call(level, texts.language)
    blocks: list[Block] = []
    if call:
        blocks += [contents.label(texts("call.title")), Paragraph(call.text, look.body)]
        if call.link:
            linked = look.strong.coloured(look.accent)
            blocks += [Space(2), Paragraph(call.label, linked, link=call.link)]
        blocks.append(Space(8))
    if reached := look.brand.contact.ways():
        name = look.brand.contact.name
        blocks.append(contents.label(texts("call.contact")))
        blocks += [Paragraph(name, look.body)] if name else []
        blocks += [Paragraph(said, look.body, link=to) for said, to in reached]
    return (Space(18), Rule(look.rule), Space(10), *blocks) if blocks else ()
