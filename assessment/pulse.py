"""Whether the store takes a write and gives it back."""

from typing import ClassVar

from assessment.errors import StoreError
from assessment.records import Record, new_id
from assessment.store import Store


class Pulse(Record):
    """Something that is written to see that it can be, and erased at once."""

    kind: ClassVar[str] = "pulse"
    homes: ClassVar[str] = "pulse-"  # what the names of their homes begin with


def beat(store: Store) -> None:
    """Write something, read it back and erase it. Raises StoreError where one of them fails."""
    id = new_id()
    home = f"{Pulse.homes}{id}"
    store.transact(home, lambda kept: kept.put(Pulse(home=home, id=id)))
    found = store.get(Pulse, id)
    store.erase(home)
    if found is None:
        raise StoreError("What was saved cannot be read.")
