"""assessment/post/outbox.py, assessment/post_records.py"""

import datetime

import pytest
from pydantic import SecretStr

from assessment.errors import Refused
from assessment.post import outbox
from assessment.post_records import Outgoing
from assessment.records import new_id
from assessment.services import Services
from assessment.settings import Settings

NOON = datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.UTC)
SECRET = "whsec_" + "c2V2ZW4gc2lnbnMsIDI0IGJ5dGVz" + "AAAA"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation that sends mail and events."""
    posting = {
        "smtp": SecretStr("smtp://localhost:2525"),
        "mail_from": "signs@example.com",
        "webhook": SecretStr("https://hook.example/in"),
        "webhook_secret": SecretStr(SECRET),
    }
    return settings.model_copy(update=posting)


def kept(s: Services, outgoing: Outgoing) -> Outgoing:
    """It, put into the store."""
    s.store.transact(outgoing.home, lambda home: home.put(outgoing))
    return outgoing


def test_a_mail_lies_with_what_it_belongs_to(s: Services) -> None:
    """And goes with it: what is erased sends no mail any more."""
    lead = new_id()
    made = kept(s, outbox.mail(s, lead, "scorecard", "anna@example.com", "en", now=NOON))

    assert outbox.waiting(s) == (made,)
    s.store.erase(lead)
    assert outbox.waiting(s) == ()


def test_a_mail_of_its_own_leaves_nothing_behind(s: Services) -> None:
    """Neither in the home nor in an older generation of it."""
    made = kept(s, outbox.mail(s, None, "scorecard", "anna@example.com", "en"))
    outbox.again(s, made.id)
    outbox.discard(s, made.id)

    files = [path for path in s.settings.data.rglob("*") if path.is_file()]
    assert not [path for path in files if b"anna@" in path.read_bytes()]


def test_where_nothing_is_set_nothing_is_sent(s: Services) -> None:
    """No event is kept, and a mail is refused."""
    unset = {"smtp": None, "webhook": None}
    none = Services(s.settings.model_copy(update=unset), s.store, s.shelf)

    assert outbox.event(none, new_id(), "lead.created", {}) is None
    with pytest.raises(Refused):
        outbox.mail(none, None, "scorecard", "anna@example.com", "en")


def test_what_was_given_up_waits_for_somebody_to_look_at_it(s: Services) -> None:
    """Whoever does tries it anew, or discards it; after 14 days it is forgotten."""
    event = outbox.event(s, new_id(), "lead.created", {"id": "x"}, NOON)
    assert event
    lost = kept(s, event.changed(state="gave_up", attempts=6, why="status 500"))

    assert outbox.waiting(s) == ()
    assert outbox.given_up(s) == (lost,)
    assert outbox.again(s, lost.id, NOON)
    assert outbox.waiting(s) == (event,)
    assert outbox.discard(s, lost.id)
    assert not outbox.again(s, lost.id)
    assert not outbox.discard(s, lost.id)

    kept(s, lost)
    assert outbox.forget(s, NOON + outbox.KEPT) == 0
    assert outbox.forget(s, NOON + outbox.KEPT + datetime.timedelta(seconds=1)) == 1
    assert outbox.given_up(s) == ()
