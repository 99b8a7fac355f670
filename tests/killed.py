"""Kills a writing process again and again and looks what is left. `python -m tests.killed FOLDER N`

One trial: a child opens the store, four threads count up in two homes, and every acknowledged count
goes through a pipe; at a random moment the child is killed; then the store is opened again. Prints
JSON: trials, acknowledged saves, trials that left a half-written file, what was lost, what broke.
"""

import json
import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from pathlib import Path

from assessment.records import Assessment
from assessment.store.folder import Folder
from assessment.store.port import Transaction
from assessment.store.tiny import TinyStore
from tests.make_records import assessment

HOMES = ("home_a", "home_b")
THREADS = 4


def count_up(tx: Transaction, home: str) -> int:
    """One more; the text around the number makes a torn file likely."""
    now = tx.get(Assessment, home) or assessment(home, position="0")
    number = int(now.position or 0) + 1
    tx.put(now.changed(position=str(number), comments={"a": f"{number} " * (number % 200)}))
    return number


def write_until_killed(folder: str, pipe: int) -> None:
    """Say every count, once it is durable."""
    store = TinyStore(Folder(folder))

    def person(home: str) -> None:
        while True:
            number = store.transact(home, lambda tx: count_up(tx, home))
            os.write(pipe, f"{home} {number}\n".encode())

    for turn in range(THREADS):
        threading.Thread(target=person, args=(HOMES[turn % 2],), daemon=True).start()
    time.sleep(60)


def trial(folder: str, moment: float) -> Counter[str]:
    """The highest acknowledged count of each home in one trial, and the number of them."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        write_until_killed(folder, writing)
    os.close(writing)
    said = os.read(reading, 4096)  # it has begun
    time.sleep(moment)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reading, 1 << 16):
        said += more
    os.close(reading)
    acknowledged: Counter[str] = Counter()
    for line in said.decode().splitlines():
        home, number = line.split()
        acknowledged[home] = max(acknowledged[home], int(number))
        acknowledged["saves"] += 1
    return acknowledged


def main(folder: str, trials: int) -> dict[str, object]:
    """What the trials came to."""
    chance = random.Random(folder)
    saves, torn = 0, 0
    lost: list[str] = []
    broken: list[str] = []
    for number in range(trials):
        acknowledged = trial(folder, chance.uniform(0, 0.02))
        saves += acknowledged["saves"]
        torn += any(Path(folder).rglob("*.tmp"))
        store = TinyStore(Folder(folder))
        for home in HOMES:
            kept = store.get(Assessment, home)
            found = int((kept and kept.position) or 0)
            if found < acknowledged[home]:
                lost.append(f"trial {number}: {home} has {found} of {acknowledged[home]}")
        broken += [f"trial {number}: {damage}" for damage in store.damaged]
        store.close()
    return {"trials": trials, "saves": saves, "torn": torn, "lost": lost, "broken": broken}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], int(sys.argv[2]))))
