"""From attributes to what the eye sees: color, size, width, opacity. Pure functions; nothing is drawn here.

The eight colors keep the hues of Okabe and Ito (2008). Their lightness was moved, once for a light and once for a dark
ground, until every color stands out from the ground by 3:1 and every two of them differ for people with protanopia,
deuteranopia and tritanopia; tests/unit/test_viz_channels.py measures both.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from copnet.dates import PartialDate

GROUND = {"light": "#fbfbf9", "dark": "#14161a"}
PALETTE = {
    "light": ("#1c4a94", "#b7832f", "#1f7a5f", "#e2559c", "#2b97cf", "#b04a0f", "#8451cc", "#51430f"),
    "dark": ("#4a86f2", "#e6a566", "#63e8c5", "#cf7090", "#5eb6ea", "#ad4c12", "#815f9e", "#dde35c"),
}
SLOTS = 8

Style = Literal["slot", "other", "none", "withheld", "plain"]

MIN_RADIUS, MAX_RADIUS = 14.0, 28.0
SAME_RADIUS = 16.0
COLLABORATION_RADIUS = 8.0
MIN_WIDTH, MAX_WIDTH = 1.0, 6.0
DORMANT_AFTER = 365  # days, as `copnet growth --dormant-after`
_FADED_AFTER = 4 * 365  # days without anything together until a tie is as faint as it gets
_FAINT, _UNDATED = 0.35, 0.6
WITHHELD_OPACITY = 0.45


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a legend, which is also a filter.

    Attributes:
        label: what it says.
        count: how many nodes it stands for.
        style: ``slot`` one of the eight colors; ``other`` values beyond eight; ``none`` no value; ``withheld`` people
            not named here; ``plain`` nodes that the channel is not about.
        slot: which of the eight, 0 to 7; None for the other styles.
    """

    label: str
    count: int
    style: Style
    slot: int | None = None


@dataclass(frozen=True, slots=True)
class ColorChannel:
    """One way of coloring: its legend, and for every node (in the order of the nodes) the entry it belongs to."""

    id: str
    label: str
    entries: tuple[Entry, ...]
    of: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SizeChannel:
    """One way of sizing.

    Attributes:
        label: plain words; ``term`` the field's own word, or None.
        radius: of every node, in the order of the nodes, in pixels at zoom 1.
        values: the figures themselves (None where undefined); None where this page shows no figures about persons.
    """

    id: str
    label: str
    term: str | None
    radius: tuple[float, ...]
    values: tuple[float | None, ...] | None


@dataclass(frozen=True, slots=True)
class NodeValue:
    """What a node has to say on a color channel: a value, nothing, or a reason why it has none."""

    value: str | None
    style: Style = "none"


def color_channel(channel: str, label: str, values: Sequence[NodeValue], *, none: str, plain: str = "") -> ColorChannel:
    """The eight most frequent values get a color (equal counts: in alphabetical order), the rest are "other".

    Args:
        channel: its name in the address.
        label: its name for people.
        values: one per node.
        none: the legend's words for nodes without a value.
        plain: the legend's words for nodes the channel is not about.
    """
    counts = Counter(item.value for item in values if item.value is not None)
    ranked = sorted(counts, key=lambda value: (-counts[value], value.casefold(), value))
    entries = [Entry(value, counts[value], "slot", slot) for slot, value in enumerate(ranked[:SLOTS])]
    index: dict[str | None, int] = {entry.label: place for place, entry in enumerate(entries)}
    rest = ranked[SLOTS:]
    if rest:
        index |= dict.fromkeys(rest, len(entries))
        entries.append(Entry(f"Other ({len(rest)})", sum(counts[value] for value in rest), "other"))
    without = Counter(item.style for item in values if item.value is None)
    by_style: dict[Style, int] = {}
    lacking: tuple[tuple[Style, str], ...] = (("none", none), ("plain", plain), ("withheld", "Not named here"))
    for style, words in lacking:
        if without[style]:
            by_style[style] = len(entries)
            entries.append(Entry(words, without[style], style))
    of = tuple(index[item.value] if item.value is not None else by_style[item.style] for item in values)
    return ColorChannel(channel, label, tuple(entries), of)


def radii(values: Sequence[float | None]) -> tuple[float, ...]:
    """Radii whose area grows in proportion to the value, above a smallest area that still holds two letters.

    Undefined values get the smallest mark. All equal to zero: all smallest.
    """
    top = max((value for value in values if value is not None), default=0.0)
    span = MAX_RADIUS**2 - MIN_RADIUS**2
    return tuple(
        round(math.sqrt(MIN_RADIUS**2 + span * max(value or 0.0, 0.0) / top) if top > 0 else MIN_RADIUS, 2)
        for value in values
    )


def tie_width(count: float, largest: float) -> float:
    """1 to 6 pixels, growing with the logarithm of the count; the most frequent tie of the map has 6 if it has any."""
    if count <= 1 or largest <= 1:
        return MIN_WIDTH
    return round(MIN_WIDTH + (MAX_WIDTH - MIN_WIDTH) * math.log(count) / math.log(max(largest, 8)), 2)


def days_since(last: str | None, as_of: str | None) -> int | None:
    """Days from the last possible day of ``last`` to the last possible day of ``as_of``; None where one is unknown."""
    if last is None or as_of is None:
        return None
    return (PartialDate.parse(as_of).last - PartialDate.parse(last).last).days


def is_dormant(since: int | None) -> bool:
    """Whether nothing happened between the two for more than a year; an undated tie is not called dormant."""
    return since is not None and since > DORMANT_AFTER


def tie_opacity(since: int | None) -> float:
    """1 for a tie of the last year, falling to 0.35 over four years; undated ties 0.6."""
    if since is None:
        return _UNDATED
    late = min(max(since - DORMANT_AFTER, 0) / (_FADED_AFTER - DORMANT_AFTER), 1.0)
    return round(1.0 - (1.0 - _FAINT) * late, 2)


def labels_of(attributes: Mapping[str, object]) -> dict[str, str]:
    """The own columns of a record that can color a map: those with one text value."""
    return {name: value for name, value in attributes.items() if isinstance(value, str) and value}
