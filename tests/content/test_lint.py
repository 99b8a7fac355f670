"""The lint itself: each rule catches its own fault."""

import pytest

from tests.content.lint import option_faults, prompt_faults, repeated, stem_faults


@pytest.mark.parametrize(
    ("stem", "fault"),
    [
        ("How often " + "really " * 16 + "so?", "long stem"),
        ("Do you plan and/or review it?", "two ideas in a stem"),
        ("Do you plan/review it?", "two ideas in a stem"),
        ("You plan it.", "no question"),
        ("How many of 10 deals move?", "number in a stem"),
    ],
)
def test_the_lint_finds_bad_stems(stem: str, fault: str) -> None:
    """Each rule for stems catches its own fault."""
    assert list(stem_faults(stem)) == [fault]


@pytest.mark.parametrize(
    ("option", "fault"),
    [
        ("and " * 14 + "so", "long option"),
        ("Never", "uneven options"),
        ("In 3 of our many deals", "number in an option"),
        ("We strongly agree with this", "agreement instead of a practice"),
        ("In most of our deals.", "full stop"),
    ],
)
def test_the_lint_finds_bad_options(option: str, fault: str) -> None:
    """Each rule for options catches its own fault."""
    good = ("In hardly any deal at all now", "In a few of our many deals now")
    assert fault in list(option_faults((*good, option)))
    assert list(option_faults(good)) == []


@pytest.mark.parametrize(
    ("prompt", "fault"),
    [
        ("What " + "ever " * 21 + "then?", "long prompt"),
        ("Tell us what you see.", "not one question"),
        ("What do you see? And who else?", "not one question"),
        ("What would 3 of you do?", "number in a prompt"),
        ("Do you talk about it?", "closed question"),
        ("In this room, is it known?", "closed question"),
        ("Think of a deal: could you find it?", "closed question"),
        ("Why is it late?", "closed question"),
        ("What did Marketing do wrong?", "blame"),
        ("Who blamed whom?", "blame"),
    ],
)
def test_the_lint_finds_bad_prompts(prompt: str, fault: str) -> None:
    """Each rule for prompts catches its own fault."""
    assert list(prompt_faults(prompt)) == [fault]


def test_the_lint_finds_repetitions() -> None:
    """Case, spaces and a full stop do not make a text another one."""
    assert repeated(["Most of them", "most  of them.", "Few of them"]) == ["most of them"]
