"""What waits to be sent: mails and events for the webhook."""

import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from assessment.records import Key, Record

Channel = Literal["mail", "webhook"]
LinkPurpose = Literal["confirm", "withdraw"]


class Outgoing(Record):
    """A mail or an event that is to be delivered; gone as soon as it is.

    It lies in the home of what it belongs to, so that both are kept in one transaction, or in a
    home of its own, which is named by its id and goes with it.
    """

    kind: ClassVar[str] = "outgoing"
    indexes: ClassVar[tuple[str, ...]] = ("state", "channel", "assessment", "email", "turn")

    channel: Channel
    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_.]{0,59}$")]  # template or event
    payload: Annotated[
        dict[str, Annotated[str, StringConstraints(max_length=2000)]], Field(max_length=40)
    ]
    email: Annotated[str, StringConstraints(max_length=254)] | None = None  # to whom a mail goes
    language: str = ""  # of a mail
    links: tuple[LinkPurpose, ...] = ()  # of a mail to a lead: in its words, made when it is sent
    assessment: Key | None = None  # whose scorecard goes with it, made when it is sent
    created: datetime.datetime
    attempts: Annotated[int, Field(ge=0)] = 0
    due: datetime.datetime  # not to be tried before that; of what was given up, when it was
    state: Literal["waiting", "gave_up"] = "waiting"
    why: Annotated[str, StringConstraints(max_length=60)] = ""  # it failed last: a word and a code

    @property
    def turn(self) -> str:
        """By which the lists are ordered."""
        return f"{self.due:%Y-%m-%dT%H:%M:%S.%f}"
