"""What differs between installations, read once from the environment."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assessment import outside, typed
from assessment.errors import Refused, SettingsError
from assessment.outside import MailServer, Receiver

ROOT = Path(__file__).parent.parent
WEB = r"https://[^\s<>\"'\\]{1,400}"
MAIL = r"[^\s@<>\"',;:\\()?&]{1,64}@[^\s@<>\"',;:\\()?&]{1,190}"
CONTROLLER = r"[^{}]{3,400}"
IMPRINT = rf"({WEB}|([^{{}}:]|:[^/{{}}])+)"  # an address, or a text that has none
PRIVACY_CONTACT = rf"({WEB}|{MAIL})"
_ORIGIN = r"https://[a-z0-9.-]{1,253}(:[0-9]{1,5})?"
UNSAID = {
    "data",
    "DATABASE_URL",
    "smtp",
    "webhook",
    "webhook_secret",
}  # an address may hold a password
UNPREFIXED = {"PORT", "DATABASE_URL"}


def _folder(given: object) -> object:
    if "://" in str(given):
        raise PydanticCustomError("folder", "this is an address; name a folder to keep data in")
    return given


def _or_none(given: object) -> object:
    return given or None


def _mail_from(given: object) -> object:
    try:
        return typed.email(str(given)) if given else None
    except Refused:
        raise PydanticCustomError("mail_from", "this is no e-mail address") from None


class Settings(BaseSettings):
    """The settings, each from SEVENSIGNS_<NAME>; `PORT` and `DATABASE_URL` have no prefix."""

    model_config = SettingsConfigDict(
        env_prefix="SEVENSIGNS_", frozen=True, extra="ignore", populate_by_name=True
    )

    data: Annotated[Path, BeforeValidator(_folder), Field(description="the data folder")] = Path(
        "data"
    )
    database_url: Annotated[
        SecretStr | None,
        BeforeValidator(_or_none),
        Field(validation_alias="DATABASE_URL", description="the database, in place of the folder"),
    ] = None
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
        str,
        Field(
            pattern="^(en|de|pseudo)$",
            description="where a browser wants no language of ours",
        ),
    ] = "en"
    gate: Annotated[
        Literal["open", "form"], Field(description="whether the PDF takes a name and an address")
    ] = "open"
    lead_retention_months: Annotated[
        int, Field(ge=1, le=120, description="months after which a lead is erased")
    ] = 24
    brand: Annotated[str, Field(min_length=1, description="a folder of branding/, or a path")] = (
        "seven-signs"
    )
    controller: Annotated[
        str, Field(pattern=rf"^({CONTROLLER})?$", description="who is responsible for the answers")
    ] = ""
    imprint: Annotated[
        str, Field(pattern=rf"^{IMPRINT}?$", description="the address of an imprint, or its text")
    ] = ""
    privacy_contact: Annotated[
        str, Field(pattern=rf"^{PRIVACY_CONTACT}?$", description="whom to ask about privacy")
    ] = ""
    embed: Annotated[
        str,
        Field(pattern=rf"^({_ORIGIN}(, ?{_ORIGIN}){{0,19}})?$", description="who may embed it"),
    ] = ""
    retention_months: Annotated[
        int, Field(ge=1, le=120, description="months without a change after which all is erased")
    ] = 12
    smtp: Annotated[
        SecretStr | None, BeforeValidator(_or_none), Field(description="the mail server")
    ] = None
    mail_from: Annotated[
        str | None, BeforeValidator(_mail_from), Field(description="the sender of mails")
    ] = None
    webhook: Annotated[
        SecretStr | None, BeforeValidator(_or_none), Field(description="where events are posted")
    ] = None
    webhook_secret: Annotated[
        SecretStr | None, BeforeValidator(_or_none), Field(description="what signs the events")
    ] = None
    webhook_private: Annotated[
        bool, Field(description="whether the webhook may be this machine or in a private network")
    ] = False

    @property
    def place(self) -> str | Path:
        """Where everything is kept: the address of a database, or the data folder."""
        return self.database_url.get_secret_value() if self.database_url else self.data

    @property
    def embedders(self) -> tuple[str, ...]:
        """The origins of the sites that may show the app in a frame."""
        return tuple(origin.strip() for origin in self.embed.split(",") if origin)

    @property
    def mail_server(self) -> MailServer | None:
        """The server that mails are handed in at; none where no mail is sent."""
        return outside.mail_server(self.smtp.get_secret_value()) if self.smtp else None

    @property
    def receiver(self) -> Receiver | None:
        """Where events are posted; none where nobody receives any."""
        if self.webhook is None:
            return None
        return outside.receiver(self.webhook.get_secret_value(), self.webhook_private)

    @model_validator(mode="after")
    def _post(self) -> Self:
        """What the post needs fits together."""
        if self.smtp and not self.mail_from:
            raise _unfit("SEVENSIGNS_SMTP is set, but SEVENSIGNS_MAIL_FROM is not: name a sender")
        if self.smtp and not self.public_url:
            raise _unfit(
                "SEVENSIGNS_SMTP is set, but SEVENSIGNS_PUBLIC_URL is not: links in mails need it"
            )
        if self.webhook and not self.webhook_secret:
            raise _unfit("SEVENSIGNS_WEBHOOK is set, but SEVENSIGNS_WEBHOOK_SECRET is not")
        try:
            name = "SMTP"
            _ = self.mail_server
            name = "WEBHOOK"
            _ = self.receiver
            name = "WEBHOOK_SECRET"
            if self.webhook_secret:
                outside.webhook_key(self.webhook_secret.get_secret_value())
        except ValueError as error:
            raise _unfit(f"SEVENSIGNS_{name}: {error}") from None
        return self


def _unfit(sentence: str) -> PydanticCustomError:
    return PydanticCustomError("post", "{said}", {"said": sentence})


def read_settings() -> Settings:
    """The settings of this process; raises SettingsError with a line for each that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("\n".join(map(_line, error.errors()))) from None


def _line(error: ErrorDetails) -> str:
    if not error["loc"]:
        return error["msg"]
    field = error["loc"][0]
    got = "" if field in UNSAID else f", got {error['input']!r}"
    return f"{_variable(field)}: {error['msg']}{got}"


def _variable(field: int | str) -> str:
    return str(field) if field in UNPREFIXED else f"SEVENSIGNS_{str(field).upper()}"
