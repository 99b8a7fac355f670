"""The TinyDB store: killed, starved, damaged, locked, and reached through its door."""
