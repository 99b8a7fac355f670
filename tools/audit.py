"""Checks the pinned requirements against the known vulnerabilities: `make audit`."""

import json
import re
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assessment.settings import ROOT

FILES = ("requirements.txt", "requirements-dev.txt")
SOURCE = "https://pypi.org/pypi/Jinja2/2.4/json"  # a release with vulnerabilities that are known
PATIENCE = 20  # seconds


def main() -> int:
    """Say what was found; 1 where something is vulnerable or was not looked at, 0 otherwise."""
    if why := unreachable():
        print(f"skipped: {SOURCE} cannot be asked ({why}); nothing was audited")
        return 0
    sentences = faults(report(), pinned())
    print("\n".join(sentences) or f"{len(pinned())} pinned packages audited, nothing known")
    return 1 if sentences else 0


def pinned(files: Sequence[str] = FILES) -> Mapping[str, str]:
    """The pinned versions by the names of their packages, written as an index writes them."""
    lines = "\n".join((ROOT / file).read_text("utf-8") for file in files)
    found = re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==([^\s;]+)", lines, re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in found}


def unreachable() -> str:
    """Why the source of the vulnerabilities cannot be asked, or nothing."""
    try:
        with urllib.request.urlopen(SOURCE, timeout=PATIENCE) as answer:
            known = json.load(answer).get("vulnerabilities")
    except (OSError, ValueError) as error:
        return str(error)
    return "" if known else "it names no vulnerability of a release that has some"


def report() -> Mapping[str, Any]:
    """What pip-audit found."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "found.json"
        read = [option for name in FILES for option in ("-r", str(ROOT / name))]
        how = ["--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off"]
        command = [sys.executable, "-m", "pip_audit", *read, *how, "--output", str(file)]
        ended = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
        if not file.exists():
            return {"dependencies": [], "why": ended.stderr}
        found: Mapping[str, Any] = json.loads(file.read_text("utf-8"))
        return found


def faults(found: Mapping[str, Any], wanted: Mapping[str, str]) -> list[str]:
    """What is vulnerable, with what mends it, and what was not looked at."""
    every = {re.sub(r"[-_.]+", "-", each["name"]).lower(): each for each in found["dependencies"]}
    told = [
        f"{name} {each['version']}: {hole['id']}, mended in {' or '.join(hole['fix_versions'])}"
        for name, each in sorted(every.items())
        for hole in each.get("vulns", ())
    ]
    left = sorted(name for name in wanted if "vulns" not in every.get(name, {}))
    if len(left) == len(wanted):
        why = found.get("why", "").strip()
        return [f"nothing was audited: 0 of {len(wanted)} pinned packages. {why}".strip()]
    return told + [f"{name} {wanted[name]}: not audited" for name in left]


if __name__ == "__main__":
    sys.exit(main())
