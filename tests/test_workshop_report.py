"""The PDF of a workshop: what it says, that nothing overlaps, and that it says the same again."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from assessment.brand.load import default_brand
from assessment.records import Person, PlannedAction, Said
from assessment.report.room import render_workshop_pdf
from assessment.room_findings import RoomFindings
from assessment.texts import Texts, load_texts
from assessment.workshop_report import WorkshopReport
from scoring.instrument import Instrument, translated
from tests.make_instrument import small_instrument
from tests.make_room_reports import people, report, reports
from tests.make_rooms import GROUPS, MIXED, Room, mixed, scores
from tests.make_scorecards import INSTRUMENT
from tests.read_pdf import faults, text_of
from tests.test_report import links, real, titles
from tests.test_report_golden import described
from tests.test_report_layout import LONG_NAME, TEXT, in_pseudo

EN = load_texts("en")
GOLDEN = Path(__file__).parent / "golden" / "workshop"
REPORTS = reports()


def made(found: WorkshopReport, instrument: Instrument = INSTRUMENT, texts: Texts = EN) -> bytes:
    """The PDF of what a workshop came to."""
    return render_workshop_pdf(found, instrument, texts, default_brand())


@cache
def pdf_of(name: str) -> bytes:
    """The PDF of that name."""
    return made(REPORTS[name])


@cache
def text(name: str) -> str:
    """All text of the PDF of that name."""
    return text_of(pdf_of(name))


def folded(part: str) -> str:
    """The text with its white space as it is read back."""
    return " ".join(part.split())


@pytest.mark.parametrize("name", REPORTS)
def test_a_document_is_as_it_was_looked_at(name: str, renew: bool) -> None:
    """Words, order, pages, outline, links and shapes equal the golden file; `--renew` writes it."""
    file, found = GOLDEN / f"{name}.txt", described(pdf_of(name))
    if renew:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")


def test_there_is_no_golden_document_without_a_workshop() -> None:
    """Every golden file is compared with something."""
    assert {file.stem for file in GOLDEN.glob("*.txt")} == set(REPORTS)


@pytest.mark.parametrize("language", ["en", "pseudo"])
@pytest.mark.parametrize("name", REPORTS)
def test_nothing_overlaps(name: str, language: str) -> None:
    """Every kind of workshop is laid out within the margins, 60 % longer too."""
    instrument = in_pseudo(INSTRUMENT) if language == "pseudo" else INSTRUMENT
    found = REPORTS[name].model_copy(update={"organisation": LONG_NAME, "title": LONG_NAME})
    assert faults(made(found, instrument, load_texts(language))) == []


@pytest.mark.parametrize("language", ["en", "pseudo"])
def test_the_shipped_banks_fit(language: str) -> None:
    """The shipped instrument is laid out within the margins, and so it is 60 % longer."""
    instrument = in_pseudo(real()) if language == "pseudo" else real()
    pdf = made(report(mixed(real()), real()), instrument, load_texts(language))
    assert faults(pdf) == []


def test_every_sign_is_there_with_all_that_belongs_to_it() -> None:
    """Each sign's level, gap, mirror, solution, outcome, actions and facts are in the text."""
    card = mixed(real())
    findings = RoomFindings(card, real(), EN)
    found = text_of(made(report(card, real()), real()))
    wanted: list[str] = []
    for score in card.signs:
        sign = real().by_id[score.id]
        gap = card.gap(score.id)
        assert gap
        actions = [real().actions[action] for action in score.actions]
        wanted += [sign.name, sign.symptom, sign.solution, sign.outcome, sign.key_item.text]
        wanted += [sign.levels[(score.level or 1) - 1], *sign.key_item.options]
        wanted += chain.from_iterable((action.text, action.done) for action in actions)
        wanted += [fact.claim for fact in real().shown_facts(sign)]
        wanted += [findings.gap_said(gap), findings.gap_sure(gap)]
        wanted += chain.from_iterable(
            findings.mirror(spot) for spot in card.blind_spots if spot.item == sign.key_item.id
        )
    assert [part for part in wanted if folded(part) not in found] == []


@pytest.mark.parametrize("name", REPORTS)
def test_the_finding_is_the_headline(name: str) -> None:
    """Cover and executive page begin with the same finding as the screen."""
    findings = RoomFindings(REPORTS[name].card, INSTRUMENT, EN)
    pages = PdfReader(BytesIO(pdf_of(name))).pages
    for page in pages[:2]:
        assert findings.headline() in folded(page.extract_text())


def test_hidden_reads_the_same_for_none_and_for_four() -> None:
    """What is not published gives the same pages whether nobody or four people answered."""
    without = scores(INSTRUMENT, *((a, None) for a, _, _ in MIXED))
    cards = [
        Room(INSTRUMENT, {"sales": 12, "marketing": people}, without).card() for people in (0, 4)
    ]
    none, four = (
        text_of(made(report(card, shifts=(), heads={}))).replace("4 from", "0 from")
        for card in cards
    )
    assert none == four.replace("Marketing (4)", "Marketing (0)")
    assert EN("room.hidden") in none


def test_hidden_comments_and_hidden_groups_are_never_printed() -> None:
    """A comment the facilitator hides is in no page; a hidden group has no number."""
    assert "A hidden remark" not in text("mixed")
    assert "We make it twice" in text("mixed")


@pytest.mark.parametrize("nature", ["rehearsal", "sample"])
def test_what_is_no_real_workshop_says_so_on_every_page(nature: str) -> None:
    """A page that is torn out or photographed still says that nobody answered."""
    pages = PdfReader(BytesIO(made(REPORTS["mixed"].model_copy(update={"nature": nature})))).pages
    marked = EN(f"workshop_report.nature_{nature}")
    assert [n for n, page in enumerate(pages, 1) if marked not in folded(page.extract_text())] == []
    assert marked not in text("mixed")


def test_names_stand_at_the_open_table_only() -> None:
    """People are named where all of them agreed to it."""
    for person in people():
        assert person.name in text("open")
    assert "Cem" not in text("mixed")
    assert EN("workshop_report.people_page") not in text("mixed")


def test_the_plan_has_both_owners_and_lines_to_sign() -> None:
    """What was agreed, by whom on either side, until when, and how one will know."""
    parts = ["Agree on one target", "Ada Sample", "Ben Sample", "18 December 2026"]
    parts += ["Both report the same number.", "@SUM(1) review five offers together"]
    parts += [EN(f"workshop_report.sign_{side}") for side in ("sales", "marketing", "date")]
    assert [part for part in parts if part not in text("mixed")] == []


def test_without_a_plan_there_are_first_steps_to_put_names_to() -> None:
    """A workshop that agreed on nothing takes home what to begin with."""
    assert EN("workshop_report.plan_offer", count="6") in text("hidden")
    assert EN("workshop_report.sign_sales") in text("hidden")


def test_an_earlier_workshop_is_compared_sign_by_sign() -> None:
    """The page says for each sign what can be said, and why not more."""
    compared = REPORTS["mixed"].compared
    assert compared
    findings = RoomFindings(REPORTS["mixed"].card, INSTRUMENT, EN)
    for change in compared.changes:
        assert findings.change(change) in text("mixed")
    assert EN("workshop_report.progress") not in text("hidden")


def test_votes_and_dissent_are_printed_beside_the_score() -> None:
    """Means before and after, how many see it otherwise, and why in their own words."""
    values = EN("workshop_report.from_to", before="2.2", after="2.9")
    assert values in text("mixed")
    assert EN("workshop_report.otherwise", count="2") in text("mixed")
    assert "The plan is older than the team." in text("mixed")


def test_the_floors_that_applied_are_said() -> None:
    """A protected workshop names its floors; an open table says why there is none."""
    assert EN("workshop_report.protected_same") in text("mixed")
    assert EN("workshop_report.open_consent") in text("open")
    assert EN("workshop_report.protected_same") not in text("open")


def test_every_mean_is_opened_to_its_people_and_weights() -> None:
    """The last table gives each published mean with its number of people."""
    card = REPORTS["mixed"].card
    appendix = text("mixed")[text("mixed").index(EN("workshop_report.ledger_title")) :]
    for mean in card.means:
        if mean.score is not None:
            assert f"{mean.score:.0f} ({mean.n})" in appendix


def test_the_same_input_gives_the_same_bytes() -> None:
    """Two runs and eight threads give one document."""
    with ThreadPoolExecutor(8) as pool:
        several = set(pool.map(lambda _: made(REPORTS["mixed"]), range(8)))
    assert several == {pdf_of("mixed")}


def test_it_says_what_it_is() -> None:
    """Title, pages and outline; its links lead into itself or to a source."""
    pdf = pdf_of("mixed")
    reader = PdfReader(BytesIO(pdf))
    assert reader.metadata
    assert reader.metadata.title == EN("workshop_report.title_of", title="Spring review")
    for number, page in enumerate(reader.pages, 1):
        counted = f"{number} of {len(reader.pages)}" in page.extract_text()
        assert counted is (number > 1)
    outline = [title for _, title in titles(pdf)]
    for key in ("gaps", "heat", "progress", "plan"):
        assert EN(f"workshop_report.{key}") in outline
    assert {link for link in links(pdf) if link} == set()


LABELS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60).filter(str.strip)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_text_breaks_the_layout(data: st.DataObject) -> None:
    """Whatever the banks say and people typed, no word overlaps or leaves the page."""
    small = small_instrument(signs=5, items=2)
    paths = data.draw(st.lists(st.sampled_from(sorted(small.texts())), unique=True, max_size=40))
    texts = data.draw(st.lists(TEXT, min_size=1, max_size=5))
    typed = data.draw(st.lists(LABELS, min_size=3, max_size=3))
    words = {path: texts[place % len(texts)] for place, path in enumerate(paths)}
    long, signs = texts[0][:1000], list(small.by_id)
    found = report(
        mixed(small, scores=scores(small, *MIXED[:5])),
        small,
        title=typed[0],
        organisation=typed[1],
        comments=(Said(sign=signs[0], text=long),) * 2,
        dissent=(Said(sign=signs[0], text=long),),
        people=_named(typed, small),
        plan=(
            PlannedAction(home="w", id="p", place=1, sign=signs[0], text=long[:400],
                          sales=typed[0], marketing=typed[1], done=long[:400]),
        ),
    )  # fmt: skip
    assert faults(made(found, translated(small, words))) == []


@pytest.mark.parametrize(
    "text", ["Wort " * 400, "W" * 2000, "a\n" * 1000], ids=("words", "word", "lines")
)
def test_the_longest_texts_that_a_bank_may_have_are_laid_out(text: str) -> None:
    """Every text of the bank at its limit, as words, as one word and as lines."""
    small = small_instrument(signs=2, items=2)
    found = report(mixed(small, scores=scores(small, *MIXED[:2])), small, people=people(small))
    longest = dict.fromkeys(small.texts(), text.strip())
    assert faults(made(found, translated(small, longest))) == []


def test_rows_that_no_page_holds_together_part() -> None:
    """A group whose name is as long as a bank allows, in the table of the gaps of five signs."""
    small = small_instrument(signs=5, items=2)
    found = report(mixed(small, scores=scores(small, *MIXED[:5])), small, people=people(small))
    long = {"instrument.group.leadership.name": "word " * 399 + "word"}
    assert faults(made(found, translated(small, long))) == []


def _named(names: list[str], instrument: Instrument) -> tuple[Person, ...]:
    return tuple(
        Person(
            ballot=f"b{place}",
            name=name,
            group=GROUPS[place % 3],
            scores={sign: float((place * 3) % 100) for sign in instrument.by_id},
        )
        for place, name in enumerate(names * 4)
    )


def test_a_date_is_part_of_the_input() -> None:
    """Another day gives another document, and nothing else does."""
    other = REPORTS["mixed"].model_copy(update={"date": datetime.date(2026, 11, 24)})
    pdf = made(other)
    assert pdf != pdf_of("mixed")
    assert "24 November 2026" in text_of(pdf)


@pytest.mark.parametrize(
    "changes",
    [
        {"sizes": {"sales": 12}, "scores": {"s1": {"sales": 30.0}}},
        {"sizes": {"sales": 12, "marketing": 12}, "scores": {"s1": {}, "s2": {}}},
    ],
)
def test_a_room_that_shows_little_makes_a_report_all_the_same(changes: dict[str, Any]) -> None:
    """One group, one sign, or nothing published at all."""
    found = report(mixed(**changes), shifts=(), comments=(), dissent=(), plan=())
    assert faults(made(found)) == []
