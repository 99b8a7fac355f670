"""What workshops came to, for tests: reports of rooms written down by hand."""

import datetime
from typing import Any, Literal

from assessment.records import Person, PlannedAction, Said, Shift
from assessment.workshop_report import Compared, WorkshopReport
from scoring.instrument import Floors, Instrument
from scoring.progress import compared
from scoring.room import (
    RoomScorecard,
)
from tests.make_rooms import AT_ENDS, ENDS, MIXED, mixed, scores
from tests.make_scorecards import INSTRUMENT

DATE = datetime.date(2026, 11, 23)


def report(
    card: RoomScorecard, instrument: Instrument = INSTRUMENT, **changes: Any
) -> WorkshopReport:
    """What a workshop with that scorecard came to, with a plan, votes and comments."""
    first, second = instrument.signs[0], instrument.signs[1]
    mode: Literal["protected", "open"] = "protected"
    fields: dict[str, Any] = {
        "title": "Spring review",
        "organisation": "Sample & Sons",
        "date": DATE,
        "nature": "real",
        "mode": mode,
        "floors": Floors(),
        "heads": {"sales": 16, "marketing": 12},
        "final": True,
        "card": card,
        "shifts": (
            Shift(item=first.key_item.id, group="sales", n=13, before=(3, 5, 4, 1, 0),
                  after=(1, 3, 5, 4, 0), dissent=2),
            Shift(item=first.key_item.id, group="marketing", n=11, before=(0, 2, 4, 4, 1),
                  after=(0, 3, 5, 3, 0), dissent=0),
            Shift(item=first.key_item.id, group="leadership", n=None, before=None, after=None,
                  dissent=None),
        ),
        "comments": (
            Said(sign=first.id, text="=1+1 ![x](http://127.0.0.1:9/x.png) <b>bold</b>"),
            Said(sign=second.id, text="We make it twice, since nobody finds the first one."),
            Said(sign=second.id, text="A hidden remark", hidden=True),
        ),
        "dissent": (Said(sign=first.id, text="The plan is older than the team."),),
        "plan": (
            PlannedAction(home="w", id="one", place=1, sign=first.id, text="Agree on one target",
                          sales="Ada Sample", marketing="Ben Sample",
                          due=datetime.date(2026, 12, 18), done="Both report the same number."),
            PlannedAction(home="w", id="two", place=2, sign=second.id,
                          text="@SUM(1) review five offers together", sales="Ada Sample"),
        ),
    }  # fmt: skip
    return WorkshopReport(**(fields | changes))


def people(instrument: Instrument = INSTRUMENT) -> tuple[Person, ...]:
    """Five people at an open table."""
    names = (("Ada", "sales"), ("Ben", "sales"), ("Cem", "marketing"), ("Dora", "marketing"),
             ("Eve, who leads both", "leadership"))  # fmt: skip
    signs = [sign.id for sign in instrument.signs]
    return tuple(
        Person(
            ballot=f"b{place}",
            name=name,
            group=group,
            scores={
                sign: None if (place, number) == (1, 2) else (17.0 * place + 13 * number) % 101
                for number, sign in enumerate(signs)
            },
        )
        for place, (name, group) in enumerate(names)
    )


def reports() -> dict[str, WorkshopReport]:
    """What the golden documents are made from."""
    earlier = mixed(scores=scores(INSTRUMENT, *((a - 20, b - 20, c) for a, b, c in MIXED)))
    later = mixed()
    few = {"sales": 12, "marketing": 4}
    without = scores(INSTRUMENT, *((a, None) for a, _, _ in MIXED))
    check = mixed(scope="check", edges={("s7", "sales"): "high"})
    ends = mixed(scores=scores(INSTRUMENT, *ENDS), edges=AT_ENDS)
    table = mixed(sizes={"sales": 2, "marketing": 2, "leadership": 1}, floor=1)
    return {
        "mixed": report(
            later,
            compared=Compared(
                title="Autumn", date=datetime.date(2025, 11, 3), changes=compared(earlier, later)
            ),
        ),
        "hidden": report(
            mixed(sizes=few, scores=without), shifts=(), comments=(), dissent=(), plan=()
        ),
        "open": report(table, mode="open", people=people(), heads={}, shifts=()),
        "check": report(check, organisation=None, heads={}),
        "ends": report(ends),
        "rehearsal": report(later, nature="rehearsal", final=False),
    }
