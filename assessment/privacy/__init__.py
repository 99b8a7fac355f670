"""What a protected workshop may show: pure, without store, screen and clock."""

from assessment.privacy.ahead import Preview, Seen, Way, preview
from assessment.privacy.classes import Release
from assessment.privacy.comments import shown_comments
from assessment.privacy.mask import end_of_scale, published, shown_counts
from assessment.privacy.rule import ALL, Known, allowed
from assessment.privacy.sets import Part, candidates, known_answers, resting_on, voted_again, votes

__all__ = [
    "ALL",
    "Known",
    "Part",
    "Preview",
    "Release",
    "Seen",
    "Way",
    "allowed",
    "candidates",
    "end_of_scale",
    "known_answers",
    "preview",
    "published",
    "resting_on",
    "shown_comments",
    "shown_counts",
    "voted_again",
    "votes",
]
