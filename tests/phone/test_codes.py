"""Codes: typed wrongly, guessed, endless, and those that open no door any more."""

import time
from concurrent.futures import ThreadPoolExecutor

import anyio
import pytest
from starlette.requests import Request

from assessment.figures import figures
from assessment.phone import routes
from assessment.services import Services
from assessment.workshop import after, rounds, seats
from tests.phone.phones import Phone, opened

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


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
