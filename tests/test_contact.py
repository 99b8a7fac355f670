"""The addresses of those who leave theirs, as a browser and a program call them."""

import csv
import io
import zipfile

import httpx
import pytest

from assessment import prospects, responses
from assessment.desk import door, leads
from assessment.desk.leads import Filter
from assessment.lead_records import Lead
from assessment.prospects import Wish
from assessment.services import Services


@pytest.fixture(autouse=True)
def _fresh() -> None:
    """No test uses up what another may ask for."""
    prospects.mails.forget()


def begun(http: httpx.Client) -> str:
    """The id of an assessment that this client may answer."""
    source = "utm_source=letter&referrer=partner.example&x=y"
    form = {"scope": "check", "group": "sales", "source": source}
    return str(http.post("/begin", data=form).headers["location"]).partition("a=")[2]


def left(s: Services, http: httpx.Client, **fields: str) -> httpx.Response:
    """The answer to the form under a scorecard."""
    form = {"assessment": begun(http), "email": "ada@example.org", "shown": prospects.shown(s)}
    return http.post("/leave", data=form | fields)


def test_a_form_makes_a_lead(s: Services, http: httpx.Client) -> None:
    """Ticked boxes alone count, and the page says what was done."""
    answer = left(s, http, contact="yes", person="Ada", size="50-249")
    assert answer.status_code == 200
    assert "Save and share" in answer.text
    [lead] = s.store.find(Lead)
    assert (lead.name, lead.size, lead.contactable) == ("Ada", "50-249", True)
    assert lead.origin["utm_source"] == "letter"
    assert lead.assessment is None


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"contact": "yes", "email": "nobody"}, 400, "not an e-mail address"),
        ({"contact": "yes", "shown": "0" * 64}, 400, "wording"),
        ({}, 400, "Nothing was asked for"),
        ({"mail": "yes"}, 400, "sends no mail"),
        ({"contact": "on"}, 400, "not"),
        ({"contact": "yes", "person": "x" * 130}, 400, "too long"),
    ],
)
def test_what_does_not_fit_is_said(
    s: Services, http: httpx.Client, fields: dict[str, str], status: int, said: str
) -> None:
    """In a sentence that says what to do, and nothing is kept."""
    answer = left(s, http, **fields)
    assert answer.status_code == status
    assert said in answer.text
    assert s.store.find(Lead) == ()


def test_nobody_leaves_an_address_under_another_scorecard(s: Services, http: httpx.Client) -> None:
    """An id alone opens nothing, and a foreign page sends nothing."""
    mine = begun(http)
    form = {"assessment": mine, "email": "a@b.org", "shown": prospects.shown(s), "contact": "yes"}
    headers = {"Origin": str(http.base_url).rstrip("/")}
    with httpx.Client(base_url=http.base_url, headers=headers) as other:
        assert other.post("/leave", data=form).status_code == 404
    assert http.post("/leave", data=form, headers={"Origin": "http://evil"}).status_code == 403
    assert s.store.find(Lead) == ()


def test_consents_are_taken_back_from_the_private_link(s: Services, http: httpx.Client) -> None:
    """By the form on "Save and share", in one click."""
    mine = begun(http)
    form = {"assessment": mine, "email": "a@b.org", "shown": prospects.shown(s), "contact": "yes"}
    http.post("/leave", data=form)
    answer = http.post("/withdraw", data={"assessment": mine})
    assert answer.status_code == 200
    assert not s.store.find(Lead)[0].contactable
    assert http.post("/withdraw", data={"assessment": "nobody"}).status_code == 404
    assert http.post("/withdraw", data={"token": "x" * 43}).status_code == 404
    assert http.post("/confirm", data={"token": "x" * 43}).status_code == 404
    for page in ("/c", "/w"):
        assert "mail.js" in http.get(page).text


@pytest.mark.case("C31")
def test_without_a_tick_the_pdf_loads_all_the_same(s: Services, http: httpx.Client) -> None:
    """Before anything is sent, and behind a gate with both boxes left empty."""
    free = begun(http)
    assert http.get("/scorecard.pdf", params={"a": free}).status_code == 200

    object.__setattr__(s, "settings", s.settings.model_copy(update={"gate": "form"}))
    mine = begun(http)
    asked = {"assessment": mine, "email": "ada@example.org", "person": "Ada"}
    assert http.post("/leave", data=asked | {"shown": prospects.shown(s)}).status_code == 200
    paper = http.get("/scorecard.pdf", params={"a": mine})
    assert paper.content.startswith(b"%PDF")
    assert not any(lead.contactable or lead.holds("read") for lead in s.store.find(Lead))


@pytest.mark.case("C42")
def test_case_42_leads_leave_as_tables_that_run_nothing(s: Services, http: httpx.Client) -> None:
    """C42: no cell begins a formula, in neither file; every column has its name."""
    left(s, http, contact="yes", person="=cmd|' /C calc'!A0", organisation="+1")
    text = http.get("/leads.csv").content.decode("utf-8-sig")
    [row] = list(csv.DictReader(io.StringIO(text)))
    assert row["Email"] == "ada@example.org"
    assert row["Full Name"].startswith("'=")
    assert row["Company Name"] == "'+1"
    assert row["Contact Allowed"] == "yes"
    assert row["UTM Source"] == "letter"
    book = zipfile.ZipFile(io.BytesIO(http.get("/leads.xlsx").content))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert http.get("/leads.exe").status_code == 404


def test_leads_take_a_login_once_others_come(
    s: Services, http: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At this machine they do not; beyond it the file is refused."""
    left(s, http, contact="yes")
    monkeypatch.setattr(door, "needed", lambda _: True)
    assert http.get("/leads.csv").status_code == 403


def test_behind_a_gate_the_pdf_waits_for_an_address(s: Services, http: httpx.Client) -> None:
    """The scorecard stays free, the PDF leads to the form, and afterwards comes."""
    gated = s.settings.model_copy(update={"gate": "form"})
    object.__setattr__(s, "settings", gated)
    mine = begun(http)
    assert http.get(f"/scorecard.pdf?a={mine}").headers["location"] == f"/scorecard?a={mine}"
    form = {"assessment": mine, "email": "a@b.org", "shown": prospects.shown(s), "person": "Ada"}
    assert http.post("/leave", data=form).status_code == 200
    assert http.get(f"/scorecard.pdf?a={mine}").headers["content-type"] == "application/pdf"


def test_the_list_finds_by_words_and_filters(s: Services) -> None:
    """Newest first, a page at a time, without reading the others."""
    actor = door.require(s, None)
    for number in range(30):
        wish = Wish(
            email=f"p{number}@example.org",
            organisation="Big" if number % 3 else "Small",
            contact=number % 2 == 0,
            read=number % 2 == 1,
            shown=prospects.shown(s),
        )
        assert prospects.leave(s, responses.begin(s, "check", "sales"), wish).lead
    first, second = (leads.search(s, actor, Filter(), page) for page in (0, 1))
    assert (first.fitting, len(first.leads), len(second.leads)) == (30, 25, 5)
    assert leads.search(s, actor, Filter(text="P7@ big")).fitting == 1
    assert leads.search(s, actor, Filter(contactable=True)).fitting == 15
    assert leads.search(s, actor, Filter(readable=True)).fitting == 15
    assert leads.search(s, actor, Filter(status="client")).fitting == 0
    one = first.leads[0]
    leads.note(s, actor, one.id, "client", "Called.")
    assert leads.search(s, actor, Filter(status="client")).leads[0].notes == "Called."


def test_a_lead_keeps_the_language_it_was_asked_in(s: Services, http: httpx.Client) -> None:
    """The wording is that which was read, and who agreed in German is written to in German."""
    shown = prospects.shown(s, "de")
    http.headers["Accept-Language"] = "de-AT,de;q=0.9"
    answer = left(s, http, contact="yes", shown=shown)
    assert answer.status_code == 200
    [lead] = s.store.find(Lead)
    assert lead.language == "de"
    assert lead.consents[0].wording == s.texts("de")("consent.contact")
