"""The cover: what this is, whose it is, and the finding."""

from assessment.report.blocks import Block, Columns, Paragraph, Space, Stack
from assessment.report.charts import StatusMark
from assessment.report.contents import Contents
from assessment.report.flow import LEFT, MEASURE
from assessment.report.look import Look
from assessment.report.paper import HEIGHT, WIDTH, Paper
from assessment.report.setting import Setting
from assessment.report.text import Style, clean

_FINDING_TOP, _FINDING_ROOM = 200.0, 240.0
_SIGNS_TOP = 486.0
_LOGO, _LOGO_TOP = (150.0, 34.0), 62.0  # the most it may take, and where
BESIDE_LOGO = MEASURE - _LOGO[0] - 20
_FOOT = HEIGHT - 64
_STATUSES = ("present", "emerging", "absent", "unknown")


class Cover(Block):
    """The first page, filled to its edges."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents

    def height(self, width: float) -> float:  # noqa: ARG002
        return 0

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:  # noqa: ARG002
        look = self._contents.look
        paper.rect(0, 0, WIDTH, HEIGHT, look.theme.cover)
        if self._contents.sample:
            marked(paper, look, self._contents.texts("report.sample"))
        logo(paper, look)
        _name(self._contents).draw(paper, LEFT, 64, BESIDE_LOGO)
        _finding(self._contents).draw(paper, LEFT, _FINDING_TOP, MEASURE)
        signs = _signs(self._contents)
        signs.draw(paper, LEFT, _SIGNS_TOP, MEASURE)
        foot = _foot(self._contents)
        foot.draw(paper, LEFT, _FOOT - foot.height(MEASURE), MEASURE)


def _name(contents: Contents) -> Block:
    return name_and_claim(contents, "app.claim")


def _finding(contents: Contents) -> Block:
    """The verdict and what it counts, as large as the room allows."""
    look = contents.look
    return Stack(
        [
            fitted(contents.findings.verdict(), look.display, _FINDING_ROOM * 0.6),
            Space(12),
            fitted(contents.findings.signs_shown(), muted(look.title, look), _FINDING_ROOM * 0.2),
            Space(14),
            fitted(" ".join(contents.findings.notes()), muted(look.body, look), 60),
        ]
    )


def name_and_claim(contents: Setting, claim: str) -> Block:
    """The product's name, unless the logo beside it says it, and the claim under that key."""
    look, texts = contents.look, contents.texts
    name = Paragraph(texts("app.name"), on_cover(look.lead, look))
    said = Paragraph(texts(claim), muted(look.body, look))
    return Stack([said] if look.brand.says_name else [name, said])


def logo(paper: Paper, look: Look) -> None:
    """The brand's logo, at the right end of the name."""
    drawn = look.brand.logo_on(look.theme.cover)
    height = min(_LOGO[1], _LOGO[0] / drawn.ratio)
    wide = height * drawn.ratio
    top = _LOGO_TOP + (_LOGO[1] - height) / 2
    paper.picture(drawn, LEFT + MEASURE - wide, top, wide, height)


def marked(paper: Paper, look: Look, said: str) -> None:
    """A band above all else that says it is not real."""
    paper.rect(0, 0, WIDTH, 38, look.theme.light.levels[1])
    style = look.strong
    Paragraph(said, style).shortened(MEASURE, style.leading).draw(paper, LEFT, 22, MEASURE)


def fitted(text: str, style: Style, room: float) -> Block:
    """A text as large as the room allows, up to the size of its style."""
    for size in (style.size, style.size * 0.75, style.size * 0.6):
        block = Paragraph(text, style.sized(size), even=True)
        if block.height(MEASURE) <= room:
            break
    return block.shortened(MEASURE, room)


def _signs(contents: Contents) -> Block:
    """The signs in a row, each as the mark of its status."""
    look = contents.look
    colours = contents.status_colours(on_cover=True)
    marks, names, scores = [], [], []
    for score in contents.scorecard.signs:
        short = contents.instrument.by_id[score.id].short
        marks.append(StatusMark(score.status, colours, 13))
        name = Paragraph(short, on_cover(look.fine, look))
        names.append(name.shortened(MEASURE / len(contents.scorecard.signs) - 8, 34))
        value = "" if score.score is None else contents.score(score.score)
        scores.append(Paragraph(value, on_cover(look.strong, look)))
    shares = [1.0] * len(marks)
    return Stack(
        [
            Columns(marks, shares, 8),
            Space(10),
            *([] if contents.checks else [Columns(scores, shares, 8)]),
            Columns(names, shares, 8),
            Space(16),
            _legend(contents),
        ]
    )


def _legend(contents: Contents) -> Block:
    """What the marks that are drawn mean."""
    style = muted(contents.look.fine, contents.look)
    drawn = {score.status for score in contents.scorecard.signs}
    marks = [f"report.legend_{status}" for status in _STATUSES if status in drawn]
    if any(score.not_applicable == score.items for score in contents.scorecard.signs):
        marks[-1] = "report.legend_not_applicable"
    return Paragraph(" ".join(contents.texts(mark) for mark in marks), style)


def _foot(contents: Contents) -> Block:
    look = contents.look
    lines: list[Block] = []
    missing = 0
    if company := contents.company():
        name = Paragraph(company[0], look.display.sized(18))
        lines.append(name.shortened(MEASURE, 72))
        missing = company[1]
    about = contents.texts(f"report.scope_{contents.scorecard.scope}")
    dated = f"{contents.texts.date(contents.date)} · {about}" if contents.date else about
    lines += [Space(3), Paragraph(dated, muted(look.body, look))]
    if interview := contents.interview():
        named = Paragraph(interview, muted(look.body, look))
        lines.append(named.shortened(MEASURE, 2 * look.body.leading))
        missing += clean(contents.response.interviewed or "").missing
    if missing:
        lines += [Space(6), *contents.unprinted(missing, muted(look.fine, look))]
    return Stack(lines)


def on_cover(style: Style, look: Look) -> Style:
    """A style as it is read on the cover."""
    return style.coloured(look.theme.on_cover)


def muted(style: Style, look: Look) -> Style:
    """A style as it is read on the cover, second in importance."""
    return style.coloured(look.theme.on_cover_muted)
