"""Brands to try things with: a folder with a brand file and a logo, as somebody would write it."""

from pathlib import Path

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">'
    '<rect width="40" height="20" fill="#8A2D5B"/></svg>'
)
SHORTEST = "name: Acme\nlogo:\n  light: logo.svg\n"


def write_brand(folder: Path, text: str = SHORTEST, logo: str | bytes = LOGO) -> str:
    """A brand in that folder, as SEVENSIGNS_BRAND names it."""
    folder.mkdir(exist_ok=True)
    (folder / "brand.yaml").write_text(text, "utf-8")
    (folder / "logo.svg").write_bytes(logo.encode() if isinstance(logo, str) else logo)
    return str(folder)
