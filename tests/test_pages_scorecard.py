"""The pages scorecard, shared and method: what they draw, for whom, and what they let one do."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from assessment import auth, responses
from assessment.records import Assessment
from assessment.services import Services
from assessment.settings import ROOT
from scoring.response import Answer

MENU = str(ROOT / "assessment" / "menu.py")
COMMENT = "![x](http://127.0.0.1:9/x.png) **bold**"


def answered(s: Services, scope: str = "full", *pattern: Answer | None) -> Assessment:
    """An assessment whose items have the pattern's answers in turn."""
    made = responses.begin(s, scope, "sales", "Sample & *Sons*")
    turns = {item: pattern[n % len(pattern)] for n, item in enumerate(s.instrument().items)}
    given = {item: answer for item, answer in turns.items() if answer is not None}
    full = made.changed(answers=given, comments={"s2": COMMENT})
    s.store.transact(made.id, lambda home: home.put(full))
    return full


def visit(page: str) -> AppTest:
    """The page as it stands after its first run."""
    app = AppTest.from_file(MENU, default_timeout=30).run()
    return app.switch_page(f"pages/{page}.py").run()


def said(app: AppTest) -> str:
    """All the HTML that the page draws itself."""
    return "".join(part.proto.body for part in app.get("html"))


def written(app: AppTest) -> list[str]:
    """All inert text of the page."""
    return [text.value for text in app.text]


@pytest.mark.parametrize("pattern", [(1, 2), (5,), (3, None), ("dont_know",), (None,)])
@pytest.mark.parametrize("scope", ["check", "full"])
def test_the_scorecard_is_drawn_for_every_state(
    s: Services, visitor: str, scope: str, pattern: tuple[Answer | None, ...]
) -> None:
    """Nothing answered, half of it, or all: the page has its finding and no error."""
    auth.grant(s, visitor, answered(s, scope, *pattern))

    app = visit("scorecard")

    assert not app.exception
    assert said(app).count("<h1>") == 1


def test_charts_carry_their_text_and_no_theme_of_streamlit(s: Services, visitor: str) -> None:
    """Both charts are there with their numbers in words, in our own colours."""
    auth.grant(s, visitor, answered(s, "full", 1, 4, 3))

    charts = [chart.proto for chart in visit("scorecard").get("vega_lite_chart")]

    assert len(charts) == 2
    assert all(json.loads(chart.spec)["description"] for chart in charts)
    assert {chart.theme for chart in charts} == {""}


def test_what_people_typed_stays_text(s: Services, visitor: str) -> None:
    """Organisation and comment are inert text, and stand in no HTML or markdown."""
    auth.grant(s, visitor, answered(s, "full", 2, 3))

    app = visit("scorecard")

    assert {"Sample & *Sons*", COMMENT} <= set(written(app))
    assert "Sons" not in said(app)
    assert not any("bold" in part.value for part in app.markdown)


def test_the_check_leads_into_the_full_assessment(s: Services, visitor: str) -> None:
    """The door widens the scope, keeps the answers and goes on answering."""
    check = answered(s, "check", 3)
    auth.grant(s, visitor, check)

    app = visit("scorecard")
    app.button(key="widen").click().run()

    widened = responses.load(s, check.id)
    assert widened is not None
    assert (widened.scope, widened.answers) == ("full", check.answers)


def test_the_full_assessment_has_no_such_door(s: Services, visitor: str) -> None:
    """Where everything is asked already, nothing is to be widened."""
    auth.grant(s, visitor, answered(s, "full", 3))

    assert not visit("scorecard").button


def test_what_is_open_is_said_and_led_to(s: Services, visitor: str) -> None:
    """A partly answered assessment says how many questions are open."""
    auth.grant(s, visitor, answered(s, "full", 3, None, 3))

    assert "7 questions are still open." in said(visit("scorecard"))


def test_downloads_name_the_assessment(s: Services, visitor: str) -> None:
    """Every file is a plain link that says whose it is."""
    mine = answered(s, "full", 3)
    auth.grant(s, visitor, mine)

    drawn = said(visit("scorecard"))

    for address in ("scorecard.pdf", "scorecard.csv", "scorecard.json", "chart/overview.png"):
        assert f'href="./{address}?a={mine.id}"' in drawn


def test_only_the_report_comes_before_the_signs(s: Services, visitor: str) -> None:
    """Data and pictures stand at the end of the page."""
    auth.grant(s, visitor, answered(s, "full", 3))

    drawn = said(visit("scorecard"))

    assert drawn.index("./scorecard.pdf") < drawn.index('class="sign"')
    assert drawn.rindex('class="sign"') < drawn.index("./scorecard.csv")


def test_without_an_assessment_the_page_leads_to_the_start(s: Services, visitor: str) -> None:
    """A browser that holds nothing gets a sentence instead of a scorecard."""
    app = visit("scorecard")

    assert not app.exception
    assert s.texts()("link.no_assessment") in written(app)


@pytest.mark.parametrize("with_comments", [True, False])
def test_a_share_link_shows_comments_only_if_it_allows_them(
    s: Services, visitor: str, with_comments: bool
) -> None:
    """Those who read along see the scorecard, and comments where that was ticked."""
    mine = answered(s, "full", 2, 3)
    link = auth.open_link(s, auth.make_link(s, mine.id, "share", with_comments))
    assert link is not None
    auth.grant(s, visitor, link)

    app = visit("shared")

    assert not app.exception
    assert (COMMENT in written(app)) == with_comments
    assert f"./scorecard.pdf?s={mine.id}" in said(app)


def test_a_shared_scorecard_writes_nothing(s: Services, visitor: str) -> None:
    """There is nothing to press on it, even for an unfinished check."""
    mine = answered(s, "check", 2, None)
    link = auth.open_link(s, auth.make_link(s, mine.id, "share"))
    assert link is not None
    auth.grant(s, visitor, link)

    app = visit("shared")

    assert not app.button
    assert not app.get("text_area")


def test_a_share_link_opens_no_scorecard_of_ones_own(s: Services, visitor: str) -> None:
    """Who may read along may not answer."""
    mine = answered(s, "full", 3)
    link = auth.open_link(s, auth.make_link(s, mine.id, "share"))
    assert link is not None
    auth.grant(s, visitor, link)

    assert s.texts()("link.no_assessment") in written(visit("scorecard"))


def test_the_method_names_the_author_and_every_fact(s: Services, visitor: str) -> None:
    """Under Sources stand the article's author, once, and the card of every figure shown."""
    app = visit("method")
    drawn = said(app)

    assert not app.exception
    assert drawn.count(s.texts()("word.author")) == 1
    assert all(
        fact.claim in drawn
        for sign in s.instrument().signs
        for fact in s.instrument().shown_facts(sign)
    )


def test_the_method_says_how_long_answers_are_kept(s: Services, visitor: str) -> None:
    """The months are those of this installation."""
    assert f"for {s.settings.retention_months} months" in said(visit("method"))


def test_the_author_is_named_nowhere_else() -> None:
    """The name stands once among the texts of each language, and in no code or bank."""
    files = [*(ROOT / "assessment").rglob("*.py"), *(ROOT / "assessment" / "texts").glob("*.yaml")]
    files += (ROOT / "questions").rglob("*.yaml")
    named = [f.name for f in files for _ in range(f.read_text("utf-8").count("Strohkorb"))]

    assert sorted(named) == ["de.yaml", "en.yaml"]
