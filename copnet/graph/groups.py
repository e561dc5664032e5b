"""The group of each node under ``--by``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import get_args

import networkx as nx

from copnet.errors import UsageError
from copnet.fields import EndKind
from copnet.graph.nodes import given_values, joined_last, merge, own_values, sensitive_attributes, workplaces
from copnet.graph.spec import NetworkSpec
from copnet.snapshot import Snapshot
from copnet.tables import fold_header

__all__ = ["group_values", "is_sensitive", "known_groupings", "sensitive_attributes"]

BUILT_IN = ("organization", "sector", "community")
OWN_COLUMNS = ("location", "role", "kind")
ENDS: tuple[EndKind, ...] = get_args(EndKind)


def group_values(snapshot: Snapshot, graph: nx.Graph[str], by: str) -> dict[str, str | None]:
    """The value of ``by`` of every node of a graph of ``build_network``; arguments and errors as ``group_column``."""
    spec = graph.graph["spec"].model_copy(update={"by": by})
    to = dt.date.fromisoformat(graph.graph["as_of"]) if graph.graph["as_of"] else None
    data = [found for _, found in graph.nodes(data=True)]
    values = group_column(snapshot, spec, to, [found["mode"] for found in data], [found["id"] for found in data])
    return dict(zip(graph, values, strict=True))


def group_column(
    snapshot: Snapshot, spec: NetworkSpec, to: dt.date | None, modes: Sequence[str], ids: Sequence[str]
) -> list[str | None]:
    """The value of ``spec.by`` of each of some nodes, on the last day of the window; None without a value.

    Args:
        snapshot: the store.
        spec: the network. ``by``: ``organization``, ``sector``, ``community``, ``location``, ``role``, ``kind``
            (organizations), an own column or an attribute of person_attributes. Sensitive attributes are answered too:
            the audience decides who may see them.
        to: the day everything is looked at.
        modes, ids: of the nodes.

    Raises:
        UsageError: nothing is called so, or a node has several values of it.
    """
    by = spec.by or ""
    wanted = fold_header(by)
    for name in (*BUILT_IN, *OWN_COLUMNS):
        if wanted == fold_header(name):
            known: dict[str, dict[str, str | None]] = {"collaboration": {}}
            known |= {mode: _built_in(snapshot, spec, to, mode, name) for mode in ENDS if mode in modes}
            return [known[mode].get(key) or None for mode, key in zip(modes, ids, strict=True)]
    people, organizations = _own(snapshot)
    if not any(wanted == fold_header(name) for own in (people, organizations) for row in own.values() for name in row):
        raise UsageError(f'Nothing is called "{by}". Group by one of: {", ".join(known_groupings(snapshot))}.')
    tables = {"person": people, "organization": organizations, "collaboration": {}}
    values = [_values(tables[mode].get(key, {}), wanted) for mode, key in zip(modes, ids, strict=True)]
    several = sum(len(found) > 1 for found in values)
    if several:  # whom it concerns is not said: the attribute may be sensitive
        raise UsageError(f'"{by}" has several values for {several} of them; groups need one value each.')
    return [found[0] if found else None for found in values]


def is_sensitive(snapshot: Snapshot, by: str | None) -> bool:
    """Whether groups by this are by something given in trust."""
    return by is not None and fold_header(by) in sensitive_attributes(snapshot)


def known_groupings(snapshot: Snapshot) -> list[str]:
    """Everything ``by`` may say for this snapshot."""
    people, organizations = _own(snapshot)
    own = {fold_header(name): name for table in (organizations, people) for row in table.values() for name in row}
    return [*BUILT_IN, *OWN_COLUMNS, *sorted(own.values())]


def _own(snapshot: Snapshot) -> tuple[dict[str, dict[str, list[str]]], dict[str, dict[str, list[str]]]]:
    given = given_values(snapshot)
    people = {
        key: merge(own_values(text), given.get(key, {}))
        for key, text in snapshot["people"].select("id", "attributes").iter_rows()
    }
    organizations = {
        key: own_values(text) for key, text in snapshot["organizations"].select("id", "attributes").iter_rows()
    }
    return people, organizations


def _built_in(
    snapshot: Snapshot, spec: NetworkSpec, to: dt.date | None, mode: EndKind, name: str
) -> dict[str, str | None]:
    """The value of each person or organization of the store that has one."""
    if name == "community":
        return {**joined_last(snapshot, spec, mode, to)}
    rows = snapshot["people" if mode == "person" else "organizations"]
    if name == "organization":
        return {**workplaces(snapshot, to)} if mode == "person" else {key: key for key in rows["id"]}
    if name == "sector":
        sectors = dict(snapshot["organizations"].select("id", "sector").iter_rows())
        return (
            sectors
            if mode == "organization"
            else {key: sectors.get(at) for key, at in workplaces(snapshot, to).items()}
        )
    return dict(rows.select("id", name).iter_rows()) if name in rows.columns else {}


def _values(own: dict[str, list[str]], wanted: str) -> list[str]:
    return next((found for name, found in own.items() if fold_header(name) == wanted), [])
