"""assessment/config.py"""

import tomllib

from streamlit import config

from assessment.brand.load import default_brand
from assessment.config import FILE, config_toml
from assessment.settings import ROOT
from assessment.theme import SEVEN_SIGNS


def test_the_file_is_in_step_with_the_theme() -> None:
    """`.streamlit/config.toml` is what `python -m assessment.config` writes."""
    assert FILE.read_text("utf-8") == config_toml(default_brand().theme), (
        "run python -m assessment.config"
    )


def test_streamlit_knows_every_option() -> None:
    """No option is misspelt, or was dropped by a newer Streamlit."""
    found = tomllib.loads(config_toml(SEVEN_SIGNS))
    theme = found.pop("theme")
    names = [f"{section}.{name}" for section, options in found.items() for name in options]
    names += [f"theme.{name}" for name in theme if name not in {"light", "dark"}]
    names += [f"theme.{mode}.{name}" for mode in ("light", "dark") for name in theme[mode]]

    assert set(names) <= set(config.get_config_options())


def test_every_font_of_the_browser_is_here_with_its_licence() -> None:
    """Fonts come from this server, and their licence travels with them."""
    faces = tomllib.loads(config_toml(SEVEN_SIGNS))["theme"]["fontFaces"]

    assert {face["family"] for face in faces} == {SEVEN_SIGNS.sans, SEVEN_SIGNS.serif}
    for face in faces:
        assert (ROOT / "assessment" / face["url"].lstrip("/")).exists()
        family = face["family"].replace(" ", "")
        assert (ROOT / "assessment" / "fonts" / f"{family}-OFL.txt").exists()
