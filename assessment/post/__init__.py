"""The outgoing post: mails and webhook events wait in the store until they are delivered."""

from assessment.settings import Settings


def can_mail(settings: Settings) -> bool:
    """Whether this installation has a mail server."""
    return settings.smtp is not None


def has_webhook(settings: Settings) -> bool:
    """Whether events are sent to a receiver."""
    return settings.webhook is not None
