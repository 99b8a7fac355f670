"""Every service of the desk looks who acts, whoever calls it."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assessment import auth, clients, desk, responses
from assessment.client_records import Claim
from assessment.clients import claims, kept
from assessment.desk import door, leads
from assessment.desk.door import Actor
from assessment.errors import NotAllowed, Refused
from assessment.lead_records import NOTES_LIMIT, Lead
from assessment.services import Services
from assessment.settings import Settings

ANNA = Actor("anna", "user-1")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation that others than its own machine reach."""
    return settings.model_copy(update={"public_url": "http://signs.example"})


def services_of_the_desk() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Each public function of the desk's packages that is told who acts, by its name."""
    for package in (desk, clients):
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for name, work in vars(module).items():
                own = inspect.isfunction(work) and work.__module__ == module.__name__
                if own and not name.startswith("_") and _told_who(work):
                    yield f"{found.name.rpartition('.')[2]}.{name}", work


def _told_who(work: Callable[..., Any]) -> bool:
    return any(p.annotation is Actor for p in inspect.signature(work).parameters.values())


SERVICES = {
    name: work
    for name, work in services_of_the_desk()
    if name not in {"rights.erase", "door.end_all"}  # the holder's own; nothing without an account
}


def test_they_are_all_found() -> None:
    """So that the test below tests something."""
    assert len(SERVICES) >= 40
    assert {"leads.every", "claims.readable", "commentary.write", "rights.erase_of"} <= set(
        SERVICES
    )


@pytest.mark.case("C30")
@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize("nobody", [None, "anna", Actor(door.UNLOCKED)])
def test_without_an_actor_nothing_is_done_or_told(s: Services, name: str, nobody: object) -> None:
    """A menu and a page decide nothing. Whoever sat here before a login was needed is nobody."""
    work = SERVICES[name]
    needed = [p for p in [*inspect.signature(work).parameters.values()][2:] if p.default is p.empty]
    by_place = [object() for p in needed if p.kind is p.POSITIONAL_OR_KEYWORD]
    by_name = {p.name: object() for p in needed if p.kind is p.KEYWORD_ONLY}

    with pytest.raises(NotAllowed):
        work(s, nobody, *by_place, **by_name)


def test_who_works_on_the_server_and_who_has_logged_in_act(s: Services) -> None:
    """The command line needs no login."""
    assert kept.search(s, ANNA) == kept.search(s, door.COMMAND) == ((), 0)


def test_no_lead_s_name_erases_something_else(s: Services) -> None:
    """The id of an assessment is the name of its home, as that of a lead is."""
    mine = responses.begin(s, "full", "sales")

    with pytest.raises(Refused):
        leads.erase(s, ANNA, mine.id)
    assert responses.load(s, mine.id) == mine


@pytest.mark.parametrize(
    ("status", "notes"), [("owner", ""), ("new", "x" * (NOTES_LIMIT + 1)), (None, "")]
)
def test_a_forged_status_and_endless_notes_are_refused(
    s: Services, status: Any, notes: str
) -> None:
    """And the lead is as it was; what nobody sees does not get into its notes."""
    made = _lead(s)

    with pytest.raises(Refused):
        leads.note(s, ANNA, made.id, status, notes)
    assert s.store.get(Lead, made.id) == made
    assert leads.note(s, ANNA, made.id, "new", "a\0\u202e\x1b[2Jb").notes == "a[2Jb"


def test_a_link_that_is_ended_while_it_is_used_opens_nothing(
    s: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither for a browser, nor for the desk."""
    mine, whose = responses.begin(s, "full", "sales"), kept.add(s, ANNA, "Acme")
    browser, real = auth.new_token(), auth.open_link

    def ended(*given: Any) -> Any:
        found = real(*given)
        auth.revoke_links(s, mine.id, "resume")
        return found

    link = ended(s, auth.make_link(s, mine.id, "resume"))
    with pytest.raises(Refused):
        auth.grant(s, browser, link)
    token = auth.make_link(s, mine.id, "resume")
    monkeypatch.setattr(auth, "open_link", ended)
    with pytest.raises(Refused):
        claims.claim_by_link(s, ANNA, whose.id, token)
    assert auth.own(s, browser) == ()
    assert s.store.find(Claim, client=whose.id) == ()


def test_what_a_browser_was_let_open_is_looked_at_again_when_it_is_claimed(
    s: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its holder may have ended all private links meanwhile."""
    mine, whose, browser = responses.begin(s, "full", "sales"), kept.add(s, ANNA, "Acme"), "b" * 43
    auth.grant(s, browser, mine)
    real = auth.own

    def ended(*given: Any) -> Any:
        found = real(*given)
        auth.revoke_links(s, mine.id, "resume")
        return found

    monkeypatch.setattr(auth, "own", ended)
    with pytest.raises(Refused):
        claims.claim_open(s, ANNA, whose.id, browser, mine.id)


def _lead(s: Services) -> Lead:
    made = Lead.model_validate(
        {
            "home": "lead-1",
            "id": "lead-1",
            "email": "anna@example.com",
            "language": "en",
            "created": "2026-11-26T12:00:00Z",
        },
        strict=False,
    ).kept()
    s.store.transact(made.home, lambda home: home.put(made))
    return made
