"""The attacker itself: what it finds where there is something to find, and that it invents none."""

from collections.abc import Sequence

import pytest

from tests.attacker import Fact, exposed, too_few

ITEMS = {"sign:s": ["item:a"]}


def people(prefix: str, answers: Sequence[int]) -> dict[tuple[str, str], int]:
    """The truth of so many people who answered one question."""
    return {("item:a", f"{prefix}{n}.1"): said for n, said in enumerate(answers)}


def of(*truths: dict[tuple[str, str], int]) -> frozenset[str]:
    """Their members."""
    return frozenset(member for truth in truths for _, member in truth)


def mean(truth: dict[tuple[str, str], int], low: float, high: float) -> Fact:
    """A mean that lies between two values."""
    return Fact("sign:s", of(truth), low=low, high=high)


def found(facts: Sequence[Fact], truth: dict[tuple[str, str], int]) -> set[str | None]:
    """Who finds something: None is an outsider."""
    return {next(iter(one.insiders), None) for one in exposed(facts, ITEMS, truth, complete=True)}


def test_one_more_answer_is_found_by_subtraction() -> None:
    """Five people, then six: what the sixth said is the difference."""
    five, dana = people("p", (3, 5, 4, 4, 3)), people("d", (1,))
    six = five | dana
    facts = [mean(five, 69.5, 70.5), mean(six, 57.8, 58.8)]
    assert None in found(facts, six)
    assert list(too_few(facts, 5)) == [of(dana)]


def test_a_hidden_group_is_found_by_its_complement() -> None:
    """A total less a large group is the small one."""
    large, small = people("p", (3, 3, 4, 2, 5, 1)), people("s", (1, 1))
    facts = [mean(large, 49.9, 50.1), mean(large | small, 37.4, 37.6)]
    first = next(exposed(facts, ITEMS, large | small, complete=True))
    assert (first.insiders, first.ballots) == (frozenset(), {"s0", "s1"})


def test_unanimity_is_found_and_one_who_differs_finds_it_too() -> None:
    """Counts of 10 and 0 tell all; counts of 9 and 1 tell the one who is alone."""
    alike, nearly = people("p", (4,) * 10), people("p", (4,) * 9 + (2,))
    one_mind = Fact("item:a", of(alike), counts={4: 10})
    assert None in found([one_mind], alike)
    assert found([Fact("item:a", of(nearly), counts={4: 9, 2: 1})], nearly) == {"p9"}
    assert not found([Fact("item:a", of(nearly), nearly_all=4)], nearly)


@pytest.mark.parametrize(("end", "who"), [(10.5, {"p0"}), (25.5, set())])
def test_a_clipped_mean_of_five_must_be_clipped_wider(end: float, who: set[str]) -> None:
    """Who gave all of a sum that is "10 or less" knows that all others gave nothing."""
    truth = people("p", (3, 1, 1, 1, 1))
    assert found([mean(truth, 0, end)], truth) == who


def test_the_exact_mean_beside_nearly_all_tells_who_differed() -> None:
    """One question: the mean of ten people says how far the one or two are away."""
    truth = people("p", (3,) * 9 + (4,))
    nearly = Fact("item:a", of(truth), nearly_all=3)
    assert found([nearly, mean(truth, 52.4, 52.6)], truth) == {"p9"}
    assert not found([nearly, mean(truth, 52.5, 57.5)], truth)


def test_the_counts_of_the_other_items_tell_of_the_one_that_is_hidden() -> None:
    """A mean less all other items is what was to be hidden."""
    plain = people("p", (1,) * 10)
    other = {("item:b", member): n % 5 + 1 for n, (_, member) in enumerate(plain)}
    truth = plain | other
    facts = [
        Fact("item:a", of(plain), nearly_all=1),
        Fact("item:b", of(plain), counts=dict.fromkeys((1, 2, 3, 4, 5), 2)),
        mean(plain, 24.9, 25.1),
    ]
    both = {"sign:s": ["item:a", "item:b"]}
    assert list(exposed(facts, both, truth, complete=True))
    assert not list(exposed(facts[:1] + facts[2:], both, truth, complete=True))


def test_a_changed_mind_is_found_and_is_never_the_same_again() -> None:
    """Two distributions that differ by one person tell what that person said twice."""
    first = people("p", (1, 2, 3, 4, 5, 1, 2, 3, 4, 5))
    after = {**first, ("item:a", "p0.2.again"): 5}
    again = (of(first) - {"p0.1"}) | {"p0.2.again"}
    facts = [
        Fact("item:a", of(first), counts=dict.fromkeys((1, 2, 3, 4, 5), 2)),
        Fact("item:a", again, counts={1: 1, 2: 2, 3: 2, 4: 2, 5: 3}),
    ]
    assert ("p0", 1) in {
        (ballot, one.answer)
        for one in exposed(facts, ITEMS, after, complete=True)
        for ballot in one.ballots
    }


def test_don_t_know_leaves_room() -> None:
    """Where people may have left a question out, a mean tells less of the rest."""
    truth = people("p", (1, 1, 1, 1, 1, 2))
    assert found([mean(truth, 0, 5)], truth) == {"p5"}
    blanks = list(exposed([mean(truth, 0, 25)], ITEMS, truth))
    assert not blanks


def test_who_left_a_question_out_knows_it() -> None:
    """Nine said the same, one does not know: the one knows what the nine said, and nobody else."""
    truth: dict[tuple[str, str], object] = dict(people("p", (4,) * 9))
    truth["item:a", "p9.1"] = "dont_know"
    counts = {4: 9, "dont_know": 1}
    fact = Fact("item:a", frozenset(member for _, member in truth), counts=counts)
    who = {one.insiders for one in exposed([fact], ITEMS, truth)}
    assert who == {frozenset({"p9"})}


def test_who_counts_in_a_sign_answered_some_of_it() -> None:
    """A sign of one question: whoever has a score there did not leave it out."""
    truth = people("p", (1,) * 6)
    low = mean(truth, 0, 1)
    assert list(exposed([low], ITEMS, truth))
    both = {"sign:s": ["item:a", "item:b"]}
    more = truth | {("item:b", member): 1 for _, member in truth}
    assert not list(exposed([low], both, more))


def test_who_typed_sheets_in_takes_them_away() -> None:
    """Of twelve answers seven were typed in; the five that are left said the same."""
    truth = people("p", (1, 2, 3, 4, 5, 1, 2) + (3,) * 5)
    counts = {points: list(truth.values()).count(points) for points in (1, 2, 3, 4, 5)}
    fact = Fact("item:a", of(truth), counts=counts)
    sheets = frozenset(f"p{n}" for n in range(7))
    assert not list(exposed([fact], ITEMS, truth, complete=True))
    found = list(exposed([fact], ITEMS, truth, complete=True, typed=sheets))
    assert found
    assert all(sheets <= one.insiders for one in found)
    assert list(too_few([fact], 6, sheets)) == [
        of(people("p", (0,) * 12)) - of(people("p", (0,) * 7))
    ]


def test_a_number_of_whole_sheets_is_taken_for_all_of_them() -> None:
    """An interval may tell anything but names: whoever are all alike are found."""
    truth = people("p", (3,) * 8)
    wide = mean(truth, 40, 60)
    assert not found([wide], truth)
    assert None in found([wide, Fact("sign:s", of(truth), sheets=True)], truth)
    mixed = people("p", (1, 1, 1, 2, 2, 2, 3, 3))
    assert not found([mean(mixed, 20, 30), Fact("sign:s", of(mixed), sheets=True)], mixed)


def test_a_lie_proves_nothing() -> None:
    """An attacker who is told something that is not true says so."""
    truth = people("p", (1, 2, 3))
    with pytest.raises(AssertionError, match="is not true"):
        list(exposed([Fact("item:a", of(truth), counts={1: 2})], ITEMS, truth))
