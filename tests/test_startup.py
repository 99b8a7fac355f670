"""app.py, assessment/startup.py: the real server, started as users start it."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from assessment import auth, startup
from assessment.brand.load import load_brand
from assessment.errors import SettingsError
from assessment.services import Services, brand_of
from assessment.settings import ROOT, Settings
from tests.conftest import PATIENCE
from tests.make_brands import write_brand
from tests.make_instrument import small_instrument, write_banks


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A start that is expected to fail, with what it says."""
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def test_it_starts_on_the_port_of_the_environment(server: str) -> None:
    """`python -m assessment serve` answers where PORT says."""
    assert httpx.get(f"{server}/healthz").json() == {"status": "ok"}


def test_streamlit_run_follows_the_environment_too(tmp_path: Path, free_port: int) -> None:
    """Plain `streamlit run app.py` moves to PORT and SEVENSIGNS_ADDRESS, which it knows not."""
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py"],
        cwd=ROOT,
        env=os.environ | {"SEVENSIGNS_DATA": str(tmp_path / "data"), "PORT": str(free_port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    try:
        said = process.stdout.readline()
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)

    assert f"http://127.0.0.1:{free_port}" in said


@pytest.mark.case("C63")
def test_a_second_server_ends_with_one_sentence(
    server: str, server_folder: Path, free_port: int
) -> None:
    """No traceback, no half-running server: who holds the folder, and the way out."""
    data = str(server_folder / "data")
    second = run("assessment", "serve", SEVENSIGNS_DATA=data, PORT=str(free_port))

    assert (second.returncode, second.stdout) == (1, "")
    (sentence,) = [line for line in second.stderr.splitlines() if line]
    assert re.search(r"is in use by process \d+.*SEVENSIGNS_DATA", sentence)


def test_old_assessments_are_erased_beside_a_running_server(
    server: str, server_folder: Path
) -> None:
    """`purge` reaches the process that holds the folder instead of being refused."""
    done = run("assessment", "purge", SEVENSIGNS_DATA=str(server_folder / "data"))

    assert (done.returncode, done.stdout) == (0, "0 assessments erased.\n")


@pytest.mark.case("C55")
def test_broken_banks_end_the_start_with_their_problems(tmp_path: Path, free_port: int) -> None:
    """Where there never were good ones: each problem with its file and line, and no traceback."""
    folder = write_banks(small_instrument(7, 3), tmp_path / "banks")
    bank = folder / "1_s1.yaml"
    bank.write_text(bank.read_text("utf-8").replace("symptom:", "sympton:"), "utf-8")

    ended = run(
        "assessment",
        "serve",
        SEVENSIGNS_DATA=str(tmp_path / "data"),
        SEVENSIGNS_QUESTIONS=str(folder),
        PORT=str(free_port),
    )

    assert ended.returncode == 2
    assert re.search(r"1_s1\.yaml:\d+:\d+: ", ended.stderr)
    assert "Traceback" not in ended.stderr


def test_a_wrong_setting_ends_the_start_with_its_name(free_port: int) -> None:
    """What is wrong in the environment is said before anything listens."""
    ended = run(
        "streamlit",
        "run",
        "app.py",
        f"--server.port={free_port}",
        SEVENSIGNS_RETENTION_MONTHS="never",
    )

    assert ended.returncode == 1
    assert "SEVENSIGNS_RETENTION_MONTHS" in ended.stderr
    assert "Traceback" not in ended.stderr


def new_session(socket: ClientConnection) -> str:
    """The id of the session in which a page's script has begun to run."""
    socket.send(BackMsg(rerun_script=ClientState()).SerializeToString())
    while True:
        message = ForwardMsg.FromString(socket.recv(PATIENCE, decode=False))
        if message.HasField("new_session"):
            return message.new_session.initialize.session_id


def drawn(socket: ClientConnection, query: str, until: str) -> str:
    """All that the page shows until it says that, as it travels."""
    state = ClientState(query_string=query, page_name="keep")
    socket.send(BackMsg(rerun_script=state).SerializeToString())
    shown = ""
    while until not in shown:
        shown += str(ForwardMsg.FromString(socket.recv(PATIENCE, decode=False)))
    return shown


@pytest.mark.case("C15")
@pytest.mark.parametrize("connected", [True, False])
@pytest.mark.parametrize("own", ["", f"{auth.COOKIE}={auth.new_token()}"], ids=["none", "own"])
def test_whoever_replays_a_session_sees_what_their_own_cookie_allows(
    server: str, own: str, connected: bool
) -> None:
    """They get a session of their own, which shows nothing; the other one goes on."""
    with httpx.Client(base_url=server, headers={"Origin": server}) as victim:
        begun = {"scope": "full", "group": "sales", "organisation": "Northwind"}
        query = victim.post("/begin", data=begun).headers["location"].partition("?")[2]
        cookie = f"{auth.COOKIE}={victim.cookies[auth.COOKIE]}"
    address = server.replace("http:", "ws:") + "/_stcore/stream"
    with connect(address, origin=server, additional_headers={"Cookie": cookie}) as socket:
        session = new_session(socket)
        drawn(socket, query, until="Northwind")
        protocols = ["streamlit", "none", session]
        if not connected:
            socket.close()
        headers = {"X-Visit": auth.digest(victim.cookies[auth.COOKIE])}
        headers |= {"Cookie": own} if own else {}
        with connect(
            address, origin=server, subprotocols=protocols, additional_headers=headers
        ) as thief:
            shown = drawn(thief, query, until="This browser holds no assessment of its own")
        if connected:
            assert session in drawn(socket, query, until="Northwind")

    assert session not in shown
    assert "Northwind" not in shown


def test_a_browser_that_connects_again_resumes_its_session(server: str) -> None:
    """The earlier connection need not have ended."""
    first, second = connected_twice(server)
    assert first == second


@pytest.mark.case("C16")
def test_nobody_chooses_the_id_of_a_session(server: str) -> None:
    """One that was made up is not taken, so that nobody can wait in it for somebody."""
    address = server.replace("http:", "ws:") + "/_stcore/stream"
    chosen = "11111111-2222-4333-8444-555555555555"

    with connect(address, origin=server, subprotocols=["streamlit", "none", chosen]) as socket:
        assert new_session(socket) != chosen


def test_no_session_is_named_in_the_log(server: str, server_folder: Path) -> None:
    """A page that connects again before its old connection ended leaves no trace of its id."""
    first, second = connected_twice(server)
    assert first == second

    assert first not in (server_folder / "log").read_text("utf-8")


def connected_twice(server: str) -> tuple[str, str]:
    """The sessions of a browser that connects, and again with the first one's id meanwhile."""
    address = server.replace("http:", "ws:") + "/_stcore/stream"
    cookie = {"Cookie": f"{auth.COOKIE}={auth.new_token()}"}
    with connect(address, origin=server, additional_headers=cookie, close_timeout=0.5) as socket:
        first = new_session(socket)
        protocols = ["streamlit", "none", first]
        with connect(
            address, origin=server, subprotocols=protocols, additional_headers=cookie
        ) as again:
            return first, new_session(again)


def test_the_event_loop_is_uvloop() -> None:
    """Another loop lets every small rerun wait 40 ms for an acknowledgement."""
    program = """
import asyncio, contextlib, os
from starlette.applications import Starlette
from streamlit.web.server.starlette.starlette_server import UvicornRunner

@contextlib.asynccontextmanager
async def lifespan(app):
    print(type(asyncio.get_running_loop()).__module__, flush=True)
    yield os._exit(0)

UvicornRunner(Starlette(lifespan=lifespan)).run()
"""
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert "uvloop" in said.stdout


def test_the_options_of_the_file_are_in_force() -> None:
    """Those that keep errors, uploads, the agent API and reports shut are among them."""
    startup.check_options()

    assert {
        *("client.showErrorDetails", "client.allowedOrigins", "client.disableDataExport"),
        *("server.maxUploadSize", "server.enableStaticServing", "server.enableAgentApi"),
        *("runner.postScriptGC", "server.maxWidgetStateSize", "browser.gatherUsageStats"),
    } <= set(startup.RELIED_ON)


@pytest.mark.parametrize("name", startup.RELIED_ON)
def test_a_start_with_another_option_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a command line or the environment says; the sentence names it."""
    asked = config.get_option
    monkeypatch.setattr(config, "get_option", lambda n: "other" if n == name else asked(n))

    with pytest.raises(SettingsError, match=f"{name} is 'other', but must be"):
        startup.check_options()


def test_a_streamlit_without_the_hidden_options_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Should a newer Streamlit drop an option that we need, the start says so."""
    monkeypatch.setattr(startup, "RELIED_ON", {"runner.noSuchOption": False})

    with pytest.raises(SettingsError, match=r"runner\.noSuchOption"):
        startup.check_options()


def test_a_start_without_our_configuration_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Collecting garbage after every run would slow every page ten times."""
    monkeypatch.setattr(config, "get_option", lambda n: n.endswith("GC") or startup.RELIED_ON[n])

    with pytest.raises(SettingsError, match=r"runner\.postScriptGC is True"):
        startup.check_options()


def test_what_a_page_may_not_say_stands_in_the_log(
    s: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A visitor reads a sentence with a number, never what happened."""
    said: list[str] = []
    monkeypatch.setattr(startup.st, "error", said.append)

    assert startup.say_error(RuntimeError("postgresql://secret"))

    (sentence,) = said
    (incident,) = caplog.records
    assert "secret" not in sentence
    assert incident.getMessage().split()[1] in sentence


RESPONSIBLE = {
    "SEVENSIGNS_CONTROLLER": "Acme, Street 1, Town",
    "SEVENSIGNS_IMPRINT": "https://acme.example/imprint",
    "SEVENSIGNS_PRIVACY_CONTACT": "privacy@acme.example",
}


@pytest.mark.parametrize(
    "where",
    [
        {"address": "0.0.0.0"},  # noqa: S104  # read, never bound
        {"address": "192.168.1.5"},
        {"address": "::"},
        {"public_url": "https://check.acme.example"},
    ],
)
def test_nobody_is_let_in_from_outside_before_it_is_said_who_is_responsible(
    s: Services, where: dict[str, str]
) -> None:
    """The sentence names what is missing and how to say it; with it the app starts."""
    given = s.settings.model_copy(update=where)
    with pytest.raises(SettingsError) as refused:
        startup.check_responsible(replace(s, settings=given))
    for name in RESPONSIBLE:
        assert name in str(refused.value)
    assert "127.0.0.1" in str(refused.value)

    said = {name.removeprefix("SEVENSIGNS_").lower(): told for name, told in RESPONSIBLE.items()}
    told = given.model_copy(update=said)

    startup.check_responsible(replace(s, settings=told, brand=brand_of(told)))


@pytest.mark.parametrize("public", ["http://localhost:8501", "https://[::1]", "http://0.0.0.0:80"])
def test_an_address_that_leads_every_phone_to_itself_is_refused(public: str) -> None:
    """Where others are let in; on this machine alone it is right."""
    alone = Settings(public_url=public)
    startup.check_reach(alone)
    startup.check_reach(Settings(public_url="https://signs.example", address="0.0.0.0"))  # noqa: S104

    with pytest.raises(SettingsError, match="takes for itself") as refused:
        startup.check_reach(alone.model_copy(update={"address": "0.0.0.0"}))  # noqa: S104
    assert public in str(refused.value)


def test_a_gate_before_the_pdf_says_what_follows_from_it(
    s: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    """At the start, to whoever runs it; without a gate nothing is said."""
    startup._say_gate(s)
    assert capsys.readouterr().out == ""

    settings = s.settings.model_copy(update={"gate": "form"})
    startup._say_gate(replace(s, settings=settings))
    assert "addresses are kept of people who asked for nothing else" in capsys.readouterr().out


def test_one_of_three_is_not_enough(s: Services) -> None:
    """What is there is not asked for again."""
    given = s.settings.model_copy(
        update={"address": "0.0.0.0", "controller": "Acme", "imprint": "Acme, Street 1"}  # noqa: S104
    )

    with pytest.raises(SettingsError) as refused:
        startup.check_responsible(replace(s, settings=given, brand=brand_of(given)))

    assert "Missing: SEVENSIGNS_PRIVACY_CONTACT." in str(refused.value)


def test_on_this_machine_nothing_is_asked(s: Services) -> None:
    """Whoever looks at it alone may do so at once."""
    startup.check_responsible(s)


def test_a_brand_is_worn_however_often_streamlit_reads_its_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The options are the brand's, and none of them is one that Streamlit does not know."""
    known = set(config.get_config_options())
    put: dict[str, object] = {}
    listening: list[Callable[[], None]] = []
    monkeypatch.setattr(config, "_set_option", lambda name, value, _: put.update({name: value}))
    monkeypatch.setattr(config, "on_config_parsed", lambda func, **_: listening.append(func))

    startup.wear(load_brand("sample"))

    assert put["theme.light.primaryColor"] == "#8A2D5B"
    assert put["theme.headingFont"] == "'Seven Sans', sans-serif"
    assert set(put) <= known
    first = dict(put)
    put.clear()
    listening[0]()
    assert put == first


def test_a_broken_brand_ends_the_start_with_its_problems(tmp_path: Path, free_port: int) -> None:
    """By file, line and column, before anything listens, and without a traceback."""
    brand = write_brand(tmp_path / "acme", "name: Acme\nlogo:\n  light: nope.svg\ncolour: red\n")

    ended = run(
        "assessment", "serve", SEVENSIGNS_BRAND=brand, SEVENSIGNS_DATA=str(tmp_path / "data"),
        PORT=str(free_port),
    )  # fmt: skip

    assert ended.returncode == 1
    assert re.search(r"acme/brand\.yaml:4:1: 'colour' is no key here", ended.stderr)
    assert "Traceback" not in ended.stderr
