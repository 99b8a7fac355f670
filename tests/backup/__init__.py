"""Backups: made, put back, and refused."""
