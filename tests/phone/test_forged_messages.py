"""Who may say what: messages that no page of ours sends, and senders without a right."""

from typing import Any

import pytest

from assessment import auth
from assessment.records import Ballot, Seat, Workshop
from assessment.services import Services
from tests.phone.phones import Phone, ballot, opened


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
