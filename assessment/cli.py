"""The command line: `python -m assessment COMMAND`; `--help` lists the commands."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path

from assessment.brand import Brand
from assessment.commands import accounts, backups, databases, log, papers, people
from assessment.desk.notices import KINDS
from assessment.errors import AssessmentError
from assessment.settings import Settings, read_settings
from assessment.sheet import read_sheets
from assessment.texts import Texts
from scoring.bank import BankError, load_instrument
from scoring.instrument import Instrument
from scoring.response import Response

Command = Callable[[argparse.Namespace, Settings], int | None]


def main(arguments: list[str] | None = None) -> int:
    """Run one command: 0 when it went well, 1 for problems in banks and translations, else 2."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # what a terminal lacks is written out
    given = _parser().parse_args(arguments)
    try:
        settings = read_settings()
        code: int = given.command(given, settings) or 0
        sys.stdout.flush()
    except BankError as error:
        print(error, file=sys.stderr)
        return 1
    except AssessmentError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever read our output has gone: nothing is wrong, and nothing more can be said.
        _say_no_more()
        code = 0
    except OSError as error:
        _say_no_more()
        print(f"The output cannot be written: {error.strerror}.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return code


def _say_no_more() -> None:
    """What is still to be printed goes nowhere, so that the end is no second failure."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def check(given: argparse.Namespace, settings: Settings) -> None:
    """Say what is wrong in a folder of banks, or how many items it holds."""
    instrument = load_instrument(given.folder or settings.questions)
    print(_words(settings)("cli.checked", count=str(len(instrument.items))))


def items(given: argparse.Namespace, settings: Settings) -> None:
    """List the items with their options."""
    instrument = _instrument(settings)
    print(_as_json(_item_list(instrument)) if given.json else _item_text(instrument))


def score(given: argparse.Namespace, settings: Settings) -> None:
    """Score a sheet of answers, or a room's list of them."""
    instrument = _instrument(settings)
    sheets = read_sheets(given.answers, instrument)
    texts, as_json = _words(settings), given.json
    if isinstance(sheets, Response):
        print(_one_scored(sheets, instrument, texts, as_json=as_json))
    else:
        print(_room_scored(sheets, instrument, texts, as_json=as_json))


def _one_scored(response: Response, instrument: Instrument, texts: Texts, *, as_json: bool) -> str:
    from assessment.export import scorecard_json
    from assessment.findings import in_words
    from scoring.score import score as score_response

    scorecard = score_response(instrument, response)
    if as_json:
        return scorecard_json(scorecard, instrument)
    return in_words(scorecard, instrument, texts)


def _room_scored(
    responses: Sequence[Response], instrument: Instrument, texts: Texts, *, as_json: bool
) -> str:
    from assessment.export import room_json
    from assessment.room_findings import room_in_words
    from scoring.groups import room
    from scoring.together import together

    card = room(instrument, responses, scope=responses[0].scope)
    if as_json:
        return room_json(card, together(instrument, responses, card), instrument)
    return room_in_words(card, instrument, texts)


def report(given: argparse.Namespace, settings: Settings) -> None:
    """Write the scorecard of a sheet of answers, or of a room's list of them, as a PDF."""
    instrument = _instrument(settings)
    sheets, texts = read_sheets(given.answers, instrument), _words(settings)
    brand = _brand(settings)
    if isinstance(sheets, Response):
        pdf = _one_reported(sheets, instrument, texts, brand)
    else:
        pdf = _room_reported(sheets, instrument, texts, brand)
    _write(given.output, pdf, texts)


def _one_reported(response: Response, instrument: Instrument, texts: Texts, brand: Brand) -> bytes:
    from assessment.report import render_pdf
    from scoring.score import score as score_response

    return render_pdf(
        score_response(instrument, response),
        instrument,
        texts,
        brand,
        response=response,
        organisation=response.organisation,
        date=response.date,
        with_comments=True,
    )


def _room_reported(
    responses: Sequence[Response], instrument: Instrument, texts: Texts, brand: Brand
) -> bytes:
    from assessment.report.room import render_workshop_pdf
    from assessment.workshop_report import of_sheets
    from scoring.groups import room

    card = room(instrument, responses, scope=responses[0].scope)
    found = of_sheets(responses, card, texts("workshop_report.sheets"))
    return render_workshop_pdf(found, instrument, texts, brand)


def workshop_report(given: argparse.Namespace, settings: Settings) -> None:
    """Write what a workshop came to as a PDF, beside the running app."""
    from assessment.report.room import render_workshop_pdf
    from assessment.services import open_services
    from assessment.workshop.kept import instrument_of, words_of
    from assessment.workshop.report import kept_workshop, report_of

    with open_services(settings, "read") as s:
        texts = s.texts()
        room = kept_workshop(s, given.workshop)
        if room is None:
            raise AssessmentError(texts("cli.no_workshop", id=given.workshop))
        found = report_of(s, room)
        if found is None:
            raise AssessmentError(texts("cli.not_revealed", title=room.title))
        words = words_of(s, room)
        pdf = render_workshop_pdf(found, instrument_of(s, room), words, s.brand)
    _write(given.output, pdf, texts)


def sample(given: argparse.Namespace, settings: Settings) -> None:
    """Write a sample scorecard in the look of the brand, marked as a sample on every page."""
    from assessment.report.sample import render_sample

    texts, instrument = _words(settings), load_instrument(settings.questions)
    _write(given.output, render_sample(instrument, texts, _brand(settings)), texts)


def brand(given: argparse.Namespace, settings: Settings) -> None:
    """Say what is wrong with a brand, or that it can be worn."""
    if given.name:
        settings = settings.model_copy(update={"brand": given.name})
    found = _brand(settings)
    words = found.texts(settings.language)
    print(words("cli.brand", name=found.name))
    said = found.responsible
    missing = [name for name in type(said).model_fields if not getattr(said, name)]
    if missing:
        print(words("cli.brand_missing", keys=", ".join(missing)))


def serve(_: argparse.Namespace, settings: Settings) -> None:
    """Serve the app; replaces this process by the server."""
    from assessment.settings import ROOT

    os.environ["PYTHONPATH"] = str(ROOT)
    streamlit = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    where = ["--server.address", settings.address, "--server.port", str(settings.port)]
    os.execv(sys.executable, [*streamlit, *where])  # noqa: S606  # no shell is wanted


def purge(_: argparse.Namespace, settings: Settings) -> None:
    """Erase the assessments that nobody has touched for the retention time."""
    from assessment.services import open_services
    from assessment.workshop.after import forget_due

    with open_services(settings, "command") as services:
        erased = forget_due(services)
    print(_words(settings)("cli.purged", count=str(erased)))


def translate(given: argparse.Namespace, settings: Settings) -> int:
    """List the texts that a language lacks, or whose English has changed since."""
    from assessment.translation import translations

    words, found = _words(settings), translations(given.language, settings)
    if given.accept:
        for translation in found:
            translation.accept()
    faults = [fault for translation in found for fault in translation.faults()]
    for fault in faults:
        english = " ".join(fault.english.split())  # on one line
        values = {"file": _from_here(fault.file), "path": fault.key, "english": english}
        print(words(f"cli.translate.{fault.wrong}", **values))
    if not faults:
        count = sum(len(translation.words) for translation in found)
        print(words("cli.translate.complete", language=given.language, count=words.number(count)))
    return 1 if faults else 0


def _from_here(file: Path) -> str:
    here = Path.cwd()
    return str(file.relative_to(here) if file.is_relative_to(here) else file)


def _write(file: Path, content: bytes, texts: Texts) -> None:
    """Write a file and say so; raises AssessmentError with a sentence where it cannot be."""
    try:
        file.write_bytes(content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise AssessmentError(texts("cli.not_written", file=str(file), reason=reason)) from None
    print(texts("cli.written", file=str(file)))


def _brand(settings: Settings) -> Brand:
    from assessment.services import brand_of

    return brand_of(settings)


def _instrument(settings: Settings) -> Instrument:
    return load_instrument(settings.questions).in_language(settings.language)


def _words(settings: Settings) -> Texts:
    return _brand(settings).texts(settings.language)


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _item_list(instrument: Instrument) -> list[dict[str, object]]:
    return [
        {
            "id": item.id,
            "sign": instrument.sign_of[item.id].id,
            "key": item.key,
            "text": item.text,
            "wordings": item.wordings.model_dump(exclude_none=True),
            "options": [
                {"points": points, "text": text} for points, text in enumerate(item.options, 1)
            ],
        }
        for item in instrument.items.values()
    ]


def _item_text(instrument: Instrument) -> str:
    lines = []
    for item in instrument.items.values():
        lines += [f"{item.id}{' (key item)' if item.key else ''}: {item.text}"]
        lines += [f"  {points}  {text}" for points, text in enumerate(item.options, 1)]
    return "\n".join(lines)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assessment", description="The assessment without a screen."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, command: Command) -> argparse.ArgumentParser:
        line = (command.__doc__ or "").rstrip(".")
        sub = commands.add_parser(name, help=line, description=line)
        sub.set_defaults(command=command)
        return sub

    add("check", check).add_argument(
        "folder", nargs="?", type=Path, help="a folder of banks; the installed one unless said"
    )
    add("items", items).add_argument("--json", action="store_true", help="as JSON")
    answers = {"metavar": "ANSWERS", "help": "a YAML or JSON file of answers; - reads from input"}
    scoring = add("score", score)
    scoring.add_argument("answers", **answers)  # type: ignore[arg-type]  # argparse's own kwargs
    scoring.add_argument("--json", action="store_true", help="as JSON, with the ledger")
    reporting = add("report", report)
    reporting.add_argument("answers", **answers)  # type: ignore[arg-type]  # argparse's own kwargs
    output = {"dest": "output", "type": Path, "required": True, "metavar": "FILE.pdf"}
    reporting.add_argument("-o", **output)  # type: ignore[arg-type]  # argparse's own kwargs
    of_workshop = add("workshop-report", workshop_report)
    of_workshop.add_argument("workshop", metavar="ID", help="the workshop's id, as in its address")
    of_workshop.add_argument("-o", **output)  # type: ignore[arg-type]  # argparse's own kwargs
    add("sample", sample).add_argument("-o", **output)  # type: ignore[arg-type]  # argparse's own kwargs
    add("brand", brand).add_argument(
        "name", nargs="?", help="a folder of branding/, or a path; the installed one unless said"
    )
    translating = add("translate", translate)
    translating.add_argument("language", help="such as de")
    accepting = "the words say what the English says now: note it"
    translating.add_argument("--accept", action="store_true", help=accepting)
    add("serve", serve)
    add("purge", purge)
    add("audit", log.show)
    add("notice", papers.write).add_argument("kind", choices=KINDS)
    file = {"metavar": "FILE", "type": Path}
    for name, command in (
        ("backup", backups.back_up),
        ("verify", backups.verify),
        ("restore", backups.restore),
    ):
        add(name, command).add_argument("file", **file)  # type: ignore[arg-type]  # argparse's own kwargs
    moving = add("migrate", databases.migrate)
    moving.add_argument("source", metavar="FROM", help="a data folder or a database's address")
    moving.add_argument("target", metavar="TO", help="the same; DATABASE_URL is that setting")
    _add_users(commands)
    _add_people(commands)
    _add_database(commands)
    return parser


def _add_database(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command on the database, below `db`."""
    line = "Bring the schema of the database on to this program's."
    database = commands.add_parser("db", help=line.rstrip("."), description=line)
    kinds = database.add_subparsers(required=True, metavar="WHAT")
    line = (databases.upgrade.__doc__ or "").rstrip(".")
    sub = kinds.add_parser("upgrade", help=line, description=line)
    sub.set_defaults(command=databases.upgrade)


def _add_people(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The commands on what is stored about somebody, below `person`."""
    line = "Hand out or erase all that is stored by an e-mail address."
    person = commands.add_parser("person", help=line.rstrip("."), description=line)
    kinds = person.add_subparsers(required=True, metavar="WHAT")
    for name, command in (("export", people.export), ("erase", people.erase)):
        line = (command.__doc__ or "").rstrip(".")
        sub = kinds.add_parser(name, help=line, description=line)
        sub.set_defaults(command=command)
        sub.add_argument("email", metavar="EMAIL")
        if name == "erase":
            sub.add_argument("--yes", action="store_true", help="it is meant")
        else:
            sub.add_argument("-o", dest="output", type=Path, required=True, metavar="FILE")


def _add_users(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The commands on accounts, below `user`."""
    line = "Add, list and remove the accounts at the desk, or give one another password."
    users = commands.add_parser("user", help=line.rstrip("."), description=line)
    kinds = users.add_subparsers(required=True, metavar="WHAT")
    for name, command in (
        ("add", accounts.add),
        ("list", accounts.show),
        ("remove", accounts.remove),
        ("password", accounts.change),
    ):
        line = (command.__doc__ or "").rstrip(".")
        sub = kinds.add_parser(name, help=line, description=line)
        sub.set_defaults(command=command)
        if name != "list":
            sub.add_argument("name", metavar="NAME", help="small letters, digits, . - and _")
