"""assessment/commands/: accounts and the audit log from the command line, beside the app."""

import io

import pytest

from assessment.cli import main
from assessment.desk import audit, door, users
from assessment.desk_records import AuditEntry
from assessment.services import Services
from tests.desk_door.logins import GOOD


class Terminal(io.StringIO):
    """An input that somebody types on."""

    def isatty(self) -> bool:
        """It is one."""
        return True


@pytest.fixture
def command(
    s: Services, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> "Command":
    """Commands on the data folder that `s` holds, as beside the running app."""
    monkeypatch.setenv("SEVENSIGNS_DATA", str(s.settings.data))
    monkeypatch.setenv("SEVENSIGNS_QUESTIONS", str(s.settings.questions))
    return Command(monkeypatch, capsys)


class Command:
    """Runs a command, and gives its exit code and what it said."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(
        self, *words: str, given: str = "", at: type[io.StringIO] = io.StringIO
    ) -> tuple[int, str]:
        self._monkeypatch.setattr("sys.stdin", at(given))
        code = main(list(words))
        said = self._capsys.readouterr()
        return code, said.out + said.err


def test_accounts_are_added_listed_changed_and_removed_beside_the_app(
    s: Services, command: Command
) -> None:
    """The running app knows each change at once."""
    assert command("user", "list")[1].startswith("There is no account yet.")
    assert command("user", "add", "anna", given=f"{GOOD}\n")[0] == 0
    token = door.log_in(s, "anna", GOOD, None)
    assert door.at_desk(s, str(token))
    assert "anna, since " in command("user", "list")[1]

    assert command("user", "password", "anna", given="another few good words\n")[0] == 0
    assert door.log_in(s, "anna", "another few good words", None)
    assert command("user", "remove", "anna")[0] == 0
    assert users.everyone(s) == ()


@pytest.mark.parametrize(
    ("words", "given", "said"),
    [
        (("add", "Anna Müller"), f"{GOOD}\n", "cannot be the name"),
        (("add", "anna"), "", "No password was given"),
        (("add", "anna"), "short\n", "15 to 1,024 characters"),
        (("add", "anna"), "x" * 1_000_000, "15 to 1,024 characters"),
        (("add", "anna"), "password-password\n", "easy to guess"),
        (("remove", "anna"), "", "There is no account anna"),
        (("password", "anna"), f"{GOOD}\n", "There is no account anna"),
    ],
)
def test_what_cannot_be_done_is_said_and_ends_with_2(
    s: Services, command: Command, words: tuple[str, ...], given: str, said: str
) -> None:
    """In a sentence, and nothing is kept."""
    code, found = command("user", *words, given=given)

    assert (code, said in found) == (2, True)
    assert users.everyone(s) == ()


def test_on_a_terminal_the_password_is_asked_for_twice(
    s: Services, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two different ones change nothing."""
    typed = [GOOD, "another few good words", GOOD, GOOD]
    monkeypatch.setattr("getpass.getpass", lambda _: typed.pop(0))

    assert "two different passwords" in command("user", "add", "anna", at=Terminal)[1]
    assert users.everyone(s) == ()
    assert command("user", "add", "anna", at=Terminal)[0] == 0


def test_the_log_is_printed_and_its_chain_checked(s: Services, command: Command) -> None:
    """What was done by commands and in the app, in one row."""
    command("user", "add", "anna", given=f"{GOOD}\n")
    door.log_in(s, "anna", GOOD, None)
    door.log_in(s, "anna", "x" * 20, None)

    code, said = command("audit")

    assert code == 0
    kinds = [line.split()[2] for line in said.splitlines()[:-1]]
    assert kinds == ["user_added", "login", "login_failed"]
    assert said.splitlines()[-1].startswith("The chain holds")
    assert GOOD not in said


def test_a_log_that_was_changed_is_told(s: Services, command: Command) -> None:
    """An entry taken out, or written otherwise, is named."""
    for name in ("anna", "berta", "carla"):
        command("user", "add", name, given=f"{GOOD}\n")
    middle = list(audit.entries(s))[1]
    s.store.transact(middle.home, lambda home: home.put(middle.changed(who="nobody")))
    assert "Entry 2 is not what was written" in command("audit")[1]

    s.store.transact(middle.home, lambda home: home.delete(AuditEntry, middle.id))
    code, said = command("audit")
    assert (code, "Entry 2 is missing" in said) == (2, True)
