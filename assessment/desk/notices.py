"""Documents on what happens with people's data, true for this installation as it is set up.

The privacy notice, a draft of a processing agreement, the record of processing, and a page for a
works council. What differs between installations comes from the settings, the banks and the brand;
a line that is not true here is left out. All of them are drafts for whoever is responsible.
"""

import html
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from assessment.auth import REMEMBERED_DAYS, SHARED_DAYS
from assessment.desk import door, retention
from assessment.desk.passwords import SHORTEST
from assessment.services import Services
from assessment.texts import Texts

Kind = Literal["privacy", "processing", "record", "works-council"]
KINDS: tuple[Kind, ...] = ("privacy", "processing", "record", "works-council")
LINKED_HOURS = 24  # after the end of a workshop a seat still knows its answers
UNCONFIRMED_DAYS = 14  # how long a wish to be contacted waits for its confirmation
EMPTY = "_" * 24

# Each section with its lines; a line with a mark before the colon is there only where that holds.
SECTIONS: dict[Kind, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "privacy": (
        ("who", ("named:controller", "unnamed:nobody", "contact:contact", "imprint:imprint")),
        (
            "what",
            (
                "answers",
                "days",
                "cookie",
                "shared:process",
                "room",
                "asked",
                "gate:gate",
                "account",
            ),
        ),
        ("why", ("scorecard", "consent", "gate:gate", "workshop")),
        ("reads", ("you", "server", "desk", "locally:alone", "room", "open")),
        ("goes", ("mail:mail", "no_mail:no_mail", "hook:hook", "no_hook:no_hook", "nothing")),
        ("long", ("answers", "asked", "links", "unlinked", "backups")),
        ("rights", ("link", "contact:contact", "object", "complain")),
    ),
    "processing": (
        ("between", ("client", "named:processor", "unnamed:processor_empty", "draft")),
        ("subject", ("what", "data", "persons", "duration")),
        ("duties", ("instructions", "secrecy", "help", "breach", "proof")),
        ("measures", ("reach", "no_tls:tls", "private", "roles", "floors", "log", "restore")),
        ("further", ("own",)),
        ("others", ("host", "mail:mail", "hook:hook", "no_others:none", "change")),
        ("end", ("export", "erase", "backups")),
        ("sign", ("client", "processor")),
    ),
    "record": (
        ("who", ("named:controller", "unnamed:nobody", "contact:contact", "imprint:imprint")),
        ("answers", ("purpose", "ground", "persons", "data", "recipients", "erased")),
        ("workshops", ("purpose", "ground", "persons", "data", "recipients", "erased")),
        (
            "requests",
            (
                "purpose",
                "ground",
                "gate:gate",
                "persons",
                "data",
                "recipients",
                "mail:mail",
                "erased",
            ),
        ),
        ("accounts", ("purpose", "ground", "persons", "data", "recipients", "erased")),
        ("all", ("abroad", "hook:hook", "measures", "backups")),
    ),
    "works-council": (
        ("what", ("asked", "not")),
        ("shown", ("once", "score", "spread", "comments", "same", "rule", "open")),
        ("kept", ("none", "linked", "erased", "reads")),
        ("voluntary", ("skip", "withdraw")),
        ("agree", ("purpose", "mode", "floors", "reports", "until")),
    ),
}

_MARKS: dict[str, Callable[[Services], bool]] = {
    "named": lambda s: bool(_responsible(s)[0]),
    "unnamed": lambda s: not _responsible(s)[0],
    "imprint": lambda s: bool(_responsible(s)[1]),
    "contact": lambda s: bool(_responsible(s)[2]),
    "mail": lambda s: s.settings.mail_server is not None,
    "no_mail": lambda s: s.settings.mail_server is None,
    "hook": lambda s: s.settings.receiver is not None,
    "no_hook": lambda s: s.settings.receiver is None,
    "gate": lambda s: s.settings.gate == "form",
    "no_others": lambda s: s.settings.mail_server is None and s.settings.receiver is None,
    "no_tls": lambda s: not s.settings.public_url.startswith("https"),
    "locally": lambda s: not door.needed(s.settings),
    "shared": lambda s: str(s.settings.place).startswith("postgresql"),
}


class Section(NamedTuple):
    """A heading, and what is said below it."""

    heading: str
    lines: tuple[str, ...]


def sections(s: Services, kind: Kind, words: Texts) -> tuple[Section, ...]:
    """A document in a language: its sections, with the lines that are true here."""
    return tuple(
        Section(words(f"notice.{kind}.{name}"), tuple(_lines(s, kind, name, marked, words)))
        for name, marked in SECTIONS[kind]
    )


def title(kind: Kind, words: Texts) -> str:
    """What a document is called."""
    return words(f"notice.{kind}.title")


def as_markdown(s: Services, kind: Kind, words: Texts) -> str:
    """A document as Markdown."""
    parts = [f"# {title(kind, words)}", words(f"notice.{kind}.lead")]
    for section in sections(s, kind, words):
        parts += [f"## {section.heading}", "\n".join(f"- {line}" for line in section.lines)]
    return "\n\n".join(parts) + "\n"


def as_html(s: Services, kind: Kind, words: Texts) -> str:
    """The body of a document as HTML, without its title."""
    parts = [f"<p>{html.escape(words(f'notice.{kind}.lead'))}</p>"]
    for section in sections(s, kind, words):
        lines = "".join(f"<li>{html.escape(line)}</li>" for line in section.lines)
        parts.append(f"<h2>{html.escape(section.heading)}</h2><ul>{lines}</ul>")
    return "\n".join(parts)


def _lines(
    s: Services, kind: Kind, name: str, marked: tuple[str, ...], words: Texts
) -> Iterator[str]:
    values = _values(s, words)
    for line in marked:
        mark, _, key = line.rpartition(":")
        if not mark or _MARKS[mark](s):
            yield words(f"notice.{kind}.{name}.{key}", **values)


def _values(s: Services, words: Texts) -> dict[str, str]:
    """What the documents say of this installation."""
    settings, floors = s.settings, s.instrument().outline.floors
    controller, imprint, contact = _responsible(s)
    numbers = {
        "months": settings.retention_months,
        "lead_months": settings.lead_retention_months,
        "unconfirmed": UNCONFIRMED_DAYS,
        "days": REMEMBERED_DAYS,
        "shared": SHARED_DAYS,
        "hours": LINKED_HOURS,
        "score": floors.score,
        "spread": floors.distribution,
        "comments": floors.comments,
        "idle": int(door.IDLE.total_seconds() // 60),
        "longest": int(door.LONGEST.total_seconds() // 3600),
        "password": SHORTEST,
        "log": retention.LOG_DAYS,
        "copies": retention.COPY_DAYS,
    }
    server, receiver = settings.mail_server, settings.receiver
    return {name: words.number(value) for name, value in numbers.items()} | {
        "controller": controller or EMPTY,
        "imprint": imprint,
        "contact": contact or EMPTY,
        "mail": server.host if server else "",
        "hook": receiver.host if receiver else "",
        "empty": EMPTY,
    }


def _responsible(s: Services) -> tuple[str, str, str]:
    """Who is responsible, their imprint, and whom to ask about privacy; empty where not said."""
    said = s.brand.responsible
    return said.controller or "", said.imprint or "", said.privacy_contact or ""
