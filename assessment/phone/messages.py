"""What a phone says: one strict model for each kind of message, and what becomes of it."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, TypeAdapter, ValidationError

from assessment.errors import Refused
from assessment.records import Key, Points
from assessment.sent import Form
from assessment.services import Services
from assessment.workshop import ballots
from assessment.workshop.ballots import Receipt
from assessment.workshop.seats import Place
from scoring.response import COMMENT_LIMIT, Answer

BODY_LIMIT = 32_768  # bytes; a comment of 2,000 characters, each as %F0%9F%98%80, is below
MOST_TURNS = 2**53  # what a browser can count

Turn = Annotated[int, Field(ge=1, le=MOST_TURNS)] | None
Words = Annotated[str, StringConstraints(max_length=2 * COMMENT_LIMIT)]


class Answering(Form):
    """The own answer to an item."""

    kind: Literal["answer"]
    turn: Turn = None
    item: Key
    given: Answer

    def keep(self, s: Services, place: Place) -> Receipt:
        """Raises Refused and NotSaved, as all of these do."""
        return ballots.answer(s, place, self.item, self.given, turn=self.turn)


class Guessing(Form):
    """What the other side will choose."""

    kind: Literal["guess"]
    turn: Turn = None
    item: Key
    about: Key
    points: Points

    def keep(self, s: Services, place: Place) -> Receipt:
        """Keep the guess."""
        return ballots.guess(s, place, self.item, self.about, self.points, turn=self.turn)


class Voting(Form):
    """The vote after the talk."""

    kind: Literal["vote"]
    turn: Turn = None
    round: Key
    given: Answer

    def keep(self, s: Services, place: Place) -> Receipt:
        """Keep the vote."""
        return ballots.vote(s, place, self.round, self.given, turn=self.turn)


class Dissenting(Form):
    """Why one sees it otherwise."""

    kind: Literal["dissent"]
    turn: Turn = None
    round: Key
    text: Words

    def keep(self, s: Services, place: Place) -> Receipt:
        """Keep the words."""
        return ballots.dissent(s, place, self.round, self.text, turn=self.turn)


class Commenting(Form):
    """The comment on a sign."""

    kind: Literal["comment"]
    turn: Turn = None
    sign: Key
    text: Words

    def keep(self, s: Services, place: Place) -> Receipt:
        """Keep the comment."""
        return ballots.comment(s, place, self.sign, self.text, turn=self.turn)


class Naming(Form):
    """The signs that cost most today."""

    kind: Literal["costs_most"]
    turn: Turn = None
    signs: Annotated[tuple[Key, ...], Field(max_length=7)]

    def keep(self, s: Services, place: Place) -> Receipt:
        """Keep the choice."""
        return ballots.costs_most(s, place, self.signs, turn=self.turn)


Message = Annotated[
    Answering | Guessing | Voting | Dissenting | Commenting | Naming, Field(discriminator="kind")
]
MESSAGE: TypeAdapter[Message] = TypeAdapter(Message)


def from_form(fields: Mapping[str, str]) -> Message | None:
    """The message of a plain form, None where nothing was chosen; raises Refused."""
    said: dict[str, Any] = {k: v for k, v in fields.items() if k not in ("proof", "w", "at")}
    if said.get("kind") == "costs_most":
        said["signs"] = tuple(said.pop("signs", "").split())
    wanted = {"answer": "given", "vote": "given", "guess": "points"}.get(said.get("kind", ""))
    if wanted and wanted not in said:
        return None
    if wanted and said[wanted].isascii() and said[wanted].isdigit():
        said[wanted] = int(said[wanted])
    try:
        return MESSAGE.validate_python(said)
    except ValidationError as error:
        raise Refused(f"The form does not fit: {type(error).__name__}.") from None
