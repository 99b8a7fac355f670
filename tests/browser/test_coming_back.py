"""Begin, come back, share, forget and delete, in a browser on the real server."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from assessment import auth
from tests.conftest import PATIENCE, serving


def begin(page: Page, organisation: str = "") -> None:
    """Begin a full assessment as Sales, by mouse."""
    page.goto("/")
    page.get_by_text("Full assessment", exact=True).click()
    page.get_by_text("Sales", exact=True).click()
    page.get_by_label("Organisation").fill(organisation)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url(re.compile(r"/answer\?a="))
    expect(page.get_by_role("radio").first).to_be_attached()


def answer(page: Page, option: int) -> None:
    """Choose an option of the first question that is open, and wait until it is saved."""
    page.get_by_test_id("stRadioOption").filter(visible=True).nth(option).click()
    expect(page.get_by_text("Saved").first).to_be_visible()


def made_link(page: Page, button: str) -> str:
    """The link that the keep page shows after a button was pressed."""
    page.goto("/keep")
    page.get_by_role("button", name=button).click()
    field = page.locator(".copy input")
    expect(field).to_be_visible()
    return field.input_value()


@pytest.fixture
def context(chromium: Browser, server: str) -> Iterator[BrowserContext]:
    """A profile of its own for each test: what a browser keeps is what they are about."""
    made = chromium.new_context(base_url=server, viewport={"width": 1280, "height": 900})
    made.set_default_timeout(PATIENCE * 500)
    yield made
    made.close()


@pytest.fixture
def other(chromium: Browser, server: str) -> Iterator[Page]:
    """A page of another device."""
    context = chromium.new_context(base_url=server, viewport={"width": 390, "height": 844})
    context.set_default_timeout(PATIENCE * 500)
    yield context.new_page()
    context.close()


def test_begin_reload_and_back(page: Page, context: BrowserContext) -> None:
    """One tab all the way: a reload keeps the place, Back leads to the start, which goes on."""
    begin(page, "Northwind")
    answer(page, 2)
    page.reload()
    expect(page.get_by_text("1 of 35 answered").first).to_be_visible()

    page.go_back()
    expect(page.get_by_text("Continue where you were")).to_be_visible()
    expect(page.get_by_text("Northwind")).to_be_visible()
    page.get_by_role("link", name="Continue").click()

    expect(page.get_by_text("1 of 35 answered").first).to_be_visible()
    assert len(context.pages) == 1


def test_the_browser_holds_one_cookie_that_no_script_reads(
    page: Page, context: BrowserContext
) -> None:
    """Streamlit sets none beside it."""
    begin(page)

    (cookie,) = context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == (auth.COOKIE, True, "Lax")
    assert page.evaluate("document.cookie") == ""


def test_a_form_without_a_choice_is_not_sent(page: Page) -> None:
    """The browser itself says what is missing, and nothing begins."""
    page.goto("/")
    page.get_by_role("button", name="Begin").click()

    assert page.evaluate("document.querySelector('input[name=scope]').validity.valueMissing")
    assert page.context.cookies() == []


@pytest.mark.case("C10")
def test_a_private_link_goes_on_elsewhere_and_leaves_no_trace(
    page: Page, other: Page, server_folder: Path
) -> None:
    """The other device has every answer; the token stood in no address that was asked for."""
    begin(page)
    answer(page, 3)
    link = made_link(page, "Make a private link")
    token = link.partition("#")[2]
    asked: list[str] = []
    other.on("request", lambda request: asked.append(f"{request.url} {request.headers}"))

    other.goto(link)
    other.wait_for_url(re.compile(r"/answer\?a="))
    expect(other.get_by_text("1 of 35 answered").first).to_be_visible()

    assert auth.is_token(token)
    assert len(asked) > 10
    assert not any(token in address for address in asked)
    assert token not in other.evaluate("location.href")
    assert other.evaluate("history.length") == 2  # the blank page and this one
    assert token not in (server_folder / "log").read_text("utf-8")


@pytest.mark.case("C14")
def test_two_devices_on_one_link_see_each_others_answers(page: Page, other: Page) -> None:
    """Both write; nothing is lost."""
    begin(page)
    other.goto(made_link(page, "Make a private link"))
    other.wait_for_url(re.compile(r"/answer\?a="))
    answer(other, 0)
    page.goto("/answer")
    expect(page.get_by_text("1 of 35 answered").first).to_be_visible()
    answer(page, 1)

    other.reload()

    expect(other.get_by_text("2 of 35 answered").first).to_be_visible()


def test_a_dead_link_says_so(page: Page) -> None:
    """One sentence for all, and a way to the start."""
    for path in ("/r", "/r#", "/r#short", f"/r#{'A' * 43}", f"/s#{'A' * 43}"):
        page.goto("about:blank")
        page.goto(path)
        expect(page.get_by_text("This link opens nothing.")).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_have_text("That did not work")

    page.get_by_role("link", name="Go to the start").click()
    expect(page.get_by_role("button", name="Begin")).to_be_visible()


def test_a_share_link_reads_and_does_not_write(page: Page, other: Page) -> None:
    """Who was given the scorecard sees it, takes the PDF, and cannot answer."""
    begin(page)
    link = made_link(page, "Make a share link")

    other.goto(link)
    other.wait_for_url(re.compile(r"/shared\?s="))
    expect(other.get_by_role("heading", level=1)).to_be_visible()
    assessment = other.url.rpartition("=")[2]
    pdf = other.request.get(f"/scorecard.pdf?s={assessment}")
    other.goto(f"/answer?a={assessment}")

    assert pdf.body().startswith(b"%PDF")
    expect(other.get_by_text("This browser holds no assessment of its own.")).to_be_visible()


@pytest.mark.case("C13")
def test_forget_this_device(page: Page, context: BrowserContext) -> None:
    """The cookie is gone, Back and reload show the start, and an old tab cannot write."""
    begin(page)
    old = context.new_page()
    old.goto("/answer")
    expect(old.get_by_role("radio").first).to_be_attached()

    page.goto("/keep")
    page.get_by_role("checkbox", name="Yes, forget this device").check()
    page.get_by_role("button", name="Forget this device").click()
    expect(page.get_by_role("button", name="Begin")).to_be_visible()
    assert context.cookies() == []
    page.reload()
    expect(page.get_by_role("button", name="Begin")).to_be_visible()
    assert page.get_by_text("Continue where you were").count() == 0
    page.go_back()
    expect(page.get_by_text("This browser holds no assessment of its own.")).to_be_visible()

    old.get_by_test_id("stRadioOption").first.click()

    expect(old.get_by_text("This browser holds no assessment of its own.")).to_be_visible()
    assert old.get_by_text("Saved", exact=True).count() == 0


def test_delete_my_answers(page: Page, other: Page) -> None:
    """After the confirmation every link is dead, on every device."""
    begin(page)
    link = made_link(page, "Make a private link")
    other.goto(link)
    other.wait_for_url(re.compile(r"/answer\?a="))

    page.goto("/keep")
    page.get_by_label("Yes, delete my answers for good").check()
    page.get_by_role("button", name="Delete my answers").click()
    expect(page.get_by_text("Your answers are deleted")).to_be_visible()

    other.reload()
    expect(other.get_by_text("This browser holds no assessment of its own.")).to_be_visible()
    other.goto(link)
    expect(other.get_by_text("This link opens nothing.")).to_be_visible()


def test_the_link_can_be_copied(page: Page, context: BrowserContext) -> None:
    """The button puts the whole link on the clipboard, and says so."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    begin(page)
    link = made_link(page, "Make a private link")

    page.get_by_role("button", name="Copy").click()

    expect(page.get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == link


def test_the_link_has_no_button_before_it_copies(page: Page) -> None:
    """On a slow connection the script comes late: until then there is nothing to press in vain."""
    late: list[Route] = []
    page.route("**/copy.js", lambda route: late.append(route))  # noqa: PLW0108  # it marks what it calls
    begin(page)
    made_link(page, "Make a private link")
    button = page.get_by_role("button", name="Copy")
    while not late:
        page.wait_for_timeout(50)
    expect(button).to_have_count(0)

    late[0].continue_()

    expect(button).to_be_visible()


def test_a_restart_of_the_server_loses_nothing(chromium: Browser, tmp_path: Path) -> None:
    """Every answer is there, and the next tap on the page that stayed open is kept."""
    with serving(tmp_path) as address:
        port = address.rpartition(":")[2]
        context = chromium.new_context(base_url=address)
        page = context.new_page()
        begin(page)
        answer(page, 2)
    with serving(tmp_path, PORT=port):
        still = page.get_by_test_id("stRadioOption").filter(visible=True)
        still.nth(1).click(timeout=PATIENCE * 1000)
        expect(page.get_by_text("2 of 35 answered").first).to_be_visible(timeout=PATIENCE * 1000)

        page.reload()

        expect(page.get_by_text("2 of 35 answered").first).to_be_visible()
    context.close()


def test_no_run_of_a_page_collects_garbage(chromium: Browser, tmp_path: Path) -> None:
    """Streamlit collects after every run unless told otherwise: 123 ms of CPU instead of 9."""
    counting = """
import gc, os, threading
from streamlit.web.cli import main
gc.disable()  # what is then still collected, somebody asked for
gc.callbacks.append(lambda *_: print("collected by", threading.current_thread().name, flush=True))
main(["run", "app.py", "--server.port", os.environ["PORT"]])
"""
    with serving(tmp_path, ("-c", counting)) as address:
        context = chromium.new_context(base_url=address)
        page = context.new_page()
        begin(page)
        answer(page, 2)
        context.close()
        log, latest = tmp_path / "log", time.monotonic() + PATIENCE
        while "collected by warm-up" not in (said := log.read_text("utf-8")):
            assert time.monotonic() < latest, said
            time.sleep(0.2)

    assert "collected by ScriptRunner" not in said


def test_pages_come_from_this_server_alone(page: Page, server: str) -> None:
    """Fonts, scripts and pictures: nothing is asked of any other host."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    begin(page)
    page.goto("/keep")
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    foreign = [url for url in asked if not url.startswith((server, "data:", "blob:"))]
    assert foreign == []
    assert any(url.endswith("SevenSans-400.woff2") for url in asked)
    assert httpx.get(f"{server}/fonts/SevenSans-400.woff2").status_code == httpx.codes.OK
