"""The live workshop: prepared, joined, answered round by round, revealed, agreed on and ended."""
