"""Work for a transaction: put, remove, count up."""

from collections.abc import Callable

from assessment.records import Assessment, Link, Record
from assessment.store import Transaction
from tests.make_records import assessment


def put(*records: Record) -> Callable[[Transaction], None]:
    """Work that puts these records."""

    def work(tx: Transaction) -> None:
        for record in records:
            tx.put(record)

    return work


def remove(link: str) -> Callable[[Transaction], None]:
    """Work that deletes this link."""
    return lambda tx: tx.delete(Link, link)


def add_one(item: str) -> Callable[[Transaction], int]:
    """Work that counts up in the assessment `a1`; its answers are the count."""

    def work(tx: Transaction) -> int:
        now = tx.get(Assessment, "a1") or assessment()
        tx.put(now.changed(answers=now.answers | {item: 1}))
        return len(now.answers) + 1

    return work
