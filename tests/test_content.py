"""The content lint: what `questions/seven-signs/` promises to those who read and answer it."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from assessment.texts import FOLDER as TEXTS
from assessment.texts import load_texts
from scoring.instrument import Action, Instrument, Item, Sign
from tests.make_instrument import shipped
from tests.statistics_in_text import LANGUAGES, statistics, without_a_card

FOLDER = Path(__file__).parents[1] / "questions" / "seven-signs"
BANKS = sorted(FOLDER.glob("[0-9]_*.yaml"))
STEM_WORDS = 18
OPTION_WORDS = 14
OPTION_WORDS_ON_AVERAGE = 9
PROMPT_WORDS = 22
READING_WORDS = 2100
LENGTH_FACTOR = 2
# The items that ask for a result: no practice of a few days or weeks changes their answers.
RESULTS = {
    "targets_reached",
    "content_used",
    "ramp_productive",
    "knowhow_absence",
    "talent_stay",
    "talent_attract",
}
# The app's own words that claim nothing of any company and need no card, by language.
NO_CLAIMS = {
    "en": (
        "half of the questions that apply",  # a rule of the method: when a sign has a score
        "Half: partly seen",  # a symbol in a legend
        "95 % interval",  # the method's own word
        "two halves",  # of a company
        "Half a day",  # how long a workshop is
        "half a year",  # comments of a sample, marked as such
        "once a quarter",
        "Half of my open deals",
    ),
    "de": (
        "Hälfte der zutreffenden Fragen",
        "95-%-Intervall",
        "Intervall (95\u00a0%)",
        "Intervalle (95\u00a0%)",
        "Ein halber Tag",
    ),
}


@cache
def instrument() -> Instrument:
    """The instrument as it is delivered."""
    return shipped()


def sign_of(bank: Path) -> Sign:
    """The sign that a bank file holds, by the name of the file."""
    return instrument().by_id[bank.stem.partition("_")[2]]


def words(text: str) -> int:
    """The number of words."""
    return len(text.split())


def stem_faults(stem: str) -> Iterator[str]:
    """What is wrong with a stem."""
    if words(stem) > STEM_WORDS:
        yield "long stem"
    if "and/or" in stem.lower() or "/" in stem:
        yield "two ideas in a stem"
    if not stem.endswith("?"):
        yield "no question"
    if re.search(r"\d", stem):
        yield "number in a stem"


def option_faults(options: tuple[str, ...]) -> Iterator[str]:
    """What is wrong with the options of one item."""
    lengths = [words(option) for option in options]
    if max(lengths) > OPTION_WORDS:
        yield "long option"
    if max(lengths) > LENGTH_FACTOR * min(lengths):
        yield "uneven options"
    for option in options:
        if re.search(r"\d", option):
            yield "number in an option"
        if re.search(r"\b(?:dis)?agree\b", option, re.IGNORECASE):
            yield "agreement instead of a practice"
        if option.endswith("."):
            yield "full stop"


# A question that opens with one of these is answered with yes or no, or asks for a defence.
CLOSED = (
    r"(?:do|does|did|is|are|was|were|can|could|will|would|should|has|have|had|am|why|don't|isn't)"
)
BLAMES = r"fault|blam\w*|fail\w*|lazy|wrong|guilty|refus\w*|bad|poor|useless|ignor\w*"


def prompt_faults(prompt: str) -> Iterator[str]:
    """What is wrong with a facilitator's question to the room."""
    if words(prompt) > PROMPT_WORDS:
        yield "long prompt"
    if not prompt.endswith("?") or prompt.count("?") > 1:
        yield "not one question"
    if re.search(r"\d", prompt):
        yield "number in a prompt"
    if re.search(rf"(?:^|[:,] ){CLOSED}\b", prompt, re.IGNORECASE):
        yield "closed question"
    if re.search(rf"\b(?:{BLAMES})\b", prompt, re.IGNORECASE):
        yield "blame"


def item_faults(item: Item) -> list[str]:
    """What is wrong with an item in any of its wordings."""
    stems = {item.wording(group) for group in (None, "sales", "marketing", "leadership")}
    return [*chain.from_iterable(map(stem_faults, stems)), *option_faults(item.options)]


def unmoved(sign: Sign, actions: tuple[Action, ...]) -> set[str]:
    """The items of a sign that none of these actions moves."""
    moved = {item for action in actions for item in action.moves}
    return {item.id for item in sign.items} - moved


def repeated(texts: list[str]) -> list[str]:
    """The texts that stand there more than once, whatever their case and full stops."""
    counts = Counter(" ".join(text.casefold().strip(" .").split()) for text in texts)
    return [text for text, count in counts.items() if count > 1]


def reading() -> list[str]:
    """Everything that is shown without opening hints, in the neutral wording."""
    shown = [instrument().outline.costs_most]
    for sign in instrument().signs:
        shown += [sign.symptom, sign.name]
        for item in sign.items:
            shown += [item.text, *item.options]
    return shown


def claims(language: str) -> list[str]:
    """The claims on the facts ledger, in a language."""
    return [fact.claim for fact in instrument().in_language(language).ledger.facts]


def prompts_of(sign: Sign) -> list[str]:
    """The facilitator's questions of a sign, of every kind."""
    return [*sign.prompts.gap, *sign.prompts.weakness, *sign.prompts.strength]


def test_there_are_seven_banks() -> None:
    """The tests for each bank below run for seven signs, none of them left out."""
    assert [sign_of(bank).id for bank in BANKS] == list(instrument().outline.signs)
    assert len(BANKS) == 7


@pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.name)
def test_a_bank_names_its_schema_on_line_1(bank: Path) -> None:
    """An editor that knows the schema completes and checks what a consultant types."""
    first = bank.read_text("utf-8").partition("\n")[0]
    assert first == "# yaml-language-server: $schema=../schema/sign.json"


@pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.name)
def test_a_bank_has_five_items_and_one_of_them_is_the_key_item(bank: Path) -> None:
    """Thirty-five items make the full assessment and seven the check."""
    items = sign_of(bank).items
    assert (len(items), sum(item.key for item in items)) == (5, 1)


@pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.name)
def test_the_items_of_a_bank_are_short_even_and_single(bank: Path) -> None:
    """Word limits, option lengths within a factor of two, one idea, no numbers, no agreement."""
    faults = {item.id: item_faults(item) for item in sign_of(bank).items}
    assert {item: found for item, found in faults.items() if found} == {}


@pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.name)
def test_a_bank_has_actions_for_every_status(bank: Path) -> None:
    """Three for present, three for emerging, one to keep doing, two to find out."""
    actions = sign_of(bank).actions
    found = (actions.present, actions.emerging, actions.absent, actions.unknown)
    assert tuple(map(len, found)) == (3, 3, 1, 2)


@pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.name)
def test_every_item_is_moved_by_an_action_where_the_sign_shows(bank: Path) -> None:
    """Whatever item holds a sign down, one of the three actions on offer lifts it."""
    sign = sign_of(bank)
    assert unmoved(sign, sign.actions.present) == set()
    assert unmoved(sign, sign.actions.emerging) == set()


def test_only_months_of_work_move_a_result() -> None:
    """No action of days or weeks claims to change what the company has to earn over months."""
    actions = [action for sign in instrument().signs for action in sign.actions]
    moving = {action.id: action.effort for action in actions if RESULTS & set(action.moves)}
    assert set(instrument().items) >= RESULTS
    assert {action: effort for action, effort in moving.items() if effort != "L"} == {}


@pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.name)
def test_actions_fit_a_plan_of_ninety_days(bank: Path) -> None:
    """Horizons are 30, 60 or 90 days; one can begin small; months of work have 90 days."""
    actions = sign_of(bank).actions
    assert {action.horizon for action in actions} <= {30, 60, 90}
    assert {action.horizon for action in actions if action.effort == "L"} <= {90}
    for status in (actions.present, actions.emerging, actions.unknown):
        assert any(action.effort == "S" and action.horizon == 30 for action in status)


@pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.name)
def test_a_facilitator_asks_short_open_questions_that_blame_nobody(bank: Path) -> None:
    """One question of 22 words at most, not to be answered with yes or no."""
    faults = {prompt: list(prompt_faults(prompt)) for prompt in prompts_of(sign_of(bank))}
    assert {prompt: found for prompt, found in faults.items() if found} == {}
    counts = [len(kind) for _, kind in sign_of(bank).prompts]
    assert set(counts) <= {2, 3}


def test_all_prompts_are_pairwise_distinct() -> None:
    """A room that goes through all seven signs is asked nothing twice."""
    prompts = [prompt for sign in instrument().signs for prompt in prompts_of(sign)]
    assert repeated(prompts) == []
    assert len(prompts) >= 7 * 3 * 2


@pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.name)
def test_ids_begin_with_their_sign(bank: Path) -> None:
    """An id says where it belongs, in an export as in a translation."""
    sign = sign_of(bank)
    ids = [item.id for item in sign.items] + [action.id for action in sign.actions]
    assert [name for name in ids if not name.startswith(f"{sign.id}_")] == []


@pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.name)
def test_an_outcome_promises_nothing(bank: Path) -> None:
    """Outcomes say what can follow, never what will."""
    outcome = sign_of(bank).outcome.lower().split()
    assert "can" in outcome
    assert "will" not in outcome


@pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.name)
def test_a_short_name_fits_a_chart(bank: Path) -> None:
    """Charts label the signs directly, at 390 px too."""
    assert len(sign_of(bank).short) <= 18


@pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.name)
def test_a_short_name_is_part_of_the_name(bank: Path) -> None:
    """A label in a chart and the heading of its sign are recognisably one."""
    assert sign_of(bank).short.casefold() in sign_of(bank).name.casefold()


def test_options_are_nine_words_on_average_at_most() -> None:
    """The whole assessment is read in about nine minutes."""
    options = [words(option) for item in instrument().items.values() for option in item.options]
    assert sum(options) / len(options) <= OPTION_WORDS_ON_AVERAGE


def test_what_is_shown_without_hints_is_read_in_nine_minutes() -> None:
    """Symptoms, names, stems and options stay under the reading budget."""
    assert 1500 < sum(map(words, reading())) < READING_WORDS


def test_all_options_are_pairwise_distinct() -> None:
    """No two options of the instrument read the same."""
    options = [option for item in instrument().items.values() for option in item.options]
    assert (repeated(options), len(options)) == ([], 175)


def test_all_stems_and_hints_are_pairwise_distinct() -> None:
    """No question is asked twice."""
    items = instrument().items.values()
    assert repeated([text for item in items for text in (item.text, item.hint)]) == []


def test_all_actions_are_pairwise_distinct() -> None:
    """No advice is given twice, and none is known to be done by another's sign."""
    actions = [action for sign in instrument().signs for action in sign.actions]
    assert repeated([text for action in actions for text in (action.text, action.done)]) == []
    assert len(actions) == 63


def test_every_text_has_a_path_of_its_own() -> None:
    """Ids are unique across signs, items, actions and facts, so a path names one text."""
    signs = instrument().signs
    ids = ["instrument", *instrument().by_id, *instrument().facts]
    ids += [item.id for sign in signs for item in sign.items]
    ids += [action.id for sign in signs for action in sign.actions]
    assert repeated(ids) == []
    assert len(instrument().ledger.facts) == len(instrument().facts)


def test_cut_scores_and_floors_are_those_of_the_method() -> None:
    """The bands, the statuses, the floors and the closing question are as documented."""
    outline = instrument().outline
    assert outline.cut_scores == (0, 20, 40, 60, 80)
    assert (outline.statuses.emerging, outline.statuses.absent) == (40, 60)
    assert outline.floors.model_dump() == {"score": 5, "comments": 5, "distribution": 10}
    assert outline.overall_groups == ("sales", "marketing")
    assert outline.costs_most_limit == 2


def test_the_article_is_no_proof() -> None:
    """A figure we have from the article alone is untraced, or contradicted by another card."""
    cards = [fact for fact in instrument().ledger.facts if fact.via.startswith("an article")]
    assert len(cards) == 5
    assert {card.verdict for card in cards} == {"untraced", "contradicted"}


def test_a_conflict_has_no_winner() -> None:
    """Where one card says otherwise than another, both name each other."""
    cards = instrument().facts
    pairs = {(card.id, other) for card in cards.values() for other in card.contradicted_by}
    assert pairs
    assert pairs == {(other, card) for card, other in pairs}


def test_figures_that_agree_are_no_conflict() -> None:
    """Two cards that both say most reps miss their quota do not contradict each other."""
    cards = instrument().facts
    assert "salesforce_quota" not in cards["tas_quota"].contradicted_by
    assert "tas_quota" not in cards["salesforce_quota"].contradicted_by


def test_a_contradicted_card_names_who_contradicts_it() -> None:
    """The verdict is never left without its reason."""
    cards = [card for card in instrument().ledger.facts if card.verdict == "contradicted"]
    assert cards
    assert all(card.contradicted_by for card in cards)


def test_a_second_hand_figure_says_so() -> None:
    """A secondary card names who reports it, and that the original was not seen."""
    cards = [card for card in instrument().ledger.facts if card.verdict == "secondary"]
    assert cards
    assert [card.id for card in cards if not card.via.startswith("reported")] == []
    assert [card.id for card in cards if "original not seen" not in card.via] == []


def test_every_card_is_shown_with_one_sign_and_signs_6_and_7_show_none() -> None:
    """There is no card without a use, and no statistic where there is none."""
    shown = [fact for sign in instrument().signs for fact in sign.facts]
    assert sorted(shown) == sorted(instrument().facts)
    assert (instrument().by_id["knowhow"].facts, instrument().by_id["talent"].facts) == ((), ())


def test_the_finder_knows_every_language_on_disk() -> None:
    """A new language brings its words for half, third and the like, or this test is red."""
    on_disk = {path.stem for path in TEXTS.glob("*.yaml")} | set(instrument().languages)
    assert "en" in on_disk
    assert on_disk - set(LANGUAGES) == set()


def test_no_statistic_in_the_instrument_is_without_a_card() -> None:
    """In every language, a share or a multiple stands in a card's claim or nowhere."""
    languages = {"en": instrument().texts()}
    languages |= {each.language: dict(each.words) for each in instrument().translations}
    loose = {
        (language, path): without_a_card(text, claims(language), language)
        for language, texts in languages.items()
        for path, text in texts.items()
    }
    assert {path: found for path, found in loose.items() if found} == {}


@pytest.mark.parametrize("path", sorted(TEXTS.glob("*.yaml")), ids=lambda path: path.name)
def test_no_statistic_in_the_apps_own_words_is_without_a_card(path: Path) -> None:
    """What the app says itself holds no statistic but a card's claim."""
    covered = [*claims(path.stem), *NO_CLAIMS.get(path.stem, ())]
    loose = {
        key: without_a_card(text, covered, path.stem)
        for key, text in load_texts(path.stem)._words.items()
    }
    assert {key: found for key, found in loose.items() if found} == {}


@pytest.mark.parametrize("language", NO_CLAIMS)
def test_no_exemption_outlives_its_words(language: str) -> None:
    """Words that the app no longer uses are exempted no longer."""
    texts = load_texts(language)._words.values()
    assert [words for words in NO_CLAIMS[language] if not any(words in t for t in texts)] == []


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "67 % of reps miss it", ["%"]),
        ("en", "67% miss it", ["%"]),
        ("en", "67\u00a0% miss it", ["%"]),
        ("en", "Sixty per cent miss it, or sixty percent", ["per cent", "percent"]),
        ("en", "More than half of it", ["half"]),
        ("en", "It halved", ["halved"]),
        ("en", "Two thirds of them", ["thirds"]),
        ("en", "Two-thirds and a quarter", ["thirds", "quarter"]),
        ("en", "Sales can double", ["double"]),
        ("en", "Sales doubled, doubling again", ["doubled", "doubling"]),
        ("en", "A twofold, a 3-fold and a tenfold rise", ["twofold", "3-fold", "tenfold"]),
        ("en", "Three times as much, twice as fast", ["Three times", "twice as"]),
        ("en", "1 in 5 and 3 out of 4", ["1 in 5", "3 out of 4"]),
        ("en", "Many times more, times faster", ["times more", "times faster"]),
        ("en", "3 times and 2.5x faster", ["3 times", "2.5x"]),
        ("en", "One in five leaves, three out of four stay", ["One in five", "three out of four"]),
        ("de", "67 % und 67 Prozent", ["%", "Prozent"]),
        ("de", "Mehr als die Hälfte, ein Drittel, zwei Viertel", ["Hälfte", "Drittel", "Viertel"]),
        ("de", "Doppelt so viel, der Umsatz verdoppelt sich", ["Doppelt", "verdoppelt"]),
        ("de", "Zweifach, dreimal, 3 mal", ["Zweifach", "dreimal", "3 mal"]),
        ("de", "Jeder dritte geht, drei von vier bleiben", ["Jeder dritte", "drei von vier"]),
    ],
)
def test_the_finder_finds_statistics(language: str, text: str, found: list[str]) -> None:
    """Signs, words and turns of phrase that claim a share or a multiple are found."""
    assert statistics(text, language) == found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Have a neutral third party ask; third-party interviews; third parties"),
        ("en", "Sometimes it takes a long time; the score times its weight; on behalf of Sales"),
        ("en", "{share} % of your answers, {share}%"),
        ("en", "Three actions in 90 days, 0 to 100 in five bands, a change or two, headquarters"),
        (
            "de",
            "Noch einmal, einfach, mehrfach, vierteljährlich, deshalb innerhalb der Abteilung",
        ),
        ("de", "Eine neutrale dritte Person fragt manchmal nach"),
    ],
)
def test_the_finder_leaves_other_words_alone(language: str, text: str) -> None:
    """A neutral third party, a product of two terms and the program's figures are no statistics."""
    assert statistics(text, language) == []


def test_a_claim_covers_only_its_own_words() -> None:
    """A card covers a statistic where its claim is quoted, not wherever its number turns up."""
    cards = ["According to IDC, more than half of it is intuition."]
    assert without_a_card(f"Small print: {cards[0]}", cards, "en") == []
    assert without_a_card("More than half of it is luck.", cards, "en") == ["half"]


@pytest.mark.parametrize(
    ("stem", "fault"),
    [
        ("How often " + "really " * 16 + "so?", "long stem"),
        ("Do you plan and/or review it?", "two ideas in a stem"),
        ("Do you plan/review it?", "two ideas in a stem"),
        ("You plan it.", "no question"),
        ("How many of 10 deals move?", "number in a stem"),
    ],
)
def test_the_lint_finds_bad_stems(stem: str, fault: str) -> None:
    """Each rule for stems catches its own fault."""
    assert list(stem_faults(stem)) == [fault]


@pytest.mark.parametrize(
    ("option", "fault"),
    [
        ("and " * 14 + "so", "long option"),
        ("Never", "uneven options"),
        ("In 3 of our many deals", "number in an option"),
        ("We strongly agree with this", "agreement instead of a practice"),
        ("In most of our deals.", "full stop"),
    ],
)
def test_the_lint_finds_bad_options(option: str, fault: str) -> None:
    """Each rule for options catches its own fault."""
    good = ("In hardly any deal at all now", "In a few of our many deals now")
    assert fault in list(option_faults((*good, option)))
    assert list(option_faults(good)) == []


@pytest.mark.parametrize(
    ("prompt", "fault"),
    [
        ("What " + "ever " * 21 + "then?", "long prompt"),
        ("Tell us what you see.", "not one question"),
        ("What do you see? And who else?", "not one question"),
        ("What would 3 of you do?", "number in a prompt"),
        ("Do you talk about it?", "closed question"),
        ("In this room, is it known?", "closed question"),
        ("Think of a deal: could you find it?", "closed question"),
        ("Why is it late?", "closed question"),
        ("What did Marketing do wrong?", "blame"),
        ("Who blamed whom?", "blame"),
    ],
)
def test_the_lint_finds_bad_prompts(prompt: str, fault: str) -> None:
    """Each rule for prompts catches its own fault."""
    assert list(prompt_faults(prompt)) == [fault]


def test_the_lint_finds_repetitions() -> None:
    """Case, spaces and a full stop do not make a text another one."""
    assert repeated(["Most of them", "most  of them.", "Few of them"]) == ["most of them"]
