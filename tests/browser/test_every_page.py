"""Every page: readable by everyone, nothing from elsewhere, no word that bypasses the texts."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.dates import get_month_names
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from assessment import auth, responses
from assessment.services import Services, open_services
from assessment.settings import Settings
from assessment.theme import SEVEN_SIGNS
from assessment.workshop.codes import ALPHABET
from tests.browser.looks import Mode, faults, settle
from tests.conftest import serving
from tests.make_instrument import shipped
from tests.make_workshops import Hosted

PAGES = (
    *("", "answer", "review", "scorecard", "keep", "shared", "method"),
    *("workshops", "prepare", "workshop", "screen"),
    "desk",
)
INSTRUMENT = shipped()
WIDE: ViewportSize = {"width": 1280, "height": 900}
TYPED = "Sample & Sons ![x](http://127.0.0.1:9/x.png)"


class Visit:
    """A running app with an assessment of each of these scopes, and browsers that may open them."""

    def __init__(self, address: str, cookies: dict[str, str]) -> None:
        self.address = address
        self.cookies = cookies

    def context(self, chromium: Browser, mode: Mode = "light") -> BrowserContext:
        """A browser profile that holds the cookie of the full assessment."""
        made = chromium.new_context(base_url=self.address, viewport=WIDE, color_scheme=mode)
        made.set_default_timeout(30_000)
        self.hold(made, "full")
        return made

    def hold(self, context: BrowserContext, scope: str) -> None:
        """Let the profile hold the cookie of the assessment of this scope."""
        value = self.cookies[scope]
        context.add_cookies([{"name": auth.COOKIE, "value": value, "url": self.address}])


def prepared(s: Services, scope: str) -> str:
    """The cookie of a browser that may answer a mixed assessment and read it by a share link."""
    made = responses.begin(s, scope, "leadership", TYPED)
    given = (3, 1, 2, 5, 4, 2, "dont_know", 3, "not_applicable")
    items = list(responses.asked(s.instrument(), made.scope))
    for number, item in enumerate(items[:-1]):
        responses.answer(s, made.id, item, given[number % len(given)])
    responses.comment(s, made.id, next(iter(s.instrument().by_id)), TYPED)
    cookie = auth.new_token()
    auth.grant(s, cookie, made)
    link = auth.open_link(s, auth.make_link(s, made.id, "share", with_comments=True))
    assert link
    auth.grant(s, cookie, link)
    room = Hosted(s, cookie, title=TYPED, organisation=TYPED).open(sales=6, marketing=6)
    room.reveal(next(iter(s.instrument().by_id)), comment=TYPED)
    return cookie


def visit(folder: Path, *scopes: str, **environment: str) -> Iterator[Visit]:
    """A real server with such an assessment of each of these scopes."""
    with serving(folder, **environment) as address:
        language = environment.get("SEVENSIGNS_LANGUAGE", "en")
        given = Settings(data=folder / "data", language=language)
        with open_services(given, role="command") as s:
            cookies = {scope: prepared(s, scope) for scope in scopes}
        yield Visit(address, cookies)


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """The app in English, with a full assessment and a check."""
    yield from visit(tmp_path_factory.mktemp("english"), "full", "check")


@pytest.fixture(scope="module")
def reader(english: Visit, chromium: Browser) -> Iterator[Page]:
    """A page of a browser that reads English, light."""
    context = english.context(chromium)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def longer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """The app in the pseudo-language, with a full assessment."""
    yield from visit(tmp_path_factory.mktemp("longer"), "full", SEVENSIGNS_LANGUAGE="pseudo")


def load(page: Page, name: str) -> None:
    """Go to a page, and wait until Streamlit has drawn all of it."""
    page.goto(f"/{name}")
    page.locator("h1").first.wait_for()
    settle(page)


@pytest.mark.case("C35")
def test_every_page_reads_well_and_asks_nothing_of_another_host(
    english: Visit, reader: Page
) -> None:
    """No rule of axe-core is broken; not even a picture's address that was typed is asked for."""
    found, asked = [], []
    english.hold(reader.context, "full")
    reader.context.on("request", lambda request: asked.append(request.url))
    for name in PAGES:
        load(reader, name)
        found += [(name, *fault) for fault in faults(reader, modes=["light"])]
        reader.set_viewport_size(WIDE)
    own = (english.address, english.address.replace("http", "ws"), "data:", "blob:")
    assert found == []
    assert len(asked) > 50
    assert [url for url in asked if not url.startswith(own)] == []


def test_a_check_reads_as_well_on_every_page(english: Visit, reader: Page) -> None:
    """The check's pages break no rule either."""
    english.hold(reader.context, "check")
    for name in ("answer", "review", "scorecard"):
        load(reader, name)
        assert faults(reader, [390], ["light"]) == []


VISIBLE = """() => {
  const words = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (parent.closest('script, style, noscript') || !parent.checkVisibility()) continue;
    if (parent.closest('.all td:nth-child(n+2)')) continue;  // what is stored, as it is stored
    words.push(walk.currentNode.textContent);
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [alt], [placeholder]'))
    for (const name of ['aria-label', 'title', 'alt', 'placeholder'])
      if (element.getAttribute(name) && element.checkVisibility())
        words.push(element.getAttribute(name));
  return [...words, document.title];
}"""


@pytest.fixture(scope="module")
def foreign(longer: Visit, chromium: Browser) -> Iterator[Page]:
    """A page of a browser that reads the pseudo-language."""
    context = longer.context(chromium, "dark")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_every_word_on_a_page_comes_from_the_texts(name: str, foreign: Page) -> None:
    """In the pseudo-language every vowel has an accent: a word without one bypassed the texts.

    It is asked in the dark, where each page has to read as well.
    """
    foreign.set_viewport_size(WIDE)
    load(foreign, name)
    foreign.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    settle(foreign)
    words = foreign.evaluate(VISIBLE)
    assert len(words) > 10
    assert [word for word in words if PLAIN.search(FOREIGN.sub("", word))] == []
    assert faults(foreign, modes=["dark"], every_rule=False) == []


PLAIN = re.compile("[aeiouyAEIOUY]")
# Not the app's to translate: proper names, addresses, months, what was typed, Streamlit's own.
FOREIGN = re.compile(
    "|".join(
        [
            "https://[^ ]+",
            re.escape(TYPED),
            re.escape(SEVEN_SIGNS.sans),
            re.escape(SEVEN_SIGNS.serif),
            *get_month_names("wide", locale="de").values(),
            *(re.escape(fact.source) for fact in INSTRUMENT.facts.values()),
            "^(English|Deutsch)$",  # each language names itself
            "Skip to main content",
            f"[{ALPHABET}]{{3}} [{ALPHABET}]{{4}}",  # a code to join by, read as it is and
            f"^[{ALPHABET}]( [{ALPHABET}])+$",  # letter by letter
            "^(Open|Choose an option)$",  # a list to choose from, before it is drawn in full
            "^[↑↓]? ?(Decrement|Increment|Increase|Decrease)[a-z ]*$",
        ]
    )
)
