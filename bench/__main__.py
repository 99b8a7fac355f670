"""Prints every figure as a ratio beside what it should reach."""

import sys
from importlib import import_module

# A workshop takes long, and is measured when it is asked for.
ROOMS = ("store", "backup", "score", "groups", "bank", "report", "app", "desk", "post", "open")


def main(names: list[str]) -> None:
    """Measure the rooms with these names, or all of them, a line a figure; --quick is smaller."""
    quick = "--quick" in names
    for name in [name for name in names if name != "--quick"] or ROOMS:
        rows = import_module(f"bench.{name}").rows
        for what, ratio, reach in rows(quick=True) if quick else rows():
            verdict = "holds" if ratio <= reach else "MISSED"
            print(f"{what:<118}{ratio:8.2f}   at most {reach:<5g} {verdict}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
