"""The instrument as a value: its hash, its paths, its languages."""

import json

from scoring.instrument import NO_PROMPTS, Instrument, Translation, translated
from tests.make_instrument import small_instrument

SMALL = small_instrument(signs=2, items=2)


def test_canonical_json_gives_the_same_instrument_and_hash_again() -> None:
    """An old run can be rescored from the JSON kept under its hash."""
    again = Instrument.from_json(SMALL.canonical_json())
    assert again == SMALL
    assert again.sha256 == SMALL.sha256


def test_an_instrument_kept_before_there_were_prompts_has_none_and_keeps_its_hash() -> None:
    """Old runs are rescored under the hash they began with; no text is invented for them."""
    older = json.loads(SMALL.canonical_json())
    for sign in older["signs"]:
        del sign["prompts"]
    text = json.dumps(older, ensure_ascii=False, sort_keys=True)
    kept = Instrument.from_json(text)
    assert [sign.prompts for sign in kept.signs] == [NO_PROMPTS, NO_PROMPTS]
    assert kept.canonical_json() == text
    assert not any(".prompt." in path for path in kept.texts())


def test_a_prompt_has_a_path_by_its_kind_and_number() -> None:
    """A translation names the second question for a gap, and changes that one alone."""
    german = translated(SMALL, {"s1.prompt.gap.2": "Was seht ihr?"}).by_id["s1"].prompts
    own = SMALL.by_id["s1"].prompts
    assert german.gap == (own.gap[0], "Was seht ihr?", own.gap[2])
    assert (german.weakness, german.strength) == (own.weakness, own.strength)


def test_every_text_has_a_path_of_its_own_and_can_be_replaced() -> None:
    """Replacing the text at each path replaces that text and no other."""
    texts = SMALL.texts()
    assert len(texts) > 40
    for path in texts:
        other = translated(SMALL, {path: "replaced"})
        assert {p for p, text in other.texts().items() if text != texts[p]} == {path}


def test_another_language_changes_words_and_nothing_else() -> None:
    """Ids, weights and the hash stay; what is not translated falls back."""
    first = next(iter(SMALL.items))
    german = Translation(language="de", words=((f"{first}.option.3", "Drei"),))
    instrument = SMALL.model_copy(update={"translations": (german,)})
    other = instrument.in_language("de")
    assert other.items[first].options[2] == "Drei"
    assert other.items[first].options[3] == SMALL.items[first].options[3]
    assert list(other.items) == list(SMALL.items)
    assert other.sha256 == instrument.sha256
    assert instrument.in_language("fr") is instrument


def test_a_level_begins_at_its_cut_score() -> None:
    """The lower bound belongs to the level, compared unrounded."""
    assert [SMALL.level(s) for s in (0, 19.99, 20, 39.99, 40, 60, 80, 100)] == [
        1,
        1,
        2,
        2,
        3,
        4,
        5,
        5,
    ]


def test_a_status_begins_at_its_cut_score() -> None:
    """Below 40 seen, 40 to below 60 partly seen, from 60 not seen, without a score not known."""
    assert [SMALL.status(s) for s in (0, 39.99, 40, 59.99, 60, None)] == [
        "present",
        "present",
        "emerging",
        "emerging",
        "absent",
        "unknown",
    ]
