"""The PDF: what it says, and that it says the same every time."""

import datetime
import re
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from assessment.brand.load import default_brand
from assessment.findings import Findings
from assessment.report import render_pdf
from assessment.report.plan import LIMIT, first_steps, plan
from assessment.texts import Texts, load_texts
from scoring.instrument import Instrument
from scoring.response import Answer, Response
from scoring.score import score
from scoring.scorecard import Scorecard
from tests.make_instrument import shipped
from tests.make_scorecards import INSTRUMENT, SHEETS
from tests.read_pdf import text_of

EN = load_texts("en")
DATE = datetime.date(2026, 11, 23)


def made(
    response: Response, instrument: Instrument = INSTRUMENT, texts: Texts = EN, **more: Any
) -> bytes:
    """The PDF of a response."""
    card = score(instrument, response)
    return render_pdf(card, instrument, texts, default_brand(), response=response, **more)


@cache
def real() -> Instrument:
    """The instrument that is shipped."""
    return shipped()


def answered(*points: Answer) -> Response:
    """The items of the shipped instrument answered in turn."""
    items = enumerate(real().items)
    return Response(answers={item: points[place % len(points)] for place, item in items})


def titles(pdf: bytes) -> list[tuple[int, str]]:
    """The outline as level and title."""
    found: list[tuple[int, str]] = []

    def walk(entries: list[Any], level: int) -> None:
        for entry in entries:
            if isinstance(entry, list):
                walk(entry, level + 1)
            else:
                found.append((level, str(entry.title)))

    walk(PdfReader(BytesIO(pdf)).outline, 0)
    return found


def links(pdf: bytes) -> list[str | None]:
    """Where each link leads: an address, or None for a place in the document."""
    pages = PdfReader(BytesIO(pdf)).pages
    notes = [note.get_object() for page in pages for note in page.get("/Annots", [])]
    return [str(note["/A"]["/URI"]) if "/A" in note else None for note in notes]


SHEETS_OF_THE_BANK = {
    "good": lambda: answered(5, 4, 5, 4),
    "bad": lambda: answered(1, 2, 1, 3, 1),
    "mixed": lambda: answered(1, 4, "dont_know", 2, 5, 3, "not_applicable", 2),
}


@pytest.mark.parametrize("name", SHEETS_OF_THE_BANK)
def test_every_sign_is_there_with_all_that_belongs_to_it(name: str) -> None:
    """Each sign's score, level, solution, outcome, actions and fact verdicts are in the text."""
    response = SHEETS_OF_THE_BANK[name]()
    card, text = score(real(), response), text_of(made(response, real()))
    wanted = [part for sign in real().signs for part in _belonging(card, sign.id)]
    assert [part for part in wanted if part not in text] == []


def _belonging(card: Scorecard, sign_id: str) -> list[str]:
    sign, scored = real().by_id[sign_id], card.sign(sign_id)
    actions = [real().actions[action] for action in scored.actions]
    facts = real().shown_facts(sign)
    parts = [sign.name, sign.symptom, sign.solution, sign.outcome]
    parts += [action.text for action in actions] + [action.done for action in actions]
    parts += [fact.claim for fact in facts]
    parts += [EN(f"word.verdict.{fact.verdict}") for fact in facts]
    if scored.score is not None and scored.level is not None:
        parts += [f"{EN.score(scored.score)} of 100", sign.levels[scored.level - 1]]
    return [" ".join(part.split()) for part in parts]


@pytest.mark.parametrize("name", SHEETS)
def test_the_finding_is_the_headline(name: str) -> None:
    """The summary begins with the same finding as the screen, and says all notes beside it."""
    response = SHEETS[name]
    findings = Findings(score(INSTRUMENT, response), INSTRUMENT, EN)
    page = PdfReader(BytesIO(made(response))).pages[1].extract_text()
    folded = " ".join(page.split())
    assert findings.headline() in folded
    assert [note for note in findings.notes() if note not in folded] == []


@pytest.mark.parametrize("language", ["en", "pseudo"])
@pytest.mark.parametrize("name", SHEETS)
def test_the_summary_takes_one_page(name: str, language: str) -> None:
    """What a leader reads first stands on one page, in a long language too."""
    pdf = made(SHEETS[name], texts=load_texts(language), organisation="Sample")
    places = _pages_of_bookmarks(pdf)
    assert places[:2] == [1, 2]


def _pages_of_bookmarks(pdf: bytes) -> list[int]:
    reader = PdfReader(BytesIO(pdf))
    flat = [e for entry in reader.outline for e in (entry if isinstance(entry, list) else [entry])]
    return [reader.get_destination_page_number(entry) or 0 for entry in flat]


def test_the_same_input_gives_the_same_bytes() -> None:
    """Two runs and eight threads give one document."""
    response = SHEETS["mixed"]
    with ThreadPoolExecutor(8) as pool:
        several = set(pool.map(lambda _: made(response, date=DATE), range(8)))
    assert several == {made(response, date=DATE)}


def test_the_date_is_printed_where_there_is_one() -> None:
    """The day is part of the input; without one none is printed."""
    dated, undated = made(SHEETS["good"], date=DATE), made(SHEETS["good"])
    assert "23 November 2026" in text_of(dated)
    assert "2026" not in text_of(undated).replace("31 January 2026", "")
    assert dated != undated


def test_it_says_what_it_is() -> None:
    """Title, language, and the wish that a reader shows the title; nobody is named as author."""
    reader = PdfReader(BytesIO(made(SHEETS["good"], organisation="Sample & Sons")))
    assert reader.metadata is not None
    assert reader.metadata.title == "Seven Signs, the scorecard of Sample & Sons"
    assert {reader.metadata.author, reader.metadata.creator, reader.metadata.producer} == {
        "Seven Signs"
    }
    root = reader.root_object
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_the_outline_has_two_levels() -> None:
    """Bookmarks lead to the parts, and below them to each sign."""
    names = [(1, sign.name) for sign in INSTRUMENT.signs]
    parts = ["report.plan", "report.method", "report.sources", "report.ledger"]
    assert titles(made(SHEETS["good"])) == [
        (0, EN("report.summary")),
        *names,
        *[(0, EN(part)) for part in parts],
    ]


def test_pages_are_numbered() -> None:
    """Every page after the cover says which it is, and of how many."""
    pages = PdfReader(BytesIO(made(SHEETS["bad"]))).pages
    for number, page in enumerate(pages, 1):
        counted = f"{number} of {len(pages)}" in page.extract_text()
        assert counted is (number > 1)


def test_signs_can_be_followed_and_sources_opened() -> None:
    """The summary leads to each sign; a source's address opens; nothing else does."""
    found = links(made(answered(2), real()))
    addresses = {fact.url for fact in real().facts.values() if fact.url}
    assert {link for link in found if link} <= addresses
    assert len(addresses) > 0
    assert found.count(None) >= len(real().signs)


def test_the_check_prints_no_number_for_a_sign() -> None:
    """The check shows statuses from one question; only the overall score is a number of 100."""
    text = text_of(made(SHEETS["check"]))
    assert EN("finding.from_one", status=EN("word.status.present")) in text
    scores = set(re.findall(r"(\d+) of 100", text))
    overall = score(INSTRUMENT, SHEETS["check"]).overall.score
    assert overall is not None
    assert scores == {EN.score(overall)}


def test_a_sign_without_a_score_says_why() -> None:
    """Too few answers, or none that applies: words instead of a number."""
    text = text_of(made(SHEETS["partial"]))
    assert EN("report.no_score") in text
    nothing = dict.fromkeys([f"s1_q{n}" for n in range(1, 6)], "not_applicable")
    response = Response.model_validate({"answers": SHEETS["good"].answers | nothing})
    assert EN("report.no_score_applies") in text_of(made(response))


def test_comments_are_printed_only_when_asked_for() -> None:
    """A comment stands under its sign as it was typed, or not at all."""
    response, typed = SHEETS["mixed"], SHEETS["mixed"].comments["s2"]
    assert typed in text_of(made(response, with_comments=True))
    assert typed not in text_of(made(response))


def test_an_untraced_figure_can_be_hidden() -> None:
    """`show_untraced: false` keeps untraced figures off the signs and out of the sources."""
    hidden = INSTRUMENT.ledger.model_copy(update={"show_untraced": False})
    instrument = INSTRUMENT.model_copy(update={"ledger": hidden})
    claim = INSTRUMENT.facts["f1"].claim
    assert claim in text_of(made(SHEETS["good"]))
    assert claim not in text_of(made(SHEETS["good"], instrument))


def test_the_author_of_the_article_is_named_once() -> None:
    """The name stands under Sources and nowhere else."""
    assert text_of(made(answered(3), real())).count(EN("word.author")) == 1


def test_every_score_can_be_opened_down_to_the_answers() -> None:
    """The appendix shows each question with its answer, and the sums equal the scores."""
    response = SHEETS["mixed"]
    text = text_of(made(response))
    appendix = text[text.index(EN("report.ledger_title")) :]
    for item in INSTRUMENT.items.values():
        assert item.wording(response.group) in appendix
    totals = re.findall(rf"{EN('report.total')} (\d+\.\d)", appendix)
    card = score(INSTRUMENT, response)
    scores = [card.overall.score, *(sign.score for sign in card.signs)]
    assert totals == [EN.number(value, 1) for value in scores if value is not None]


def test_a_long_language_has_its_own_digits() -> None:
    """The pseudo-language prints a decimal comma and the words of its own."""
    texts = load_texts("pseudo")
    text = text_of(made(SHEETS["mixed"], texts=texts))
    assert texts("report.sources") in text
    assert EN("report.ledger_title") + " " + EN("report.ledger_about") not in text
    assert re.search(r"\d,\d\d", text)


@pytest.mark.parametrize("name", SHEETS)
def test_the_plan_holds_at_most_six_different_actions(name: str) -> None:
    """The plan is short, in the order of its days, and begins with the priorities."""
    card = score(INSTRUMENT, SHEETS[name])
    planned = plan(card, INSTRUMENT)
    days = [entry.action.horizon for entry in planned]
    assert len(set(planned)) == len(planned) <= LIMIT
    assert days == sorted(days)
    assert set(days) <= {30, 60, 90}
    assert set(card.priorities) <= {entry.sign for entry in planned}


@pytest.mark.parametrize("name", SHEETS)
def test_the_first_steps_are_in_the_plan(name: str) -> None:
    """A leader is told three things to start on, from the plan where all signs are known."""
    card = score(INSTRUMENT, SHEETS[name])
    steps = first_steps(card, INSTRUMENT)
    assert len(steps) == 3
    if not card.find_out:
        assert set(steps) <= set(plan(card, INSTRUMENT))


def test_the_plan_finds_out_what_is_not_known() -> None:
    """Where signs have no score, one of the six actions is to find out."""
    card = score(INSTRUMENT, SHEETS["partial"])
    planned = plan(card, INSTRUMENT)
    assert card.find_out
    assert {entry.sign for entry in planned} & set(card.find_out)


def test_without_a_finding_there_is_no_plan() -> None:
    """A sheet with no overall score and no priority gets no plan."""
    assert (0, EN("report.plan")) in titles(made(SHEETS["bad"]))
    assert (0, EN("report.plan")) not in titles(made(SHEETS["empty"]))


def test_a_company_without_priorities_is_told_what_to_keep() -> None:
    """Where no sign is a priority the plan and the first steps are about keeping."""
    pdf = made(Response(answers=dict.fromkeys(INSTRUMENT.items, 5)))
    text = text_of(pdf)
    assert (0, EN("report.plan_keep")) in titles(pdf)
    assert EN("report.keeping") in text
    for advice in ("scorecard.solution", "report.start_on", "scorecard.actions_present"):
        assert EN(advice) not in text


def test_signs_nothing_is_said_about_share_a_page() -> None:
    """A sign whose items are all open or do not apply is named, without a page of its own."""
    some = {item: answer for item, answer in SHEETS["good"].answers.items() if item < "s4"}
    whole, part = made(SHEETS["good"]), made(Response(answers=some))
    assert EN("report.silent_title") in text_of(part)
    assert EN("report.silent_title") not in text_of(whole)
    assert {title for _, title in titles(part)} >= {sign.name for sign in INSTRUMENT.signs}
    assert len(PdfReader(BytesIO(part)).pages) < len(PdfReader(BytesIO(whole)).pages)


@pytest.mark.parametrize(
    ("sheet", "marks"),
    [
        ("good", ["absent"]),
        ("bad", ["present"]),
        ("empty", ["unknown"]),
        ("check", ["present", "emerging", "absent", "unknown"]),
    ],
)
def test_the_cover_explains_the_marks_it_has(sheet: str, marks: list[str]) -> None:
    """The legend names each status that is drawn, and no other."""
    cover = PdfReader(BytesIO(made(SHEETS[sheet]))).pages[0].extract_text()
    statuses = ("present", "emerging", "absent", "unknown")
    assert [mark for mark in statuses if EN(f"report.legend_{mark}") in cover] == marks
