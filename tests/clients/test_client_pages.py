"""The pages of clients: finding, naming, noting, erasing, and the way from a lead."""

import httpx
import pytest

from assessment import auth
from assessment.client_records import Claim, Client
from assessment.clients import claims, kept
from assessment.desk.door import Actor
from assessment.errors import Refused
from assessment.records import Assessment
from assessment.services import Services
from tests.clients.runs import address, allowed, answered, press, runs
from tests.visits import html, links, visit


def test_clients_are_found_by_any_part_of_their_name(s: Services, actor: Actor) -> None:
    """Whatever the case; without a search all are there, by name."""
    for name in ("Zebra AG", "acme  Tools ", "Ümlaut GmbH"):
        kept.add(s, actor, name)

    def found(text: str = "") -> list[str]:
        return [client.name for client in kept.search(s, actor, text).clients]

    assert found() == ["acme Tools", "Zebra AG", "Ümlaut GmbH"]
    assert found(" TOOLS") == ["acme Tools"]
    assert found("üml") == ["Ümlaut GmbH"]
    assert found("\\u00") == found("t\tb") == []
    assert kept.called(s, actor, "ümlaut gmbh")[0].name == "Ümlaut GmbH"


@pytest.mark.parametrize("name", ["", "  ", "\u202e\x00", "x" * 121])
def test_a_client_has_a_name(s: Services, actor: Actor, name: str) -> None:
    """Nothing, nothing that is seen, or too much is refused, and nothing is kept."""
    with pytest.raises(Refused):
        kept.add(s, actor, name)
    assert s.store.find(Client) == ()


def test_a_hostile_name_is_text_on_every_page_of_the_desk(
    s: Services, actor: Actor, whose: Client, visitor: str
) -> None:
    """No markup of it is drawn, and what turns the direction of writing is gone."""
    claims.claim_by_link(s, actor, whose.id, address(s, answered(s), "resume"))

    for page in (visit("clients"), visit("client", c=whose.id)):
        assert "Agmbh ![x](http://127.0.0.1:9/x.png) &lt;b&gt;B&lt;/b&gt;" in html(page)
        assert not [m for m in page.markdown if "Sons" in m.value]


def test_a_lead_s_scorecard_is_added_from_the_lead_s_page(
    s: Services, actor: Actor, whose: Client, visitor: str
) -> None:
    """While it may be read; the client's page opens, and the lead's leads to it from then on."""
    run = answered(s)
    allowed(s, run)
    page = visit("lead", lead="lead1")
    page.selectbox(key="client_lead1").set_value(whose.id)
    press(page, "Add to this client")

    assert runs(s, actor, whose) == [run.id]
    assert f"shared?s={run.id}" in str(links(page))
    assert f"client?c={whose.id}" in str(links(visit("lead", lead="lead1")))


@pytest.mark.parametrize("readable", [True, False])
def test_a_client_is_made_from_a_lead_s_page(s: Services, visitor: str, readable: bool) -> None:
    """Where there is none yet, too; the scorecard comes with it while it may be read."""
    run = answered(s)
    lead = allowed(s, run).changed(organisation="Sample & Sons")
    shut = {} if readable else {"assessment": None, "consents": ()}
    s.store.transact("lead1", lambda home: home.put(lead.changed(**shut)))
    page = visit("lead", lead="lead1")
    assert ("does not come with it" in html(page)) is not readable
    page.text_input(key="new_client_lead1").set_value("")
    press(page, "Make a new client")
    assert [error.value for error in page.error] == ["Give the client a name."]
    page = visit("lead", lead="lead1")
    assert page.text_input(key="new_client_lead1").value == "Sample & Sons"
    press(page, "Make a new client")

    (made,) = s.store.find(Client)
    assert made.name == "Sample & Sons"
    assert "Client since" in html(page)
    assert [claim.home for claim in s.store.find(Claim)] == ([run.id] if readable else [])


def test_the_client_of_the_lead_s_organisation_is_offered(
    s: Services, actor: Actor, whose: Client, visitor: str
) -> None:
    """However it is written; no other is chosen for anybody."""
    lead = allowed(s, answered(s))
    own = kept.add(s, actor, "Sample & Sons")
    for organisation, offered in (("SAMPLE & sons", own.id), ("Other", None)):
        given = lead.changed(organisation=organisation)
        s.store.transact("lead1", lambda home, given=given: home.put(given))
        assert visit("lead", lead="lead1").selectbox(key="client_lead1").value == offered


def test_a_workshop_is_prepared_for_a_client(
    s: Services, actor: Actor, whose: Client, http: httpx.Client
) -> None:
    """It has the client's name, and stands on the timeline at once."""
    answer = http.post("/client-workshop", data={"client": whose.id, "called": "Autumn"})

    (room,) = auth.workshops(s, http.cookies.get(auth.COOKIE))
    assert answer.headers["location"] == f"/prepare?w={room.id}"
    assert (room.title, room.organisation) == ("Autumn", whose.name)
    assert runs(s, actor, whose) == [room.id]


def test_the_client_page_claims_releases_notes_and_erases(
    s: Services, actor: Actor, whose: Client, visitor: str
) -> None:
    """Each by the page itself; the note is saved as typed, and the run outlives the client."""
    run = answered(s)
    page = visit("client", c=whose.id)
    page.text_input(key="typed_link").set_value("nonsense")
    press(page, "Add to this client")
    assert [e.value for e in page.error] == [
        "This link opens no assessment any more, or never did. Ask for a new one."
    ]
    page.text_input(key="typed_link").set_value(address(s, run, "resume"))
    press(page, "Add to this client")
    assert f"shared?s={run.id}" in str(links(page))

    page.text_area[0].set_value("Call in May").run()
    assert kept.named(s, actor, whose.id).note == "Call in May"
    press(page, "Remove from this client")
    assert runs(s, actor, whose) == []
    page.checkbox[0].check().run()
    press(page, "Erase the client")
    assert s.store.find(Client) == ()
    assert s.store.get(Assessment, run.id)
