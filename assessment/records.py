"""What is kept: records, each of one kind, each in one home."""

import datetime
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints

from scoring.instrument import Frozen
from scoring.response import NAME_LIMIT, Answer, Comment, Response, Scope
from scoring.scorecard import Source

KEY = r"[A-Za-z0-9_-]{1,80}"
Key = Annotated[str, StringConstraints(pattern=f"^{KEY}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Record(Frozen):
    """Something kept under its kind and id; a record is replaced, never changed.

    `home` is what is written and erased together: the id of an assessment for everything that
    belongs to it. `id` is unique within the kind and random, never counted up. Only the fields in
    `indexes` can be searched; they hold text or None. A new index on a kind that is already kept
    needs nothing else: indexes are built when the store opens.
    """

    model_config = ConfigDict(strict=True)

    kind: ClassVar[str]
    indexes: ClassVar[tuple[str, ...]] = ()
    kinds: ClassVar[dict[str, type["Record"]]] = {}

    home: Key
    id: Key

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        if (known := cls.kinds.setdefault(cls.kind, cls)).__qualname__ != cls.__qualname__:
            raise TypeError(f"{known.__qualname__} and {cls.__qualname__} share kind {cls.kind!r}")
        if unknown := set(cls.indexes) - set(cls.model_fields):
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

    scope: Scope
    group: str | None = None
    organisation: Annotated[str, StringConstraints(max_length=NAME_LIMIT)] | None = None
    instrument: Source
    created: datetime.date
    updated: datetime.date
    answers: dict[str, Answer] = Field({}, max_length=1000)
    comments: dict[str, Comment] = Field({})
    costs_most: tuple[str, ...] = ()
    position: str | None = None  # the sign last looked at
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
            answers=self.answers,
            costs_most=self.costs_most,
            comments=self.comments,
        )


class Link(Record):
    """A private link to an assessment, known only by the hash of its token."""

    kind: ClassVar[str] = "link"
    indexes: ClassVar[tuple[str, ...]] = ("sha256", "home")

    sha256: Sha256  # of the 256-bit token
    purpose: Literal["resume", "share"]
    expires: datetime.date | None = None  # the last day it opens anything
    with_comments: bool = False


class Grant(Record):
    """What one browser may open; the browser is known only by the hash of its cookie."""

    kind: ClassVar[str] = "grant"
    indexes: ClassVar[tuple[str, ...]] = ("browser",)

    browser: Sha256  # of the cookie
    what: Literal["assessment", "shared"]
    target: Key  # id of what it opens: an assessment, or the link that shares one
    turn: int = 0  # of a browser's grants, the highest is what it opened last
    expires: datetime.date | None = None  # the last day it opens anything


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
