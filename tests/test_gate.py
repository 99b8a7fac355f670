"""assessment/gate.py, assessment/plain.py"""

import gzip
import re

import httpx
import pytest

from assessment.gate import content_policy
from assessment.plain import index
from assessment.texts import load_texts


@pytest.mark.parametrize("path", ["/", "/answer", "/r", "/healthz", "/nope", "/assets/logo.svg"])
def test_every_answer_carries_the_headers(http: httpx.Client, path: str) -> None:
    """Whatever is asked for: nothing foreign, no frame, no guessing of types."""
    sent = http.get(path).headers

    assert "default-src 'none'" in sent["content-security-policy"]
    assert "frame-ancestors 'none'" in sent["content-security-policy"]
    assert "unsafe-eval" not in sent["content-security-policy"]
    assert sent["x-content-type-options"] == "nosniff"
    assert sent["referrer-policy"] == "same-origin"
    assert sent["cross-origin-opener-policy"] == "same-origin"


def test_scripts_are_never_allowed_inline() -> None:
    """Streamlit's shell needs no inline script; if it had one, it would be named by its hash."""
    assert "script-src 'self';" in content_policy(index(load_texts("en")))
    assert re.search(r"script-src 'self' 'sha256-[^']{44}';", content_policy("<script>a</script>"))


@pytest.mark.parametrize("path", ["/", "/answer", "/r", "/healthz", "/scorecard.pdf"])
def test_what_is_personal_is_never_stored(http: httpx.Client, path: str) -> None:
    """No page and no download stays in a cache."""
    assert http.get(path).headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "/nope",
        "/answer/",
        "/answer/_stcore/health",
        "/_stcore/metrics",
        "/_stcore/upload_file/a/b",
        "/_stcore/agent/openapi.json",
        "/component/x",
        "/app/static/x",
        "/.streamlit/config.toml",
        "/assets/../routes.py",
        "/assets/%2e%2e/routes.py",
        "/chart/",
        f"/?{'x' * 5000}",
        f"/{'x' * 5000}",
    ],
)
def test_what_is_not_there_is_not_there(http: httpx.Client, path: str) -> None:
    """Streamlit answers 200 to any address; here a wrong one is 404, and tells no path."""
    answer = http.get(path)

    assert answer.status_code == 404
    assert "assessment" not in answer.text


def test_the_shell_is_ours() -> None:
    """Language, title and icon are right, and nothing of Streamlit's own greeting is left."""
    shell = index(load_texts("en"))

    assert '<html lang="en">' in shell
    assert "<title>Seven Signs</title>" in shell
    assert '<link rel="icon" href="/assets/favicon.png">' in shell
    assert re.search(r'<script type="module" crossorigin src="./static/js/index\.', shell)
    assert not re.search("Streamlit<|shortcut icon|service-desc|SourceSans|<script>|<!--", shell)


def test_scripts_travel_compressed_and_are_kept(server: str) -> None:
    """A phone loads Streamlit's scripts packed, once, and they are the same scripts."""
    path = re.search(r'src="\.(/static/js/index[^"]+)"', httpx.get(server).text)
    assert path
    plain = httpx.get(server + path[1], headers={"Accept-Encoding": "identity"})
    with httpx.stream("GET", server + path[1], headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())

    assert packed.headers["content-encoding"] == "gzip"
    assert "immutable" in packed.headers["cache-control"]
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < len(plain.content) / 2
