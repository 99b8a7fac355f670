"""Attempts to take a seat: one that is made again, because its answer got lost, is the same one."""

import base64
import hashlib
import hmac

from assessment.records import Workshop


def token(room: Workshop, attempt: str) -> str:
    """The browser token that this attempt leads to, whichever process is asked, and how often.

    A page that asks for a seat carries a random id of its own. Sent a second time, it opens the
    seat it took before; without that the phone would hold a second one, and the first stayed empty.
    """
    made = hmac.digest(bytes.fromhex(room.secret), f"attempt {attempt}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()
