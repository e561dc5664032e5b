"""A large specification for its page: columns instead of rows, places instead of keys, each different value once.

``static/unpack.js`` makes the rows again.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, fields, replace
from typing import Any

from copnet_viz.shape import MapSpec


def as_dict(spec: MapSpec) -> dict[str, Any]:
    """As ``MapSpec.as_dict``, but for nodes, lines, happenings, and what the channels and cards say of every node."""
    place = {mark.key: number for number, mark in enumerate(spec.nodes)}
    said = asdict(replace(spec, nodes=(), lines=(), happenings=(), cards=(), colors=(), sizes=()))
    facts = sorted({name for mark in spec.nodes for name in mark.facts})
    nodes = _columns(spec.nodes, but={"facts", "wide", "tall"})
    nodes |= {"x": [mark.wide[0] for mark in spec.nodes], "y": [mark.wide[1] for mark in spec.nodes]}
    nodes["facts"] = {name: _column([mark.facts.get(name) for mark in spec.nodes]) for name in facts}
    lines = _columns(spec.lines, but={"source", "target"})
    lines |= {end: [place[getattr(line, end)] for line in spec.lines] for end in ("source", "target")}
    happenings = _columns(spec.happenings, but={"members"})
    happenings["members"] = [[place[key] for key in one.members] for one in spec.happenings]
    return said | {
        "nodes": nodes,
        "lines": lines,
        "happenings": happenings,
        "cards": [_row(card, nodes=[place[key] for key in card.nodes]) for card in spec.cards],
        "colors": [_row(color, of=_column(color.of)) for color in spec.colors],
        "sizes": [
            _row(size, radius=_column(size.radius), values=None if size.values is None else _column(size.values))
            for size in spec.sizes
        ],
    }


def _row(item: Any, **instead: Any) -> dict[str, Any]:
    return asdict(replace(item, **dict.fromkeys(instead, ()))) | instead


def _columns(items: Sequence[Any], but: Iterable[str]) -> dict[str, Any]:
    left_out = set(but)
    names = [field.name for field in fields(items[0])] if items else []
    return {name: _column([getattr(item, name) for item in items]) for name in names if name not in left_out}


def _column(values: Sequence[Hashable]) -> Sequence[Hashable] | Mapping[str, Any]:
    """The values, or where they repeat, each of them once and which one stands where."""
    different = {value: place for place, value in enumerate(dict.fromkeys(values))}
    if len(different) * 3 > len(values):
        return values
    return {"of": list(different), "at": [different[value] for value in values]}
