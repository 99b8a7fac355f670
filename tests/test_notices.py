"""assessment/desk/notices.py, assessment/papers.py: documents that are true for an installation."""

import re
from dataclasses import replace

import httpx
import pytest

from assessment.desk.notices import _MARKS, KINDS, SECTIONS, Kind, as_html, as_markdown
from assessment.services import Services
from assessment.settings import Settings
from assessment.texts import load_texts
from tests.test_commands import Command, command
from tests.visits import html, visit

__all__ = ["command"]  # a fixture

WORDS = load_texts("en")


def with_settings(s: Services, **changes: object) -> Services:
    """The same services where something is set up otherwise."""
    fields = s.settings.model_dump(exclude_unset=True) | changes
    return replace(s, settings=Settings.model_validate(fields))


@pytest.mark.parametrize("kind", KINDS)
def test_every_document_is_whole(s: Services, kind: Kind) -> None:
    """Title, sections with lines, and no placeholder that was not filled."""
    text = as_markdown(s, kind, WORDS)

    assert text.startswith("# ")
    assert text.count("\n## ") == len(SECTIONS[kind])
    assert "{" not in text
    assert "- \n" not in text


def test_every_line_of_the_texts_belongs_to_a_document() -> None:
    """None is forgotten, none is left over."""
    wanted = {
        f"notice.{kind}.{name}{line}"
        for kind, parts in SECTIONS.items()
        for name, lines in parts
        for line in ("", *(f".{marked.rpartition(':')[2]}" for marked in lines))
    } | {f"notice.{kind}.{part}" for kind in KINDS for part in ("title", "lead")}

    assert {key for key in WORDS._words if key.startswith("notice.")} == wanted
    marks = {m.partition(":")[0] for p in SECTIONS.values() for _, ms in p for m in ms if ":" in m}
    assert marks == set(_MARKS)


def test_what_is_said_follows_the_settings(s: Services) -> None:
    """Times, floors, the mail server, the receiver, and that only this machine reaches it."""
    mail = {
        "smtp": "smtps://user:hunter2@mail.example",
        "mail_from": "desk@signs.example",
        "public_url": "https://signs.example",
    }
    hook = {"webhook": "https://crm.example/in", "webhook_secret": "whsec_" + "A" * 32}
    plain = as_markdown(s, "privacy", WORDS)
    set_up = as_markdown(with_settings(s, retention_months=7, **mail, **hook), "privacy", WORDS)

    assert "erased 12 months" in plain
    assert "sends no mail" in plain
    assert "Nothing is handed on" in plain
    assert "only the machine that this runs on" in plain
    assert "erased 7 months" in set_up
    assert "mail server mail.example" in set_up
    assert "at crm.example" in set_up
    assert "only the machine" not in set_up
    for secret in ("hunter2", "whsec", "/in", "user:"):
        assert secret not in set_up
    floors = s.instrument().outline.floors
    assert f"score takes {floors.score} people" in plain


def test_a_gate_before_the_pdf_is_told_to_those_who_answer_and_to_the_operator(
    s: Services,
) -> None:
    """What is kept, on what ground, and that the record needs a reason; nothing without a gate."""
    gated = with_settings(s, gate="form")

    for kind, said in (
        ("privacy", "ask for a name and a work address, and keep both"),
        ("privacy", "You can object to it."),
        ("record", "also of people who want nothing else"),
    ):
        assert said in as_markdown(gated, kind, WORDS)
        assert said not in as_markdown(s, kind, WORDS)


def test_the_agreement_says_where_https_is_missing(s: Services) -> None:
    """It promises nothing that is not so."""
    secured = with_settings(s, public_url="https://signs.example")

    assert "no public address with HTTPS" in as_markdown(s, "processing", WORDS)
    assert "no public address with HTTPS" not in as_markdown(secured, "processing", WORDS)


def test_the_page_for_a_works_council_is_one_page(s: Services) -> None:
    """At most 600 words, which fit on a page of A4 at 9 points."""
    assert len(as_markdown(s, "works-council", WORDS).split()) <= 600


def test_everybody_reads_the_notice_before_anything_is_asked(
    s: Services, visitor: str, http: httpx.Client
) -> None:
    """It is linked from the start, and served without a cookie."""
    assert 'href="/privacy"' in html(visit("start"))
    page = http.get("/privacy")

    assert page.status_code == 200
    assert "set-cookie" not in page.headers
    assert as_html(s, "privacy", WORDS) in page.text


def test_the_drafts_are_for_the_desk(
    s: Services, http: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To read, and as files; where others reach the app, after a login."""
    got = http.get("/paper/works-council.md")
    assert got.headers["content-disposition"] == 'attachment; filename="works-council.md"'
    assert got.text == as_markdown(s, "works-council", WORDS)
    assert http.get("/paper/nothing.md").status_code == 404
    read = http.get("/paper/works-council")
    assert as_html(s, "works-council", WORDS) in read.text
    assert 'href="/paper/works-council.md"' in read.text

    monkeypatch.setattr("assessment.desk.door.needed", lambda _: True)
    assert http.get("/paper/works-council.md").status_code == 403
    assert http.get("/paper/works-council").status_code == 403
    assert http.get("/privacy").status_code == 200


def test_a_command_prints_each(s: Services, command: Command) -> None:
    """The same text as on the desk."""
    for kind in KINDS:
        code, said = command("notice", kind)
        assert (code, said) == (0, as_markdown(s, kind, WORDS))


def test_nothing_typed_becomes_markup(s: Services) -> None:
    """Whatever the settings say stands there letter by letter."""
    given = re.findall(r"<(?!/?(?:p|h2|ul|li)>)", as_html(s, "privacy", WORDS))
    assert given == []
