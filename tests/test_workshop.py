"""assessment/workshop/"""

import datetime

import pytest

from assessment import auth, responses
from assessment.errors import Refused
from assessment.records import Ballot, Grant, Seat, Workshop
from assessment.services import Services, purge_expired
from assessment.workshop import after, ballots, colleagues, plan, prepare, rounds, seats
from assessment.workshop.codes import ALPHABET, Brake, new_code, normalised
from assessment.workshop.kept import round_of, workshop
from assessment.workshop.prepare import Preparation
from assessment.workshop.progress import progress

HOST = auth.new_token()
WISH = Preparation(title="Spring", groups=("sales", "marketing"), heads={"sales": 9})


def opened(s: Services, **changes: object) -> Workshop:
    """A workshop that people may join."""
    return prepare.open_door(s, prepare.prepare(s, HOST, WISH.model_copy(update=changes)).id)


def sits(s: Services, room: Workshop, group: str = "sales", **how: object) -> str:
    """The browser of somebody who has just taken a seat."""
    browser = auth.new_token()
    seats.join(s, browser, room, group, **how)  # type: ignore[arg-type]
    return browser


@pytest.mark.case("C21")
def test_whoever_left_takes_another_seat(s: Services) -> None:
    """What was erased stays erased, also in a backup: no seat is given a second time."""
    room, browser = opened(s), auth.new_token()
    before = []
    for _ in range(3):
        before.append(seats.join(s, browser, room, "sales"))
        seats.leave(s, place(s, browser))

    assert len({seat.id for seat in before} | {seat.ballot for seat in before}) == 6
    assert s.store.find(Seat) == s.store.find(Ballot) == ()


def place(s: Services, browser: str) -> seats.Place:
    """Where this browser sits."""
    found = seats.place_of(s, browser)
    assert found
    return found


def test_a_workshop_is_prepared_changed_and_duplicated(s: Services) -> None:
    """What is decided is kept, can be changed before the door opens, and serves again."""
    made = prepare.prepare(s, HOST, WISH)
    changed = prepare.change(
        s, made.id, WISH.model_copy(update={"title": "  Autumn ", "pace": "free"})
    )
    again = prepare.duplicate(s, HOST, made.id)

    assert (changed.title, changed.pace) == ("Autumn", "free")
    assert again.id != made.id
    assert again.heads == {"sales": 9}
    assert again.phase == "preparing"
    assert {w.id for w in auth.workshops(s, HOST)} == {made.id, again.id}


def test_what_was_prepared_is_fixed_once_the_door_is_open(s: Services) -> None:
    """Nobody changes mode or floors under people who have joined."""
    room = opened(s)

    with pytest.raises(Refused, match="fixed"):
        prepare.change(s, room.id, WISH)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"groups": ()},
        {"groups": ("sales", "finance")},
        {"scope": "signs"},
        {"scope": "signs", "signs": ("nothing",)},
        {"language": "xx"},
    ],
)
def test_what_does_not_fit_is_refused(s: Services, wrong: dict[str, object]) -> None:
    """No workshop without a title, with unknown groups, signs or languages."""
    with pytest.raises(Refused):
        prepare.prepare(s, HOST, WISH.model_copy(update=wrong))


@pytest.mark.case("C19")
def test_codes_are_read_as_they_are_meant() -> None:
    """Any case, spaces and hyphens are forgiven; anything else is no code."""
    code = new_code()

    assert len(code) == 7
    assert set(code) <= set(ALPHABET)
    assert normalised(f" {code[:3].lower()}-{code[3:]} ") == code
    assert [
        normalised(bad) for bad in ("", "ABC", "A" * 8, "0OI1LAA", "😀" * 7, "\0" * 7, "A" * 10**6)
    ] == [None] * 7


@pytest.mark.case("C18")
def test_wrong_codes_get_slow_and_memory_stays_small() -> None:
    """After ten wrong ones a minute from an address, or 60 in all, answers come late."""
    time = [0.0]
    brake = Brake(lambda: time[0])

    waits = [brake.wrong("a") for _ in range(12)]
    others = [brake.wrong(str(n)) for n in range(60)]
    time[0] = 61
    later = brake.wrong("a")

    assert waits == [0.0] * 10 + [2.0] * 2
    assert others[0] == 0.0
    assert others[-1] == 2.0
    assert later == 0.0


def test_one_seat_a_browser_and_no_seat_without_a_door(s: Services) -> None:
    """Joining twice gives the same seat; a locked, closed or unknown room gives none."""
    room = opened(s)
    browser = auth.new_token()

    first = seats.join(s, browser, room, "sales")
    again = seats.join(s, browser, room, "marketing")
    seats.lock(s, room.id, locked=True)

    assert first == again
    with pytest.raises(Refused, match="locked"):
        sits(s, room)
    seats.lock(s, room.id, locked=False)
    with pytest.raises(Refused, match="groups"):
        sits(s, room, "leadership")
    assert len(s.store.find(Seat, workshop=room.id)) == 1


def test_an_open_table_takes_consent_and_a_name(s: Services) -> None:
    """Whoever declines is left out; whoever agrees appears with a name."""
    room = opened(s, mode="open")

    with pytest.raises(Refused, match="consent"):
        sits(s, room, name="Ann")
    with pytest.raises(Refused, match="name"):
        sits(s, room, consent=True)
    browser = sits(s, room, name=" Ann ", consent=True)

    assert place(s, browser).ballot.name == "Ann"


def test_an_answer_is_kept_once_and_locked_by_the_end_of_its_round(s: Services) -> None:
    """A message that comes twice changes nothing; after the close only open items can be filled."""
    room = opened(s)
    sign = s.instrument().signs[0]
    first, second = sign.items[0].id, sign.items[1].id
    browser = sits(s, room)
    with pytest.raises(Refused, match="not asked yet"):
        ballots.answer(s, place(s, browser), first, 3)
    rounds.open_round(s, room.id, sign.id)

    got = [
        ballots.answer(s, place(s, browser), first, n, turn=t)
        for n, t in ((2, 1), (4, 2), (4, 2), (2, 1))
    ]
    asked = round_of(s, workshop(s, room.id))
    count = progress(s, room, asked)
    rounds.close(s, room.id)
    late = ballots.answer(s, place(s, browser), second, 5, turn=3)

    assert got == ["counted", "counted", "again", "behind"]
    assert (count.seats, count.through) == (1, 0)
    assert late == "late"
    with pytest.raises(Refused, match="closed"):
        ballots.answer(s, place(s, browser), first, 1, turn=4)
    assert dict(place(s, browser).ballot.answers) == {first: 4, second: 5}


def test_the_mirror_locks_the_own_answer(s: Services) -> None:
    """A guess about the other side follows the own answer, which then stays."""
    room = opened(s)
    sign = s.instrument().signs[0]
    browser = sits(s, room)
    rounds.open_round(s, room.id, sign.id)
    with pytest.raises(Refused, match="first"):
        ballots.guess(s, place(s, browser), sign.key_item.id, "marketing", 2)
    ballots.answer(s, place(s, browser), sign.key_item.id, 3)

    ballots.guess(s, place(s, browser), sign.key_item.id, "marketing", 2)

    with pytest.raises(Refused, match="locked"):
        ballots.answer(s, place(s, browser), sign.key_item.id, 4)
    with pytest.raises(Refused, match="this group"):
        ballots.guess(s, place(s, browser), sign.key_item.id, "sales", 2)
    assert place(s, browser).ballot.guesses == {sign.key_item.id: {"marketing": 2}}


def test_a_round_is_opened_closed_undone_and_revealed(s: Services) -> None:
    """A slip can be undone until something was revealed; a sign is measured once."""
    room = opened(s)
    sign = s.instrument().signs[0].id
    rounds.open_round(s, room.id, sign, seconds=90)
    with pytest.raises(Refused, match="open already"):
        rounds.open_round(s, room.id, s.instrument().signs[1].id)
    rounds.close(s, room.id)
    rounds.undo(s, room.id)
    reopened = round_of(s, workshop(s, room.id))
    rounds.close(s, room.id)
    shown = rounds.show(s, room.id)

    assert reopened
    assert reopened.state == "open"
    assert (shown.stage.view, shown.stage.sign) == ("reveal", sign)
    with pytest.raises(Refused, match="asked already"):
        rounds.open_round(s, room.id, sign)
    voting = rounds.vote_again(s, room.id, sign)
    assert voting.stage.view == "round"
    assert voting.stage.round != shown.stage.round
    assert rounds.undo(s, room.id).stage == shown.stage


def test_a_plan_has_an_owner_from_each_side(s: Services) -> None:
    """Actions come from the advice or in the room's words, and can be taken out and put back."""
    room = opened(s)
    action = next(iter(s.instrument().actions))

    taken = plan.take(s, room.id, action)
    agreed = plan.agree(
        s,
        room.id,
        plan.Agreed(sign=taken.sign, text=taken.text, sales="Ann", marketing="Bo"),
        taken.id,
    )
    gone = plan.drop(s, room.id, taken.id)

    assert gone == agreed
    assert plan.agreed_on(s, room) == ()
    plan.put_back(s, agreed)
    assert [a.sales + a.marketing for a in plan.agreed_on(s, room)] == ["AnnBo"]


@pytest.mark.case("C09")
def test_after_the_end_nobody_is_tied_to_answers(s: Services) -> None:
    """24 hours after the end seats are gone, and answers have other names on the disk."""
    room = opened(s, pace="free")
    browser = sits(s, room)
    item = s.instrument().signs[0].items[0].id
    ballots.answer(s, place(s, browser), item, 2)
    before = place(s, browser).ballot.id
    rounds.close(s, room.id)
    ended = after.end(s, room.id)
    assert ended.ended
    assert ended.code is None

    soon = after.unlink_due(s, ended.ended + datetime.timedelta(hours=23))
    due = after.unlink_due(s, ended.ended + datetime.timedelta(hours=24))

    assert (soon, due) == (0, 1)
    assert s.store.find(Seat, workshop=room.id) == ()
    assert seats.place_of(s, browser) is None
    kept = s.store.find(Ballot, workshop=room.id)
    assert [b.answers for b in kept] == [{item: 2}]
    assert kept[0].id != before
    assert all(g.what != "seat" for g in s.store.find(Grant))


def test_a_stop_in_the_middle_of_unlinking_doubles_no_answer(
    s: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process is killed between writing an answer anew and erasing the old one."""
    room = _answered(s)
    moment = _ended(s, room) + after.LINKED
    before = s.store.find(Ballot, workshop=room.id)
    erased = [0]
    real = s.store.erase

    def dying(home: str) -> None:
        erased[0] += 1
        if erased[0] == 5:  # three seats, one ballot, and then
            raise KeyboardInterrupt
        real(home)

    monkeypatch.setattr(s.store, "erase", dying)
    with pytest.raises(KeyboardInterrupt):
        after.unlink_due(s, moment)
    monkeypatch.undo()
    halfway = s.store.find(Ballot, workshop=room.id)
    after.unlink_due(s, moment)

    kept = s.store.find(Ballot, workshop=room.id)
    assert (len(halfway), len(kept)) == (4, 3)
    assert sorted(str(b.answers) for b in kept) == sorted(str(b.answers) for b in before)
    assert not {ballot.id for ballot in kept} & {ballot.id for ballot in before}


def _answered(s: Services) -> Workshop:
    """A workshop in which three have answered, each something else."""
    room = opened(s, pace="free")
    item = s.instrument().signs[0].key_item.id
    for points in (1, 2, 3):
        ballots.answer(s, place(s, sits(s, room)), item, points)
    return room


def _ended(s: Services, room: Workshop) -> datetime.datetime:
    rounds.close(s, room.id)
    ended = after.end(s, room.id).ended
    assert ended
    return ended


@pytest.mark.case("C06")
def test_erasing_and_leaving_remove_the_answers(s: Services) -> None:
    """Whoever leaves takes the answers along; erasing a workshop leaves nothing of it."""
    room = opened(s, pace="free")
    one, two = sits(s, room), sits(s, room, "marketing")

    seats.leave(s, place(s, one))
    assert len(s.store.find(Ballot, workshop=room.id)) == 1
    seats.free(s, room.id, place(s, two).seat.id)
    sits(s, room)
    prepare.erase(s, room.id)

    assert s.store.find(Ballot, workshop=room.id) == s.store.find(Seat, workshop=room.id) == ()
    assert s.store.get(Workshop, room.id) is None


def test_old_workshops_are_erased_with_all_who_sat_in_them(s: Services) -> None:
    """After the retention time a workshop goes, and whatever belongs to one that is gone."""
    room, other = opened(s), opened(s)
    sits(s, room)
    sits(s, other)
    s.store.erase(other.id)

    at_once = purge_expired(s, room.updated)
    later = purge_expired(s, room.updated + datetime.timedelta(days=400))

    assert (at_once, later) == (2, 3)
    assert s.store.find(Workshop) == s.store.find(Seat) == s.store.find(Ballot) == ()


def test_a_leader_asks_colleagues_by_name(s: Services) -> None:
    """The answers of the one who asks lie on the table; the others sit down under their names."""
    mine = responses.begin(s, "check", "leadership", "Northwind")
    item = next(iter(s.instrument().key_items))
    mine = responses.answer(s, mine.id, item, 4)
    me = auth.new_token()
    room = colleagues.ask(s, me, mine, my_name="Kim", names=["Ann", " Bo ", ""], title="Our view")

    assert (room.phase, room.mode, room.pace, room.scope) == ("open", "open", "free", "check")
    assert place(s, me).ballot.answers == {item: 4}
    assert colleagues.still_free(s, room) == ("Ann", "Bo")
    assert colleagues.asked_from(s, mine) == (room,)
    with pytest.raises(Refused, match="asked by name"):
        sits(s, room, name="Zoe", consent=True)
    sits(s, room, name="Ann", consent=True)
    with pytest.raises(Refused, match="already"):
        sits(s, room, name="Ann", consent=True)
    for names in ([], ["Kim"], ["Ann", "ann"], list("abcdef")):
        with pytest.raises(Refused):
            colleagues.ask(s, me, mine, my_name="Kim", names=names, title="Our view")
