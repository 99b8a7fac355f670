"""What can be wrong with a second sign, the ledger, the outline and a translation."""

SECOND_SIGN = [
    (
        "a duplicate sign",
        "id: s2",
        "id: s1",
        ["2_s2.yaml:1:5: the id 's1' is in 1_s1.yaml:1 already; choose another"],
    ),
    (
        "a duplicate item across files",
        "- id: s2_q1",
        "- id: s1_q1",
        ["2_s2.yaml:94:7: the id 's1_q1' is in 1_s1.yaml:94 already; choose another"],
    ),
]
LEDGER = [
    (
        "a fact with the id of an item",
        "id: f2",
        "id: s1_q2",
        ["facts.yaml:10:7: the id 's1_q2' is in 1_s1.yaml:106 already; choose another"],
    ),
    (
        "contradicted by no card",
        "  contradicted_by:\n  - f1\n",
        "",
        [
            (
                "facts.yaml:16:12: a contradicted card names none that says otherwise; add "
                "contradicted_by"
            )
        ],
    ),
    (
        "contradicted by an unknown card",
        "  - f1",
        "  - f9",
        ["facts.yaml:18:5: no fact is called 'f9'; add its card to facts.yaml"],
    ),
    (
        "contradicted by itself",
        "  - f1",
        "  - f2",
        ["facts.yaml:18:5: a card does not contradict itself; name another"],
    ),
    (
        "a day that does not exist",
        "'2026-01-31'",
        "2026-02-31",
        ["facts.yaml:9:12: '2026-02-31' is not a day; write it as 2026-01-31"],
    ),
    (
        "a year of two digits",
        "year: 2012",
        "year: 12",
        ["facts.yaml:13:9: '12' is not a year; write one such as 2012"],
    ),
    (
        "an address that is a script",
        "  verdict: untraced",
        "  url: javascript:alert(1)\n  verdict: untraced",
        ["facts.yaml:8:8: 'javascript:alert(1)' is not an address; begin it with https://"],
    ),
]
OUTLINE = [
    (
        "an unknown group",
        "overall_groups:\n- sales",
        "overall_groups:\n- sale",
        ["instrument.yaml:15:3: no group is called 'sale'; did you mean 'sales'?"],
    ),
    (
        "a group twice",
        "- id: marketing",
        "- id: sales",
        [("instrument.yaml:10:7: the id 'sales' is in instrument.yaml:8 already; choose another")],
    ),
    (
        "a first cut score above 0",
        "- 0.0",
        "- 10",
        ["instrument.yaml:29:3: the first cut score is 10; make it 0"],
    ),
    (
        "cut scores that do not rise",
        "- 60.0",
        "- 40",
        ["instrument.yaml:32:3: 40 does not rise above 40; let the cut scores rise"],
    ),
    (
        "a cut score above 100",
        "- 80.0",
        "- 101",
        ["instrument.yaml:33:3: 101 is out of range; write one at most 100"],
    ),
    (
        "four cut scores",
        "- 80.0\n",
        "",
        ["instrument.yaml:29:1: the list ends too soon; add entry 5"],
    ),
    (
        "six cut scores",
        "- 80.0\n",
        "- 80\n- 90\n",
        ["instrument.yaml:29:1: the list has 6 entries; keep 5"],
    ),
    (
        "four maturity levels",
        "- name: Unified\n  meaning: What Unified looks like\n",
        "",
        ["instrument.yaml:18:1: the list ends too soon; add entry 5"],
    ),
    (
        "statuses that do not rise",
        "absent: 60.0",
        "absent: 40",
        [("instrument.yaml:36:11: absent (40) does not rise above emerging (40); let it rise")],
    ),
    (
        "a version of two numbers",
        "version: 1.0.0",
        "version: '1.0'",
        ["instrument.yaml:2:10: '1.0' is not a version; write one such as 1.0.0"],
    ),
    (
        "a sign without a bank",
        "- s2",
        "- s2\n- s3",
        ["instrument.yaml:7:3: no sign is called 's3'; add its bank, or take it out"],
    ),
    (
        "a bank that is not listed",
        "- s2\n",
        "",
        ["2_s2.yaml:1:5: instrument.yaml does not list the sign 's2'; add it there"],
    ),
    (
        "a sign listed twice",
        "- s2",
        "- s2\n- s1",
        ["instrument.yaml:7:3: 's1' is in this list already; keep one"],
    ),
    (
        "no signs",
        "signs:\n- s1\n- s2",
        "signs: []",
        ["instrument.yaml:4:8: there are no signs; list at least one"],
    ),
    (
        "broken syntax",
        "title: A",
        "title: *",
        ["instrument.yaml:3:9: a text may not start with this character; quote the text"],
    ),
]
TRANSLATION = [
    (
        "a path mistyped",
        "s1.name",
        "s1.nmae",
        [("translations/de.yaml:1:1: no text has the path 's1.nmae'; did you mean 's1.name'?")],
    ),
    (
        "a path of no sign",
        "s1.name",
        "other.name",
        [
            (
                "translations/de.yaml:1:1: no text has the path 'other.name'; "
                "questions/README.md tells how paths are made"
            )
        ],
    ),
    (
        "a path of one word",
        "s1.name",
        "foo",
        [
            (
                "translations/de.yaml:1:1: no text has the path 'foo'; questions/README.md "
                "tells how paths are made"
            )
        ],
    ),
    (
        "a number for words",
        "Drei",
        "'3'",
        [
            (
                "translations/de.yaml:2:17: '3' is a number; a translation holds words only, "
                "take it out"
            )
        ],
    ),
    (
        "a path written as keys",
        "s1.name: Ziele",
        "s1:\n  name: Name",
        [("translations/de.yaml:2:3: a mapping is not a text; write it in one line, or in quotes")],
    ),
    (
        "a path without words",
        "s1.name: Ziele",
        "s1.name:",
        ["translations/de.yaml:1:1: this has no value; write one, or remove the key"],
    ),
]
