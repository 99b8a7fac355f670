"""No page of the desk reads a whole table: what is asked of very many is answered by the store."""

import datetime
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from assessment import session
from assessment.client_records import Claim, Client
from assessment.clients import kept
from assessment.desk import audit, door, leads, users
from assessment.desk.door import IDLE, NOTED_EVERY
from assessment.desk.leads import Filter
from assessment.desk_records import AuditEntry, Login, User
from assessment.lead_records import Lead
from assessment.post_records import Outgoing
from assessment.records import Record, Seat, Workshop
from assessment.services import Services, open_services, provided
from assessment.settings import Settings
from assessment.store import port
from assessment.store.home import Tables
from assessment.store.sql import SqlStore
from scoring.bank import load_instrument
from scoring.scorecard import Source
from tests.desk_door.logins import GOOD
from tests.make_records import DAY, account, assessment, client, entry, lead, login, workshop
from tests.test_pages_leads import left
from tests.visits import html, visit

MANY = 400  # of each kind; more than any page shows
MOST = 250  # records that a page may read
NOON = datetime.datetime(2026, 1, 5, 12, tzinfo=datetime.UTC)


def records(source: Source) -> Iterator[Record]:
    """Very many of all that the desk lists."""
    last = audit.START
    for number in range(MANY):
        day = DAY + datetime.timedelta(days=number)
        mine, run = f"client{number}", f"run{number}"
        yield client(mine, f"Sample {number:03}")
        yield assessment(run, instrument=source)
        yield Claim(home=run, id=run, client=mine, of="assessment", how="begun", made=DAY)
        title = f"Room {number:03}"
        yield workshop(f"room{number}", instrument=source, title=title, updated=day, phase="open")
        yield Seat(home=f"s{number}", id=f"s{number}", workshop="room399", ballot="b", group="x")
        came = NOON - datetime.timedelta(days=number)
        yield lead(f"lead{number}", name=f"Person {number:03}", created=came).kept()
        line = entry(f"entry{number}", number + 1).changed(before=last)
        last = audit._sha256(line)
        yield line.changed(sha256=last)
        yield account(f"sample{number:03}")
        yield login(f"login{number}", f"sample{number:03}", seen=NOON + number * IDLE)
        yield Outgoing(
            home=f"mail{number}",
            id=f"mail{number}",
            channel="mail",
            name="scorecard",
            payload={},
            email="a@example.org",
            language="en",
            created=NOON,
            due=NOON,
            state=("waiting", "gave_up")[number % 2],
            why="refused 550",
        )


def fill(url: str, source: Source) -> None:
    """A database with all of them."""
    homes: dict[str, Tables] = {}
    for record in records(source):
        kept = homes.setdefault(record.home, {}).setdefault(record.kind, {})
        kept[record.id] = record.model_dump(mode="json")
    store = SqlStore(url)
    store.add(homes.items())
    store.close()


@pytest.fixture(scope="module")
def crowded(banks: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """An installation with very many of everything, where Anna has logged in."""
    folder = tmp_path_factory.mktemp("crowded")
    url, now = f"sqlite:///{folder}/a.db", load_instrument(banks)
    fill(url, Source(id=now.outline.id, version=now.outline.version, sha256=now.sha256))
    settings = Settings(data=folder / "data", questions=banks, database_url=SecretStr(url))
    with open_services(settings) as opened, provided(opened), pytest.MonkeyPatch.context() as patch:
        users.add(opened, "anna", GOOD)
        token = door.log_in(opened, "anna", GOOD, None)
        patch.setattr(session, "browser", lambda: token)
        yield opened


class Count:
    """How many records a store has handed out, whatever it was asked."""

    def __init__(self, s: Services, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rows = 0
        for name in ("get", "find", "page", "each"):
            monkeypatch.setitem(vars(s.store), name, self._counted(getattr(s.store, name)))

    def _counted(self, ask: Callable[..., Any]) -> Callable[..., Any]:
        def asked(*given: Any, **named: Any) -> Any:
            found = ask(*given, **named)
            if isinstance(found, Iterator):
                return self._each(found)
            self.rows += len(found) if isinstance(found, (tuple, dict)) else 1
            return found

        return asked

    def _each(self, found: Iterator[Any]) -> Iterator[Any]:
        for one in found:
            self.rows += 1
            yield one


PAGES: list[tuple[str, dict[str, str], str]] = [
    ("desk", {}, "200 mails or events"),
    ("clients", {}, "1 to 50 of 400, by name"),
    ("client", {"c": "client7"}, "Sample 007"),
    ("workshops", {}, "1 to 25 of 400, the newest first"),
    ("leads", {}, "1 to 25 of 400, the newest first"),
    ("lead", {"lead": "lead7"}, "Erase this lead"),
    ("audit", {}, "1 to 200 of 40"),
    ("post", {}, "150 more"),
    ("workshop", {"w": "room7"}, "Room 007"),
]


@pytest.mark.parametrize(("page", "query", "shown"), PAGES, ids=[page for page, *_ in PAGES])
def test_a_page_reads_what_it_shows(
    crowded: Services,
    monkeypatch: pytest.MonkeyPatch,
    page: str,
    query: dict[str, str],
    shown: str,
) -> None:
    """And no more, however much is kept."""
    count = Count(crowded, monkeypatch)

    assert shown in html(visit(page, **query))

    assert 0 < count.rows < MOST


@pytest.mark.parametrize("kind", [Client, Workshop, Lead, AuditEntry, Outgoing, Seat, User, Login])
def test_a_whole_table_would_be_counted(
    crowded: Services, monkeypatch: pytest.MonkeyPatch, kind: type[Record]
) -> None:
    """There are more of each than a page may read."""
    count = Count(crowded, monkeypatch)
    crowded.store.find(kind)

    assert count.rows > MOST


def test_the_login_asks_for_one_account(crowded: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether there is any; the command that lists them reads all, in their order."""
    count = Count(crowded, monkeypatch)

    assert not users.nobody_yet(crowded)
    assert count.rows == 1
    assert [user.name for user in users.everyone(crowded)][:2] == ["anna", "sample000"]


def test_forgetting_reads_the_accounts_whose_logins_are_over(
    crowded: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are not looked at."""
    count = Count(crowded, monkeypatch)
    homes: list[str] = []
    transact = crowded.store.transact
    monkeypatch.setitem(
        vars(crowded.store),
        "transact",
        lambda home, work: (homes.append(home), transact(home, work))[1],
    )

    assert door.end_old(crowded, NOON + 3 * IDLE + NOTED_EVERY) == 3

    assert homes == sorted(User.id_of(f"sample{number:03}") for number in range(3))
    assert count.rows == 0


def test_leads_are_taken_away_in_pieces(crowded: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest first, and no more at once than is asked for."""
    found = leads.every(crowded, door.Actor("anna"))

    asked: list[object] = []
    answered = crowded.store._answered  # type: ignore[attr-defined]  # how often it is asked
    monkeypatch.setattr("assessment.store.sql.AT_ONCE", 50)
    monkeypatch.setitem(
        vars(crowded.store), "_answered", lambda *given: (asked.append(given), answered(*given))[1]
    )

    assert [one.id for one in itertools.islice(found, 60)][-1] == f"lead{MANY - 60}"
    assert len(asked) == 2
    assert [one.id for one in found] == [f"lead{number}" for number in range(MANY - 61, -1, -1)]


def test_a_search_reads_what_it_shows(crowded: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words and ticks are looked for where the records are."""
    count = Count(crowded, monkeypatch)
    found = leads.search(crowded, door.Actor("anna"), Filter(text="PERSON 39", status="new"))

    assert (len(found.leads), found.fitting, count.rows) == (14, 14, 14)
    assert leads.search(crowded, door.Actor("anna"), Filter(contactable=True)) == ((), 0)
    assert count.rows == 14


def test_lists_are_turned_and_searched(crowded: Services) -> None:
    """To the last page and to one word; the clients and the log as the workshops."""
    at = visit("clients")
    at.number_input[0].set_value(8).run()
    assert "351 to 400 of 400, by name" in html(at)
    assert "Sample 399" in html(at)
    at.text_input[0].set_value("PLE 012").run()
    assert "Sample 012" in html(at)
    assert "Sample 013" not in html(at)

    rooms = visit("workshops")
    assert "Open, 400 seats taken" in html(rooms)
    rooms.text_input[0].set_value("room 104").run()
    assert "Room 104" in html(rooms)
    assert "Room 204" not in html(rooms)
    rooms.text_input[0].set_value("nowhere").run()
    assert "No workshop has this" in html(rooms)


def test_a_very_long_list_is_counted_as_far_as_it_is_turned(
    crowded: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says that there are more, and one turns further from the last page that is counted."""
    monkeypatch.setattr(port, "COUNTED", 100)
    for page, order in (("leads", "the newest first"), ("clients", "by name")):
        at = visit(page)
        assert f"1 to {at_once(page)} of more than 100, {order}" in html(at)
        turn = at.number_input[0]
        while turn.max > turn.value:
            turn.set_value(turn.max).run()
            turn = at.number_input[0]
        assert f"{401 - at_once(page)} to 400 of 400, {order}" in html(at)


def at_once(page: str) -> int:
    """How many are listed on a page."""
    return {"leads": leads.PAGE, "clients": kept.PAGE}[page]


def test_the_log_is_turned_and_its_chain_checked_page_by_page(crowded: Services) -> None:
    """All of it when one asks."""
    assert "The chain holds on this page" in html(visit("audit"))
    second = crowded.store.get(AuditEntry, "entry1")
    assert second
    crowded.store.transact(second.home, lambda home: home.put(second.changed(who="y")))

    at = visit("audit")
    assert "The chain holds on this page" in html(at)
    next(button for button in at.button if button.label == "Check the whole log").click().run()
    assert "Entry 2 is not what was written" in at.error[0].value
    at.number_input[0].set_value(3).run()
    assert "Entry 2 is not what was written" in at.error[0].value


def test_a_lead_becomes_the_run_of_one_of_very_many_clients(
    crowded: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one of its own name is offered, another one found; the rest is not read."""
    mine = left(crowded, read=True, organisation="sample 123")
    count = Count(crowded, monkeypatch)
    at = visit("lead", lead=mine.id)
    choice = at.selectbox(key=f"client_{mine.id}")
    assert choice.value == "client123"
    assert len(choice.options) == 51
    assert count.rows < MOST

    at.text_input(key=f"search_{mine.id}").set_value("ple 39").run()
    assert at.selectbox(key=f"client_{mine.id}").options[1:3] == ["Sample 390", "Sample 391"]
