"""A login: how it begins, how long it lasts, and what ends it."""

import datetime

import httpx
import pytest
from streamlit.testing.v1 import AppTest

from assessment import auth, responses
from assessment.desk import door, users
from assessment.desk.door import Actor
from assessment.desk_records import Login, User
from assessment.errors import NotAllowed
from assessment.records import Grant
from assessment.services import Services
from assessment.workshop import prepare
from tests.desk_door.logins import GOOD, NOON, RIGHT, logged_in, told
from tests.visits import MENU


def test_a_login_makes_one_an_actor(s: Services, anna: User) -> None:
    """And nothing else does."""
    token = logged_in(s)

    assert door.require(s, token, NOON) == Actor("anna", anna.id)
    for other in (None, "", auth.new_token(), token[:-1], "x" * 1_000_000):
        with pytest.raises(NotAllowed):
            door.require(s, other, NOON)


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


def test_a_new_login_takes_away_those_of_the_account_that_are_over(s: Services, anna: User) -> None:
    """Also one that no index names: a program before schema 4 wrote it beside this one."""
    logged_in(s)
    alive = logged_in(s, now=NOON + datetime.timedelta(minutes=20))
    late = NOON + datetime.timedelta(minutes=31)
    token = logged_in(s, now=late)

    assert len(s.store.find(Login)) == 2
    assert door.at_desk(s, alive, late)
    assert door.at_desk(s, token, late)


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
