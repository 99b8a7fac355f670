"""What takes a login and what does not: pages, routes, services, links."""

import httpx
import pytest

from assessment import auth
from assessment.desk import door, users
from assessment.desk_records import Login, User
from assessment.errors import NotAllowed
from assessment.records import Workshop
from assessment.services import Services, provided
from assessment.settings import Settings
from assessment.workshop import prepare
from tests.desk_door.logins import GOOD, RIGHT, logged_in
from tests.visits import html, visit


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


def test_where_only_this_machine_reaches_it_nobody_logs_in(s: Services) -> None:
    """Whoever sits at it acts."""
    here = Services(s.settings.model_copy(update={"public_url": ""}), s.store, s.shelf)

    assert door.require(here, None).account is None


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


@pytest.mark.parametrize("path", ["/login", "/logout"])
def test_other_sites_log_nobody_in_or_out(s: Services, http: httpx.Client, path: str) -> None:
    """A form on a foreign page is refused."""
    answer = http.post(path, data=RIGHT, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert s.store.find(Login) == ()


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
