"""A phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.answering import PHONE
from tests.conftest import Profiles


@pytest.fixture
def phone(profiles: Profiles) -> Iterator[BrowserContext]:
    """A phone of 390 px with a touch screen."""
    look = {"has_touch": True, "is_mobile": True, "device_scale_factor": 2}
    with profiles.lent(viewport=PHONE, **look) as lent:
        yield lent
