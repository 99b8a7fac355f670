"""The consultant's desk: who may sit at it, what they may do there, and the record of it."""
