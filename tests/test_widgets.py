"""What pages are drawn with: text that stays text, and one style sheet for both modes."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assessment.widgets import esc, inert


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("Who's in charge - Sales, or Marketing?", "Who's in charge - Sales, or Marketing?"),
        ("12:30 is noon: so they say.", r"12\:30 is noon: so they say."),
        ("![x](http://a/b)", r"!\[x\](http\://a/b)"),
        (":material/home: :red[x] $a^2$", r"\:material\/home\: \:red\[x\] \$a\^2\$"),
        ("# one", r"\# one"),
        ("1. one", r"1\. one"),
        ("<b>&amp;</b>", r"\<b\>\&amp;\</b\>"),
        ("two\nlines", "two lines"),
    ],
)
def test_markup_is_escaped_and_plain_text_left_alone(text: str, markdown: str) -> None:
    """Screen readers read the name of a group of options as it is written, backslashes and all."""
    assert esc(text) == markdown


@given(some.text(alphabet=some.characters(exclude_categories=["Cc", "Zl", "Zp"])))
def test_escaping_adds_backslashes_only(text: str) -> None:
    """No letter is lost or added."""
    assert esc(text).replace("\\", "") == text.strip().replace("\\", "")


def test_inert_text_cannot_leave_its_place() -> None:
    """Neither as an element nor out of an attribute."""
    assert inert('<a href="x">&') == "&lt;a href=&quot;x&quot;&gt;&amp;"
