"""The post, as the desk looks at it: what waits, what was given up, and what becomes of that."""

from collections.abc import Callable
from typing import NamedTuple

from assessment.desk import audit
from assessment.desk.door import Actor, for_actor
from assessment.errors import Refused
from assessment.post import outbox
from assessment.post_records import Outgoing
from assessment.services import Services

Act = Callable[[Services, Actor, str], None]

GONE = "This is not there any more: it was delivered or erased meanwhile."


class Post(NamedTuple):
    """What could not be delivered, the latest first, and what is still tried, the next first."""

    given_up: tuple[Outgoing, ...]
    waiting: tuple[Outgoing, ...]
    every: tuple[int, int]  # how many there are of either


@for_actor
def held(s: Services, _: Actor) -> Post:
    """Of all that is to be sent what is seen of it."""
    every = outbox.count(s, "gave_up"), outbox.count(s, "waiting")
    return Post(outbox.given_up(s), outbox.waiting(s), every)


@for_actor
def given_up(s: Services, _: Actor) -> int:
    """How much could not be delivered and is not tried any more."""
    return outbox.count(s, "gave_up")


@for_actor
def again(s: Services, actor: Actor, id: str) -> None:
    """Try anew what was given up, and now. Raises Refused and NotSaved."""
    if not outbox.again(s, id):
        raise Refused(GONE, "gone")
    audit.note(s, "post_again", actor.name, id)


@for_actor
def discard(s: Services, actor: Actor, id: str) -> None:
    """Give it up for good, and forget it. Raises Refused and NotSaved."""
    if not outbox.discard(s, id):
        raise Refused(GONE, "gone")
    audit.note(s, "post_discarded", actor.name, id)
