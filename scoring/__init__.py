"""The engine: pure functions over frozen values, without screen, store, clock or language."""
