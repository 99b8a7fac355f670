"""Two processes behind nginx share one PostgreSQL, and nobody notices: deploy/nginx, as it is."""

import asyncio
import re
import ssl
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import TypeVar

import httpx
import pytest
from streamlit.proto.Delta_pb2 import Delta
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from assessment import auth, responses, sent
from assessment.desk import users
from assessment.desk.attempts import FREE, Attempts
from assessment.errors import Refused
from assessment.records import Assessment, Ballot, Seat, Workshop
from assessment.rehearsal.guest import Pace
from assessment.services import Services, open_services
from assessment.workshop import prepare, rounds, seats
from assessment.workshop.prepare import Preparation
from bench.crowd import Order, Report, coming
from bench.visitor import Visitor
from tests.nginx import MISSING, found
from tests.post_ends import CERTIFICATES, HOST
from tests.several_processes import Installation, Line, installed
from tests.side_by_side import at_once

PHONES = {"sales": 80, "marketing": 80, "leadership": 40}
EVERYBODY = sum(PHONES.values())
PACE = Pace(think=(0.5, 4.0), look=4.0, arrive=15.0, late=0)
PATIENCE = 120  # seconds on a busy machine
SEEN_WITHIN = 2.0  # seconds
V = TypeVar("V", bound=Visitor)

A = TypeVar("A")
B = TypeVar("B")


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The installation that these tests share; the last of them kills a process."""
    assert found(), MISSING
    with installed(tmp_path_factory.mktemp("several")) as made:
        yield made


def test_a_browser_stays_with_the_process_that_its_cookie_names(here: Installation) -> None:
    """Whoever has none goes to one of them, and gets it; whoever has one gets no other."""
    with here.client() as new, here.client(process=2) as known:
        first = new.get("/j")
        again, other = new.get("/j"), known.get("/j")

    assert {r.status_code for r in (first, again, other)} == {200}
    (cookie,) = [c for c in first.headers.get_list("set-cookie") if c.startswith("process=")]
    assert cookie[8:].partition(";")[2] == " Path=/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure"
    assert "process=" not in str(again.headers) + str(other.headers)
    asked = Counter(here.number(line["process"]) for line in here.log(_of("/j"), 3))
    assert asked == Counter([int(cookie[8]), int(cookie[8]), 2])


def test_what_only_this_machine_may_ask_stays_inside(here: Installation) -> None:
    """Figures and readiness of one process say nothing of the others, and are nobody's business."""
    with here.client() as browser:
        found = {path: browser.get(path).status_code for path in ("/metrics", "/readyz")}
        health = browser.get("/healthz")

    assert found == {"/metrics": 404, "/readyz": 404}
    assert health.status_code == 200


def test_other_names_and_plain_http_lead_nowhere_else(here: Installation) -> None:
    """Only the address that people were told serves pages, and only by HTTPS."""
    with httpx.Client(base_url=f"http://127.0.0.1:{here.http}") as plain:
        moved = plain.get("/j/ABC?x=1", headers={"Host": HOST})
        with pytest.raises(httpx.RemoteProtocolError):
            plain.get("/j")
    nameless = here.client(address=f"https://127.0.0.1:{here.https}")
    with nameless, pytest.raises(httpx.ConnectError, match=r"(?i)unrecognized"):
        nameless.get("/j")
    with here.client() as browser:
        kept = browser.get("/j").headers["strict-transport-security"]

    assert (moved.status_code, moved.headers["location"]) == (301, f"https://{HOST}/j/ABC?x=1")
    assert kept == "max-age=31536000"


def test_what_is_too_large_never_reaches_the_app(here: Installation) -> None:
    """Bodies, addresses and headers beyond what any page of ours sends."""
    with here.client() as browser:
        body = browser.post("/join", content=b"x" * 200_000).status_code
        address = browser.get("/j?" + "x" * 9000).status_code
        header = browser.get("/j", headers={"X-Long": "x" * 9000}).status_code

    assert (body, address, header) == (413, 414, 400)
    refused = here.log(lambda line: line["status"] in (413, 414), 2)
    assert [line["process"] for line in refused] == ["", ""]


def test_neither_codes_nor_what_follows_a_question_mark_are_logged(here: Installation) -> None:
    """Nor addresses of people; what a browser claims to have come from is dropped on the way."""
    claims = {"X-Forwarded-For": "6.6.6.6", "Referer": "https://elsewhere.example/?REFERRED"}
    with here.client() as browser:
        browser.get("/j/SECRET7?w=TOKEN", headers=claims)
        browser.get("/scorecard.pdf?a=TOKEN", headers=claims)
    with here.client(process=1) as gone:
        gone.post("/seat/send?w=TOKEN", content=b"{}", headers=claims)
    for page in ("/j/-", "/scorecard.pdf", "/seat/send"):
        assert here.log(_of(page), 1)

    written = "".join(file.read_text("utf-8") for file in here.logs.glob("*.log"))
    written += (here.logs / "stderr").read_text("utf-8")
    for secret in ("SECRET7", "TOKEN", "REFERRED", "6.6.6.6", HOST):
        assert secret not in written


def test_scripts_are_packed_once_and_kept_by_nginx(here: Installation) -> None:
    """The second browser's come from the cache: no process is asked."""
    with here.client() as browser:
        page = browser.get("/").text
        script = page.partition('src="./')[2].partition('"')[0]
        answers = [browser.get(f"/{script}") for _ in range(3)]

    assert {a.headers["content-encoding"] for a in answers} == {"gzip"}
    assert len({a.content for a in answers}) == 1
    asked = [line["process"] for line in here.log(_of(f"/{script}"), 3)]
    assert [bool(process) for process in asked] == [True, False, False]


@pytest.mark.case("C21")
@pytest.mark.parametrize("mode", ["protected", "open"])
def test_one_wish_that_reaches_two_at_once_takes_one_seat(here: Installation, mode: str) -> None:
    """Both are told the same seat, which is not taken twice, with one ballot; many times over."""
    wish = Preparation(title="Room", groups=("sales", "marketing"), mode=mode)  # type: ignore[arg-type]
    room = prepare.open_door(here.s, prepare.prepare(here.s, auth.new_token(), wish).id)
    with open_services(here.s.settings) as other:
        for number in range(6):
            join = partial(_join, auth.new_token(), room, f"Anna {number}")
            one, two = both_at_once(join, (here.s, other))
            assert one == two
    assert len(here.s.store.find(Seat, workshop=room.id)) == 6
    assert len(here.s.store.find(Ballot, workshop=room.id)) == 6


def test_two_who_give_one_name_at_once_are_told_apart(here: Installation) -> None:
    """At an open table one of them sits down; the other hears that the name is taken."""
    wish = Preparation(title="Room", groups=("sales", "marketing"), mode="open")
    room = prepare.open_door(here.s, prepare.prepare(here.s, auth.new_token(), wish).id)

    def sit_down(name: str, s: Services) -> str:
        try:
            _join(auth.new_token(), room, name, s)
        except Refused as why:
            return str(why.reason)
        return "seated"

    with open_services(here.s.settings) as other:
        for number in range(6):
            sit = partial(sit_down, f"Anna {number}")
            assert sorted(both_at_once(sit, (here.s, other))) == ["seated", "taken"]
    ballots = here.s.store.find(Ballot, workshop=room.id)
    assert sorted(str(ballot.name) for ballot in ballots) == [f"Anna {n}" for n in range(6)]


@pytest.mark.case("C21")
def test_a_page_that_both_processes_are_sent_at_once_takes_one_seat(here: Installation) -> None:
    """As a phone sends it again whose first answer got lost on the way; both give one cookie."""
    wish = Preparation(title="Room", groups=("sales", "marketing"))
    room = prepare.open_door(here.s, prepare.prepare(here.s, auth.new_token(), wish).id)
    for number in range(1, 4):
        with here.client(process=1) as one, here.client(process=2) as two:
            page = one.get(f"/j/{room.code}").text
            given = dict(re.findall(r'name="(\w+)" value="(\w+)"', page)) | {"group": "sales"}
            two.cookies.set(auth.HTTPS_COOKIE, one.cookies[auth.HTTPS_COOKIE], domain=HOST)
            both_at_once(partial(_post, given), (one, two))
            cookies = {b.cookies.get(auth.HTTPS_COOKIE, domain=HOST) for b in (one, two)}
        assert len(cookies) == 1
        assert len(here.s.store.find(Seat, workshop=room.id)) == number


@pytest.mark.case("C23")
@pytest.mark.parametrize("name", ["anna", "nobody"])
def test_failed_logins_count_for_all_processes(here: Installation, name: str) -> None:
    """Five a minute in all of them, however many come at once; a name that nobody has likewise."""
    with suppress(Refused):
        users.add(here.s, "anna", "seventeen green bottles")
    with open_services(here.s.settings) as other:
        two = Attempts(here.s.store), Attempts(other.store)
        let_in: list[float] = []
        at_once(lambda number: let_in.append(two[number % 2].admit(name)), range(20))

        assert let_in.count(0.0) == FREE
        assert all(attempts.wait(name) > 0 for attempts in two)
        two[0].succeeded(name)
        assert two[1].admit(name) == 0


def both_at_once(work: Callable[[A], B], two: tuple[A, A]) -> tuple[B, ...]:
    """What the work gives of both, begun in the same instant."""
    ready = threading.Barrier(2)

    def run(one: A) -> B:
        ready.wait()
        return work(one)

    with ThreadPoolExecutor(2) as threads:
        return tuple(threads.map(run, two))


def _join(browser: str, room: Workshop, name: str, s: Services) -> Seat:
    return seats.join(s, browser, room, "sales", name=name, consent=True)


def _post(given: Mapping[str, str], browser: httpx.Client) -> int:
    return browser.post("/join", data=given).status_code


def test_what_one_process_takes_the_page_of_another_shows_within_two_seconds(
    here: Installation,
) -> None:
    """A seat and an answer of process 1, on the facilitator's page of process 2, as it renews."""
    wish = Preparation(title="Round", groups=("sales",), scope="check", mirror=False)
    facilitator = auth.new_token()
    made = prepare.prepare(here.s, facilitator, wish, "rehearsal")
    took = asyncio.run(_seen(here, facilitator, prepare.open_door(here.s, made.id)))

    assert min(took) < SEEN_WITHIN  # one of them may meet a busy machine
    assert max(took) < SEEN_WITHIN * 5


async def _seen(here: Installation, facilitator: str, room: Workshop) -> tuple[float, ...]:
    """The seconds until the page shows the seat that was taken, and the answer that was given."""
    sign = here.s.instrument().signs[0]
    said = {"kind": "answer", "turn": 1, "item": sign.key_item.id, "given": 4}
    before = len(here.log(_of("/seat/send"), 0))
    with here.client(process=1) as browser:
        browser.get(f"/j/{room.code}")  # a cookie comes with the page, and another with the seat
        async with _session(here, facilitator, process=2, of=Watching) as page:
            await page.visit("workshop", f"w={room.id}")
            await page.until('class="number">0<')
            form = {"code": str(room.code), "group": "sales"}
            taken = browser.post("/join", data=form | {"proof": _proof(browser)})
            seated = await page.until('class="number">1<')
            rounds.open_round(here.s, room.id, sign.id)
            await page.until('class="count">0<')
            proof = {"X-Proof": _proof(browser)}
            kept = browser.post(f"/seat/send?w={room.id}", json=said, headers=proof)
            assert (taken.status_code, kept.json()["receipt"]) == (303, "counted")
            answered = await page.until('class="count">1<')
    assert here.number(here.log(_of("/seat/send"), before + 1)[-1]["process"]) == 1
    return seated, answered


def _proof(browser: httpx.Client) -> str:
    return sent.proof(browser.cookies[auth.HTTPS_COOKIE])


class Watching(Visitor):
    """One session that remembers what was drawn last of what renews itself."""

    shown = ""

    async def until(self, text: str) -> float:
        """The seconds until the page shows a text, which it does not yet."""
        begun = time.monotonic()
        while text not in self.shown:
            assert time.monotonic() < begun + PATIENCE, self.shown
            self.shown = ""
            await self.follow(0.1)
        return time.monotonic() - begun

    def _draw(self, delta: Delta) -> None:
        super()._draw(delta)
        if delta.new_element.WhichOneof("type") == "html":
            self.shown += delta.new_element.html.body


def test_a_process_dies_in_the_middle_of_a_round(here: Installation) -> None:
    """200 phones and somebody in a Streamlit session go on with the other one; nothing is lost."""
    wish = Preparation(title="Round", groups=tuple(PHONES), scope="check", mirror=False)
    made = prepare.prepare(here.s, auth.new_token(), wish, "rehearsal")
    room = prepare.open_door(here.s, made.id)
    first, second, *_ = here.s.instrument().signs
    with coming(Order(here.plain, here.s.settings.questions, room, PHONES, PACE)) as crowd:
        crowd.until("seated", EVERYBODY, PATIENCE)
        rounds.open_round(here.s, room.id, first.id)
        crowd.until("answers", EVERYBODY, PATIENCE)
        rounds.close(here.s, room.id)
        rounds.open_round(here.s, room.id, second.id)
        crowd.until("answers", EVERYBODY * 5 // 4, PATIENCE)
        asyncio.run(_goes_on(here))
        crowd.until("answers", EVERYBODY * 2, PATIENCE)
        report = crowd.report()

    _nothing_is_lost(here, room.id, report)
    _everybody_was_served(here)


async def _goes_on(here: Installation) -> None:
    """Somebody answers in a session of process 1, which is killed, and goes on in one of 2."""
    token = auth.new_token()
    mine = responses.begin(here.s, "check", "sales")
    auth.grant(here.s, token, mine)
    async with _session(here, token, process=1) as page:
        await page.visit("answer", f"a={mine.id}")
        first, second, *_ = page.radios.values()
        await page.choose(first, 1)
        here.servers[0].kill()
        with pytest.raises(ConnectionClosed):
            await page.choose(second, 2)
    async with _session(here, token, process=1) as page:
        await page.visit("answer", f"a={mine.id}")
        again, second, *_ = page.radios.values()
        assert again.options[again.default] == first.options[1]
        await page.choose(second, 2)
    kept = here.s.store.get(Assessment, mine.id)
    assert kept
    assert sorted(kept.answers.values()) == [2, 3]


@asynccontextmanager
async def _session(
    here: Installation, token: str, process: int, of: type[V] = Visitor
) -> AsyncIterator[V]:
    """A Streamlit session by HTTPS, of a browser with these cookies."""
    trusted = ssl.create_default_context(cafile=CERTIFICATES / "authority.pem")
    cookies = f"{auth.HTTPS_COOKIE}={token}; process={process}"
    async with connect(
        f"{here.address.replace('https', 'wss')}/_stcore/stream",
        host="127.0.0.1",
        ssl=trusted,
        origin=Origin(here.address),
        additional_headers={"Cookie": cookies},
        compression=None,
        max_size=None,
    ) as socket:
        yield of(socket)


def _nothing_is_lost(here: Installation, room: str, report: Report) -> None:
    """Every seat is the one that was given at first, every acknowledged answer is there."""
    seats = {seat.id: seat for seat in here.s.store.find(Seat, workshop=room)}
    ballots = {ballot.id: ballot for ballot in here.s.store.find(Ballot, workshop=room)}
    kept = {id: ballots[seat.ballot].answers for id, seat in seats.items()}

    assert report.refused == ()
    assert report.now == report.first
    assert set(report.now.values()) == set(seats)
    assert len(seats) == len(ballots) == EVERYBODY
    assert {id: dict(answers) for id, answers in kept.items()} == dict(report.given)
    assert sum(map(len, kept.values())) == EVERYBODY * 2


def _everybody_was_served(here: Installation) -> None:
    """Before by both, afterwards by the other, to which the cookies have moved."""
    lines = here.log(lambda line: str(line["page"]).startswith("/seat"), EVERYBODY)
    sent = Counter(here.number(line["process"]) for line in lines if line["status"] == 200)
    assert min(sent[1], sent[2]) > sum(sent.values()) / 10
    met = [line for line in lines if str(line["tried"]).startswith("502")]  # the one that is dead
    assert met
    assert not [line for line in met if line["method"] == "GET" and line["status"] == 502]
    assert here.number(lines[-1]["process"]) == 2
    before = len(here.log(_of("/j"), 0))
    with here.client(process=1) as browser:
        moved = browser.get("/j")
        browser.get("/j")
    assert "process=2; " in str(moved.headers.get_list("set-cookie"))
    tried = [line["tried"] for line in here.log(_of("/j"), before + 2)]
    assert tried[-2:] == ["502, 200", "200"]


def _of(page: str) -> Callable[[Line], bool]:
    return lambda line: line["page"] == page
