"""assessment/phone/"""

import datetime
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import httpx
import pytest
from starlette.requests import Request

from assessment import auth
from assessment.figures import figures
from assessment.phone import attempts, look, routes
from assessment.records import Assessment, Ballot, Grant, Seat, Workshop
from assessment.services import Services
from assessment.workshop import after, prepare, rounds, seats
from assessment.workshop.codes import Brake
from assessment.workshop.kept import workshop
from assessment.workshop.prepare import Preparation
from scoring.instrument import Floors
from tests.conftest import PATIENCE

HOST = auth.new_token()
WISH = Preparation(title="Spring", groups=("sales", "marketing"))
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
HOSTILE = '"><script>alert(1)</script><img src=//127.0.0.1:9/x>'


@pytest.fixture(autouse=True)
def fresh_brake(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits for the wrong codes of another."""
    monkeypatch.setattr(routes, "brake", Brake())


def opened(s: Services, **changes: object) -> Workshop:
    """A workshop that people may join."""
    return prepare.open_door(s, prepare.prepare(s, HOST, WISH.model_copy(update=changes)).id)


class Phone:
    """A participant's browser: it sends what the page and its script would send."""

    def __init__(self, site: str) -> None:
        self.http = httpx.Client(base_url=site, headers={"Origin": site}, timeout=PATIENCE)
        self.room = ""
        self.proof = ""
        self.turn = 0

    def see(self, html: str) -> str:
        """Read what the forms of a page carry."""
        found = re.search(r'name="proof" value="(\w+)"', html)
        self.proof = found[1] if found else self.proof
        return html

    def join(self, room: Workshop, group: str = "sales", **fields: str) -> httpx.Response:
        """Take a seat as one does by the QR code."""
        self.room = room.id
        self.see(self.http.get(f"/j/{room.code}").text)
        given = {"proof": self.proof, "code": room.code or "", "group": group, **fields}
        answer = self.http.post("/join", data=given)
        if answer.status_code == 303:
            self.see(self.page().text)
        return answer

    def page(self, **query: str) -> httpx.Response:
        """The page of the seat."""
        return self.http.get("/seat", params={"w": self.room, **query})

    def state(self, **query: object) -> httpx.Response:
        """What the script asks every now and then."""
        return self.http.get("/seat/state", params={"w": self.room, **query})

    def say(self, kind: str, turn: int | None = None, **fields: Any) -> httpx.Response:
        """Send a message as the script does."""
        self.turn = turn or self.turn + 1
        return self.http.post(
            f"/seat/send?w={self.room}",
            json={"kind": kind, "turn": self.turn, **fields},
            headers={"X-Proof": self.proof},
        )

    def form(self, to: str = "/seat/send", **fields: str | list[str]) -> httpx.Response:
        """Send a plain form, as without the script."""
        return self.http.post(to, data={"proof": self.proof, "w": self.room, **fields})

    @property
    def cookie(self) -> str:
        """The token in the one cookie."""
        return self.http.cookies[auth.COOKIE]


@pytest.fixture
def other(site: str) -> Iterator[Phone]:
    """Somebody else's phone."""
    made = Phone(site)
    yield made
    made.http.close()


@pytest.fixture
def phone(site: str) -> Iterator[Phone]:
    """A phone that has not been here before."""
    made = Phone(site)
    yield made
    made.http.close()


def ballot(s: Services) -> Ballot:
    """The one ballot there is."""
    (found,) = s.store.find(Ballot)
    return found


def seat(s: Services) -> Seat:
    """The one seat there is."""
    (found,) = s.store.find(Seat)
    return found


def test_an_answer_that_got_lost_takes_no_second_seat(
    s: Services, phone: Phone, other: Phone
) -> None:
    """The same page sent again opens the seat it took; a page of one's own takes another."""
    room = opened(s)
    first = phone.see(phone.http.get(f"/j/{room.code}").text)
    found = re.search(r'name="attempt" value="(\w+)"', first)
    assert found
    given = {"code": room.code or "", "group": "sales", "attempt": found[1]}
    before = phone.cookie

    form = {**given, "proof": phone.proof}
    phone.http.post("/join", data=form)
    kept = phone.cookie
    phone.http.cookies.clear()
    phone.http.post("/join", data=form, headers={"Cookie": f"{auth.COOKIE}={before}"})

    assert phone.cookie == kept != before
    assert len(s.store.find(Seat)) == len(s.store.find(Ballot)) == 1
    other.join(room)
    assert len(s.store.find(Seat)) == 2


def test_an_attempt_leads_to_the_same_token_in_every_process(s: Services) -> None:
    """It is worked out and not remembered; another attempt or workshop leads to another."""
    room, other = opened(s), opened(s)
    found = {attempts.token(where, attempt) for where in (room, other) for attempt in ("a", "b")}

    assert len(found) == 4
    assert all(auth.is_token(token) for token in found)
    assert attempts.token(room, "a") == attempts.token(room.changed(locked=True), "a")


def test_a_phone_joins_answers_and_follows(s: Services, phone: Phone) -> None:
    """From the code to the answer that is kept, and on with the facilitator."""
    room = opened(s)
    sign = s.instrument().signs[0]

    assert phone.join(room).headers["location"] == f"/seat?w={room.id}"
    waiting = phone.state().json()
    unmoved = phone.state(v=waiting["version"], t=waiting["turn"])
    rounds.open_round(s, room.id, sign.id)
    asked = phone.state(v=waiting["version"], t=waiting["turn"]).json()
    said = phone.say("answer", item=asked["asked"][0], given=4).json()
    rounds.close(s, room.id)
    closed = phone.state(v=asked["version"], t=said["turn"]).json()

    assert (waiting["key"], unmoved.status_code, unmoved.content) == ("lobby", 204, b"")
    assert asked["asked"] == [item.id for item in sign.items]
    assert said == {"receipt": "counted", "turn": 1, "version": asked["version"]}
    assert ballot(s).answers == {sign.items[0].id: 4}
    assert closed["key"].startswith("closed.")


def test_without_the_script_plain_forms_do_it_all(s: Services, phone: Phone) -> None:
    """An answer leads to the next screen, an empty form too, a comment stays where it is."""
    room = opened(s, pace="free")
    first, second = s.instrument().signs[0].items[:2]
    phone.join(room)

    mirror = phone.form(kind="answer", item=first.id, given="2", at=first.id)
    guess = phone.form(
        kind="guess", item=first.id, about="marketing", points="3", at=f"{first.id}.marketing"
    )
    skipped = phone.form(kind="answer", item=second.id, at=second.id)
    comment = phone.form(kind="comment", sign="s1", text="Well said.", at=second.id)
    costs = phone.form(kind="costs_most", signs=["s1", "s3"], at="costs-most")

    assert mirror.headers["location"] == f"/seat?w={room.id}&i={first.id}.marketing"
    assert guess.headers["location"] == f"/seat?w={room.id}&i={second.id}"
    assert skipped.headers["location"] != f"/seat?w={room.id}&i={second.id}"
    assert comment.headers["location"] == f"/seat?w={room.id}&i={second.id}"
    assert costs.headers["location"] == f"/seat?w={room.id}&i=through"
    kept = ballot(s)
    assert kept.answers == {first.id: 2}
    assert kept.guesses == {first.id: {"marketing": 3}}
    assert kept.comments == {"s1": "Well said."}
    assert kept.costs_most == ("s1", "s3")


@pytest.mark.case("C21")
def test_one_seat_a_browser(s: Services, phone: Phone) -> None:
    """Whoever comes again by the code finds the seat they have."""
    room = opened(s)
    phone.join(room)

    again = phone.http.get(f"/j/{room.code}")
    twice = phone.join(room, "marketing")

    assert (again.status_code, again.headers["location"]) == (303, f"/seat?w={room.id}")
    assert twice.headers["location"] == f"/seat?w={room.id}"
    assert [seat.group for seat in s.store.find(Seat)] == ["sales"]


# ---- codes


@pytest.mark.case("C20")
@pytest.mark.parametrize(
    "code", ["AAAAAAA", "AB", "%00%00%00", "%F0%9F%98%80", "%E2%80%AEABC", "%FF%FE"]
)
def test_a_wrong_code_has_its_sentence(phone: Phone, code: str) -> None:
    """By the address or typed: one sentence, the field again, nothing odd in the page."""
    by_address = phone.http.get(f"/j/{code}")
    phone.see(by_address.text)
    typed = phone.http.post("/join", content=f"proof={phone.proof}&code={code}", headers=FORM)

    for answer in (by_address, typed):
        assert answer.status_code == 404
        assert "No workshop has this code now." in answer.text
        assert 'name="code"' in answer.text
        assert "\0" not in answer.text


@pytest.mark.case("C20")
def test_a_code_of_a_megabyte_is_refused_quietly(phone: Phone) -> None:
    """In the address and in the form."""
    phone.see(phone.http.get("/j").text)

    assert phone.http.get("/j/" + "A" * 4_000).status_code == 404
    assert phone.http.get("/j/" + "A" * 10_000).status_code == 414
    assert phone.http.post("/join", data={"code": "A" * 10**6}).status_code == 413


@pytest.mark.case("C19")
def test_a_code_as_people_type_it(s: Services, phone: Phone) -> None:
    """Small letters, spaces and hyphens are forgiven, in the address, too."""
    code = opened(s).code
    assert code

    assert "Spring" in phone.http.get(f"/j/{code[:3].lower()}-{code[3:]}").text


@pytest.mark.case("C19")
def test_a_locked_door_and_an_ended_workshop(s: Services, phone: Phone, other: Phone) -> None:
    """Nobody new comes in; who sits there stays."""
    room = opened(s, pace="free")
    phone.join(room)
    seats.lock(s, room.id, locked=True)

    locked = other.join(room)
    sitting = phone.say("answer", item="s1_q1", given=2)
    rounds.close(s, room.id)
    after.end(s, room.id)

    assert locked.status_code == 400
    assert "The door is locked." in locked.text
    assert sitting.json()["receipt"] == "counted"
    assert other.http.get(f"/j/{room.code}").status_code == 404
    assert "The workshop has ended." in phone.page().text
    assert phone.say("answer", item="s1_q2", given=2).json()["refused"] == "ended"


def test_the_token_of_the_square_lets_in_without_a_code(s: Services, phone: Phone) -> None:
    """A right token is as good as a right code; a wrong one is none."""
    room = opened(s)
    phone.see(phone.http.get("/j").text)

    right = phone.http.post("/join", data={"proof": phone.proof, "door": room.door or ""})
    wrong = phone.http.post("/join", data={"proof": phone.proof, "door": "A" * 22})

    assert "Spring" in right.text
    assert f'value="{room.door}"' in right.text
    assert wrong.status_code == 404


@pytest.mark.case("C17")
def test_wrong_codes_get_slow_while_the_room_gets_in(
    s: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """10,000 wrong codes from the address of the room: they wait, the 200 right ones do not.

    Each is counted for whoever watches.
    """
    room, before = opened(s), figures["wrong_codes"]
    waits: list[float] = []

    async def note(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(routes, "sleep", note)
    request = Request({"type": "http", "headers": [], "client": ("10.0.0.1", 1)})

    async def both() -> None:
        for number in range(10_000):
            assert await routes._room(request, f"WRNG{number:03}"[:7]) is None
            if number % 50 == 0:
                assert await routes._room(request, room.code or "") == room

    with ThreadPoolExecutor(1) as pool:  # a browser's loop may run in this thread
        pool.submit(anyio.run, both).result()

    assert len(waits) == 10_000
    assert sum(wait == 2.0 for wait in waits) == 9_990
    assert figures["wrong_codes"] - before == 10_000


@pytest.mark.case("C18")
def test_wrong_codes_from_many_addresses_get_slow(
    s: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One from each of 500: from the sixty-first on they wait; a right one from any does not."""
    room, before = opened(s), figures["wrong_codes"]
    waits: list[float] = []

    async def note(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(routes, "sleep", note)

    async def from_everywhere() -> None:
        for number in range(500):
            came = {"type": "http", "headers": [], "client": (f"10.0.{number // 250}.{number}", 1)}
            assert await routes._room(Request(came), "WRNG234") is None
            assert await routes._room(Request(came), room.code or "") == room

    with ThreadPoolExecutor(1) as pool:
        pool.submit(anyio.run, from_everywhere).result()

    assert waits == [0.0] * 60 + [2.0] * 440
    assert figures["wrong_codes"] - before == 500


def test_a_wrong_code_waits_without_holding_anybody_up(s: Services, phone: Phone) -> None:
    """The eleventh comes two seconds late; a right code beside it does not."""
    room = opened(s)
    phone.see(phone.http.get("/j").text)
    for _ in range(10):
        phone.http.get("/j/AAAAAAA")
    begun = time.monotonic()
    with ThreadPoolExecutor(20) as pool:
        late = [pool.submit(phone.http.get, "/j/AAAAAAA", timeout=30) for _ in range(20)]
        right = phone.http.get(f"/j/{room.code}")
        waiting = [answer for answer in late if not answer.done()]

    assert right.status_code == 200
    assert waiting
    assert all(answer.result().status_code == 404 for answer in late)
    assert time.monotonic() - begun >= 2.0


# ---- who may say what


@pytest.mark.case("C22")
@pytest.mark.parametrize(
    ("message", "status"),
    [
        ({"kind": "answer", "item": "s1_q1", "given": 6}, 400),
        ({"kind": "answer", "item": "s1_q1", "given": 0}, 400),
        ({"kind": "answer", "item": "s1_q1", "given": True}, 400),
        ({"kind": "answer", "item": "s1_q1", "given": "3"}, 400),
        ({"kind": "answer", "item": "s1_q1", "given": "maybe"}, 400),
        ({"kind": "answer", "item": "no_such", "given": 3}, 409),
        ({"kind": "answer", "item": "../../etc", "given": 3}, 400),
        ({"kind": "answer", "item": "s1_q1", "given": 3, "group": "marketing"}, 400),
        ({"kind": "answer", "item": "s1_q1", "given": 3, "turn": 0}, 400),
        ({"kind": "answer", "item": "s1_q1", "given": 3, "turn": 2**60}, 400),
        ({"kind": "guess", "item": "s1_q1", "about": "sales", "points": 3}, 409),
        ({"kind": "guess", "item": "s1_q2", "about": "marketing", "points": 3}, 409),
        ({"kind": "guess", "item": "s1_q1", "about": "marketing", "points": 3}, 409),
        ({"kind": "vote", "round": "no-such-round", "given": 3}, 409),
        ({"kind": "dissent", "round": "no-such-round", "text": "x"}, 409),
        ({"kind": "comment", "sign": "s9", "text": "x"}, 409),
        ({"kind": "comment", "sign": "s1", "text": "x" * 2001}, 409),
        ({"kind": "comment", "sign": "s1", "text": "x" * 40_000}, 413),
        ({"kind": "costs_most", "signs": ["s1", "s2", "s3"]}, 409),
        ({"kind": "costs_most", "signs": ["s9"]}, 409),
        ({"kind": "close_round"}, 400),
        ({"kind": "reveal", "sign": "s1"}, 400),
        ([], 400),
        ("x", 400),
    ],
)
def test_what_is_forged_is_refused(s: Services, phone: Phone, message: Any, status: int) -> None:
    """Items, options, groups, rounds, kinds: nothing is kept, and nothing breaks."""
    room = opened(s, pace="free")
    phone.join(room)
    before = ballot(s)

    answer = phone.http.post(
        f"/seat/send?w={room.id}", json=message, headers={"X-Proof": phone.proof}
    )

    assert answer.status_code == status
    assert ballot(s) == before
    assert phone.say("answer", item="s1_q1", given=1).json()["receipt"] == "counted"


def test_every_refusal_of_a_message_says_why(s: Services, phone: Phone) -> None:
    """The reason for the script, the sentence for the person."""
    phone.join(opened(s))

    got = phone.say("answer", item="s1_q1", given=3).json()

    assert got == {"refused": "not_yet", "said": "This is not asked yet."}


def test_an_answer_to_a_closed_round(s: Services, phone: Phone) -> None:
    """A change comes too late; what was open is kept for the final report; both are told."""
    room = opened(s)
    phone.join(room)
    rounds.open_round(s, room.id, "s1")
    phone.say("answer", item="s1_q1", given=3)
    rounds.close(s, room.id)

    change = phone.say("answer", item="s1_q1", given=4)
    late = phone.say("answer", item="s1_q2", given=4)

    assert (change.status_code, change.json()["refused"]) == (409, "closed")
    assert late.json()["receipt"] == "late"
    assert ballot(s).answers == {"s1_q1": 3, "s1_q2": 4}


def test_what_was_kept_before_the_close_is_not_refused_after_it(s: Services, phone: Phone) -> None:
    """A vote and its reason whose acknowledgement was lost: sent again, they were here already."""
    room = opened(s)
    phone.join(room)
    rounds.open_round(s, room.id, "s1")
    rounds.close(s, room.id)
    rounds.show(s, room.id)
    vote = rounds.vote_again(s, room.id, "s1").stage.round
    for turn in (1, 2):
        fields = {"given": 3} if turn == 1 else {"text": "It differs."}
        phone.say("vote" if turn == 1 else "dissent", turn=turn, round=vote, **fields)
    rounds.close(s, room.id)

    again = phone.say("dissent", turn=2, round=vote, text="It differs.").json()
    change = phone.say("dissent", turn=3, round=vote, text="No.").json()

    assert again["receipt"] == "again"
    assert change["refused"] == "closed"


def test_the_same_answer_five_times(s: Services, phone: Phone) -> None:
    """It is kept once; another one with a number that was used is told to take the next."""
    phone.join(opened(s, pace="free"))

    got = [phone.say("answer", turn=1, item="s1_q1", given=3).json() for _ in range(5)]
    behind = phone.say("answer", turn=1, item="s1_q2", given=5).json()

    assert [answer["receipt"] for answer in got] == ["counted", *["again"] * 4]
    assert (behind["receipt"], behind["turn"]) == ("behind", 1)
    assert (ballot(s).answers, ballot(s).turn) == ({"s1_q1": 3}, 1)


def test_a_message_needs_the_proof_of_its_own_browser(
    s: Services, phone: Phone, other: Phone
) -> None:
    """Without it, or with somebody else's, nothing is kept."""
    room = opened(s, pace="free")
    phone.join(room)
    other.join(room)
    message = {"kind": "answer", "turn": 1, "item": "s1_q1", "given": 3}

    for proof in ("", "x" * 32, "\u00e9", other.proof):
        headers = {"X-Proof": proof.encode()}
        got = phone.http.post(f"/seat/send?w={room.id}", json=message, headers=headers)
        assert (got.status_code, got.json()["refused"]) == (403, "cookie")
        form = phone.http.post(
            "/seat/send", data={**message, "turn": "1", "given": "3", "proof": proof, "w": room.id}
        )
        assert "no=cookie" in form.headers["location"]
        phone.form("/seat/leave", proof=proof, confirm="yes")
    assert all(found.answers == {} for found in s.store.find(Ballot))
    assert len(s.store.find(Seat)) == 2


@pytest.mark.parametrize("address", ["/join", "/seat/send", "/seat/leave", "/seat/scorecard"])
@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_no_other_site_speaks_for_a_seat(
    s: Services, phone: Phone, address: str, headers: dict[str, str]
) -> None:
    """Even one that knew the proof."""
    phone.join(opened(s, pace="free"))
    fields = {"proof": phone.proof, "w": phone.room, "confirm": "yes", "kind": "answer"}

    answer = phone.http.post(
        address, data={**fields, "item": "s1_q1", "given": "3"}, headers=headers
    )

    assert answer.status_code == 403
    assert ballot(s).answers == {}


@pytest.mark.case("C22")
def test_a_participant_is_no_facilitator(s: Services, phone: Phone) -> None:
    """A seat opens no workshop, by cookie or by address."""
    room = opened(s)
    phone.join(room)

    answer = phone.http.post("/dissolve", data={"workshop": room.id, "confirm": "yes"})

    assert answer.status_code == 404
    assert auth.workshops(s, phone.cookie) == ()
    assert s.store.get(Workshop, room.id)


@pytest.mark.case("C09")
def test_nothing_of_a_phone_is_kept_beside_its_answers(s: Services, phone: Phone) -> None:
    """No address, no browser, no time; and no number that is counted up tells who came first."""
    room = opened(s, pace="free")
    phone.http.headers.update({"User-Agent": "Planted/1.0", "X-Forwarded-For": "203.0.113.77"})
    phone.join(room)
    phone.say("answer", item="s1_q1", given=2)
    homes = [s.settings.data.rglob(f"{record.home}.json*") for record in (ballot(s), seat(s))]
    kept = "".join(path.read_text("utf-8") for found in homes for path in found)

    assert '"s1_q1":2' in kept.replace(" ", "")
    for planted in ("Planted", "203.0.113", "127.0.0.1", str(datetime.date.today().year)):  # noqa: DTZ011
        assert planted not in kept
    assert re.fullmatch("[0-9a-f]{32}", ballot(s).id)


def test_nobody_speaks_from_a_seat_that_is_not_theirs(
    s: Services, phone: Phone, other: Phone
) -> None:
    """Another browser with the address of the room has no seat there."""
    room = opened(s, pace="free")
    phone.join(room)
    other.see(other.http.get("/j").text)
    other.room = room.id

    assert other.state().status_code == 410
    assert other.page().status_code == 410
    assert other.say("answer", item="s1_q1", given=3).status_code == 410
    assert ballot(s).answers == {}


def test_a_planted_cookie_is_not_adopted(s: Services, phone: Phone) -> None:
    """Joining gives a token of our own, whatever the browser brought along."""
    phone.http.cookies.set(auth.COOKIE, planted := auth.new_token())

    phone.join(opened(s))

    held = {cookie.value for cookie in phone.http.cookies.jar} - {planted}
    assert seats.place_of(s, planted) is None
    assert any(seats.place_of(s, token) for token in held)


def test_a_browser_without_cookies_is_told(s: Services, phone: Phone) -> None:
    """A seat needs one, and the page says so."""
    room = opened(s)
    phone.see(phone.http.get(f"/j/{room.code}").text)
    phone.http.cookies.clear()

    answer = phone.http.post(
        "/join", data={"proof": phone.proof, "code": room.code or "", "group": "sales"}
    )

    assert answer.status_code == 400
    assert "Allow cookies for this page" in answer.text
    assert s.store.find(Seat) == ()


# ---- what the page says


def test_every_page_is_strict_and_never_stored(s: Services, phone: Phone) -> None:
    """No inline script or style is allowed or there, nothing foreign, nothing in a cache."""
    room = opened(s, pace="free")
    pages = [phone.http.get("/j"), phone.http.get(f"/j/{room.code}"), phone.http.get("/j/AAAAAAA")]
    phone.join(room)
    pages += [
        phone.page(),
        phone.http.get("/seat?w=nowhere"),
        phone.http.get(f"/reach/{room.code}"),
    ]

    for page in pages:
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'; script-src 'self'; style-src 'self';" in policy
        assert "unsafe" not in policy
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "same-origin"
        assert not re.search(r"<script(?![^>]*src=)|<style| style=| on\w+=", page.text)
        assert "http://" not in page.text.replace("http://www.w3.org", "")
        assert "https://" not in page.text


def test_what_is_promised_stands_before_the_first_answer(s: Services, phone: Phone) -> None:
    """The floors of this workshop, who sees what, and confidential, never anonymous."""
    room = opened(s, floors=Floors(score=7, comments=6, distribution=12))
    joining = phone.http.get(f"/j/{room.code}").text
    phone.join(room)

    for text in (joining, phone.page().text):
        assert "only where 7 people or more stand behind it" in text
        assert "is shown only from 12 people on" in text
        assert "once 6 people in the room have answered. Please write no names." in text
        assert "never who answered what" in text
        assert "confidential, not anonymous" in text


def test_an_open_table_says_that_names_appear(s: Services, phone: Phone) -> None:
    """A name and a yes are taken first; no floor is promised."""
    room = opened(s, mode="open")
    page = phone.http.get(f"/j/{room.code}").text

    assert "Answers appear with names here" in page
    assert "stand behind it" not in page
    assert phone.join(room, name="Ann").status_code == 400
    assert phone.join(room, consent="yes").status_code == 400
    assert "checked" not in page
    assert phone.join(room, name=HOSTILE, consent="yes").status_code == 303
    assert ballot(s).name == HOSTILE
    assert "<script>alert" not in phone.page().text


@pytest.mark.parametrize(("nature", "said"), [("rehearsal", "Rehearsal."), ("sample", "Sample.")])
def test_what_is_not_real_is_marked(s: Services, phone: Phone, nature: Any, said: str) -> None:
    """On the way in and on the seat."""
    room = prepare.open_door(s, prepare.prepare(s, HOST, WISH, nature).id)
    joining = phone.http.get(f"/j/{room.code}").text
    phone.join(room)

    assert f'class="nature">{said}' in joining
    assert f'class="nature">{said}' in phone.page().text


def test_nothing_is_chosen_beforehand_and_two_stand_apart(s: Services, phone: Phone) -> None:
    """Five options in their order, then what is none of the five."""
    room = opened(s, pace="free", mirror=False)
    phone.join(room)
    text = phone.page().text
    screen = text.split('<section id="at-s1_q1"')[1].split("</section>")[0]

    assert "checked" not in text
    assert re.findall(r'name="given" value="(\w+)"', screen) == [
        *"12345",
        "dont_know",
        "not_applicable",
    ]
    assert screen.count('class="cards"') == 1
    assert screen.index('class="cards apart"') < screen.index("dont_know")


def test_leadership_is_asked_about_both_sides(s: Services, phone: Phone, other: Phone) -> None:
    """Sales is asked about Marketing, leadership about both; without the mirror nobody is."""
    room = opened(s, pace="free", groups=("sales", "marketing", "leadership"))
    phone.join(room)
    other.join(room, "leadership")

    about = r'<section id="at-s1_q1\.(\w+)" data-kind="mirror"'
    assert re.findall(about, phone.page().text) == ["marketing"]
    assert re.findall(about, other.page().text) == ["sales", "marketing"]
    assert other.form(kind="answer", item="s1_q1", given="2", at="s1_q1").status_code == 303
    assert other.say("guess", turn=5, item="s1_q1", about="sales", points=1).is_success
    assert other.say("guess", turn=6, item="s1_q1", about="marketing", points=5).is_success


def test_own_answers_stay_visible_to_their_person(s: Services, phone: Phone) -> None:
    """After the close, and at the end, in the options' words."""
    room = opened(s)
    phone.join(room)
    rounds.open_round(s, room.id, "s1")
    item = s.instrument().items["s1_q1"]
    phone.say("answer", item="s1_q1", given=4)
    phone.say("comment", sign="s1", text=HOSTILE)
    rounds.close(s, room.id)
    closed = phone.page().text
    after.end(s, room.id)

    for text in (closed, phone.page().text):
        assert "Your answers" in text
        assert item.options[3] in text
        assert "&lt;script&gt;alert(1)" in text
        assert "<script>alert" not in text


def test_a_page_without_the_script_looks_again_only_while_it_waits(
    s: Services, phone: Phone
) -> None:
    """Nobody's half-chosen answer is reloaded away."""
    room = opened(s)
    phone.join(room)
    waiting = phone.page().text
    rounds.open_round(s, room.id, "s1")

    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert "refresh" not in phone.page().text
    assert "refresh" in phone.page(i="through").text


def test_the_page_follows_what_it_is_asked_for(s: Services, phone: Phone) -> None:
    """A screen by its address; one that is not there leads to the first without an answer."""
    room = opened(s, pace="free", mirror=False)
    phone.join(room)
    phone.say("answer", item="s1_q1", given=4)

    def shown(**query: str) -> list[str]:
        return re.findall(r'<section id="at-([\w.-]+)" data-kind="\w+">', phone.page(**query).text)

    assert shown(i="s2_q2") == ["s2_q2"]
    assert shown(i="<script>") == ["s1_q2"]
    assert shown() == ["s1_q2"]
    assert shown(i="costs-most") == ["costs-most"]


# ---- the end


def test_the_own_scorecard(s: Services, phone: Phone) -> None:
    """A private assessment of the own answers: one, renewed, opened by this browser alone."""
    room = opened(s, pace="free", organisation="Northwind")
    phone.join(room)
    empty = phone.form("/seat/scorecard")
    for item in s.instrument().items:
        phone.say("answer", item=item, given=4)
    phone.say("comment", sign="s1", text="Well said.")
    phone.say("costs_most", signs=["s2"])
    first = phone.form("/seat/scorecard")
    phone.say("answer", item="s1_q2", given=1)
    again = phone.form("/seat/scorecard")

    (made,) = s.store.find(Assessment)
    assert "no=nothing" in empty.headers["location"]
    assert first.headers["location"] == again.headers["location"] == f"/scorecard?a={made.id}"
    assert made.answers == ballot(s).answers
    assert (made.comments, made.costs_most) == ({"s1": "Well said."}, ("s2",))
    assert (made.group, made.organisation, made.scope) == ("sales", "Northwind", "full")
    assert set(made.sign_scores) == set(room.signs)
    assert [own.id for own in auth.own(s, phone.cookie)] == [made.id]
    assert phone.http.get(f"/scorecard.json?a={made.id}").status_code == 200


def test_after_a_day_nothing_ties_the_scorecard_to_the_workshop(s: Services, phone: Phone) -> None:
    """The seat that knew of it is gone; the scorecard stays its person's."""
    room = opened(s, pace="free")
    phone.join(room)
    phone.say("answer", item="s1_q1", given=4)
    phone.form("/seat/scorecard")
    rounds.close(s, room.id)
    after.end(s, room.id)
    after.unlink(s, room.id)

    gone = phone.page().text
    (made,) = s.store.find(Assessment)
    everything = str([*s.store.find(Workshop), *s.store.find(Ballot), *s.store.find(Grant)])

    assert "Single answers can no longer be found or erased." in gone
    assert room.id not in str(made)
    assert made.id in everything  # the browser's own grant
    assert s.store.find(Seat) == ()
    assert [own.id for own in auth.own(s, phone.cookie)] == [made.id]


def test_leaving_takes_a_yes_and_everything_with_it(s: Services, phone: Phone) -> None:
    """Seat, answers and grant are erased; with the code one can come again."""
    room = opened(s, pace="free")
    phone.join(room)
    phone.say("answer", item="s1_q1", given=4)
    without = phone.form("/seat/leave")
    assert len(s.store.find(Seat)) == 1

    phone.form("/seat/leave", confirm="yes")

    assert "no=" in without.headers["location"]
    assert (s.store.find(Seat), s.store.find(Ballot)) == ((), ())
    assert phone.page().status_code == 410
    assert phone.state().json()["key"] == "gone"
    assert phone.join(room).status_code == 303


def test_a_seat_that_is_freed_and_a_workshop_that_is_gone(s: Services, phone: Phone) -> None:
    """The phone hears of both by itself."""
    room = opened(s)
    phone.join(room)
    (seat,) = s.store.find(Seat)
    seats.free(s, room.id, seat.id)
    freed = phone.state()
    prepare.erase(s, room.id)
    gone = phone.state()
    nowhere = phone.http.get("/seat")

    assert (freed.status_code, freed.json()["key"]) == (410, "gone")
    assert "it was given up" in freed.json()["html"]
    assert "not there any more" in gone.json()["html"]
    assert "has no seat in a workshop" in nowhere.text
    assert phone.http.get("/seat", params={"w": "../x\0"}).status_code == 410


def test_two_workshops_at_a_time(s: Services, phone: Phone) -> None:
    """`?w=` tells which; without it, the one joined last."""
    first, second = opened(s), opened(s, title="Autumn", pace="free")
    phone.join(first)
    phone.join(second)

    assert phone.http.get("/seat/state").json()["key"].startswith("answer")
    assert phone.http.get("/seat/state", params={"w": first.id}).json()["key"] == "lobby"


def test_a_phone_that_reaches_the_room(s: Services, phone: Phone) -> None:
    """The facilitator's page may turn green; a wrong code changes nothing."""
    room = opened(s)

    assert phone.http.get("/reach/AAAAAAA").status_code == 404
    assert not workshop(s, room.id).reached
    assert "This phone has reached the room" in phone.http.get(f"/reach/{room.code}").text
    assert workshop(s, room.id).reached


def test_the_two_files_are_small_and_kept(phone: Phone) -> None:
    """Compressed, named after their content, for ever; any other name is none."""
    for address, file in look.files().items():
        got = phone.http.get(address)
        assert got.headers["content-encoding"] == "gzip"
        assert "immutable" in got.headers["cache-control"]
        assert got.text.encode() == file.content
        plain = phone.http.get(address, headers={"Accept-Encoding": "identity"})
        assert plain.content == file.content
    assert phone.http.get("/phone/nothing.js").status_code == 404
    assert sum(len(file.packed) for file in look.files().values()) < 8_500


def test_the_colours_are_the_themes(s: Services) -> None:
    """The style sheet has no colour of its own."""
    source = (look.HERE / "phone.css").read_text("utf-8")

    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;,) ])", source) == []
    assert "--accent:#0B6E69;" in look.style().content.decode()


def test_a_long_comment_in_four_byte_characters_fits(s: Services, phone: Phone) -> None:
    """2,000 of them by a plain form, which takes twelve bytes for each."""
    phone.join(opened(s, pace="free"))

    answer = phone.form(kind="comment", sign="s1", text="\U0001f600" * 2000, at="s1_q2")

    assert "no=" not in answer.headers["location"]
    assert len(ballot(s).comments["s1"]) == 2000
