"""assessment/settings.py"""

from pathlib import Path

import pytest

from assessment.errors import SettingsError
from assessment.settings import read_settings


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each setting is read from its variable; the port's has no prefix."""
    monkeypatch.setenv("PORT", "8600")
    monkeypatch.setenv("SEVENSIGNS_DATA", "elsewhere")
    monkeypatch.setenv("SEVENSIGNS_ADDRESS", "0.0.0.0")  # noqa: S104  # read, never bound

    found = read_settings()

    assert (found.port, found.data, found.address) == (8600, Path("elsewhere"), "0.0.0.0")  # noqa: S104


def test_without_an_environment_the_app_listens_to_this_machine_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The defaults: this machine, port 8501, the folder data."""
    for name in ("PORT", "SEVENSIGNS_DATA", "SEVENSIGNS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)

    found = read_settings()

    assert (found.address, found.port, found.data) == ("127.0.0.1", 8501, Path("data"))


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PORT", "0"),
        ("PORT", "http"),
        ("SEVENSIGNS_ADDRESS", "127.0.0.1 --server.enableAgentApi true"),
        ("SEVENSIGNS_PUBLIC_URL", "https://x/path"),
        ("SEVENSIGNS_LANGUAGE", "xx"),
        ("SEVENSIGNS_RETENTION_MONTHS", "-1"),
    ],
)
def test_a_wrong_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    """What is wrong is said with the name of the variable and the value it has."""
    monkeypatch.setenv(variable, value)

    with pytest.raises(SettingsError) as error:
        read_settings()

    assert str(error.value).startswith(f"{variable}: ")
    assert value in str(error.value)


def test_an_address_of_a_database_is_no_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused before a folder is named after it, and its password is not repeated."""
    monkeypatch.setenv("SEVENSIGNS_DATA", "postgres://user:secret@host/base")

    with pytest.raises(SettingsError) as error:
        read_settings()

    assert str(error.value) == (
        "SEVENSIGNS_DATA: this is an address; name a folder to keep data in"
    )
