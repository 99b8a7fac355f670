"""What the engine's values are made of: frozen models, and their fields as they stand in a bank."""

import re
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    WithJsonSchema,
)

POINTS = (1, 2, 3, 4, 5)

Text = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=60)]


def _number(value: object) -> object:
    """A number as typed in YAML (the loader hands on text), or the value unchanged."""
    if isinstance(value, str) and re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", value):
        return float(value) if "." in value else int(value)
    return value


def _flag(value: object) -> object:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _one_to_five(value: object) -> object:
    """A mapping 1..5 -> text, as it stands in a bank, in the order of its points."""
    if not isinstance(value, dict):
        return value
    by_points = {str(key): text for key, text in value.items()}
    if sorted(by_points) != [str(points) for points in POINTS]:
        raise ValueError("the keys must be 1, 2, 3, 4 and 5, each once")
    return tuple(by_points[str(points)] for points in POINTS)


Whole = Annotated[int, Strict(), BeforeValidator(_number)]
Number = Annotated[float, Strict(), BeforeValidator(_number)]
Flag = Annotated[bool, Strict(), BeforeValidator(_flag)]
Weight = Annotated[Number, Field(gt=0, le=10)]
Score = Annotated[Number, Field(ge=0, le=100)]
Five = Annotated[
    tuple[Text, Text, Text, Text, Text],
    BeforeValidator(_one_to_five),
    WithJsonSchema(
        {
            "type": "object",
            "properties": {str(points): {"type": "string"} for points in POINTS},
            "required": [str(points) for points in POINTS],
            "additionalProperties": False,
        }
    ),
]


class Frozen(BaseModel):
    """A value: never changed after it was made, and strict about what it is made of."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
