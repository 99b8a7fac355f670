"""The lobby and the round: how to join, who is here, how many have answered; never what."""

import datetime
from functools import lru_cache

from assessment.records import Round, Workshop
from assessment.stage.scene import Scene, mark
from assessment.view.elements import Html, el
from assessment.workshop.codes import spaced
from assessment.workshop.progress import Progress

WAIT_BELOW = 0.7  # share of the people expected


def joining(scene: Scene) -> Html:
    """How to join: the QR code, the code to type, and the short address to type it at."""
    room, words = scene.room, scene.words
    if room.code is None:
        key = "stage.closed" if room.phase == "ended" else "stage.not_open"
        return el("section", title(scene), el("p", words(key), cls="lead"), cls="joining shut")
    return el(
        "section",
        el(
            "figure",
            el("img", src=qr(door(scene)), alt=words("stage.qr")),
            el("figcaption", words("stage.scan")),
        ),
        el(
            "div",
            title(scene),
            el("p", words("stage.or_type"), " ", el("b", short(scene)), cls="where"),
            el("p", el("span", spaced(room.code), cls="code"), aria_label=" ".join(room.code)),
            el("p", words(f"stage.mode_{room.mode}"), cls="mode"),
        ),
        cls="joining",
    )


def title(scene: Scene) -> Html:
    """What the workshop is called, for whom it is, and whether it is a real one."""
    room = scene.room
    return el(
        "header",
        el("p", mark(scene), room.organisation or "", cls="eyebrow"),
        el("h1", room.title),
    )


def door(scene: Scene) -> str:
    """The address in the QR code."""
    return f"{scene.reach.origin}/j/{scene.room.code}#{scene.room.door}"


def check(scene: Scene) -> str:
    """The address that notes that a phone of the room has reached us; it takes no seat."""
    return f"{scene.reach.origin}/reach/{scene.room.code}"


def short(scene: Scene) -> str:
    """The address that one types to join, without what browsers add by themselves."""
    origin = scene.reach.origin
    return f"{origin.removeprefix('https://').removeprefix('http://')}/j"


@lru_cache(maxsize=64)
def qr(address: str) -> str:
    """The QR code of an address as a picture, dark on white whatever the mode."""
    import segno

    code = segno.make(address, error="m")
    return str(code.svg_data_uri(scale=8, border=3, dark="#0E1B22", light="#FFFFFF"))


def seats(scene: Scene, how_far: Progress, *, ask: bool = False) -> Html:
    """Who is here, by group; to the facilitator with the question whether to wait for more."""
    words, room = scene.words, scene.room
    most = max(1, *how_far.seated.values(), *room.heads.values())
    return el(
        "section",
        el("div", *(_meter(scene, group, how_far, most) for group in room.groups), cls="meters"),
        el("p", balance(scene, how_far), cls="balance") if ask else None,
        el("p", words("stage.locked"), cls="mode") if room.locked else None,
        cls="seats",
        aria_label=words("stage.seats"),
    )


def balance(scene: Scene, how_far: Progress) -> str:
    """Who has come of the sides that are compared, and whether that is enough to go on."""
    room, words = scene.room, scene.words
    sides = [g for g in scene.instrument.outline.overall_groups if g in room.groups]
    sides = sides or list(room.groups)
    each = ", ".join(
        words("stage.count_group", count=words.number(how_far.seated[g]), group=scene.group(g))
        for g in sides
    )
    return words("stage.wait" if _wait(room, sides, how_far) else "stage.enough", groups=each)


def answered(scene: Scene, asked: Round, how_far: Progress, now: datetime.datetime) -> Html:
    """How many have answered, and how much time is left."""
    words = scene.words
    numbers = {"done": words.number(how_far.through), "all": words.number(how_far.seats)}
    share = 100 * how_far.through / (how_far.seats or 1)
    key = "stage.have_answered" if asked.state == "open" else "stage.closed_with"
    return el(
        "section",
        el("p", numbers["done"], el("small", words("stage.of_all", **numbers)), cls="count"),
        el("p", words(key), cls="lead"),
        el("div", el("i", style=f"width:{share:.1f}%"), cls="bar", aria_hidden="true"),
        _timer(scene, asked, now) if asked.state == "open" else None,
        cls="answered",
    )


def left(asked: Round, now: datetime.datetime) -> int | None:
    """The seconds left on the round's timer, not below 0; None without a timer."""
    if asked.seconds is None:
        return None
    return max(0, asked.seconds - int((now - asked.opened).total_seconds()))


def _timer(scene: Scene, asked: Round, now: datetime.datetime) -> Html | None:
    seconds = left(asked, now)
    if seconds is None:
        return None
    if seconds == 0:
        return el("p", scene.words("stage.time_up"), cls="timer up", role="status")
    return el("p", f"{seconds // 60}:{seconds % 60:02d}", cls="timer", role="timer")


def _meter(scene: Scene, group: str, how_far: Progress, most: int) -> Html:
    words, here = scene.words, how_far.seated[group]
    expected = scene.room.heads.get(group)
    of = None if expected is None else words("stage.of_expected", heads=words.number(expected))
    mark = None if not expected else el("u", style=f"left:{100 * expected / most:.1f}%")
    return el(
        "div",
        el("span", scene.group(group), cls="name"),
        el("span", words.number(here), el("small", of), cls="number"),
        el(
            "div", el("i", style=f"width:{100 * here / most:.1f}%"), mark, cls="bar",
            aria_hidden="true",
        ),
        cls=f"meter {group}",
    )  # fmt: skip


def _wait(room: Workshop, sides: list[str], how_far: Progress) -> bool:
    """Whether a side would not be shown yet, or too many of those expected are still missing."""
    floor = 1 if room.open_table else room.floors.score
    if any(how_far.seated[side] < floor for side in sides):
        return True
    expected = sum(room.heads.values())
    return bool(expected) and how_far.seats < WAIT_BELOW * expected
