"""Those who leave an address: what they ask for is done, what they did not agree to is not."""

import datetime
from collections.abc import Iterator

import pytest

from assessment import prospects, responses
from assessment.allowance import Allowance
from assessment.desk import leads, rights
from assessment.errors import Refused
from assessment.lead_records import AddressLink, Lead, LeftBy
from assessment.post import links
from assessment.post_records import Outgoing
from assessment.prospects import Wish
from assessment.records import Assessment
from assessment.services import Services, open_services
from assessment.settings import Settings
from scoring.response import NAME_LIMIT

NOON = datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
HOOK = {
    "webhook": "https://crm.example.org/in",
    "webhook_secret": "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldY",
}
MAIL = {
    "smtp": "smtp://127.0.0.1:25",
    "mail_from": "desk@example.org",
    "public_url": "https://signs.example.org",
}


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """No test uses up what another may ask for."""
    prospects.mails.forget()
    prospects.forms.forget()
    yield
    prospects.mails.forget()
    prospects.forms.forget()


@pytest.fixture
def mailing(settings: Settings) -> Iterator[Services]:
    """Services of an installation that sends mail and tells a receiver."""
    wanted = Settings.model_validate(settings.model_dump() | MAIL | HOOK)
    with open_services(wanted) as opened:
        yield opened


def wish(s: Services, **fields: object) -> Wish:
    """What somebody asks for, having read today's wordings."""
    return Wish.model_validate({"email": "Ada@Example.org", "shown": prospects.shown(s)} | fields)


def begun(s: Services) -> Assessment:
    """An assessment of somebody from a campaign."""
    origin = {"utm_source": "letter", "referrer": "partner.example", "evil": "x"}
    return responses.begin(s, "check", "sales", "Sample company", origin)


def out(s: Services) -> dict[str, Outgoing]:
    """What waits to be sent, by name."""
    return {made.name: made for made in s.store.find(Outgoing)}


def token_in(address: str) -> str:
    """The token at the end of a link."""
    return address.partition("#")[2]


@pytest.mark.case("C31")
def test_case_31_a_mail_alone_leaves_no_lead(mailing: Services) -> None:
    """C31: without a tick nothing is kept that anybody could use to write to them."""
    mine = begun(mailing)
    left = prospects.leave(mailing, mine, wish(mailing, mail=True), NOON)

    assert left.mailed
    assert mailing.store.find(Lead) == ()
    assert mailing.store.find(LeftBy) == ()
    assert set(out(mailing)) == {"scorecard"}
    assert out(mailing)["scorecard"].assessment == mine.id


@pytest.mark.case("C32")
def test_case_32_a_consent_says_what_was_read_and_when(s: Services) -> None:
    """C32: the wording, its version and hash, purpose and times; taken back in one step."""
    mine = begun(s)
    left = prospects.leave(s, mine, wish(s, contact=True), NOON)
    assert left.lead
    [given] = left.lead.consents
    assert given.wording == s.texts()("consent.contact")
    assert (given.purpose, given.given, given.version) == ("contact", NOON, prospects.WORDING)
    assert len(given.sha256) == 64
    assert left.lead.contactable

    gone = prospects.withdraw_from(s, mine, now=NOON + DAY)

    assert gone
    assert not gone.contactable
    assert gone.consents[0].withdrawn == NOON + DAY


def test_with_mail_a_consent_waits_for_its_answer(mailing: Services) -> None:
    """Both times are kept, and the receiver hears of the lead only then."""
    left = prospects.leave(mailing, begun(mailing), wish(mailing, contact=True), NOON)
    assert left.confirm
    assert left.lead
    assert not left.lead.contactable
    assert set(out(mailing)) == {"confirm"}

    link = links.filled(mailing, out(mailing)["confirm"], NOON)["confirm"]
    assert link.startswith("https://signs.example.org/c#")
    lead = prospects.confirm(mailing, token_in(link), NOON + DAY)

    assert lead
    assert lead.contactable
    assert lead.consents[0].confirmed == NOON + DAY
    assert set(out(mailing)) == {"confirm", "lead.created"}
    assert prospects.confirm(mailing, "x" * 43, NOON) is None


def test_a_link_in_a_mail_withdraws_everything(mailing: Services) -> None:
    """One click, and again does no harm; the receiver is told."""
    both = wish(mailing, contact=True, read=True)
    left = prospects.leave(mailing, begun(mailing), both, NOON)
    assert left.lead
    assert left.lead.assessment
    sent = links.filled(mailing, out(mailing)["confirm"], NOON)
    token = token_in(sent["withdraw"])

    gone = prospects.withdraw(mailing, token, NOON + DAY)

    assert gone
    assert not gone.holds("read")
    assert not gone.contactable
    assert gone.assessment is None
    assert "lead.withdrawn" in out(mailing)
    assert prospects.withdraw(mailing, token, NOON + DAY) == gone
    confirming = token_in(sent["confirm"])
    late = prospects.confirm(mailing, confirming, NOON + DAY)
    assert late is None, "What was taken back is not brought to life by an older mail."


def test_what_was_taken_back_is_not_told_any_more(mailing: Services) -> None:
    """What waits to be sent and rests on the consent is gone, and the receiver hears why."""
    mine = begun(mailing)
    prospects.leave(mailing, mine, wish(mailing, contact=True), NOON)
    token = token_in(links.filled(mailing, out(mailing)["confirm"], NOON)["confirm"])
    prospects.confirm(mailing, token, NOON)
    assert set(out(mailing)) == {"confirm", "lead.created"}

    prospects.withdraw_from(mailing, mine, now=NOON)
    (told,) = out(mailing).values()

    assert told.name == "lead.withdrawn"
    assert told.payload["contactable"] == "no"


def test_a_receiver_that_was_told_nothing_hears_of_no_withdrawal(mailing: Services) -> None:
    """A lead that never answered the mail is nobody's business, neither before nor after."""
    mine = begun(mailing)
    prospects.leave(mailing, mine, wish(mailing, contact=True), NOON)
    prospects.withdraw_from(mailing, mine, now=NOON)

    assert out(mailing) == {}


def test_nothing_of_an_assessment_without_the_second_tick(s: Services) -> None:
    """A lead names no answers unless they may be read."""
    mine = begun(s)
    contact = prospects.leave(s, mine, wish(s, contact=True), NOON).lead
    assert contact
    assert contact.assessment is None
    assert mine.id not in contact.model_dump_json()

    read = prospects.leave(s, mine, wish(s, read=True), NOON).lead
    assert read
    assert read.id == contact.id, "Who comes again is the same lead."
    assert read.assessment == mine.id
    assert len(read.consents) == 2


def test_the_campaign_and_the_site_are_kept(s: Services) -> None:
    """Of what an address held, the known names alone, each as one short line."""
    lead = prospects.leave(s, begun(s), wish(s, contact=True), NOON).lead
    assert lead
    assert lead.origin == {"utm_source": "letter", "referrer": "partner.example"}
    long = responses.begin(s, "check", None, None, {"utm_term": "a\u202eb\n" * 300})
    assert len(long.origin["utm_term"]) <= NAME_LIMIT
    assert "\u202e" not in long.origin["utm_term"]


def test_changed_wordings_are_read_again(s: Services) -> None:
    """Nobody agrees to what they did not see."""
    with pytest.raises(Refused, match="wording"):
        prospects.leave(s, begun(s), wish(s, contact=True, shown="0" * 64), NOON)
    assert s.store.find(Lead) == ()


@pytest.mark.parametrize("email", ["", "nobody", "a@b\r\nBcc: c@d.org", "a" * 10_000 + "@b.org"])
def test_case_44_an_address_that_is_none(s: Services, email: str) -> None:
    """C44: refused, and nothing is kept."""
    with pytest.raises(Refused):
        prospects.leave(s, begun(s), wish(s, email=email, contact=True), NOON)
    assert s.store.find(Lead) == ()


def test_nobody_is_flooded_with_mail(mailing: Services) -> None:
    """Three mails an hour to an address, whoever asks; then a sentence."""
    for _ in range(3):
        prospects.leave(mailing, begun(mailing), wish(mailing, mail=True), NOON)
    with pytest.raises(Refused, match="hour"):
        prospects.leave(mailing, begun(mailing), wish(mailing, mail=True), NOON)
    other = wish(mailing, mail=True, email="bo@example.org")
    assert prospects.leave(mailing, begun(mailing), other, NOON).mailed


def test_labels_of_one_address_share_its_allowance(mailing: Services) -> None:
    for label in ("", "+a", "+b"):
        prospects.leave(mailing, begun(mailing), wish(mailing, email=f"v{label}@x.org", mail=True))

    with pytest.raises(Refused) as refused:
        prospects.leave(mailing, begun(mailing), wish(mailing, email="v+c@x.org", mail=True))

    assert refused.value.reason == "later"


def test_an_address_left_before_is_withdrawn_and_erased_too(s: Services) -> None:
    mine = begun(s)
    for email in ("typo@example.org", "ada@example.org"):
        assert prospects.leave(s, mine, wish(s, email=email, contact=True, read=True)).lead

    prospects.withdraw_from(s, mine)

    left = s.store.find(Lead)
    assert {lead.email for lead in left} == {"typo@example.org", "ada@example.org"}
    assert not any(lead.assessment or lead.contactable for lead in left)
    last = prospects.lead_of(s, mine)
    assert last is not None
    assert last.email == "ada@example.org"

    rights.erase(s, mine)

    assert s.store.find(Lead) == ()


def test_unconfirmed_leads_are_erased_after_14_days(mailing: Services) -> None:
    """And confirmed ones after 24 months, by a clock of ours."""
    prospects.leave(mailing, begun(mailing), wish(mailing, contact=True), NOON)
    kept = wish(mailing, contact=True, email="bo@example.org")
    prospects.leave(mailing, begun(mailing), kept, NOON)
    mails = mailing.store.find(Outgoing)
    bo = next(mail for mail in mails if mail.email == "bo@example.org")
    link = links.filled(mailing, bo, NOON)["confirm"]
    prospects.confirm(mailing, token_in(link), NOON + DAY)

    assert leads.purge(mailing, NOON + 14 * DAY) == 0
    assert leads.purge(mailing, NOON + 15 * DAY) == 1
    assert [lead.email for lead in mailing.store.find(Lead)] == ["bo@example.org"]
    assert len(mailing.store.find(AddressLink)) == 2, "The erased lead's links went with it."
    assert leads.purge(mailing, NOON + 729 * DAY) == 0
    assert leads.purge(mailing, NOON + 732 * DAY) == 1


def test_a_gate_keeps_the_address_and_no_more(settings: Settings) -> None:
    """Before the PDF a name and an address; being contacted stays a choice."""
    with open_services(settings.model_copy(update={"gate": "form"})) as s:
        mine = begun(s)
        assert not prospects.passed(s, mine)
        lead = prospects.leave(s, mine, wish(s, name="Ada"), NOON).lead
        assert lead
        assert prospects.passed(s, mine)
        assert not lead.contactable
        assert lead.consents == ()


def test_an_allowance_remembers_nothing_of_what_it_refused() -> None:
    few = Allowance({"address": (3, 60.0), "all": (1, 60.0)})
    assert few.take({"address": "a", "all": ""})

    assert not any(few.take({"address": str(n), "all": ""}) for n in range(50))

    assert len(few) == 2


def test_an_allowance_slides() -> None:
    """What was taken an hour ago counts no more; too much is not counted again."""
    at = [0.0]
    allowance = Allowance({"a": (2, 10.0)}, lambda: at[0])
    assert [allowance.take({"a": "x"}) for _ in range(3)] == [True, True, False]
    assert allowance.take({"a": "y"})
    at[0] = 11.0
    assert allowance.take({"a": "x"})


def test_a_form_that_is_sent_again_and_again_adds_nothing(s: Services) -> None:
    """The same words are agreed to once; after twenty times in an hour a sentence."""
    mine = begun(s)
    for _ in range(20):
        lead = prospects.leave(s, mine, wish(s, read=True), NOON).lead
        assert lead
        assert len(lead.consents) == 1
    with pytest.raises(Refused, match="hour"):
        prospects.leave(s, mine, wish(s, read=True), NOON)
    assert prospects.leave(s, begun(s), wish(s, read=True), NOON).lead
    prospects.forms.forget()
    prospects.withdraw_from(s, mine, now=NOON)
    again = prospects.leave(s, mine, wish(s, read=True), NOON + DAY).lead
    assert again
    assert [c.given for c in again.consents] == [NOON, NOON + DAY]
