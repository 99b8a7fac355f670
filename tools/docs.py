"""Renews what is generated: dictionary, schemas, configuration, sample report, pictures."""

import io
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import sync_playwright

from assessment import auth, config, responses
from assessment.brand.load import default_brand
from assessment.downloads.samples import sample_report as kept_workshop
from assessment.downloads.samples import workshop_file
from assessment.rehearsal.sample import sample as make_sample
from assessment.report.room import render_workshop_pdf
from assessment.report.sample import DAY, render_sample, sample_response
from assessment.services import open_services
from assessment.settings import ROOT, Settings
from assessment.workshop.report import report_of
from assessment.workshop_report import WorkshopReport
from scoring import dictionary
from scoring.bank import load_instrument
from tests.browser.install import browser
from tests.conftest import CHROMIUM, serving

SAMPLE = ROOT / "docs" / "sample-scorecard.pdf"
SAMPLE_WORKSHOP = ROOT / "docs" / "sample-workshop.pdf"
PICTURES = ROOT / "docs" / "pictures"
WORKSHOP_PAGES = (0, 1, 2, 3)  # of the sample workshop's report


def sample_report() -> bytes:
    """The sample report as a PDF, the same bytes each time."""
    brand = default_brand()
    return render_sample(load_instrument(Settings().questions), brand.texts("en"), brand)


def sample_workshop(language: str = "en") -> WorkshopReport:
    """What the sample workshop came to, as if it had been held on the day of the sample report."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_services(Settings(data=Path(folder) / "data", language=language), "command") as s,
    ):
        found = report_of(s, make_sample(s, auth.new_token()))
    if found is None or found.date is None:
        raise RuntimeError("The sample workshop shows nothing.")
    later = DAY - found.date
    plan = [planned.changed(due=planned.due and planned.due + later) for planned in found.plan]
    sorted_ = {
        name: tuple(sorted(getattr(found, name), key=lambda said: (said.sign, said.text)))
        for name in ("comments", "dissent")
    }
    return found.model_copy(update={"date": DAY, "plan": tuple(plan), **sorted_})


def sample_workshop_report() -> bytes:
    """The report of the sample workshop as a PDF."""
    instrument = load_instrument(Settings().questions)
    brand = default_brand()
    return render_workshop_pdf(kept_workshop(), instrument, brand.texts("en"), brand)


def picture_of_report(pdf: bytes, numbers: Sequence[int] = range(4)) -> Image.Image:
    """Four pages of the report beside each other."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    pages = [document[number].render(scale=1).to_pil() for number in numbers]
    gap, (width, height) = 16, pages[0].size
    sheet = Image.new("RGB", (4 * (width + gap) + gap, height + 2 * gap), "#DCE2E4")
    for number, page in enumerate(pages):
        sheet.paste(page, (gap + number * (width + gap), gap))
    return sheet


def picture_of_scorecard(target: Path) -> None:
    """The scorecard page of the sample, as a browser shows it."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as address:
        with open_services(Settings(data=Path(folder) / "data"), role="command") as s:
            given = sample_response(s.instrument(), s.texts()("rehearsal.organisation"))
            made = responses.begin(s, given.scope, given.group, given.organisation)
            for item, answer in given.answers.items():
                responses.answer(s, made.id, item, answer)
            responses.costs_most(s, made.id, given.costs_most)
            cookie = auth.new_token()
            auth.grant(s, cookie, made)
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=browser(), args=CHROMIUM)
            context = chromium.new_context(viewport={"width": 1280, "height": 1180})
            context.add_cookies([{"name": auth.COOKIE, "value": cookie, "url": address}])
            page = context.new_page()
            page.goto(f"{address}/scorecard")
            page.locator("[data-testid=stVegaLiteChart] svg").first.wait_for()
            page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
            page.screenshot(path=target)
            chromium.close()


def main() -> None:
    """Write all of it."""
    dictionary.write()
    config.FILE.write_text(config.config_toml(default_brand().theme), "utf-8")
    PICTURES.mkdir(exist_ok=True)
    report = sample_report()
    SAMPLE.write_bytes(report)
    picture_of_report(report).save(PICTURES / "report.png", optimize=True)
    for language in ("en", "de"):
        kept = sample_workshop(language).model_dump_json(indent=1)
        workshop_file(language).write_text(kept, "utf-8")
    kept_workshop.cache_clear()
    workshop = sample_workshop_report()
    SAMPLE_WORKSHOP.write_bytes(workshop)
    picture_of_report(workshop, WORKSHOP_PAGES).save(PICTURES / "workshop.png", optimize=True)
    picture_of_scorecard(PICTURES / "scorecard.png")
    print("Written: questions/, .streamlit/config.toml, docs/, assessment/downloads/")


if __name__ == "__main__":
    main()
