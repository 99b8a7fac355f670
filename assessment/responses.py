"""What a person does to an assessment, from beginning to erasing it: checked here, then kept."""

import datetime
import math
import re
from collections.abc import Callable, Mapping
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from assessment import typed
from assessment.errors import Damaged, Refused
from assessment.records import KEY, Assessment, InstrumentCopy, Tag, new_id
from assessment.services import Services, erase_for_good
from assessment.store import Transaction
from scoring.instrument import Instrument, Sign
from scoring.response import NAME_LIMIT, Answer, Response, Scope
from scoring.score import score, sign_scores
from scoring.scorecard import Scorecard, Source

WORDS_A_MINUTE = 230

_ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)
_SCOPE: TypeAdapter[Scope] = TypeAdapter(Scope)


def begin(
    s: Services,
    scope: str,
    group: str | None,
    organisation: str | None = None,
    origin: Mapping[str, str] | None = None,
    *,
    interviewed: str | None = None,
) -> Assessment:
    """A new assessment without answers, kept. Raises Refused and NotSaved.

    Of `origin` the campaign and the referring site are kept, each as a short line; `interviewed` is
    whom the consultant answers for.
    """
    instrument = s.shelf.renew()
    keep_copy(s, instrument)
    id, today = new_id(), _today()
    made = Assessment(
        home=id,
        id=id,
        scope=_scope(scope),
        group=_group(instrument, group),
        organisation=typed.name(organisation),
        origin=_origin(origin or {}),
        interviewed=typed.name(interviewed),
        instrument=Source(
            id=instrument.outline.id,
            version=instrument.outline.version,
            sha256=instrument.sha256,
        ),
        created=today,
        updated=today,
    )

    def work(home: Transaction) -> Assessment:
        home.put(made)
        return made

    return s.store.transact(id, work)


def copied(s: Services, id: str | None, source: Source, response: Response) -> Assessment:
    """The assessment that holds a response from elsewhere: the one with this id, or a new one.

    Raises NotSaved.
    """
    instrument = s.instrument_of(source.sha256)
    before = load(s, id) if id else None
    id = before.id if before else new_id()
    made = Assessment(
        home=id,
        id=id,
        scope=response.scope,
        group=response.group,
        organisation=response.organisation,
        interviewed=response.interviewed,
        instrument=source,
        created=before.created if before else _today(),
        updated=_today(),
        answers=response.answers,
        comments=response.comments,
        costs_most=response.costs_most,
    )
    made = made.changed(sign_scores=_sign_scores(instrument, made))
    s.store.transact(id, lambda home: home.put(made))
    return made


def load(s: Services, assessment_id: str) -> Assessment | None:
    """The assessment as last kept, or None, also for what cannot be an id."""
    return s.store.get(Assessment, assessment_id) if re.fullmatch(KEY, assessment_id) else None


def answer(s: Services, assessment_id: str, item_id: str, given: Answer | None) -> Assessment:
    """Keep the answer to an item; None opens it again. Raises Refused and NotSaved."""
    checked = None if given is None else _answer(given)

    def change(now: Assessment, instrument: Instrument) -> dict[str, Any]:
        if item_id not in instrument.items:
            raise Refused(f"No question is called {item_id!r:.40}.")
        answers = {item: kept for item, kept in now.answers.items() if item != item_id}
        if checked is not None:
            answers[item_id] = checked
        return {"answers": answers, "position": instrument.sign_of[item_id].id}

    return _change(s, assessment_id, change)


def comment(s: Services, assessment_id: str, sign_id: str, text: str) -> Assessment:
    """Keep the comment on a sign; an empty one removes it. Raises Refused and NotSaved."""
    clean = typed.comment(text)

    def change(now: Assessment, instrument: Instrument) -> dict[str, Any]:
        position = _sign(instrument, sign_id).id
        others = {sign: kept for sign, kept in now.comments.items() if sign != sign_id}
        comments = others | {sign_id: clean} if clean else others
        return {"comments": comments, "position": position}

    return _change(s, assessment_id, change)


def costs_most(s: Services, assessment_id: str, sign_ids: tuple[str, ...]) -> Assessment:
    """Keep which signs cost most today. Raises Refused and NotSaved."""

    def change(_: Assessment, instrument: Instrument) -> dict[str, Any]:
        chosen = tuple(_sign(instrument, sign_id).id for sign_id in dict.fromkeys(sign_ids))
        if len(chosen) > (limit := instrument.outline.costs_most_limit):
            raise Refused(f"At most {limit} signs can be named; these are {len(chosen)}.")
        return {"costs_most": chosen}

    return _change(s, assessment_id, change)


def widen(s: Services, assessment_id: str) -> Assessment:
    """Let the check flow into the full assessment; all answers stay. Raises as `answer` does."""
    return _change(s, assessment_id, lambda *_: {"scope": "full"})


def rename(
    s: Services, assessment_id: str, organisation: str | None, group: str | None
) -> Assessment:
    """Keep another organisation and respondent group. Raises Refused and NotSaved."""

    def change(_: Assessment, instrument: Instrument) -> dict[str, Any]:
        return {"organisation": typed.name(organisation), "group": _group(instrument, group)}

    return _change(s, assessment_id, change)


def erase(s: Services, assessment_id: str) -> None:
    """Erase the assessment with its links and grants, every generation of it. Raises NotSaved."""
    erase_for_good(s, assessment_id)


def response_of(assessment: Assessment) -> Response:
    """The answers as the engine takes them."""
    return assessment.response()


def scorecard_of(s: Services, assessment: Assessment) -> Scorecard:
    """The result, by the instrument the assessment began with."""
    return score(s.instrument_of(assessment.instrument.sha256), response_of(assessment))


def asked(instrument: Instrument, scope: Scope) -> tuple[str, ...]:
    """Ids of the items that a scope asks, in order."""
    return tuple(instrument.key_items if scope == "check" else instrument.items)


def minutes(instrument: Instrument, scope: Scope) -> int:
    """How many minutes reading and answering takes, at 230 words a minute, rounded up."""
    items = [instrument.items[item] for item in asked(instrument, scope)]
    texts = [text for sign in instrument.signs for text in (sign.symptom, sign.name)]
    texts += [text for item in items for text in (item.text, *item.options)]
    words = sum(len(text.split()) for text in texts)
    return math.ceil(words / WORDS_A_MINUTE)


def _change(
    s: Services,
    assessment_id: str,
    change: Callable[[Assessment, Instrument], dict[str, Any]],
) -> Assessment:
    """The assessment after a change to what is kept now: two devices never undo each other."""

    before = load(s, assessment_id)
    if before is None:
        raise Refused("This assessment is not there any more.")
    # An old instrument is read from the store, which a transaction may not do on the way.
    instrument = s.instrument_of(before.instrument.sha256)

    def work(home: Transaction) -> Assessment:
        now = home.get(Assessment, assessment_id)
        if now is None:
            raise Refused("This assessment is not there any more.")
        after = now.changed(**change(now, instrument), updated=_today())
        after = after.changed(sign_scores=_sign_scores(instrument, after))
        home.put(after)
        return after

    return s.store.transact(assessment_id, work)


def _sign_scores(instrument: Instrument, assessment: Assessment) -> dict[str, float | None]:
    return sign_scores(instrument, assessment.scope, assessment.answers)


def keep_copy(s: Services, instrument: Instrument) -> None:
    """Keep the instrument's canonical JSON, so that this run can be rescored for ever."""
    try:
        if s.store.get(InstrumentCopy, instrument.sha256) is not None:
            return
    except Damaged:
        s.store.erase(InstrumentCopy.home_of(instrument.sha256))  # all that it held is at hand
    copy = InstrumentCopy.of(instrument.sha256, instrument.canonical_json())
    s.store.transact(copy.home, lambda home: home.put(copy))


def _origin(given: Mapping[str, str]) -> dict[Tag, str]:
    tags: tuple[Tag, ...] = get_args(Tag)
    lines = ((tag, typed.name(given.get(tag, "")[:NAME_LIMIT])) for tag in tags)
    return {tag: line for tag, line in lines if line}


def _answer(given: object) -> Answer:
    try:
        return _ANSWER.validate_python(given, strict=True)
    except ValidationError:
        raise Refused(
            f"An answer is 1 to 5, dont_know or not_applicable, not {given!r:.40}."
        ) from None


def _scope(given: str) -> Scope:
    try:
        return _SCOPE.validate_python(given)
    except ValidationError:
        raise Refused(f"The scope is check or full, not {given!r:.40}.") from None


def _group(instrument: Instrument, given: str | None) -> str | None:
    ids = [group.id for group in instrument.outline.groups]
    if given is None or given in ids:
        return given
    raise Refused(f"The role is one of {', '.join(ids)}, not {given!r:.40}.")


def _sign(instrument: Instrument, sign_id: str) -> Sign:
    if sign_id in instrument.by_id:
        return instrument.by_id[sign_id]
    raise Refused(f"No sign is called {sign_id!r:.40}.")


def _today() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()
