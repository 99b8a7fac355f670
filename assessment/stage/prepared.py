"""How a workshop is prepared, in words: its recipes, what was decided, what to send before."""

from collections.abc import Mapping
from typing import Any, Literal

from assessment.records import Workshop
from assessment.texts import Texts
from assessment.view.elements import Html, el, join, terms
from assessment.workshop.codes import spaced
from assessment.workshop.prepare import RECIPE_PACE, RECIPES
from assessment.workshop.progress import Progress
from scoring.instrument import Instrument


def recipes(words: Texts, pace: Literal["led", "free"]) -> Html:
    """The recipes side by side, those of this pace first and marked, with minutes that add up."""
    order = sorted(RECIPES, key=lambda recipe: RECIPE_PACE[recipe] != pace)
    return el(
        "div",
        *(_recipe(words, recipe, fits=RECIPE_PACE[recipe] == pace) for recipe in order),
        cls="recipes",
    )


def refusals(words: Texts, given: Mapping[str, Any]) -> dict[str, str]:
    """What cannot be kept as it is given, by field, each with a sentence."""
    wrong = {}
    if not given["title"].strip():
        wrong["title"] = words("workshop.no_title")
    if not given["groups"]:
        wrong["groups"] = words("workshop.no_groups")
    if given["scope"] == "signs" and not given["signs"]:
        wrong |= dict.fromkeys(("scope", "signs"), words("workshop.no_signs"))
    return wrong


def decided(words: Texts, room: Workshop, instrument: Instrument) -> Html:
    """What was decided and is fixed, now that people may have joined."""
    names = {group.id: group.name for group in instrument.outline.groups}
    asked = words(
        "workshop.scope_signs_of", signs=", ".join(instrument.by_id[s].name for s in room.signs)
    )
    mode = words(f"workshop.mode_{room.mode}")
    floors = {name: words.number(value) for name, value in room.floors}
    if room.mode == "protected":
        mode = words("workshop.mode_with_floors", mode=mode, **floors)
    mirror = words("workshop.yes" if room.mirror else "workshop.no")
    return join(
        (
            el("p", words("workshop.fixed"), cls="small"),
            terms(
                (words("workshop.new_title"), room.title),
                (words("workshop.new_organisation"), room.organisation),
                (words("workshop.pace"), words(f"workshop.pace_{room.pace}")),
                (
                    words("workshop.groups"),
                    ", ".join(_head(words, room, g, names[g]) for g in room.groups),
                ),
                (
                    words("workshop.scope"),
                    asked if room.scope == "signs" else words(f"workshop.scope_{room.scope}"),
                ),
                (words("workshop.mode"), mode),
                (words("workshop.mirror"), mirror),
            ),
        )
    )


def reminder(
    words: Texts, room: Workshop, instrument: Instrument, how_far: Progress, origin: str
) -> Html:
    """How many have answered by group, never what; and a text to remind the others with."""
    names = {group.id: group.name for group in instrument.outline.groups}
    counts = ((names[group], _count(words, room, group, how_far)) for group in room.groups)
    text = words(
        "workshop.reminder_text",
        title=room.title,
        address=f"{origin}/j/{room.code}#{room.door}",
        short=short(origin),
        code=spaced(room.code or ""),
    )
    label = words("workshop.reminder")
    return join(
        (
            terms(*counts),
            el(
                "div",
                el("p", el("b", label)),
                el(
                    "div",
                    el("textarea", text, readonly="", rows="6", aria_label=label),
                    el("button", words("keep.copy"), type="button", data_done=words("keep.copied")),
                    cls="copy",
                ),
                el("p", el("span", role="status")),
                cls="link reminder",
            ),
        )
    )


def short(origin: str) -> str:
    """The address that one types to join, without what browsers add by themselves."""
    return f"{origin.removeprefix('https://').removeprefix('http://')}/j"


def _recipe(words: Texts, recipe: str, *, fits: bool) -> Html:
    steps = RECIPES[recipe]  # type: ignore[index]
    minutes = sum(taken for _, taken in steps)
    pace = RECIPE_PACE[recipe]  # type: ignore[index]
    return el(
        "section",
        el("h3", words(f"workshop.recipe_{recipe}")),
        el("p", words(f"workshop.recipe_{recipe}_about"), cls="small"),
        el(
            "ol",
            *(
                el(
                    "li",
                    el("span", words(f"workshop.step_{step}")),
                    el("b", words("workshop.minutes", minutes=words.number(taken))),
                )
                for step, taken in steps
            ),
        ),
        el(
            "p",
            el("span", words("workshop.in_all")),
            el("b", words("workshop.minutes", minutes=words.number(minutes))),
            cls="sum",
        ),
        el(
            "p",
            words("workshop.recipe_fits" if fits else f"workshop.recipe_other_{pace}"),
            cls="small",
        ),
        cls="recipe fits" if fits else "recipe",
    )


def _head(words: Texts, room: Workshop, group: str, name: str) -> str:
    expected = room.heads.get(group)
    if expected is None:
        return name
    return words("workshop.group_expected", group=name, heads=words.number(expected))


def _count(words: Texts, room: Workshop, group: str, how_far: Progress) -> str:
    numbers = {
        "seats": words.number(how_far.seated[group]),
        "answered": words.number(how_far.answered[group]),
    }
    expected = room.heads.get(group)
    if expected is None:
        return words("workshop.count", **numbers)
    return words("workshop.count_of", heads=words.number(expected), **numbers)
