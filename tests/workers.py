"""How the whole run is spread over this machine, and what it says while it goes on."""

import os
from pathlib import Path

import pytest

LIMITS = (  # what a container may use of the cores it sees: microseconds, in how many of them
    ("/sys/fs/cgroup/cpu.max",),
    ("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "/sys/fs/cgroup/cpu/cpu.cfs_period_us"),
)
LONG = (  # what takes longest starts first, so that nobody waits for it at the end
    "test_whole_workshop",
    "test_every_page",
    "test_phones_of_all_kinds",
    "test_bad_connections",
    "test_following_the_room",
    "test_joining_by_phone",
    "test_answering",
    "test_comments",
    "test_coming_back",
    "test_workshop",
    "test_privacy_attack",
    "test_year",
)


def cores() -> int:
    """How many cores this run may use."""
    seen = os.cpu_count() or 1
    for names in LIMITS:
        files = [Path(name) for name in names]
        if all(file.exists() for file in files):
            quota, period = " ".join(file.read_text("ascii") for file in files).split()
            if quota.isdecimal():
                return max(1, min(seen, round(int(quota) / int(period))))
    return seen


class Told:
    """Names each test as it fails: a run that is cut short prints no summary."""

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self._terminal = terminal

    @pytest.hookimpl(trylast=True)  # after its letter
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Say which test it is, where it failed, and in one line why."""
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            why = str(crash.message if crash else report.longrepr).partition("\n")[0][:200]
            self._terminal.write_line(f"\nFAILED in {report.when}: {report.nodeid}: {why}")
            self._terminal.flush()
