"""assessment/languages.py, assessment/texts/visitor.py: in which language a browser is answered."""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import yaml
from streamlit.testing.v1 import AppTest

from assessment import auth, languages, responses, session
from assessment.gate import content_policy
from assessment.plain import index
from assessment.records import Grant, Workshop
from assessment.services import Services, open_services, purge_expired
from assessment.settings import Settings
from assessment.texts import PSEUDO, load_texts, visitor
from assessment.texts.visitor import accepted
from assessment.workshop import prepare, rounds
from tests.make_instrument import small_instrument, write_banks
from tests.phone.phones import Phone, opened
from tests.read_pdf import text_of
from tests.visits import html, kept, radio, visit

GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.6"}
EN, DE = load_texts("en"), load_texts("de")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("de", "de"),
        ("DE-ch", "de"),
        ("de-AT,de;q=0.9,en;q=0.6", "de"),
        ("en;q=0.6,de;q=0.9", "de"),
        ("fr, de;q=0.2, en;q=0.1", "de"),
        ("en-US,en;q=0.9,de;q=0.9", "en"),
        ("de;q=0, en;q=0.1", "en"),
        ("de ; q=0.5 , en ; q=0.4", "de"),
        ("de;q=1.000, en", "de"),
        ("fr-CA, fr", None),
        ("*", None),
        ("", None),
    ],
)
def test_the_language_a_browser_likes_most(header: str, language: str | None) -> None:
    """By quality, then by order; a region counts as its language; there may be none of ours."""
    assert accepted(header) == language


@pytest.mark.parametrize(
    "header",
    [
        "de;q=2",
        "de;q=-1",
        "de;q=nan",
        "de;q=0.12345",
        "de;q=",
        "de;level=1",
        "../de",
        "de\r\nX: y",
        "pseudo",
        "de_DE",
        "deutsch",
        "ｄｅ",
        "q=1",
        "," * 100_000,
        "de-" + "x" * 100_000,
        " " * 900 + "," * 101 + "de",
    ],
)
def test_what_is_no_language_is_passed_over(header: str) -> None:
    """Neither a crash nor a guess: the installation's language is shown."""
    assert accepted(header) is None


def test_the_browsers_language_is_spoken_everywhere(s: Services, http: httpx.Client) -> None:
    """The shell, the phone, the plain pages and the notices; another browser's stays as it was."""
    for path in ("/", "/j", "/login", "/scorecard.pdf", "/r"):
        page = http.get(path, headers=GERMAN).text
        assert re.search(r'<html\s+lang="de"', page), path
    assert DE("phone.code_lead") in http.get("/j", headers=GERMAN).text
    assert EN("phone.code_lead") in http.get("/j").text
    assert DE("app.claim") in http.get("/", headers=GERMAN).text
    refused = http.post("/begin", data={}, headers=GERMAN)
    assert DE("error.refused") in refused.text


def test_the_policy_of_scripts_fits_the_shell_of_every_language(
    s: Services, http: httpx.Client
) -> None:
    """The one policy that is sent is that of each shell."""
    sent = http.get("/", headers=GERMAN)
    for language in ("en", "de"):
        assert (
            content_policy(index(s.texts(language), s.brand))
            == sent.headers["content-security-policy"]
        )


def test_a_choice_outlives_the_browsers_own_wish(s: Services, http: httpx.Client) -> None:
    """One click, one opaque cookie, back to where one was; and back again."""
    answer = http.post("/language", data={"language": "de", "back": "/j/ABC?x=1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/j/ABC?x=1")
    assert list(http.cookies) == [auth.COOKIE]
    assert DE("phone.code_lead") in http.get("/j", headers={"Accept-Language": "en"}).text
    http.post("/language", data={"language": "en", "back": "/j"})
    assert EN("phone.code_lead") in http.get("/j", headers=GERMAN).text
    assert len(s.store.find(Grant, what="language")) == 1


def test_a_choice_takes_nothing_away(s: Services, http: httpx.Client) -> None:
    """What the browser may open, it still opens; the language counts as none of the fifty."""
    http.post("/begin", data={"scope": "full", "group": "sales"})
    token = http.cookies[auth.COOKIE]
    http.post("/language", data={"language": "de"})
    assert http.cookies[auth.COOKIE] == token
    (own,) = auth.own(s, token)
    for _ in range(auth.REMEMBERED):
        auth.grant(s, token, responses.begin(s, "check", "sales"))
    assert languages.chosen(s, token) == "de"
    assert own.id not in {a.id for a in auth.own(s, token)}
    assert len(auth.own(s, token)) == auth.REMEMBERED


@pytest.mark.parametrize(
    "fields",
    [
        {"language": "fr"},
        {"language": "pseudo"},
        {"language": ""},
        {"language": "../../en"},
        {"language": "de", "more": "x"},
        {},
    ],
)
def test_a_language_we_do_not_speak_is_refused(
    fields: dict[str, str], s: Services, http: httpx.Client
) -> None:
    """Nothing is kept, and a sentence says so."""
    answer = http.post("/language", data=fields)
    assert (answer.status_code, EN("error.refused") in answer.text) == (400, True)
    assert s.store.find(Grant) == ()


def test_no_other_site_changes_the_language(s: Services, http: httpx.Client) -> None:
    """As with every form of ours."""
    answer = http.post("/language", data={"language": "de"}, headers={"Origin": "http://evil.test"})
    assert answer.status_code == 403
    assert s.store.find(Grant) == ()


@pytest.mark.parametrize(
    "back",
    [
        "//evil.test/",
        "https://evil.test/",
        "/\\evil.test",
        "\\/evil.test",
        "/x\r\nSet-Cookie: a=b",
        "/a b",
        "/ä",
        "javascript:alert(1)",
        "answer",
        "",
        "/" + "a" * 3000,
        "/answer?a=1#x",
        "/\t/evil.test",
    ],
)
def test_one_comes_back_to_our_own_pages_alone(back: str) -> None:
    """Whatever a form says, the way leads to a path of this site, or to the start."""
    assert languages.back(back) == "/"


@pytest.mark.parametrize(
    "back", ["/", "/answer?a=0f&sign=targets", "/j/ABC-123", "/seat?w=1&i=a%20b"]
)
def test_one_comes_back_to_where_one_was(back: str) -> None:
    """The page and what it was about."""
    assert languages.back(back) == back


def test_a_forgotten_browser_has_no_choice_left(s: Services, http: httpx.Client) -> None:
    """Nothing of it is kept."""
    http.post("/language", data={"language": "de"})
    http.post("/forget", data={"confirm": "yes"})
    assert s.store.find(Grant) == ()


def test_a_choice_goes_on_with_a_login(s: Services) -> None:
    """A login gives the browser another cookie, and the choice goes along."""
    before, after = auth.new_token(), auth.new_token()
    languages.choose(s, before, "de")
    auth.move_grants(s, before, after)
    assert (languages.chosen(s, before), languages.chosen(s, after)) == (None, "de")
    languages.choose(s, after, "en")
    assert languages.chosen(s, after) == "en"


def test_an_old_choice_is_purged(s: Services) -> None:
    """After 90 days without a choice the browser's own wish counts again, and nothing is kept."""
    token, today = auth.new_token(), datetime.datetime.now(datetime.UTC).date()
    languages.choose(s, token, "de")
    purge_expired(s, today + datetime.timedelta(days=auth.REMEMBERED_DAYS))
    assert languages.chosen(s, token) == "de"
    purge_expired(s, today + datetime.timedelta(days=auth.REMEMBERED_DAYS + 1))
    assert languages.chosen(s, token) is None
    assert s.store.find(Grant) == ()


def test_the_pseudo_language_is_for_everybody(tmp_path: Path, banks: Path) -> None:
    """Who looks for words that bypass the texts sees it in every browser."""
    with open_services(Settings(data=tmp_path / "x", questions=banks, language=PSEUDO)) as s:
        languages.choose(s, token := auth.new_token(), "de")
        assert languages.of_browser(s, token, "de") == PSEUDO


def test_a_page_speaks_the_sessions_language(s: Services, visitor_of: AppTest) -> None:
    """The page, its title and its forms; the switch names the other language."""
    page = html(visitor_of)
    assert DE("start.sample") in page
    assert ">English</button>" in page
    assert 'value="en" lang="en"' in page
    assert EN("start.sample") not in page


def test_a_switch_amid_the_questions_loses_nothing(s: Services, visitor: str) -> None:
    """The same page in German has every answer and the comment, and goes on at the same sign."""
    made = responses.begin(s, "full", "sales")
    auth.grant(s, visitor, made)
    at = visit("answer", a=made.id, sign="s2")
    radio(at, "s2_q1").set_value(4).run()
    radio(at, "s2_q2").set_value("dont_know").run()
    at.text_area[0].set_value("Two of them\nstay.").run()
    assert f'name="back" value="/?a={made.id}&amp;sign=s2"' in html(at)

    languages.choose(s, visitor, "de")
    german = visit("answer", a=made.id, sign="s2")

    assert [radio(german, f"s2_q{n}").value for n in (1, 2, 3)] == [4, "dont_know", None]
    assert DE("word.dont_know") in radio(german, "s2_q1").options
    assert german.text_area[0].value == "Two of them\nstay."
    assert DE("answer.progress", done="2", asked="21") in html(german)
    radio(german, "s2_q3").set_value(1).run()
    assert kept(s, made).answers == {"s2_q1": 4, "s2_q2": "dont_know", "s2_q3": 1}


def test_a_session_keeps_its_language_until_its_page_is_loaded_anew(
    s: Services, visitor: str
) -> None:
    """Another tab does not change words under the hands of whoever reads this one."""
    auth.grant(s, visitor, made := responses.begin(s, "full", "sales"))
    at = visit("answer", a=made.id)
    languages.choose(s, visitor, "de")
    radio(at, "s1_q1").set_value(2).run()
    assert EN("answer.progress", done="1", asked="21") in html(at)


def test_german_banks_come_into_use_without_a_restart(tmp_path: Path) -> None:
    """A translation that is added or mended while the app runs is shown, under the same hash."""
    folder = write_banks(small_instrument(1, 1), tmp_path / "banks")
    with open_services(Settings(data=tmp_path / "x", questions=folder)) as s:
        before = s.instrument("de")
        (folder / "translations").mkdir()
        file = folder / "translations" / "de.yaml"
        for name in ("Ziele", "Vorhaben"):
            file.write_text(yaml.safe_dump({"s1.name": name}, allow_unicode=True), "utf-8")
            s.shelf.renew()
            assert s.instrument("de").by_id["s1"].name == name
            assert s.instrument("de").sha256 == before.sha256


@pytest.fixture
def visitor_of(monkeypatch: pytest.MonkeyPatch, visitor: str) -> AppTest:
    """The start page of a browser that was told to be answered in German."""
    from assessment.services import services

    languages.choose(services(), visitor, "de")
    return visit("start")


def test_nobody_is_answered_in_the_language_of_the_one_before(
    s: Services, http: httpx.Client
) -> None:
    """The language belongs to the request: neither the next one nor a thread inherits it."""
    http.get("/j", headers=GERMAN)
    assert EN("phone.code_lead") in http.get("/j").text
    assert visitor.language() is None


@pytest.fixture
def phones(site: str) -> Iterator[tuple[Phone, Phone]]:
    """Two phones that have not been here before."""
    made = (Phone(site), Phone(site))
    yield made
    for phone in made:
        phone.http.close()


def test_each_phone_of_a_room_speaks_its_owners_language(
    s: Services, phones: tuple[Phone, Phone]
) -> None:
    """Joining, waiting, answering and what is refused; the one beside it stays English."""
    german, english = phones
    german.http.headers.update(GERMAN)
    room = opened(s)
    assert DE("phone.note_reveal") in german.http.get(f"/j/{room.code}").text
    for phone in (german, english):
        phone.join(room)
    assert DE("phone.lobby_title") in german.page().text
    assert EN("phone.lobby_title") in english.page().text
    rounds.open_round(s, room.id, "s1")
    assert DE("phone.next") in german.page().text
    assert german.say("answer", item="s1_q1", given=4).status_code == 200
    shown = german.state().json()["html"]
    assert DE("word.dont_know") in shown
    assert EN("word.dont_know") not in shown
    assert german.say("answer", item="s9_q9", given=4).json()["said"] == DE("phone.no.other")


def test_a_switch_on_the_phone_keeps_the_seat_and_the_answers(
    s: Services, phones: tuple[Phone, Phone]
) -> None:
    """The seat's page comes back in the other language, with what was answered."""
    phone, _ = phones
    phone.join(room := opened(s))
    rounds.open_round(s, room.id, "s1")
    phone.say("answer", item="s1_q1", given=4)
    assert f'name="back" value="/seat?w={room.id}"' in phone.page().text
    sent = phone.form("/language", language="de", back=f"/seat?w={room.id}")
    assert sent.status_code == 400  # it carries nothing but what it is for
    sent = phone.http.post("/language", data={"language": "de", "back": f"/seat?w={room.id}"})
    assert sent.headers["location"] == f"/seat?w={room.id}"
    page = phone.see(phone.page(i="s1_q1").text)
    assert DE("phone.yours") in page or DE("phone.next") in page
    assert re.search(r'value="4"[^>]* checked', page)
    assert phone.say("answer", item="s1_q1", given=2).status_code == 200


def test_the_facilitators_side_speaks_the_browsers_language(
    s: Services, http: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The console and the sheets to type in, whatever language the workshop was prepared in."""
    room = opened(s)
    token = auth.new_token()
    auth.grant(s, token, room)
    http.cookies.set(auth.COOKIE, token)
    assert DE("paper_in.title") in http.get(f"/paper?w={room.id}", headers=GERMAN).text
    assert EN("paper_in.title") in http.get(f"/paper?w={room.id}").text
    sheets = http.get(f"/workshop-sheets.pdf?w={room.id}", headers=GERMAN).content
    assert DE("paper.how") in text_of(sheets)
    monkeypatch.setattr(session, "browser", lambda: token)
    languages.choose(s, token, "de")
    at = visit("workshop", w=room.id)
    shown = html(at) + " ".join(button.label for button in at.button)
    assert DE("workshop.seats") in shown
    assert EN("workshop.seats") not in shown


def test_a_workshop_is_prepared_in_the_language_of_who_prepares_it(
    s: Services, http: httpx.Client
) -> None:
    """For its guests, and for phones that like none of our languages."""
    http.post("/convene", data={"called": "Im Frühjahr"}, headers=GERMAN)
    (room,) = s.store.find(Workshop)
    assert room.language == "de"
    made = prepare.open_door(s, room.id)
    assert DE("phone.note_who") in http.get(f"/j/{made.code}").text
    french = {"Accept-Language": "fr"}
    assert DE("phone.note_who") in http.get(f"/j/{made.code}", headers=french).text
    english = {"Accept-Language": "en"}
    assert EN("phone.note_who") in http.get(f"/j/{made.code}", headers=english).text
