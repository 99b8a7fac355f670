"""Whether the banks agree within themselves and with one another.

The rules read documents as they were typed, so that a fault in one place hides none in another,
and stay silent where the answer depends on a part that could not be read.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from scoring.instrument import STATUSES, Prompts
from scoring.shape import meant
from scoring.values import POINTS
from scoring.yaml_events import MAX_PROBLEMS, Document, Path, Problem, shown

ACTIONS = {"present": 3, "emerging": 3, "absent": 1, "unknown": 2}
HORIZONS = ("30", "60", "90")
PROMPTS = (2, 3)
RESERVED = "instrument"  # the first part of the paths of its own texts

_PATHS = "questions/README.md tells how paths are made"
_ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")

Declared = tuple[Document, Path, str | None]  # None: there is something whose id is not known


@dataclass(frozen=True, slots=True)
class Names:
    """The ids of one kind; unless all are known for sure, none can be called unknown."""

    kind: str
    remedy: str
    ids: frozenset[str]
    complete: bool

    @classmethod
    def of(
        cls, kind: str, remedy: str, declared: Iterable[Declared], others: Iterable[Declared] = ()
    ) -> "Names":
        """The ids declared; `others` are all that they must differ from, themselves included."""
        names = [name for _, _, name in declared]
        uses = Counter(name for _, _, name in others)
        sure = all(name and _ID.fullmatch(name) and uses[name] < 2 for name in names)
        return cls(kind, remedy, frozenset(filter(None, names)), sure and RESERVED not in names)

    def references(self, document: Document, *path: str | int) -> Iterator[Problem]:
        """The names in the list at the path that are unknown, or there twice."""
        seen: set[str] = set()
        for place, name in _entries(document, *path):
            if not isinstance(name, str) or not _ID.fullmatch(name):
                continue
            if name in seen:
                yield document.at(place, f"{shown(name)} is in this list already; keep one")
            elif self.complete and name not in self.ids:
                yield document.at(
                    place, f"no {self.kind} is called {shown(name)}; {self._hint(name)}"
                )
            seen.add(name)

    def _hint(self, name: str) -> str:
        guess = meant(name, self.ids)
        return f"did you mean {guess!r}?" if guess else self.remedy


@dataclass(frozen=True, slots=True)
class Banks:
    """The documents of a folder; one that is missing or could not be read has no content."""

    outline: Document
    ledger: Document
    signs: tuple[Document, ...]
    translations: tuple[Document, ...]

    def __iter__(self) -> Iterator[Document]:
        yield from (self.outline, self.ledger, *self.signs, *self.translations)

    def sign_ids(self) -> list[Declared]:
        return [found for bank in self.signs for found in _own_id(bank)]

    def item_ids(self) -> list[Declared]:
        return [found for bank in self.signs for found in _ids(bank, "items")]

    def action_ids(self) -> list[Declared]:
        lists = [(bank, status) for bank in self.signs for status in STATUSES]
        return [found for bank, status in lists for found in _ids(bank, "actions", status)]

    def fact_ids(self) -> list[Declared]:
        return _ids(self.ledger, "facts")

    def starts(self, document: Document) -> list[Declared]:
        """The first parts of the paths of a document's texts, as far as they can be told."""
        if document is self.outline:
            return [(document, (), RESERVED)]
        if document is self.ledger:
            return self.fact_ids()
        return [*_own_id(document), *_ids(document, "items")]


def disagreements(
    banks: Banks, texts: Iterable[str], faulty: Sequence[Document]
) -> Iterator[Problem]:
    """What does not agree; `texts` are the paths of the texts in all but the faulty documents."""
    signs, items, cards = banks.sign_ids(), banks.item_ids(), banks.fact_ids()
    everything = [*signs, *items, *banks.action_ids(), *cards]
    yield from _repeated(everything)
    known_signs = Names.of("sign", "add its bank, or take it out", signs, everything)
    known_items = Names.of("item", "name one of these banks", items, everything)
    known_cards = Names.of("fact", "add its card to facts.yaml", cards, everything)
    listed = Names.of("sign", "add it there", _listed(banks.outline))
    yield from _first(_in_outline(banks.outline, known_signs))
    yield from _first(_in_ledger(banks.ledger, known_cards))
    for bank in banks.signs:
        yield from _first(_in_sign(bank, listed, known_items, known_cards))
    known = frozenset(texts)
    starts = [name for document in faulty for _, _, name in banks.starts(document)]
    sure = all(names.complete for names in (known_signs, known_items, known_cards))
    doubtful = Names("text", "", frozenset(filter(None, starts)), sure and None not in starts)
    for translation in banks.translations:
        yield from _first(_in_translation(translation, known, doubtful))


def _first(problems: Iterator[Problem]) -> Iterator[Problem]:
    return islice(problems, MAX_PROBLEMS + 1)


def _listed(outline: Document) -> list[Declared]:
    listed = [(path, name) for path, name in _entries(outline, "signs")]
    found: list[Declared] = [
        (outline, path, name if isinstance(name, str) else None) for path, name in listed
    ]
    return found if found and not outline.lossy else [*found, (outline, ("signs",), None)]


def _own_id(bank: Document) -> list[Declared]:
    return [(bank, ("id",), None if bank.lossy else _text(bank, "id"))]


def _repeated(declared: Iterable[Declared]) -> Iterator[Problem]:
    """The ids that are there a second time, or that the instrument keeps for itself."""
    first: dict[str, Declared] = {}
    for document, path, name in declared:
        if name == RESERVED:
            yield document.at(path, f"the id {name!r} is taken by the product; choose another")
        elif name in first:
            where, at = first[name][:2]
            place = f"{where.file}:{where.places[at][0]}"
            yield document.at(path, f"the id {shown(name)} is in {place} already; choose another")
        elif name is not None:
            first[name] = (document, path, name)


def _in_outline(outline: Document, signs: Names) -> Iterator[Problem]:
    groups = _ids(outline, "groups")
    yield from signs.references(outline, "signs")
    yield from _repeated(groups)
    yield from Names.of("group", "name one of the groups", groups, groups).references(
        outline, "overall_groups"
    )
    yield from _cut_scores(outline)
    for path in (("signs",), ("groups",)):
        if _get(outline, *path) == []:
            yield outline.at(path, f"there are no {path[0]}; list at least one")
    version = _text(outline, "version")
    if version and not re.fullmatch(r"\d{1,5}\.\d{1,5}\.\d{1,5}", version):
        wrong = f"{shown(version)} is not a version; write one such as 1.0.0"
        yield outline.at(("version",), wrong)


def _cut_scores(outline: Document) -> Iterator[Problem]:
    before: float | None = None
    for path, text in _entries(outline, "cut_scores"):
        cut = _number(text)
        if path[-1] == 0 and cut:
            yield outline.at(path, f"the first cut score is {text}; make it 0")
        elif cut is not None and before is not None and cut <= before:
            yield outline.at(
                path, f"{text} does not rise above {before:g}; let the cut scores rise"
            )
        before = cut
    emerging = _number(_get(outline, "statuses", "emerging") or "40")
    absent = _number(_get(outline, "statuses", "absent") or "60")
    if emerging is not None and absent is not None and absent <= emerging:
        wrong = f"absent ({absent:g}) does not rise above emerging ({emerging:g}); let it rise"
        yield outline.at(("statuses", "absent"), wrong)


def _in_ledger(ledger: Document, cards: Names) -> Iterator[Problem]:
    for path, card in _entries(ledger, "facts"):
        if not isinstance(card, dict):
            continue
        yield from cards.references(ledger, *path, "contradicted_by")
        yield from _card(ledger, path, card)


def _card(ledger: Document, path: Path, card: dict[str, Any]) -> Iterator[Problem]:
    others = card.get("contradicted_by", [])
    if card.get("verdict") == "contradicted" and others == []:
        wrong = "a contradicted card names none that says otherwise; add contradicted_by"
        yield ledger.at((*path, "verdict"), wrong)
    if isinstance(others, list) and card.get("id") in others:
        at = (*path, "contradicted_by", others.index(card.get("id")))
        yield ledger.at(at, "a card does not contradict itself; name another")
    checked, year, url = card.get("checked"), card.get("year"), card.get("url")
    if isinstance(checked, str) and not _is_day(checked):
        wrong = f"{shown(checked)} is not a day; write it as 2026-01-31"
        yield ledger.at((*path, "checked"), wrong)
    if _number(year) is not None and not re.fullmatch(r"(19|20)\d\d", str(year)):
        yield ledger.at((*path, "year"), f"{shown(year)} is not a year; write one such as 2012")
    if isinstance(url, str) and not re.match(r"https?://\S+$", url):
        wrong = f"{shown(url)} is not an address; begin it with https://"
        yield ledger.at((*path, "url"), wrong)


def _in_sign(bank: Document, listed: Names, items: Names, cards: Names) -> Iterator[Problem]:
    name = _text(bank, "id")
    if name and listed.complete and name not in listed.ids:
        yield bank.at(
            ("id",), f"instrument.yaml does not list the sign {shown(name)}; add it there"
        )
    yield from cards.references(bank, "facts")
    yield from _five(bank, "levels")
    yield from _key_item(bank)
    yield from _prompts(bank)
    for path, _ in _entries(bank, "items"):
        yield from _five(bank, *path, "options")
    for status, count in ACTIONS.items():
        actions = list(_entries(bank, "actions", status))
        if isinstance(_get(bank, "actions", status), list) and len(actions) != count:
            wrong = f"the actions for {status} number {len(actions)}; write {count}"
            yield bank.at(("actions", status), wrong)
        for path, _ in actions:
            yield from items.references(bank, *path, "moves")
            horizon = _get(bank, *path, "horizon")
            if _number(horizon) is not None and horizon not in HORIZONS:
                wrong = f"a horizon of {shown(horizon)} days is not on offer; write 30, 60 or 90"
                yield bank.at((*path, "horizon"), wrong)


def _key_item(bank: Document) -> Iterator[Problem]:
    items = [path for path, _ in _entries(bank, "items")]
    flags = [_get(bank, *path, "key") for path in items]
    if _get(bank, "items") == [] and not bank.lossy:
        yield bank.at(("items",), "the sign has no items; write at least one")
    elif items and not bank.lossy and all(flag in (None, "false") for flag in flags):
        yield bank.at(("items",), "no item is the key item; write 'key: true' in one of them")
    keys = [(*path, "key") for path, flag in zip(items, flags, strict=True) if flag == "true"]
    for path in keys[1:]:
        line = bank.places[keys[0]][0]
        yield bank.at(path, f"the sign has a key item in line {line} already; keep one")


def _prompts(bank: Document) -> Iterator[Problem]:
    """Two or three of each kind, and none of them twice."""
    first: dict[str, Path] = {}
    for kind in Prompts.model_fields:
        prompts = list(_entries(bank, "prompts", kind))
        if isinstance(_get(bank, "prompts", kind), list) and len(prompts) not in PROMPTS:
            wrong = f"the prompts for a {kind} number {len(prompts)}; write two or three"
            yield bank.at(("prompts", kind), wrong)
        for path, text in prompts:
            words = " ".join(text.casefold().split()) if isinstance(text, str) else ""
            if words in first:
                line = bank.places[first[words]][0]
                yield bank.at(path, f"the sign has this prompt in line {line} already; keep one")
            elif words:
                first[words] = path


def _five(bank: Document, *path: str | int) -> Iterator[Problem]:
    """The keys 1 to 5, each once, in a mapping of options or levels."""
    five = _get(bank, *path)
    wanted = [str(points) for points in POINTS]
    if isinstance(five, list):
        yield bank.at(path, "this is a list; write a mapping with the keys 1, 2, 3, 4 and 5")
    if not isinstance(five, dict):
        return
    for key in five:
        if key not in wanted:
            yield bank.at_key(
                (*path, key), f"{shown(key)} is not one of the keys 1 to 5; remove it"
            )
    missing = [key for key in wanted if key not in five]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        wrong = f"{', '.join(missing)} {verb} missing of the keys 1 to 5; write the text"
        yield bank.at(path, wrong)


def _in_translation(
    translation: Document, known: frozenset[str], doubtful: Names
) -> Iterator[Problem]:
    """The paths no text has, and the words that are a number."""
    starts = {_start(path) for path in known}
    for path, words in (translation.content or {}).items():
        if not isinstance(words, str):
            continue
        if _number(words) is not None:
            wrong = f"{shown(words)} is a number; a translation holds words only, take it out"
            yield translation.at((path,), wrong)
        if path in known or _start(path) in doubtful.ids:
            continue
        if doubtful.complete or _start(path) in starts:
            guess = meant(path, known)
            hint = f"did you mean {guess!r}?" if guess else _PATHS
            yield translation.at_key((path,), f"no text has the path {shown(path)}; {hint}")


def _start(path: str) -> str:
    """The first part of a text's path: an id."""
    return path.partition(".")[0]


def _get(document: Document, *path: str | int) -> Any:
    """The value at the path, or None."""
    value: Any = document.content
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step]
        else:
            return None
    return value


def _text(document: Document, *path: str | int) -> str | None:
    value = _get(document, *path)
    return value if isinstance(value, str) else None


def _entries(document: Document, *path: str | int) -> Iterator[tuple[Path, Any]]:
    values = _get(document, *path)
    if isinstance(values, list):
        for index, value in enumerate(values):
            yield (*path, index), value


def _ids(document: Document, *path: str | int) -> list[Declared]:
    """The ids of the entries of a list; and a None if there may be more of them."""
    found: list[Declared] = [
        (document, (*entry, "id"), _text(document, *entry, "id"))
        for entry, _ in _entries(document, *path)
    ]
    whole = isinstance(_get(document, *path), list) and not document.lossy
    return found if whole else [*found, (document, path, None)]


def _number(text: object) -> float | None:
    typed = isinstance(text, str) and re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", text)
    return float(str(text)) if typed else None


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None
