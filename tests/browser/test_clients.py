"""The pages of a client in a browser: read by everyone, in words of the texts, and typed into."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assessment import auth
from assessment.clients import claims, commentary, kept
from assessment.desk import door
from assessment.services import Services, open_services
from assessment.settings import Settings
from tests.browser.looks import LIGHT_AND_DARK, faults, settle
from tests.browser.test_every_page import FOREIGN, PLAIN, TYPED, VISIBLE, WIDE, Visit, load
from tests.clients.runs import address, answered
from tests.conftest import serving

# Streamlit's own, which takes no words, such as the name of an icon; languages in their own;
# days in little room, with a number where two were the same.
OWN = re.compile(
    r"^(year|month|day), |^Choose date$|^keyboard_arrow_\w+$|^(English|Deutsch)$"
    r"|^\d+\. [A-Za-z]+\.? \d\d( \(\d\).*)?$"
)
SIZES = (1280, 390)


def prepared(s: Services) -> str:
    """The id of a client with two runs of one leader, one of them commented."""
    actor = door.require(s, None)
    whose = kept.add(s, actor, TYPED)
    for points in (2, 4):
        run = answered(s, points, organisation=TYPED, interviewed=TYPED)
        claims.claim_by_link(s, actor, whose.id, address(s, run, "resume"))
        commentary.sign(s, actor, run.id, TYPED)
        commentary.write(s, actor, run.id, "summary", TYPED)
        commentary.show(s, actor, run.id, shown=True)
    kept.ask_again(s, actor, whose.id, kept.today())
    return whose.id


@pytest.fixture(scope="module")
def longer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Visit, str]]:
    """The app in the pseudo-language, with a client."""
    folder: Path = tmp_path_factory.mktemp("clients")
    with serving(folder, SEVENSIGNS_LANGUAGE="pseudo") as where:
        given = Settings(data=folder / "data", language="pseudo")
        with open_services(given, role="command") as s:
            client = prepared(s)
        yield Visit(where, {"full": auth.new_token()}), client


def test_the_pages_of_a_client_read_well_in_words_of_their_own(
    longer: tuple[Visit, str], chromium: Browser
) -> None:
    """In both modes and widths, with every word made longer; what is typed is kept on leaving."""
    made, client = longer
    context = made.context(chromium)
    found: list[object] = []
    page = context.new_page()
    for name in ("clients", f"progress?c={client}&of=assessment", f"client?c={client}"):
        load(page, name)
        found += problems(page)
    assert not found, "\n".join(map(str, found))
    page.locator('a[href*="commentary?"]').first.click()
    page.locator("textarea").first.wait_for()
    found += problems(page)
    assert not found, "\n".join(map(str, found))

    page.locator("textarea").first.fill("Typed and left at once")
    page.locator('a[href*="client?"]').first.click()
    page.locator('a[href*="commentary?"]').first.click()
    expect(page.locator("textarea").first).to_have_value("Typed and left at once")
    context.close()


def problems(page: Page) -> list[object]:
    """What axe-core finds, and the words that bypass the texts."""
    broken: list[object] = [*faults(page, list(SIZES), list(LIGHT_AND_DARK))]
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    settle(page)
    words = [word for word in page.evaluate(VISIBLE) if not OWN.search(word)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)
    assert len(words) > 10
    return [*broken, *(word for word in words if PLAIN.search(FOREIGN.sub("", word)))]
