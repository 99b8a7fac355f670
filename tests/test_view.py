"""The parts of the scorecard page: what they say, and that no text becomes markup."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from assessment.texts import PSEUDO, load_texts, pseudo
from assessment.theme import SEVEN_SIGNS
from assessment.view import top
from assessment.view.elements import el, listing, table
from assessment.view.facts import small_print
from assessment.view.method import sources
from assessment.view.reading import Reading
from assessment.view.sign import sign_section
from scoring.instrument import Instrument, translated
from scoring.response import Response
from scoring.score import score
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
        "The average is 86, which would be Unified. It is held at Reactive by Name of s3 (0)"
        in said
    )


def test_what_is_to_be_found_out_comes_before_strengths_and_priorities() -> None:
    """A gap in knowledge is closed before anything is praised or planned."""
    said = Outline(top.first_things(reading("partial"))).text

    assert said.index("Find out first") < said.index("Priorities")


def test_without_strengths_the_heading_is_least_weak() -> None:
    """Nothing below 60 is called a strength."""
    card = score(INSTRUMENT, Response(answers=dict.fromkeys(INSTRUMENT.items, 3)))
    said = Outline(top.first_things(Reading(card, INSTRUMENT, EN))).text

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
        "Next level by the numbers",
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
        "Contradicted. Other sources say otherwise. Against it: A survey. "
        "Other years and samples differ." in page(reading("mixed", changed)).text
    )


def test_nothing_weak_is_called_least_weak() -> None:
    """Where the scorecard names no such sign, the heading is left out."""
    assert "Least weak" not in top.first_things(reading("bad"))


def test_a_source_that_says_otherwise_has_its_year() -> None:
    """Two figures of one source in different years can be told apart."""
    fact = INSTRUMENT.facts["f1"].model_copy(update={"contradicted_by": ("f2",)})

    assert "Against it: A survey, 2012." in small_print(EN, INSTRUMENT, fact)


def test_the_author_of_the_article_is_named_once() -> None:
    """The sources name the author, and nothing else does."""
    assert sources(EN, INSTRUMENT).count(EN("word.author")) == 1


@pytest.mark.parametrize("case", ["good", "bad", "mixed", "partial", "capped", "check"])
def test_every_ledger_adds_up_or_says_that_it_is_rounded(case: str) -> None:
    """The last column, as printed with two decimals, makes the total, or the total says why not."""
    tables = re.findall(r"<tbody>(.*?)</tbody><tfoot>(.*?)</tfoot>", ledgers(reading(case)))

    assert tables
    for body, foot in tables:
        shares, total = last_column(body), last_column(foot)[0]
        assert abs(sum(shares) - total) < 0.05 + 0.005 * len(shares) + 1e-9
        assert ("rounded" in foot) == (sum(shares) != pytest.approx(total))


def test_equal_answers_of_equal_weight_add_the_same() -> None:
    """No line of a ledger is bent so that the column adds up."""
    for line in reading("mixed").card.signs:
        shares: dict[tuple[float, float], set[str]] = {}
        for item in line.ledger:
            if item.share is not None and item.value is not None:
                same = shares.setdefault((item.value, item.weight), set())
                same.add(reading("mixed").share(item.share))
        assert all(len(same) == 1 for same in shares.values())


def ledgers(read: Reading) -> str:
    """The markup of all ledgers of a page, and of what stands around those of the signs."""
    signs = (sign_section(read, sign, 1, SEVEN_SIGNS.light) for sign in read.card.signs)
    return "".join((top.overall_ledger(read) or "", *signs))


def last_column(rows: str) -> list[float]:
    """The figures in the last column of a table's rows, without dashes."""
    cells = [re.findall(r"<td>(.*?)</td>", row)[-1] for row in rows.split("</tr>") if row]
    return [float(cell) for cell in cells if cell != "–"]


def test_the_next_level_is_arithmetic_with_the_action_that_moves_it() -> None:
    """It names no effort, and says that the plan is elsewhere."""
    read = reading("mixed")
    sign = next(s for s in read.card.signs if s.next_step and s.next_step.steps[0].action)
    drawn = Outline(sign_section(read, sign, 1, SEVEN_SIGNS.light)).text
    said = drawn.partition("Next level by the numbers")[2].partition("How this score")[0]

    assert "What to do is under “Next actions”." in said
    assert "Moved by: Do" in said
    assert "Effort" not in said


def test_what_lifts_the_whole_is_folded() -> None:
    """Arithmetic does not stand open between the priorities and the signs."""
    assert (top.overall_step(reading("mixed")) or "").startswith("<details>")


def test_a_level_sentence_is_said_to_be_typical() -> None:
    """It may contradict a single answer, so it is introduced as what is typical."""
    read = reading("mixed")
    said = Outline(sign_section(read, read.card.sign("s1"), 1, SEVEN_SIGNS.light)).text

    assert f"Typical of this levelLevel {read.card.sign('s1').level} of s1" in said


def test_the_solution_is_left_out_where_a_sign_is_settled() -> None:
    """From 80 up nothing is recommended; what works is kept."""
    read = reading("capped")
    sections = {s.id: sign_section(read, s, 1, SEVEN_SIGNS.light) for s in read.card.signs}

    assert "Recommended solution" not in sections["s1"]
    assert "Keep doing" in sections["s1"]
    assert "Recommended solution" in sections["s3"]


def test_only_the_owner_is_led_to_open_questions() -> None:
    """A sign to find out leads to its questions, before what else can be done about it."""
    shared = reading("partial")
    own = Reading(shared.card, INSTRUMENT, EN, mine="abc")

    assert "Answer its questions" not in top.first_things(shared)
    drawn = top.first_things(own)
    assert 'href="./answer?a=abc&amp;sign=s7"' in drawn
    assert drawn.index("Answer its questions") < drawn.index("<ul><li>")


def test_a_sign_to_find_out_says_that_it_was_named_as_costing_most() -> None:
    """What costs most and is not known is doubly worth finding out."""
    response = SHEETS["partial"].model_copy(update={"costs_most": ("s7",)})
    read = Reading(score(INSTRUMENT, response), INSTRUMENT, EN)

    assert top.first_things(read).count("You named it among what costs you most.") == 1


@pytest.mark.parametrize(
    ("case", "said"), [("good", "Outlined: 4 "), ("mixed", "The bar under the scale")]
)
def test_the_scale_names_what_it_outlines(case: str, said: str) -> None:
    """Where names do not fit into the bands, the level stands below; a bar is explained."""
    assert said in (top.outlined(reading(case)) or "")


def test_without_a_level_nothing_is_outlined() -> None:
    """No score, no caption."""
    assert top.outlined(reading("unknown")) is None


def test_the_table_of_the_check_promises_no_numbers() -> None:
    """Its title says what it holds."""
    assert "in numbers" in top.bands(reading("mixed"))
    assert "in numbers" not in top.bands(reading("check"))


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
