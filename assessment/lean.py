"""What Streamlit would work out anew at every rerun though it never changes: worked out once."""

from collections.abc import Callable

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

_populate = app_session._populate_theme_msg


def tell_theme_once() -> None:
    """Have the theme that every rerun is told read from the options once, when they are final.

    Six sections with fifty options each, and each option behind a lock, took an eighth of the
    processor time of an answer.
    """
    app_session._populate_theme_msg = _once(_populate)  # type: ignore[assignment]  # its own function, wrapped


def _once(
    populate: Callable[[CustomThemeConfig, str], None],
) -> Callable[[CustomThemeConfig, str], None]:
    """As `populate`, which fills a message from a section of the options, asked once for each."""
    made: dict[str, CustomThemeConfig] = {}

    def populated(message: CustomThemeConfig, section: str = "theme") -> None:
        if section not in made:
            populate(fresh := CustomThemeConfig(), section)
            made[section] = fresh
        if made[section].ByteSize():  # an empty one stays unsaid
            message.MergeFrom(made[section])

    return populated
