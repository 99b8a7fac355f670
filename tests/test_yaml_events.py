"""The safe reader: what it hands on, and what it refuses, where. A test's docstring is the file."""

import inspect

import pytest

from bench.hostile import FILES
from scoring import yaml_events
from scoring.yaml_events import LIBYAML, MAX_PROBLEMS, PURE, Document, Engine, read, shown


@pytest.fixture(params=[LIBYAML, PURE], ids=["libyaml", "pure"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Each parser of PyYAML in turn: a machine may lack the fast one."""
    chosen: Engine = request.param
    assert chosen.parser, "PyYAML was built without libyaml"
    monkeypatch.setattr(yaml_events, "ENGINE", chosen)
    return chosen


@pytest.fixture
def document(request: pytest.FixtureRequest, engine: Engine) -> Document:
    """The test's docstring as it was read."""
    return read("bank.yaml", inspect.cleandoc(request.function.__doc__).encode() + b"\n")


def told(document: Document) -> list[str]:
    return [str(problem) for problem in document.problems]


def test_everything_stays_the_text_that_was_typed(document: Document) -> None:
    """
    no: NO
    time: 12:30
    number: 1e3
    zero: 0123
    day: 2026-01-31
    equals: =
    yes: [on, 0x1f, 1_000, .inf, "null"]
    1: one
    """
    assert document.problems == []
    assert document.content == {
        "no": "NO",
        "time": "12:30",
        "number": "1e3",
        "zero": "0123",
        "day": "2026-01-31",
        "equals": "=",
        "yes": ["on", "0x1f", "1_000", ".inf", "null"],
        "1": "one",
    }


def test_every_key_and_value_has_its_place(document: Document) -> None:
    """
    # a comment
    items:
      - id: one
        options: {1: a, 2: "b"}
    """
    assert document.places == {
        (): (2, 1),
        ("items",): (3, 3),
        ("items", 0): (3, 5),
        ("items", 0, "id"): (3, 9),
        ("items", 0, "options"): (4, 14),
        ("items", 0, "options", "1"): (4, 18),
        ("items", 0, "options", "2"): (4, 24),
    }
    assert document.keys[("items", 0, "options", "2")] == (4, 21)


def test_a_text_over_several_lines_is_one_text(document: Document) -> None:
    """
    folded: >-
      one # no comment here
      two
    plain: three
      four
    kept: |
      five
      six
    """
    assert document.problems == []
    assert document.content == {
        "folded": "one # no comment here two",
        "plain": "three four",
        "kept": "five\nsix\n",
    }


@pytest.mark.case("C54")
def test_a_duplicate_key_names_both_lines(document: Document) -> None:
    """
    name: one
    short: two
    name: three
    """
    assert told(document) == ["bank.yaml:3:1: the key 'name' is in line 1 already; keep one"]
    assert document.content == {"name": "one", "short": "two"}


def test_what_has_no_value_says_so(document: Document) -> None:
    """
    a:
    b: ~
    c: null
    d: [x, NULL]
    e:
      -
      - y
    f: ""
    """
    sentence = "this has no value; write one, or remove the key"
    lines = [(problem.line, problem.message) for problem in document.problems]
    assert lines == [(line, sentence) for line in (1, 2, 3, 4, 6)]
    assert told(document)[:3] == [
        f"bank.yaml:1:1: {sentence}",
        f"bank.yaml:2:4: {sentence}",
        f"bank.yaml:3:4: {sentence}",
    ]


@pytest.mark.case("C57")
def test_a_comment_that_cuts_a_text_is_told(document: Document) -> None:
    """
    text: We do # this
    other: "We do" # and this is a comment
    # as is this
    list:
      - one # two
      - in#side
    """
    sentence = "a comment cuts this text; quote the text, or give the comment its own line"
    assert told(document) == [f"bank.yaml:1:7: {sentence}", f"bank.yaml:5:5: {sentence}"]


def test_anchors_aliases_and_tags_are_refused(document: Document) -> None:
    """
    a: &one text
    b: *one
    c: !!int 3
    d: &two [x]
    e: !thing {y: z}
    """
    assert told(document) == [
        "bank.yaml:1:4: anchors (&) are not used; remove it, or quote the text",
        "bank.yaml:2:4: aliases (*) are not used; write it out, or quote it",
        "bank.yaml:3:4: tags (!) are not used; remove it, or quote the text",
        "bank.yaml:4:4: anchors (&) are not used; remove it, or quote the text",
        "bank.yaml:5:4: tags (!) are not used; remove it, or quote the text",
    ]


def test_merge_keys_are_refused(document: Document) -> None:
    """
    a:
      <<: {b: c}
    """
    assert told(document) == ["bank.yaml:2:3: merge keys (<<) are not used; write the keys out"]


def test_a_key_is_a_text(document: Document) -> None:
    """
    ? [a, b]
    : c
    ? {d: e}
    : f
    *g : h
    i: j
    """
    assert told(document) == [
        "bank.yaml:1:3: a key must be a text; write 'key: text'",
        "bank.yaml:3:3: a key must be a text; write 'key: text'",
        "bank.yaml:5:1: aliases (*) are not used; write it out, or quote it",
    ]
    assert document.content == {"i": "j"}


def test_a_key_is_not_empty(document: Document) -> None:
    """
    a: b
    "": c
    """
    assert told(document) == ["bank.yaml:2:1: a key is missing before ':'; write 'key: text'"]


def test_a_second_document_is_refused(document: Document) -> None:
    """
    ---
    a: b
    ---
    c: d
    """
    assert told(document) == ["bank.yaml:3:1: a second document starts here; keep one a file"]


def test_a_directive_is_refused(document: Document) -> None:
    """
    %YAML 1.1
    ---
    a: b
    """
    assert told(document) == [
        "bank.yaml:1:1: a line may not start with %; quote or indent the text"
    ]


def test_a_bank_is_a_mapping(document: Document) -> None:
    """
    - a
    - b
    """
    assert told(document) == ["bank.yaml:1:1: a bank is a mapping; write 'key: text' lines"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: Is it: so", "1:9: a second ': ' in one text, or a line too far in; quote it"),
        ("a: b\n c: d", "2:3: a second ': ' in one text, or a line too far in; quote it"),
        (
            "a: b\nc\nd: e",
            "2:1: this line has no key; write 'key: text', or indent it as the text",
        ),
        (
            "a: [b, c\nd: e",
            "1:4: the bracket opened here is not closed; close it, or quote the text",
        ),
        ("a: b\nc: 'd\n", "2:4: the quotes opened here are never closed; close them"),
        ('a: "b\n', "1:4: the quotes opened here are never closed; close them"),
        ("a: @b", "1:4: a text may not start with this character; quote the text"),
        ("a: `b`", "1:4: a text may not start with this character; quote the text"),
        ("a: * b", "1:5: a text may not start with this character; quote the text"),
        ("a: |b", "1:5: a text may not start with this character; quote the text"),
        (
            'a: "b" c',
            "1:8: this does not fit the lines above; check its indentation and its quotes",
        ),
        (
            "a:\n  b: c\n d: e",
            "3:2: this does not fit the lines above; check its indentation and its quotes",
        ),
    ],
)
def test_broken_syntax_is_told_in_plain_words(text: str, problem: str, engine: Engine) -> None:
    """One problem a file, never in the parser's own words."""
    document = read("bank.yaml", text.encode())
    assert document.content is None
    assert told(document) == [f"bank.yaml:{problem}"]


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", "1:1: the file is empty; write the bank, or remove the file"),
        (b"# only\n", "1:1: the file is empty; write the bank, or remove the file"),
        (b"a: b\n\tc: d", "2:1: tabs are not allowed; use spaces"),
        (b"a: b\nc: d\te", "2:5: tabs are not allowed; use spaces"),
        (b"a: b\x00", "1:5: control characters are not allowed; remove this one"),
        (b"a: \x1b[1m", "1:4: control characters are not allowed; remove this one"),
        ("a: b\u2028c".encode(), "1:5: control characters are not allowed; remove this one"),
        ("a: b\nc: \ufeff".encode(), "2:4: control characters are not allowed; remove this one"),
        (
            "ü: b\nc: ü".encode("latin-1"),
            "1:1: this is not UTF-8 text; save the file in the encoding UTF-8",
        ),
        (
            "ä: b\nc: ".encode() + b"\xe4",
            "2:4: this is not UTF-8 text; save the file in the encoding UTF-8",
        ),
        (
            "a: b".encode("utf-16"),
            "1:1: this is not UTF-8 text; save the file in the encoding UTF-8",
        ),
    ],
)
def test_what_is_no_plain_text_is_refused(raw: bytes, problem: str, engine: Engine) -> None:
    """Encoding, tabs and control characters are told with their place."""
    assert told(read("bank.yaml", raw)) == [f"bank.yaml:{problem}"]


@pytest.mark.parametrize("escape", [r"\0", r"\e", r"\x07", r"\t", r"\N"])
def test_an_escape_brings_in_no_control_character(escape: str, engine: Engine) -> None:
    """What may not stand in the file may not come in by an escape."""
    document = read("bank.yaml", f'a: "b{escape}"'.encode())
    assert told(document) == [
        "bank.yaml:1:4: the text holds a control character; remove its escape"
    ]


@pytest.mark.parametrize("escape", [r"\q", r"\ud800", r"\UFFFFFFFF"])
def test_an_escape_that_is_none_is_refused(escape: str, engine: Engine) -> None:
    """An unknown escape, half a character and a number beyond Unicode are problems, no crash."""
    assert len(read("bank.yaml", f'a: "b{escape}"'.encode()).problems) == 1


def test_a_byte_order_mark_is_welcome(engine: Engine) -> None:
    """What Windows puts before a text does not count as a column."""
    document = read("bank.yaml", "a: ü\n".encode("utf-8-sig"))
    assert document.content == {"a": "ü"}
    assert document.places[("a",)] == (1, 4)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_lines_count_alike_on_every_system(line_break: str, engine: Engine) -> None:
    """A line ends as Unix, Windows or an old Mac ends it."""
    document = read("bank.yaml", line_break.join(("a: b", "", "c: d")).encode())
    assert document.places[("c",)] == (3, 4)


@pytest.mark.parametrize("opening", ["[", "{", "{a: ", "[\n", "{? "])
def test_nesting_past_32_is_refused_at_its_place(opening: str, engine: Engine) -> None:
    """33 levels are one too many, however they are written."""
    problems = read("bank.yaml", ("x: " + opening * 100).encode()).problems
    assert [problem.message for problem in problems] == [yaml_events._TOO_DEEP]


def test_32_levels_are_fine(engine: Engine) -> None:
    """The mapping of the file and 31 lists in it."""
    assert read("bank.yaml", f"a: {'[' * 31}{']' * 31}".encode()).problems == []


def test_a_list_of_more_than_200_is_refused(engine: Engine) -> None:
    """The first entry that is too many is named."""
    text = "a:\n" + "- b\n" * 201
    assert told(read("bank.yaml", text.encode())) == [
        "bank.yaml:202:3: a list of more than 200; shorten it"
    ]


def test_too_many_values_are_refused(engine: Engine) -> None:
    """A file may not keep the reader busy."""
    text = "".join(f"k{number}: 1\n" for number in range(engine.max_values))
    line = engine.max_values // 2
    [problem] = read("bank.yaml", text.encode()).problems
    assert (problem.line, problem.message) == (
        line,
        "too many values; divide the file, or take banks out",
    )


def test_problems_are_collected_to_a_limit(engine: Engine) -> None:
    """One more than is listed, which tells that there are more."""
    assert len(read("bank.yaml", b"a: b\n" * 100).problems) == MAX_PROBLEMS + 1


@pytest.mark.case("C53")
@pytest.mark.parametrize("name", FILES)
def test_hostile_yaml_is_refused(name: str, engine: Engine) -> None:
    """Nothing that is written to hurt kills the process: it is a problem, or a flat mapping."""
    document = read("bank.yaml", FILES[name][: engine.max_bytes])
    assert document.problems or document.content


@pytest.mark.parametrize("word", ["a" * 500, "a\nb", "\x1b[1m", "it's"])
def test_a_shown_text_is_short_and_on_one_line(word: str) -> None:
    """A message holds no line break, no control character and no page of text."""
    assert len(shown(word)) <= 70
    assert shown(word).isprintable()
