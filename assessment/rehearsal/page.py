"""What a guest reads on the phone's page: its forms, and what stands chosen in them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

FRAME = {"proof", "w"}  # fields of every form, which say nothing of what is asked


@dataclass
class Asked:
    """A form on the page: what its message is about, and the choices."""

    to: str  # what the page calls it
    at: str = ""  # the screen it stands on, which is named after its item
    about: dict[str, str] = field(default_factory=dict)  # kind, item, about, round, sign
    choices: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    locked: bool = False

    @property
    def kind(self) -> str:
        """The kind of message it sends."""
        return self.about.get("kind", "")


@dataclass
class Page:
    """A page as a guest reads it."""

    marks: dict[str, str] = field(default_factory=dict)  # of the main part: key, room, seat, turn
    proof: str = ""
    asked: list[Asked] = field(default_factory=list)


def read(html: str) -> Page:
    """The forms of a page, in their order."""
    reader = _Reader()
    reader.feed(html)
    return reader.page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._form: Asked | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "main":
            self.page.marks = {k[5:]: v for k, v in given.items() if k.startswith("data-")}
        elif tag == "form":
            self._form = Asked(given["data-to"]) if "data-to" in given else None
            if self._form:
                self.page.asked.append(self._form)
        elif tag == "input":
            self._field(given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None

    def _field(self, given: dict[str, str]) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        if name == "proof":
            self.page.proof = value
        if self._form is None or name in FRAME:
            return
        if name == "at":
            self._form.at = value
            return
        if given.get("type") == "hidden":
            self._form.about[name] = value
            return
        self._form.choices.append(value)
        if "checked" in given:
            self._form.chosen.append(value)
        self._form.locked |= "disabled" in given
