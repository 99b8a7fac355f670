"""assessment/brand/logo.py, svg.py, fonts.py: what is taken as a logo or a font, what is not."""

import io
import os
import re
import struct
import time
import zlib
from pathlib import Path

import pytest
from fpdf import FPDF
from PIL import Image

from assessment.brand.load import DEFAULT, FOLDER, BrandError, load_brand
from assessment.brand.logo import KEPT, Logo, read_logo, squared
from assessment.report.faces import faces_of, sans
from assessment.theme import BUILT_IN, FONTS
from tests.make_brands import SHORTEST, write_brand

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"{}>{}</svg>'
BOX = '<rect width="40" height="20" fill="#8A2D5B"/>'


def png(width: int, height: int, body: bytes | None = None) -> bytes:
    """A PNG whose header says so many pixels, whatever its body holds."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (height * (width + 1))) if body is None else body
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def read(tmp_path: Path, content: bytes, name: str = "logo.svg") -> tuple[Logo | None, list[str]]:
    """What comes of a file."""
    (tmp_path / name).write_bytes(content)
    return read_logo(tmp_path / name)


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ("<script>alert(1)</script>", "<script> is not taken"),
        ('<rect onload="alert(1)"/>', "onload at <rect> is not taken"),
        ("<foreignObject><p/></foreignObject>", "<foreignObject> is not taken"),
        ('<image href="https://evil.example/x.png"/>', "<image> is not taken"),
        ('<use href="https://evil.example/x.svg#a"/>', "<use> is not taken"),
        ('<a href="javascript:alert(1)"><rect/></a>', "<a> is not taken"),
        ('<rect fill="url(https://evil.example/x)"/>', "fill at <rect> fetches something"),
        ('<rect style="fill:url(&#34;//evil.example&#34;)"/>', "style at <rect> fetches"),
        ("<style>@import 'https://evil.example/x.css';</style>", "its style sheet fetches"),
        ("<style>rect{fill:u\\72l(https://evil.example)}</style>", "its style sheet fetches"),
        ('<animate attributeName="x"/>', "<animate> is not taken"),
        ('<set attributeName="href" to="javascript:alert(1)"/>', "<set> is not taken"),
        ("<text>Acme</text>", "<text> is not taken; export the logo as plain shapes"),
        ("<filter/>", "<filter> is not taken"),
        ('<x:script xmlns:x="http://www.w3.org/1999/xhtml"/>', "<script of another kind>"),
        ('<g xmlns:l="http://www.w3.org/1999/xlink" l:href="#a"/>', "href at <g> is not taken"),
    ],
)
def test_an_svg_that_acts_or_fetches_is_refused(tmp_path: Path, inside: str, fault: str) -> None:
    """Each with what it holds, and what to do instead."""
    logo, faults = read(tmp_path, SVG.format("", BOX + inside).encode())

    assert logo is None
    assert any(fault in said for said in faults)


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (
            b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><svg>&b;</svg>',
            "it declares a document type or entities",
        ),
        (
            b'<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg/>',
            "it declares a document type or entities",
        ),
        (b"<svg", "it is no SVG that can be read"),
        (b"", "it is no SVG that can be read"),
        (b"\xff\xfe\x00", "it is no SVG that can be read"),
        (b"<html><script/></html>", "its first element is not <svg>"),
        (b'<svg viewBox="0 0 10 10"/>', "its first element is not <svg>"),
        (SVG.format("", "<g>" * 40 + "</g>" * 40).encode(), "nested too deep"),
        (SVG.format("", "<g/>" * 1_001).encode(), "it has 1,002 elements"),
        (SVG.replace("0 0 40 20", "0 0 1e9 1").format("", "").encode(), "it has no size"),
        (SVG.replace("0 0 40 20", "0 0 nan 1").format("", "").encode(), "it has no size"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "it has no size"),
        (SVG.format("", " " * 70_000).encode(), "68 KiB are too much for an SVG"),
    ],
)
def test_an_svg_that_is_none_or_too_much_is_refused(tmp_path: Path, raw: bytes, fault: str) -> None:
    """Entities are never expanded, and no document is followed into its depth."""
    logo, faults = read(tmp_path, raw)

    assert logo is None
    assert any(fault in said for said in faults), faults


def test_an_svg_is_written_anew(tmp_path: Path) -> None:
    """Comments and instructions stay behind, and its size is one that no renderer stumbles over."""
    raw = (
        '<?xml version="1.0"?><?xml-stylesheet href="https://evil.example/x.css"?>'
        '<!-- <script>alert(1)</script> --><svg xmlns="http://www.w3.org/2000/svg"'
        ' width="90000px" height="45000">'
        "<style>.a{fill:#8A2D5B}</style><rect class='a' width='90000' height='45000'/></svg>"
    )

    logo, faults = read(tmp_path, raw.encode())

    assert faults == []
    assert logo
    assert logo.ratio == 2
    assert b"evil" not in logo.content
    assert b"alert" not in logo.content
    assert b'width="240" height="120"' in logo.content
    assert b'viewBox="0 0 90000 45000"' in logo.content


def test_a_picture_is_looked_at_before_it_is_unpacked(tmp_path: Path) -> None:
    """An image bomb: 60 kB that would become 3.6 GB are refused by their header, at once."""
    bomb = png(60_000, 60_000, zlib.compress(b"\0" * 60_000_000))
    began = time.process_time()

    logo, faults = read(tmp_path, bomb, "logo.png")

    assert logo is None
    assert faults == [
        "60,000 by 60,000 pixels are too many; keep 4,096 a side and 4,000,000 in all"
    ]
    assert time.process_time() - began < 0.1


def test_a_picture_that_says_less_than_it_holds_is_no_trap(tmp_path: Path) -> None:
    """A small header before a large body: what is beyond the header is not unpacked."""
    logo, faults = read(tmp_path, png(10, 10, zlib.compress(b"\0" * 50_000_000)), "logo.png")

    assert (logo is None) == bool(faults)


def test_a_logo_of_20_mb_is_not_read(tmp_path: Path) -> None:
    """Its size is asked first."""
    with (tmp_path / "logo.png").open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        file.truncate(20 * 1024 * 1024)

    assert read_logo(tmp_path / "logo.png").faults == [
        "20,480 KiB are too much; keep a logo below 512 KiB"
    ]


@pytest.mark.parametrize(
    ("content", "name", "fault"),
    [
        (b"GIF89a" + b"\0" * 40, "logo.gif", "it is neither a PNG nor an SVG"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 10, "logo.png", "this PNG has no header"),
        (png(10, 10, b"nonsense"), "logo.png", "this PNG cannot be read"),
        (png(0, 10, b""), "logo.png", "this PNG has no pixels"),
        (b"", "logo.png", "it is neither a PNG nor an SVG"),
    ],
)
def test_what_is_no_picture_is_refused(
    tmp_path: Path, content: bytes, name: str, fault: str
) -> None:
    """By what it is, whatever its name says."""
    logo, faults = read(tmp_path, content, name)

    assert logo is None
    assert fault in faults[0]


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    """With what to do."""
    assert "No such file" in read_logo(tmp_path / "nope.svg").faults[0]
    assert "this is no file" in read_logo(tmp_path).faults[0]
    assert read_logo(tmp_path / "a\0b").logo is None


def test_a_png_is_made_small_and_written_anew(tmp_path: Path) -> None:
    """No larger than any screen shows it, and without whatever else the file held."""
    picture = Image.new("RGBA", (1200, 300), (138, 45, 91, 255))
    file = io.BytesIO()
    picture.save(file, "PNG")

    logo, faults = read(tmp_path, file.getvalue() + b"<script>alert(1)</script>", "logo.png")

    assert faults == []
    assert logo
    assert (logo.kind, logo.ratio) == ("png", 4)
    assert Image.open(io.BytesIO(logo.content)).size == KEPT
    assert b"script" not in logo.content


@pytest.mark.parametrize(
    "shape",
    [
        '<path d="nonsense"/>',
        '<rect width="1em" height="1"/>',
        '<rect style="fill:var(--x)" width="1" height="1"/>',
        '<circle r="1" fill="hsl(10,50%,50%)"/>',
    ],
)
def test_what_a_browser_shows_and_no_pdf_can_hold_is_refused(tmp_path: Path, shape: str) -> None:
    """It would break every report; it is found when the brand is read."""
    logo, faults = read(tmp_path, SVG.format("", BOX + shape).encode())

    assert logo is None
    assert re.match(r"no PDF can hold it \(.+\); export the logo as plain shapes", faults[0])


@pytest.mark.parametrize(
    "shapes",
    [
        '<style>.a{fill:#8A2D5B}</style><rect class="a" width="40" height="20"/>',
        (
            "<defs><linearGradient id='g'><stop offset='0'/></linearGradient></defs>"
            '<rect fill="url(#g)" width="40" height="20"/>'
        ),
        (
            '<clipPath id="c"><circle cx="9" cy="9" r="9"/></clipPath><g clip-path="url(#c)"><path '
            'd="M0 0h9v9z" transform="rotate(3)" stroke="#000"/><polygon points="0,0 1,1 2,0"/></g>'
        ),
    ],
)
def test_what_drawing_programs_export_is_taken(tmp_path: Path, shapes: str) -> None:
    """Style sheets, gradients and clips that point into the same file."""
    assert read(tmp_path, SVG.format("", shapes).encode())[1] == []


def test_our_own_logos_can_be_drawn() -> None:
    """They are not tried at each start."""
    for name in ("logo.svg", "logo_dark.svg"):
        assert read_logo(FOLDER / DEFAULT / name, tried=False).faults == []


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_both_kinds_become_icons_and_stand_in_a_pdf(tmp_path: Path, kind: str) -> None:
    """As shapes or as pixels."""
    content = SVG.format("", BOX).encode() if kind == "svg" else png(40, 20)
    logo, _ = read(tmp_path, content, f"logo.{kind}")
    assert logo

    square = Image.open(io.BytesIO(squared(logo, 64)))
    touch = Image.open(io.BytesIO(squared(logo, 180, "#FFFFFF")))
    pdf = FPDF()
    pdf.add_page()
    pdf.image(io.BytesIO(logo.content), 10, 10, w=40, h=20)

    assert (square.size, touch.size) == ((64, 64), (180, 180))
    assert touch.getpixel((0, 0))[:3] == (255, 255, 255)
    assert square.getpixel((0, 0))[3] == 0
    assert len(pdf.output()) > 500


def test_every_fault_of_a_logo_stands_at_its_line(tmp_path: Path) -> None:
    """In the brand file, with the name of the logo's file."""
    folder = write_brand(tmp_path, SHORTEST, SVG.format(' onload="x"', "<script/>"))

    with pytest.raises(BrandError) as refused:
        load_brand(folder)

    lines = [line.removeprefix(f"{tmp_path}/") for line in str(refused.value).splitlines()]
    assert lines == [
        (
            "brand.yaml:3:10: logo.svg: <script> is not taken; export the logo as plain shapes, or "
            "give a PNG"
        ),
        (
            "brand.yaml:3:10: logo.svg: onload at <svg> is not taken; export the logo as plain "
            "shapes, or give a PNG"
        ),
    ]


def own_fonts(folder: Path, family: str = "Acme Sans", upem: int = 2048) -> str:
    """A font file pair of a family of one's own, with the Latin letters alone."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.scaleUpem import scale_upem

    text = "fonts:\n"
    for key, name in (("regular", "SevenSans-400"), ("semibold", "SevenSans-600")):
        with TTFont(FONTS / f"{name}.ttf") as font:
            subsetter = Subsetter(Options(name_IDs=["*"]))
            subsetter.populate(unicodes=range(0x20, 0x7F))
            subsetter.subset(font)
            scale_upem(font, upem)
            font["name"].setName(family, 16, 3, 1, 0x409)
            font.save(folder / f"{key}.ttf")
        (folder / f"{key}.woff2").write_bytes((FONTS / f"{name}.woff2").read_bytes())
        text += f"  {key}: {{ttf: {key}.ttf, woff2: {key}.woff2}}\n"
    return text


def test_own_fonts_print_whatever_ours_print(tmp_path: Path) -> None:
    """What a font lacks is filled up, so that no name and no box is lost."""
    text = SHORTEST + own_fonts(tmp_path) + "  headlines: sans\n"
    theme = load_brand(write_brand(tmp_path, text)).theme

    faces = faces_of(theme)

    assert (theme.sans, theme.serif, theme.light.sans) == ("Acme Sans", "Acme Sans", "Acme Sans")
    assert [face.built_in for face in theme.fonts] == [False, False]
    assert faces.serif is faces.sans_bold
    assert faces.sans.advances.keys() == sans().advances.keys()
    assert faces.sans.file != BUILT_IN[0].ttf
    assert faces.sans.advances["a"] == pytest.approx(sans().advances["a"], abs=1)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("fonts:\n  regular: {ttf: a.ttf, woff2: b.woff2}\n", "a.ttf: it cannot be read"),
        (
            "fonts:\n  regular: {ttf: brand.yaml, woff2: brand.yaml}\n",
            "this is not a TrueType file",
        ),
        ("fonts:\n  regular: {ttf: a.ttf}\n", "'woff2' is missing; add it"),
        ("fonts:\n  headlines: mono\n", "'mono' is not 'serif' or 'sans'"),
    ],
)
def test_fonts_that_are_none_are_told(tmp_path: Path, text: str, fault: str) -> None:
    """At their line, with what to do."""
    with pytest.raises(BrandError) as refused:
        load_brand(write_brand(tmp_path, SHORTEST + text))

    assert fault in str(refused.value)


def test_a_font_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """Nor is a folder read."""
    os.mkfifo(tmp_path / "a.ttf")
    (tmp_path / "a.woff2").mkdir()
    text = "fonts:\n  regular: {ttf: a.ttf, woff2: a.woff2}\n"

    with pytest.raises(BrandError, match=r"a\.ttf: it cannot be read(.|\n)*a\.woff2: it cannot"):
        load_brand(write_brand(tmp_path, SHORTEST + text))


def test_half_a_family_is_refused(tmp_path: Path) -> None:
    """Labels in another typeface than the text would be an accident."""
    text = SHORTEST + "".join(own_fonts(tmp_path).splitlines(keepends=True)[:2])

    with pytest.raises(BrandError, match="give both 'regular' and 'semibold', or neither"):
        load_brand(write_brand(tmp_path, text))


def test_a_broken_font_is_told(tmp_path: Path) -> None:
    """What a reader of fonts says of it is nobody's to read."""
    text = SHORTEST + own_fonts(tmp_path)
    (tmp_path / "regular.ttf").write_bytes(b"\x00\x01\x00\x00" + b"\xff" * 2_000)

    with pytest.raises(BrandError, match=r"regular\.ttf: this font cannot be read"):
        load_brand(write_brand(tmp_path, text))
