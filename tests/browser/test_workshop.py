"""The facilitator's console and the projector in a browser, with a room whose people answer."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from assessment import auth
from assessment.services import open_services
from assessment.settings import Settings
from assessment.workshop import rounds
from tests.browser.looks import Mode, faults, settle, until
from tests.conftest import serving
from tests.make_workshops import Hosted

SECOND = 10_000  # ms; the projector follows within one, ten times that on a busy machine
SCREEN = (1920, 1080)
SIZES = {"sales": 12, "marketing": 10, "leadership": 4}


class Stage:
    """A running app whose data were made before it started, and the facilitator's cookie."""

    def __init__(self, address: str, cookie: str, rooms: dict[str, str]) -> None:
        self.address = address
        self.cookie = cookie
        self.rooms = rooms

    def load(self, page: Page, path: str, room: str) -> None:
        """Go to a page on a workshop."""
        page.goto(f"/{path}?w={self.rooms[room]}")
        page.locator("h1").first.wait_for()

    def blank(self, chromium: Browser, mode: Mode) -> Page:
        """A blank page in a browser profile of its own."""
        context = chromium.new_context(base_url=self.address, color_scheme=mode)
        context.set_default_timeout(30_000)
        cookie = {"name": auth.COOKIE, "value": self.cookie, "url": self.address}
        context.add_cookies([cookie])  # type: ignore[list-item]
        return context.new_page()


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Workshops at every stage, made by the services before the server starts."""
    folder: Path = tmp_path_factory.mktemp("staged")
    host = auth.new_token()
    with open_services(Settings(data=folder / "data")) as s:
        signs = tuple(s.instrument().by_id)[:3]
        made = {
            "run": Hosted(s, host).open(sales=2, marketing=2),
            "lobby": Hosted(s, host).open(),
            "round": Hosted(s, host).open(),
            "reveal": Hosted(s, host).open(**SIZES).reveal(signs[0]),
            "items": Hosted(s, host).open(**SIZES).reveal(signs[0]),
            "vote": Hosted(s, host).open(**SIZES).reveal(signs[0]).vote(signs[0]),
            "overview": Hosted(s, host).open(**SIZES).reveal(*signs),
            "plan": Hosted(s, host).open().reveal(signs[0]).plan(),
            "table": Hosted(s, host, mode="open").open(sales=3, marketing=2).reveal(*signs),
            "slips": Hosted(s, host).open(sales=2).reveal(signs[0]),
        }
        rounds.open_round(s, made["round"].id, signs[0], 300)
        rounds.turn(s, made["overview"].id, "overview")
        rounds.show_items(s, made["items"].id, shown=True)
        ids = {name: hosted.id for name, hosted in made.items()}
    with serving(folder) as address:
        yield Stage(address, host, ids)


@pytest.fixture(scope="module")
def on_projector(staged: Stage, chromium: Browser) -> Iterator[Page]:
    """A page on a projector, dark, which goes from one workshop to another."""
    page = staged.blank(chromium, "dark")
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def on_desk(staged: Stage, chromium: Browser) -> Iterator[Page]:
    """A page of the facilitator's, which goes from one workshop to another."""
    page = staged.blank(chromium, "light")
    yield page
    page.context.close()


@pytest.fixture
def projector(on_projector: Page) -> Iterator[Page]:
    """The page on the projector, as wide as it is; afterwards it shows nothing."""
    on_projector.set_viewport_size({"width": SCREEN[0], "height": SCREEN[1]})
    yield on_projector
    on_projector.goto("about:blank")


@pytest.fixture
def desk(on_desk: Page) -> Iterator[Page]:
    """The facilitator's page, light and on a desk; afterwards it shows nothing."""
    on_desk.set_viewport_size({"width": 1280, "height": 900})
    on_desk.emulate_media(color_scheme="light")
    yield on_desk
    on_desk.goto("about:blank")


def press(page: Page, name: str) -> None:
    """Press the button, as soon as it is there."""
    page.get_by_role("button", name=name, exact=True).click()


def drawn(page: Page) -> Locator:
    """The charts, each once it is drawn."""
    charts = page.locator("[data-testid=stVegaLiteChart] svg")
    charts.first.wait_for()
    return charts


def test_the_projector_follows_the_console_from_the_lobby_to_the_reveal(
    staged: Stage, desk: Page, projector: Page
) -> None:
    """By itself and within a second: round, count, close, reveal; nothing shows before."""
    staged.load(desk, "workshop", "run")
    staged.load(projector, "screen", "run")
    expect(projector.locator(".code")).to_be_visible()

    press(desk, "Ask: Hitting targets")
    expect(projector.locator(".count")).to_contain_text("0", timeout=SECOND)
    expect(projector.locator(".count small")).to_have_text("of 4")
    assert projector.locator("[data-testid=stVegaLiteChart]").count() == 0

    press(desk, "Close the round")
    expect(projector.locator(".answered")).to_contain_text("was closed", timeout=SECOND)
    press(desk, "Reveal: Hitting targets")
    expect(projector.locator("h1")).to_have_text(
        "Not enough answers to compare Sales and Marketing.", timeout=SECOND
    )


def test_the_keyboard_runs_the_room(staged: Stage, desk: Page) -> None:
    """V votes again, U takes it back, Page Down goes on; not while somebody types; not twice."""
    staged.load(desk, "workshop", "slips")
    desk.get_by_role("button", name="Vote again").wait_for()
    until(desk, "window.oursConsole")
    settle(desk)

    desk.keyboard.press("v")
    expect(desk.locator(".eyebrow").first).to_have_text("Vote again")
    desk.wait_for_timeout(800)
    desk.keyboard.press("u")
    expect(desk.locator("h1")).to_contain_text("Not enough answers")
    desk.wait_for_timeout(800)
    desk.get_by_text("Keyboard shortcuts").click()
    expect(desk.locator("[data-shortcuts=off]")).to_be_visible()
    desk.keyboard.press("v")
    desk.get_by_text("Keyboard shortcuts").click()
    expect(desk.locator("[data-shortcuts=on]")).to_be_visible()
    expect(desk.get_by_role("button", name="Vote again")).to_be_visible()
    settle(desk)
    desk.locator("h1").click()
    desk.keyboard.press("PageDown")
    expect(desk.get_by_role("button", name="Close the round")).to_be_visible()


def test_a_plan_is_kept_while_it_is_typed(staged: Stage, desk: Page, projector: Page) -> None:
    """A name typed and a link clicked at once: it is there after a reload, on the projector too."""
    staged.load(desk, "workshop", "plan")
    staged.load(projector, "screen", "plan")
    owner = desk.get_by_label("Owner in Sales")
    owner.fill("Zoe")
    expect(projector.locator("td", has_text="Zoe")).to_be_visible(timeout=2 * SECOND)

    owner.fill("Yan")
    desk.get_by_role("link", name="Prepare").click()
    expect(desk.locator("h1")).to_have_text("Prepare the workshop")
    desk.go_back()

    expect(desk.get_by_label("Owner in Sales")).to_have_value("Yan")


@pytest.mark.parametrize(
    "room", ["lobby", "round", "reveal", "items", "vote", "overview", "plan", "table"]
)
def test_nothing_is_clipped_on_a_projector(staged: Stage, projector: Page, room: str) -> None:
    """Everything that is shown lies within the screen, whatever its size; charts stay wide."""
    staged.load(projector, "screen", room)
    settle(projector)
    for width, height in (SCREEN, (1280, 720), (1024, 768)):
        projector.set_viewport_size({"width": width, "height": height})
        projector.wait_for_timeout(1500)
        until(projector, f"() => !({OUTSIDE})().length")
        if room not in ("lobby", "round", "plan", "items"):
            box = drawn(projector).first.bounding_box()
            assert box
            assert box["width"] > 0.4 * width
    assert faults(projector, [1920], ["dark"]) == []


OUTSIDE = """() => [...document.querySelectorAll('.st-key-screen :is(h1, h2, p, li, td, svg, img)')]
    .filter(e => e.checkVisibility())
    .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
    .filter(([, r]) => r.width && (r.left < 0 || r.top < 0 ||
        r.right > innerWidth + 1 || r.bottom > innerHeight + 1))
    .map(([html, r]) => [html, r.left, r.top, r.right, r.bottom])"""


@pytest.mark.parametrize(
    "room", ["lobby", "round", "reveal", "items", "vote", "overview", "plan", "table"]
)
def test_every_stage_breaks_no_accessibility_rule(staged: Stage, desk: Page, room: str) -> None:
    """The console on a desk and on a phone, light and dark."""
    staged.load(desk, "workshop", room)
    settle(desk)
    assert faults(desk) == []


def test_a_reload_and_a_second_screen_show_the_same(
    staged: Stage, desk: Page, projector: Page
) -> None:
    """The store is the truth: what a session held is not needed."""
    staged.load(desk, "workshop", "reveal")
    title = desk.locator("h1").inner_text()
    desk.reload()
    staged.load(projector, "screen", "reveal")

    assert re.search(r"Marketing sees it (at least )?\d+ points higher than Sales", title)
    expect(desk.locator("h1")).to_have_text(title)
    expect(projector.locator("h1")).to_have_text(title)
