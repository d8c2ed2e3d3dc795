"""Every pair of colours that the design allows, computed in both schemes."""

import re

import pytest

from tests.design.stylesheets import colours, decorations, pairs, rules, sheets

FLOOR = {"text": 4.5, "part": 3.0}
COLOUR = re.compile(r"(?<![\w-])color:\s*var\((--[\w-]+)\)")
GROUND = re.compile(r"(?<![\w-])background(?:-color)?:\s*var\((--[\w-]+)\)")


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_on_white_is_the_known_maximum():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("kind", "front", "back"), pairs())
def test_pair_reaches_its_contrast(scheme, kind, front, back):
    palette = colours(scheme)
    assert contrast(palette[front], palette[back]) >= FLOOR[kind]


def test_both_schemes_are_read():
    light, dark = colours("light"), colours("dark")
    assert light.keys() == dark.keys()
    assert light["--paper"] != dark["--paper"]


def test_every_colour_is_in_a_pair_or_is_decoration():
    paired = {name for _kind, front, back in pairs() for name in (front, back)}
    assert colours("light").keys() == paired | decorations()


@pytest.mark.parametrize("sheet", sheets(), ids=lambda path: path.name)
def test_rules_combine_declared_pairs_only(sheet):
    allowed = {(front, back) for kind, front, back in pairs() if kind == "text"}
    combined = [
        (selector, front, back)
        for selector, body in rules(sheet)
        for front in COLOUR.findall(body)
        for back in GROUND.findall(body)
    ]
    assert [entry for entry in combined if entry[1:] not in allowed] == []
