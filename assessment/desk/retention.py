"""What the desk itself forgets in time: old days of the log, tombstones, copies, logins."""

import datetime
import logging
import shutil
from pathlib import Path

from assessment.desk import audit, door, leads
from assessment.desk_records import Tombstone
from assessment.services import Services
from assessment.store.folder import BEFORE

log = logging.getLogger("sevensigns")

LOG_DAYS = 366  # of the audit log
STONE_DAYS = 31 * 121  # longer than anything may be kept: an older backup holds what is old, too
COPY_DAYS = 14  # what was there before a restore


def forget(s: Services, now: datetime.datetime | None = None) -> None:
    """Erase what the desk no longer needs. Raises NotSaved and NotErased."""
    now = now or datetime.datetime.now(datetime.UTC)
    door.end_old(s, now)
    leads.purge(s, now)
    audit.forget(s, (now - datetime.timedelta(days=LOG_DAYS)).date())
    _forget_stones(s, now.date())
    forget_copies(s.settings.data, now)


def _forget_stones(s: Services, today: datetime.date) -> None:
    """Erase the months of tombstones that no backup can need any more."""
    last = today - datetime.timedelta(days=STONE_DAYS)
    for home in s.store.below(Tombstone, "home", f"{Tombstone.homes}{last:%Y-%m}"):
        s.store.erase(home)


def forget_copies(data: Path, now: datetime.datetime) -> None:
    """Erase what was there before a restore, homes or a backup; its name says when that was."""
    oldest = f"{BEFORE}{now - datetime.timedelta(days=COPY_DAYS):%Y%m%dT%H%M%S}"
    for copy in data.glob(f"{BEFORE}*"):
        if copy.name >= oldest:
            continue
        try:
            shutil.rmtree(copy) if copy.is_dir() else copy.unlink(missing_ok=True)
        except OSError as fault:
            log.warning("%s could not be erased: %s", copy, fault.strerror)
