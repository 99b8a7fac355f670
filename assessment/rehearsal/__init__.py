"""Rehearsal: simulated guests who join a workshop and answer, and a finished one to show."""
