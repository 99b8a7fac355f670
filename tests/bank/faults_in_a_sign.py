"""What can be wrong with the parts of a sign: keys, ids, options, levels and actions."""

LEVELS = "".join(f"  {level}: Level {level} of s1\n" for level in range(1, 6))

SIGN_PARTS = [
    (
        "an unknown key",
        "weight: 1.0",
        "wieght: 1.0",
        ["1_s1.yaml:5:1: 'wieght' is no key here; did you mean 'weight'?"],
    ),
    (
        "an unknown key like no other",
        "weight: 1.0",
        "zzz: 1.0",
        [
            (
                "1_s1.yaml:5:1: 'zzz' is no key here; the keys are id, symptom, name, short, "
                "weight, solution, outcome, facts, levels, actions, items, prompts"
            )
        ],
    ),
    (
        "a missing key",
        "  hint: Evidence for question 1 of s1\n",
        "",
        [("1_s1.yaml:94:3: 'hint' is missing; add it: what evidence to look for before answering")],
    ),
    (
        "a mistyped key is not missing as well",
        "  hint: E",
        "  hnit: E",
        ["1_s1.yaml:98:3: 'hnit' is no key here; did you mean 'hint'?"],
    ),
    (
        "a duplicate key",
        "short: Short s1",
        "short: Short s1\nname: Again",
        ["1_s1.yaml:5:1: the key 'name' is in line 3 already; keep one"],
    ),
    (
        "a duplicate action",
        "id: s1_present_2",
        "id: s1_present_1",
        ["1_s1.yaml:26:9: the id 's1_present_1' is in 1_s1.yaml:18 already; choose another"],
    ),
    (
        "a reserved id",
        "- id: s1_q2",
        "- id: instrument",
        ["1_s1.yaml:106:7: the id 'instrument' is taken by the product; choose another"],
    ),
    (
        "an id with capitals",
        "- id: s1_q2",
        "- id: S1-Q2",
        [
            (
                "1_s1.yaml:106:7: 'S1-Q2' is not an id; use small letters, digits and single "
                "underscores, such as new_leads"
            )
        ],
    ),
    (
        "no key item",
        "key: true",
        "key: false",
        ["1_s1.yaml:94:1: no item is the key item; write 'key: true' in one of them"],
    ),
    (
        "two key items",
        "key: false",
        "key: true",
        ["1_s1.yaml:107:8: the sign has a key item in line 95 already; keep one"],
    ),
    (
        "a key flag that is neither",
        "key: true",
        "key: NO",
        ["1_s1.yaml:95:8: 'NO' is not true or false; write one of these"],
    ),
    (
        "four options",
        "    3: Option 3 of s1_q1\n",
        "",
        ["1_s1.yaml:101:5: 3 is missing of the keys 1 to 5; write the text"],
    ),
    (
        "a sixth option",
        "    5: Option 5 of s1_q1",
        "    5: Option 5 of s1_q1\n    6: Best",
        ["1_s1.yaml:106:5: '6' is not one of the keys 1 to 5; remove it"],
    ),
    (
        "levels from 0 to 4",
        f"levels:\n{LEVELS}",
        "levels: {0: a, 1: b, 2: c, 3: d, 4: e}\n",
        [
            "1_s1.yaml:10:9: 5 is missing of the keys 1 to 5; write the text",
            "1_s1.yaml:10:10: '0' is not one of the keys 1 to 5; remove it",
        ],
    ),
    (
        "levels as a list",
        f"levels:\n{LEVELS}",
        "levels: [a, b, c, d]\n",
        ["1_s1.yaml:10:9: this is a list; write a mapping with the keys 1, 2, 3, 4 and 5"],
    ),
    (
        "an option without text",
        "    3: Option 3 of s1_q1\n",
        "    3:\n",
        ["1_s1.yaml:103:5: this has no value; write one, or remove the key"],
    ),
    (
        "an option in empty quotes",
        "    3: Option 3 of s1_q1\n",
        "    3: ''\n",
        ["1_s1.yaml:103:8: the text is empty; write it, or remove the key"],
    ),
    (
        "an option that is a list",
        "    3: Option 3 of s1_q1\n",
        "    3: [a, b]\n",
        ["1_s1.yaml:103:8: a list is not a text; write it in one line, or in quotes"],
    ),
    (
        "a missing status",
        (
            "  absent:\n"
            "  - id: s1_absent_1\n"
            "    text: Do 1 when s1 is absent\n"
            "    owner: both\n"
            "    horizon: 30\n"
            "    effort: S\n"
            "    moves:\n"
            "    - s1_q1\n"
            "    done: Done 1 when s1 is absent\n"
        ),
        "",
        [
            (
                "1_s1.yaml:17:3: 'absent' is missing; add it: one to keep doing, for a sign "
                "that is not seen"
            )
        ],
    ),
    (
        "a missing action",
        (
            "  - id: s1_unknown_2\n"
            "    text: Do 2 when s1 is unknown\n"
            "    owner: both\n"
            "    horizon: 60\n"
            "    effort: M\n"
            "    moves:\n"
            "    - s1_q2\n"
            "    done: Done 2 when s1 is unknown\n"
        ),
        "",
        ["1_s1.yaml:77:3: the actions for unknown number 1; write 2"],
    ),
    (
        "an action for an unknown item",
        "    - s1_q2",
        "    - s1_q3",
        ["1_s1.yaml:32:7: no item is called 's1_q3'; did you mean 's1_q1'?"],
    ),
    (
        "an item moved twice",
        "    - s1_q2",
        "    - s1_q2\n    - s1_q2",
        ["1_s1.yaml:33:7: 's1_q2' is in this list already; keep one"],
    ),
    (
        "another horizon",
        "horizon: 30",
        "horizon: 45",
        ["1_s1.yaml:21:14: a horizon of '45' days is not on offer; write 30, 60 or 90"],
    ),
    (
        "a horizon in words",
        "horizon: 30",
        "horizon: a month",
        ["1_s1.yaml:21:14: 'a month' is not a whole number; write digits only, such as 30"],
    ),
    (
        "an unknown owner",
        "owner: both",
        "owner: everyone",
        [("1_s1.yaml:20:12: 'everyone' is not 'sales', 'marketing' or 'both'; write one of these")],
    ),
]
