"""The start of the server: its settings, what it opens, and how it says that it cannot."""

import asyncio
import gc
import logging
import os
import secrets
import shlex
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import NoReturn, TypeVar
from urllib.parse import urlsplit

import streamlit as st
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager

from assessment import forged, lean
from assessment.brand import Brand
from assessment.config import relied_on, theme_options
from assessment.desk import door, passwords, users
from assessment.desk.setup import note_changes
from assessment.errors import AssessmentError, NotSaved, SettingsError, StoreError
from assessment.figures import figures
from assessment.origin import EVERYWHERE, only_here, reach
from assessment.plain import index
from assessment.post.postman import Postman
from assessment.rehearsal import run as rehearsal
from assessment.services import Services, brand_of, open_services, provided, services
from assessment.settings import ROOT, Settings, read_settings
from assessment.store import Store, Transaction
from assessment.texts import Texts, load_texts
from assessment.workshop import after
from scoring.bank import BankError

T = TypeVar("T")

log = logging.getLogger("sevensigns")

STATIC = Path(st.__file__).parent / "static" / "static"
EVERY = 900.0  # seconds between two looks for what is to be forgotten
WARM_UP_AFTER = 2.0  # seconds
SETTLED = 20.0  # seconds until a start is over
SLICE = 0.02  # seconds that a thread runs before others may; Python's own is 0.005
SESSIONS = "streamlit.runtime.websocket_session_manager"  # its log names sessions by their ids
RELIED_ON = relied_on()
NO_BANKS = 2  # how it ends where there are no questions to ask


def follow_environment() -> None:
    """Start again on the address and port of the environment, where Streamlit listens elsewhere.

    Streamlit binds its socket before it reads this project, and knows neither SEVENSIGNS_ADDRESS
    nor PORT. What the command line says comes first.
    """
    if config._server_mode != "starlette-app":
        return
    settings = _settings()
    wanted = {"server.address": settings.address, "server.port": settings.port}
    told = {"server.address": "SEVENSIGNS_ADDRESS", "server.port": "PORT"}
    given = [name for name in wanted if "command" in config.get_where_defined(name)]
    if all(
        name in given or told[name] not in os.environ or config.get_option(name) == value
        for name, value in wanted.items()
    ):
        return
    os.environ["PYTHONPATH"] = str(ROOT)
    os.closerange(3, 256)  # the socket that is bound to the other place
    os.execv(sys.executable, [sys.executable, "-m", "assessment", "serve"])  # noqa: S606


def shell() -> str:
    """The HTML in which Streamlit draws every page."""
    settings = _settings()
    try:
        brand = brand_of(settings)
    except SettingsError as error:
        _end(error)
    return index(brand.texts(settings.language), brand)


def embedders() -> tuple[str, ...]:
    """The sites that may show the app in a frame."""
    return _settings().embedders


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    """Hold the services while the server runs; what prevents the start ends it with a sentence."""
    with ExitStack() as held:
        try:
            check_options()
            use_menu()
            forged.pass_over()
            opened = held.enter_context(open_services(_in_force()))
            check_reach(opened.settings)
            check_responsible(opened)
            wear(opened.brand)
            lean.tell_theme_once()
            lean.send_together()
            lean.take_turns()
        except (AssessmentError, BankError) as error:
            _end(error)
        count_saves(opened.store)
        held.enter_context(provided(opened))
        _hide_sessions()
        _say_where(opened)
        opened.shelf.keep()
        note_changes(opened)
        _soon(warm_up)
        # Who is under way gets on: in a crowd all wait half as long. A start would take longer.
        asyncio.get_running_loop().call_later(SETTLED, sys.setswitchinterval, SLICE)
        postman = Postman(opened)
        postman.start()
        log.info("Started")
        forgetting = asyncio.create_task(_forget_regularly(opened))
        yield
        forgetting.cancel()
        await asyncio.to_thread(postman.stop)
        await asyncio.to_thread(rehearsal.stop)


def count_saves(store: Store) -> None:
    """Have every save counted and timed; the store stays the one it is, with all that it can do."""
    transact = store.transact

    def counted(home: str, work: Callable[[Transaction], T]) -> T:
        with figures.save(NotSaved):
            return transact(home, work)

    vars(store)["transact"] = counted


def use_menu() -> None:
    """Let the menu decide on the pages from the first visit on.

    Until a menu has run once, Streamlit takes the folder beside it for a menu of its own: a reload
    of /answer after a restart would run that file alone, and list the folder at every rerun.
    """
    PagesManager.uses_pages_directory = False


def check_options() -> None:
    """Raise SettingsError unless Streamlit knows the options we rely on and has them as needed."""
    for name, value in RELIED_ON.items():
        if name not in config.get_config_options():
            raise SettingsError(
                f"This Streamlit does not know the option {name}. "
                "Install the versions in requirements.txt."
            )
        if (found := config.get_option(name)) != value:
            raise SettingsError(
                f"{name} is {found!r}, but must be {value!r}. Start in the project's folder, or "
                "copy its .streamlit/config.toml to where the app starts."
            )


def check_reach(settings: Settings) -> None:
    """Raise SettingsError where others are let in, but told an address that leads to themselves.

    Every link and QR code would hold it.
    """
    public = urlsplit(settings.public_url).hostname or ""
    nowhere = public != "" and (only_here(public) or public in EVERYWHERE)
    if nowhere and not only_here(settings.address):
        raise SettingsError(
            f"SEVENSIGNS_PUBLIC_URL is {settings.public_url}, which every device takes for itself, "
            f"while others may reach {settings.address}. Set it to the address that they use, or "
            "leave it out; for this machine alone, listen on 127.0.0.1."
        )


def check_responsible(opened: Services) -> None:
    """Raise SettingsError where others can reach the app and nobody says who answers for it."""
    settings, said = opened.settings, opened.brand.responsible
    missing = [name for name in type(said).model_fields if not getattr(said, name)]
    if not missing or not door.needed(settings):
        return
    names = ", ".join(f"SEVENSIGNS_{name.upper()}" for name in missing)
    raise SettingsError(
        f"Others can reach {settings.public_url or settings.address}, so they have to be told who "
        f"is responsible for their answers. Missing: {names}. Set them in the environment, or "
        f"write {', '.join(missing)} into the brand.yaml that SEVENSIGNS_BRAND names. "
        "For this machine alone, listen on 127.0.0.1."
    )


def wear(brand: Brand) -> None:
    """Have Streamlit draw in the look of the brand, now and whenever it reads its file again."""

    def put_on() -> None:
        for name, value in theme_options(brand.theme).items():
            config._set_option(name, value, f"the brand {brand.slug}")

    config.on_config_parsed(put_on, force_connect=True)
    put_on()


def warm_up() -> None:
    """Import what a scorecard needs, leave it out of garbage collections, and have fewer."""
    import altair  # noqa: F401
    import fpdf  # noqa: F401
    import pandas  # noqa: F401

    passwords.warm_up()
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)  # 700 looks for cycles at every rerun: 6 % of its CPU time


def say_error(error: Exception) -> bool:
    """Show a sentence with a number; what happened stands in the log under it."""
    number = secrets.token_hex(4)
    log.error("Incident %s", number, exc_info=error, extra={"incident": number})
    sentence = "error.not_saved" if isinstance(error, AssessmentError) else "error.incident"
    if isinstance(error, StoreError) and not isinstance(error, NotSaved):
        sentence = "error.silent"
    st.error(_words()(sentence, number=number))
    return True


def _words() -> Texts:
    """The words of the visitor, or the installation's where the services cannot be had."""
    try:
        return services().texts()
    except RuntimeError:
        return load_texts(_settings().language)


def _say_where(opened: Services) -> None:
    address, port = config.get_option("server.address"), config.get_option("server.port")
    sentence = opened.texts()("cli.serving", address=address, port=str(port))
    print(sentence, flush=True)  # noqa: T201
    others = reach(f"http://localhost:{port}", opened.settings.public_url, address)
    if others.others:
        sentence = opened.texts()("cli.others", address=others.origin)
        print(sentence, flush=True)  # noqa: T201
    _say_gate(opened)
    if opened.shelf.problems:
        print(opened.texts()("cli.old_banks"), flush=True)  # noqa: T201
    _say_door(opened)


def _say_gate(opened: Services) -> None:
    """What follows from a gate before the PDF, where there is one."""
    if opened.settings.gate == "form":
        print(opened.texts()("cli.gate"), flush=True)  # noqa: T201


def _say_door(opened: Services) -> None:
    """Whether the desk takes a login here, and how the first account comes about."""
    words = opened.texts()
    if not door.needed(opened.settings):
        print(words("cli.unlocked"), flush=True)  # noqa: T201
        return
    print(words("cli.locked"), flush=True)  # noqa: T201
    if users.nobody_yet(opened):
        command = f"{_python()} -m assessment user add NAME"
        print(words("cli.no_user", command=_data(opened) + command), flush=True)  # noqa: T201


def _data(opened: Services) -> str:
    """What a command needs in front to find this data folder; a database's address is a secret."""
    data = opened.settings.data
    if opened.settings.database_url:
        return "DATABASE_URL=... "
    if data == Settings.model_fields["data"].default:
        return ""
    return f"SEVENSIGNS_DATA={shlex.quote(str(data))} "


def _python() -> str:
    """This Python, as one would type it here."""
    path, here = Path(sys.executable), Path.cwd()
    return shlex.quote(str(path.relative_to(here) if path.is_relative_to(here) else path))


def _hide_sessions() -> None:
    """Keep the ids of sessions out of the log: whoever reads one could take the session over."""
    logging.getLogger(SESSIONS).addFilter(lambda record: " id %s" not in str(record.msg))


def _soon(work: Callable[[], None]) -> None:
    """Do it in a thread, once the first page has had the processor to itself."""
    timer = threading.Timer(WARM_UP_AFTER, work)
    timer.name, timer.daemon = "warm-up", True
    timer.start()


async def _forget_regularly(opened: Services) -> None:
    """Erase what is old, and unlink the workshops that ended a day ago, as long as it runs."""
    while True:
        try:
            await asyncio.to_thread(after.forget_due, opened)
        except AssessmentError:
            log.exception("Old data could not be erased")
        await asyncio.sleep(EVERY)


def _in_force() -> Settings:
    """The settings, with the address and the port that the command line may have said instead."""
    where = {name: config.get_option(f"server.{name}") for name in ("address", "port")}
    given = {name: value for name, value in where.items() if value}
    return read_settings().model_copy(update=given)


def _settings() -> Settings:
    try:
        return read_settings()
    except SettingsError as error:
        _end(error)


def _end(error: Exception) -> NoReturn:
    """End the process with what the error says; a traceback would help nobody here."""
    print(f"The app cannot start. {error}", file=sys.stderr, flush=True)  # noqa: T201
    os._exit(NO_BANKS if isinstance(error, BankError) else 1)
