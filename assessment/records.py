"""What is kept: records, each of one kind, each in one home."""

import datetime
import hashlib
import secrets
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints

from scoring.instrument import Floors
from scoring.response import NAME_LIMIT, Answer, Comment, Response, Scope
from scoring.room import Five, RoomScorecard
from scoring.scorecard import Source
from scoring.values import Frozen

KEY = r"[A-Za-z0-9_-]{1,80}"
Key = Annotated[str, StringConstraints(pattern=f"^{KEY}$")]
SECOND = "%Y-%m-%dT%H:%M:%SZ"  # a time in UTC as a text in its order
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=NAME_LIMIT)]
Tag = Literal["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "referrer"]
Points = Annotated[int, Field(strict=True, ge=1, le=5)]


def new_id() -> str:
    """A random id of 128 bits, 32 hexadecimal digits; no program takes it for an option."""
    return secrets.token_hex(16)


class Record(Frozen):
    """Something kept under its kind and id; a record is replaced, never changed.

    `home` is what is written and erased together: the id of an assessment for everything that
    belongs to it. `id` is unique within the kind and random, never counted up. Only what is in
    `indexes` can be searched: fields and properties that are a text, a whole number or None. A new
    index on a kind that is already kept needs a step for databases (store/migrations); a folder's
    are built when the store opens.
    """

    model_config = ConfigDict(strict=True)

    kind: ClassVar[str]
    indexes: ClassVar[tuple[str, ...]] = ()
    worked_out: ClassVar[tuple[str, ...]] = ()  # of the indexes those that are no fields
    kinds: ClassVar[dict[str, type["Record"]]] = {}

    home: Key
    id: Key

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        if (known := cls.kinds.setdefault(cls.kind, cls)).__qualname__ != cls.__qualname__:
            raise TypeError(f"{known.__qualname__} and {cls.__qualname__} share kind {cls.kind!r}")
        cls.worked_out = tuple(name for name in cls.indexes if name not in cls.model_fields)
        properties = {name for name, of in vars(cls).items() if isinstance(of, property)}
        if unknown := set(cls.worked_out) - properties:
            raise TypeError(f"{cls.__qualname__} has no field {', '.join(sorted(unknown))}")
        cls.kinds[cls.kind] = cls

    @classmethod
    def home_of(cls, id: str) -> str | None:  # noqa: ARG003
        """The home of the record with this id, where the id alone tells it."""
        return None

    def changed(self, **fields: Any) -> Self:
        """The same record with these fields replaced; raises pydantic.ValidationError."""
        return self.model_validate(dict(self) | fields)


class Assessment(Record):
    """One person's run through an instrument; its home is its own id."""

    kind: ClassVar[str] = "assessment"
    indexes: ClassVar[tuple[str, ...]] = ("updated",)

    scope: Scope
    group: str | None = None
    organisation: Annotated[str, StringConstraints(max_length=NAME_LIMIT)] | None = None
    interviewed: Name | None = None  # with whom the consultant spoke who answers for a client
    instrument: Source
    created: datetime.date
    updated: datetime.date
    answers: dict[str, Answer] = Field({}, max_length=1000)
    comments: dict[str, Comment] = Field({})
    costs_most: tuple[str, ...] = ()
    position: str | None = None  # the sign last answered or commented on
    origin: dict[Tag, Name] = Field({})  # the campaign and site it was begun from
    sign_scores: dict[str, float | None] = Field({})  # kept beside the answers, 0 to 100 by sign

    @classmethod
    def home_of(cls, id: str) -> str:
        """The id itself."""
        return id

    def response(self) -> Response:
        """The answers as the engine takes them, dated the day of the last change."""
        return Response(
            scope=self.scope,
            date=self.updated,
            organisation=self.organisation,
            group=self.group,
            interviewed=self.interviewed,
            answers=self.answers,
            costs_most=self.costs_most,
            comments=self.comments,
        )


class Link(Record):
    """A private link to an assessment, known only by the hash of its token."""

    kind: ClassVar[str] = "link"
    indexes: ClassVar[tuple[str, ...]] = ("sha256", "home")

    sha256: Sha256  # of the 256-bit token
    purpose: Literal["resume", "share", "facilitate"]
    expires: datetime.date | None = None  # the last day it opens anything
    with_comments: bool = False


class Grant(Record):
    """What one browser may open; the browser is known only by the hash of its cookie."""

    kind: ClassVar[str] = "grant"
    indexes: ClassVar[tuple[str, ...]] = ("browser", "account", "what", "expires")

    browser: Sha256  # of the cookie
    what: Literal["assessment", "shared", "workshop", "seat", "language"]
    # id of what it opens: an assessment, the link that shares one, a workshop, a seat; or the name
    # of the language that the browser is answered in
    target: Key
    account: Key | None = None  # by whose login; the grant ends with it
    turn: int = 0  # of a browser's grants, the highest is what it opened last
    expires: datetime.date | None = None  # the last day it opens anything


class Stage(Frozen):
    """What a workshop's screens show."""

    view: Literal["lobby", "round", "reveal", "overview", "plan", "end"] = "lobby"
    round: Key | None = None  # the round that is asked
    sign: str | None = None  # the sign that is talked about
    items: bool = False  # of a revealed sign all its questions, not its groups


class Workshop(Record):
    """One session of a room; its home is its own id, and holds its rounds, reveals and plan."""

    kind: ClassVar[str] = "workshop"
    indexes: ClassVar[tuple[str, ...]] = (
        *("code", "door", "asked_by", "updated"),
        *("listed", "linked"),
    )

    title: Name
    organisation: Name | None = None
    instrument: Source
    nature: Literal["real", "rehearsal", "sample"] = "real"
    groups: Annotated[tuple[str, ...], Field(min_length=1, max_length=12)]
    heads: dict[str, Annotated[int, Field(ge=0, le=500)]] = Field({})  # expected, by group
    scope: Literal["check", "full", "signs"] = "full"
    signs: tuple[str, ...]  # those asked, in their order
    pace: Literal["led", "free"] = "led"
    mode: Literal["protected", "open"] = "protected"
    mirror: bool = True
    floors: Floors = Floors()
    language: str = "en"
    invited: Annotated[tuple[Name, ...], Field(max_length=6)] = ()  # whom a leader asked by name
    asked_by: Key | None = None  # the assessment from which colleagues were asked
    created: datetime.date
    updated: datetime.date
    phase: Literal["preparing", "open", "ended"] = "preparing"
    code: str | None = None  # what one types to join; none before the door opens and after the end
    door: str | None = None  # the token in the QR code: it gives a seat, and no data
    secret: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]  # never leaves the store
    locked: bool = False
    reached: bool = False  # a phone of the room has reached us
    stage: Stage = Stage()
    earlier: Key | None = None  # an earlier workshop of the organisation, to compare with
    before: tuple[Stage, ...] = ()  # earlier stages, for a slip; the last is the latest
    version: int = 0  # counts every change that screens and phones follow
    ended: datetime.datetime | None = None
    unlinked: bool = False  # no seat is tied to its answers any more

    @classmethod
    def home_of(cls, id: str) -> str:
        """The id itself."""
        return id

    @property
    def listed(self) -> str | None:
        """What the desk's list is ordered and searched by; None for a table of colleagues."""
        said = (self.updated, self.created, self.title, self.organisation or "")
        return None if self.asked_by else " · ".join(map(str, said)).casefold()

    @property
    def linked(self) -> str | None:
        """When it ended, to the second, as long as its seats are tied to their answers."""
        return f"{self.ended:{SECOND}}" if self.ended and not self.unlinked else None

    @property
    def asks(self) -> Scope:
        """The scope in which its answers are scored."""
        return "check" if self.scope == "check" else "full"

    @property
    def open_table(self) -> bool:
        """Whether answers are shown with names, with everybody's consent."""
        return self.mode == "open"


class Round(Record):
    """One asking of a workshop: a measurement of some signs, or a vote again on one."""

    kind: ClassVar[str] = "round"
    indexes: ClassVar[tuple[str, ...]] = ("home",)

    number: int  # 1, 2, ... in the order they were opened
    purpose: Literal["measure", "vote"]
    signs: tuple[str, ...]
    state: Literal["open", "closed", "revealed"] = "open"
    opened: datetime.datetime
    seconds: Annotated[int, Field(ge=10, le=7200)] | None = None  # on its timer


class Seat(Record):
    """A place in a workshop, held by one browser; its home is its own id and knows the answers."""

    kind: ClassVar[str] = "seat"
    indexes: ClassVar[tuple[str, ...]] = ("workshop",)

    workshop: Key
    ballot: Key
    group: str
    scorecard: Key | None = None  # the assessment that its holder made of the own answers
    guest: bool = False  # taken by a simulated guest, which no real workshop has

    @classmethod
    def home_of(cls, id: str) -> str:
        """The id itself."""
        return id


class Ballot(Record):
    """One person's answers in a workshop; without its seat nobody can tell whose they are."""

    kind: ClassVar[str] = "ballot"
    indexes: ClassVar[tuple[str, ...]] = ("workshop",)

    workshop: Key
    group: str
    name: Name | None = None  # at an open table
    paper: bool = False  # typed in from a sheet: there is no seat and no phone
    answers: dict[str, Answer] = Field({}, max_length=1000)
    guesses: dict[str, dict[str, Points]] = Field({}, max_length=100)  # item -> group -> points
    votes: dict[str, Answer] = Field({}, max_length=100)  # vote round -> answer
    dissent: dict[str, Comment] = Field({}, max_length=100)  # vote round -> why one sees it so
    comments: dict[str, Comment] = Field({}, max_length=100)  # sign -> comment
    costs_most: tuple[str, ...] = ()
    turn: int = 0  # the last message of the phone that was kept

    @classmethod
    def home_of(cls, id: str) -> str:
        """The id itself."""
        return id

    def response(self, scope: Scope) -> Response:
        """The answers as the engine takes them."""
        return Response(
            scope=scope,
            group=self.group,
            answers=self.answers,
            costs_most=self.costs_most,
        )


class Said(Frozen):
    """A comment as the room sees it."""

    sign: str
    text: Comment
    hidden: bool = False  # the facilitator keeps it off the screens


class Person(Frozen):
    """One person's marks at an open table."""

    ballot: Key
    name: str
    group: str
    scores: dict[str, float | None]  # 0 to 100 by sign; in the check the key item's value


class Shift(Frozen):
    """The vote again of a group on an item, beside its first answers; None is not published."""

    item: str
    group: str
    n: int | None  # who voted both times
    before: Five | None
    after: Five | None
    dissent: int | None  # how many say in their own words why they see it otherwise


class Shown(Frozen):
    """A set of answers of which something was published: what the next decision has to respect."""

    measure: str
    group: str
    kind: Literal["mean", "distribution", "comments"]
    sign: str | None = None
    answers: int  # which of the publication's sets of answers it is


class Publication(Record):
    """What a round came to, frozen when it was closed; never made anew from the answers."""

    kind: ClassVar[str] = "publication"
    indexes: ClassVar[tuple[str, ...]] = ("home",)

    round: Key | None  # None: the final report, made at the end
    card: RoomScorecard | None = None
    shifts: tuple[Shift, ...] = ()
    comments: tuple[Said, ...] = ()  # shuffled
    people: tuple[Person, ...] = ()
    sets: tuple[tuple[str, ...], ...] = ()  # of answers, each by its ballot and version
    shown: tuple[Shown, ...] = ()


class PlannedAction(Record):
    """Something the room agreed to do, with one owner from each side."""

    kind: ClassVar[str] = "planned"
    indexes: ClassVar[tuple[str, ...]] = ("home",)

    place: int  # in the plan, counted up
    sign: str
    text: Annotated[str, StringConstraints(min_length=1, max_length=400)]
    action: str | None = None  # id of the advice it was taken from
    sales: Annotated[str, StringConstraints(max_length=NAME_LIMIT)] = ""  # owners
    marketing: Annotated[str, StringConstraints(max_length=NAME_LIMIT)] = ""
    due: datetime.date | None = None
    done: Annotated[str, StringConstraints(max_length=400)] = ""  # how one will know


class InstrumentCopy(Record):
    """An instrument's canonical JSON under its hash, so that an old run can be rescored."""

    kind: ClassVar[str] = "instrument"
    homes: ClassVar[str] = "instrument-"  # what the names of their homes begin with

    text: str

    @classmethod
    def home_of(cls, id: str) -> str:
        """The home named after the hash."""
        return f"{cls.homes}{id}"

    @classmethod
    def of(cls, sha256: str, text: str) -> Self:
        """The copy to keep of the instrument with this hash and canonical JSON."""
        return cls(home=cls.home_of(sha256), id=sha256, text=text)


class LastGood(Record):
    """What the banks of a folder last made: used where they make nothing when the app starts."""

    kind: ClassVar[str] = "last_good"

    day: datetime.date
    text: str  # canonical JSON, translations with it

    @classmethod
    def home_of(cls, id: str) -> str:
        """The home named after the folder."""
        return f"last-good-{id}"

    @classmethod
    def id_of(cls, folder: Path) -> str:
        """The id for a folder: another folder with other questions never stands in for it."""
        return hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:32]
