"""A brand's folder becomes a brand, or a list of all that is wrong with it."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from assessment.brand import Brand, CallOf, Contact, Pairs, Responsible
from assessment.brand.colours import themed, unreadable
from assessment.brand.faults import fitted
from assessment.brand.file import BrandKeys
from assessment.brand.fonts import Faces, read_faces
from assessment.brand.logo import Logo, read_logo
from assessment.brand.vision import alike
from assessment.errors import SettingsError
from assessment.settings import ROOT
from assessment.theme import Theme
from scoring.yaml_events import Document, Limits, Problem, read

FOLDER = ROOT / "branding"
DEFAULT = "seven-signs"
FILE = "brand.yaml"
MOST_BYTES = 64 * 1024


class BrandError(SettingsError):
    """A brand that cannot be worn; `problems` say why, by file, line and column."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def load_brand(named: str = DEFAULT) -> Brand:
    """The brand in a folder of `branding/`, or at a path; raises BrandError with all problems."""
    folder = Path(named) if "/" in named or "\\" in named else FOLDER / named
    document = _document(folder)
    keys, problems = fitted(BrandKeys, document)
    if keys is None:
        raise BrandError(problems)
    logos = _Logos(document, folder, keys)
    faces = read_faces(folder, keys.fonts)
    problems += [*logos.problems, *(document.at(("fonts", *at), why) for at, why in faces.faults)]
    theme = _theme(document, faces)
    problems += _too_close(document, theme)
    if problems or logos.light is None or logos.dark is None or logos.icon is None:
        raise BrandError(problems)
    return _brand(keys, theme, logos.light, logos.dark, logos.icon)


@cache
def default_brand() -> Brand:
    """The brand that is worn unless another is named."""
    return load_brand()


def _document(folder: Path) -> Document:
    file = folder / FILE
    name = _shown(file)
    try:
        raw = file.read_bytes()[: MOST_BYTES + 1] if file.is_file() else None
    except (OSError, ValueError):
        raw = None
    if raw is None:
        known = ", ".join(sorted(found.parent.name for found in FOLDER.glob(f"*/{FILE}")))
        there = f"there is no such file; SEVENSIGNS_BRAND names a folder with one, such as {known}"
        return Document(name, problems=[Problem(name, 1, 1, there)])
    if len(raw) > MOST_BYTES:
        return Document(name, problems=[Problem(name, 1, 1, "keep the file below 64 KiB")])
    return read(name, raw, Limits(values=1_000, what="brand"))


def _shown(file: Path) -> str:
    """The file as a message names it: within the project by its place there."""
    try:
        name = file.relative_to(ROOT).as_posix()
    except ValueError:
        name = str(file)
    return name if name.isprintable() else ascii(name)


class _Logos:
    """The pictures of a brand, and what is wrong with them."""

    def __init__(self, document: Document, folder: Path, keys: BrandKeys) -> None:
        self._document = document
        self._folder = folder
        self._read: dict[str, Logo | None] = {}
        self.problems: list[Problem] = []
        self.light = self._of("light", keys.logo.light)
        self.dark = self._of("dark", keys.logo.dark or keys.logo.light)
        self.icon = self._of("icon", keys.logo.icon or keys.logo.light)

    def _of(self, key: str, name: str) -> Logo | None:
        if name not in self._read:
            # Ours are drawn by the tests, so that no start has to wait for it.
            found = read_logo(self._folder / name, tried=self._folder == FOLDER / DEFAULT)
            self._read[name] = found.logo
            at = ("logo", key)
            self.problems += [self._document.at(at, f"{name}: {why}") for why in found.faults]
        return self._read[name]


def _theme(document: Document, faces: Faces) -> Theme:
    given = (document.content or {}).get("colours", {})
    colours = themed(given)
    for mode in ("light", "dark"):
        colours[mode] = colours[mode].model_copy(update={"sans": faces.sans})
    return Theme(**colours, sans=faces.sans, serif=faces.serif, fonts=faces.files)


def _too_close(document: Document, theme: Theme) -> Iterator[Problem]:
    """The colours that cannot be read or told apart, at the line of the one that was given."""
    for fault in (*unreadable(theme), *alike(theme)):
        places = [("colours", *key.partition(" ")[0].split(".")) for key in fault.keys]
        given = next((place for place in places if place in document.places), ("colours",))
        yield document.at(given, fault.sentence)


def _brand(keys: BrandKeys, theme: Theme, light: Logo, dark: Logo, icon: Logo) -> Brand:
    calls = tuple(
        CallOf(level=int(level), text=_pairs(call.text), label=_pairs(call.label), link=call.link)
        for level, call in sorted(keys.calls.items())
    )
    return Brand(
        name=keys.name,
        theme=theme,
        logo=light,
        logo_dark=dark,
        icon=icon,
        claim=_pairs(keys.claim),
        footer=_pairs(keys.footer),
        contact=Contact(**keys.contact.model_dump()),
        responsible=Responsible(
            controller=keys.controller,
            imprint=keys.imprint,
            privacy_contact=keys.privacy_contact,
        ),
        calls=calls,
        sample=keys.sample,
        says_name=keys.logo.says_name,
    )


def _pairs(texts: Mapping[str, str] | None) -> Pairs:
    return tuple(sorted((texts or {}).items()))
