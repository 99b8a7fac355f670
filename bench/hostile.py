"""YAML that is written to hurt: what a loader must refuse without dying and without delay."""

import random
from itertools import chain

SIZE = 256 * 1024


def _filled(part: str) -> str:
    return (part * (SIZE // len(part.encode()) + 1)).encode()[:SIZE].decode(errors="ignore")


def _numbered(line: str) -> str:
    lines = (line.format(number) for number in range(SIZE))
    return "".join(next(lines) for _ in range(SIZE // (len(line) + 4)))


def _letters(count: int) -> bytes:
    signs = "\n :-?[]{},&*!%#|>'\"\\ab"
    return "".join(random.Random(1).choices(signs, k=count)).encode()


_LAUGHS = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 21))
_STEPS = "".join(f"{' ' * depth}k:\n" for depth in range(700))

_IDS = "".join(f"- {{id: {'same' * 13}{number}}}\n" for number in range(200))
_MOVES = "".join(f"    - {'some' * 13}{number}\n" for number in range(200))

TEXTS = {
    "ids much alike": f"actions:\n  present:\n  - moves:\n{_MOVES}items:\n{_IDS}",
    "nested lists": "[" * 100_000,
    "nested mappings": "{" * 100_000,
    "nested pairs": _filled("[{"),
    "nested keys": _filled("{a: "),
    "nested entries": _filled("- "),
    "nested questions": _filled("? "),
    "nested flow questions": _filled("{? "),
    "nested on lines": _filled("[\n"),
    "nested beside others": _filled("[[],"),
    "brackets far apart": "[ " * 32 + " " * SIZE,
    "steps of indentation": _STEPS,
    "billion laughs": f"l0: &l0 [{'x,' * 9}]\n{_LAUGHS}",
    "anchors": f"a: [{_filled('&b c,')}",
    "aliases": f"a: [{_filled('*b ,')}",
    "tags": f"a: [{_filled('!b c,')}",
    "colons": ":" * SIZE,
    "colons apart": _filled(": "),
    "ampersands": "&" * SIZE,
    "stars": "*" * SIZE,
    "exclamation marks": "!" * SIZE,
    "per cents": "%" * SIZE,
    "directives": _numbered("%TAG !a{}! b\n"),
    "quotes": '"' * SIZE,
    "apostrophes": "'" * (SIZE - 1),
    "escapes": f'a: "{_filled(chr(92) + "x41")}"',
    "a quote that is never closed": f'a: "{_filled("b" + chr(10))}',
    "a long key": f"{'a' * SIZE}: b",
    "long keys": _numbered(f"{'k' * 900}{{}}: 1\n"),
    "long quoted keys": _numbered(f'? "{"k" * 50_000}{{}}"\n: 1\n'),
    "a long text": f"a: {_filled('word ')}",
    "a long block": f"a: |\n{_filled(' x' + chr(10))}",
    "a long number": f"weight: {'9' * (SIZE - 8)}",
    "equal keys": _filled("a: 1\n"),
    "unknown keys": _numbered("k{}: 1\n"),
    "keys almost known": _numbered("weigh{}: 1\n"),
    "complex keys": _filled("? [a]\n: b\n"),
    "merge keys": _filled("<<: a\n"),
    "empty entries": "items:\n" + _filled("-\n"),
    "empty items": "items:\n" + _filled("- {}\n"),
    "unknown items": "facts:\n" + _numbered("- f{}\n"),
    "options without end": "levels:\n" + _numbered("  {}: a\n"),
    "comments": "#\n" * (SIZE // 2),
    "cut texts": "a:\n" + _filled("- b #\n"),
    "documents": _filled("---\n"),
    "line breaks": "\n" * SIZE,
    "carriage returns": _filled("a\r"),
    "tabs": "\t" * SIZE,
    "zeros": "\0" * SIZE,
    "far signs": "a: " + _filled("\N{GRINNING FACE}"),
}
FILES: dict[str, bytes] = dict(
    chain(
        ((name, text.encode()[:SIZE]) for name, text in TEXTS.items()),
        (
            ("random bytes", random.Random(1).randbytes(SIZE)),
            ("random signs", _letters(SIZE)),
            ("UTF-16", "a: b\n".encode("utf-16") * 20_000),
        ),
    )
)
