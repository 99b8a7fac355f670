"""`user add`, `user list`, `user remove`, `user password`: the accounts at the desk."""

import argparse
import getpass
import sys

from assessment.desk import passwords, users
from assessment.errors import AssessmentError
from assessment.services import open_services
from assessment.settings import Settings
from assessment.texts import Texts, load_texts


def add(given: argparse.Namespace, settings: Settings) -> None:
    """Add an account; its password is asked for, or read from the input."""
    words = load_texts(settings.language)
    users.checked(given.name)
    password = _password(words)
    with open_services(settings, "command") as s:
        users.add(s, given.name, password)
    print(words("cli.user_added", name=given.name))


def show(_: argparse.Namespace, settings: Settings) -> None:
    """List the accounts."""
    words = load_texts(settings.language)
    with open_services(settings, "command") as s:
        found = users.everyone(s)
    for user in found:
        print(words("cli.users", name=user.name, date=words.date(user.created)))
    if not found:
        print(words("cli.no_users"))


def remove(given: argparse.Namespace, settings: Settings) -> None:
    """Remove an account, and end all its logins at once."""
    with open_services(settings, "command") as s:
        users.remove(s, given.name)
    print(load_texts(settings.language)("cli.user_removed", name=given.name))


def change(given: argparse.Namespace, settings: Settings) -> None:
    """Give an account another password, and end all its logins at once."""
    words = load_texts(settings.language)
    with open_services(settings, "command") as s:
        users.named(s, given.name)
    password = _password(words)
    with open_services(settings, "command") as s:
        users.change_password(s, given.name, password)
    print(words("cli.user_password", name=given.name))


def _password(words: Texts) -> str:
    """The password: typed twice on a terminal, or the first line of any other input."""
    if sys.stdin is None or not sys.stdin.isatty():
        typed = sys.stdin.readline(passwords.LONGEST + 2).rstrip("\r\n") if sys.stdin else ""
        if not typed:
            raise AssessmentError(words("cli.password_none"))
        return typed
    asked = words("cli.password", shortest=words.number(passwords.SHORTEST))
    first = getpass.getpass(asked)
    if getpass.getpass(words("cli.password_again")) != first:
        raise AssessmentError(words("cli.password_differs"))
    return first
