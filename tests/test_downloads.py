"""assessment/downloads.py"""

import io
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pypdf
import pytest

from assessment import auth, responses
from assessment.auth import Shared
from assessment.desk import audit, refused
from assessment.downloads.files import AT_ONCE
from assessment.downloads.scorecard import FILES as FILES_OF
from assessment.records import Assessment
from assessment.services import Services
from tests.visits import visit

FILES = ["/scorecard.pdf", "/scorecard.json", "/scorecard.csv", "/chart/overview.png"]
BEGINNING = {"pdf": b"%PDF", "json": b"{", "csv": b"", "png": b"\x89PNG"}


@pytest.fixture
def answered(s: Services) -> Assessment:
    """A finished assessment with a comment."""
    begun = responses.begin(s, "full", "sales", '../../x\r\n"')
    for item in s.instrument().items:
        responses.answer(s, begun.id, item, 3)
    return responses.comment(s, begun.id, "s1", "a private remark")


def let_in(s: Services, http: httpx.Client, assessment: Assessment) -> None:
    """Let the client's browser answer the assessment."""
    auth.grant(s, token := auth.new_token(), assessment)
    http.cookies.set(auth.COOKIE, token)


def let_read(s: Services, http: httpx.Client, assessment: Assessment, comments: bool) -> None:
    """Let the client's browser read the assessment by a share link."""
    token = auth.make_link(s, assessment.id, "share", with_comments=comments)
    http.post("/open", data={"token": token, "purpose": "share"})


@pytest.mark.parametrize("path", FILES)
def test_the_owner_takes_every_file_away(
    s: Services, http: httpx.Client, answered: Assessment, path: str
) -> None:
    """Each file is what its name says, is kept by no cache, and has a plain name with its day."""
    let_in(s, http, answered)

    answer = http.get(path, params={"a": answered.id})

    assert answer.status_code == 200
    assert answer.content.startswith(BEGINNING[path.rpartition(".")[2]])
    assert answer.headers["cache-control"] == "no-store"
    name = answer.headers["content-disposition"]
    assert name.startswith(f'attachment; filename="seven-signs-{answered.updated:%Y-%m-%d}')
    assert name.isascii()


@pytest.mark.case("C52")
def test_fifty_files_at_once_are_made_two_at_a_time(
    s: Services, http: httpx.Client, answered: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them come, and a page that is asked for meanwhile does not wait for them."""
    let_in(s, http, answered)
    lock, at_work, most = threading.Lock(), [0], [0]

    def make(_: Services, opened: Shared) -> bytes:
        with lock:
            at_work[0] += 1
            most[0] = max(most[0], at_work[0])
        time.sleep(0.02)
        with lock:
            at_work[0] -= 1
        return opened.assessment.id.encode()

    monkeypatch.setitem(FILES_OF, "pdf", (make, "application/pdf"))
    with ThreadPoolExecutor(50) as pool:
        asked = [pool.submit(http.get, f"/scorecard.pdf?a={answered.id}") for _ in range(50)]
        start = time.monotonic()
        assert http.get("/healthz").status_code == 200
        waited = time.monotonic() - start
        got = [one.result() for one in asked]

    assert [one.content for one in got] == [answered.id.encode()] * 50
    assert most[0] == AT_ONCE
    assert waited < 10  # seconds


@pytest.mark.case("C29")
@pytest.mark.parametrize("path", FILES)
def test_strangers_take_nothing_away(
    s: Services, http: httpx.Client, answered: Assessment, path: str
) -> None:
    """Without a grant for this very assessment there is no such file, cookie or not."""
    assert http.get(path, params={"a": answered.id}).status_code == 404
    assert http.get(path, params={"s": answered.id}).status_code == 404
    let_in(s, http, responses.begin(s, "full", "sales"))

    assert http.get(path, params={"a": answered.id}).status_code == 404
    assert http.get(path, params={"s": answered.id}).status_code == 404


@pytest.mark.case("C29")
def test_asking_for_what_is_not_theirs_stands_in_the_audit_log(
    s: Services, http: httpx.Client, answered: Assessment
) -> None:
    """Once for each thing, ten an hour, without its id; the same for an id that nobody has.

    Of whoever has nothing here, who may have come by with a dead link, nothing is noted.
    """
    refused.notes.forget()
    http.get("/scorecard.pdf", params={"a": answered.id})
    assert list(audit.entries(s)) == []
    let_in(s, http, responses.begin(s, "full", "sales"))

    answers = [
        http.get(path, params={"a": id}).text
        for id in (answered.id, "0" * 32)
        for path in ("/scorecard.pdf", "/scorecard.json", "/stored.json")
    ]
    http.post("/erase", data={"assessment": answered.id, "confirm": "yes"})

    assert len(set(answers)) == 1
    told = list(audit.entries(s))
    assert [(entry.what, entry.who) for entry in told] == [("not_theirs", "a visitor")] * 2
    assert told[0].about in audit.mark(answered)
    assert answered.id not in str(told)
    for number in range(30):
        http.get("/scorecard.pdf", params={"a": f"nobody-{number}"})
    assert len(list(audit.entries(s))) == 10


@pytest.mark.case("C29")
@pytest.mark.parametrize("page", ["keep", "shared", "workshop"])
def test_a_page_that_is_not_theirs_is_noted_too(
    s: Services, visitor: str, answered: Assessment, page: str
) -> None:
    """Whatever the address names; what is theirs is not noted."""
    refused.notes.forget()
    mine = responses.begin(s, "full", "sales")
    auth.grant(s, visitor, mine)
    visit("keep", a=mine.id)
    assert list(audit.entries(s)) == []

    visit(page, **{{"keep": "a", "shared": "s", "workshop": "w"}[page]: answered.id})

    assert [entry.what for entry in audit.entries(s)] == ["not_theirs"]


def test_a_reader_takes_away_what_is_shared(
    s: Services, http: httpx.Client, answered: Assessment
) -> None:
    """A share link opens the files under its own name, not those of the owner."""
    let_read(s, http, answered, comments=False)

    assert http.get("/scorecard.json", params={"s": answered.id}).status_code == 200
    assert http.get("/scorecard.json", params={"a": answered.id}).status_code == 404


@pytest.mark.parametrize("comments", [True, False])
def test_comments_leave_only_if_ticked(
    s: Services, http: httpx.Client, answered: Assessment, comments: bool
) -> None:
    """The files of a share link hold comments only where it was made so."""
    let_read(s, http, answered, comments=comments)

    table = http.get("/scorecard.csv", params={"s": answered.id}).text

    assert ("a private remark" in table) is comments


def test_a_withdrawn_link_closes_the_files(
    s: Services, http: httpx.Client, answered: Assessment
) -> None:
    """Who had opened the link before reads nothing after."""
    let_read(s, http, answered, comments=False)
    auth.revoke_links(s, answered.id, "share")

    assert http.get("/scorecard.json", params={"s": answered.id}).status_code == 404


def test_the_json_is_the_scorecard(s: Services, http: httpx.Client, answered: Assessment) -> None:
    """One result, many readers: the file says what the engine says."""
    let_in(s, http, answered)

    found = json.loads(http.get("/scorecard.json").text)

    card = responses.scorecard_of(s, answered)
    assert found["overall"]["score"] == card.overall.score
    assert [sign["id"] for sign in found["signs"]] == [sign.id for sign in card.signs]


@pytest.mark.parametrize("path", ["/scorecard.xls", "/scorecard.", "/chart/x.png"])
def test_other_files_are_not_there(
    s: Services, http: httpx.Client, answered: Assessment, path: str
) -> None:
    """A name that is none is answered with a sentence."""
    let_in(s, http, answered)

    assert http.get(path).status_code == 404


def test_a_sample_is_there_for_everybody(http: httpx.Client) -> None:
    """Whoever considers it sees what comes out, and reads on every page that it is made up."""
    answer = http.get("/sample.pdf")

    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    assert [
        n for n, page in enumerate(reader.pages, 1) if "Sample." not in page.extract_text()
    ] == []
    assert 'filename="seven-signs-sample-' in answer.headers["content-disposition"]


def test_the_sample_workshop_belongs_to_its_banks(http: httpx.Client) -> None:
    """Where other banks are installed, a sample about ours would mislead."""
    assert http.get("/sample-workshop.pdf").status_code == 404
