"""assessment/workshop/report.py and assessment/downloads/workshop.py: what one takes home."""

import datetime
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from assessment import auth
from assessment.cli import main
from assessment.errors import Refused
from assessment.records import Publication, Workshop
from assessment.services import Services
from assessment.workshop import after, ballots, plan, prepare, reveal, rounds
from assessment.workshop.kept import workshop
from assessment.workshop.plan import Agreed
from assessment.workshop.prepare import Preparation
from assessment.workshop.report import compare_with, earlier_ones, report_of
from scoring.response import Answer
from tests.read_pdf import text_of
from tests.test_reveal import place, seated

HOST = auth.new_token()
REPORTS = ["/workshop.pdf", "/workshop.xlsx", "/workshop.csv", "/workshop.json"]
PLANS = ["/workshop-plan.csv", "/workshop-plan.ics"]
BEGINNING = {"pdf": b"%PDF", "xlsx": b"PK", "csv": b"\xef\xbb\xbf", "json": b"{", "ics": b"BEGIN:"}


def prepared(s: Services, **changes: object) -> Workshop:
    """A workshop that HOST runs, its door open."""
    wish = Preparation(
        title="Spring",
        organisation="Sample & Sons",
        groups=("sales", "marketing", "leadership"),
        scope="check",
        pace="free",
    )
    nature: Any = changes.pop("nature", "real")
    made = prepare.prepare(s, HOST, wish.model_copy(update=changes), nature=nature)
    return prepare.open_door(s, made.id)


def held(s: Services, lift: int = 0, **changes: object) -> Workshop:
    """A workshop in which ten from Sales and ten from Marketing have answered, revealed."""
    room = prepared(s, **changes)
    people = seated(s, room, sales=10, marketing=10)
    items = [sign.key_item.id for sign in s.instrument().signs if sign.id in room.signs]
    for group, browsers in people.items():
        for number, browser in enumerate(browsers):
            points = 1 + (number + (group == "sales")) % 3 + lift
            answered_all(s, browser, dict.fromkeys(items, points))
    if changes.get("mode") != "open":
        ballots.comment(s, place(s, people["sales"][0]), "s1", "Leads come too late.")
        ballots.comment(s, place(s, people["sales"][1]), "s1", "=HYPERLINK(1)")
    rounds.close(s, room.id)
    return rounds.show(s, room.id)


def answered_all(s: Services, browser: str, answers: dict[str, Answer]) -> None:
    """What this browser answers, kept at once: one by one it would take a write for each."""
    given = place(s, browser).ballot.changed(answers=answers)
    s.store.transact(given.home, lambda home: home.put(given))


def let_in(s: Services, http: httpx.Client, room: Workshop) -> None:
    """Let the client's browser run the workshop."""
    auth.grant(s, token := auth.new_token(), room)
    http.cookies.set(auth.COOKIE, token)


def test_there_is_no_report_before_the_first_reveal(s: Services) -> None:
    """What was answered is nobody's business before the facilitator reveals it."""
    assert report_of(s, prepared(s)) is None


def test_the_report_is_what_was_revealed(s: Services) -> None:
    """Its card is the room's card, with plan, comments and floors, and no final report yet."""
    room = held(s)
    plan.agree(s, room.id, Agreed(sign="s1", text="Agree on a target", sales="Ada"))

    found = report_of(s, room)

    assert found
    assert found.card == reveal.card(s, room)
    assert [planned.text for planned in found.plan] == ["Agree on a target"]
    assert set(found.said_of("s1")) == {"Leads come too late.", "=HYPERLINK(1)"}
    assert (found.final, found.floors, found.mode) == (False, room.floors, "protected")


def test_a_hidden_comment_stays_hidden_in_the_final_report(s: Services) -> None:
    """What the facilitator hid once comes back neither by the end nor in any file."""
    room = held(s)
    (shown,) = s.store.find(Publication, home=room.id)
    at = [said.text for said in shown.comments].index("Leads come too late.")
    rounds.hide_comment(s, room.id, shown.id, at, hidden=True)
    ended = after.end(s, room.id)

    found = report_of(s, ended)

    assert found
    assert found.final
    assert found.said_of("s1") == ("=HYPERLINK(1)",)
    assert {said.text for said in found.comments} == {"=HYPERLINK(1)"}


def test_what_is_said_with_a_second_vote_is_dissent_and_no_comment(s: Services) -> None:
    """The words of those who see it otherwise stand with the vote."""
    room = held(s)
    voting = rounds.vote_again(s, room.id, "s1")
    assert voting.stage.round
    browsers = seated(s, room, sales=5)["sales"]
    for browser in browsers:
        ballots.vote(s, place(s, browser), voting.stage.round, 4)
    ballots.dissent(s, place(s, browsers[0]), voting.stage.round, "I see it otherwise.")
    rounds.close(s, room.id)

    found = report_of(s, rounds.show(s, room.id))

    assert found
    assert found.dissent_of("s1") == ("I see it otherwise.",)
    assert "I see it otherwise." not in found.said_of("s1")


def test_an_open_table_names_everybody_once(s: Services) -> None:
    """After the final report, too, each person is there once with all their marks."""
    room = prepared(s, mode="open")
    people = seated(s, room, sales=2, marketing=1)
    for browser in [*people["sales"], *people["marketing"]]:
        for sign in s.instrument().signs:
            ballots.answer(s, place(s, browser), sign.key_item.id, 4)
    rounds.close(s, room.id)
    rounds.show(s, room.id)

    found = report_of(s, after.end(s, room.id))

    assert found
    assert sorted(person.name for person in found.people) == ["marketing 0", "sales 0", "sales 1"]
    assert {len(person.scores) for person in found.people} == {7}


def test_an_earlier_workshop_of_the_organisation_is_offered(s: Services) -> None:
    """One's own, of the same organisation however it is written, of the same kind, and shown."""
    first = held(s)
    other = held(s, organisation="Another company")
    unshown = prepared(s)
    later = held(s, organisation="  sample &  SONS ")

    offered = {room.id for room in earlier_ones(s, HOST, later)}

    assert first.id in offered
    assert not offered & {other.id, unshown.id, later.id}
    assert earlier_ones(s, auth.new_token(), later) == ()
    assert earlier_ones(s, HOST, held(s, organisation=None)) == ()


@pytest.mark.parametrize("nature", ["rehearsal", "sample"])
def test_what_is_no_real_workshop_is_never_compared_with(s: Services, nature: str) -> None:
    """Neither offered beside a real one nor taken where it is asked for by its id."""
    practised, real = held(s, nature=nature), held(s)

    assert practised.nature == nature
    assert earlier_ones(s, HOST, real) == ()
    with pytest.raises(Refused):
        compare_with(s, HOST, real.id, practised.id)


def test_a_second_workshop_is_compared_with_the_first(s: Services) -> None:
    """Two points more on every answer is an improvement; the file says so, sign by sign."""
    first, second = held(s), held(s, lift=2)

    found = report_of(s, compare_with(s, HOST, second.id, first.id))

    assert found
    assert found.compared
    assert {change.direction for change in found.compared.changes} == {"improved"}
    assert found.compared.title == "Spring"
    alone = report_of(s, compare_with(s, HOST, second.id, None))
    assert alone
    assert alone.compared is None


def test_only_ones_own_workshops_are_compared(s: Services) -> None:
    """Neither a stranger's workshop nor one of another organisation, and none that is erased."""
    first, second = held(s), held(s, lift=2)
    with pytest.raises(Refused, match="earlier"):
        compare_with(s, auth.new_token(), second.id, first.id)
    with pytest.raises(Refused, match="earlier"):
        compare_with(s, HOST, second.id, "nothing")
    chosen = compare_with(s, HOST, second.id, first.id)
    prepare.erase(s, first.id)

    found = report_of(s, chosen)

    assert found
    assert found.compared is None


@pytest.mark.parametrize("path", [*REPORTS, *PLANS])
def test_the_facilitator_takes_every_file_away(s: Services, http: httpx.Client, path: str) -> None:
    """Each file is what its name says, is kept by no cache, and has a plain name with its day."""
    room = held(s)
    wish = Agreed(sign="s1", text="Agree", due=datetime.date(2026, 12, 18))
    plan.agree(s, room.id, wish)
    let_in(s, http, room)

    answer = http.get(path, params={"w": room.id}, timeout=60)

    assert answer.status_code == 200
    assert answer.content.startswith(BEGINNING[path.rpartition(".")[2]])
    assert answer.headers["cache-control"] == "no-store"
    name = answer.headers["content-disposition"]
    about = "plan" if path in PLANS else "workshop"
    assert name.startswith(f'attachment; filename="seven-signs-{about}-{room.updated:%Y-%m-%d}')


@pytest.mark.parametrize("path", [*REPORTS, *PLANS, "/workshop-sheets.pdf"])
def test_a_stranger_and_an_unknown_workshop_look_alike(
    s: Services, http: httpx.Client, path: str
) -> None:
    """Whoever does not run it learns not even that there is one, by a seat neither."""
    room = held(s)
    nothing = http.get(path, params={"w": "nothing"})
    stranger = http.get(path, params={"w": room.id})
    http.cookies.set(auth.COOKIE, seated(s, room, sales=1)["sales"][0])
    guest = http.get(path, params={"w": room.id})
    let_in(s, http, prepared(s))
    other = http.get(path, params={"w": room.id})

    assert {answer.status_code for answer in (nothing, stranger, guest, other)} == {404}
    assert len({answer.text for answer in (nothing, stranger, guest, other)}) == 1


@pytest.mark.parametrize("path", [*REPORTS, *PLANS])
def test_nothing_is_handed_out_before_the_reveal(
    s: Services, http: httpx.Client, path: str
) -> None:
    """Not even to the facilitator."""
    room = prepared(s)
    let_in(s, http, room)

    assert http.get(path, params={"w": room.id}).status_code == 404


@pytest.mark.parametrize("path", ["/workshop.xls", "/workshop.", "/workshop-plan.pdf"])
def test_other_files_are_not_there(s: Services, http: httpx.Client, path: str) -> None:
    """A name that is none is answered with a sentence."""
    room = held(s)
    let_in(s, http, room)

    assert http.get(path, params={"w": room.id}).status_code == 404


@pytest.mark.parametrize("name", ["gaps", "heat", "sign-s1", "answers-s1_q1"])
def test_charts_are_there_for_slides(s: Services, http: httpx.Client, name: str) -> None:
    """A picture for the facilitator, and for nobody else; a name that is none is no file."""
    room = held(s)
    path = f"/workshop/chart/{name}.png"
    assert http.get(path, params={"w": room.id}).status_code == 404
    let_in(s, http, room)

    answer = http.get(path, params={"w": room.id}, timeout=90)

    assert answer.content.startswith(b"\x89PNG")
    assert answer.headers["cache-control"] == "no-store"
    for none in ("sign-nothing", "people", "votes-s1_q1", "x", "answers-s1_q2"):
        assert http.get(f"/workshop/chart/{none}.png", params={"w": room.id}).status_code == 404


def test_the_files_say_what_the_screen_says(s: Services, http: httpx.Client) -> None:
    """One result, many readers: the JSON is the card, the PDF prints its numbers."""
    room = held(s)
    let_in(s, http, room)
    card = reveal.card(s, workshop(s, room.id))
    assert card

    found = json.loads(http.get("/workshop.json", params={"w": room.id}).text)
    text = text_of(http.get("/workshop.pdf", params={"w": room.id}, timeout=60).content)

    assert found["scorecard"]["means"] == [m.model_dump(mode="json") for m in card.means]
    assert "Leads come too late." in text
    assert f"{card.mean('sales', 's1').score:.0f} (10)" in text


def test_answer_sheets_are_there_before_anyone_answers(s: Services, http: httpx.Client) -> None:
    """The paper for a room without phones, with the questions that this workshop asks."""
    room = prepared(s)
    let_in(s, http, room)

    answer = http.get("/workshop-sheets.pdf", params={"w": room.id}, timeout=60)

    assert answer.status_code == 200
    assert s.instrument().signs[0].key_item.text in text_of(answer.content)


@pytest.fixture
def command(s: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line works on the data folder that the running app holds."""
    monkeypatch.setenv("SEVENSIGNS_DATA", str(s.settings.data))
    monkeypatch.setenv("SEVENSIGNS_QUESTIONS", str(s.settings.questions))


@pytest.mark.usefixtures("command")
def test_the_command_writes_the_same_report_beside_the_running_app(
    s: Services, http: httpx.Client, tmp_path: Path
) -> None:
    """Without a lock, and byte for byte what the browser gets."""
    room = held(s)
    let_in(s, http, room)

    assert main(["workshop-report", room.id, "-o", str(tmp_path / "room.pdf")]) == 0

    got = http.get("/workshop.pdf", params={"w": room.id}, timeout=60).content
    assert (tmp_path / "room.pdf").read_bytes() == got


@pytest.mark.usefixtures("command")
@pytest.mark.parametrize("wrong", ["nothing", "../../etc", "", "x" * 500])
def test_the_command_says_what_is_wrong_in_one_sentence(
    s: Services, tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: str
) -> None:
    """An unknown workshop, one that shows nothing yet, a folder that is not there: exit 2."""
    file = str(tmp_path / "room.pdf")
    assert main(["workshop-report", wrong, "-o", file]) == 2
    assert main(["workshop-report", prepared(s).id, "-o", file]) == 2
    assert main(["workshop-report", held(s).id, "-o", str(tmp_path / "no" / "room.pdf")]) == 2

    said = capsys.readouterr().err.splitlines()
    assert len(said) == 3
    assert "There is no workshop" in said[0]
    assert "Spring" in said[1]
    assert "cannot be written" in said[2]
    assert not Path(file).exists()
