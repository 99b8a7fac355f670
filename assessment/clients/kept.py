"""Client organisations: found, added, changed and erased, by whoever sits at the desk."""

import datetime
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from assessment import typed
from assessment.client_records import Claim, Client
from assessment.desk import audit
from assessment.desk.door import Actor, for_actor
from assessment.errors import Refused
from assessment.records import KEY, new_id
from assessment.services import Services, erase_for_good
from assessment.store import Transaction, counted_to

PAGE = 50  # clients on a page
GONE = "This client is not there any more."
NO_NAME = "no_name"  # why a client was refused


@for_actor
def add(s: Services, actor: Actor, name: str) -> Client:
    """A new client, kept. Raises Refused and NotSaved."""
    id = new_id()
    made = Client(home=id, id=id, name=_name(name), created=today(), updated=today())
    s.store.transact(id, lambda home: home.put(made))
    audit.note(s, "client_added", actor.name, f"client {id}")
    return made


class Found(NamedTuple):
    """A page of clients, by name, and how many fit, as far as they are counted."""

    clients: tuple[Client, ...]
    fitting: int


@for_actor
def search(s: Services, actor: Actor, text: str = "", page: int = 0) -> Found:  # noqa: ARG001  # who may: whoever has an actor
    """The page of the clients whose name holds a text, from 0; it reads none but those on it."""
    holding = [wanted] if (wanted := " ".join(text.casefold().split())) else []
    first = page * PAGE
    here = s.store.page(Client, "listed", PAGE, first, lowest=True, holding=holding)
    return Found(here, s.store.count(Client, "listed", counted_to(first), holding=holding))


@for_actor
def called(s: Services, actor: Actor, name: str) -> tuple[Client, ...]:  # noqa: ARG001
    """The clients of exactly this name, however it is written in capitals."""
    return s.store.find(Client, listed=name.casefold())


@for_actor
def client(s: Services, actor: Actor, id: str) -> Client | None:  # noqa: ARG001
    """The client with this id, however it was typed; None where there is none."""
    return s.store.get(Client, id) if re.fullmatch(KEY, id) else None


@for_actor
def named(s: Services, actor: Actor, id: str) -> Client:
    """The client with this id; raises Refused where there is none."""
    found = client(s, actor, id)
    if found is None:
        raise Refused(GONE)
    return found


@for_actor
def rename(s: Services, actor: Actor, id: str, name: str) -> Client:
    """Keep another name. Raises Refused and NotSaved."""
    clean = _name(name)
    return _changed(s, actor, id, lambda _: {"name": clean})


@for_actor
def note(s: Services, actor: Actor, id: str, text: str) -> Client:
    """Keep what the desk notes of a client. Raises Refused and NotSaved."""
    clean = typed.comment(text)
    return _changed(s, actor, id, lambda _: {"note": clean})


@for_actor
def ask_again(s: Services, actor: Actor, id: str, day: datetime.date | None) -> Client:
    """Keep the day of the next run, or that there is none. Raises Refused and NotSaved."""
    return _changed(s, actor, id, lambda _: {"next_run": day})


@for_actor
def erase(s: Services, actor: Actor, id: str) -> None:
    """Erase a client; its runs stay with those whose they are. Raises Refused and NotErased."""
    named(s, actor, id)
    for claim in s.store.find(Claim, client=id):
        s.store.transact(claim.home, lambda home, gone=claim.id: home.delete(Claim, gone))  # type: ignore[misc]
    erase_for_good(s, id)
    audit.note(s, "client_erased", actor.name, f"client {id}")


def today() -> datetime.date:
    """The day, in UTC."""
    return datetime.datetime.now(datetime.UTC).date()


def _name(given: str) -> str:
    name = typed.name(given)
    if name is None:
        raise Refused("Give the client a name.", NO_NAME)
    return name


def _changed(
    s: Services, actor: Actor, id: str, change: Callable[[Client], dict[str, Any]]
) -> Client:
    named(s, actor, id)

    def work(home: Transaction) -> Client:
        now = home.get(Client, id)
        if now is None:
            raise Refused(GONE)
        after = now.changed(**change(now), updated=today())
        home.put(after)
        return after

    return s.store.transact(id, work)
