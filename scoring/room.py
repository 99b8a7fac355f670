"""The room's scorecard: what the engine says of many responses, as ids and numbers without words.

None stands for what there is not, or what may not be published; `status`, `missing` and `verdict`
say why.
"""

from typing import Literal

from pydantic import Field

from scoring.instrument import Status
from scoring.response import Scope
from scoring.scorecard import Source
from scoring.values import Frozen

# published as "10 or less", as "90 or more"; made of both kinds: "about 50"
Edge = Literal["low", "high", "about"]
GapVerdict = Literal["clear", "not_clear", "too_few", "edge", "hidden"]  # edge: rests on one
Five = tuple[int, int, int, int, int]  # how many chose the options worth 1, 2, 3, 4 and 5 points


class Guess(Frozen):
    """The mirror: which option someone expects the middle person of another group to choose."""

    item: str
    asked: str  # the group of the person who was asked
    about: str
    points: int = Field(strict=True, ge=1, le=5)


class GroupSize(Frozen):
    """A group that took part."""

    id: str
    n: int  # its responses


class Mean(Frozen):
    """A group's mean for a sign, or its overall score."""

    group: str
    sign: str | None  # None: the overall score
    n: int | None  # people with a score there; None: not published
    score: float | None  # 0 to 100; None: no score, or not published
    edge: Edge | None = None


class Gap(Frozen):
    """The perception gap between two groups for a sign, on the items that both answered.

    Where it rests on a mean that is published as "10 or less" or "90 or more", `between` says how
    far apart the two are at least and at most. `points` are then those that are certain; None where
    the two may as well stand together.
    """

    sign: str
    groups: tuple[str, str]
    points: float | None  # the first group's mean minus the second's, -100 to 100
    low: float | None  # of the 95 % interval; None where both agree entirely, or are too few
    high: float | None
    verdict: GapVerdict  # corrected for all pairs and signs that are shown
    large: bool  # 20 points and more
    items: tuple[str, ...]  # the items it rests on
    between: tuple[float, float] | None = None  # points apart, 0 to 100; None: `points` are exact

    @property
    def most(self) -> float | None:
        """How many points the two can be apart at most, 0 to 100; None is not published."""
        if self.between:
            return self.between[1]
        return None if self.points is None else abs(self.points)


class Agreement(Frozen):
    """How far the members of a group agree on an item: 0 two camps, 1 all alike."""

    item: str
    group: str
    value: float | None


class Distribution(Frozen):
    """What the members of a group answered to an item."""

    item: str
    group: str
    n: int | None  # answers with points
    counts: Five | None
    dont_know: int | None
    not_applicable: int | None
    nearly_all: int | None = None  # the points that everyone chose, said as "nearly all"


class BlindSpot(Frozen):
    """What one group expected the middle person of another to choose, and what that one chose."""

    item: str
    asked: str
    about: str
    n: int | None  # how many guessed
    guesses: Five | None
    expected: int | None  # the option named most, 1 to 5; of equals the nearest to the middle guess
    actual: float | None  # the median option of `about`, 1 to 5
    between: tuple[int, int] | None  # the options of its middle two people; of one alone, twice
    matched: int | None  # guesses that are one of these or lie between


class SignRoom(Frozen):
    """One sign of the room: the mean of the groups that make the overall score."""

    id: str
    weight: float  # in the overall score
    score: float | None  # 0 to 100; in the check the mean value of the key item
    status: Status
    level: int | None  # None in the check, too
    from_key_item: bool  # the check: one question carries it
    actions: tuple[str, ...]  # ids of the next actions for its status
    costs_most: float | None  # the share 0 to 1 of all respondents who named it
    edge: Edge | None = None


class RoomOverall(Frozen):
    """The overall score of the room. Without one, `missing` names the groups that lack theirs."""

    score: float | None
    level: int | None  # after the cap
    level_of_score: int | None  # before the cap
    capped_by: str | None  # the sign that holds the level down
    provisional: bool  # some sign has no score
    groups: tuple[str, ...]  # those that are averaged, equal in weight
    missing: tuple[str, ...]  # those of them that have no overall score
    signs_needed: int  # how many signs with a score a group's overall score takes
    edge: Edge | None = None


class RoomScorecard(Frozen):
    """The result of a room."""

    scope: Scope
    asked: tuple[str, ...]  # the signs, in the order of the instrument
    groups: tuple[GroupSize, ...]  # those that took part, in the order of the instrument
    overall: RoomOverall
    signs: tuple[SignRoom, ...]  # one for each sign that was asked
    means: tuple[Mean, ...]  # for each group, of each sign and overall
    gaps: tuple[Gap, ...]  # for each sign, of each pair of groups
    consensus: tuple[Agreement, ...]  # for each item, of each group
    distributions: tuple[Distribution, ...]  # for each item, of each group
    blind_spots: tuple[BlindSpot, ...]
    signs_present: tuple[str, ...]
    strengths: tuple[str, ...]  # at most three, 60 and more
    least_weak: tuple[str, ...]  # at most three, only where there is no strength
    priorities: tuple[str, ...]  # at most three, below 80, the first to act on first
    find_out: tuple[
        str, ...
    ]  # signs that a group of the overall score which took part cannot score
    widest: tuple[str, ...]  # signs by the gap between the groups of the overall score
    instrument: Source

    def sign(self, sign: str) -> SignRoom:
        """The sign of that id; raises KeyError."""
        for found in self.signs:
            if found.id == sign:
                return found
        raise KeyError(sign)

    def mean(self, group: str, sign: str | None = None) -> Mean:
        """A group's mean for a sign, or its overall score; raises KeyError."""
        for found in self.means:
            if found.group == group and found.sign == sign:
                return found
        raise KeyError((group, sign))

    def gap(self, sign: str, groups: tuple[str, str] | None = None) -> Gap | None:
        """The gap of a pair in the instrument's order, or of the overall groups; None without."""
        pair = groups or self.overall.groups
        for found in self.gaps:
            if found.sign == sign and found.groups == pair:
                return found
        return None

    def agreement(self, item: str, group: str) -> Agreement:
        """How far a group agrees on an item; raises KeyError."""
        for found in self.consensus:
            if found.item == item and found.group == group:
                return found
        raise KeyError((item, group))

    def distribution(self, item: str, group: str) -> Distribution:
        """What a group answered to an item; raises KeyError."""
        for found in self.distributions:
            if found.item == item and found.group == group:
                return found
        raise KeyError((item, group))
