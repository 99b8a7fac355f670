"""What differs between installations, read once from the environment."""

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assessment.errors import SettingsError

ROOT = Path(__file__).parent.parent
UNSAID = {"data"}  # an address in its place may hold a password


def _folder(given: object) -> object:
    if "://" in str(given):
        raise PydanticCustomError("folder", "this is an address; name a folder to keep data in")
    return given


class Settings(BaseSettings):
    """The settings, each from SEVENSIGNS_<NAME>; `PORT` alone has no prefix."""

    model_config = SettingsConfigDict(
        env_prefix="SEVENSIGNS_", frozen=True, extra="ignore", populate_by_name=True
    )

    data: Annotated[Path, BeforeValidator(_folder), Field(description="the data folder")] = Path(
        "data"
    )
    questions: Annotated[Path, Field(description="the folder with the banks")] = (
        ROOT / "questions" / "seven-signs"
    )
    address: Annotated[
        str, Field(pattern=r"^[0-9A-Za-z.:_-]{1,253}$", description="the address to listen on")
    ] = "127.0.0.1"
    port: Annotated[
        int, Field(ge=1, le=65535, validation_alias="PORT", description="the port to listen on")
    ] = 8501
    public_url: Annotated[
        str,
        Field(pattern=r"^(https?://[^/?#\s]+)?$", description="how people reach it, if not so"),
    ] = ""
    language: Annotated[
        str, Field(pattern="^(en|pseudo)$", description="the language of the screens")
    ] = "en"
    retention_months: Annotated[
        int, Field(ge=1, le=120, description="months without a change after which all is erased")
    ] = 12


def read_settings() -> Settings:
    """The settings of this process; raises SettingsError with a line for each that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("\n".join(map(_line, error.errors()))) from None


def _line(error: ErrorDetails) -> str:
    field = error["loc"][0]
    got = "" if field in UNSAID else f", got {error['input']!r}"
    return f"{_variable(field)}: {error['msg']}{got}"


def _variable(field: int | str) -> str:
    return "PORT" if field == "PORT" else f"SEVENSIGNS_{str(field).upper()}"
