"""Every pair of colours that the stylesheet puts together can be read, by day and in the dark."""

import re
from pathlib import Path

import pytest

from upstander.desks import frame

STYLES = (Path(frame.__file__).parent / "static/frame/frame.css").read_text()
TEXT_ON = {
    "ink": ("paper", "ground", "waiting-ground", "danger-ground", "done-ground", "plain-ground"),
    "soft": ("paper", "ground", "waiting-ground"),
    "brand": ("paper", "ground", "waiting-ground"),
    "brand-deep": ("paper", "ground"),
    "visited": ("paper", "ground"),
    "waiting": ("waiting-ground",),
    "waiting-ground": ("waiting",),
    "danger": ("danger-ground", "paper", "ground"),
    "done": ("done-ground",),
    "plain": ("plain-ground",),
    "on-brand": ("brand", "brand-deep"),
    "on-danger": ("danger", "danger-deep"),
    "on-focus": ("focus",),
    "paper": ("ink",),
}
EDGES_ON = {"edge": ("paper", "ground"), "brand": ("paper", "ground"), "danger": ("paper", "ground"), "ink": ("paper",)}


def _colours(block: str) -> dict[str, str]:
    return {name: value.lower() for name, value in re.findall(r"--([a-z-]+): (#[0-9a-fA-F]{3,6})\b", block)}


LIGHT = _colours(STYLES.split(":root {")[1].split("}")[0])
DARK = {**LIGHT, **_colours(STYLES.split("prefers-color-scheme: dark")[1].split("}")[0])}


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    channels = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Units: a ratio to one. Source: WCAG 2.2, relative luminance."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), [(text, ground) for text, grounds in TEXT_ON.items() for ground in grounds])
def test_text_can_be_read_on_its_ground(scheme: dict[str, str], text: str, ground: str) -> None:
    assert contrast(scheme[text], scheme[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), [(edge, ground) for edge, grounds in EDGES_ON.items() for ground in grounds])
def test_the_edge_of_a_field_stands_out_from_its_ground(scheme: dict[str, str], edge: str, ground: str) -> None:
    assert contrast(scheme[edge], scheme[ground]) >= 3


def test_every_colour_stands_in_the_palette() -> None:
    """A colour written anywhere else would escape the two tests above. Print is black on white."""
    outside = STYLES.split("/* ---- ground ---- */")[1].split("@media print")[0]
    staff = (Path(frame.__file__).parent / "static/frame/staff.css").read_text()

    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", outside + staff) == []


def test_the_black_and_white_pair_is_what_the_formula_should_give() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
