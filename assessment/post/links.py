"""The links in a mail to a lead: made when it is sent, so that no token is ever kept."""

import datetime
from functools import partial

from assessment import auth
from assessment.lead_records import CONFIRM_DAYS, AddressLink
from assessment.post.undelivered import Dropped
from assessment.post_records import LinkPurpose, Outgoing
from assessment.records import new_id
from assessment.services import Services
from assessment.store import Transaction

PAGES: dict[LinkPurpose, str] = {"confirm": "c", "withdraw": "w"}


def filled(s: Services, outgoing: Outgoing, now: datetime.datetime) -> dict[str, str]:
    """What fills the words of a mail: its payload, and each of its links under its purpose.

    Every try has links of its own, and all of them work: the mail of an earlier one may have
    arrived although nobody said so. Raises Dropped where the mail was erased meanwhile.
    """
    if not outgoing.links:
        return dict(outgoing.payload)
    tokens = {purpose: auth.new_token() for purpose in outgoing.links}
    made = [_record(outgoing.home, purpose, tokens[purpose], now) for purpose in tokens]
    if not s.store.transact(outgoing.home, partial(_keep, outgoing, made)):
        raise Dropped
    origin = s.settings.public_url
    return outgoing.payload | {
        purpose: f"{origin}/{PAGES[purpose]}#{token}" for purpose, token in tokens.items()
    }


def _keep(outgoing: Outgoing, made: list[AddressLink], home: Transaction) -> bool:
    there = home.get(Outgoing, outgoing.id) is not None
    for link in made if there else ():
        home.put(link)
    return there


def _record(home: str, purpose: LinkPurpose, token: str, now: datetime.datetime) -> AddressLink:
    until = (now + datetime.timedelta(days=CONFIRM_DAYS)).date()
    return AddressLink(
        home=home,
        id=new_id(),
        sha256=auth.digest(token),
        purpose=purpose,
        expires=until if purpose == "confirm" else None,
    )
