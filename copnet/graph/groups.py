"""The group of each node under ``--by``."""

from __future__ import annotations

from typing import Any

import networkx as nx

from copnet.errors import UsageError
from copnet.graph.nodes import given_values, merge, own_values, sensitive_attributes
from copnet.snapshot import Snapshot
from copnet.tables import fold_header

__all__ = ["group_values", "is_sensitive", "known_groupings", "sensitive_attributes"]

BUILT_IN = ("organization", "sector", "community")
OWN_COLUMNS = ("location", "role", "kind")


def group_values(snapshot: Snapshot, graph: nx.Graph[str], by: str) -> dict[str, str | None]:
    """The value of ``by`` of every node, on the last day of the window; None without a value.

    Args:
        snapshot: what the graph was built from.
        graph: a graph of ``build_network``; its nodes carry what the window and the roles decide.
        by: ``organization``, ``sector``, ``community``, ``location``, ``role``, ``kind`` (organizations), an own column
            or an attribute of person_attributes. Sensitive attributes are answered too: the audience
            decides who may see them.

    Raises:
        UsageError: nothing is called so, or a node has several values of it.
    """
    wanted = fold_header(by)
    for name in (*BUILT_IN, *OWN_COLUMNS):
        if wanted == fold_header(name):
            return {node: _built_in(data, name) for node, data in graph.nodes(data=True)}
    people, organizations = _own(snapshot)
    if not any(wanted == fold_header(name) for own in (people, organizations) for row in own.values() for name in row):
        raise UsageError(f'Nothing is called "{by}". Group by one of: {", ".join(known_groupings(snapshot))}.')
    tables = {"person": people, "organization": organizations, "collaboration": {}}
    values = {node: _values(tables[data["mode"]].get(data["id"], {}), wanted) for node, data in graph.nodes(data=True)}
    several = sum(len(found) > 1 for found in values.values())
    if several:  # whom it concerns is not said: the attribute may be sensitive
        raise UsageError(f'"{by}" has several values for {several} of them; groups need one value each.')
    return {node: found[0] if found else None for node, found in values.items()}


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


def _built_in(data: dict[str, Any], name: str) -> str | None:
    if data["mode"] == "collaboration":
        return None
    if name == "organization" and data["mode"] == "organization":
        return str(data["id"])
    value = data.get(name)
    return str(value) if value else None


def _values(own: dict[str, list[str]], wanted: str) -> list[str]:
    return next((found for name, found in own.items() if fold_header(name) == wanted), [])
