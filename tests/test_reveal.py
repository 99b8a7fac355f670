"""assessment/workshop/reveal.py and merge.py"""

import random

import pytest

from assessment import auth
from assessment.records import Publication, Workshop
from assessment.services import Services
from assessment.workshop import after, ballots, prepare, reveal, rounds, seats
from assessment.workshop.kept import workshop
from assessment.workshop.prepare import Preparation
from scoring.instrument import Sign
from scoring.response import Answer

SPREAD: tuple[Answer, ...] = (1, 2, 2, 3, 3, 4, 4, 5, 2, 3, 4, 1)


def opened(s: Services, **changes: object) -> Workshop:
    """A protected, led workshop that people may join."""
    wish = Preparation(title="Spring", groups=("sales", "marketing", "leadership"))
    made = prepare.prepare(s, auth.new_token(), wish.model_copy(update=changes))
    return prepare.open_door(s, made.id)


def seated(s: Services, room: Workshop, **heads: int) -> dict[str, list[str]]:
    """The browsers of as many people a group."""
    found: dict[str, list[str]] = {}
    for group, count in heads.items():
        for number in range(count):
            browser = auth.new_token()
            seats.join(s, browser, room, group, name=f"{group} {number}", consent=True)
            found.setdefault(group, []).append(browser)
    return found


def place(s: Services, browser: str) -> seats.Place:
    """Where this browser sits."""
    found = seats.place_of(s, browser)
    assert found
    return found


def answer_all(s: Services, people: dict[str, list[str]], sign: Sign, seed: int = 1) -> None:
    """Everybody answers every item of a sign: Sales higher than Marketing."""
    rng = random.Random(seed)
    for group, browsers in people.items():
        lift = 1 if group == "sales" else 0
        for number, browser in enumerate(browsers):
            for item in sign.items:
                given = SPREAD[(number + rng.randrange(3)) % len(SPREAD)]
                points = min(5, given + lift) if isinstance(given, int) else given
                ballots.answer(s, place(s, browser), item.id, points)


def measured(s: Services, room: Workshop, people: dict[str, list[str]], sign: Sign) -> Workshop:
    """The sign asked, answered by everybody, closed and revealed."""
    rounds.open_round(s, room.id, sign.id)
    answer_all(s, people, sign)
    rounds.close(s, room.id)
    return rounds.show(s, room.id)


@pytest.mark.case("C01")
def test_nothing_is_to_be_seen_before_the_reveal(s: Services) -> None:
    """A closed round is frozen, and shown only when the facilitator says so."""
    room = opened(s)
    sign = s.instrument().signs[0]
    people = seated(s, room, sales=11, marketing=10)
    rounds.open_round(s, room.id, sign.id)
    answer_all(s, people, sign)
    assert reveal.card(s, workshop(s, room.id)) is None
    rounds.close(s, room.id)
    assert reveal.card(s, workshop(s, room.id)) is None

    shown = rounds.show(s, room.id)

    card = reveal.card(s, shown)
    assert card
    assert card.asked == (sign.id,)
    assert card.mean("sales", sign.id).n == 11


@pytest.mark.case("C04")
def test_a_group_below_the_floor_looks_like_an_empty_one(s: Services) -> None:
    """Four leaders and none look alike, and there is no number that tells of them."""
    shown = []
    for leaders in (0, 4):
        room = opened(s)
        people = seated(s, room, sales=10, marketing=10, leadership=leaders)
        sign = s.instrument().signs[0]
        card = reveal.card(s, measured(s, room, people, sign))
        assert card
        shown.append({(m.group, m.sign): m.score for m in card.means if m.group == "leadership"})
        assert card.mean("sales", sign.id).score is not None

    assert set(shown[1].values()) <= {None}


def test_means_are_whole_and_their_sets_are_kept(s: Services) -> None:
    """What was published is kept with its sets of answers, for the next decision."""
    room = opened(s)
    sign = s.instrument().signs[0]
    people = seated(s, room, sales=12, marketing=12)
    shown = measured(s, room, people, sign)

    card = reveal.card(s, shown)
    (kept,) = s.store.find(Publication, home=room.id)
    assert card
    means = [m.score for m in card.means if m.sign and m.score is not None]
    assert means
    assert all(score == int(score) for score in means)
    assert {line.measure for line in kept.shown} >= {f"sign:{sign.id}"}
    sizes = {line.kind: len(kept.sets[line.answers]) for line in kept.shown}
    assert sizes == {"mean": 12, "distribution": 12, "comments": 24}


def test_rounds_are_merged_and_a_later_one_changes_no_earlier_number(s: Services) -> None:
    """With five signs shown there is an overall score, made of the shown means alone."""
    room = opened(s)
    people = seated(s, room, sales=11, marketing=11)
    seen = []
    for sign in s.instrument().signs:
        card = reveal.card(s, measured(s, room, people, sign))
        assert card
        seen.append(card)

    first, last = seen[0], seen[-1]
    sign = s.instrument().signs[0]
    assert last.asked == tuple(s.instrument().by_id)
    assert first.mean("sales", sign.id) == last.mean("sales", sign.id)
    assert seen[3].overall.score is None
    assert last.overall.score is not None
    assert last.widest


def test_the_second_vote_is_the_conversation_and_never_the_score(s: Services) -> None:
    """Votes are shown before and after where enough changed and enough did not."""
    room = opened(s)
    sign = s.instrument().signs[0]
    people = seated(s, room, sales=24, marketing=6)
    before = reveal.card(s, measured(s, room, people, sign))
    voting = rounds.vote_again(s, room.id, sign.id)
    assert voting.stage.round
    for number, browser in enumerate(people["sales"]):
        first = place(s, browser).ballot.answers[sign.key_item.id]
        assert isinstance(first, int)
        given = first % 5 + 1 if number % 2 else first
        ballots.vote(s, place(s, browser), voting.stage.round, given)
        if number < 3:
            ballots.dissent(s, place(s, browser), voting.stage.round, "I still see it so.")
    rounds.close(s, room.id)
    shown = rounds.show(s, room.id)

    vote = reveal.revealed(s, shown)[-1]
    sales = next(shift for shift in vote.shifts if shift.group == "sales")
    others = [shift for shift in vote.shifts if shift.group != "sales"]
    assert sales.n == 24
    assert sales.before
    assert sum(sales.before) == 24
    assert sales.dissent == 3
    assert all(shift.n is None for shift in others)
    assert len(vote.comments) == 3
    assert reveal.card(s, shown) == before


def test_a_vote_takes_nothing_from_the_final_report(s: Services) -> None:
    """What was told before the vote is told at the end as well: counts, interval and verdict."""
    room = opened(s)
    sign = s.instrument().signs[0]
    people = seated(s, room, sales=24, marketing=12)
    before = reveal.card(s, measured(s, room, people, sign))
    voting = rounds.vote_again(s, room.id, sign.id)
    for number, browser in enumerate(people["sales"]):
        first = place(s, browser).ballot.answers[sign.key_item.id]
        assert isinstance(first, int)
        given = first % 5 + 1 if number % 2 else first
        ballots.vote(s, place(s, browser), voting.stage.round or "", given)
    rounds.close(s, room.id)
    shown = rounds.show(s, room.id)
    assert reveal.revealed(s, shown)[-1].shifts[0].n == 24

    after_all = reveal.card(s, after.end(s, room.id))

    assert before
    assert after_all
    assert after_all.distribution(sign.key_item.id, "sales").counts
    for old, new in zip(before.distributions, after_all.distributions, strict=False):
        assert old == new
    gap = after_all.gap(sign.id)
    assert gap == before.gap(sign.id)
    assert gap
    assert gap.low is not None


@pytest.mark.parametrize("changed", [1, 2, 3, 4])
def test_a_vote_in_which_a_few_changed_their_minds_is_not_shown(s: Services, changed: int) -> None:
    """The difference would tell what they said."""
    room = opened(s)
    sign = s.instrument().signs[0]
    people = seated(s, room, sales=20)
    measured(s, room, people, sign)
    voting = rounds.vote_again(s, room.id, sign.id)
    assert voting.stage.round
    for number, browser in enumerate(people["sales"]):
        first = place(s, browser).ballot.answers[sign.key_item.id]
        assert isinstance(first, int)
        given = first % 5 + 1 if number < changed else first
        ballots.vote(s, place(s, browser), voting.stage.round, given)
    rounds.close(s, room.id)

    vote = reveal.revealed(s, rounds.show(s, room.id))[-1]

    assert all(shift.before is None for shift in vote.shifts)


@pytest.mark.case("C05")
def test_late_answers_wait_for_the_final_report_and_for_the_floor(s: Services) -> None:
    """One late answer never shows; five do, and then the final report has them."""
    for late in (1, 10):
        room = opened(s, pace="free")
        sign = s.instrument().signs[0]
        people = seated(s, room, sales=12, marketing=12)
        answer_all(s, people, sign)
        waiting = seated(s, room, sales=late)
        rounds.close(s, room.id)
        answer_all(s, waiting, sign, seed=2)
        rounds.show(s, room.id)
        ended = after.end(s, room.id)
        card = reveal.card(s, ended)
        assert card
        assert card.mean("sales", sign.id).n == (12 if late == 1 else 22)


def test_an_open_table_shows_everybody_with_a_name(s: Services) -> None:
    """No floor, one mark a person, and comments as they were written."""
    room = opened(s, mode="open", pace="free", scope="check")
    people = seated(s, room, sales=2, marketing=1)
    instrument = s.instrument()
    for number, browser in enumerate(people["sales"] + people["marketing"]):
        for item in instrument.key_items:
            ballots.answer(s, place(s, browser), item, 1 + number)
    ballots.comment(s, place(s, people["sales"][0]), instrument.signs[0].id, "Too many leads.")
    rounds.close(s, room.id)
    shown = rounds.show(s, room.id)

    (publication,) = reveal.revealed(s, shown)
    card = reveal.card(s, shown)
    assert card
    assert card.mean("marketing", instrument.signs[0].id).score == 50
    assert {p.name for p in publication.people} == {"sales 0", "sales 1", "marketing 0"}
    assert [c.text for c in publication.comments] == ["Too many leads."]


@pytest.mark.case("C07")
def test_comments_wait_for_the_floor_and_can_be_hidden(s: Services) -> None:
    """Four people's comments are not shown; of five they are, without group."""
    for people, seen in ((4, 0), (5, 5)):
        room = opened(s, pace="free")
        sign = s.instrument().signs[0]
        sat = seated(s, room, sales=people)
        answer_all(s, sat, sign)
        for browser in sat["sales"]:
            ballots.comment(s, place(s, browser), sign.id, "A word.")
        rounds.close(s, room.id)
        (publication,) = reveal.revealed(s, rounds.show(s, room.id))
        assert len(publication.comments) == seen
        if seen:
            rounds.hide_comment(s, room.id, publication.id, 0, hidden=True)
            (publication,) = reveal.revealed(s, workshop(s, room.id))
            assert [c.hidden for c in publication.comments] == [True] + [False] * 4


def test_a_stop_between_closing_and_freezing_is_made_up_for(
    s: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reveal freezes what a stop of the server kept from being frozen."""
    room = opened(s)
    sign = s.instrument().signs[0]
    people = seated(s, room, sales=6)
    rounds.open_round(s, room.id, sign.id)
    answer_all(s, people, sign)
    with monkeypatch.context() as stopped:
        stopped.setattr(reveal, "freeze", lambda *_: None)
        rounds.close(s, room.id)

    assert reveal.card(s, rounds.show(s, room.id))


def test_a_gap_that_is_clear_in_its_round_stays_clear_at_the_end(s: Services) -> None:
    """Sign by sign, a gap is corrected for the signs to come: nothing said is withdrawn."""
    room = opened(s)
    people = seated(s, room, sales=14, marketing=14)
    said = {}
    for number, sign in enumerate(s.instrument().signs):
        rounds.open_round(s, room.id, sign.id)
        rng = random.Random(number)
        for group, browsers in people.items():
            for browser in browsers:
                for item in sign.items:
                    points = rng.randint(1, 5 - number % 3)
                    lift = number % 3 if group == "sales" else 0
                    ballots.answer(s, place(s, browser), item.id, points + lift)
        rounds.close(s, room.id)
        card = reveal.card(s, rounds.show(s, room.id))
        gap = card.gap(sign.id, ("sales", "marketing")) if card else None
        assert gap
        said[sign.id] = gap.verdict
    card = reveal.card(s, after.end(s, room.id))
    assert card
    final = {sign: gap.verdict for sign in said if (gap := card.gap(sign, ("sales", "marketing")))}

    assert {"clear", "not_clear"} <= {*said.values()}
    assert all(final[sign] == "clear" for sign, verdict in said.items() if verdict == "clear")


def test_what_a_round_came_to_is_kept_once(s: Services) -> None:
    """Of two processes that work it out at once the first is believed by both."""
    room = opened(s)
    first = Publication(home=room.id, id=reveal.frozen_as("r"), round="r", sets=(("a",),))
    second = first.changed(sets=(("b",),))

    assert reveal._kept(s, first) == reveal._kept(s, second) == first
    assert s.store.find(Publication) == (first,)
