"""A brand: under whose name, in which look and with which words the product is shown."""

import re
import unicodedata
from typing import Annotated, NamedTuple

from pydantic import Field

from assessment.brand.logo import Logo
from assessment.texts import Texts, load_texts
from assessment.theme import Theme
from scoring.values import Frozen

Pairs = tuple[tuple[str, str], ...]  # a text for each language, "" for all others


class Call(NamedTuple):
    """What a reader is asked to do next: a text, and a link if there is one."""

    text: str
    label: str
    link: str | None


class Contact(Frozen):
    """Whom a reader can turn to."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    web: str | None = None

    def ways(self) -> tuple[tuple[str, str | None], ...]:
        """How to get there: what is said, and where it leads if it is a link."""
        found = (
            (self.email, f"mailto:{self.email}"),
            (self.phone, None),
            ((self.web or "").removeprefix("https://").rstrip("/"), self.web),
        )
        return tuple((said, to) for said, to in found if said)


class Responsible(Frozen):
    """Who answers for what is done with people's answers."""

    controller: str | None = None
    imprint: str | None = None  # an https address, or the text itself
    privacy_contact: str | None = None  # an https address, or an e-mail address


class CallOf(Frozen):
    """The call of one level, in every language that it was written in."""

    level: Annotated[int, Field(ge=1, le=5)]
    text: Pairs
    label: Pairs = ()
    link: str | None = None


class Brand(Frozen):
    """Everything that a brand file decides."""

    name: str
    theme: Theme
    logo: Logo
    logo_dark: Logo
    icon: Logo
    claim: Pairs = ()
    footer: Pairs = ()
    contact: Contact = Contact()
    responsible: Responsible = Responsible()
    calls: tuple[CallOf, ...] = ()
    sample: bool = False  # invented, to be looked at
    says_name: bool = False  # whether the logo does, so that it is not said beside it

    def __hash__(self) -> int:
        """A cheap one: what is made for a brand is kept under it."""
        return hash((self.name, self.theme.cover, self.theme.light.accent, self.claim))

    @property
    def slug(self) -> str:
        """The name as it stands in the names of files: small ASCII letters, digits, dashes."""
        plain = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode()
        return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:40] or "scorecard"

    def texts(self, language: str) -> Texts:
        """The app's own words in a language, under this name."""
        return load_texts(language, self.name, in_language(self.claim, language))

    def footer_in(self, language: str) -> str:
        """What stands at the foot of pages; nothing where there is none."""
        return in_language(self.footer, language)

    def call(self, level: int | None, language: str) -> Call | None:
        """What a reader at this level of the overall score is asked to do next, if anything."""
        found = next((call for call in self.calls if call.level == level), None)
        if found is None:
            return None
        label = in_language(found.label, language) or (found.link or "").removeprefix("mailto:")
        return Call(in_language(found.text, language), label, found.link)

    def logo_on(self, ground: str) -> Logo:
        """The logo that is drawn for a ground of this colour."""
        from assessment.brand.colours import WHITE, readable_on

        return self.logo_dark if readable_on(ground) == WHITE else self.logo


def in_language(texts: Pairs, language: str) -> str:
    """The text in a language, or else the one for all, the English one or the first; or nothing."""
    known = dict(texts)
    order = (language, "", "en", *known)
    return next((known[code] for code in order if code in known), "")
