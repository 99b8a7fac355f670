"""A response: one person's answers to one instrument."""

import datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from scoring.instrument import Instrument
from scoring.values import Frozen

COMMENT_LIMIT = 2000
NAME_LIMIT = 120

Scope = Literal["check", "full"]
# Not a Literal: that would take true and 1.0 for 1.
Answer = Annotated[int, Field(strict=True, ge=1, le=5)] | Literal["dont_know", "not_applicable"]
Comment = Annotated[str, StringConstraints(max_length=COMMENT_LIMIT)]


class Response(Frozen):
    """One person's answers; what is not in `answers` is open."""

    model_config = ConfigDict(strict=True)

    scope: Scope = "full"
    date: datetime.date | None = None
    organisation: Annotated[str, StringConstraints(max_length=NAME_LIMIT)] | None = None
    group: str | None = None
    # with whom the consultant spoke who gave these answers; None: whoever answers, answers alone
    interviewed: Annotated[str, StringConstraints(max_length=NAME_LIMIT)] | None = None
    answers: dict[str, Answer] = Field(max_length=1000)
    costs_most: tuple[str, ...] = ()
    comments: dict[str, Comment] = Field({})


def problems(instrument: Instrument, response: Response) -> list[str]:
    """What in a response does not fit the instrument, a sentence each; none if it fits."""
    signs = ", ".join(instrument.by_id)
    groups = [group.id for group in instrument.outline.groups]
    limit = instrument.outline.costs_most_limit
    found = [
        f"answers: no item is called {item!r:.60}; `items` lists the ids"
        for item in response.answers
        if item not in instrument.items
    ]
    if response.group is not None and response.group not in groups:
        found.append(f"group: {response.group!r:.60} is not one of {', '.join(groups)}")
    for field in ("costs_most", "comments"):
        found += [
            f"{field}: no sign is called {sign!r:.60}; the signs are {signs}"
            for sign in getattr(response, field)
            if sign not in instrument.by_id
        ]
    if len(set(response.costs_most)) != len(response.costs_most):
        found.append("costs_most: a sign is named twice; name each once")
    if len(response.costs_most) > limit:
        found.append(f"costs_most: {len(response.costs_most)} signs; name at most {limit}")
    return found
