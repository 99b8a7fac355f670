"""The foot of every page: the brand's own line, and who answers for what happens here."""

from typing import NamedTuple

from assessment.brand import Brand
from assessment.texts import Texts

IMPRINT = "/imprint"  # where the text of an imprint stands that is no address itself


class Foot(NamedTuple):
    """Lines of text, and links as pairs of what they say and where they lead."""

    lines: tuple[str, ...]
    links: tuple[tuple[str, str], ...]


def foot(brand: Brand, words: Texts) -> Foot:
    """What stands at the foot of a page, as far as the brand says it."""
    said = brand.responsible
    lines = [brand.footer_in(words.language)]
    if brand.sample:
        lines.append(words("foot.sample"))
    if said.controller:
        lines.append(words("foot.controller", controller=" ".join(said.controller.split())))
    links = []
    if said.imprint:
        address = said.imprint if said.imprint.startswith("https://") else IMPRINT
        links.append((words("foot.imprint"), address))
    if said.privacy_contact:
        links.append((words("foot.privacy"), address_of(said.privacy_contact)))
    return Foot(tuple(filter(None, lines)), tuple(links))


def address_of(contact: str) -> str:
    """Where a contact is reached: an https address, or a mail."""
    return contact if contact.startswith("https://") else f"mailto:{contact}"
