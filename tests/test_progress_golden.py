"""Golden documents of progress: every page's words, the outline, the links and the shapes."""

import datetime
from pathlib import Path

import pytest

from assessment.client_records import Of
from assessment.clients import follow_up, kept
from assessment.clients.course import progress
from assessment.desk import door
from assessment.desk.door import Actor
from assessment.report.progress import render_progress_pdf
from assessment.services import Services
from assessment.texts import load_texts
from tests.clients.progress.years import NOW, YEAR_AGO, advised, held, put_plan, ran
from tests.test_report_golden import described

GOLDEN = Path(__file__).parent / "golden" / "progress"
BETWEEN = datetime.date(2026, 5, 1)
NAMES = ("person", "room", "german")


def a_year(s: Services, visitor: str, of: Of, language: str = "en") -> bytes:
    """The report of a client whose runs lie a year apart, with what was done between them."""
    actor: Actor = door.require(s, None)
    client = kept.add(s, actor, "Sample & Sons")
    kept.ask_again(s, actor, client.id, datetime.date(2027, 11, 10))
    earlier = None
    if of == "assessment":
        first = ran(s, actor, client, YEAR_AGO, 2)
        earlier = first.id
        ran(s, actor, client, BETWEEN, 3, interviewed="Ms Li, Head of Sales")
        ran(s, actor, client, NOW, answers=_mixed(s))
        done, going, *_ = advised(s, actor, first)
        follow_up.follow_up(s, actor, first.id, done.id, status="done", said="Met weekly")
        follow_up.follow_up(s, actor, first.id, going.id, status="under_way")
    else:
        room = held(s, actor, client, visitor, YEAR_AGO)
        put_plan(s, room, "Share one calendar")
        held(s, actor, client, visitor, NOW)
    found = progress(s, actor, client.id, of, before=earlier)
    assert found
    return render_progress_pdf(found, s.instrument(), load_texts(language), s.brand)


def _mixed(s: Services) -> dict[str, int]:
    """Answers by which some signs improve, one gets worse, and one stays."""
    signs = enumerate(s.instrument().signs)
    points = {sign.id: (4, 4, 1, 2, 5, 3, 4)[place] for place, sign in signs}
    return {item.id: points[sign.id] for sign in s.instrument().signs for item in sign.items}


@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_as_it_was_looked_at(
    s: Services, visitor: str, name: str, renew: bool
) -> None:
    """Words, order, pages, outline, links and shapes equal the golden file; `--renew` writes it."""
    file = GOLDEN / f"{name}.txt"
    of: Of = "workshop" if name == "room" else "assessment"
    found = described(a_year(s, visitor, of, "de" if name == "german" else "en"))
    if renew:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")


def test_there_is_no_golden_document_without_a_client() -> None:
    """Every golden file is compared with something."""
    assert {file.stem for file in GOLDEN.glob("*.txt")} == set(NAMES)
