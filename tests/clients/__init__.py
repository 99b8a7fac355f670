"""Clients at the desk: what of theirs may be read, their timeline, interviews and progress."""
