"""assessment/desk/rights.py, the private link's page and routes, and the commands on people."""

import csv
import io
import json
from pathlib import Path

import httpx
import pytest

from assessment import auth, prospects, responses
from assessment.desk import audit, backups, rights
from assessment.desk.door import Actor
from assessment.lead_records import Lead
from assessment.prospects import Wish
from assessment.records import Assessment, Ballot, Record, Seat, new_id
from assessment.services import Services
from assessment.workshop import colleagues
from tests.test_commands import Command, command
from tests.visits import html, visit

__all__ = ["command"]  # a fixture

MAIL = "jo@northwind.example"
ACTOR = Actor("anna", "user-1")


@pytest.fixture
def jo(s: Services, visitor: str) -> Assessment:
    """An assessment with an answer, a comment that is a formula, a link and a request."""
    begun = responses.begin(s, "full", "sales", "Northwind")
    item, sign = next(iter(s.instrument().items)), next(iter(s.instrument().by_id))
    responses.answer(s, begun.id, item, 4)
    responses.comment(s, begun.id, sign, '=HYPERLINK("http://evil")')
    auth.make_link(s, begun.id, "share")
    auth.grant(s, visitor, begun)
    wish = Wish(email=MAIL, contact=True, read=True, shown=prospects.shown(s))
    prospects.leave(s, begun, wish)
    found = responses.load(s, begun.id)
    assert found
    return found


def keep(s: Services, record: Record) -> None:
    """Keep a record."""
    s.store.transact(record.home, lambda home: home.put(record))


def kept(s: Services) -> str:
    """Everything in the data folder, as text."""
    files = (path for path in s.settings.data.rglob("*") if path.is_file())
    return "".join(path.read_text("utf-8", "replace") for path in files)


@pytest.mark.case("C33")
def test_all_that_is_stored_can_be_taken_along_with_the_private_link(
    s: Services, jo: Assessment, visitor: str, http: httpx.Client
) -> None:
    """As JSON and as CSV: answers in words, links, the request; no key, and no formula."""
    http.cookies.set(auth.COOKIE, visitor)
    told = http.get("/stored.json", params={"a": jo.id}).json()
    table = http.get("/stored.csv", params={"a": jo.id}).content.decode("utf-8-sig")

    kinds = [record["kind"] for record in told["records"]]
    assert kinds[0] == "assessment"
    assert {"grant", "left_by", "link", "lead"} <= set(kinds)
    assert told["records"][0]["organisation"] == "Northwind"
    assert told["answers_in_words"][0]["answer"] == 4
    rows = list(csv.DictReader(io.StringIO(table)))
    assert ("email", MAIL) in {(row["field"], row["value"]) for row in rows}
    assert {row["value"] for row in rows if row["field"].startswith("comments")} == {
        '\'=HYPERLINK("http://evil")'
    }
    for secret in (auth.digest(visitor), '"browser"', '"payload"'):
        assert secret not in json.dumps(told["records"]) + table
    assert [entry.what for entry in audit.entries(s)] == ["exported", "exported"]


def test_nobody_else_takes_it_along(s: Services, jo: Assessment, http: httpx.Client) -> None:
    """Without the grant, or for another id: the page for a file that is not there."""
    http.cookies.set(auth.COOKIE, auth.new_token())
    for query in ({"a": jo.id}, {"a": "x"}, {}):
        assert http.get("/stored.json", params=query).status_code == 404


def test_the_page_shows_all_that_is_stored_letter_by_letter(s: Services, jo: Assessment) -> None:
    """Question and option, the comment, the link, the request."""
    page = html(visit("keep", a=jo.id))

    item = s.instrument().items[next(iter(s.instrument().items))]
    for said in (item.options[3], "=HYPERLINK(&quot;http://evil&quot;)", MAIL, "Northwind"):
        assert said in page


@pytest.mark.case("C34")
def test_erasing_with_the_private_link_leaves_nothing_anywhere(
    s: Services, jo: Assessment, visitor: str, http: httpx.Client, tmp_path: Path
) -> None:
    """No hit of the address, the name or the id in any file; nor after a restore."""
    backups.back_up(s, file := tmp_path / "made.zip")
    http.cookies.set(auth.COOKIE, visitor)

    answer = http.post("/erase", data={"assessment": jo.id, "confirm": "yes"})

    assert answer.status_code == 200
    for trace in (MAIL, "Northwind", jo.id, "HYPERLINK"):
        assert trace not in kept(s)
    assert s.store.find(Lead, email=MAIL) == ()
    assert list(audit.entries(s))[-1].what == "erased"
    s.store.close()
    backups.restore(s.settings, file)
    for trace in (MAIL, "Northwind", jo.id, "HYPERLINK"):
        assert trace not in kept(s)


def test_erasing_takes_the_own_answers_off_the_table_one_opened(
    s: Services, jo: Assessment, visitor: str
) -> None:
    """Those of the colleagues stay theirs."""
    room = colleagues.ask(s, visitor, jo, my_name="Jo", names=["Kim"], title="Our view")
    other = new_id()
    keep(s, Ballot(home=other, id=other, workshop=room.id, group="sales", name="Kim"))
    assert "ballot" in {record.kind for record in rights.stored(s, jo)}

    rights.erase(s, jo)

    assert [ballot.name for ballot in s.store.find(Ballot)] == ["Kim"]
    assert s.store.find(Seat) == ()


@pytest.mark.case("C33")
def test_a_consultant_hands_out_by_address(s: Services, jo: Assessment, http: httpx.Client) -> None:
    """However it is written; the log says that it was done, and not whose it was."""
    wish = {"email": " Jo@Northwind.example ", "wish": "json"}
    told = http.post("/person", data=wish).json()

    assert {record["kind"] for record in told["records"]} >= {"assessment", "lead"}
    assert http.post("/person", data=wish | {"email": "no@one.example"}).status_code == 404
    entry = list(audit.entries(s))[-1]
    assert (entry.what, entry.who) == ("exported", "this machine")
    assert "northwind" not in str(list(audit.entries(s))).casefold()


@pytest.mark.case("C34")
def test_a_consultant_erases_by_address_once_it_is_confirmed(
    s: Services, jo: Assessment, http: httpx.Client
) -> None:
    """All of this person's, and nothing of another's."""
    other = responses.begin(s, "full", "sales", "Contoso")
    wish = {"email": MAIL, "wish": "erase"}
    unsure = http.post("/person", data=wish)
    assert unsure.status_code == 400
    assert '<a href="/desk">' in unsure.text
    assert MAIL in kept(s)

    assert http.post("/person", data=wish | {"confirm": "yes"}).status_code == 200

    assert MAIL not in kept(s)
    assert [a.id for a in s.store.find(Assessment)] == [other.id]
    assert http.post("/person", data=wish | {"confirm": "yes"}).status_code == 404


def test_handing_out_by_address_takes_a_login(
    s: Services, jo: Assessment, http: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where others reach the app."""
    monkeypatch.setattr("assessment.desk.door.needed", lambda _: True)

    answer = http.post("/person", data={"email": MAIL, "wish": "json"})

    assert answer.status_code == 403
    assert "Northwind" not in answer.text


def test_the_commands_do_the_same(
    s: Services, jo: Assessment, command: Command, tmp_path: Path
) -> None:
    """A private file; and erasing only with --yes."""
    file = tmp_path / "jo.csv"
    assert command("person", "export", MAIL, "-o", str(file))[0] == 0
    assert MAIL in file.read_text("utf-8")
    assert file.stat().st_mode & 0o077 == 0
    assert command("person", "export", MAIL, "-o", str(file))[0] == 2
    assert command("person", "export", "no@one.example", "-o", str(tmp_path / "x"))[0] == 2

    assert command("person", "erase", MAIL)[0] == 2
    assert responses.load(s, jo.id)
    assert command("person", "erase", MAIL, "--yes")[0] == 0
    assert responses.load(s, jo.id) is None
    assert {entry.who for entry in audit.entries(s)} == {"the command line"}
