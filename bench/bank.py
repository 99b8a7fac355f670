"""Loading all banks, against a plain reading of the same files; and refusing hostile ones."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

import yaml

from bench.hostile import FILES
from scoring.bank import find_problems, load_instrument

FOLDER = Path(__file__).parent.parent / "questions" / "seven-signs"
ROUNDS = 7


def rows() -> list[tuple[str, float, float]]:
    """What is measured, the figure, and what it should reach."""
    files = sorted(FOLDER.rglob("*.yaml"))
    ours = _least(lambda: load_instrument(FOLDER))
    plain = _least(lambda: [yaml.safe_load(file.read_bytes()) for file in files])
    what = "loading all banks with positions and checks : plain yaml.safe_load of the same files"
    return [(what, ours / plain, 1.0), _slowest_refusal()]


def _slowest_refusal() -> tuple[str, float, float]:
    took = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(shutil.copytree(FOLDER, Path(scratch, "banks")))
        for name, content in FILES.items():
            (folder / "1_targets.yaml").write_bytes(content)
            took[name] = _least(lambda: find_problems(folder), 3) * 1000
    name = max(took, key=lambda name: took[name])
    return f"refusing the worst of {len(took)} hostile banks ({name}), ms of CPU", took[name], 150


def _least(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The least CPU time of a few rounds, in seconds."""

    def once() -> float:
        start = process_time()
        work()
        return process_time() - start

    return min(once() for _ in range(rounds))
