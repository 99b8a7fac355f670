"""What a protected workshop may show: pure, without store, screen and clock."""

from assessment.privacy.ahead import Preview, Seen, Way, preview
from assessment.privacy.classes import Release
from assessment.privacy.comments import shown_comments
from assessment.privacy.mask import end_of_scale, published, shown_counts
from assessment.privacy.rule import ALL, Known, allowed, spread
from assessment.privacy.sets import Offer, Part, offer, offer_comments, offer_votes, resting_on
from assessment.privacy.told import allowed_beside

__all__ = [
    "ALL",
    "Known",
    "Offer",
    "Part",
    "Preview",
    "Release",
    "Seen",
    "Way",
    "allowed",
    "allowed_beside",
    "end_of_scale",
    "offer",
    "offer_comments",
    "offer_votes",
    "preview",
    "published",
    "resting_on",
    "shown_comments",
    "shown_counts",
    "spread",
]
