"""tools/audit.py"""

import io
import json
import urllib.error
from typing import Any

import pytest

from tools import audit

WANTED = {"streamlit": "1.67.0", "jinja2": "3.1.6"}


def found(**vulns: list[dict[str, Any]]) -> dict[str, Any]:
    """A report of pip-audit's on those packages."""
    every = [{"name": n, "version": WANTED[n.lower()], "vulns": v} for n, v in vulns.items()]
    return {"dependencies": every}


def test_every_pinned_package_is_looked_for() -> None:
    """Those with extras and markers, too; the tests' as well."""
    names = audit.pinned()

    assert {"streamlit", "psycopg", "uvloop", "pydantic-core", "pytest-xdist"} <= set(names)
    assert len(names) > 70


@pytest.mark.case("C71")
def test_an_audit_of_nothing_is_no_audit() -> None:
    """pip-audit finds "no known vulnerabilities" in what it could not look at."""
    skipped = [{"name": name, "skip_reason": "not found"} for name in WANTED]

    for report in ({"dependencies": skipped}, {"dependencies": [], "why": "no network"}):
        (sentence,) = audit.faults(report, WANTED)
        assert sentence.startswith("nothing was audited: 0 of 2")


@pytest.mark.case("C71")
def test_what_is_vulnerable_or_left_out_is_named() -> None:
    """With what mends it; nothing is said where all is well."""
    hole = {"id": "CVE-2024-56201", "fix_versions": ["3.1.7"]}

    assert audit.faults(found(streamlit=[], Jinja2=[]), WANTED) == []
    assert audit.faults(found(streamlit=[], Jinja2=[hole]), WANTED) == [
        "jinja2 3.1.6: CVE-2024-56201, mended in 3.1.7"
    ]
    assert audit.faults(found(streamlit=[]), WANTED) == ["jinja2 3.1.6: not audited"]


@pytest.mark.case("C71")
@pytest.mark.parametrize("answer", [None, b"<html>", b"{}", b'{"vulnerabilities": []}'])
def test_a_source_that_cannot_be_asked_is_said(
    answer: bytes | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An index that mirrors packages alone knows no vulnerabilities, either."""

    def asked(*_: object, **__: object) -> io.BytesIO:
        if answer is None:
            raise urllib.error.URLError("no route")
        return io.BytesIO(answer)

    monkeypatch.setattr("urllib.request.urlopen", asked)

    assert audit.main() == 0
    assert capsys.readouterr().out.startswith("skipped: ")


@pytest.mark.case("C71")
def test_the_end_tells_whether_to_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A failed audit ends with 1."""
    known = json.dumps({"vulnerabilities": [{"id": "CVE-2014-1402"}]}).encode()
    monkeypatch.setattr("urllib.request.urlopen", lambda *_, **__: io.BytesIO(known))
    monkeypatch.setattr(audit, "report", lambda: {"dependencies": []})

    assert audit.main() == 1
    assert "nothing was audited" in capsys.readouterr().out
