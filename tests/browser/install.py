"""Sees to it that the browser tests find a browser: installed, Debian's, or Playwright's own."""

import shutil
import sys
from pathlib import Path

from tests import packages

SHELL = "chromium-headless-shell"  # draws no window of its own: a fifth less of CPU time
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = """\
The browser tests need Chrome or Chromium, and none is here. Do one of these, then try again:
  - on Debian or Ubuntu: sudo apt-get install chromium
  - elsewhere: install Google Chrome, or run `.venv/bin/python -m playwright install chromium`"""


def installed() -> str | None:
    """The path of an installed Chrome or Chromium, if there is one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def playwrights_own() -> str | None:
    """The path of the Chromium that Playwright installed, if it did, its headless shell first."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        whole = Path(playwright.chromium.executable_path)
    build = whole.parents[1]  # chromium-1255, say, and the shell's folder beside it
    shells = build.parent.glob(f"chromium_headless_shell{build.name[8:]}/*/chrome-headless-shell*")
    return next((str(path) for path in (*shells, whole) if path.exists()), None)


def browser() -> str | None:
    """The path of the browser to test with: an installed one first, else Playwright's own."""
    return installed() or playwrights_own()


def install() -> bool:
    """Tries Debian's package when root, then Playwright's own; says whether one worked."""
    own = [sys.executable, "-m", "playwright", "install", "chromium"]
    return packages.install("a browser", browser, NAMES[:2], own)


if __name__ == "__main__":
    if not browser() and not install():
        sys.exit(MISSING)
    print("Browser for the tests:", browser())
