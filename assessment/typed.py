"""What people typed, as it is kept: without what nobody sees, and not longer than there is room."""

import unicodedata

from assessment.errors import Refused
from scoring.response import COMMENT_LIMIT, NAME_LIMIT

EMAIL_LIMIT = 254  # characters, as RFC 5321 has it
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # control and format characters, halves, separators
_KEPT = "\t\n\u200c\u200d"  # the joiners belong to the spelling of some scripts and to emoji


def name(given: str | None, limit: int = NAME_LIMIT) -> str | None:
    """The text on one line, or None if nothing is left; raises Refused where it is too long."""
    clean = " ".join(_seen(given or "").split())
    if len(clean) > limit:
        raise Refused(f"A name has at most {limit} characters; this has {len(clean)}.", "long_name")
    return clean or None


def comment(given: str, limit: int = COMMENT_LIMIT) -> str:
    """The text without its ends; raises Refused where it is longer than a comment may be."""
    clean = _seen(given).strip()
    if len(clean) > limit:
        told = f"A comment has at most {limit} characters; this has {len(clean)}."
        raise Refused(told, "long_comment")
    return clean


def email(given: str) -> str:
    """The one address in the text, in ASCII and small letters; raises Refused for anything else.

    A domain of other scripts is spelled as mail servers know it; no name server is asked.
    """
    from email_validator import EmailNotValidError, validate_email

    clean = given.strip()
    told = "That is no e-mail address that mail can be sent to."
    if len(clean) > EMAIL_LIMIT:
        raise Refused(told, "bad_email")
    try:
        found = validate_email(clean, strict=True, allow_smtputf8=False, check_deliverability=False)
    except EmailNotValidError:
        raise Refused(told, "bad_email") from None
    return str(found.ascii_email).lower()


def _seen(text: str) -> str:
    """The text without what nobody sees, such as marks that turn the direction of writing."""
    return "".join(c for c in text if c in _KEPT or unicodedata.category(c) not in _UNSEEN)
