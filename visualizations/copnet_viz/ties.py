"""The ties of a network as lines with their evidence. A tie next to somebody who is not named keeps its count alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from copnet_viz import channels, words
from copnet_viz.drawn import Drawn
from copnet_viz.shape import Happening, Line

_Tie = tuple[str, str, Mapping[str, Any], bool]  # ends, attributes of the edge, whether both ends are named


@dataclass(frozen=True, slots=True)
class Ties:
    """Every tie as a line, sorted by its ends, and the collaborations they rest on, oldest first.

    Attributes:
        dormant: places of the lines without anything together for more than a year, those beside a withheld name too:
            they count, they are not drawn so.
        undated: how many ties have no date.
    """

    lines: tuple[Line, ...]
    happenings: tuple[Happening, ...]
    dormant: frozenset[int]
    undated: int


def ties_of(drawn: Drawn, info: Mapping[str, Any]) -> Ties:
    """The ties of a network, with its evidence in ``info["collaborations"]``."""
    graph, as_of = drawn.graph, str(info["as_of"]) if info.get("as_of") else None
    ties: list[_Tie] = []
    for a, b, data in graph.edges(data=True):
        if a == b:
            continue
        source, target = (a, b) if graph.is_directed() or drawn.keys[a] <= drawn.keys[b] else (b, a)
        ties.append((drawn.keys[source], drawn.keys[target], data, drawn.named(a) and drawn.named(b)))
    ties.sort(key=lambda tie: tie[:2])
    happenings, place = _happenings(ties, info.get("collaborations") or {})
    largest = max((data.get("count", 1) for _, _, data, _ in ties), default=1)
    since = [channels.days_since(_last(data), as_of) for _, _, data, _ in ties]
    ages = info["spec"].kind in ("people", "organizations")  # a part in something past, an old answer: not dormant
    return Ties(
        tuple(_line(tie, place, days, largest, ages=ages) for tie, days in zip(ties, since, strict=True)),
        happenings,
        frozenset(index for index, days in enumerate(since) if ages and channels.is_dormant(days)),
        since.count(None),
    )


def _line(tie: _Tie, place: Mapping[str, int], since: int | None, largest: int, *, ages: bool) -> Line:
    source, target, data, open_ = tie
    count = data.get("count") or 1
    width = channels.tie_width(count, largest)
    if not open_:
        return Line(source, target, count, None, width, channels.WITHHELD_OPACITY, False, None, None, (), ())
    return Line(
        source=source,
        target=target,
        count=count,
        value=data.get("value"),
        width=width,
        opacity=channels.tie_opacity(since),
        dormant=ages and channels.is_dormant(since),
        first=_text(data.get("first")),
        last=_last(data),
        kinds=tuple(sorted(data.get("kinds") or ())),
        evidence=tuple(sorted(place[one] for one in data.get("collaborations", ()))),
    )


def _last(data: Mapping[str, Any]) -> str | None:
    return _text(data.get("last") or data.get("asked_on"))


def _text(value: object) -> str | None:
    return str(value) if value is not None else None


def _happenings(
    ties: Sequence[_Tie], known: Mapping[str, Mapping[str, Any]]
) -> tuple[tuple[Happening, ...], dict[str, int]]:
    """The collaborations behind ties between named nodes, oldest first, and the place of each by its id."""
    members: dict[str, set[str]] = defaultdict(set)
    others: set[str] = set()
    for source, target, data, open_ in ties:
        for one in data.get("collaborations", ()):
            members[one] |= {key for key in (source, target) if not key.startswith(("withheld:", "collaboration:"))}
            if not open_:
                others.add(one)
    shown = {one for _, _, data, open_ in ties if open_ for one in data.get("collaborations", ())}
    order = sorted(shown, key=lambda one: (known[one].get("date") or "9999", known[one]["title"], one))
    made = tuple(
        Happening(
            known[one]["title"], words.kind(known[one]["kind"]), _text(known[one].get("date")),
            known[one].get("venue"), tuple(sorted(members[one])), one in others,
        )
        for one in order
    )  # fmt: skip
    return made, {one: place for place, one in enumerate(order)}
