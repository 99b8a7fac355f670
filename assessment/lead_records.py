"""What is kept of people who left their address: leads, and what each of them agreed to."""

import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from assessment.records import SECOND, Key, Name, Record, Sha256, Tag
from scoring.values import Frozen

Purpose = Literal["contact", "read"]  # being contacted; letting the consultant read the scorecard
Status = Literal["new", "contacted", "meeting", "client", "closed"]
Size = Literal["1-9", "10-49", "50-249", "250-999", "1000+"]  # people in the organisation
NOTES_LIMIT = 4000  # characters
CONFIRM_DAYS = 14  # how long a mail waits for its answer; then the lead is erased
YES = "yes"  # what an index says of what is so; of what is not, it says nothing


class Consent(Frozen):
    """What somebody agreed to, in the words that were shown, with every time that matters."""

    purpose: Purpose
    wording: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
    language: str
    version: str
    sha256: Sha256  # of the wording
    given: datetime.datetime
    confirm: bool  # whether it takes effect only once a mail was answered
    confirmed: datetime.datetime | None = None
    withdrawn: datetime.datetime | None = None

    @property
    def holds(self) -> bool:
        """Whether it may be acted on now."""
        return self.withdrawn is None and (self.confirmed is not None or not self.confirm)


class Lead(Record):
    """Somebody who left an address; its home is its own id and holds what is sent to them.

    It names an assessment only as long as the consultant may read that scorecard.
    """

    kind: ClassVar[str] = "lead"
    indexes: ClassVar[tuple[str, ...]] = (
        *("email", "assessment", "line", "created", "waiting"),
        *("status", "may_contact", "may_read"),
    )

    email: Annotated[str, StringConstraints(min_length=3, max_length=320)]
    name: Name | None = None
    organisation: Name | None = None
    role: Name | None = None
    size: Size | None = None
    language: str
    created: datetime.datetime  # to the minute
    origin: dict[Tag, Name] = Field({})
    consents: tuple[Consent, ...] = ()
    assessment: Key | None = None
    status: Status = "new"
    notes: Annotated[str, StringConstraints(max_length=NOTES_LIMIT)] = ""
    line: str = ""  # what the list of leads is searched by: `listing`, kept up by `kept`

    @classmethod
    def home_of(cls, id: str) -> str:
        """The id itself."""
        return id

    @property
    def contactable(self) -> bool:
        """Whether the consultant may contact them."""
        return self.holds("contact")

    def holds(self, purpose: Purpose) -> bool:
        """Whether the latest consent to this holds now."""
        return next((c.holds for c in reversed(self.consents) if c.purpose == purpose), False)

    @property
    def waits(self) -> bool:
        """Whether all that they agreed to still waits for a mail to be answered."""
        living = [c for c in self.consents if c.withdrawn is None]
        return bool(living) and not any(c.holds for c in living)

    @property
    def waiting(self) -> str | None:
        """Since when it waits, if it does."""
        return f"{self.created:{SECOND}}" if self.waits else None

    @property
    def may_contact(self) -> str | None:
        """`YES` where the consultant may contact them: the list is filtered by it."""
        return YES if self.contactable else None

    @property
    def may_read(self) -> str | None:
        """`YES` where the consultant may read their scorecard."""
        return YES if self.assessment else None

    def kept(self) -> "Lead":
        """The same lead with its line renewed: what is put into the store."""
        fields = (
            f"{self.created:%Y-%m-%dT%H:%M}",
            self.status,
            "contact" if self.contactable else "",
            "read" if self.assessment else "",
            self.size or "",
            *(text or "" for text in (self.email, self.name, self.organisation, self.role)),
            *self.origin.values(),
        )
        return self.changed(line="\t".join(fields).casefold())


class LeftBy(Record):
    """Beside an assessment: a lead that its holder became, so that its holder can undo it.

    The latest has the assessment's id, those of addresses left before it the lead's.
    Only what the holder of the private link asks for goes this way; the desk never does.
    """

    kind: ClassVar[str] = "left_by"
    indexes: ClassVar[tuple[str, ...]] = ("home",)

    lead: Key  # id


class AddressLink(Record):
    """A link in a mail that confirms or withdraws a consent, known only by its token's hash."""

    kind: ClassVar[str] = "address_link"
    indexes: ClassVar[tuple[str, ...]] = ("sha256",)

    sha256: Sha256
    purpose: Literal["confirm", "withdraw"]
    expires: datetime.date | None = None  # the last day it does anything
