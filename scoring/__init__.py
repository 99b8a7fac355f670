"""The engine: pure functions over frozen values. It knows no screen, store, colour, clock or language."""
