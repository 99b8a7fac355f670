"""The pages of the desk that show leads, and the form under a scorecard."""

import pytest

from assessment import auth, prospects, responses
from assessment.desk import door
from assessment.lead_records import Lead
from assessment.prospects import Wish
from assessment.services import Services
from tests.visits import html, links, visit

HOSTILE = "<img src=http://evil.example/x> **b** ![a](http://evil.example/y)"


def left(s: Services, **fields: object) -> Lead:
    """A lead of somebody who answered."""
    mine = responses.begin(s, "full", "sales", "Sample company")
    for item in s.instrument().items:
        responses.answer(s, mine.id, item, 2)
    responses.comment(s, mine.id, s.instrument().signs[0].id, "A secret of ours")
    asked = {"email": "ada@example.org", "shown": prospects.shown(s)} | fields
    lead = prospects.leave(s, mine, Wish.model_validate(asked)).lead
    assert lead
    return lead


@pytest.fixture(autouse=True)
def _fresh() -> None:
    """No test uses up what another may ask for."""
    prospects.mails.forget()


def test_a_lead_on_the_list_and_its_page(s: Services, visitor: str) -> None:
    """Need apart from fit; what was typed stays text; the scorecard without comments."""
    lead = left(s, contact=True, read=True, name=HOSTILE, role="Head of Sales", size="50-249")
    at = visit("leads")
    shown = html(at)
    assert "Need: 75 points below 100" in shown
    assert "Fit: Head of Sales, 50–249 people" in shown
    assert "May be contacted" in shown
    assert any(f"lead={lead.id}" in way for way in links(at).values())
    assert "<img src=http" not in shown

    one = visit("lead", lead=lead.id)
    told = html(one)
    assert "<img src=http" not in told
    assert "A secret of ours" not in told + "".join(text.value for text in one.text)
    assert s.texts()("consent.contact") in told.replace("&#x27;", "'")
    assert one.get("vega_lite_chart") or "Scorecard" in told


def test_an_empty_list_says_whether_there_are_no_leads_or_none_that_fit(
    s: Services, visitor: str
) -> None:
    """Whoever begins learns where leads come from; whoever filters, that nothing fits."""
    at = visit("leads")
    assert "There are no leads yet." in html(at)
    at.checkbox[0].set_value(True).run()
    assert "There are no leads yet." not in html(at)
    assert s.texts()("leads.none") in html(at)


def test_what_is_changed_on_a_lead_is_kept(s: Services, visitor: str) -> None:
    """Where things stand and the notes; erased it is gone."""
    lead = left(s, contact=True)
    at = visit("lead", lead=lead.id)
    assert "not open to you" in html(at)
    at.selectbox[0].set_value("meeting").run()
    at.text_area[0].set_value("Tuesday").run()
    kept = s.store.get(Lead, lead.id)
    assert kept
    assert (kept.status, kept.notes) == ("meeting", "Tuesday")
    at.checkbox[0].set_value(True).run()
    next(b for b in at.button if b.label == "Erase this lead").click().run()
    assert s.store.get(Lead, lead.id) is None


def test_what_another_consultant_changed_meanwhile_stays(s: Services, visitor: str) -> None:
    """A page that stands open writes what was changed on it, and nothing else."""
    lead = left(s, contact=True)
    first, second = visit("lead", lead=lead.id), visit("lead", lead=lead.id)
    first.selectbox[0].set_value("meeting").run()
    second.text_area[0].set_value("Tuesday").run()
    first.checkbox[0].set_value(True).run()

    kept = s.store.get(Lead, lead.id)
    assert kept
    assert (kept.status, kept.notes) == ("meeting", "Tuesday")


def test_the_desk_is_shut_to_others(
    s: Services, visitor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond this machine no lead is shown without a login."""
    lead = left(s, contact=True, name="Ada")
    monkeypatch.setattr(door, "needed", lambda _: True)
    for page, query in (("leads", {}), ("lead", {"lead": lead.id})):
        assert "Ada" not in html(visit(page, **query))


def test_the_form_stands_under_the_scorecard_where_it_leads_somewhere(
    s: Services, visitor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not for oneself at this machine; no box is ticked, and the address alone is required."""
    mine = responses.begin(s, "check", "sales")
    auth.grant(s, visitor, mine)
    assert 'action="/leave"' not in html(visit("scorecard"))
    monkeypatch.setattr(door, "needed", lambda _: True)
    every = "".join(part.proto.body for part in visit("scorecard").get("html"))
    form = every.partition('action="/leave"')[2].partition("</form>")[0]
    assert form.count("required") == 1
    assert "checked" not in form


def test_nobody_consents_for_somebody_else(
    s: Services, visitor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A consultant who answers for a client is asked for no address, and meets no gate."""
    mine = responses.begin(s, "check", "sales", interviewed="Ms Li")
    auth.grant(s, visitor, mine)
    monkeypatch.setattr(door, "needed", lambda _: True)
    every = "".join(part.proto.body for part in visit("scorecard").get("html"))
    assert 'action="/leave"' not in every
    object.__setattr__(s, "settings", s.settings.model_copy(update={"gate": "form"}))
    assert prospects.passed(s, mine)
