"""assessment/workshop/paper.py and assessment/paper_in/"""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from assessment import auth
from assessment.errors import Refused
from assessment.paper_in import look
from assessment.records import Ballot, Workshop
from assessment.services import Services
from assessment.workshop import after, ballots, paper, prepare, reveal, rounds, seats
from assessment.workshop.kept import round_of, workshop
from assessment.workshop.paper import Sheet
from assessment.workshop.prepare import Preparation
from assessment.workshop.progress import progress
from scoring.instrument import Sign
from scoring.response import Answer
from scoring.room import Mean
from tests.conftest import PATIENCE

HOST = auth.new_token()
WISH = Preparation(title="Spring", groups=("sales", "marketing", "leadership"))
SPREAD: tuple[Answer, ...] = (1, 2, 2, 3, 3, 4, 4, 5, 2, 3, 4, 1)


def opened(s: Services, **changes: object) -> Workshop:
    """A workshop that people may join."""
    return prepare.open_door(s, prepare.prepare(s, HOST, WISH.model_copy(update=changes)).id)


def sheet(s: Services, number: int = 0, group: str = "sales", **changes: Any) -> Sheet:
    """A sheet with an answer to every item of the first two signs."""
    items = [item.id for sign in s.instrument().signs[:2] for item in sign.items]
    answers = {item: SPREAD[(number + n) % len(SPREAD)] for n, item in enumerate(items)}
    given = {"id": f"sheet-{group}-{number:08}", "group": group, "answers": answers} | changes
    return Sheet(**given)


def seated(s: Services, room: Workshop, group: str, count: int, sign: Sign) -> None:
    """So many people with phones, who answer every item of a sign."""
    for number in range(count):
        browser = auth.new_token()
        seats.join(s, browser, room, group)
        place = seats.place_of(s, browser, room.id)
        assert place
        for n, item in enumerate(sign.items):
            ballots.answer(s, place, item.id, SPREAD[(number + n) % len(SPREAD)])


def mean(s: Services, room: Workshop, group: str, sign: Sign) -> Mean:
    """What the reveals so far show of a group."""
    card = reveal.card(s, workshop(s, room.id))
    assert card
    return card.mean(group, sign.id)


def test_a_sheet_is_one_ballot_however_often_it_is_sent(s: Services) -> None:
    """A resent sheet is the same one; another under its id is refused, and changes nothing."""
    room = opened(s)
    first = paper.type_in(s, room.id, sheet(s))
    again = paper.type_in(s, room.id, sheet(s))

    with pytest.raises(Refused, match="already"):
        paper.type_in(s, room.id, sheet(s, group="marketing", id=sheet(s).id))
    paper.type_in(s, room.id, sheet(s, 1, "marketing"))

    assert first == again
    assert first.answers == sheet(s).answers
    assert paper.typed(s, room).by_group == {"sales": 1, "marketing": 1, "leadership": 0}
    assert len(s.store.find(Ballot, workshop=room.id)) == 2


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"group": "nobody"}, "group"),
        ({"answers": {"elsewhere": 3}}, "foreign"),
        ({"answers": {}}, "nothing"),
        ({"guesses": {"s1_key": {"sales": 3}}}, "foreign"),
        ({"guesses": {"elsewhere": {"marketing": 3}}}, "foreign"),
        ({"costs_most": ("elsewhere",)}, "foreign"),
        ({"costs_most": ("s1", "s2", "s3")}, "many"),
    ],
)
def test_a_sheet_that_does_not_fit_is_refused(
    s: Services, changes: dict[str, object], reason: str
) -> None:
    """Unknown items, groups and signs, guesses about the own group, more than may be ticked."""
    room = opened(s)
    with pytest.raises(Refused) as refused:
        paper.type_in(s, room.id, sheet(s, **changes))
    assert refused.value.reason == reason
    assert s.store.find(Ballot, workshop=room.id) == ()


@pytest.mark.parametrize("points", [0, 6, True, "3", 2.0, None, "nothing"])
def test_an_answer_is_one_of_the_options(s: Services, points: object) -> None:
    """Anything else does not even make a sheet."""
    item = s.instrument().signs[0].items[0].id
    with pytest.raises(ValueError, match="answers"):
        sheet(s, answers={item: points})


def test_sheets_belong_to_a_protected_workshop_that_goes_on(s: Services) -> None:
    """Not before the door opens, not at an open table, and neither in nor out after the end."""
    closed = prepare.prepare(s, HOST, WISH)
    table, room = opened(s, mode="open"), opened(s)
    kept = paper.type_in(s, room.id, sheet(s))
    after.end(s, room.id)
    for reason, refused in (("not_open", closed), ("open_table", table), ("ended", room)):
        with pytest.raises(Refused) as told:
            paper.type_in(s, refused.id, sheet(s, 7))
        assert told.value.reason == reason
    with pytest.raises(Refused, match="ended"):
        paper.take_out(s, room.id, kept.id)
    assert paper.typed(s, room).sheets == 1


def test_only_sheets_are_taken_out_and_only_of_their_workshop(s: Services) -> None:
    """A phone's answers stay, whatever id is sent; a sheet goes, and can be kept again."""
    room, other = opened(s), opened(s)
    seats.join(s, auth.new_token(), room, "sales")
    (phone,) = s.store.find(Ballot, workshop=room.id)
    kept = paper.type_in(s, room.id, sheet(s))
    for wrong, id in ((room, phone.id), (other, kept.id), (room, "../x"), (room, room.id)):
        with pytest.raises(Refused):
            paper.take_out(s, wrong.id, id)

    out = paper.take_out(s, room.id, kept.id)

    assert out.answers == kept.answers
    assert s.store.find(Ballot, workshop=room.id) == (phone,)
    assert paper.type_in(s, room.id, sheet(s)) == kept


def test_a_sheet_counts_as_one_person_who_is_through(s: Services) -> None:
    """In the seats and in a round's progress, though not among those who could vote again."""
    room = opened(s)
    sign = s.instrument().signs[0]
    paper.type_in(s, room.id, sheet(s, answers={sign.items[0].id: 2}))
    rounds.open_round(s, room.id, sign.id)
    seats.join(s, auth.new_token(), room, "sales")
    measured = progress(s, room, round_of(s, workshop(s, room.id)))
    rounds.close(s, room.id)
    rounds.show(s, room.id)
    rounds.vote_again(s, room.id, sign.id)
    voting = progress(s, room, round_of(s, workshop(s, room.id)))

    assert (measured.seats, measured.through) == (2, 1)
    assert (voting.seats, voting.through) == (1, 0)
    rounds.close(s, room.id)
    rounds.show(s, room.id)
    assert progress(s, room, round_of(s, workshop(s, room.id))).seats == 2
    assert progress(s, room, None).seated["sales"] == 2


def test_a_sheet_counts_now_at_the_end_or_later(s: Services) -> None:
    """A closed round keeps its result; the next one and the final report have the late sheets."""
    room = opened(s)
    first, second, third = s.instrument().signs[:3]
    for number in range(11):
        paper.type_in(s, room.id, sheet(s, number))
    rounds.open_round(s, room.id, first.id)
    rounds.close(s, room.id)
    rounds.show(s, room.id)
    rounds.open_round(s, room.id, second.id)
    for number in range(11, 21):
        paper.type_in(s, room.id, sheet(s, number))
    stands = paper.standings(s, workshop(s, room.id))
    rounds.close(s, room.id)
    rounds.show(s, room.id)
    before = [mean(s, room, "sales", sign).n for sign in (first, second)]
    after.end(s, room.id)

    assert [stands[sign.id] for sign in (first, second, third)] == ["closed", "open", "to_come"]
    assert before == [11, 21]
    assert mean(s, room, "sales", first).n == 21


@pytest.mark.parametrize(("phones", "sheets", "n"), [(4, 8, None), (5, 8, 13), (0, 8, 8)])
def test_whoever_types_sheets_in_learns_nothing_about_the_phones(
    s: Services, phones: int, sheets: int, n: int | None
) -> None:
    """Whoever knows eight of twelve answers would know the mean of four."""
    room = opened(s)
    sign = s.instrument().signs[0]
    rounds.open_round(s, room.id, sign.id)
    seated(s, room, "sales", phones, sign)
    for number in range(sheets):
        paper.type_in(s, room.id, sheet(s, number))
    rounds.close(s, room.id)
    rounds.show(s, room.id)
    assert mean(s, room, "sales", sign).n == n


def test_after_the_end_nothing_tells_a_sheet_from_a_phone(s: Services) -> None:
    """The mark of a sheet goes with the links between seats and answers."""
    room = opened(s)
    paper.type_in(s, room.id, sheet(s))
    after.end(s, room.id)
    after.unlink(s, room.id)
    (kept,) = s.store.find(Ballot, workshop=room.id)
    assert (kept.paper, kept.answers) == (False, sheet(s).answers)


class Desk:
    """The facilitator's browser: it sends what the page and its script would send."""

    def __init__(self, site: str, room: Workshop, token: str) -> None:
        self.room = room
        self.http = httpx.Client(base_url=site, headers={"Origin": site}, timeout=PATIENCE)
        self.http.cookies.set(auth.COOKIE, token)
        self.proof = ""
        self.id = ""

    def page(self, **query: str) -> httpx.Response:
        """The page, whose proof and sheet id are remembered."""
        answer = self.http.get("/paper", params={"w": self.room.id, **query})
        for name in ("proof", "id"):
            found = re.search(rf'name="{name}" value="([\w-]+)"', answer.text)
            setattr(self, name, found[1] if found else getattr(self, name))
        return answer

    def send(self, message: object, address: str = "/paper/keep") -> httpx.Response:
        """A message as the script sends it."""
        return self.http.post(
            f"{address}?w={self.room.id}", json=message, headers={"X-Proof": self.proof}
        )

    def form(self, address: str = "/paper/keep", **fields: str) -> httpx.Response:
        """A plain form."""
        given = {"proof": self.proof, "w": self.room.id, "id": self.id}
        return self.http.post(address, data=given | fields)


@pytest.fixture
def desk(s: Services, site: str) -> Iterator[Desk]:
    """A facilitator at the page of an open workshop."""
    made = Desk(site, opened(s), HOST)
    made.page()
    yield made
    made.http.close()


def test_the_script_keeps_a_sheet_and_takes_it_out(s: Services, desk: Desk) -> None:
    """It learns the number of the sheet, and how many there are."""
    wanted = json.loads(sheet(s, 3).model_dump_json())
    kept = desk.send(wanted).json()
    again = desk.send(wanted).json()
    clash = desk.send(wanted | {"group": "marketing"})
    out = desk.send({"ballot": kept["ballot"]}, "/paper/out").json()

    assert kept == again
    assert kept["sheets"] == 1
    assert "Sales 1" in kept["html"]
    assert (clash.status_code, clash.json()["refused"]) == (409, "kept_before")
    assert out["sheets"] == 0
    assert s.store.find(Ballot, workshop=desk.room.id) == ()


def test_without_the_script_a_plain_form_does_it(s: Services, desk: Desk) -> None:
    """Selects become a sheet; the next page says which one, and offers to take it out."""
    one, two = (sign.key_item.id for sign in s.instrument().signs[:2])
    ticks = {f"a.{one}": "4", f"a.{two}": "0", f"g.{one}.marketing": "2", f"g.{one}.sales": "5"}
    answer = desk.form(group="sales", costs="s2", **ticks)
    (kept,) = s.store.find(Ballot, workshop=desk.room.id)
    shown = desk.http.get(answer.headers["location"])
    taken = desk.form("/paper/out", ballot=kept.id)

    assert (answer.status_code, kept.answers) == (303, {one: 4, two: "dont_know"})
    assert (kept.guesses, kept.costs_most) == ({one: {"marketing": 2}}, ("s2",))
    assert "Kept as sheet 1" in shown.text
    assert s.store.find(Ballot, workshop=desk.room.id) == ()
    assert re.search(rf'name="a\.{one}".*?<option value="4" data-key="4" selected', taken.text)


def test_a_form_that_is_refused_comes_back_as_it_was_filled_in(s: Services, desk: Desk) -> None:
    """With the reason, and as the same sheet; nothing has to be typed again."""
    item = s.instrument().signs[0].items[0].id
    answer = desk.form(**{f"a.{item}": "4"})

    assert answer.status_code == 409
    assert "Choose the group first." in answer.text
    assert f'name="id" value="{desk.id}"' in answer.text
    assert re.search(rf'name="a\.{item}".*?<option value="4" data-key="4" selected', answer.text)


def test_only_the_facilitator_finds_the_page(s: Services, desk: Desk, site: str) -> None:
    """A stranger, and whoever asks for a workshop that is not there, read the same."""
    stranger = Desk(site, desk.room, auth.new_token())
    nowhere = desk.http.get("/paper", params={"w": "nowhere"})
    for answer in (
        stranger.page(),
        stranger.send(json.loads(sheet(s).model_dump_json())),
        stranger.send({"ballot": "0" * 32}, "/paper/out"),
        stranger.form(group="sales"),
        stranger.form("/paper/out", ballot="0" * 32),
        desk.http.get("/paper"),
    ):
        assert (answer.status_code, answer.text) == (404, nowhere.text)
    stranger.http.close()
    assert nowhere.status_code == 404
    assert s.store.find(Ballot, workshop=desk.room.id) == ()


def test_a_message_needs_its_origin_and_its_proof(s: Services, desk: Desk) -> None:
    """What another site sends is refused, and so is what lacks the page's proof."""
    wanted = json.loads(sheet(s).model_dump_json())
    proof, desk.proof = desk.proof, "0" * 32
    unproven = [desk.send(wanted), desk.form(group="sales"), desk.form("/paper/out", ballot="0")]
    desk.proof = proof
    desk.http.headers["Origin"] = "https://elsewhere.example"
    foreign = desk.send(wanted)

    assert [answer.status_code for answer in unproven] == [403, 409, 409]
    assert foreign.status_code == 403
    assert s.store.find(Ballot, workshop=desk.room.id) == ()


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"[]",
        b'{"id": 1}',
        b'{"id": "' + b"a" * 20 + b'", "group": "sales", "answers": {"s1_key": "3"}}',
        b'{"id": "' + b"a" * 20 + b'", "group": "sales", "answers": {"\\u0000": 3}}',
        b'{"id": "' + b"a" * 20 + b'", "group": "sales", "answers": {}, "paper": true}',
        b"[" * 30_000,
        b"a" * 1_000_000,
    ],
)
def test_hostile_messages_are_refused_quietly(s: Services, desk: Desk, hostile: bytes) -> None:
    """Each is refused as a whole, and nothing of it is kept."""
    headers = {"X-Proof": desk.proof, "Content-Type": "application/json"}
    address = f"/paper/keep?w={desk.room.id}"
    status = 413 if len(hostile) > 64 * 1024 else 400
    assert desk.http.post(address, content=hostile, headers=headers).status_code == status
    assert s.store.find(Ballot, workshop=desk.room.id) == ()


def test_the_page_says_why_nothing_can_be_typed_in(s: Services, site: str) -> None:
    """After the end, at an open table, and before the door is open."""
    room = opened(s)
    after.end(s, room.id)
    for shut, said in (
        (room, "has ended"),
        (opened(s, mode="open"), "on their own phone"),
        (prepare.prepare(s, HOST, WISH), "Open the door"),
    ):
        desk = Desk(site, shut, HOST)
        answer = desk.page()
        desk.http.close()
        assert said in answer.text
        assert re.findall(r'action="([^"]+)"', answer.text) == ["/language"]
        assert f'href="/workshop?w={shut.id}"' in answer.text


def test_the_page_is_strict_and_its_files_are_kept(desk: Desk) -> None:
    """Nothing inline, nothing foreign, nothing stored but the files that never change."""
    answer = desk.page()
    policy = answer.headers["content-security-policy"]
    files = [desk.http.get(address) for address in look.files()]

    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")
    assert not re.search(r"<style|<script(?! src=)| on\w+=| style=", answer.text)
    assert answer.headers["cache-control"] == "no-store"
    assert all("immutable" in file.headers["cache-control"] for file in files)
    assert desk.http.get(f"{look.FOLDER}nothing.js").status_code == 404
