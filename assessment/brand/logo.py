"""A logo: an SVG that holds nothing but shapes, or a PNG that was looked at before it was read."""

import base64
import io
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import quote

from assessment.brand import svg
from scoring.values import Frozen

if TYPE_CHECKING:
    from PIL import Image

MOST_BYTES = 512 * 1024
MOST_SIDE = 4_096  # pixels
MOST_PIXELS = 4_000_000
KEPT = (400, 100)  # what a PNG is made no larger than: twice what any screen shows
_PNG = b"\x89PNG\r\n\x1a\n"


class Logo(Frozen):
    """A picture that may be shown: its kind, its content, its width by its height."""

    kind: Literal["svg", "png"]
    content: bytes
    ratio: float

    @property
    def data_uri(self) -> str:
        """The picture as an address that holds it."""
        if self.kind == "svg":  # as text, which compresses
            return f"data:image/svg+xml,{quote(self.content.decode(), safe=' =:/,-')}"
        return f"data:image/png;base64,{base64.b64encode(self.content).decode()}"


class Read(NamedTuple):
    """A logo, or what keeps the file from being one."""

    logo: Logo | None
    faults: list[str]


def read_logo(file: Path, *, tried: bool = False) -> Read:
    """The logo in a file, with what is wrong with it; one that was not tried yet is drawn once."""
    try:
        size = file.stat().st_size
        if not file.is_file():
            return Read(None, ["this is no file; name a PNG or an SVG"])
        if size > MOST_BYTES:
            return Read(None, [f"{size / 1024:,.0f} KiB are too much; keep a logo below 512 KiB"])
        raw = file.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is none"
        return Read(None, [f"it cannot be read: {reason}; name a file beside brand.yaml"])
    if raw.startswith(_PNG):
        return _png(raw)
    if file.suffix.lower() == ".svg":
        return _svg(raw, tried)
    return Read(None, ["it is neither a PNG nor an SVG; export it as one of them"])


def squared(logo: Logo, side: int, ground: str | None = None) -> bytes:
    """The logo in the middle of a square of pixels, as a PNG; see-through unless on a ground."""
    from PIL import Image

    inside = side if ground is None else round(side * 0.72)
    picture = Image.open(io.BytesIO(rastered(logo, inside))).convert("RGBA")
    picture.thumbnail((inside, inside))
    square = Image.new("RGBA", (side, side), ground or (0, 0, 0, 0))
    place = ((side - picture.width) // 2, (side - picture.height) // 2)
    square.alpha_composite(picture, place)
    return _as_png(square)


def rastered(logo: Logo, longest: int) -> bytes:
    """The logo as a PNG whose longer side has about so many pixels."""
    if logo.kind == "png":
        return logo.content
    import vl_convert

    text = logo.content.decode()
    return bytes(vl_convert.svg_to_png(text, scale=longest / svg.LONGEST))


def _svg(raw: bytes, tried: bool) -> Read:
    if len(raw) > svg.MOST_BYTES:
        too_much = f"{len(raw) // 1024:,} KiB are too much for an SVG; keep 64 KiB, or give a PNG"
        return Read(None, [too_much])
    found = svg.checked(raw)
    if found.faults:
        return Read(None, found.faults)
    logo = Logo(kind="svg", content=found.content, ratio=found.ratio)
    if not tried and (why := _undrawable(logo)):
        return Read(None, [f"no PDF can hold it ({why}); {svg.REMEDY}"])
    return Read(logo, [])


def _undrawable(logo: Logo) -> str:
    """Why a PDF cannot hold what a browser may well show; nothing where it can."""
    from fpdf import FPDF

    pdf = FPDF()
    pdf.add_page()
    try:
        pdf.image(io.BytesIO(logo.content), 0, 0, w=40)
        pdf.output()
    except Exception as error:  # whatever a renderer says of shapes that it cannot draw
        return " ".join(str(error).split())[:80] or type(error).__name__
    return ""


def _png(raw: bytes) -> Read:
    """The picture, made small and written anew: its header is looked at before it is unpacked."""
    from PIL import Image

    if len(raw) < 33 or raw[12:16] != b"IHDR":
        return Read(None, ["this PNG has no header; export it again"])
    width, height = struct.unpack(">II", raw[16:24])
    if not min(width, height):
        return Read(None, ["this PNG has no pixels; export it again"])
    if max(width, height) > MOST_SIDE or width * height > MOST_PIXELS:
        limits = f"{MOST_SIDE:,} a side and {MOST_PIXELS:,} in all"
        return Read(None, [f"{width:,} by {height:,} pixels are too many; keep {limits}"])
    try:
        with Image.open(io.BytesIO(raw), formats=["PNG"]) as opened:
            picture = opened.convert("RGBA")
    except Exception:  # whatever a decoder says of a broken picture
        return Read(None, ["this PNG cannot be read; export it again"])
    picture.thumbnail(KEPT)
    ratio = picture.width / picture.height
    return Read(Logo(kind="png", content=_as_png(picture), ratio=ratio), [])


def _as_png(picture: "Image.Image") -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()
