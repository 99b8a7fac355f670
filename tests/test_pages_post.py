"""assessment/pages/post.py, assessment/desk/post.py: what could not be delivered, at the desk"""

import datetime
from typing import get_args

import pytest
from pydantic import SecretStr

from assessment.desk import audit, post
from assessment.desk.door import Actor
from assessment.errors import Refused
from assessment.post import outbox
from assessment.post.undelivered import Word
from assessment.post_records import Outgoing
from assessment.records import new_id
from assessment.services import Services, provided
from assessment.settings import Settings
from tests.visits import html, links, visit

NOON = datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.UTC)
HERE = Actor("this machine")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation that sends mail and events."""
    given = {
        "smtp": SecretStr("smtp://localhost:2525"),
        "mail_from": "signs@advisors.example",
        "webhook": SecretStr("https://hook.example/in?key=1"),
        "webhook_secret": SecretStr("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
    }
    return settings.model_copy(update=given)


def kept(s: Services, outgoing: Outgoing | None, **fields: object) -> Outgoing:
    """It, put into the store with these fields."""
    assert outgoing
    made = outgoing.changed(**fields)
    s.store.transact(made.home, lambda home: home.put(made))
    return made


def lost(s: Services, why: str = "refused 550") -> Outgoing:
    """A mail that was given up."""
    made = outbox.mail(s, None, "scorecard", "anna@example.com", "en", now=NOON)
    return kept(s, made, state="gave_up", attempts=1, why=why)


def test_the_desk_says_that_something_was_given_up(s: Services, visitor: str) -> None:
    """On its first page, with the way to it; and nothing where nothing was."""
    said = "One mail or event could not be delivered"
    assert said not in html(visit("desk"))
    lost(s)
    at = visit("desk")

    assert said in html(at)
    assert "To the post" in links(at)
    assert "Post" in links(at), "It stands in the menu, too."
    assert "No mail is sent" not in html(at)


def test_the_desk_says_that_no_mail_server_is_set(s: Services, visitor: str) -> None:
    """On its first page and with the post."""
    without = s.settings.model_copy(update={"smtp": None, "mail_from": None})

    with provided(Services(without, s.store, s.shelf, s.brand)):
        pages = [html(visit(page)) for page in ("desk", "post")]
    for page in pages:
        assert "No mail is sent: the settings name no mail server." in page


def test_what_was_given_up_stands_there_with_its_reason(s: Services, visitor: str) -> None:
    """And with what waits. Of an address only the host is shown, and of the webhook no key."""
    lost(s)
    event = outbox.event(s, new_id(), "lead.created", {"id": "42"}, NOON)
    kept(s, event, attempts=2, why="status 503", due=NOON + datetime.timedelta(minutes=5))
    kept(s, outbox.event(s, new_id(), "something.new", {}, NOON))
    page = html(visit("post"))

    assert "A scorecard, to an address at example.com" in page
    assert "26\u00a0November 2026, 12:00 (UTC)" in page
    assert "The mail server does not take this mail (code 550)." in page
    assert "Event: a new lead" in page
    assert "Next try on 26\u00a0November 2026, 12:05 (UTC). Tries so far: 2." in page
    assert "The receiver answered with status 503." in page
    assert "something.new" in page
    assert "hook.example" in page
    assert "anna@" not in page
    assert "key=1" not in page


def test_it_can_be_tried_again_or_discarded(s: Services, visitor: str) -> None:
    """By one click each; the log says who did."""
    first, second = lost(s), lost(s)
    at = visit("post")
    at.button(key=f"again_{first.id}").click().run()
    at.button(key=f"discard_{second.id}").click().run()

    assert [waiting.id for waiting in outbox.waiting(s)] == [first.id]
    assert outbox.given_up(s) == ()
    assert [entry.what for entry in audit.entries(s)] == ["post_again", "post_discarded"]
    assert "anna" not in str(list(audit.entries(s)))


def test_what_is_gone_meanwhile_is_no_error(s: Services, visitor: str) -> None:
    """Somebody else was quicker, or it was delivered."""
    gone = lost(s)
    at = visit("post")
    outbox.discard(s, gone.id)
    at.button(key=f"again_{gone.id}").click().run()

    assert not at.error
    assert not at.exception
    for do in (post.again, post.discard):
        with pytest.raises(Refused):
            do(s, HERE, gone.id)


def test_every_reason_has_its_words(s: Services) -> None:
    """As the postman writes them down."""
    said = {word: s.texts()(f"post.why.{word}", code="1") for word in get_args(Word)}
    assert len(set(said.values())) == len(said) > 10
