"""From a campaign's link to the consultant's desk: as a prospect and as a consultant."""

import json
import os
import re
import subprocess
import sys
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from assessment.settings import ROOT
from tests.conftest import PATIENCE, serving
from tests.make_instrument import shipped
from tests.post_ends import MailServer, Receiver, mail_serving, patiently, receiving

KEYS = shipped().key_items
PASSWORD = "nineteen green lanterns"  # of an account in this test alone
SECRET = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldY"


def mails(server: MailServer) -> dict[str, EmailMessage]:
    """What was mailed, by subject."""
    read = [message_from_bytes(sent.content or b"", policy=policy.default) for sent in server.got]
    return {str(mail["Subject"]): mail for mail in read if isinstance(mail, EmailMessage)}


def text_of(mail: EmailMessage) -> str:
    """The words of a mail."""
    body = mail.get_body(("plain",))
    assert body
    return str(body.get_content())


def link_in(mail: EmailMessage, page: str) -> str:
    """The link to a page in a mail, without the name that only others know this machine by."""
    found = re.search(rf"http://signs\.example(/{page}#\S+)", text_of(mail).replace("=\n", ""))
    assert found, text_of(mail)
    return found[1]


def events(receiver: Receiver) -> list[dict[str, object]]:
    """What the receiver got."""
    return [json.loads(body) for _, body in receiver.got]


def take_the_check(page: Page) -> None:
    """Come from a campaign on another site, and answer the seven questions."""
    page.goto("/?utm_source=letter&utm_campaign=spring", referer="https://partner.example/page?x=1")
    page.locator("input[name=scope][value=check]").check(force=True)
    page.locator("input[name=group]").first.check(force=True)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/answer*")
    for number, item in enumerate(KEYS, 1):
        page.locator(f'.st-key-item_{item} [data-testid="stRadioOption"]').nth(1).click()
        expect(page.get_by_text(f"{number} of 7 answered")).to_be_visible()
    page.goto("/scorecard")


def leave_an_address(page: Page) -> None:
    """Have it mailed, and agree to both, knowingly: no box is ticked before."""
    form = page.locator("form.lead")
    form.get_by_label("E-mail address").fill("Ada@Example.org")
    for box in form.get_by_role("checkbox").all():
        expect(box).not_to_be_checked()
        box.check()
    form.get_by_text("Say who you are").click()
    form.get_by_label("Name", exact=True).fill("Ada Sample")
    form.get_by_role("button", name="Mail it to me").click()
    expect(page.get_by_role("heading", name="Done")).to_be_visible()


def log_in(page: Page) -> None:
    """Come to the desk."""
    page.goto("/login")
    page.get_by_label("Name").fill("consultant")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/desk")


def test_from_a_campaign_to_the_desk_and_back(
    chromium: Browser, tmp_path: Path, free_port: int
) -> None:
    """Mailed, confirmed, posted to the receiver, read at the desk, and taken back in one click."""
    with receiving() as receiver, mail_serving() as server:
        given = {
            "PORT": str(free_port),
            "SEVENSIGNS_BRAND": "sample",
            "SEVENSIGNS_ADDRESS": "0.0.0.0",  # noqa: S104  # so that the desk takes a login
            "SEVENSIGNS_PUBLIC_URL": "http://signs.example",
            "SEVENSIGNS_SMTP": f"smtp://127.0.0.1:{server.port}",
            "SEVENSIGNS_MAIL_FROM": "signs@advisors.example",
            "SEVENSIGNS_WEBHOOK": f"http://127.0.0.1:{receiver.port}/in",
            "SEVENSIGNS_WEBHOOK_SECRET": SECRET,
            "SEVENSIGNS_WEBHOOK_PRIVATE": "yes",
        }
        with serving(tmp_path, **given) as address:
            add = [sys.executable, "-m", "assessment", "user", "add", "consultant"]
            env = os.environ | given | {"SEVENSIGNS_DATA": str(tmp_path / "data")}
            subprocess.run(add, cwd=ROOT, env=env, input=PASSWORD, text=True, check=True)
            phone = chromium.new_context(
                base_url=address, viewport={"width": 390, "height": 844}, has_touch=True
            )
            desk = chromium.new_context(base_url=address, viewport={"width": 1280, "height": 900})
            for context in (phone, desk):
                context.set_default_timeout(PATIENCE * 500)
            walk(phone.new_page(), desk.new_page(), server, receiver)
            phone.close()
            desk.close()


def walk(prospect: Page, consultant: Page, server: MailServer, receiver: Receiver) -> None:
    """The whole way, both sides in turn."""
    take_the_check(prospect)
    leave_an_address(prospect)
    patiently("two mails", lambda: len(server.got) == 2)
    assert events(receiver) == [], "Nobody hears of a lead before it is confirmed."
    scorecard, asked = mails(server)["Your scorecard"], mails(server)["May we contact you?"]
    [attached] = list(scorecard.iter_attachments())
    assert attached.get_content()[:5] == b"%PDF-"

    prospect.goto(link_in(asked, "c"))
    prospect.get_by_role("button", name="Yes, you may contact me").click()
    expect(prospect.get_by_role("heading", name="Confirmed")).to_be_visible()
    patiently("an event", lambda: len(receiver.got) == 1)
    told = events(receiver)[0]
    assert told["type"] == "lead.created"
    data = told["data"]
    assert isinstance(data, dict)
    assert (data["email"], data["contactable"]) == ("ada@example.org", "yes")
    assert (data["utm_source"], data["referrer"]) == ("letter", "partner.example")

    consultant.goto("/leads")
    expect(consultant.get_by_text("takes a login").first).to_be_visible()
    log_in(consultant)
    consultant.get_by_role("link", name="To the leads").click()
    consultant.get_by_role("link", name="Ada Sample").click()
    expect(consultant.get_by_role("heading", name="Ada Sample")).to_be_visible()
    expect(consultant.get_by_text("May be contacted")).to_be_visible()
    expect(consultant.get_by_text("spring")).to_be_visible()
    expect(consultant.locator(".finding h1")).to_be_visible()

    prospect.goto(link_in(scorecard, "w"))
    expect(prospect.get_by_role("heading", name="Taken back")).to_be_visible()
    consultant.reload()
    expect(consultant.get_by_text("May not be contacted")).to_be_visible()
    expect(consultant.get_by_text("The scorecard is not open to you")).to_be_visible()
    patiently("the second event", lambda: len(receiver.got) == 2)
    assert events(receiver)[1]["type"] == "lead.withdrawn"
