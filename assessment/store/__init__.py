"""The store: the port that everything kept goes through, and the adapters behind it."""

from assessment.store.port import Store, Transaction

__all__ = ["Store", "Transaction"]
