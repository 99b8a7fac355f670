"""Prints every figure as a ratio beside what it should reach."""

import sys

from bench import app, bank, report, score, store

ROOMS = {"store": store, "score": score, "bank": bank, "report": report, "app": app}


def main(names: list[str]) -> None:
    """Measure the rooms with these names, or all of them, a line a figure."""
    for name in names or ROOMS:
        for what, ratio, reach in ROOMS[name].rows():
            verdict = "holds" if ratio <= reach else "MISSED"
            print(f"{what:<100} {ratio:8.2f}   at most {reach:<8g} {verdict}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
