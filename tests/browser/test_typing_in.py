"""Answer sheets typed in by a facilitator: by keys alone, by touch, and without JavaScript."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from assessment import auth
from assessment.records import Ballot, Workshop
from assessment.report.answer_sheet import lines
from assessment.services import Services, open_services
from assessment.settings import Settings
from assessment.workshop import paper, prepare, reveal, rounds
from assessment.workshop.kept import items_of, workshop
from assessment.workshop.paper import Sheet
from assessment.workshop.prepare import Preparation
from tests.browser.looks import faults
from tests.browser.test_every_page import FOREIGN, PLAIN, TYPED, VISIBLE
from tests.conftest import serving


@dataclass(frozen=True)
class House:
    """A running app, its data folder, and a facilitator's cookie."""

    address: str
    folder: Path
    cookie: str
    language: str

    def opened(self, **changes: object) -> Workshop:
        """A workshop at a free pace, open, for Sales and Marketing."""
        wish = Preparation(
            title=TYPED, groups=("sales", "marketing"), pace="free", language=self.language
        )
        with self.services() as s:
            made = prepare.prepare(s, self.cookie, wish.model_copy(update=changes))
            return prepare.open_door(s, made.id)

    def services(self) -> AbstractContextManager[Services]:
        """The services of a command beside the app."""
        return open_services(Settings(data=self.folder / "data"), role="command")

    def kept(self, room: Workshop) -> tuple[Ballot, ...]:
        """All that was typed in."""
        with self.services() as s:
            return s.store.find(Ballot, workshop=room.id)

    def page(
        self,
        chromium: Browser,
        room: Workshop,
        width: int = 1280,
        mode: Literal["light", "dark"] = "light",
        **more: bool,
    ) -> Page:
        """The page where its sheets are typed in, as the facilitator's browser has it."""
        context: BrowserContext = chromium.new_context(
            base_url=self.address,
            viewport={"width": width, "height": 900},
            color_scheme=mode,
            **more,  # type: ignore[arg-type]
        )
        context.set_default_timeout(30_000)
        context.add_cookies([{"name": auth.COOKIE, "value": self.cookie, "url": self.address}])
        made = context.new_page()
        made.goto(f"/paper?w={room.id}")
        return made


def housed(folder: Path, language: str) -> Iterator[House]:
    """A real server."""
    with serving(folder, SEVENSIGNS_LANGUAGE=language) as address:
        yield House(address, folder, auth.new_token(), language)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The app in English."""
    yield from housed(tmp_path_factory.mktemp("typing"), "en")


@pytest.fixture(scope="module")
def longer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The app in the pseudo-language."""
    yield from housed(tmp_path_factory.mktemp("longer"), "pseudo")


def keys_of(s: Services, room: Workshop, group: int, digit: str) -> str:
    """The keys of a sheet on which every box with this digit is ticked, its group first."""
    instrument = s.instrument()
    items = [item.id for item in items_of(instrument, room, room.signs)]
    own = room.groups[group - 1]
    asked = [x for x in lines(instrument, items, room.groups, room.mirror) if x.about != own]
    return str(group) + digit * len(asked)


def typed(page: Page, keys: str) -> None:
    """Press these keys one after the other."""
    for key in keys:
        page.keyboard.press(key)


def test_two_sheets_typed_by_keys_alone_are_found_in_the_reveal(
    house: House, chromium: Browser
) -> None:
    """With three sheets there is nothing to show; with the two typed in there is."""
    room = house.opened()
    with house.services() as s:
        asked = items_of(s.instrument(), room, room.signs)
        for number in range(3):
            answers = {item.id: 1 + number for item in asked}
            given = Sheet(id=f"sheet-of-before-{number}", group="sales", answers=answers)
            paper.type_in(s, room.id, given)
        first, second = keys_of(s, room, 1, "4"), keys_of(s, room, 1, "5")
    page = house.page(chromium, room)

    typed(page, first[:4] + "0")  # a slip, taken back by the next key
    page.keyboard.press("Backspace")
    typed(page, first[4:])
    typed(page, "26")
    page.keyboard.press("Enter")
    expect(page.locator(".sum")).to_contain_text("35 answers")
    expect(page.locator(".sum")).to_contain_text("0 left open")
    page.keyboard.press("Enter")
    expect(page.locator(".kept p")).to_have_text("Kept as sheet 4")
    typed(page, second)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".kept p")).to_have_text("Kept as sheet 5")
    page.context.close()
    with house.services() as s:
        rounds.close(s, room.id)
        rounds.show(s, room.id)
        card = reveal.card(s, workshop(s, room.id))

    kept = [b for b in house.kept(room) if len(set(b.answers.values())) == 1]
    assert sorted(str(set(b.answers.values())) for b in kept)[-2:] == ["{4}", "{5}"]
    assert {b.costs_most for b in kept} == {(), (room.signs[1], room.signs[5])}
    assert all(len(b.guesses) == 7 for b in kept if set(b.answers.values()) & {4, 5})
    assert card
    assert [card.mean("sales", sign).n for sign in room.signs] == [5] * 7
    assert {card.mean("sales", sign).score for sign in room.signs} == {50}


def test_a_sheet_whose_acknowledgement_is_lost_is_kept_once(
    house: House, chromium: Browser
) -> None:
    """It stays on the page, also over a reload, and counts once when it is sent again."""
    room = house.opened(scope="check", mirror=False)
    page = house.page(chromium, room)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/paper/keep*", lose)
    typed(page, "2" + "3" * 6)
    page.keyboard.press(" ")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_contain_text("not known whether this sheet was kept")
    page.reload()
    expect(page.locator(".sum")).to_contain_text("6 answers1 left open")
    page.keyboard.press("Backspace")
    expect(page.locator("#told")).to_contain_text("Send this sheet again first")
    page.unroute("**/paper/keep*")
    page.keyboard.press("Enter")
    expect(page.locator(".kept p")).to_have_text("Kept as sheet 1")
    page.context.close()
    (kept,) = house.kept(room)
    assert (kept.group, list(kept.answers.values())) == ("marketing", [3] * 6)


def test_what_is_typed_survives_a_reload_and_keys_typed_ahead_are_not_lost(
    house: House, chromium: Browser
) -> None:
    """A half-typed sheet goes on; while a sheet is on its way the next one may be begun."""
    room = house.opened(scope="check", mirror=False)
    page = house.page(chromium, room)

    def slow(route: Route) -> None:
        page.wait_for_timeout(300)
        route.continue_()

    page.route("**/paper/keep*", slow)
    typed(page, "123")
    page.reload()
    expect(page.locator("#told")).to_contain_text("was begun before")
    typed(page, "45123")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    typed(page, "254")
    expect(page.locator(".kept")).to_have_count(0)
    expect(page.locator(".strip b")).to_have_text(["2", "5", "4", "", "", "", "", "", ""])
    page.context.close()
    (kept,) = house.kept(room)
    assert (kept.group, list(kept.answers.values())) == ("sales", [2, 3, 4, 5, 1, 2, 3])


def test_u_takes_the_last_sheet_out_and_brings_its_answers_back(
    house: House, chromium: Browser
) -> None:
    """It is put right and kept again, and there is one sheet."""
    room = house.opened(scope="check", mirror=False)
    page = house.page(chromium, room)
    typed(page, "1" + "2" * 7)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".kept p")).to_have_text("Kept as sheet 1")
    page.keyboard.press("u")
    expect(page.locator("#told")).to_contain_text("Sheet 1 is taken out")
    assert house.kept(room) == ()

    page.locator(".strip button").nth(3).click()
    page.keyboard.press("9")
    while page.locator(".sum").count() == 0:
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".kept p")).to_have_text("Kept as sheet 1")
    page.context.close()
    (kept,) = house.kept(room)
    assert list(kept.answers.values()) == [2, 2, "not_applicable", 2, 2, 2, 2]


def test_by_thumb_and_without_javascript(house: House, chromium: Browser) -> None:
    """Buttons do what keys do, and a plain form does it without a script."""
    room = house.opened(scope="check", mirror=False)
    touch = house.page(chromium, room, 390, has_touch=True)
    touch.locator(".card").nth(1).tap()
    for _ in range(7):
        touch.locator(".card").nth(2).tap()
    touch.get_by_role("button", name="That is all").tap()
    touch.get_by_role("button", name="Keep this sheet").tap()
    expect(touch.locator(".kept p")).to_have_text("Kept as sheet 1")
    touch.context.close()
    plain = house.page(chromium, room, java_script_enabled=False)
    plain.locator("select").nth(0).select_option("sales")
    plain.locator("select").nth(1).select_option("5")
    plain.get_by_role("button", name="Keep this sheet").click()
    expect(plain.get_by_text("Kept as sheet 2")).to_be_visible()
    plain.context.close()
    found = {b.group: list(b.answers.values()) for b in house.kept(room)}
    assert found == {"marketing": [3] * 7, "sales": [5]}


def walk(page: Page) -> Iterator[str]:
    """The page at each of its stations."""
    yield "group"
    page.keyboard.press("1")
    yield "question"
    page.keyboard.press("8")
    yield "no such key"
    while page.locator(".strip li.costs [aria-current]").count() == 0:
        page.keyboard.press("4")
        if page.locator("h2 b").count() == 0 and page.locator(".apart").count():
            yield "guess"
    yield "closing question"
    page.keyboard.press("Enter")
    yield "summary"
    page.keyboard.press("Enter")
    page.locator(".kept").wait_for()
    yield "kept"


def test_no_station_breaks_an_accessibility_rule(house: House, chromium: Browser) -> None:
    """axe-core finds no violation, and nothing scrolls sideways; nor without JavaScript."""
    page = house.page(chromium, house.opened(scope="signs", signs=("targets",)))
    found = [(station, *fault) for station in walk(page) for fault in faults(page)]
    page.context.close()
    assert found == []


def test_every_word_comes_from_the_texts(longer: House, chromium: Browser) -> None:
    """In the pseudo-language every vowel has an accent: a word without one bypassed the texts."""
    page = longer.page(chromium, longer.opened(scope="signs", signs=("targets",)))
    words: list[str] = []
    for _ in walk(page):
        words += page.evaluate(VISIBLE)
    page.context.close()
    assert len(words) > 100
    plain = {word for word in words if PLAIN.search(FOREIGN.sub("", word))}
    assert plain == {"U"}  # the key itself
