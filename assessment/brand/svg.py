"""What an SVG may hold to be a logo: shapes and colours, and nothing that acts or fetches."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import (  # what is read goes through defusedxml
    Element,
    ParseError,
    register_namespace,
    tostring,
)

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

MOST_BYTES = 64 * 1024  # it travels in every page, and is drawn in every PDF
MOST_ELEMENTS = 1_000
DEEPEST = 32
LONGEST = 240  # units of the longer side, once it is written anew
NAMESPACE = "http://www.w3.org/2000/svg"
ELEMENTS = frozenset(
    (
        *("svg", "g", "defs", "title", "desc", "style", "clipPath"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("linearGradient", "radialGradient", "stop"),
    )
)
ATTRIBUTES = frozenset(
    (
        *("id", "class", "style", "transform", "viewBox", "version", "role", "aria-label"),
        *("width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "d"),
        *("points", "fx", "fy", "offset", "pathLength", "preserveAspectRatio"),
        *("gradientUnits", "gradientTransform", "spreadMethod", "clipPathUnits"),
        *("fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity"),
        *("stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray"),
        *("stroke-dashoffset", "opacity", "color", "stop-color", "stop-opacity", "clip-path"),
        *("clip-rule", "display", "visibility", "data-name", "enable-background", "aria-hidden"),
    )
)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FETCHES = re.compile(
    r"url\s*\((?!\s*['\"]?#[\w.-]+['\"]?\s*\))|@|\\|/\*|expression|javascript|data:", re.I
)
REMEDY = "export the logo as plain shapes, or give a PNG"


class Checked(NamedTuple):
    """An SVG written anew with its width by its height, or what keeps it from being a logo."""

    content: bytes
    ratio: float
    faults: list[str]


def checked(raw: bytes) -> Checked:
    """The SVG without comments and instructions, if nothing is wrong with it."""
    try:
        root = fromstring(raw, forbid_dtd=True)
    except DefusedXmlException:
        return _refused(f"it declares a document type or entities; {REMEDY}")
    except (ParseError, ValueError, LookupError):
        return _refused("it is no SVG that can be read; export it again, or give a PNG")
    if _local(root) != "svg":
        return _refused("its first element is not <svg>; export it again, or give a PNG")
    if (many := sum(1 for _ in root.iter())) > MOST_ELEMENTS or _depth(root) > DEEPEST:
        limits = f"keep {MOST_ELEMENTS:,}, {DEEPEST} levels deep"
        return _refused(f"it has {many:,} elements or is nested too deep; {limits}, or give a PNG")
    if (box := _box(root)) is None:
        return _refused("it has no size; give its <svg> a viewBox such as 0 0 120 40")
    if faults := list(dict.fromkeys(fault for each in root.iter() for fault in _faults(each))):
        return Checked(b"", 0, faults)
    return Checked(_written(root, box), box[2] / box[3], [])


def _refused(fault: str) -> Checked:
    return Checked(b"", 0, [fault])


def _box(root: Element) -> tuple[float, ...] | None:
    """Where the picture lies: its viewBox, or else what its width and height say."""
    given = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    if len(given) != 4:
        given = ["0", "0", root.get("width", ""), root.get("height", "")]
    try:
        x, y, width, height = (float(re.sub(r"px$", "", length)) for length in given)
    except ValueError:
        return None
    sound = 0 < width < 1e5 and 0 < height < 1e5 and abs(x) < 1e5 and abs(y) < 1e5
    return (x, y, width, height) if sound and 0.05 < width / height < 20 else None


def _written(root: Element, box: tuple[float, ...]) -> bytes:
    """The SVG with a size that no renderer takes for a wall."""
    scale = LONGEST / max(box[2:])
    for element in root.iter():
        element.text, element.tail = (element.text or "").strip(), None
    root.set("viewBox", " ".join(f"{length:g}" for length in box))
    root.set("width", f"{box[2] * scale:g}")
    root.set("height", f"{box[3] * scale:g}")
    register_namespace("", NAMESPACE)
    return tostring(root, encoding="unicode").encode()


def _depth(root: Element) -> int:
    """How deep it is nested, found without recursion."""
    level, depth = [root], 0
    while level and depth <= DEEPEST:
        level, depth = [child for element in level for child in element], depth + 1
    return depth


def _faults(element: Element) -> Iterator[str]:
    name = _local(element)
    if name not in ELEMENTS:
        yield f"<{name[:40]}> is not taken; {REMEDY}"
        return
    if name == "style" and _FETCHES.search(element.text or ""):
        yield f"its style sheet fetches or imports something; {REMEDY}"
    for attribute, value in element.attrib.items():
        if attribute != _SPACE and attribute not in ATTRIBUTES:
            yield f"{_plain(attribute)} at <{name}> is not taken; {REMEDY}"
        elif _FETCHES.search(value):
            yield f"{_plain(attribute)} at <{name}> fetches something; {REMEDY}"


def _local(element: Element) -> str:
    """The name of an element of SVG; those of others with their namespace, so that none passes."""
    namespace, _, name = str(element.tag).rpartition("}")
    return name if namespace == f"{{{NAMESPACE}" else f"{name} of another kind"


def _plain(attribute: str) -> str:
    return attribute.rpartition("}")[2][:40]
