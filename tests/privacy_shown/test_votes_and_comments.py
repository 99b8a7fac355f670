"""A vote again, and comments: who comes late is not told."""

import pytest

from assessment.privacy import allowed, offer, offer_comments, offer_votes, shown_comments
from tests.privacy_shown.people import FLOORS, INSTRUMENT, SEED, SIGNS, parts_of, same, spread


def test_a_vote_again_offers_before_and_after_with_unchanged_answers_as_they_were() -> None:
    """Only who says something else has a new version; who has no score is not in it."""
    parts = parts_of({"sales": [*spread(12), same("dont_know")]})
    first = {part.ballot: part.response.answers["s1_q1"] for part in parts}
    again = {**first, "sales0": 5 if first["sales0"] != 5 else 1}
    del again["sales11"]
    before, after = offer_votes(INSTRUMENT, "s1", parts, again, SEED).releases
    assert len(before.members) == len(after.members) == 11
    assert {m.rpartition(".")[2] for m in after.members - before.members} == {"again"}
    base = offer(INSTRUMENT, parts, SIGNS, SEED).releases[0]
    assert before.members < base.members
    assert offer_votes(INSTRUMENT, "s1", parts, {}, SEED).releases == ()


@pytest.mark.case("C07")
def test_comments_come_from_the_floor_on_in_an_order_of_their_own() -> None:
    """C07: fewer show none; more are shuffled, stable on reload, and no seed tells of another."""
    said = {f"b{n}": f"text {n}" for n in range(12)} | {"b12": ""}
    assert shown_comments(said, 4, FLOORS, SEED) == ()
    once = shown_comments(said, 5, FLOORS, SEED)
    assert once == shown_comments(dict(reversed(said.items())), 5, FLOORS, SEED)
    assert sorted(once) == sorted(text for text in said.values() if text)
    assert once != tuple(said.values())[:-1]
    assert once != shown_comments(said, 5, FLOORS, b"another secret..")


def test_a_late_comment_waits_for_others() -> None:
    """One comment more beside those shown before would tell who came late."""
    before = {f"b{n}": "" for n in range(8)} | {"b0": "Too many leads."}
    shown_before = offer_comments("s1", before, SEED)
    assert allowed([shown_before], [], FLOORS, {}) == (shown_before,)
    for late, fits in ((1, False), (5, True)):
        after = before | {f"c{n}": "A word." for n in range(late)}
        release = offer_comments("s1", after, SEED)
        assert bool(allowed([release], [shown_before], FLOORS, {})) == fits
    changed = offer_comments("s1", before | {"b1": "Not so."}, SEED)
    assert not allowed([changed], [shown_before], FLOORS, {})
