"""The clients of a consultant: their runs, what was said of them, and what has moved since."""
