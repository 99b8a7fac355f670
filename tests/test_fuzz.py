"""Whatever is sent, typed or handed in: it is taken as it is meant, or refused in words."""

import asyncio
import csv
import datetime
import io
import json
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pypdf import PdfReader
from starlette.applications import Starlette

from assessment import (
    auth,
    contact,
    downloads,
    languages,
    login,
    responses,
    routes,
    startup,
    typed,
)
from assessment.desk import backups
from assessment.errors import BadBackup, Refused
from assessment.export.tables import table
from assessment.gate import Gate
from assessment.phone.messages import MESSAGE, from_form
from assessment.phone.routes import ROUTES as PHONE
from assessment.plain import index
from assessment.post.webhook import waiting_time
from assessment.records import Assessment
from assessment.services import Services, open_services, provided
from assessment.settings import Settings
from assessment.store.backup import verify_backup
from assessment.texts.visitor import accepted
from assessment.workshop.codes import normalised
from scoring.response import COMMENT_LIMIT, NAME_LIMIT
from tests.fuzzing import fuzz
from tests.make_instrument import small_instrument, write_banks
from tests.make_scorecards import SHEETS
from tests.test_report import made

pytestmark = pytest.mark.fuzz
NOON = datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.UTC)

ODD = "=+-@\t\r\n\0\x1b\u202e\u2066\u200b\ufeff\ud83d＝＋－＠;|\"',<>&{}[]()*_`~$%#/\\"

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)
odd = st.text(
    st.characters()
    | st.sampled_from(
        "=+-@\t\r\n\0\x1b\u202e\u2066\u200b\ufeff\ud83d＝＋－＠;|\"',<>&{}[]()*_`~$%#/\\"
    ),
    max_size=200,
)


@pytest.fixture(scope="module")
def s(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Services on small banks, for all examples."""
    folder = tmp_path_factory.mktemp("fuzz")
    banks = write_banks(small_instrument(7, 3), folder / "banks")
    with open_services(Settings(data=folder / "data", questions=banks)) as made, provided(made):
        yield made


@pytest.fixture(scope="module")
def mine(s: Services) -> Assessment:
    """An assessment that is answered by all examples."""
    return responses.begin(s, "full", "sales")


@given(item=odd | st.just("s1_q1"), given_=anything)
@fuzz(0.25)
def test_any_answer_is_kept_as_one_of_seven_or_refused(
    s: Services, mine: Assessment, item: str, given_: Any
) -> None:
    """What is kept can be scored, whatever came before."""
    try:
        kept = responses.answer(s, mine.id, item, given_)
    except Refused:
        return
    answer = kept.answers.get(item)
    assert answer is None if given_ is None else answer == given_
    assert type(answer) in (int, str, type(None))
    assert responses.scorecard_of(s, kept)


@given(name=odd, text=odd | st.text(max_size=3000), email=odd | st.emails())
@fuzz()
def test_what_is_typed_is_kept_without_what_nobody_sees(name: str, text: str, email: str) -> None:
    """Or refused; and once kept, it stays as it is."""
    for clean, given_, limit in (
        (typed.name, name, NAME_LIMIT),
        (typed.comment, text, COMMENT_LIMIT),
    ):
        try:
            kept = clean(given_) or ""
        except Refused:
            continue
        assert len(kept) <= limit
        assert not {unicodedata.category(c) for c in kept} & {"Cs", "Zl", "Zp"}
        assert not set(kept) & set("\0\x1b\r\u202e\u2066\ufeff")
        assert (clean(kept) or "") == kept
        json.dumps(kept).encode()
        kept.encode()
    try:
        address = typed.email(email)
    except Refused:
        return
    assert address.isascii()
    assert address.isprintable()
    assert address.count("@") == 1


@given(given_=odd | st.text("abcdefghjkmnpqrstuvwxyz23456789 -OIl01", max_size=12))
@fuzz()
def test_any_code_is_one_or_none(given_: str) -> None:
    """What is read as a code is read as the same again."""
    code = normalised(given_)
    assert code is None or normalised(code) == code
    assert code is None or (code.isascii() and code.isalnum())


@given(
    sent=anything,
    fields=st.dictionaries(
        st.sampled_from(("kind", "item", "given", "turn", "text", "signs")), odd
    ),
)
@fuzz()
def test_any_message_of_a_phone_is_one_or_none(sent: Any, fields: dict[str, str]) -> None:
    """As JSON and as a plain form."""
    with suppress(ValidationError):
        MESSAGE.validate_json(json.dumps(sent, default=repr), strict=True)
    with suppress(Refused):
        from_form(fields)


@given(header=odd, back=odd)
@fuzz()
def test_any_header_and_address_is_read(header: str, back: str) -> None:
    """No language but ours, no way but into this site, no wait of more than a day."""
    assert accepted(header) in (None, "en", "de")
    way = languages.back(back)
    assert way.startswith("/")
    assert not way.startswith(("//", "/\\"))
    assert 0 <= waiting_time(header, NOON) <= 86_400
    assert auth.token_of({"visit": header}, https=True) is None
    assert not auth.is_token(header) or len(header) == 43


@given(
    rows=st.lists(st.lists(odd | st.integers() | st.floats(), min_size=3, max_size=3), max_size=4)
)
@fuzz()
def test_no_cell_of_any_table_begins_a_formula(rows: list[list[Any]]) -> None:
    """And every reader finds as many cells as were written, with their text."""
    columns = ("a", "b", "c")
    text = table(columns, [dict(zip(columns, row, strict=True)) for row in rows])
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))

    assert [len(row) for row in read] == [3] * (1 + len(rows))
    for row, cells in zip(rows, read[1:], strict=True):
        for given_, cell in zip(row, cells, strict=True):
            if isinstance(given_, str):
                begins = cell.lstrip().lstrip('"\0\u200b\ufeff').lstrip()
                assert not begins.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
                assert cell.replace("'", "") == given_.replace("'", "")


@given(organisation=odd, comments=st.lists(odd, min_size=7, max_size=7))
@fuzz(0.05)
@pytest.mark.case("C37")
def test_whatever_is_typed_the_pdf_opens(organisation: str, comments: list[str]) -> None:
    """Nothing typed becomes a link, a script or a page of its own."""
    response = SHEETS["mixed"].model_copy(
        update={
            "organisation": organisation or None,
            "comments": {f"s{n}": said for n, said in enumerate(comments, 1) if said.strip()},
        }
    )
    reader = PdfReader(io.BytesIO(made(response)))

    assert len(reader.pages) > 3
    raw = b"".join(page.get_object().get("/Contents").get_data() for page in reader.pages)
    assert b"/JavaScript" not in raw
    assert "/Names" not in reader.root_object or "/JavaScript" not in reader.root_object["/Names"]


@pytest.fixture(scope="module")
def backup(s: Services, mine: Assessment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound backup."""
    file = tmp_path_factory.mktemp("backup") / "sound.zip"
    backups.back_up(s, file)
    return file


@given(data=st.data())
@fuzz(1.5)
@pytest.mark.case("C68")
def test_any_spoiled_backup_is_refused_in_words(backup: Path, data: st.DataObject) -> None:
    """Or it is the same: a byte of ZIP's that says nothing."""
    whole = bytearray(backup.read_bytes())
    end = len(whole)
    first = whole.find(b"PK\1\2")
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, end - 1) | st.integers(first, end - 1))
        whole[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.just(end) | st.integers(0, end))
    spoiled = backup.with_name("spoiled.zip")
    spoiled.write_bytes(whole[:cut])
    with suppress(BadBackup):
        assert verify_backup(spoiled).digest == verify_backup(backup).digest


@pytest.fixture(scope="module")
def gated(s: Services) -> Gate:
    """The routes behind their gate; whatever they raise is raised here."""
    every = (*PHONE, *routes.ROUTES, *login.ROUTES, *contact.ROUTES, *downloads.ROUTES)
    shell = index(s.texts(), s.brand)
    return Gate(Starlette(routes=every), page=shell, routes=every, folder=startup.STATIC)


@given(
    path=st.text("abc/.%0\\?#[]@:;", max_size=30),
    host=st.text("abc[]:@.0%", max_size=12),
    cookie=st.text('visit=; "\\,abc', max_size=30),
)
@fuzz(0.5)
def test_any_request_is_answered(gated: Gate, path: str, host: str, cookie: str) -> None:
    """With a page or a refusal, never with an incident."""
    headers = {"Host": host, "Cookie": cookie, "Accept-Language": cookie}

    async def asked() -> int:
        way = httpx.ASGITransport(gated)
        async with httpx.AsyncClient(transport=way, base_url="http://a", headers=headers) as client:
            return (await client.get(f"/{quote(path)}")).status_code

    assert asyncio.run(asked()) < 500
