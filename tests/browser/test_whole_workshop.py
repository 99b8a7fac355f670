"""A whole workshop as a consultant runs it: from the QR code to the PDF, and an open table."""

import io
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from assessment import responses
from assessment.records import Ballot, Workshop
from assessment.services import open_services
from assessment.settings import Settings
from assessment.stage.lobby import qr
from assessment.texts import load_texts
from assessment.workshop.codes import spaced
from tests.conftest import PATIENCE, serving
from tests.make_instrument import shipped

WORDS = load_texts("en")
INSTRUMENT = shipped()
FIRST = INSTRUMENT.signs[0]
SLOW = PATIENCE * 1000  # ms; the machine may be busy
# Each phone's answers to the five items of a sign; Sales sees it higher than Marketing.
SALES = ((4, 5, 4, 4, 3), (5, 4, 3, 4, 4), (4, 3, 5, 4, 5), (3, 4, 4, 5, 4))
MARKETING = ((1, 2, 2, 3, 1), (2, 1, 3, 1, 2), (2, 3, 1, 2, 2), (3, 2, 2, 1, 1))


class Phone:
    """A phone in the room."""

    def __init__(self, context: BrowserContext, group: str) -> None:
        self.context = context
        self.group = group
        self.page = context.new_page()

    def join(self, address: str, name: str | None = None) -> None:
        """Open the door's address, choose the group, and sit down."""
        self.page.goto(address)
        self.page.locator(f'label:has(input[name="group"][value="{self.group}"])').click()
        if name:
            self.page.locator('input[name="name"]').first.wait_for()
            field = self.page.locator('input[name="name"]:not([type="radio"])')
            if field.count():
                field.fill(name)
            else:
                self.page.locator(f'label:has(input[name="name"][value="{name}"])').click()
            self.page.locator('label:has(input[name="consent"])').click()
        self.page.locator("main button").last.click()
        self.page.wait_for_url(re.compile(r"/seat"))

    @property
    def shown(self) -> Locator:
        """The screen that one is at."""
        return self.page.locator("section:not([hidden])").first

    def choose(self, points: int) -> None:
        """Choose one of the five options, and go on."""
        self.shown.locator(".card").nth(points - 1).click()
        self.shown.locator("button.next, button.alone").first.click()

    def answer(self, given: tuple[int, ...], guess: int | None) -> None:
        """Answer what is asked, item after item, with the guess where the mirror asks."""
        left = list(given)
        while left:
            kind = self.shown.get_attribute("data-kind")
            if kind == "mirror":
                self.choose(guess or 3)
            else:
                self.choose(left.pop(0))
        if self.shown.get_attribute("data-kind") == "mirror":
            self.choose(guess or 3)


@pytest.fixture
def room(chromium: Browser) -> Iterator[ExitStack]:
    """What is opened in a test and closed after it."""
    with ExitStack() as held:
        yield held


def browser(held: ExitStack, chromium: Browser, address: str, **look: object) -> BrowserContext:
    """A browser of somebody's own."""
    made = chromium.new_context(base_url=address, **look)  # type: ignore[arg-type]
    made.set_default_timeout(SLOW)
    held.callback(made.close)
    return made


def phone(held: ExitStack, chromium: Browser, address: str, group: str) -> Phone:
    """Somebody's phone."""
    small = {"width": 390, "height": 844}
    made = browser(held, chromium, address, viewport=small, has_touch=True, is_mobile=True)
    return Phone(made, group)


def workshop_in(folder: Path) -> Workshop:
    """The one workshop that is kept."""
    with open_services(Settings(data=folder / "data"), role="read") as s:
        (found,) = s.store.find(Workshop)
        return found


def answers_in(folder: Path) -> list[dict[str, object]]:
    """What everybody answered, as it is kept."""
    with open_services(Settings(data=folder / "data"), role="read") as s:
        return [dict(ballot.answers) for ballot in s.store.find(Ballot)]


def press(console: Page, name: str) -> None:
    """Press a button of the console by its name, and wait until the room has moved on."""
    found = console.locator(f'[class*="st-key-press_{name}_"] button')
    expect(found).to_have_count(1)  # while a page is drawn anew, the last one stands there, too
    button = found.element_handle()
    button.click()
    button.wait_for_element_state("hidden")


def prepared(console: Page, title: str) -> None:
    """Prepare a protected workshop on two signs, with the lowest floors, and open the door."""
    console.goto("/workshops")
    console.get_by_label(WORDS("workshop.new_title")).fill(title)
    console.get_by_role("button", name=WORDS("workshop.new_make")).click()
    console.get_by_role("heading", name=WORDS("workshop.prepare_title")).wait_for()
    console.get_by_text(WORDS("workshop.scope_signs_about")).click()
    for sign in INSTRUMENT.signs[2:]:
        console.get_by_text(sign.name, exact=True).click()
    for name, floor in (("score", "3"), ("comments", "3"), ("distribution", "4")):
        field = console.get_by_label(WORDS(f"workshop.floor_{name}"))
        field.fill(floor)
        field.press("Tab")
    console.get_by_role("button", name=WORDS("workshop.open_door")).click()
    console.wait_for_url(re.compile(r"/workshop\?w="))


def scanned(projector: Page, folder: Path) -> str:
    """The address in the QR code on the projector, which must be the door's."""
    kept = workshop_in(folder)
    assert kept.code
    expect(projector.get_by_text(spaced(kept.code))).to_be_visible(timeout=SLOW)
    address = f"{projector.url.partition('/screen')[0]}/j/{kept.code}#{kept.door}"
    drawn = projector.locator("main img").first.get_attribute("src")
    assert drawn == qr(address)
    return address


def vote_and_reveal(console: Page, projector: Page, phones: list[Phone]) -> None:
    """Close and reveal the sign, let the room vote again, and reveal that."""
    press(console, "next")
    press(console, "next")
    gap = projector.get_by_role("heading", name=re.compile("Sales sees it .* higher"))
    expect(gap).to_be_visible(timeout=SLOW)
    press(console, "again")
    for one in phones:
        one.page.locator('section[data-kind="vote"]').first.wait_for()
        one.choose(3 if one.group == "sales" else 4)
    press(console, "next")
    press(console, "next")
    expect(projector.get_by_role("heading", name=WORDS("stage.votes"))).to_be_visible(timeout=SLOW)


def agree_and_end(console: Page) -> None:
    """Take an action into the plan, with an owner from each side, and end the workshop."""
    press(console, "view_plan")
    console.get_by_role("button", name=WORDS("workshop.take")).first.click()
    for side in ("sales", "marketing"):
        field = console.get_by_label(WORDS(f"stage.plan_{side}")).first
        field.fill(f"Head of {side.capitalize()}")
        field.press("Tab")
    expect(console.get_by_text(WORDS("workshop.saved")).first).to_be_visible(timeout=SLOW)
    console.get_by_text(WORDS("workshop.end_sure")).click()
    press(console, "end")


def text_of(desk: BrowserContext, address: str) -> str:
    """The text of a PDF that this browser may have."""
    got = desk.request.get(address)
    assert got.ok
    pages = pypdf.PdfReader(io.BytesIO(got.body())).pages
    return "\n".join(page.extract_text() for page in pages)


def test_a_whole_workshop_from_the_qr_code_to_the_pdf(
    chromium: Browser, room: ExitStack, tmp_path: Path
) -> None:
    """Eight phones and a projector; one phone sleeps, and the server restarts in a round."""
    with serving(tmp_path) as address:
        desk = browser(room, chromium, address, viewport={"width": 1280, "height": 900})
        console, projector = desk.new_page(), desk.new_page()
        prepared(console, "Spring kick-off")
        projector.set_viewport_size({"width": 1920, "height": 1080})
        projector.goto(console.url.replace("/workshop", "/screen"))
        door = scanned(projector, tmp_path)
        groups = ("sales",) * len(SALES) + ("marketing",) * len(MARKETING)
        phones = [phone(room, chromium, address, group) for group in groups]
        given = dict(zip(phones, SALES + MARKETING, strict=True))
        for one in phones:
            one.join(door)
        press(console, "next")
        asleep, *awake = phones
        for one in awake[:3]:
            one.answer(given[one], guess=2)
        asleep.shown.wait_for()
        asleep.context.set_offline(True)
        asleep.answer(given[asleep], guess=2)
        assert sum(map(bool, answers_in(tmp_path))) == 3

    with serving(tmp_path, PORT=address.rpartition(":")[2]):
        for one in awake[3:]:
            one.answer(given[one], guess=4)
        asleep.context.set_offline(False)
        until_kept(tmp_path, phones=8, items=len(FIRST.items))
        expect(projector.locator("main")).not_to_contain_text("higher")
        vote_and_reveal(console, projector, phones)
        agree_and_end(console)
        for one in phones:
            expect(one.page.locator("main")).to_contain_text(WORDS("phone.end"))
        report = f"/workshop.pdf?{console.url.partition('?')[2]}"
        text = text_of(desk, report)
        stranger = phones[1].context.request.get(report)

    for said in ("Spring kick-off", FIRST.name, "Head of Sales", "Head of Marketing"):
        assert said in text
    assert stranger.status == 404


def test_an_open_table_of_five(chromium: Browser, room: ExitStack, tmp_path: Path) -> None:
    """A leader asks four colleagues from the own answers; the result has a mark for each."""
    with serving(tmp_path) as address:
        leader = browser(room, chromium, address, viewport={"width": 1280, "height": 900})
        page = leader.new_page()
        begin_check(page, tmp_path)
        page.goto("/colleagues")
        names = ("Kim", "Ann", "Bo", "Cy", "Di")
        labels = [WORDS("colleagues.my_name")]
        labels += [WORDS("colleagues.name", number=str(place)) for place in range(1, len(names))]
        for label, name in zip(labels, names, strict=True):
            page.get_by_label(label).fill(name)
            page.get_by_label(label).press("Tab")
        page.get_by_role("button", name=WORDS("colleagues.open")).click()
        page.get_by_text(WORDS("colleagues.result")).first.wait_for()
        kept = workshop_in(tmp_path)
        door = f"{address}/j/{kept.code}#{kept.door}"
        for number, name in enumerate(names[1:]):
            one = phone(room, chromium, address, "sales" if number % 2 else "marketing")
            one.join(door, name)
            for item in range(len(INSTRUMENT.signs)):
                one.choose(1 + (number + item) % 5)
        until_kept(tmp_path, phones=5, items=len(INSTRUMENT.signs))

        page.get_by_text(WORDS("colleagues.result")).first.click()
        page.wait_for_url(re.compile("/workshop"))
        press(page, "next")
        press(page, "next")
        for name in ("Ann", "Di"):  # at the ends of a row; the marks between carry no words
            expect(page.locator(".st-key-stage")).to_contain_text(name, timeout=SLOW)
        text = text_of(leader, f"/workshop.pdf?w={kept.id}")

    for name in ("Ann", "Di"):
        assert name in text


def begin_check(page: Page, folder: Path) -> None:
    """Begin the check as its leader, every question answered."""
    page.goto("/")
    page.get_by_text(WORDS("start.check"), exact=True).click()
    page.locator('label:has(input[name="group"][value="leadership"])').click()
    page.get_by_role("button", name=WORDS("start.begin")).click()
    page.wait_for_url(re.compile(r"/answer"))
    id = page.url.rpartition("a=")[2].partition("&")[0]
    with open_services(Settings(data=folder / "data"), role="command") as s:
        for item in s.instrument().key_items:
            responses.answer(s, id, item, 3)


def until_kept(folder: Path, phones: int, items: int) -> None:
    """Wait until so many people's answers are kept, each of them complete."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if sum(len(answers) == items for answers in answers_in(folder)) == phones:
            return
        time.sleep(0.3)
    raise AssertionError(f"Kept: {answers_in(folder)}")
