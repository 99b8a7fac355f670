"""A client's year in a browser: two runs compared, what was done, a commentary, the next run."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from assessment.brand.load import load_brand
from assessment.clients import claims, kept
from assessment.clients.follow_up import actions
from assessment.clients.timeline import erased_after, next_run, run_of
from assessment.desk import door, users
from assessment.services import Services, open_services
from assessment.settings import Settings
from assessment.texts import Texts
from tests.browser.looks import faults, settle
from tests.browser.test_desk import ELSEWHERE, PASSWORD
from tests.clients.runs import address, answered
from tests.conftest import PATIENCE, serving
from tests.read_pdf import text_of

CLIENT = "Sample & Sons (sample answers)"
LOCALES = {"en": "en-GB", "de": "de-DE"}
NEARLY_A_YEAR = datetime.timedelta(days=350)  # both runs are kept then
DONE = "Both leaders met weekly"


@dataclass(frozen=True)
class Year:
    """A running app with a client whose two runs lie a year apart."""

    address: str
    language: str
    words: Texts
    client: str
    action: str  # the first of the earlier run: the key of its fields
    next_run: datetime.date


@pytest.fixture
def year(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Year]:
    """The app in a language and a brand, with an account; the runs are as old as they say."""
    language, brand = request.param
    given = {"SEVENSIGNS_BRAND": brand, "SEVENSIGNS_LANGUAGE": "en", **ELSEWHERE}
    with open_services(Settings(data=tmp_path / "data", brand=brand)) as s:
        users.add(s, "anna", PASSWORD)
        client, action, day = _two_runs(s)
    with serving(tmp_path, **given) as where:
        yield Year(where, language, load_brand(brand).texts(language), client, action, day)


def _two_runs(s: Services) -> tuple[str, str, datetime.date]:
    """The client, the key of its first action, and the day that is offered for the next run."""
    actor = door.require(s, None)
    client = kept.add(s, actor, CLIENT)
    ids = []
    for points, age in ((2, NEARLY_A_YEAR), (4, datetime.timedelta(days=2))):
        day = kept.today() - age
        run = answered(s, points, created=day, updated=day, organisation=CLIENT)
        claims.claim_by_link(s, actor, client.id, address(s, run, "resume"))
        ids.append(run.id)
    first, last = (run_of(s, actor, id) for id in ids)
    assert first
    assert last
    assert kept.today() < erased_after(s, first)
    return client.id, f"act_{first.id}_{actions(s, first)[0].id}", next_run(s, last)


@pytest.mark.parametrize("year", [("en", "sample"), ("de", "seven-signs")], indirect=True)
def test_from_the_login_to_a_years_comparison(year: Year, chromium: Browser) -> None:
    """What moved is read, what was done is written beside it, and all of it is taken along."""
    context = chromium.new_context(base_url=year.address, locale=LOCALES[year.language])
    context.set_default_timeout(PATIENCE * 500)
    page, words = context.new_page(), year.words
    _log_in(page, words)
    page.goto("/clients")
    page.get_by_role("link", name=words("clients.open")).click()
    page.get_by_role("link", name=words("client.compare_assessment")).click()

    said = words("progress.improved", count="7", all="7")
    expect(page.get_by_role("heading", level=1)).to_contain_text(said)
    settle(page)
    assert page.locator(".stacked tbody tr").count() == 7
    assert page.get_by_role("cell", name=words("room.change.improved")).count() == 7
    assert faults(page, [390], ["dark"]) == []
    page.locator(f".st-key-said_{year.action} input").fill(DONE)
    page.keyboard.press("Tab")
    expect(page.locator(".beside").filter(has_text=DONE)).to_be_visible()
    with page.expect_download() as paper:
        page.get_by_role("link", name=words("progress.pdf")).click()
    text = text_of(Path(paper.value.path()).read_bytes())
    for part in (said, DONE, CLIENT, words("progress.caveat_cause")):
        assert " ".join(part.split()) in text, part  # as the paper is read

    page.get_by_role("link", name=words("commentary.to_client")).click()
    _comment(page, words)
    page.get_by_role("link", name=words("commentary.to_client")).click()
    _ask_again(page, year)
    context.close()


def _log_in(page: Page, words: Texts) -> None:
    page.goto("/login")
    page.get_by_label(words("door.name")).fill("anna")
    page.get_by_label(words("door.password")).fill(PASSWORD)
    page.get_by_role("button", name=words("door.enter")).click()
    expect(page.get_by_text(words("desk.as", name="anna"))).to_be_visible()


def _comment(page: Page, words: Texts) -> None:
    """A summary under a name, shown, and read by whoever reads the scorecard."""
    page.get_by_role("link", name=words("client.comment")).first.click()
    page.get_by_label(words("commentary.author")).fill("Ms Li")
    page.get_by_label(words("commentary.summary_label")).fill("The pipeline comes next.")
    page.keyboard.press("Tab")
    expect(page.locator(".saved").filter(has_text=words("workshop.saved"))).to_have_count(2)
    page.get_by_role("button", name=words("commentary.show")).click()
    expect(page.get_by_role("heading", name=words("commentary.shown"))).to_be_visible()
    page.get_by_role("link", name=words("client.read")).click()
    expect(page.locator(".by-desk").first).to_contain_text("The pipeline comes next.")
    page.go_back()


def _ask_again(page: Page, year: Year) -> None:
    """The day that is offered is taken, and goes into a calendar."""
    words = year.words
    day = words.date(year.next_run)
    page.get_by_role("button", name=words("client.next_suggest", date=day)).click()
    with page.expect_download() as reminder:
        page.get_by_role("link", name=words("client.next_ics")).click()
    calendar = Calendar.from_ical(Path(reminder.value.path()).read_bytes())
    (event,) = calendar.walk("VEVENT")
    assert event["dtstart"].dt == year.next_run
    assert str(event["summary"]) == words("reminder.event", client=CLIENT)
