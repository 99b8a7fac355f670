"""What each of the seven banks promises to those who read and answer it."""

from pathlib import Path

import pytest

from scoring.instrument import Action, Sign
from tests.content.lint import instrument, item_faults, prompt_faults, repeated, words

FOLDER = Path(__file__).parents[2] / "questions" / "seven-signs"
BANKS = sorted(FOLDER.glob("[0-9]_*.yaml"))
OPTION_WORDS_ON_AVERAGE = 9
READING_WORDS = 2100
# The items that ask for a result: no practice of a few days or weeks changes their answers.
RESULTS = {
    "targets_reached",
    "content_used",
    "ramp_productive",
    "knowhow_absence",
    "talent_stay",
    "talent_attract",
}


def sign_of(bank: Path) -> Sign:
    """The sign that a bank file holds, by the name of the file."""
    return instrument().by_id[bank.stem.partition("_")[2]]


def unmoved(sign: Sign, actions: tuple[Action, ...]) -> set[str]:
    """The items of a sign that none of these actions moves."""
    moved = {item for action in actions for item in action.moves}
    return {item.id for item in sign.items} - moved


def reading() -> list[str]:
    """Everything that is shown without opening hints, in the neutral wording."""
    shown = [instrument().outline.costs_most]
    for sign in instrument().signs:
        shown += [sign.symptom, sign.name]
        for item in sign.items:
            shown += [item.text, *item.options]
    return shown


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
