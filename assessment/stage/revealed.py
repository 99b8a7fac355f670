"""What was revealed, in words: a sign with its mirror and what to ask, the overview, the end."""

import datetime
from collections.abc import Sequence

from assessment.records import PlannedAction
from assessment.stage.scene import Scene, mark
from assessment.theme import Theme
from assessment.view.elements import Html, el, join, listing, table
from scoring.instrument import Item, Sign

SHOWN = 3  # comments that fit on a projector


def finding(scene: Scene, sign: Sign) -> Html:
    """What the room is told of a sign: the finding as heading, and how sure it is."""
    words, said = scene.words, scene.said
    place = words(
        "stage.place",
        number=words.number(scene.room.signs.index(sign.id) + 1),
        count=words.number(len(scene.room.signs)),
    )
    headline = said.told(sign.id) if said else not_comparable(scene)
    gap = said.card.gap(sign.id) if said else None
    return el(
        "header",
        el("p", mark(scene), place, " ", el("b", sign.name), cls="eyebrow"),
        el("h1", headline),
        el("p", said.gap_sure(gap), cls="verdict") if said and gap and gap.most else None,
        cls="finding",
    )


def not_comparable(scene: Scene) -> str:
    """That the two sides cannot be compared: whether nobody has answered, or one too few."""
    sides = [*scene.instrument.outline.overall_groups, *scene.room.groups][:2]
    one, other = (scene.group(side) for side in sides)
    return scene.words("stage.no_gap", one=one, other=other)


def shows(scene: Scene, *signs: str) -> bool:
    """Whether any group's score is shown for any of the signs."""
    said = scene.said
    return said is not None and any(
        said.marked(group, sign)[0] is not None for sign in signs for group in said.groups
    )


def mirror(scene: Scene, sign: Sign) -> Html | None:
    """What each side expected of the other, in the options' words."""
    spots = list(scene.said.mirrors(sign.id)) if scene.said and scene.room.mirror else []
    if all(len(spot) == 1 for spot in spots):  # not one of them may be shown
        return None
    return el(
        "section",
        el("h2", scene.words("stage.mirror")),
        *(el("p", first, *(el("b", f" {more}") for more in others)) for first, *others in spots),
        cls="mirror",
    )


def questions(scene: Scene, sign: Sign) -> Html | None:
    """What to ask the room now."""
    kind = scene.said.kind(sign.id) if scene.said else None
    asked = getattr(sign.prompts, kind) if kind else ()
    if not asked:
        return None
    return el(
        "section", el("h2", scene.words(f"stage.ask_{kind}")), listing(asked), cls="questions"
    )


def comments(scene: Scene, sign: Sign) -> Html | None:
    """What was said of a sign, and after the talk; without those that are hidden."""
    parts = []
    for purpose, key in (("measure", "stage.comments"), ("vote", "stage.dissent")):
        texts = [said.text for *_, said in scene.comments(sign, purpose) if not said.hidden]
        if texts:
            more = len(texts) - SHOWN
            count = scene.words.number(more)
            parts += [
                el("h2", scene.words(key)),
                listing(texts[:SHOWN], cls="said"),
                el("p", scene.words("stage.more", count=count), cls="small") if more > 0 else None,
            ]
    return el("section", *parts, cls="comments") if parts else None


def options(theme: Theme, item: Item) -> Html:
    """The options of a question with the colours that stand for them."""
    colours = zip(theme.light.levels, theme.dark.levels, strict=True)
    chips = [el("i", style=f"background:light-dark({light},{dark})") for light, dark in colours]
    parts = (el("li", chip, option) for chip, option in zip(chips, item.options, strict=True))
    return el("ol", *parts, cls="options")


def legend(scene: Scene, note: str) -> Html:
    """The groups with their colours and shapes, and what the numbers at the right are."""
    groups = (el("span", el("i", cls=group), scene.group(group)) for group in scene.room.groups)
    return el("p", *groups, el("span", note, cls="note"), cls="legend")


def overview_heading(scene: Scene) -> Html:
    """How far apart the two sides are on the whole."""
    words, said = scene.words, scene.said
    headline, sure = not_comparable(scene), ""
    if said and scene.widest:
        count, (one, other) = sum(said.kind(s) == "gap" for s in scene.widest), said.pair
        key = "stage.overview_one" if count == 1 else "stage.overview"
        headline = words(key, count=words.number(count), one=one, other=other)
        headline = headline if count else said.narrow(one, other)
        sure = said.clear(scene.widest)
    return el(
        "header",
        el("p", mark(scene), scene.room.title, cls="eyebrow"),
        el("h1", headline),
        el("p", sure, cls="verdict") if sure else None,
        cls="finding",
    )


def widest(scene: Scene) -> Html | None:
    """What to talk about first."""
    said = scene.said
    if said is None or not scene.widest:
        return None
    first = (
        join((el("b", said.name(sign)), el("span", said.told(sign)))) for sign in scene.widest[:3]
    )
    return el(
        "section", el("h2", scene.words("stage.talk_first")), listing(first, "ol"), cls="widest"
    )


def costs(scene: Scene) -> Html | None:
    """What the room named as costing most, where that may be shown."""
    card, words = scene.card, scene.words
    named = [(sign.costs_most, sign.id) for sign in card.signs if sign.costs_most] if card else []
    if not named:
        return None
    first = (
        words("stage.cost", name=scene.instrument.by_id[id].name, share=words.number(100 * share))
        for share, id in sorted(named, reverse=True)[:2]
    )
    return el("section", el("h2", scene.words("stage.costs")), listing(first), cls="costs")


def agreed(scene: Scene) -> Html:
    """The plan as a list: what, who and by when."""
    each = (
        join((el("b", planned.text), el("span", " · ".join(filter(None, _who(scene, planned))))))
        for planned in scene.plan
    )
    return el("section", listing(each) or "", cls="agreed")


def plan(scene: Scene) -> Html:
    """The joint plan, each action with both owners, a date, and how one will know."""
    words = scene.words
    if not scene.plan:
        return el("p", words("stage.plan_empty"), cls="lead")
    head = [words(f"stage.plan_{name}") for name in ("what", "sales", "marketing", "due", "done")]
    rows = (_planned(scene, each) for each in scene.plan)
    return el("div", table(words("stage.plan_table"), head, rows), cls="planned")


def plan_heading(scene: Scene, key: str = "stage.plan") -> Html:
    """How many actions the room agreed on."""
    words, count = scene.words, len(scene.plan)
    name = f"{key}_none" if not count else f"{key}_one" if count == 1 else key
    return el(
        "header",
        el("p", mark(scene), scene.room.title, cls="eyebrow"),
        el("h1", words(name, count=words.number(count))),
        cls="finding",
    )


def _planned(scene: Scene, planned: PlannedAction) -> Sequence[str]:
    none = scene.words("scorecard.none")
    what = join((planned.text, el("small", scene.instrument.by_id[planned.sign].short)))
    return [
        what,
        planned.sales or none,
        planned.marketing or none,
        _day(scene, planned.due) or none,
        planned.done or none,
    ]


def _who(scene: Scene, planned: PlannedAction) -> Sequence[str]:
    return planned.sales, planned.marketing, _day(scene, planned.due)


def _day(scene: Scene, day: datetime.date | None) -> str:
    return scene.words.date(day) if day else ""
