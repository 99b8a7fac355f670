"""Services beside the running server, and a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from assessment.services import Services, open_services
from assessment.settings import Settings
from tests.browser.phone.hands import on_a_phone


@pytest.fixture
def s(server: str, server_folder: Path) -> Iterator[Services]:
    """Services beside the running server, as a facilitator's pages use them."""
    with open_services(Settings(data=server_folder / "data"), role="command") as opened:
        yield opened


@pytest.fixture
def phone(chromium: Browser, server: str) -> Iterator[Page]:
    """A page on a phone that was never here before."""
    context = on_a_phone(chromium, server)
    yield context.new_page()
    context.close()
