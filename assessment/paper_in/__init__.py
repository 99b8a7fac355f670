"""Typing in answer sheets: a page of the facilitator's, one key an answer, plain HTML."""
