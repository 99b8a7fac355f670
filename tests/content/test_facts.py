"""The cards of the ledger: where a figure comes from, and what contradicts it."""

from tests.content.lint import instrument


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
