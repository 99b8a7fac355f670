"""The few pages that are plain HTML: Streamlit's own shell, made ours, and short notices."""

import html
import json
import re
from functools import cache
from pathlib import Path

from starlette.responses import HTMLResponse

from assessment.brand import Brand
from assessment.brand.served import icon, sheet, touch_icon, variables
from assessment.languages import switch
from assessment.services import services
from assessment.texts import Texts

HERE = Path(__file__).parent

_INDEX = Path("static") / "index.html"
_NAMELESS = ".brand b{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
_LANGUAGE = {"pseudo": "en"}


def document(words: Texts, title: str, body: str, attributes: str = "", *, here: str = "/") -> str:
    """A plain HTML page with the logo, a heading and a body of HTML.

    `here` is the address that one comes back to in another language; without one none is offered.
    """
    name, heading = html.escape(words("app.name")), html.escape(title)
    brand = services().brand
    return f"""<!doctype html>
<html lang="{_language(words)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{heading} · {name}</title>
<link rel="icon" href="{icon(brand).address}">
<link rel="stylesheet" href="{sheet(brand).address}">
</head>
<body {attributes}>
<main>
{_head(brand)}
<h1>{heading}</h1>
{body}
{switch(words, here) if here else ""}
</main>
</body>
</html>
"""


def _head(brand: Brand) -> str:
    """The logo, and the name beside it where the logo does not contain it."""
    name = html.escape(brand.name)
    if brand.says_name:
        return f'<span class="logo" role="img" aria-label="{name}"></span>'
    return f'<div class="head"><span class="logo" aria-hidden="true"></span><b>{name}</b></div>'


def notice(words: Texts, title: str, sentence: str, status: int) -> HTMLResponse:
    """A page that says one thing and leads to the start."""
    start = html.escape(words("link.to_start"))
    body = f'<p>{html.escape(sentence)}</p>\n<p><a href="/">{start}</a></p>'
    return HTMLResponse(document(words, title, body), status)


@cache
def index(words: Texts, brand: Brand) -> str:
    """Streamlit's shell with our title, language, icon and look, without what we do not use.

    The style sheet stands last, so that it comes after Streamlit's own.
    """
    import streamlit

    shell = (Path(streamlit.__file__).parent / _INDEX).read_text("utf-8")
    name = html.escape(words("app.name"))
    head = (
        f'<link rel="icon" href="{icon(brand).address}">'
        f'<link rel="apple-touch-icon" href="{touch_icon(brand).address}">'
        f'<meta name="robots" content="noindex">'
        f'<meta name="description" content="{html.escape(words("app.claim"))}">'
    )
    for pattern, ours in (
        (r"<!--.*?-->", ""),
        (r'<html lang="en">', f'<html lang="{_language(words)}">'),
        (r"<title>.*?</title>", f"<title>{name}</title>{head}"),
        (r'<link rel="shortcut icon"[^>]*>', ""),
        (r'<link\s+rel="preload"[^>]*as="font"[^>]*>', ""),
        (r'<link rel="service-desc"[^>]*>', ""),
        (r"<script>.*?</script>", ""),
        (r"<noscript>.*?</noscript>", _no_script(words)),
        (r"</body>", f"{_look(words, brand)}</body>"),
    ):
        shell = re.sub(pattern, lambda _, ours=ours: ours, shell, flags=re.DOTALL)  # type: ignore[misc]
    return re.sub(r"\n\s*\n+", "\n", shell).strip() + "\n"


def _no_script(words: Texts) -> str:
    return f"<noscript><p>{html.escape(words('link.no_script'))}</p></noscript>"


def _language(words: Texts) -> str:
    return _LANGUAGE.get(words.language, words.language)


def _look(words: Texts, brand: Brand) -> str:
    """The style sheet of every page, with the brand's colours for light and dark.

    Streamlit writes an empty date in English letters whatever the language; ours take their place.
    """
    parts = ("day", "month", "year")
    letters = "".join(
        f"--{part}:{json.dumps(words(f'widget.empty_{part}'), ensure_ascii=False)};"
        for part in parts
    )
    own = f":root{{{variables(brand)};{letters}}}{_NAMELESS if brand.says_name else ''}"
    return f"<style>{own}{(HERE / 'screen.css').read_text('utf-8')}</style>"
