"""The parts of the scorecard page: what they say, and that no text becomes markup."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assessment.texts import PSEUDO, load_texts, pseudo
from assessment.theme import SEVEN_SIGNS
from assessment.view import top
from assessment.view.elements import el, listing, table
from assessment.view.method import sources
from assessment.view.reading import Reading, adding_up
from assessment.view.sign import sign_section
from scoring.instrument import Instrument, translated
from tests.make_scorecards import INSTRUMENT, SHEETS, sheet

EN = load_texts("en")
HOSTILE = '<img src=x onerror=alert(1)> "a" & ![x](http://127.0.0.1:9/x.png)'


class Outline(HTMLParser):
    """Reads HTML back: its tags in order, its text, and whether it is well formed."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(markup)
        assert self.open == []

    def handle_starttag(self, tag: str, _: object) -> None:
        self.tags.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def reading(case: str, instrument: Instrument = INSTRUMENT, language: str = "en") -> Reading:
    """A sheet's scorecard, to be drawn."""
    return Reading(sheet(case), instrument, load_texts(language))


def page(read: Reading) -> Outline:
    """The whole page's markup, read back."""
    parts = [top.finding(read), top.bands(read), top.first_things(read)]
    parts += [part for part in (top.overall_step(read), top.overall_ledger(read)) if part]
    parts += [
        sign_section(read, sign, number, SEVEN_SIGNS.light)
        for number, sign in enumerate(read.card.signs, 1)
    ]
    return Outline("".join(parts))


@pytest.mark.parametrize("case", SHEETS)
@pytest.mark.parametrize("language", ["en", PSEUDO])
def test_every_sheet_can_be_drawn(case: str, language: str) -> None:
    """Whatever was answered, the page is well formed and has one first heading."""
    assert page(reading(case, language=language)).tags.count("h1") == 1


@pytest.mark.parametrize("case", SHEETS)
def test_headings_never_skip_a_level(case: str) -> None:
    """After a heading comes one at most one level deeper."""
    levels = [int(tag[1]) for tag in page(reading(case)).tags if re.fullmatch(r"h\d", tag)]

    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_bank_text_stays_text() -> None:
    """What stands in a bank is shown letter by letter, whatever it looks like."""
    texts = dict.fromkeys(INSTRUMENT.texts(), HOSTILE)
    drawn = page(reading("mixed", translated(INSTRUMENT, texts)))

    assert "img" not in drawn.tags
    assert HOSTILE in drawn.text


def test_the_page_begins_with_the_finding() -> None:
    """The heading is the level, the score, and how many signs are shown."""
    said = Outline(top.finding(reading("mixed"))).text

    assert said.startswith(reading("mixed").findings.headline())


def test_the_cap_is_said_in_words() -> None:
    """An average that reads higher is shown with the sign that holds it."""
    said = page(reading("capped")).text

    assert (
        "The average is 86, which reads Unified. It is held at Reactive by Name of s3 (0)" in said
    )


def test_what_is_to_be_found_out_comes_before_strengths_and_priorities() -> None:
    """A gap in knowledge is closed before anything is praised or planned."""
    said = Outline(top.first_things(reading("partial"))).text

    assert said.index("Find out first") < said.index("Priorities")


def test_without_strengths_the_heading_is_least_weak() -> None:
    """Nothing below 60 is called a strength."""
    said = Outline(top.first_things(reading("bad"))).text

    assert "Least weak" in said
    assert "Strengths" not in said


def test_the_check_shows_no_number_for_a_sign() -> None:
    """One question makes a status, and neither score nor ledger total."""
    card = reading("check")
    sections = [sign_section(card, s, 1, SEVEN_SIGNS.light) for s in card.card.signs]

    assert "from one question" in sections[0]
    assert not any("of 100" in section or "<table>" in section for section in sections)


def test_the_ledger_of_the_check_holds_questions_not_signs() -> None:
    """What adds up to the overall score of the check are answers to single questions."""
    said = Outline(top.overall_ledger(reading("check")) or "").text

    assert "Question 1 of s1Option 1 of s1_q1" in said
    assert "Name of s1" not in said


def test_every_sign_shows_what_is_promised() -> None:
    """Level sentence, facts with verdict, solution, outcome, actions, step up and ledger."""
    card = reading("mixed")
    said = Outline(sign_section(card, card.card.sign("s1"), 1, SEVEN_SIGNS.light)).text

    level = card.card.sign("s1").level
    for expected in (
        f"Level {level} of s1",
        "Some miss it",
        "Untraced. We have not found the original.",
        "Solution of s1",
        "Outcome of s1",
        "Do 1 when s1 is",
        "Sales and Marketing, within 30 days. Effort: days.",
        "Done when:",
        "Next step up",
        "How this score came about",
        "Option 1 of s1_q1",
    ):
        assert expected in said


def test_an_untraced_fact_can_be_hidden() -> None:
    """`show_untraced: false` hides it on the scorecard and on the page of sources."""
    ledger = INSTRUMENT.ledger.model_copy(update={"show_untraced": False})
    hidden = INSTRUMENT.model_copy(update={"ledger": ledger})

    assert "Some miss it" not in page(reading("mixed", hidden)).text
    assert "Some miss it" not in sources(EN, hidden)
    assert "Some miss it" in sources(EN, INSTRUMENT)


def test_a_contradicted_fact_says_by_which() -> None:
    """The sources that say otherwise are named."""
    sign = INSTRUMENT.signs[0].model_copy(update={"facts": ("f2",)})
    signs = (sign, *INSTRUMENT.signs[1:])
    changed = Instrument(outline=INSTRUMENT.outline, signs=signs, ledger=INSTRUMENT.ledger)

    assert (
        "Contradicted. Other sources say otherwise. Against it: A survey."
        in page(reading("mixed", changed)).text
    )


def test_the_author_of_the_article_is_named_once() -> None:
    """The sources name the author, and nothing else does."""
    assert sources(EN, INSTRUMENT).count(EN("word.author")) == 1


@pytest.mark.parametrize("case", ["good", "bad", "mixed", "partial", "capped"])
def test_every_ledger_adds_up_as_it_is_shown(case: str) -> None:
    """The last column, as printed with one decimal, adds up to the total beneath it."""
    markup = "".join(
        part
        for part in (
            top.overall_ledger(reading(case)),
            *(sign_section(reading(case), s, 1, SEVEN_SIGNS.light) for s in sheet(case).signs),
        )
        if part
    )
    tables = re.findall(r"<tbody>(.*?)</tbody><tfoot>(.*?)</tfoot>", markup)

    assert tables
    for body, foot in tables:
        rows = [re.findall(r"<td>(.*?)</td>", row) for row in body.split("</tr>") if row]
        shares = [float(row[-1]) for row in rows if row[-1] != "–"]
        assert sum(shares) == pytest.approx(float(re.findall(r"<td>(.*?)</td>", foot)[-1]))


@given(some.lists(some.integers(0, 4), min_size=1, max_size=9), some.data())
def test_shares_are_rounded_so_that_they_add_up(steps: list[int], data: some.DataObject) -> None:
    """Each share differs from the exact one by less than 0.1, and together they make the total."""
    weights = data.draw(some.lists(some.integers(1, 9), min_size=len(steps), max_size=len(steps)))
    exact = [25 * s * w / sum(weights) for s, w in zip(steps, weights, strict=True)]
    total = int(sum(exact) * 10 + 0.5 + 1e-9) / 10

    shown = adding_up(exact, total)

    assert sum(share or 0 for share in shown) == pytest.approx(total)
    assert all(abs((s or 0) - e) < 0.1 + 1e-6 for s, e in zip(shown, exact, strict=True))


def test_no_word_bypasses_the_texts() -> None:
    """In the pseudo-language every word of the page is accented or longer than in English."""
    words = {path: pseudo(text) for path, text in INSTRUMENT.texts().items()}
    drawn = page(reading("mixed", translated(INSTRUMENT, words), PSEUDO)).text
    plain = {key: text for key, text in _english().items() if len(text) > 12 and "{" not in text}

    assert not [key for key, text in plain.items() if text in drawn]


def _english() -> dict[str, str]:
    return {key: EN(key) for key in EN._words}


def test_text_in_an_element_is_escaped() -> None:
    """Only what is HTML already is left as it is."""
    assert el("p", "<b>", el("i", "&"), title='"') == '<p title="&quot;">&lt;b&gt;<i>&amp;</i></p>'


def test_nothing_makes_no_list() -> None:
    """There are no empty lists on a page."""
    assert listing(()) is None


def test_a_table_names_its_columns_and_rows() -> None:
    """Those who hear a table hear what a figure belongs to."""
    made = table("Caption", ("Name", "Score"), [("One", "1")])

    assert '<th scope="col">Score</th>' in made
    assert '<th scope="row">One</th>' in made
