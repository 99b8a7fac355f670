"""assessment/gate.py, assessment/plain.py"""

import ast
import gzip
import re
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from assessment.brand.load import default_brand
from assessment.brand.served import icon
from assessment.gate import content_policy
from assessment.plain import index
from assessment.settings import ROOT
from assessment.theme import SEVEN_SIGNS


@pytest.mark.parametrize("path", ["/", "/answer", "/r", "/healthz", "/nope", "/brand/nope.png"])
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
    assert "script-src 'self';" in content_policy(
        index(default_brand().texts("en"), default_brand())
    )
    assert re.search(r"script-src 'self' 'sha256-[^']{44}';", content_policy("<script>a</script>"))


@pytest.mark.parametrize("path", ["/", "/answer", "/r", "/healthz", "/scorecard.pdf"])
def test_what_is_personal_is_never_stored(http: httpx.Client, path: str) -> None:
    """No page and no download stays in a cache."""
    assert http.get(path).headers["cache-control"] == "no-store"


def test_whoever_comes_by_a_wrong_link_reads_a_page_and_a_program_a_word(
    http: httpx.Client,
) -> None:
    """In the brand, in the reader's language, with a way on; no page for a missing script."""
    asked = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "de"}

    page, word = http.get("/nope", headers=asked), http.get("/nope")

    assert (page.status_code, word.status_code, word.text) == (404, 404, "Not found")
    assert "Hier ist nichts" in page.text
    assert '<a href="/">Zum Start</a>' in page.text


@pytest.mark.case("C50")
@pytest.mark.case("C60")
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
        "/static/nope",
        "/static/index.html",
        "/static/js",
        "/media/x",
        "/_stcore/healthX",
        "/_stcore/health/",
        "/_stcore/stream",
    ],
)
def test_what_is_not_there_is_not_there(http: httpx.Client, path: str) -> None:
    """A wrong address is 404, and tells no path."""
    answer = http.get(path)

    assert answer.status_code == 404
    assert "assessment" not in answer.text


@pytest.mark.parametrize(
    "path",
    ["/nope", "/static/nope", "/static/index.html", "/static/js", "/_stcore/healthX", "/media/x"],
)
def test_streamlit_takes_no_address_for_a_page_of_its_own(server: str, path: str) -> None:
    """It would answer 200 with its shell to anything; the real server says 404."""
    assert httpx.get(server + path).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/begin", "POST"),
        ("GET", "/open", "POST"),
        ("GET", "/forget", "POST"),
        ("GET", "/erase", "POST"),
        ("POST", "/answer", "GET, HEAD"),
    ],
)
def test_a_wrong_method_is_told_the_right_one(
    server: str, method: str, path: str, allowed: str
) -> None:
    """Not even these addresses lead to Streamlit's shell by another method."""
    answer = httpx.request(method, server + path)

    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


@pytest.mark.case("C50")
def test_what_is_too_large_is_not_taken(server: str) -> None:
    """There is nowhere to upload to; no long form is read to its end."""
    for way in ("/_stcore/upload_file/session/file", "/upload_file/session/file"):
        assert httpx.put(server + way, content=b"x" * 1000).status_code == 404
    ours = {"Origin": server, "Content-Type": "application/x-www-form-urlencoded"}
    form = b"scope=full&group=sales&organisation=" + b"x" * 2_000_000
    assert httpx.post(f"{server}/begin", content=form, headers=ours).status_code == 413
    for long in ("?" + "q" * 20_000, "q" * 20_000, "?" + "q" * 5_000):
        assert httpx.get(f"{server}/{long}").status_code == 414
    for many in ({"Cookie": "c" * 20_000}, {f"X-{n}": "x" * 100 for n in range(200)}):
        assert httpx.get(f"{server}/j", headers=many).status_code == 431


@pytest.mark.parametrize("path", ["/_stcore/health", "/_stcore/host-config", "/answer"])
def test_what_streamlit_needs_is_there(server: str, path: str) -> None:
    """What its script asks for before it draws anything."""
    assert httpx.get(server + path).status_code == 200


def stream(server: str, path: str = "/_stcore/stream") -> str:
    """The address of a websocket of the server."""
    return server.replace("http:", "ws:") + path


@pytest.mark.parametrize(
    "origin",
    ["http://localhost:9999", "http://127.0.0.1:9999", "https://evil.example", "http://[", None],
)
def test_a_foreign_page_gets_no_session(
    server: str, server_folder: Path, origin: str | None
) -> None:
    """Streamlit trusts every port of this machine, and asks an outside host what its address is.

    So a page from elsewhere is refused before Streamlit hears of it: its visitor's cookie travels
    with it.
    """
    with pytest.raises(InvalidStatus) as refused, connect(stream(server), origin=origin):
        pass

    assert refused.value.response.status_code == 403
    assert "Rejecting WebSocket" not in (server_folder / "log").read_text("utf-8")


def test_our_own_page_gets_a_session(server: str) -> None:
    """Its origin is the address that it asks."""
    with connect(stream(server), origin=server) as socket:
        assert socket.protocol.state.name == "OPEN"


@pytest.mark.parametrize("path", ["/", "/answer", "/assets/open.js", "/_stcore/streams"])
def test_no_other_address_is_a_websocket(server: str, server_folder: Path, path: str) -> None:
    """It is refused like a foreign one, and leaves no traceback."""
    with pytest.raises(InvalidStatus) as refused, connect(stream(server, path), origin=server):
        pass

    assert refused.value.response.status_code == 403
    assert "Traceback" not in (server_folder / "log").read_text("utf-8")


def test_the_shell_carries_the_style_sheet_with_every_colour_in_both_modes() -> None:
    """Once a visit, not at each rerun; each colour of the palette is a variable, light first."""
    shell = index(default_brand().texts("en"), default_brand())

    assert f"--ink:light-dark({SEVEN_SIGNS.light.ink},{SEVEN_SIGNS.dark.ink})" in shell
    assert f"--on-accent:light-dark({SEVEN_SIGNS.light.on_accent}," in shell
    assert "st-emotion" not in shell


def test_the_shell_is_ours() -> None:
    """Language, title and icon are right, and nothing of Streamlit's own greeting is left."""
    shell = index(default_brand().texts("en"), default_brand())

    assert '<html lang="en">' in shell
    assert "<title>Seven Signs</title>" in shell
    assert f'<link rel="icon" href="{icon(default_brand()).address}">' in shell
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


def test_no_page_leaves_a_file_with_streamlit() -> None:
    """What its media manager is given lies open for whoever has the address, and for minutes."""
    given = {
        *("download_button", "image", "audio", "video", "pdf", "logo", "file_uploader"),
        *("camera_input", "audio_input", "pyplot", "graphviz_chart", "chat_input"),
    }
    used = {
        (file.name, node.attr)
        for file in (ROOT / "assessment").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in ("st", "streamlit")
    }

    assert ("answer.py", "html") in used  # it looks in the right place
    assert {found for found in used if found[1] in given} == set()
