"""Color, size, width and opacity: what the eye is told is what the data says."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

import copnet_viz
from copnet_viz import channels
from copnet_viz.channels import GROUND, PALETTE, NodeValue

Colors = npt.NDArray[np.float64]

# Machado, Oliveira and Fernandes (2009), severity 1, for linear RGB
SEEING = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}


def linear(colors: tuple[str, ...]) -> Colors:
    part = np.array([[int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)] for color in colors])
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def oklab(colors: Colors) -> Colors:
    """Ottosson (2020)."""
    cone = np.array(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ]
    )
    lab = np.array(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ]
    )
    return np.asarray(np.cbrt(np.clip(colors, 0, 1) @ cone.T) @ lab.T)


def contrast(one: str, other: str) -> float:
    low, high = sorted(float(light @ [0.2126, 0.7152, 0.0722]) for light in linear((one, other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_color_stands_out_from_the_ground(theme: str) -> None:
    assert len(set(PALETTE[theme])) == channels.SLOTS
    assert min(contrast(color, GROUND[theme]) for color in PALETTE[theme]) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("seeing", SEEING)
def test_every_two_colors_differ_for_everyone(theme: str, seeing: str) -> None:
    seen = oklab(linear(PALETTE[theme]) @ SEEING[seeing].T)
    nearest = min(float(np.linalg.norm(a - b)) for a, b in itertools.combinations(seen, 2))
    assert nearest >= 0.07  # three times what is just noticeable side by side


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_letters_are_read_on_every_color(theme: str) -> None:
    for color in PALETTE[theme]:
        assert max(contrast(color, "#ffffff"), contrast(color, "#000000")) >= 4.5


def test_the_style_sheet_has_the_grounds_and_readable_inks() -> None:
    text = (Path(copnet_viz.__file__).parent / "static" / "tokens.css").read_text()
    light, dark, _ = re.split(r"@media", text)
    for theme, part in (("light", light), ("dark", dark)):
        tone = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", part))
        assert tone["ground"] == GROUND[theme]
        for ink in ("ink", "muted", "accent", "caution"):
            for surface in ("ground", "surface", "sunken", "wash"):
                assert contrast(tone[ink], tone[surface]) >= 4.5, (theme, ink, surface)
        assert contrast(tone["on-accent"], tone["accent"]) >= 4.5
        assert contrast(tone["control"], tone["surface"]) >= 3


def test_legend_has_eight_colors_the_rest_is_other_and_counts_add_up() -> None:
    values = [NodeValue(f"v{place}") for place in range(10) for _ in range(10 - place)]
    values += [NodeValue(None), NodeValue(None, "withheld"), NodeValue(None, "plain")]
    made = channels.color_channel("x", "X", values, none="No x", plain="Collaborations")
    assert [entry.slot for entry in made.entries if entry.style == "slot"] == list(range(8))
    assert [(entry.label, entry.count) for entry in made.entries[8:]] == [
        ("Other (2)", 3), ("No x", 1), ("Collaborations", 1), ("Not named here", 1),
    ]  # fmt: skip
    assert sum(entry.count for entry in made.entries) == len(values)
    for place, entry in enumerate(made.entries):
        assert made.of.count(place) == entry.count


def test_equal_counts_are_in_alphabetical_order_whatever_the_rows() -> None:
    values = [NodeValue(letter) for letter in "bca"]
    made = channels.color_channel("x", "X", values, none="-")
    again = channels.color_channel("x", "X", values[::-1], none="-")
    assert [entry.label for entry in made.entries] == ["a", "b", "c"] == [entry.label for entry in again.entries]


def test_a_value_that_reads_like_other_keeps_its_own_entry() -> None:
    values = [NodeValue("Other (2)")] * 9 + [NodeValue(f"v{place}") for place in range(9)]
    made = channels.color_channel("x", "X", values, none="-")
    assert made.entries[0] == channels.Entry("Other (2)", 9, "slot", 0)
    assert made.of[0] == 0
    assert made.of[-1] == len(made.entries) - 1


def test_area_grows_with_the_value_not_the_radius() -> None:
    zero, half, whole, unknown = channels.radii([0, 5, 10, None])
    assert (zero, whole) == (channels.MIN_RADIUS, channels.MAX_RADIUS) == (unknown, whole)
    assert half**2 - zero**2 == pytest.approx((whole**2 - zero**2) / 2, rel=0.01)
    assert channels.radii([0, 0]) == (channels.MIN_RADIUS,) * 2
    assert channels.radii([]) == ()


def test_width_is_logarithmic_between_one_and_six() -> None:
    widths = [channels.tie_width(count, 64) for count in (1, 2, 4, 8, 16, 32, 64)]
    assert (widths[0], widths[-1]) == (1, 6)
    steps = np.diff(widths)
    assert steps == pytest.approx([steps[0]] * 6, abs=0.02)
    assert channels.tie_width(2, 2) < 3  # two of at most two is not yet often


@pytest.mark.parametrize(
    ("last", "dormant", "opacity"),
    [
        ("2025-11-22", False, 1.0),
        ("2024-11-22", False, 1.0),
        ("2024-11-21", True, 1.0),
        ("2021", True, 0.37),
        (None, False, 0.6),
    ],
)
def test_dormant_after_a_year_and_faint_after_four(last: str | None, dormant: bool, opacity: float) -> None:
    since = channels.days_since(last, "2025-11-22")
    assert channels.is_dormant(since) is dormant
    assert channels.tie_opacity(since) == pytest.approx(opacity, abs=0.01)
    assert channels.tie_opacity(channels.days_since("1990", "2025")) == 0.35
