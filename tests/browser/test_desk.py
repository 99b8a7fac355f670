"""The desk as a consultant comes to it: an account, the login, a workshop, the way out."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from assessment.settings import ROOT
from tests.conftest import PATIENCE, serving

PASSWORD = "seventeen green bottles"
ELSEWHERE = {  # others than this machine can reach it, so somebody answers for it
    "SEVENSIGNS_ADDRESS": "0.0.0.0",  # noqa: S104  # only this machine is asked
    "SEVENSIGNS_CONTROLLER": "Acme Advisors, Street 1, Town",
    "SEVENSIGNS_IMPRINT": "https://acme.example/imprint",
    "SEVENSIGNS_PRIVACY_CONTACT": "privacy@acme.example",
}


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """The address of a server that takes a login."""
    with serving(tmp_path, **ELSEWHERE) as address:
        yield address


def add_account(folder: Path) -> None:
    """Add an account beside the running server, as whoever runs it does."""
    subprocess.run(
        [sys.executable, "-m", "assessment", "user", "add", "anna"],
        cwd=ROOT,
        env={"SEVENSIGNS_DATA": str(folder / "data"), "PATH": ""},
        input=f"{PASSWORD}\n",
        text=True,
        check=True,
        capture_output=True,
        timeout=PATIENCE,
    )


def test_from_the_first_account_to_a_workshop_and_out_again(
    elsewhere: str, chromium: Browser, tmp_path: Path
) -> None:
    """The start says what to do, the pages as well; another browser runs nothing of it."""
    said = (tmp_path / "log").read_text("utf-8")
    assert "takes a login" in said
    assert "user add NAME" in said
    context = chromium.new_context(base_url=elsewhere)
    context.set_default_timeout(PATIENCE * 500)
    page = context.new_page()
    page.goto("/workshops")
    page.get_by_role("link", name="To the login").click()
    expect(page.get_by_text("python -m assessment user add NAME")).to_be_visible()
    add_account(tmp_path)

    page.reload()
    for password in ("not the right one at all", PASSWORD):
        page.get_by_label("Name").fill("anna")
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Log in").click()
        if password != PASSWORD:
            expect(page.get_by_role("alert")).to_contain_text("is not right")
    expect(page.get_by_text("Logged in as anna")).to_be_visible()
    page.get_by_role("link", name="To the workshops").click()
    page.get_by_label("Title").fill("Spring")
    page.get_by_role("button", name="Prepare it").click()
    page.wait_for_url("**/prepare?w=*")
    room = page.url
    page.goto("/audit")
    expect(page.get_by_role("cell", name="Workshop made")).to_be_visible()

    page.goto("/desk")
    page.get_by_role("button", name="Log out", exact=True).click()
    expect(page.get_by_label("Password")).to_be_visible()
    page.goto(room)
    expect(page.get_by_text("This browser runs no such workshop")).to_be_visible()
    page.goto("/desk")
    expect(page.get_by_text("This takes a login")).to_be_visible()
    context.close()
