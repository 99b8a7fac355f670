"""What can be wrong with the values of a sign: weights, texts, lists, YAML and prompts."""

from tests.bank.small import SMALL

PROMPTS = "".join(
    f"  {kind}:\n" + "".join(f"  - {text}\n" for text in texts)
    for kind, texts in SMALL.by_id["s1"].prompts.model_dump().items()
)

SIGN_VALUES = [
    (
        "a weight of nought",
        "weight: 1.0",
        "weight: 0",
        ["1_s1.yaml:5:9: 0 is out of range; write one above 0"],
    ),
    (
        "a weight above ten",
        "weight: 1.0",
        "weight: 10.5",
        ["1_s1.yaml:5:9: 10.5 is out of range; write one at most 10"],
    ),
    (
        "a weight of 1e3",
        "weight: 1.0",
        "weight: 1e3",
        ["1_s1.yaml:5:9: '1e3' is not a number; write one such as 2 or 0.5"],
    ),
    (
        "a weight of 0123",
        "weight: 1.0",
        "weight: 0123",
        ["1_s1.yaml:5:9: '0123' is not a number; write one such as 2 or 0.5"],
    ),
    (
        "a weight that is no number",
        "weight: 1.0",
        "weight: .nan",
        ["1_s1.yaml:5:9: '.nan' is not a number; write one such as 2 or 0.5"],
    ),
    (
        "a weight of thousands of digits",
        "weight: 1.0",
        f"weight: {'9' * 5000}",
        [
            (
                "1_s1.yaml:5:9: "
                "'999999999999999999999999999999999999999999999999999999999...' is not a "
                "number; write one such as 2 or 0.5"
            )
        ],
    ),
    (
        "a text too long",
        "name: Name of s1",
        f"name: {'x' * 2001}",
        ["1_s1.yaml:3:7: the text has 2,001 characters; keep 2,000"],
    ),
    (
        "a text for a list",
        "facts:\n- f1",
        "facts: f1",
        ["1_s1.yaml:8:8: 'f1' is not a list; begin each entry with '- '"],
    ),
    (
        "an item that is a text",
        "- id: s1_q2",
        "- s1_q2\n- id: s1_q2",
        ["1_s1.yaml:106:3: 's1_q2' is not a mapping; write 'key: text' lines under it"],
    ),
    (
        "a fact that is not on the ledger",
        "- f1",
        "- f3",
        ["1_s1.yaml:9:3: no fact is called 'f3'; add its card to facts.yaml"],
    ),
    (
        "a fact twice",
        "- f1",
        "- f1\n- f1",
        ["1_s1.yaml:10:3: 'f1' is in this list already; keep one"],
    ),
    (
        "a text cut by a comment",
        "text: Question 1 of s1",
        "text: We do # this",
        [
            (
                "1_s1.yaml:96:9: a comment cuts this text; quote the text, or give the "
                "comment its own line"
            )
        ],
    ),
    (
        "a merge key",
        "  hint: Evidence for question 1 of s1\n",
        "  <<: {hint: x}\n",
        ["1_s1.yaml:98:3: merge keys (<<) are not used; write the keys out"],
    ),
    (
        "an anchor",
        "text: Question 1 of s1",
        "text: &a Question",
        ["1_s1.yaml:96:9: anchors (&) are not used; remove it, or quote the text"],
    ),
    (
        "an alias",
        "text: Question 1 of s1",
        "text: *a",
        ["1_s1.yaml:96:9: aliases (*) are not used; write it out, or quote it"],
    ),
    (
        "a tag",
        "text: Question 1 of s1",
        "text: !!str a",
        ["1_s1.yaml:96:9: tags (!) are not used; remove it, or quote the text"],
    ),
    (
        "broken syntax",
        "text: Question 1 of s1",
        "text: Is it: so",
        ["1_s1.yaml:96:14: a second ': ' in one text, or a line too far in; quote it"],
    ),
    (
        "no prompts",
        f"prompts:\n{PROMPTS}",
        "",
        ["1_s1.yaml:1:1: 'prompts' is missing; add it: the facilitator's questions to the room"],
    ),
    (
        "a mistyped kind of prompts",
        "  weakness:",
        "  weekness:",
        ["1_s1.yaml:123:3: 'weekness' is no key here; did you mean 'weakness'?"],
    ),
    (
        "four prompts for a gap",
        "  gap:\n",
        "  gap:\n  - What else?\n",
        ["1_s1.yaml:120:3: the prompts for a gap number 4; write two or three"],
    ),
    (
        "one prompt for a strength",
        "  - What carries s1, looked at again?\n",
        "",
        ["1_s1.yaml:127:3: the prompts for a strength number 1; write two or three"],
    ),
    (
        "a prompt twice, in another kind",
        "  - What carries s1, looked at again?\n",
        "  - what holds s1 back,  looked at once?\n",
        ["1_s1.yaml:128:5: the sign has this prompt in line 124 already; keep one"],
    ),
    (
        "a prompt that is a list",
        "  - What carries s1, looked at again?\n",
        "  - [a, b]\n",
        ["1_s1.yaml:128:5: a list is not a text; write it in one line, or in quotes"],
    ),
    (
        "a prompt without text",
        "  - What carries s1, looked at again?\n",
        "  -\n",
        ["1_s1.yaml:128:4: this has no value; write one, or remove the key"],
    ),
    (
        "a key twice over a list",
        "items:\n",
        "items: []\nitems:\n",
        ["1_s1.yaml:94:1: the key 'items' is in line 93 already; keep one"],
    ),
]
