"""Preparing a workshop: what it asks of whom, and what it will show; fixed before anyone joins."""

import secrets
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assessment import auth, typed
from assessment.desk import audit, door
from assessment.errors import Refused
from assessment.records import Ballot, Round, Seat, Workshop, new_id
from assessment.responses import keep_copy
from assessment.services import Services, erase_for_good
from assessment.store import Transaction
from assessment.texts import spoken
from assessment.workshop.codes import new_code
from assessment.workshop.kept import changed, instrument_of, now, today, workshop
from scoring.instrument import Floors, Instrument
from scoring.scorecard import Source

Recipe = Literal["sixty", "ninety", "half_day"]

# What to do when, in minutes; each step names what the screens show.
RECIPES: dict[Recipe, tuple[tuple[str, int], ...]] = {
    "sixty": (("welcome", 5), ("overview", 10), ("talk", 30), ("plan", 12), ("close", 3)),
    "ninety": (
        ("welcome", 5),
        ("answer", 10),
        ("overview", 10),
        ("talk", 45),
        ("plan", 15),
        ("close", 5),
    ),
    "half_day": (
        ("welcome", 10),
        ("rounds", 105),
        ("pause", 15),
        ("overview", 10),
        ("talk", 60),
        ("plan", 30),
        ("close", 10),
    ),
}
RECIPE_PACE: dict[Recipe, Literal["led", "free"]] = {
    "sixty": "free",
    "ninety": "free",
    "half_day": "led",
}


class Preparation(BaseModel):
    """What a facilitator decides before anyone joins."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    title: str
    organisation: str | None = None
    groups: tuple[str, ...]
    heads: dict[str, Annotated[int, Field(ge=0, le=500)]] = Field({})
    scope: Literal["check", "full", "signs"] = "full"
    signs: tuple[str, ...] = ()  # only where the scope is signs
    pace: Literal["led", "free"] = "led"
    mode: Literal["protected", "open"] = "protected"
    mirror: bool = True
    floors: Floors = Floors()
    language: str = "en"


def first_wish(s: Services, title: str, organisation: str = "") -> Preparation:
    """What a new workshop begins with: all groups, the whole instrument, its own floors."""
    outline = s.instrument().outline
    return Preparation(
        title=title,
        organisation=organisation,
        groups=tuple(group.id for group in outline.groups),
        floors=outline.floors,
        language=s.language(),
    )


def prepare(
    s: Services,
    browser: str,
    wish: Preparation,
    nature: Literal["real", "rehearsal", "sample"] = "real",
) -> Workshop:
    """A new workshop that this browser may run, kept. Raises NotAllowed, Refused and NotSaved."""
    actor = door.require(s, browser)
    made = begun(s, browser, wish, nature, actor.account)
    audit.note(s, "workshop_made", actor.name, f"{nature} workshop {made.id}")
    return made


def begun(
    s: Services,
    browser: str,
    wish: Preparation,
    nature: Literal["real", "rehearsal", "sample"] = "real",
    account: str | None = None,
) -> Workshop:
    """As `prepare`, for whoever may do so without a login: one who asks colleagues."""
    instrument = s.shelf.renew()
    keep_copy(s, instrument)
    id = new_id()
    source = Source(
        id=instrument.outline.id, version=instrument.outline.version, sha256=instrument.sha256
    )
    fields = _fields(instrument, wish)
    made = Workshop(
        home=id,
        id=id,
        nature=nature,
        instrument=source,
        secret=secrets.token_hex(32),
        created=today(),
        updated=today(),
        **fields,
    )
    s.store.transact(id, lambda home: home.put(made))
    auth.grant(s, browser, made, account)
    return made


def change(s: Services, id: str, wish: Preparation) -> Workshop:
    """The workshop as it is wished now; raises Refused once people may join."""
    instrument = instrument_of(s, workshop(s, id))

    def work(room: Workshop, _: Transaction) -> dict[str, Any]:
        if room.phase != "preparing":
            raise Refused("People may have joined: what was prepared is fixed now.")
        return _fields(instrument, wish)

    return changed(s, id, work)


def duplicate(s: Services, browser: str, id: str) -> Workshop:
    """A new workshop prepared like this one, without its people and answers."""
    before = workshop(s, id)
    return prepare(s, browser, preparation_of(before).model_copy(update={"title": before.title}))


def preparation_of(room: Workshop) -> Preparation:
    """What was decided for a workshop."""
    fields = {name: getattr(room, name) for name in Preparation.model_fields}
    return Preparation(**fields)


def checked(fields: dict[str, Any]) -> Preparation:
    """The wish of a form; raises Refused with what does not fit."""
    try:
        return Preparation(**fields)
    except ValidationError as error:
        first = error.errors()[0]
        raise Refused(f"{'.'.join(map(str, first['loc']))}: {first['msg']}.") from None


def open_door(s: Services, id: str) -> Workshop:
    """Let people join, by a new code; at a free pace they may answer at once."""
    before = workshop(s, id)
    code = _free_code(s)

    def work(room: Workshop, home: Transaction) -> dict[str, Any]:
        if room.phase == "ended":
            raise Refused("This workshop has ended.")
        if room.phase == "open":
            return {}
        first = Round(
            home=id,
            id=new_id(),
            number=1,
            purpose="measure",
            signs=room.signs,
            opened=now(),
        )
        opened = {"phase": "open", "code": code, "door": secrets.token_urlsafe(16)}
        if room.pace == "led":
            return opened
        home.put(first)
        return opened | {"stage": room.stage.model_copy(update={"round": first.id})}

    return before if before.phase == "open" else changed(s, id, work)


def erase(s: Services, id: str) -> None:
    """Erase the workshop with all seats, answers and results. Raises NotErased.

    The workshop goes first: a phone that looks meanwhile would be told that its seat is free, and
    take it again. What is left by a failure belongs to nothing, and is forgotten before long.
    """
    homes = [record.home for kind in (Seat, Ballot) for record in s.store.find(kind, workshop=id)]
    for home in (id, *homes):
        erase_for_good(s, home)


def _fields(instrument: Instrument, wish: Preparation) -> dict[str, Any]:
    """The checked fields of a workshop; raises Refused."""
    title = typed.name(wish.title)
    if title is None:
        raise Refused("Give the workshop a title.")
    known = [group.id for group in instrument.outline.groups]
    groups = tuple(group for group in known if group in wish.groups)
    if len(groups) != len(set(wish.groups)) or not groups:
        raise Refused(f"Choose the groups among {', '.join(known)}.")
    signs = tuple(instrument.by_id)
    if wish.scope == "signs":
        signs = tuple(sign for sign in signs if sign in wish.signs)
        if not signs or len(signs) != len(set(wish.signs)):
            raise Refused("Choose at least one sign of the instrument.")
    if not (spoken(wish.language) or wish.language in instrument.languages):
        raise Refused(f"There are no words in {wish.language!r:.20}.")
    return dict(wish) | {
        "title": title,
        "organisation": typed.name(wish.organisation),
        "groups": groups,
        "signs": signs,
        "heads": {group: heads for group, heads in wish.heads.items() if group in groups},
    }


def _free_code(s: Services) -> str:
    while s.store.find(Workshop, code=(code := new_code())):
        pass
    return code
