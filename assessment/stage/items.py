"""All questions of a revealed sign: what each group answered, as bars that stay readable."""

from collections.abc import Sequence

from assessment.charts.answers import aside, distributed, spoken
from assessment.stage_findings import StageFindings
from assessment.theme import Theme
from assessment.view.elements import Html, el
from scoring.instrument import Item, Sign
from scoring.room import Distribution

NARROW = 0.06  # share below which a number does not fit into its part of the bar


def further(said: StageFindings | None, sign: Sign) -> bool:
    """Whether answers to more of the sign's questions than to its key item are shown."""
    others = [item.id for item in sign.items if item.id != sign.key_item.id]
    return said is not None and any(distributed(said, item) for item in others)


def in_order(said: StageFindings, sign: Sign) -> tuple[str, ...]:
    """The questions of which something is shown, first where the two sides differ most."""
    shown = [item.id for item in sign.items if distributed(said, item.id)]
    return tuple(sorted(shown, key=lambda item: -_apart(said, item)))


def bars(said: StageFindings, sign: Sign, theme: Theme) -> Html:
    """Each question with a bar for each group of which something is shown."""
    found = {item.id: item for item in sign.items}
    groups = [g for g in said.groups if any(g in distributed(said, item) for item in found)]
    key = sign.key_item
    rows = (
        _item(said, found[item], groups, theme, key=item == key.id) for item in in_order(said, sign)
    )
    return el("section", el("h2", said.texts("stage.items")), el("ul", *rows), cls="items")


def _item(
    said: StageFindings, item: Item, groups: Sequence[str], theme: Theme, *, key: bool
) -> Html:
    words = said.texts
    ends = words("stage.item_ends", low=item.options[0], high=item.options[-1])
    marked = el("em", words("stage.key_item")) if key else None
    return el(
        "li",
        el("div", el("p", el("b", item.text), marked), el("p", ends, cls="small")),
        el("div", *(_group(said, item.id, group, theme) for group in groups), cls="lines"),
    )


def _group(said: StageFindings, item: str, group: str, theme: Theme) -> Html:
    line = _line(said, item, group)
    name = el("span", said.group(group), cls="name")
    if line is None or line.counts is None:
        return el("div", name, el("span", aside(said, line), cls="instead"), cls="line")
    label = spoken(said, item, group, line)
    track = el("span", *_parts(line.counts, theme), cls="track", role="img", aria_label=label)
    note = el("span", aside(said, line), cls="instead") if line.dont_know else None
    return el("div", name, track, note, cls="line")


def _parts(counts: tuple[int, ...], theme: Theme) -> list[Html]:
    light, dark, n = theme.light, theme.dark, sum(counts)
    return [
        el(
            "i",
            str(count) if count / n >= NARROW else "",
            style=f"flex:{count};background:light-dark({light.levels[at]},{dark.levels[at]});"
            f"color:light-dark({light.on_levels[at]},{dark.on_levels[at]})",
        )
        for at, count in enumerate(counts)
        if count
    ]


def _line(said: StageFindings, item: str, group: str) -> Distribution | None:
    return next((d for d in said.card.distributions if (d.item, d.group) == (item, group)), None)


def _apart(said: StageFindings, item: str) -> float:
    """How far apart the two sides' mean options are, as far as their answers are shown."""
    means = [_middle(_line(said, item, group)) for group in said.card.overall.groups]
    known = [mean for mean in means if mean is not None]
    return max(known) - min(known) if len(known) == len(means) and known else -1.0


def _middle(line: Distribution | None) -> float | None:
    if line is None or line.counts is None or not sum(line.counts):
        return None if line is None or line.nearly_all is None else float(line.nearly_all)
    return sum(at * count for at, count in enumerate(line.counts, 1)) / sum(line.counts)
