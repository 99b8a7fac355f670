"""assessment/desk/door.py, users.py, passwords.py, attempts.py, assessment/login.py"""

import datetime
import threading
from pathlib import Path

import httpx
import pytest
from streamlit.testing.v1 import AppTest

from assessment import auth, responses
from assessment.desk import audit, door, passwords, users
from assessment.desk.attempts import FREE, HOMES, LONGEST_DELAY, PLACES, Attempts
from assessment.desk.door import Actor, Refusal
from assessment.desk_records import Failures, Login, User
from assessment.errors import NotAllowed, Refused
from assessment.records import Grant, Workshop
from assessment.services import Services, open_services, provided
from assessment.settings import Settings
from assessment.store import open_store
from assessment.workshop import prepare
from tests.side_by_side import at_once
from tests.visits import MENU, html, visit

GOOD = "seventeen green bottles"
NOON = datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.UTC)
WRONG = {"name": "anna", "password": "x" * 20}
RIGHT = {"name": "anna", "password": GOOD}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation that others than its own machine reach."""
    return settings.model_copy(update={"public_url": "http://signs.example"})


@pytest.fixture
def anna(s: Services) -> User:
    """An account."""
    return users.add(s, "anna", GOOD)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Passwords compared as they are; what each was compared with."""
    compared: list[str | None] = []

    def fits(kept: str | None, password: str) -> bool:
        compared.append(kept)
        return kept is not None and password == GOOD

    monkeypatch.setattr(passwords, "fits", fits)
    return compared


def logged_in(s: Services, browser: str | None = None, now: datetime.datetime = NOON) -> str:
    """The token of a browser in which anna has logged in."""
    token = door.log_in(s, "anna", GOOD, browser, now)
    assert isinstance(token, str)
    return token


def told(s: Services) -> list[tuple[str, str]]:
    """What stands in the audit log, and of whom."""
    return [(entry.what, entry.who) for entry in audit.entries(s)]


@pytest.mark.parametrize(
    ("address", "public", "takes"),
    [
        ("127.0.0.1", "", False),
        ("127.0.0.2", "http://localhost:8501", False),
        ("::1", "http://[::1]:8501", False),
        ("localhost", "", False),
        ("0.0.0.0", "", True),  # noqa: S104
        ("::", "", True),
        ("0", "", True),
        ("192.168.1.5", "", True),
        ("127.0.0.1", "https://signs.example", True),
        ("127.0.0.1", "https://localhost.example", True),
    ],
)
def test_the_desk_takes_a_login_as_soon_as_others_reach_it(
    settings: Settings, address: str, public: str, takes: bool
) -> None:
    """By the address it listens on, or the one that it is reached by through a proxy."""
    given = settings.model_copy(update={"address": address, "public_url": public})

    assert door.needed(given) is takes


def test_a_login_makes_one_an_actor(s: Services, anna: User) -> None:
    """And nothing else does."""
    token = logged_in(s)

    assert door.require(s, token, NOON) == Actor("anna", anna.id)
    for other in (None, "", auth.new_token(), token[:-1], "x" * 1_000_000):
        with pytest.raises(NotAllowed):
            door.require(s, other, NOON)


def test_where_only_this_machine_reaches_it_nobody_logs_in(s: Services) -> None:
    """Whoever sits at it acts."""
    here = Services(s.settings.model_copy(update={"public_url": ""}), s.store, s.shelf)

    assert door.require(here, None).account is None


@pytest.mark.case("C12")
def test_the_store_holds_neither_password_nor_token(s: Services, anna: User) -> None:
    """Only an argon2id hash of 19 MiB, two passes and one lane, and the hash of the cookie."""
    token = logged_in(s)
    kept = "".join(
        path.read_text("utf-8") for path in s.settings.data.rglob("*.json*") if path.is_file()
    )

    assert GOOD not in kept
    assert token not in kept
    assert anna.password.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize(
    "password",
    [
        "x" * 14,
        "x" * 1_025,
        "seventeen green\0bottles",
        "passwordpassword1",
        "Anna-Anna-Anna-2026",
        "SevenSignsWorkshop2026!",
        "aaaaaaaaaaaaaaaaaaaaaaa",
        "123456789012345678",
        "qwertzuiopasdfghjkl",
    ],
)
def test_short_endless_and_easy_passwords_are_refused(s: Services, password: str) -> None:
    """With a sentence, and no account is made."""
    with pytest.raises(Refused, match="password"):
        users.add(s, "anna", password)
    assert users.everyone(s) == ()


@pytest.mark.parametrize(
    "password", [GOOD, "x1" + "y" * 7 + "küßchen für alle", "ab" + "cdefghij" * 120]
)
def test_a_password_of_any_characters_is_taken(s: Services, password: str) -> None:
    """No rule asks for digits or signs."""
    users.add(s, "anna", password)

    assert isinstance(door.log_in(s, "anna", password, None), str)


@pytest.mark.parametrize("name", ["", "Anna", "a b", "../x", "a@b.de", "x" * 41, "a\n", "é"])
def test_a_name_that_cannot_be_one_is_refused(s: Services, name: str) -> None:
    """So that no name is an address, or looks like another."""
    with pytest.raises(Refused):
        users.add(s, name, GOOD)


def test_a_name_is_given_once(s: Services, anna: User) -> None:
    """The second account of that name is refused, and the first keeps its password."""
    with pytest.raises(Refused, match="already"):
        users.add(s, "anna", "another few good words")
    assert users.everyone(s) == (anna,)


@pytest.mark.case("C23")
def test_five_wrong_passwords_a_minute_then_delays_that_double(
    s: Services, anna: User, quick: list[str | None]
) -> None:
    """The sixth is not looked at, the log has a line, and another account notices nothing."""
    users.add(s, "berta", GOOD)
    answers = [door.log_in(s, "anna", "x" * 20, None) for _ in range(6)]

    assert [a.reason for a in answers if isinstance(a, Refusal)] == ["wrong"] * 5 + ["later"]
    assert len(quick) == 5
    assert told(s).count(("login_failed", "anna")) == 5
    assert ("login_delayed", "anna") in told(s)
    assert isinstance(door.log_in(s, "anna", GOOD, None), Refusal)
    assert isinstance(door.log_in(s, "berta", GOOD, None), str)


@pytest.mark.case("C23")
@pytest.mark.parametrize("name", ["anna", "nobody"])
def test_delays_grow_and_end(s: Services, anna: User, name: str) -> None:
    """One minute, two, four and so on up to 15; after half an hour of quiet they begin anew."""
    time = [0.0]
    attempts = Attempts(s.store, lambda: time[0])
    for _ in range(FREE):
        assert attempts.admit(name) == 0
    delays = []
    for _ in range(6):
        delays.append(attempts.admit(name))
        time[0] += delays[-1]
        assert attempts.admit(name) == 0
    time[0] += LONGEST_DELAY + 1_801

    assert delays == [60, 120, 240, 480, 900, 900]
    assert [attempts.admit(name) for _ in range(FREE)] == [0] * FREE


def test_five_failures_over_more_than_a_minute_delay_nobody(s: Services, anna: User) -> None:
    """Slips of the hand are free."""
    time = [0.0]
    attempts = Attempts(s.store, lambda: time[0])
    for _ in range(20):
        assert attempts.admit("anna") == 0
        time[0] += 16


def test_many_attempts_at_once_gain_nothing(s: Services, anna: User) -> None:
    """What is admitted counts as failed from then on, not from its end."""
    attempts = Attempts(s.store)
    admitted: list[float] = []
    at_once(lambda _: admitted.append(attempts.admit("anna")), range(30))

    assert admitted.count(0.0) == FREE


def test_failures_outlive_a_restart_and_a_clock_that_is_set_back(
    s: Services, settings: Settings, anna: User
) -> None:
    """What was tried counts on after a restart; with the clock of yesterday nobody waits a day."""
    now = [100_000.0]
    for _ in range(FREE):
        Attempts(s.store, lambda: now[0]).admit("anna")
    s.store.close()
    with open_services(settings) as again:
        attempts = Attempts(again.store, lambda: now[0])
        assert attempts.admit("anna") == 60
        now[0] -= 86_400
        assert attempts.admit("anna") == 0


def test_names_that_nobody_has_are_counted_in_a_fixed_number_of_places(
    s: Services, anna: User
) -> None:
    """Ten thousand fill no disk, leave the delay of one that somebody has, and are forgotten."""
    time = [0.0]
    attempts = Attempts(s.store, lambda: time[0])
    for _ in range(FREE):
        attempts.admit("anna")
    places = {attempts._place(f"nobody-{number}") for number in range(10_000)}
    for number in range(100):
        attempts.admit(f"nobody-{number}")

    assert len(places) <= PLACES
    assert HOMES / 2 < len({home for home, _ in places}) <= HOMES
    assert attempts.wait("anna") > 0
    assert "nobody-1" not in str(s.store.find(Failures))
    time[0] += 1_801
    attempts.forget()
    assert s.store.find(Failures) == ()


def test_nobody_can_tell_which_names_share_a_place(s: Services, tmp_path: Path) -> None:
    """It hangs on a random text that each installation makes once."""
    other = open_store(str(tmp_path / "other"))
    names = [f"nobody-{number}" for number in range(9)]
    here = [Attempts(s.store)._place(name) for name in names]

    assert here == [Attempts(s.store)._place(name) for name in names]
    assert here != [Attempts(other)._place(name) for name in names]
    other.close()


def test_ten_thousand_attempts_leave_others_alone(
    s: Services, anna: User, quick: list[str | None]
) -> None:
    """With her name and with names that nobody has: five were looked at, the log stays short."""
    users.add(s, "berta", GOOD)
    door._watch(s).attempts._clock = lambda: 0.0  # a busy machine takes more than a minute
    for number in range(9_800):
        door.log_in(s, "anna", "x" * 20, None)
        if number % 49 == 0:
            door.log_in(s, f"nobody-{number}", "x" * 20, None, NOON)

    assert quick.count(anna.password) == FREE
    assert len(list(audit.entries(s))) < 20
    assert isinstance(door.log_in(s, "berta", GOOD, None), str)


def test_more_than_can_be_hashed_are_turned_away_at_once(
    s: Services, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody queues without end, and whoever is turned away has no failure counted."""
    monkeypatch.setattr(passwords, "_places", threading.Semaphore(0))
    answers = [door.log_in(s, "anna", GOOD, None) for _ in range(9)]
    monkeypatch.undo()

    assert {a.reason for a in answers if isinstance(a, Refusal)} == {"busy"}
    assert isinstance(door.log_in(s, "anna", GOOD, None), str)


@pytest.mark.case("C24")
def test_nothing_tells_whether_a_name_exists(
    s: Services, anna: User, http: httpx.Client, quick: list[str | None]
) -> None:
    """The same page, one hash each, and an answer at a whole step of time."""
    http.post("/login", data=WRONG)
    known, unknown = (
        http.post("/login", data=WRONG | {"name": name}) for name in ("anna", "nobody")
    )

    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert known.status_code == 403
    assert [kept is not None for kept in quick] == [True, True, False]
    assert min(known.elapsed, unknown.elapsed) >= datetime.timedelta(seconds=0.24)
    assert "set-cookie" not in known.headers


@pytest.mark.case("C24")
def test_a_name_that_nobody_has_is_hashed_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Against a hash that no password fits."""
    verified: list[str] = []
    real = passwords._verify
    monkeypatch.setattr(passwords, "_verify", lambda *a: verified.append(a[0]) or real(*a))  # type: ignore[func-returns-value]

    assert not passwords.fits(None, GOOD)
    assert verified[0].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_name_that_nobody_has_stands_in_no_log(
    s: Services, anna: User, caplog: pytest.LogCaptureFixture
) -> None:
    """It may be a password that was typed into the wrong field."""
    door.log_in(s, "my secret words in a row", "x" * 20, None)

    assert ("login_failed", audit.UNKNOWN) in told(s)
    assert "secret" not in caplog.text + str(list(audit.entries(s)))


def test_logging_in_gives_a_new_cookie_and_keeps_what_the_old_one_opened(
    s: Services, anna: User, http: httpx.Client
) -> None:
    """Nobody gains by having planted a cookie: the old one opens nothing any more."""
    auth.grant(s, before := auth.new_token(), mine := responses.begin(s, "full", "sales"))
    http.cookies.set(auth.COOKIE, before)

    answer = http.post("/login", data=RIGHT)

    after = answer.cookies[auth.COOKIE]
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
    assert after != before
    assert (auth.own(s, before), auth.own(s, after)) == ((), (mine,))
    assert door.at_desk(s, before) is None
    assert door.require(s, after).name == "anna"


def test_logging_in_again_ends_the_login_before(s: Services, anna: User) -> None:
    """One browser, one login."""
    first = logged_in(s)
    second = logged_in(s, first)

    assert door.at_desk(s, first, NOON) is None
    assert door.at_desk(s, second, NOON)
    assert len(s.store.find(Login)) == 1


@pytest.mark.case("C25")
def test_after_logging_out_the_old_cookie_opens_nothing(
    s: Services, anna: User, http: httpx.Client
) -> None:
    """Not the desk, and no workshop that was opened from it."""
    cookie = http.post("/login", data=RIGHT).cookies[auth.COOKIE]
    http.post("/convene", data={"called": "Spring"})
    assert len(auth.workshops(s, cookie)) == 1

    assert http.post("/logout", data={}).headers["location"] == "/login"
    http.cookies.clear()
    http.cookies.set(auth.COOKIE, cookie)

    assert http.post("/convene", data={"called": "Spring"}).status_code == 403
    assert auth.workshops(s, cookie) == ()
    assert [what for what, _ in told(s)][-1] == "logout"


def test_one_logs_out_on_all_devices(s: Services, anna: User, http: httpx.Client) -> None:
    """The login of another browser ends with it."""
    other = door.log_in(s, "anna", GOOD, None)
    http.post("/login", data=RIGHT)

    http.post("/logout", data={"everywhere": "yes"})

    assert s.store.find(Login) == ()
    assert isinstance(other, str)
    assert door.at_desk(s, other) is None


@pytest.mark.case("C26")
@pytest.mark.parametrize("password", ["x" * 1_000_000, "seventeen\0green bottles", "x" * 1_025, ""])
def test_a_password_of_a_megabyte_or_with_nul_is_answered_with_a_sentence(
    s: Services, anna: User, http: httpx.Client, quick: list[str | None], password: str
) -> None:
    """Nothing is hashed, and no failure is counted."""
    answer = http.post("/login", data={"name": "anna", "password": password})

    assert answer.status_code == 400
    assert "15 to 1,024 characters" in answer.text
    assert quick == []
    assert door._watch(s).attempts.wait("anna") == 0


@pytest.mark.case("C27")
def test_who_is_removed_or_has_a_new_password_is_out_at_the_next_call(
    s: Services, anna: User
) -> None:
    """All logins of the account at once, and the workshops that were opened by them."""
    for end in (
        lambda: users.change_password(s, "anna", "another few good words"),
        lambda: users.remove(s, "anna"),
    ):
        password = GOOD if s.store.get(User, anna.id) == anna else "another few good words"
        tokens = [door.log_in(s, "anna", password, None) for _ in range(2)]
        room = prepare.prepare(s, str(tokens[0]), prepare.first_wish(s, "Spring"))
        assert [r.id for r in auth.workshops(s, str(tokens[0]))] == [room.id]

        end()

        assert [door.at_desk(s, str(token)) for token in tokens] == [None, None]
        assert auth.workshops(s, str(tokens[0])) == ()
        assert (s.store.find(Login), s.store.find(Grant)) == ((), ())


@pytest.mark.case("C28")
@pytest.mark.parametrize(
    ("minutes", "uses", "alive"),
    [(29, 1, True), (31, 1, False), (25, 19, True), (25, 20, False)],
)
def test_a_login_ends_after_half_an_hour_without_use_and_after_eight_hours(
    s: Services, anna: User, minutes: int, uses: int, alive: bool
) -> None:
    """Used every 25 minutes it lives to the end of the eighth hour, and not longer."""
    token, now = logged_in(s), NOON
    found: list[Actor | None] = []
    for _ in range(uses):
        now += datetime.timedelta(minutes=minutes)
        found.append(door.at_desk(s, token, now))

    assert (found[-1] is not None) is alive
    assert all(found[:-1])


@pytest.mark.case("C28")
def test_what_was_typed_is_kept_when_a_login_has_ended(
    s: Services, anna: User, http: httpx.Client, visitor: str
) -> None:
    """A form comes back to be sent again after the login; on a page it stands there to copy."""
    wish = {"called": 'Spring "2027" <b>', "organisation": "Northwind"}
    page = http.post("/convene", data=wish).text
    for kept in ("Spring &quot;2027&quot; &lt;b&gt;", 'value="Northwind"', 'action="/convene"'):
        assert kept in page
    http.post("/login", data=RIGHT)
    assert http.post("/convene", data=wish).status_code == 303

    at = AppTest.from_file(MENU, default_timeout=60)
    at.session_state["notes"] = "Called them twice"
    at.switch_page("pages/desk.py").run()
    assert [code.value for code in at.code] == ["Called them twice"]


def test_logins_that_are_over_are_forgotten(s: Services, anna: User) -> None:
    """The others stay."""
    logged_in(s)
    late = NOON + datetime.timedelta(minutes=20)
    token = logged_in(s, now=late)

    assert door.end_old(s, NOON + datetime.timedelta(minutes=31)) == 1
    assert door.at_desk(s, token, late)


def test_making_a_workshop_takes_a_login_in_the_service_itself(s: Services, anna: User) -> None:
    """Whichever page or route calls it."""
    wish = prepare.first_wish(s, "Spring")
    with pytest.raises(NotAllowed):
        prepare.prepare(s, auth.new_token(), wish)
    assert s.store.find(Workshop) == ()

    assert prepare.prepare(s, logged_in(s, now=door._now()), wish)


@pytest.mark.parametrize("address", ["/convene", "/rehearse", "/sample"])
def test_routes_that_make_workshops_say_that_it_takes_a_login(
    s: Services, http: httpx.Client, address: str
) -> None:
    """With the way there."""
    answer = http.post(address, data={"called": "Spring"} if address == "/convene" else {})

    assert answer.status_code == 403
    assert 'href="/login"' in answer.text
    assert s.store.find(Workshop) == ()


def test_whoever_has_a_workshops_link_runs_it_without_a_login(
    s: Services, anna: User, http: httpx.Client
) -> None:
    """A co-facilitator is let into that room, and into nothing else."""
    room = prepare.prepare(s, logged_in(s, now=door._now()), prepare.first_wish(s, "Spring"))
    token = auth.make_link(s, room.id, "facilitate")

    http.post("/open", data={"token": token, "purpose": "facilitate"})

    mine = http.cookies[auth.COOKIE]
    assert [r.id for r in auth.workshops(s, mine)] == [room.id]
    assert door.at_desk(s, mine) is None


def test_prospects_begin_and_ask_colleagues_without_a_login(
    s: Services, http: httpx.Client
) -> None:
    """The start page's form needs nobody's account."""
    assert http.post("/begin", data={"scope": "full", "group": "sales"}).status_code == 303


def test_forgetting_a_device_ends_its_login(s: Services, anna: User, http: httpx.Client) -> None:
    """All that this browser may open is gone."""
    cookie = http.post("/login", data=RIGHT).cookies[auth.COOKIE]

    http.post("/forget", data={"confirm": "yes"})

    assert door.at_desk(s, cookie) is None


def test_a_login_survives_beginning_an_assessment(
    s: Services, anna: User, http: httpx.Client
) -> None:
    """The cookie of a login is kept, though nothing else is opened by it yet."""
    cookie = http.post("/login", data=RIGHT).cookies[auth.COOKIE]
    http.post("/begin", data={"scope": "full", "group": "sales"})

    assert http.cookies[auth.COOKIE] == cookie


@pytest.mark.parametrize("path", ["/login", "/logout"])
def test_other_sites_log_nobody_in_or_out(s: Services, http: httpx.Client, path: str) -> None:
    """A form on a foreign page is refused."""
    answer = http.post(path, data=RIGHT, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert s.store.find(Login) == ()


def test_the_page_says_how_the_first_account_is_made(s: Services, http: httpx.Client) -> None:
    """Until there is one; then it is a form."""
    assert "python -m assessment user add NAME" in http.get("/login").text
    users.add(s, "anna", GOOD)
    assert 'name="password"' in http.get("/login").text
    http.post("/login", data=RIGHT)
    assert "logged in as anna" in http.get("/login").text


def test_where_no_login_is_asked_for_only_this_machine_is_answered(s: Services, site: str) -> None:
    """A proxy nobody told us of, or a foreign name that points here, gets a sentence."""
    here = Services(s.settings.model_copy(update={"public_url": ""}), s.store, s.shelf)
    with provided(here):
        assert httpx.get(site).status_code == 200
        refused = httpx.get(site, headers={"Host": "evil.example"})
        for host in ("[", "[]", "[::1", "localhost@evil.example", "127.0.0.1.evil.example"):
            assert httpx.get(site, headers={"Host": host}).status_code == 403, host
    assert refused.status_code == 403
    assert "SEVENSIGNS_PUBLIC_URL" in refused.text
    assert httpx.get(site, headers={"Host": "signs.example"}).status_code == 200


@pytest.mark.case("C30")
@pytest.mark.parametrize("page", ["desk", "audit", "post"])
def test_the_pages_of_the_desk_show_nothing_without_a_login(
    s: Services, visitor: str, page: str
) -> None:
    """A sentence and the way to the login, whatever the menu shows."""
    users.add(s, "anna", GOOD)

    shown = html(visit(page))

    assert 'href="/login"' in shown
    assert "anna" not in shown


@pytest.mark.case("C29")
def test_every_account_sees_every_workshop(
    s: Services, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And opens it; a table that a prospect asked colleagues to is nobody's but theirs."""
    from assessment import session

    room = prepare.prepare(s, logged_in(s, now=door._now()), prepare.first_wish(s, "Spring"))
    users.add(s, "berta", GOOD)
    berta = door.log_in(s, "berta", GOOD, None)
    monkeypatch.setattr(session, "browser", lambda: berta)

    assert "Spring" in html(visit("workshops"))
    assert next(field.value for field in visit("prepare", w=room.id).text_input) == "Spring"
    assert [r.id for r in auth.workshops(s, str(berta))] == [room.id]


def test_accounts_are_kept_over_a_restart(settings: Settings) -> None:
    """So are logins."""
    with open_services(settings) as s:
        users.add(s, "anna", GOOD)
        token = logged_in(s)
    with open_services(settings) as again:
        assert door.require(again, token, NOON).name == "anna"
