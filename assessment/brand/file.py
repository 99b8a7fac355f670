"""What brand.yaml may say: every key, what belongs there, and what is left out."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from assessment.settings import CONTROLLER, IMPRINT, MAIL, PRIVACY_CONTACT, WEB

_COLOUR = "a colour such as #0B6E69, in quotes"
_SUBJECT = r"(\?subject=[^\s<>\"'\\&]{1,200})?"


def _in_languages(given: object) -> object:
    """One text is the text in every language."""
    return {"": given} if isinstance(given, str) else given


Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
Five = tuple[Colour, Colour, Colour, Colour, Colour]
Name = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\n{}<>]+$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\n{}]+$")]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=400, pattern=r"^[^{}]+$")]
Language = Annotated[str, StringConstraints(pattern=r"^([a-z]{2,3})?$")]
Said = Annotated[dict[Language, Sentence], BeforeValidator(_in_languages)]
Brief = Annotated[dict[Language, Line], BeforeValidator(_in_languages)]
File = Annotated[str, StringConstraints(max_length=100, pattern=r"^\w[\w.-]*$")]
Mail = Annotated[str, StringConstraints(pattern=rf"^{MAIL}$")]
Phone = Annotated[str, StringConstraints(pattern=r"^[+0-9 ()/.-]{3,40}$")]
Web = Annotated[str, StringConstraints(pattern=rf"^{WEB}$")]
Link = Annotated[str, StringConstraints(pattern=rf"^({WEB}|mailto:{MAIL}{_SUBJECT})$")]
Controller = Annotated[str, StringConstraints(max_length=400, pattern=rf"^{CONTROLLER}$")]
Imprint = Annotated[str, StringConstraints(max_length=2000, pattern=rf"^{IMPRINT}$")]
PrivacyContact = Annotated[str, StringConstraints(pattern=rf"^{PRIVACY_CONTACT}$")]


class Keys(BaseModel):
    """A mapping that holds these keys and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class LogoKeys(Keys):
    """The files of the logo, beside brand.yaml."""

    light: File = Field(description="the file of the logo on a light ground, a PNG or an SVG")
    dark: File | None = Field(None, description="the file of the logo on a dark ground")
    icon: File | None = Field(None, description="the file of a square icon for the browser's tab")
    says_name: bool = Field(False, description="true, where the logo says the product's name")


class PaletteKeys(Keys):
    """The colours of one mode; what is left out follows from the others, or is ours."""

    background: Colour | None = Field(None, description=_COLOUR)
    surface: Colour | None = Field(None, description=_COLOUR)
    ink: Colour | None = Field(None, description=_COLOUR)
    muted: Colour | None = Field(None, description=_COLOUR)
    line: Colour | None = Field(None, description=_COLOUR)
    rule: Colour | None = Field(None, description=_COLOUR)
    accent: Colour | None = Field(None, description=_COLOUR)
    on_accent: Colour | None = Field(None, description=_COLOUR)
    accent_soft: Colour | None = Field(None, description=_COLOUR)
    warning: Colour | None = Field(None, description=_COLOUR)
    levels: Five | None = Field(None, description="a list of five colours, from level 1 to 5")
    on_levels: Five | None = Field(None, description="a list of five colours, from level 1 to 5")
    sales: Colour | None = Field(None, description=_COLOUR)
    marketing: Colour | None = Field(None, description=_COLOUR)
    leadership: Colour | None = Field(None, description=_COLOUR)


class ColourKeys(Keys):
    """The colours: two are enough, `light.accent` and `cover`."""

    light: PaletteKeys = Field(PaletteKeys(), description="colours on a light ground")
    dark: PaletteKeys = Field(PaletteKeys(), description="colours on a dark ground")
    cover: Colour | None = Field(None, description=_COLOUR)
    on_cover: Colour | None = Field(None, description=_COLOUR)
    on_cover_muted: Colour | None = Field(None, description=_COLOUR)


class FaceKeys(Keys):
    """The files of one face, beside brand.yaml."""

    ttf: File = Field(description="the file of the face as TrueType, for the PDF")
    woff2: File = Field(description="the file of the face as WOFF2, for browsers")


class FontKeys(Keys):
    """The typefaces; those that are left out are ours."""

    regular: FaceKeys | None = Field(None, description="running text, weight 400")
    semibold: FaceKeys | None = Field(None, description="labels and numbers, weight 600")
    headline: FaceKeys | None = Field(None, description="headlines, weight 600")
    headlines: Literal["serif", "sans"] = Field(
        "serif", description="serif, or sans for headlines in the face of the text"
    )


class ContactKeys(Keys):
    """Whom a reader can turn to."""

    name: Line | None = Field(None, description="a name of at most 120 characters")
    email: Mail | None = Field(None, description="an e-mail address")
    phone: Phone | None = Field(None, description="a phone number such as '+49 30 000000'")
    web: Web | None = Field(None, description="an address that begins with https://")


class CallKeys(Keys):
    """What a reader at one level is asked to do next."""

    text: Said = Field(description="a text of at most 400 characters")
    label: Brief | None = Field(None, description="what the link says, in one line")
    link: Link | None = Field(None, description="an address that begins with https:// or mailto:")


class BrandKeys(Keys):
    """All of brand.yaml."""

    name: Name = Field(description="what the product is called, at most 60 characters")
    sample: bool = Field(False, description="true, where this is an invented brand to look at")
    claim: Brief | None = Field(None, description="one line of at most 120 characters")
    logo: LogoKeys = Field(description="'light: logo.svg', and 'dark:' where it differs")
    colours: ColourKeys = Field(ColourKeys(), description="'cover:', 'light:' and 'dark:'")
    fonts: FontKeys = Field(FontKeys(), description="'regular:', 'semibold:' and 'headline:'")
    contact: ContactKeys = Field(ContactKeys(), description="'name:', 'email:', 'phone:', 'web:'")
    footer: Said | None = Field(None, description="a text of at most 400 characters")
    controller: Controller | None = Field(
        None, description="who is responsible for the answers: name and postal address"
    )
    imprint: Imprint | None = Field(
        None, description="the address of an imprint, which begins with https://, or its text"
    )
    privacy_contact: PrivacyContact | None = Field(
        None, description="the e-mail or https:// address for questions about privacy"
    )
    calls: dict[Annotated[str, StringConstraints(pattern="^[1-5]$")], CallKeys] = Field(
        {}, description="a mapping from levels 1 to 5 to what comes next"
    )
