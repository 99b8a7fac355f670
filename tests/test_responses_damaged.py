"""assessment/responses.py, where the kept copy of the instrument is damaged."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request

from assessment import health, responses
from assessment.errors import Damaged
from assessment.records import Assessment, InstrumentCopy
from assessment.services import open_services, provided
from assessment.settings import Settings


def copies(settings: Settings) -> list[Path]:
    """The files of the instruments' copies."""
    return list((settings.data / "homes").rglob("instrument-*.json"))


@pytest.fixture
def damaged(settings: Settings) -> Assessment:
    """An assessment; one bit of the copy of its instrument is flipped, and the app has ended."""
    with open_services(settings) as s:
        begun = responses.begin(s, "full", "sales")
    (file,) = copies(settings)
    data = bytearray(file.read_bytes())
    data[-9] ^= 4
    file.write_bytes(data)
    return begun


def readiness() -> Any:
    """What the address of the readiness says now."""
    answer = asyncio.run(health.ready(Request({"type": "http"})))
    return answer.status_code, json.loads(bytes(answer.body))["status"]


def test_a_damaged_copy_does_not_pass_for_none(settings: Settings, damaged: Assessment) -> None:
    """Whoever asks for it is told what is wrong, not that it was never kept."""
    with (
        open_services(settings) as s,
        pytest.raises(Damaged, match="is not what its checksum says"),
    ):
        s.store.get(InstrumentCopy, damaged.instrument.sha256)


def test_beginning_writes_a_damaged_copy_anew(settings: Settings, damaged: Assessment) -> None:
    """One flipped bit keeps nobody from beginning, and is gone afterwards."""
    with open_services(settings) as s:
        responses.begin(s, "check", "sales")

    with open_services(settings) as s:
        copy = s.store.get(InstrumentCopy, damaged.instrument.sha256)

        assert copy is not None
        assert copy.text == s.instrument().canonical_json()


def test_health_sees_a_damaged_copy(settings: Settings, damaged: Assessment) -> None:
    """It is told as long as it is there."""
    with open_services(settings) as s, provided(s):
        assert readiness() == (200, "degraded")

        responses.begin(s, "check", "sales")

        assert readiness() == (200, "ok")
