"""What the desk keeps of clients: who they are, which runs are theirs, and what was done since."""

import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from assessment.records import Key, Name, Record
from scoring.response import NAME_LIMIT, Comment
from scoring.values import Frozen

Of = Literal["assessment", "workshop"]
# By which right the desk may read a run: it was begun there, its private link or its share link was
# given, its lead allowed it, or it is a workshop of the desk.
How = Literal["begun", "private_link", "share_link", "lead", "workshop"]
Status = Literal["open", "under_way", "done", "dropped"]
STATUSES: tuple[Status, ...] = ("open", "under_way", "done", "dropped")
SUMMARY = "summary"  # the part of a commentary that is about no single sign
DONE_LIMIT = 400

Said = Annotated[str, StringConstraints(max_length=DONE_LIMIT)]


class Client(Record):
    """An organisation that the consultant works for; its home is its own id."""

    kind: ClassVar[str] = "client"
    indexes: ClassVar[tuple[str, ...]] = ("listed",)

    name: Name
    note: Comment = ""  # of the desk alone
    created: datetime.date
    updated: datetime.date
    next_run: datetime.date | None = None  # when to ask again

    @property
    def listed(self) -> str:
        """What the list is ordered and searched by."""
        return self.name.casefold()

    @classmethod
    def home_of(cls, id: str) -> str:
        """The id itself."""
        return id


class Claim(Record):
    """That a run belongs to a client. It lies beside the run and is erased with it."""

    kind: ClassVar[str] = "claim"
    indexes: ClassVar[tuple[str, ...]] = ("client",)

    client: Key
    of: Of
    how: How
    with_comments: bool = False  # whether the desk may read what was commented
    made: datetime.date
    until: datetime.date | None = None  # the last day of a share link it came by

    @classmethod
    def home_of(cls, id: str) -> str:
        """The id itself, which is that of the run."""
        return id


class Commentary(Record):
    """What the consultant says of a run, marked as theirs; it lies beside the run."""

    kind: ClassVar[str] = "commentary"

    author: Annotated[str, StringConstraints(max_length=NAME_LIMIT)] = ""  # as typed for the report
    parts: dict[str, Comment] = Field({}, max_length=100)  # the summary, and by sign
    before: dict[str, Comment] = Field({}, max_length=100)  # what stood there last, for a slip
    shown: bool = False  # to the client; until then it is a draft
    updated: datetime.date

    @classmethod
    def home_of(cls, id: str) -> str:
        """The id itself, which is that of the run."""
        return id


class FollowUp(Record):
    """What became of an action that was agreed or advised; it lies beside its run."""

    kind: ClassVar[str] = "follow_up"
    indexes: ClassVar[tuple[str, ...]] = ("home",)

    action: Key  # id of the planned action, or of the advice
    status: Status = "open"
    said: Said = ""  # what was done, in a line
    updated: datetime.date


class Spoken(Frozen):
    """A commentary as it is shown: from whom, on the whole, and on each sign."""

    author: str
    summary: str
    signs: dict[str, str]
