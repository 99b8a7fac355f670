"""Accounts: which names and passwords are taken, and how they are kept."""

import httpx
import pytest

from assessment.desk import door, users
from assessment.desk_records import User
from assessment.errors import Refused
from assessment.services import Services, open_services
from assessment.settings import Settings
from tests.desk_door.logins import GOOD, NOON, RIGHT, logged_in


@pytest.mark.case("C12")
def test_the_store_holds_neither_password_nor_token(s: Services, anna: User) -> None:
    """Only an argon2id hash of 19 MiB, two passes and one lane, and the hash of the cookie."""
    token = logged_in(s)
    kept = "".join(
        path.read_text("utf-8") for path in s.settings.data.rglob("*.json*") if path.is_file()
    )

    assert GOOD not in kept
    assert token not in kept
    assert anna.password.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize(
    "password",
    [
        "x" * 14,
        "x" * 1_025,
        "seventeen green\0bottles",
        "passwordpassword1",
        "Anna-Anna-Anna-2026",
        "SevenSignsWorkshop2026!",
        "aaaaaaaaaaaaaaaaaaaaaaa",
        "123456789012345678",
        "qwertzuiopasdfghjkl",
    ],
)
def test_short_endless_and_easy_passwords_are_refused(s: Services, password: str) -> None:
    """With a sentence, and no account is made."""
    with pytest.raises(Refused, match="password"):
        users.add(s, "anna", password)
    assert users.everyone(s) == ()


@pytest.mark.parametrize(
    "password", [GOOD, "x1" + "y" * 7 + "küßchen für alle", "ab" + "cdefghij" * 120]
)
def test_a_password_of_any_characters_is_taken(s: Services, password: str) -> None:
    """No rule asks for digits or signs."""
    users.add(s, "anna", password)

    assert isinstance(door.log_in(s, "anna", password, None), str)


@pytest.mark.parametrize("name", ["", "Anna", "a b", "../x", "a@b.de", "x" * 41, "a\n", "é"])
def test_a_name_that_cannot_be_one_is_refused(s: Services, name: str) -> None:
    """So that no name is an address, or looks like another."""
    with pytest.raises(Refused):
        users.add(s, name, GOOD)


def test_a_name_is_given_once(s: Services, anna: User) -> None:
    """The second account of that name is refused, and the first keeps its password."""
    with pytest.raises(Refused, match="already"):
        users.add(s, "anna", "another few good words")
    assert users.everyone(s) == (anna,)


@pytest.mark.case("C26")
@pytest.mark.parametrize("password", ["x" * 1_000_000, "seventeen\0green bottles", "x" * 1_025, ""])
def test_a_password_of_a_megabyte_or_with_nul_is_answered_with_a_sentence(
    s: Services, anna: User, http: httpx.Client, quick: list[str | None], password: str
) -> None:
    """Nothing is hashed, and no failure is counted."""
    answer = http.post("/login", data={"name": "anna", "password": password})

    assert answer.status_code == 400
    assert "15 to 1,024 characters" in answer.text
    assert quick == []
    assert door._watch(s).attempts.wait("anna") == 0


def test_the_page_says_how_the_first_account_is_made(s: Services, http: httpx.Client) -> None:
    """Until there is one; then it is a form."""
    assert "python -m assessment user add NAME" in http.get("/login").text
    users.add(s, "anna", GOOD)
    assert 'name="password"' in http.get("/login").text
    http.post("/login", data=RIGHT)
    assert "logged in as anna" in http.get("/login").text


def test_accounts_are_kept_over_a_restart(settings: Settings) -> None:
    """So are logins."""
    with open_services(settings) as s:
        users.add(s, "anna", GOOD)
        token = logged_in(s)
    with open_services(settings) as again:
        assert door.require(again, token, NOON).name == "anna"
