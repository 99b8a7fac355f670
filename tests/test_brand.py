"""assessment/brand/: what a brand file decides, and what it says where it is wrong."""

import re
from pathlib import Path

import pytest

from assessment.brand import Call
from assessment.brand.colours import contrast, pairs, readable_on
from assessment.brand.faults import model_in
from assessment.brand.file import BrandKeys
from assessment.brand.load import FOLDER, BrandError, default_brand, load_brand
from assessment.brand.served import files, icon, sheet, touch_icon
from assessment.settings import Settings
from assessment.texts import PRODUCT, load_texts
from assessment.theme import SEVEN_SIGNS
from scoring.yaml_events import MAX_PROBLEMS
from tests.make_brands import SHORTEST, write_brand


def told(folder: Path, text: str) -> list[str]:
    """What is wrong with a brand file, a line each, without its folder."""
    with pytest.raises(BrandError) as refused:
        load_brand(write_brand(folder, text))
    return [line.replace(f"{folder}/", "") for line in str(refused.value).splitlines()]


def test_the_default_brand_is_what_the_program_falls_back_to() -> None:
    """Nothing in its file differs from what the texts and the theme hold themselves."""
    brand = default_brand()

    assert brand.name == PRODUCT
    assert brand.theme == SEVEN_SIGNS
    assert brand.texts("en")._words == load_texts("en")._words


def test_the_shortest_brand_is_a_name_and_a_logo(tmp_path: Path) -> None:
    """All else is ours: the colours, the fonts, the claim."""
    brand = load_brand(write_brand(tmp_path))

    assert (brand.name, brand.slug, brand.theme) == ("Acme", "acme", SEVEN_SIGNS)
    assert brand.texts("en")("app.name") == "Acme"
    assert brand.texts("en")("app.claim") == load_texts("en")("app.claim")
    assert brand.logo == brand.logo_dark == brand.icon
    assert brand.call(3, "en") is None


def test_two_colours_are_enough(tmp_path: Path) -> None:
    """What stands on them and beside them follows, in light and dark, and can be read."""
    colours = 'colours:\n  cover: "#2A1636"\n  light:\n    accent: "#8A2D5B"\n'
    theme = load_brand(write_brand(tmp_path, SHORTEST + colours)).theme

    assert (theme.cover, theme.light.accent) == ("#2A1636", "#8A2D5B")
    assert theme.dark.accent != SEVEN_SIGNS.dark.accent
    assert theme.light.accent_soft != SEVEN_SIGNS.light.accent_soft
    assert [pair for pair in pairs(theme) if contrast(pair[3], pair[4]) < pair.needed] == []


@pytest.mark.parametrize("accent", ["#000000", "#1A1A8C", "#7A0019", "#006B3C", "#5B2A86"])
def test_every_accent_that_reads_on_white_reads_in_the_dark_too(
    tmp_path: Path, accent: str
) -> None:
    """The dark accent is as light as it has to be."""
    colours = f'colours:\n  light:\n    accent: "{accent}"\n'

    assert load_brand(write_brand(tmp_path, SHORTEST + colours)).theme.light.accent == accent


def test_an_unreadable_colour_is_refused_with_the_pair_and_the_ratio(tmp_path: Path) -> None:
    """At the line of what was given, whether it is the text or the ground."""
    text = SHORTEST + 'colours:\n  light:\n    muted: "#AAAAAA"\n    line: "#EEEEEE"\n'

    found = told(tmp_path, text)

    assert (
        "brand.yaml:6:12: light.muted #AAAAAA on light.background #FFFFFF has 2.3 : 1; "
        "text needs 4.5 : 1"
    ) in found
    assert (
        "brand.yaml:7:11: light.line #EEEEEE on light.background #FFFFFF has 1.1 : 1; "
        "marks need 3 : 1"
    ) in found
    assert all(line.startswith(("brand.yaml:6:12", "brand.yaml:7:11")) for line in found)


def test_a_ratio_is_never_rounded_up_to_what_it_needs(tmp_path: Path) -> None:
    """4.49 : 1 is told as 4.4 : 1, for 4.5 : 1 would be a riddle."""
    text = SHORTEST + 'colours:\n  light:\n    muted: "#777777"\n'

    assert any("has 4.4 : 1; text needs 4.5 : 1" in line for line in told(tmp_path, text))


def test_a_cover_has_to_carry_its_marks(tmp_path: Path) -> None:
    """A light cover would hide the groups and the signs that are drawn on it."""
    found = told(tmp_path, SHORTEST + 'colours:\n  cover: "#F4E7C5"\n')

    assert any("light.levels 2 #D9B36C on cover #F4E7C5" in line for line in found)
    assert all(line.startswith("brand.yaml:5:10: ") for line in found)


def test_groups_that_look_alike_to_some_eyes_are_refused(tmp_path: Path) -> None:
    """A red and a green that read well are one colour to one man in twelve."""
    text = SHORTEST + 'colours:\n  light:\n    sales: "#C0392B"\n    marketing: "#2E8B57"\n'

    assert told(tmp_path, text) == [
        (
            "brand.yaml:6:12: light.sales #C0392B and light.marketing #2E8B57 look alike to "
            "eyes that see no green: 5 apart; groups need 8 of 100"
        )
    ]


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    """Unknown keys with what was meant, missing ones, colours, links and files, each in place."""
    text = (
        "naem: Acme\n"
        "tagline: Hello\n"
        "logo:\n"
        "  light: ../../etc/passwd\n"
        "colours:\n"
        "  cover: purple\n"
        "  light:\n"
        '    accnt: "#000000"\n'
        '    levels: ["#000000"]\n'
        "contact:\n"
        "  email: nobody\n"
        "imprint: http://acme.example\n"
        "privacy_contact: javascript:alert(1)\n"
        "calls:\n"
        "  6:\n"
        "    text: Hello\n"
        "  1:\n"
        "    link: javascript:alert(1)\n"
        "  2:\n"
        "    text: Hello\n"
        "    link: mailto:a@b.example?bcc=c@d.example\n"
    )

    found = told(tmp_path, text)

    assert found == [
        "brand.yaml:1:1: 'naem' is no key here; did you mean 'name'?",
        (
            "brand.yaml:2:1: 'tagline' is no key here; the keys are name, sample, claim, logo, "
            "colours, fonts, contact, footer, controller, imprint, privacy_contact, calls"
        ),
        (
            "brand.yaml:4:10: '../../etc/passwd' does not fit here; write the file of the logo on "
            "a light ground, a PNG or an SVG"
        ),
        "brand.yaml:6:10: 'purple' does not fit here; write a colour such as #0B6E69, in quotes",
        "brand.yaml:8:5: 'accnt' is no key here; did you mean 'accent'?",
        "brand.yaml:9:13: the list is too short; write a list of five colours, from level 1 to 5",
        "brand.yaml:11:10: 'nobody' does not fit here; write an e-mail address",
        (
            "brand.yaml:12:10: 'http://acme.example' does not fit here; write the address of an "
            "imprint, which begins with https://, or its text"
        ),
        (
            "brand.yaml:13:18: 'javascript:alert(1)' does not fit here; write the e-mail or "
            "https:// address for questions about privacy"
        ),
        "brand.yaml:15:3: '6' is no key here; the keys are 1 to 5",
        "brand.yaml:18:5: 'text' is missing; add it: a text of at most 400 characters",
        (
            "brand.yaml:18:11: 'javascript:alert(1)' does not fit here; write an address that "
            "begins with https:// or mailto:"
        ),
        (
            "brand.yaml:21:11: 'mailto:a@b.example?bcc=c@d.example' does not fit here; write an "
            "address that begins with https:// or mailto:"
        ),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "1:1: the file is empty; write the brand, or remove the file"),
        ("- a\n", "1:1: a brand is a mapping; write 'key: text' lines"),
        ("name: a\nname: b\n", "2:1: the key 'name' is in line 1 already; keep one"),
        ("name: *x\n", "1:7: aliases (*) are not used; write it out, or quote it"),
        (SHORTEST + "footer: '{x}'\n", "4:9: '{x}' does not fit here"),
        (SHORTEST + f"claim: {'a' * 200}\n", "4:8: the text has 200 characters; keep 120"),
        (SHORTEST + "claim:\n  english: x\n", "5:3: 'english' is no key here; a text in several"),
        (f"name: {'x' * 70_000}\n", "1:1: keep the file below 64 KiB"),
    ],
)
def test_a_broken_file_is_told_like_a_broken_bank(tmp_path: Path, text: str, sentence: str) -> None:
    """Each with its line and column, and what to do."""
    assert any(f"brand.yaml:{sentence}" in line for line in told(tmp_path, text))


def test_a_flood_of_problems_ends(tmp_path: Path) -> None:
    """A file of a thousand wrong keys is not answered by a thousand lines."""
    text = SHORTEST + "".join(f"key_{n}: x\n" for n in range(400))

    assert len(told(tmp_path, text)) <= MAX_PROBLEMS + 1


def test_a_brand_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    """What to write instead stands in the sentence."""
    with pytest.raises(BrandError, match="such as sample, seven-signs"):
        load_brand("nope")
    with pytest.raises(BrandError, match="there is no such file"):
        load_brand(str(tmp_path / "nope"))


def test_a_call_is_said_in_the_language_of_its_reader() -> None:
    """With its link; another language than those it was written in reads the English."""
    brand = load_brand("sample")

    english, german = brand.call(3, "en"), brand.call(3, "de")

    assert isinstance(english, Call)
    assert english.link == "mailto:hello@advisors.example?subject=Workshop"
    assert german
    assert (english.label, german.label) == ("Ask for a workshop", "Workshop anfragen")
    assert brand.call(3, "fr") == english
    assert brand.call(None, "en") is None
    assert brand.texts("de" if Path("assessment/texts/de.yaml").exists() else "en")("app.name") == (
        "Common Ground"
    )


def test_a_name_becomes_part_of_file_names_in_ascii(tmp_path: Path) -> None:
    """Whatever it is written with."""
    text = SHORTEST.replace("Acme", "Łódź & Söhne, “Vertrieb”")

    assert load_brand(write_brand(tmp_path, text)).slug == "odz-sohne-vertrieb"


def test_the_sample_brand_says_that_it_is_one() -> None:
    """Nobody takes its company for a real one; its addresses lead nowhere."""
    brand = load_brand("sample")
    text = (Path(__file__).parent.parent / "branding" / "sample" / "brand.yaml").read_text("utf-8")
    hosts = re.findall(r"(?:https://|@)([\w.-]+)", text)

    assert brand.sample
    assert set(hosts) == {"advisors.example"}
    assert all(brand.call(level, language) for level in range(1, 6) for language in ("en", "de"))


def test_the_files_of_a_brand_are_named_after_their_content() -> None:
    """A browser may keep them, and another brand's never take their place."""
    ours, other = default_brand(), load_brand("sample")

    assert files(ours).keys().isdisjoint(files(other).keys())
    assert all(file.make() for file in files(other).values())
    assert touch_icon(other).make().startswith(b"\x89PNG")
    assert icon(other).make().startswith(b"\x89PNG")
    assert b"--accent:light-dark(#8A2D5B," in sheet(other).make()


def test_a_ground_decides_which_logo_it_takes() -> None:
    """The dark one on a dark cover."""
    brand = load_brand("sample")

    assert brand.logo_on(brand.theme.cover) == brand.logo_dark
    assert brand.logo_on("#FFFFFF") == brand.logo
    assert readable_on("#FFFFFF") != readable_on("#000000")


def test_who_answers_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an installation says stands above what the brand's file says."""
    from assessment.services import brand_of

    settings = Settings(brand="sample", controller="Another, Otherstreet 2", imprint="")
    said = brand_of(settings).responsible

    assert said.controller == "Another, Otherstreet 2"
    assert said.privacy_contact == "privacy@advisors.example"
    assert said.imprint
    assert said.imprint.startswith("Example Advisors")


def test_every_key_is_explained() -> None:
    """A key that nobody can find does not exist."""
    text = (FOLDER / "README.md").read_text("utf-8")
    models = [BrandKeys]
    for model in models:
        for field in model.model_fields.values():
            inside = model_in(field.annotation)
            models += [inside] if inside and inside not in models else []
    keys = {key for model in models for key in model.model_fields}

    assert len(keys) > 40
    assert [key for key in sorted(keys) if f"`{key}" not in text] == []
