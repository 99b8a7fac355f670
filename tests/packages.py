"""Puts a program that the tests need onto this machine: Debian's package, or another way."""

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence


def install(
    what: str, there: Callable[[], object], packages: Sequence[str], otherwise: Sequence[str]
) -> bool:
    """Tries Debian's packages in turn when root, then the other command; whether it is there."""
    commands = [list(otherwise)]
    if shutil.which("apt-get") and os.geteuid() == 0:
        apt = ["apt-get", "-q", "-y", "-o", "Dpkg::Use-Pty=0"]
        named = [[*apt, "install", "--no-install-recommends", package] for package in packages]
        commands = [[*apt, "update"], *named, *commands]
    for command in commands:
        print(f"Installing {what}:", " ".join(command), flush=True)
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
        if there():
            return True
    return False
