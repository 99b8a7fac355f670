"""The scorecard: what the engine says of a response, as ids and numbers without words."""

from scoring.instrument import Effort, Status
from scoring.response import Answer, Scope
from scoring.values import Frozen


class ItemLine(Frozen):
    """A line of a sign's ledger: what one item adds to the sign score."""

    item: str
    answer: Answer | None  # None: open
    value: float | None  # 0 to 100, (points - 1) / 4 x 100; None without points
    weight: float
    share: float | None  # value x weight / weights with points; these add up to the score


class SignLine(Frozen):
    """A line of the overall ledger: what one sign adds to the overall score."""

    sign: str
    value: float | None  # the sign score (in the check: the key item's value), 0 to 100
    weight: float
    share: float | None  # these add up to the overall score before the cap


class Step(Frozen):
    """One item to raise by one option."""

    item: str
    points: int  # the points to reach, 2 to 5
    effort: Effort
    action: str | None  # id of the cheapest action for the sign's status that moves it


class NextStep(Frozen):
    """The cheapest set of items whose rise by one option reaches the next level."""

    level: int  # the level to reach, 2 to 5
    steps: tuple[Step, ...]  # empty: no such set exists


class SignScore(Frozen):
    """One sign of a scorecard. Scores are 0 to 100, rounded once to one decimal."""

    id: str
    score: float | None
    low: float | None
    high: float | None
    level: int | None
    status: Status
    from_key_item: bool  # the status comes from one question; there is no score and no level
    on_the_line: tuple[int, ...]  # levels that one option on one item would change this to
    answered: int  # items with points
    dont_know: int
    not_applicable: int
    open: int
    items: int  # items asked: 1 in the check, all of the sign in the full assessment
    ledger: tuple[ItemLine, ...]
    actions: tuple[str, ...]  # ids of the next actions for its status
    next_step: NextStep | None  # None at level 5 or without a score


class Overall(Frozen):
    """The overall score. Without one, `score` and what follows from it are None."""

    score: float | None
    low: float | None
    high: float | None
    level: int | None  # after the cap; None in the check without a score
    level_of_score: int | None  # before the cap
    capped_by: str | None  # the sign that holds the level down
    provisional: bool  # some sign has no score
    on_the_line: tuple[int, ...]
    signs_known: int  # signs with a score (in the check: with an answered key item)
    signs_needed: int  # how many of them an overall score takes
    ledger: tuple[SignLine, ...]
    next_step: NextStep | None


class Source(Frozen):
    """Which instrument a scorecard was made with."""

    id: str
    version: str
    sha256: str


class Scorecard(Frozen):
    """The result of a response."""

    scope: Scope
    group: str | None
    overall: Overall
    signs: tuple[SignScore, ...]  # in the order of the instrument
    signs_present: tuple[str, ...]
    strengths: tuple[str, ...]  # at most three, 60 and more
    least_weak: tuple[str, ...]  # at most three, only where there is no strength
    priorities: tuple[str, ...]  # at most three, below 80, the first to act on first
    find_out: tuple[str, ...]  # signs without a score, to find out first
    costs_most: tuple[str, ...]
    instrument: Source

    def sign(self, sign: str) -> SignScore:
        """The sign of that id; raises KeyError."""
        for score in self.signs:
            if score.id == sign:
                return score
        raise KeyError(sign)
