"""What a hand does with a phone, and a room for it."""

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from assessment import auth
from assessment.records import Ballot, Workshop
from assessment.services import Services
from assessment.workshop import prepare
from assessment.workshop.kept import ballots
from assessment.workshop.prepare import Preparation
from tests.conftest import PATIENCE

HOST = auth.new_token()
FOLLOWS = 2_000  # ms within which a phone follows, plus what a busy machine takes on top
BUSY = 6_000


def on_a_phone(chromium: Browser, server: str, **how: Any) -> BrowserContext:
    """A phone's browser profile."""
    look = {"viewport": {"width": 390, "height": 844}, "has_touch": True, **how}
    context = chromium.new_context(base_url=server, **look)
    context.set_default_timeout(PATIENCE * 500)
    return context


def opened(s: Services, **changes: object) -> Workshop:
    """A workshop that people may join."""
    wish = Preparation(title="Spring review", groups=("sales", "marketing", "leadership"))
    return prepare.open_door(s, prepare.prepare(s, HOST, wish.model_copy(update=changes)).id)


def join(page: Page, room: Workshop, group: str = "Sales") -> None:
    """Scan the QR code and take a seat."""
    page.goto(f"/j/{room.code}#{room.door}")
    page.get_by_text(group, exact=True).click()
    page.get_by_role("button", name="Take a seat").click()
    page.wait_for_url("**/seat?w=*")


def card(page: Page, number: int) -> Locator:
    """A card of the screen that is shown."""
    return page.locator("section:not([hidden]) .card").nth(number)


def go_on(page: Page) -> None:
    """Press Next."""
    page.get_by_role("button", name="Next").click()


def saved(page: Page) -> None:
    """Wait until the page says that everything is saved."""
    expect(page.locator("#state")).to_have_text("Saved")


def ballot(s: Services, room: Workshop) -> Ballot:
    """The one ballot of a room."""
    (found,) = ballots(s, room)
    return found


def items(s: Services, room: Workshop, sign: int = 0) -> list[str]:
    """The ids of the items of a sign."""
    return [item.id for item in s.instrument().by_id[room.signs[sign]].items]
