"""Each brand worn from the first page to the last file: everywhere its name, nowhere another's."""

import datetime
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import httpx
import pypdf
import pytest
from pydantic import SecretStr

from assessment import auth, responses
from assessment.cli import main
from assessment.clients import claims, kept
from assessment.desk import door
from assessment.desk.notices import KINDS
from assessment.post import letters, outbox
from assessment.records import Assessment
from assessment.routes import PAGES
from assessment.services import Services
from assessment.settings import Settings
from tests.clients.runs import address
from tests.clients.runs import answered as finished
from tests.make_workshops import Hosted
from tests.visits import visit

NAMES = {"seven-signs": "Seven Signs", "sample": "Common Ground"}
TRACES = {
    "seven-signs": re.compile(r"Seven Signs|Seven-Signs|seven-signs|seven_signs_|(?i:sevensigns)"),
    "sample": re.compile(r"(?i)common.?ground|example advisors|advisors\.example"),
}
MAIL = "hello@advisors.example"
NOON = datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.UTC)
RUNS = {1: datetime.date(2025, 12, 3), 4: datetime.date(2026, 11, 24)}  # by the answers given


@pytest.fixture(params=list(NAMES))
def settings(request: pytest.FixtureRequest, tmp_path: Path, banks: Path) -> Settings:
    """An installation that wears a brand."""
    return Settings(data=tmp_path / "data", questions=banks, brand=request.param)


@pytest.fixture
def name(settings: Settings) -> str:
    """What the product is called."""
    return NAMES[settings.brand]


def foreign(settings: Settings, *texts: str) -> list[str]:
    """The traces of the brand that is not worn."""
    others = [trace for brand, trace in TRACES.items() if brand != settings.brand]
    return [found[0] for text in texts for trace in others for found in trace.finditer(text)]


def headers(answer: httpx.Response) -> str:
    """All headers of an answer as text."""
    return "\n".join(f"{name}: {value}" for name, value in answer.headers.multi_items())


def said(content: bytes, kind: str) -> str:
    """All that a file says: its text, and what it says about itself."""
    if kind == "pdf":
        reader = pypdf.PdfReader(io.BytesIO(content))
        outline = str(reader.outline) + str(reader.metadata) + str(reader.xmp_metadata)
        return outline + "".join(page.extract_text() for page in reader.pages)
    if kind in ("xlsx", "zip"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "".join(parts.read(part).decode("utf-8", "replace") for part in parts.namelist())
    return content.decode("utf-8", "replace")


def answered(s: Services, organisation: str = "Sample & Sons") -> Assessment:
    """A finished assessment of the lowest level."""
    made = responses.begin(s, "full", "sales", organisation)
    for item in s.instrument().items:
        made = responses.answer(s, made.id, item, 1)
    return made


def held(s: Services, http: httpx.Client) -> Assessment:
    """A finished assessment that the client's browser may open."""
    made = answered(s)
    token = auth.new_token()
    auth.grant(s, token, made)
    http.cookies.set(auth.COOKIE, token)
    return made


def drawn(pages: Iterable[tuple[str, dict[str, str]]]) -> str:
    """All that these pages send to a browser."""
    texts = []
    for page, query in pages:
        at = visit(page, **query)
        texts += [str(getattr(node, "proto", "")) for node in at.main]
    return "\n".join(texts)


def test_every_address_speaks_of_the_brand_alone(
    settings: Settings, s: Services, http: httpx.Client, name: str
) -> None:
    """The shell of each page, the plain pages, the files of the look, cookies and headers."""
    began = http.post("/begin", data={"scope": "check", "group": "sales", "organisation": ""})
    shell = http.get("/").text
    own = re.findall(r"/brand/[\w.]+", shell + http.get("/r").text)
    asked = [*PAGES, "/r", "/s", "/f", "/j", "/j/AAAAAAA", "/seat?w=x", "/imprint", "/healthz"]
    asked += ["/login", "/nope", "/scorecard.xls", *own]

    answers = [began, *(http.get(path) for path in asked)]

    assert began.status_code == 303
    assert foreign(settings, *(said(a.content, "") + headers(a) for a in answers)) == []
    assert f"<title>{name}</title>" in shell
    assert [http.get(path).status_code for path in own] == [200] * len(own)
    assert f"· {name}</title>" in http.get("/j").text


def test_every_page_of_an_assessment_speaks_of_the_brand_alone(
    settings: Settings, s: Services, visitor: str, name: str
) -> None:
    """From the start to the scorecard, with what comes next and who is responsible."""
    made = answered(s)
    auth.grant(s, visitor, made)
    link = auth.open_link(s, auth.make_link(s, made.id, "share"))
    assert link
    auth.grant(s, visitor, link)

    seen = drawn(
        (page, {"a": made.id})
        for page in ("start", "answer", "review", "scorecard", "keep", "shared", "method")
    )

    assert foreign(settings, seen) == []
    assert name in seen
    assert ("https://advisors.example/first-talk" in seen) == (settings.brand == "sample")
    assert ("mailto:privacy@advisors.example" in seen) == (settings.brand == "sample")


def test_every_page_of_a_workshop_speaks_of_the_brand_alone(
    settings: Settings, s: Services, visitor: str, name: str
) -> None:
    """The list, the preparation, the console and the projector."""
    room = Hosted(s, visitor)
    before = drawn([("workshops", {}), ("prepare", {"w": room.id})])
    room.open(sales=5, marketing=5).reveal("s1")

    seen = drawn([("workshop", {"w": room.id}), ("screen", {"w": room.id})])

    assert foreign(settings, before, seen) == []
    assert name in before


def test_the_files_of_an_assessment_speak_of_the_brand_alone(
    settings: Settings, s: Services, http: httpx.Client, name: str
) -> None:
    """Content, name and properties of each; the PDF tells what comes next."""
    made = held(s, http)

    files = {
        kind: http.get(f"/scorecard.{kind}", params={"a": made.id})
        for kind in ("pdf", "csv", "json")
    }

    assert foreign(settings, *(said(a.content, k) + headers(a) for k, a in files.items())) == []
    slug = s.brand.slug
    for answer in files.values():
        assert f'filename="{slug}-' in answer.headers["content-disposition"]
    metadata = pypdf.PdfReader(io.BytesIO(files["pdf"].content)).metadata
    assert metadata
    assert metadata.title == f"{name}, the scorecard of Sample & Sons"
    assert {metadata.author, metadata.creator, metadata.producer} == {name}
    assert (MAIL in said(files["pdf"].content, "pdf")) == (settings.brand == "sample")


def test_the_files_of_a_workshop_speak_of_the_brand_alone(
    settings: Settings, s: Services, http: httpx.Client, name: str
) -> None:
    """Report, workbook, tables, plan, calendar and the sheet to print."""
    room = Hosted(s, token := auth.new_token()).open(sales=5, marketing=5).reveal("s1").plan()
    auth.grant(s, token, room.now)
    http.cookies.set(auth.COOKIE, token)
    paths = ["workshop.pdf", "workshop.xlsx", "workshop.csv", "workshop.json"]
    paths += ["workshop-plan.csv", "workshop-plan.ics", "workshop-sheets.pdf"]

    files = {path: http.get(f"/{path}", params={"w": room.id}) for path in paths}

    assert [answer.status_code for answer in files.values()] == [200] * len(paths)
    texts = [said(a.content, p.rpartition(".")[2]) + headers(a) for p, a in files.items()]
    assert foreign(settings, *texts) == []
    assert name in said(files["workshop-plan.ics"].content, "ics")
    assert (MAIL in said(files["workshop.pdf"].content, "pdf")) == (settings.brand == "sample")


def test_a_phone_speaks_of_the_brand_alone(
    settings: Settings, s: Services, http: httpx.Client, name: str
) -> None:
    """From the code to the seat, with its style sheet and who is responsible."""
    room = Hosted(s, auth.new_token()).open(sales=1).now
    page = http.get(f"/j/{room.code}").text
    proof = re.search(r'name="proof" value="(\w+)"', page)
    assert proof
    http.post("/join", data={"proof": proof[1], "code": room.code or "", "group": "sales"})
    seat = http.get("/seat", params={"w": room.id})
    sheets = re.findall(r'(?:href|src)="(/phone/[^"]+)"', page)

    texts = [page, seat.text, headers(seat), *(http.get(path).text for path in sheets)]

    assert len(sheets) == 2
    assert foreign(settings, *texts) == []
    assert name in seat.text
    assert s.theme.light.accent in http.get(sheets[0]).text
    assert ("privacy@advisors.example" in page) == (settings.brand == "sample")


def test_the_sample_to_sell_with_speaks_of_the_brand_alone(
    settings: Settings, http: httpx.Client, name: str
) -> None:
    """One click, and marked as a sample on every page."""
    answer = http.get("/sample.pdf")

    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages]
    assert foreign(settings, said(answer.content, "pdf"), headers(answer)) == []
    assert name in "".join(pages)
    assert [number for number, text in enumerate(pages, 1) if "Sample." not in text] == []


def test_the_command_line_speaks_of_the_brand_alone(
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    """`brand` says that nothing is wrong, `sample` writes the sample."""
    monkeypatch.setenv("SEVENSIGNS_BRAND", settings.brand)
    monkeypatch.setenv("SEVENSIGNS_QUESTIONS", str(settings.questions))
    made = tmp_path / "sample.pdf"

    assert main(["sample", "-o", str(made)]) == 0
    assert main(["brand"]) == 0

    printed = capsys.readouterr().out
    assert (
        foreign(settings, printed.replace(str(tmp_path), ""), said(made.read_bytes(), "pdf")) == []
    )
    assert f"{name}: no problems." in printed
    assert ("it still takes: controller, imprint" in printed) == (settings.brand == "seven-signs")


def test_the_desk_speaks_of_the_brand_alone(
    settings: Settings, s: Services, visitor: str, http: httpx.Client, name: str
) -> None:
    """Its pages, a client's progress on paper and in a calendar, and the papers on privacy."""
    actor = door.require(s, None)
    client = kept.add(s, actor, "Sample & Sons")
    for points in (1, 4):
        made = finished(s, points, created=RUNS[points], updated=RUNS[points])
        claims.claim_by_link(s, actor, client.id, address(s, made, "resume"))
    kept.ask_again(s, actor, client.id, RUNS[4])
    pages = [("desk", {}), ("leads", {}), ("audit", {}), ("post", {}), ("clients", {})]
    of_client = {"c": client.id, "of": "assessment"}
    papers = ["privacy", *(f"paper/{kind}.md" for kind in KINDS)]

    seen = drawn([*pages, ("client", of_client), ("progress", of_client)])
    progress = http.get("/client-progress.pdf", params=of_client)
    calendar = http.get("/client-next.ics", params=of_client)
    told = [http.get(f"/{paper}") for paper in papers]

    assert (progress.status_code, calendar.status_code) == (200, 200)
    texts = [said(progress.content, "pdf"), calendar.text, *(answer.text for answer in told)]
    texts += [headers(answer) for answer in (progress, calendar, *told)]
    assert foreign(settings, seen, *texts) == []
    assert name in calendar.text
    for language, verdict, next_ in (
        ("en", "Improved", "Next run"),
        ("de", "Verbessert", "Nächster Durchlauf"),
    ):
        accepted = {"Accept-Language": language}
        paper = http.get("/client-progress.pdf", params=of_client, headers=accepted)
        event = http.get("/client-next.ics", params=of_client, headers=accepted)
        assert verdict in said(paper.content, "pdf")
        assert next_ in event.text
        assert foreign(settings, said(paper.content, "pdf"), event.text) == []
    assert [answer.status_code for answer in told] == [200] * len(papers)
    assert name in told[0].text


def test_a_mail_speaks_of_the_brand_alone(settings: Settings, s: Services, name: str) -> None:
    """Sender, subject, words, the name of its file and what that holds, in both languages."""
    made = answered(s)
    given = {
        "smtp": SecretStr("smtp://127.0.0.1:9"),  # nothing is sent
        "mail_from": "post@example.com",
        "public_url": "https://check.example",
    }
    mailing = replace(s, settings=s.settings.model_copy(update=given))
    for language in ("en", "de"):
        sent = outbox.mail(
            mailing, None, "scorecard", "anna@example.com", language, assessment=made.id
        )
        letter = letters.written(mailing, sent, "post@example.com", NOON)
        (attached,) = letter.iter_attachments()

        texts = [letter.as_string(), said(attached.get_content(), "pdf")]
        body = letter.get_body()
        assert body
        assert foreign(settings, *texts, body.get_content()) == []
        assert name in body.get_content()
        assert str(letter["From"]).startswith(name)


def test_german_speaks_of_the_brand_alone(
    settings: Settings, s: Services, http: httpx.Client, name: str
) -> None:
    """The shell, the plain pages, the phone, the sample, and the brand's own words in German."""
    german = {"Accept-Language": "de-DE"}

    answers = [http.get(path, headers=german) for path in ("/", "/r", "/j", "/nope", "/privacy")]
    pdf = http.get("/sample.pdf", headers=german)

    texts = [answer.text + headers(answer) for answer in answers]
    assert foreign(settings, *texts, said(pdf.content, "pdf"), headers(pdf)) == []
    assert '<html lang="de">' in answers[0].text
    assert f"<title>{name}</title>" in answers[0].text
    assert ("Zwei Teams, ein Kunde." in answers[0].text) == (settings.brand == "sample")
    assert ("Beispiel" in said(pdf.content, "pdf")) is True
