"""A brand as a browser shows it, and the app in a frame on a consultant's site."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from assessment import auth
from assessment.brand.load import load_brand
from assessment.services import open_services
from assessment.settings import Settings
from tests.browser.install import browser as find_browser
from tests.browser.looks import LIGHT_AND_DARK, Mode, faults, settle
from tests.conftest import CHROMIUM, UNUSED, serving
from tests.make_instrument import shipped
from tests.make_workshops import Hosted

BRAND = load_brand("sample")
KEYS = shipped().key_items
EMBEDDER = "https://www.advisors.example"
THIRD_PARTY = (  # a page of the web may show one of this machine, and cookies of others are blocked
    "--test-third-party-cookie-phaseout",
    f"--disable-features={','.join((*UNUSED, 'LocalNetworkAccessChecks'))}",
)
STYLE = "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).fontFamily].join()"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a server that wears the sample brand."""
    return tmp_path_factory.mktemp("brand")


@pytest.fixture(scope="module")
def worn(folder: Path) -> Iterator[str]:
    """Its address."""
    given = {"SEVENSIGNS_BRAND": "sample", "SEVENSIGNS_EMBED": EMBEDDER}
    with serving(folder, **given) as address:
        yield address


def rgb(colour: str) -> str:
    """A colour as browsers compute it."""
    return f"rgb({int(colour[1:3], 16)}, {int(colour[3:5], 16)}, {int(colour[5:7], 16)})"


def look_of(page: Page, mode: Mode) -> list[str]:
    """What a mode should have changed on the page, and did not."""
    palette = BRAND.theme.palette(mode)
    button = page.locator("form.seven button[type=submit]").first.evaluate(STYLE)
    heading = page.locator("h1").first.evaluate(STYLE)
    ground = page.locator("[data-testid=stApp]").evaluate(STYLE)
    logo = page.locator(".brand span").evaluate("e => getComputedStyle(e).backgroundImage")
    drawn = BRAND.logo if mode == "light" else BRAND.logo_dark
    seen = {
        "button": rgb(palette.accent) in button,
        "heading": '"Seven Sans"' in heading,
        "ground": rgb(palette.background) in ground,
        "logo": drawn.data_uri[:200] in logo,
    }
    return [f"{mode} {name}" for name, right in seen.items() if not right]


def test_a_prospect_meets_the_brand_from_the_start_to_the_pdf(worn: str, chromium: Browser) -> None:
    """In its colours, light and dark; what comes next; the PDF; nothing from elsewhere."""
    context = chromium.new_context(base_url=worn, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto("/")
    settle(page)
    wrong = []
    for mode in LIGHT_AND_DARK:
        page.emulate_media(color_scheme=mode)
        page.reload()
        settle(page)
        wrong += look_of(page, mode)
    broken = faults(page)
    page.emulate_media(color_scheme="light")
    page.locator("label", has=page.locator("input[name=scope][value=check]")).click()
    page.locator("label", has=page.locator("input[name=group]")).first.click()
    page.locator("form.seven button[type=submit]").first.click()
    page.wait_for_url("**/answer*")
    for number, item in enumerate(KEYS, 1):
        page.locator(f".st-key-item_{item} [data-testid=stRadioGroup] label").first.click()
        expect(page.get_by_text(f"{number} of 7 answered")).to_be_visible()
    page.get_by_role("link", name="Review").click()
    page.get_by_role("link", name="scorecard").last.click()
    page.wait_for_url("**/scorecard*")
    call = page.locator(".call a")
    expect(call).to_have_attribute("href", "https://advisors.example/first-talk")
    settle(page)
    broken += faults(page)
    with page.expect_download() as downloading:
        page.get_by_role("link", name="PDF report").click()

    reader = pypdf.PdfReader(io.BytesIO(Path(downloading.value.path()).read_bytes()))
    assert (wrong, broken) == ([], [])
    assert page.title().endswith("· Common Ground")
    assert downloading.value.suggested_filename.startswith("common-ground-")
    assert "Choose a time" in "".join(sheet.extract_text() for sheet in reader.pages)
    own = (worn, worn.replace("http", "ws"), "data:", "blob:")
    assert [url for url in asked if not url.startswith(own)] == []
    context.close()


def test_a_phone_wears_the_brand(worn: str, folder: Path, chromium: Browser) -> None:
    """Its logo, its accent, and who is responsible, in light and dark."""
    given = Settings(data=folder / "data", brand="sample")
    with open_services(given, role="command") as s:
        room = Hosted(s, auth.new_token()).open(sales=1).now
    context = chromium.new_context(base_url=worn, viewport={"width": 390, "height": 844})
    page = context.new_page()

    page.goto(f"/j/{room.code}")

    expect(page.get_by_role("img", name="Common Ground")).to_be_visible()
    expect(page.get_by_role("link", name="Imprint")).to_be_visible()
    button = page.locator(".go button").first
    for mode in LIGHT_AND_DARK:
        page.emulate_media(color_scheme=mode)
        assert rgb(BRAND.theme.palette(mode).accent) in button.evaluate(STYLE)
    assert faults(page, [390]) == []
    context.close()


def test_a_frame_on_the_consultants_site_remembers_its_visitor(
    tmp_path: Path, chromium: Browser, free_port: int
) -> None:
    """Even where cookies of other sites are blocked; and on a site that is not named, no frame.

    Chromium takes localhost for secure, so that the cookie of HTTPS works here without it.
    """
    given = {"SEVENSIGNS_BRAND": "sample", "SEVENSIGNS_EMBED": EMBEDDER, "PORT": str(free_port)}
    public = f"https://localhost:{free_port}"
    launched = chromium.browser_type.launch(
        executable_path=find_browser(), args=[*CHROMIUM[:-1], *THIRD_PARTY]
    )
    with serving(tmp_path, SEVENSIGNS_PUBLIC_URL=public, **given):
        page = launched.new_page()
        page.set_default_timeout(30_000)
        frame = f'<iframe src="http://localhost:{free_port}/" width="1100" height="800"></iframe>'
        page.route(
            re.compile("^https://"),
            lambda route: route.fulfill(content_type="text/html", body=frame),
        )
        page.goto(f"{EMBEDDER}/check")
        inside = page.frame_locator("iframe")
        inside.locator("label:has(input[name=scope][value=check])").click()
        inside.locator("label:has(input[name=group])").first.click()
        inside.locator("form.seven button[type=submit]").first.click()
        inside.locator("[data-testid=stRadioGroup]").first.locator("label").first.click()
        expect(inside.get_by_text("1 of 7 answered")).to_be_visible()
        (cookie,) = page.context.cookies()
        page.goto("https://www.other.example/check")

        assert (cookie["name"], cookie["partitionKey"]) == (
            "__Host-visit",
            "https://advisors.example",
        )
        assert page.frames[1].url.startswith("chrome-error:")
    launched.close()
