"""The dictionary of the banks' keys and their schemas: generated, complete and up to date."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from pydantic import BaseModel

from scoring.dictionary import FILES, SECTIONS, readme, schemas
from tests.make_instrument import small_instrument, write_banks

QUESTIONS = Path(__file__).parent.parent / "questions"
MODELS = [model for _, models in SECTIONS for model in models]


def test_the_dictionary_on_disk_is_up_to_date() -> None:
    """questions/README.md is what `python -m scoring.dictionary` writes."""
    assert (QUESTIONS / "README.md").read_text(encoding="utf-8") == readme()


def test_the_schemas_on_disk_are_up_to_date() -> None:
    """questions/schema/ holds what `python -m scoring.dictionary` writes, and nothing else."""
    on_disk = {f.name: f.read_text(encoding="utf-8") for f in (QUESTIONS / "schema").iterdir()}
    assert on_disk == schemas()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_is_described(model: type[BaseModel]) -> None:
    """Each key of a model has a row that says what it is."""
    section = readme().split(f"### {model.__name__}\n")[1].split("###")[0]
    for key, field in model.model_fields.items():
        assert field.description
        assert f"| `{key}` |" in section


def banks() -> list[Path]:
    return sorted((QUESTIONS / "seven-signs").glob("*.yaml"))


@pytest.mark.parametrize("bank", banks(), ids=lambda bank: bank.name)
def test_a_bank_names_its_schema_and_fits_it(bank: Path) -> None:
    """The first line of each bank names the schema by which an editor checks it."""
    name = bank.stem if bank.stem in FILES else "sign"
    text = bank.read_text(encoding="utf-8")
    assert text.startswith(f"# yaml-language-server: $schema=../schema/{name}.json\n")
    jsonschema.validate(_as_json(text), json.loads(schemas()[f"{name}.json"]))


def test_there_are_banks_to_try() -> None:
    """Seven signs, the outline and the ledger."""
    assert len(banks()) == 9


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("1_s1.yaml", "weight: 1.0", "wieght: 1.0"),
        ("1_s1.yaml", "weight: 1.0", "weight: 0"),
        ("1_s1.yaml", "horizon: 30", "horizon: 45"),
        ("1_s1.yaml", "levels:\n  1:", "levels:\n  6:"),
        ("1_s1.yaml", "  weakness:", "  weekness:"),
        ("instrument.yaml", "costs_most_limit: 2", "costs_most_limit: 4"),
        ("facts.yaml", "verdict: untraced", "verdict: true"),
    ],
)
def test_a_schema_refuses_what_the_loader_refuses(
    file: str, old: str, new: str, tmp_path: Path
) -> None:
    """An editor marks what the loader would name."""
    bank = write_banks(small_instrument(), tmp_path) / file
    text = bank.read_text(encoding="utf-8")
    assert old in text
    schema = json.loads(schemas().get(f"{bank.stem}.json", schemas()["sign.json"]))
    jsonschema.validate(_as_json(text), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(_as_json(text.replace(old, new, 1)), schema)


def _as_json(text: str) -> Any:
    """A bank as an editor sees it: keys are texts, numbers are numbers, days are texts."""
    return json.loads(json.dumps(yaml.safe_load(text), default=str))
