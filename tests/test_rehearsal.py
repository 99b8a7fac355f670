"""assessment/rehearsal/"""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx
import pytest

from assessment import auth
from assessment.errors import Refused
from assessment.records import Ballot, PlannedAction, Round, Seat, Workshop
from assessment.rehearsal import run
from assessment.rehearsal.guest import Guest, Pace
from assessment.rehearsal.people import Person, crowd
from assessment.rehearsal.phone import Phone
from assessment.rehearsal.sample import sample
from assessment.rehearsal.wire import Lost, Site
from assessment.services import Services, provided
from assessment.workshop import after, ballots, prepare, reveal, rounds, seats
from assessment.workshop.kept import workshop
from assessment.workshop.prepare import Preparation
from assessment.workshop.progress import progress
from assessment.workshop.report import report_of
from scoring.response import Answer

T = TypeVar("T")

HOST = auth.new_token()
WISH = Preparation(title="Spring", groups=("sales", "marketing"))
QUICK = Pace(think=(0.0, 0.01), look=0.05, arrive=0.1, late=0)
PATIENCE = 60.0  # seconds on a busy machine


@pytest.fixture
def here(s: Services, site: str) -> Iterator[Services]:
    """The services, which know where the app listens; all guests go home at the end."""
    port = urlsplit(site).port
    yield replace(s, settings=s.settings.model_copy(update={"port": port}))
    run.stop()


def alone(play: Coroutine[Any, Any, T]) -> T:
    """What it comes to, in a loop of its own: the browser's may run in this thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, play).result()


def rehearsal(s: Services, **changes: object) -> Workshop:
    """A workshop that is a rehearsal."""
    return prepare.prepare(s, HOST, WISH.model_copy(update=changes), "rehearsal")


def until(happened: Callable[[], bool]) -> None:
    """Wait until it has happened."""
    latest = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < latest
        time.sleep(0.05)


def answered(s: Services, room: Workshop) -> Callable[[], bool]:
    """Whether all guests, of whom there are seven, have answered what is asked now."""
    asked = s.store.get(Round, workshop(s, room.id).stage.round or "-")
    return lambda: progress(s, workshop(s, room.id), asked).through == 7


def test_guests_join_answer_look_at_the_other_side_and_vote_again(here: Services) -> None:
    """A consultant practises alone: a round, its mirror, a reveal, a vote again, the end."""
    room = rehearsal(here)
    run.rehearse(here, room.id, {"sales": 4, "marketing": 3}, pace=QUICK, seed=1)
    sign = room.signs[0]
    until(lambda: len(here.store.find(Seat, workshop=room.id)) == 7)
    rounds.open_round(here, room.id, sign)
    until(answered(here, room))
    until(lambda: all(b.guesses for b in here.store.find(Ballot, workshop=room.id)))
    rounds.close(here, room.id)
    rounds.show(here, room.id)
    rounds.vote_again(here, room.id, sign)
    until(answered(here, room))
    rounds.close(here, room.id)
    after.end(here, room.id)

    until(lambda: not run.goes_on(room.id))
    seated = here.store.find(Seat, workshop=room.id)
    assert Counter(seat.group for seat in seated) == {"sales": 4, "marketing": 3}
    assert all(seat.guest for seat in seated)
    for ballot in here.store.find(Ballot, workshop=room.id):
        assert set(ballot.answers) == {item.id for item in here.instrument().by_id[sign].items}


def test_guests_never_sit_in_a_real_workshop(here: Services, site: str) -> None:
    """The service refuses to call them, the seat refuses them, and the route does."""
    room = prepare.open_door(here, prepare.prepare(here, HOST, WISH).id)

    with pytest.raises(Refused, match="never to a real"):
        run.rehearse(here, room.id, {"sales": 2})
    with pytest.raises(Refused, match="no seat in a real"):
        seats.join(here, auth.new_token(), room, "sales", guest=True)

    async def tries() -> bool:
        phone = Phone(Site("127.0.0.1", urlsplit(site).port or 0))
        try:
            return await phone.join(room.code or "", "", "sales")
        finally:
            phone.wire.close()

    assert not alone(tries())
    assert not here.store.find(Seat, workshop=room.id)
    assert not run.goes_on(room.id)


def test_a_phone_that_joins_a_rehearsal_is_told(here: Services, site: str) -> None:
    """Whoever takes a seat beside guests reads that nothing of it counts, and is no guest."""
    room = prepare.open_door(here, rehearsal(here).id)
    with httpx.Client(base_url=site, headers={"Origin": site}, timeout=PATIENCE) as http:
        page = http.get(f"/j/{room.code}").text
        proof = re.findall(r'name="proof" value="(\w+)"', page)[0]
        given = {"proof": proof, "code": room.code, "group": "sales"}
        seat = http.post("/join", data=given, follow_redirects=True).text

    told = here.texts()("phone.nature_rehearsal")
    assert told in page
    assert told in seat
    assert [seat.guest for seat in here.store.find(Seat, workshop=room.id)] == [False]


@pytest.mark.parametrize("how", ["erased", "stopped"])
def test_guests_go_home(here: Services, how: str) -> None:
    """When the workshop is erased, and when the server stops."""
    room = rehearsal(here)
    run.rehearse(here, room.id, {"sales": 2}, pace=QUICK)
    until(lambda: len(here.store.find(Seat, workshop=room.id)) == 2)
    with pytest.raises(Refused, match="here already"):
        run.rehearse(here, room.id, {"sales": 2})
    if how == "erased":
        prepare.erase(here, room.id)
    else:
        run.stop()
    until(lambda: not run.goes_on(room.id))


def test_an_hour_is_the_longest(here: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rehearsal that was forgotten ends by itself."""
    monkeypatch.setattr(run, "LONGEST", 0.2)
    room = rehearsal(here)
    run.rehearse(here, room.id, {"sales": 1}, pace=QUICK)
    until(lambda: not run.goes_on(room.id))
    assert workshop(here, room.id).phase == "open"


def test_guests_who_come_again_take_their_old_seats_away(here: Services) -> None:
    """After a restart they sit there once, not twice; a phone keeps its seat."""
    room = rehearsal(here)
    run.rehearse(here, room.id, {"sales": 2}, pace=QUICK)
    until(lambda: len(here.store.find(Seat, workshop=room.id)) == 2)
    run.stop()
    mine = seats.join(here, auth.new_token(), room, "marketing")
    run.rehearse(here, room.id, {"sales": 3}, pace=QUICK)
    until(lambda: len(here.store.find(Seat, workshop=room.id)) == 4)
    assert mine in here.store.find(Seat, workshop=room.id)


def test_not_too_many_guests_come(s: Services) -> None:
    """What is expected of a large room comes in proportion; what is asked for is refused."""
    room = rehearsal(s, heads={"sales": 120, "marketing": 80})
    assert run.wanted(room, None) == {"sales": 36, "marketing": 24}
    with pytest.raises(Refused, match="At most 60"):
        run.rehearse(s, room.id, {"sales": 61})
    with pytest.raises(Refused, match="how many"):
        run.rehearse(s, room.id, {"elsewhere": 3})


def test_what_waits_without_a_network_arrives_once(here: Services) -> None:
    """A phone that cannot be reached keeps its message, its turn and its seat."""
    room = prepare.open_door(here, rehearsal(here, pace="free").id)
    item = here.instrument().signs[0].items[0].id

    async def play() -> Phone:
        phone = Phone(Site("127.0.0.1", here.settings.port))
        assert await phone.join(room.code or "", "", "sales")
        phone.wire.offline = True
        with pytest.raises(Lost):
            await phone.look()
        sending = asyncio.create_task(phone.send({"kind": "answer", "item": item, "given": 4}))
        await asyncio.sleep(0.2)
        phone.wire.offline = False
        assert await sending == "counted"
        phone.wire.close()
        return phone

    phone = alone(play())
    (seat,) = here.store.find(Seat, workshop=room.id)
    ballot = here.store.get(Ballot, seat.ballot)
    assert seat.id == phone.seat
    assert ballot
    assert (ballot.answers, ballot.turn) == ({item: 4}, 1)


def test_a_guest_whose_phone_sleeps_answers_when_it_wakes(here: Services) -> None:
    """Its phone looks at nothing for a while, and then learns of the round that was opened."""
    room = prepare.open_door(here, rehearsal(here).id)
    pace = Pace(think=(0.0, 0.01), look=0.05, arrive=0.0, late=0.1, sleep=1.0)
    person = Person(here.instrument(), "sales", 4, seed=3)
    looks: list[float] = []

    def note(what: str, begun: float, _: float) -> None:
        if what == "GET /seat/state":
            looks.append(begun)

    phone = Phone(Site("127.0.0.1", here.settings.port), note)
    guest = Guest(person, phone, here.texts(), "rehearsal", pace)
    rounds.open_round(here, room.id, room.signs[0])

    async def play() -> None:
        attending = asyncio.create_task(guest.attend(room.code or "", ""))
        items = len(here.instrument().signs[0].items)
        while len(guest.given) < items:
            await asyncio.sleep(0.02)
        rounds.close(here, room.id)
        rounds.open_round(here, room.id, room.signs[1])
        while len(guest.given) < 2 * items:
            await asyncio.sleep(0.02)
        attending.cancel()
        phone.wire.close()

    alone(asyncio.wait_for(play(), PATIENCE))
    assert max(after - before for before, after in pairwise(looks)) >= pace.sleep


def test_one_click_lets_guests_come(here: Services, site: str) -> None:
    """To a new rehearsal, to a copy of what was prepared, and again to the copy after a stop."""
    real = prepare.prepare(here, HOST, WISH.model_copy(update={"heads": {"sales": 2}}))
    cookies = {auth.COOKIE: HOST}
    with (
        provided(here),
        httpx.Client(base_url=site, headers={"Origin": site}, timeout=PATIENCE) as http,
    ):
        new = http.post("/rehearse", data={"workshop": ""})
        http.cookies.update(cookies)
        like = http.post("/rehearse", data={"workshop": real.id})
        copy = like.headers["location"].partition("w=")[2]
        run.stop(copy)
        again = http.post("/rehearse", data={"workshop": copy})
        going = run.goes_on(copy)
        foreign = http.post("/rehearse", data={"workshop": new.headers["location"][-22:]})

    assert (new.status_code, like.status_code, again.status_code) == (303, 303, 303)
    assert again.headers["location"] == like.headers["location"]
    assert going
    assert (workshop(here, copy).nature, workshop(here, copy).heads) == ("rehearsal", real.heads)
    assert workshop(here, real.id).phase == "preparing"
    assert foreign.status_code == 404


def test_one_click_leads_to_the_sample(s: Services, http: httpx.Client) -> None:
    """The browser may open what was made for it."""
    answer = http.post("/sample", timeout=PATIENCE)
    (room,) = s.store.find(Workshop)
    assert answer.headers["location"] == f"/workshop?w={room.id}"
    assert auth.workshops(s, http.cookies[auth.COOKIE]) == (room,)


def test_people_differ_by_group_and_follow_the_seed(s: Services) -> None:
    """Sales and Marketing see the second sign differently, and the same seed gives the same."""
    sides = {"sales": 40, "marketing": 40}
    key = s.instrument().signs[1].key_item.id
    given = {
        seed: [(p.group, p.answer(key), p.vote(key)) for p in crowd(s.instrument(), sides, seed)]
        for seed in (1, 2)
    }
    again = [(p.group, p.answer(key), p.vote(key)) for p in crowd(s.instrument(), sides, 1)]
    assert given[1] == again != given[2]
    means = {
        side: [a for g, a, _ in given[1] if g == side and isinstance(a, int)] for side in sides
    }
    assert sum(means["marketing"]) / 40 - sum(means["sales"]) / 40 > 1


def test_one_click_makes_a_sample_workshop(s: Services) -> None:
    """Finished and marked, with every sign revealed, one vote again and a plan owned by roles."""
    room = sample(s, HOST)
    card = reveal.card(s, room)
    said = [comment for p in reveal.revealed(s, room) for comment in p.comments]
    shifts = [shift for p in reveal.revealed(s, room) for shift in p.shifts]
    planned = s.store.find(PlannedAction, home=room.id)

    assert (room.nature, room.phase, room.code) == ("sample", "ended", None)
    assert room in auth.workshops(s, HOST)
    assert card
    assert card.asked == room.signs
    assert all(mean.score is not None for mean in card.means)
    assert all(comment.text.startswith("Sample: ") for comment in said)
    report = report_of(s, room)
    assert report
    assert list(dict.fromkeys(c.sign for c in report.comments)) == [
        sign for sign in room.signs if sign in {c.sign for c in said}
    ]  # in every process and after every start
    assert any(shift.after for shift in shifts)
    assert len(planned) == 3
    assert {p.sales for p in planned} >= {"Head of Sales"}
    assert all(p.sales and p.marketing and p.due for p in planned)
    assert all(b.name is None for b in s.store.find(Ballot, workshop=room.id))


def test_a_sheet_is_kept_whole_or_not_at_all(s: Services) -> None:
    """What is wrong with one answer of a sheet keeps all others out; a guess rests on an answer."""
    room = prepare.open_door(s, rehearsal(s, pace="free").id)
    browser = auth.new_token()
    seats.join(s, browser, room, "sales", guest=True)
    sits = seats.place_of(s, browser)
    assert sits
    key = s.instrument().signs[0].key_item.id
    good: dict[str, Answer] = {key: 2}

    def keep(**changes: Any) -> str:
        given: dict[str, Any] = {"answers": good, "guesses": {}, "comments": {}, "costs": ()}
        return ballots.sheet(s, sits, **given | changes)

    for wrong in (
        {"answers": good | {"elsewhere": 3}},
        {"answers": {}, "guesses": {(key, "marketing"): 3}},
        {"comments": {"elsewhere": "x"}},
        {"costs": room.signs},
    ):
        with pytest.raises(Refused):
            keep(**wrong)
    assert s.store.find(Ballot) == (sits.ballot,)

    assert keep(guesses={(key, "marketing"): 4}, comments={room.signs[0]: "Yes"}) == "counted"
    (ballot,) = s.store.find(Ballot)
    assert (ballot.answers, ballot.guesses) == (good, {key: {"marketing": 4}})
    assert ballot.comments == {room.signs[0]: "Yes"}


def test_a_sample_follows_its_seed(s: Services) -> None:
    """Two with one seed hold the same answers; a third with another does not."""

    def answers(seed: int) -> list[str]:
        room = sample(s, HOST, seed)
        found = s.store.find(Ballot, workshop=room.id)
        return sorted(str((b.group, b.answers, b.guesses, b.comments, b.costs_most)) for b in found)

    assert answers(5) == answers(5) != answers(6)
