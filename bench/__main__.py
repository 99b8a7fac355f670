"""Prints every figure as a ratio beside what it should reach."""

import sys
from importlib import import_module

ROOMS = ("store", "score", "groups", "bank", "report", "app")


def main(names: list[str]) -> None:
    """Measure the rooms with these names, or all of them, a line a figure."""
    for name in names or ROOMS:
        for what, ratio, reach in import_module(f"bench.{name}").rows():
            verdict = "holds" if ratio <= reach else "MISSED"
            print(f"{what:<112}{ratio:8.2f}   at most {reach:<5g} {verdict}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
