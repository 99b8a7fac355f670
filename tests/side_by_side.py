"""Many who do the same at once, each in a thread."""

import threading
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def at_once(work: Callable[[T], object], each: Iterable[T]) -> None:
    """Do the work for each of these at once, and wait until all is done."""
    threads = [threading.Thread(target=work, args=(one,)) for one in each]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
