"""The nodes of a network as a map sees them: in a fixed order, with public keys, saying only what may be said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import networkx as nx

from copnet_viz import channels, words
from copnet_viz.layout import Layout
from copnet_viz.shape import Mark, Mode

Network: TypeAlias = "nx.Graph[str] | nx.DiGraph[str]"

FACTS = (
    ("organization", "Organization", "No organization"),
    ("sector", "Sector", "No sector"),
    ("community", "Community", "No community"),
    ("location", "Place", "No place"),
)
"""What every node may have: its name here, as the head of a column, and the legend's words where it is missing."""
PLAIN = "Collaborations"
"""The legend's words for those that what is said of people and organizations is not about."""


class Drawn:
    """The graph's nodes in an order that does not depend on the rows they came from, and their public keys.

    Attributes:
        nodes: named ones by name, then those that are not named: by id at first, by where they stand once numbered.
        unnamed: those that are not named.
        keys: what a node is called in the page.
    """

    def __init__(self, graph: Network, community_names: Mapping[str, str]) -> None:
        self.graph = graph
        self.unnamed = frozenset(node for node, name in graph.nodes(data="name") if name is None)
        self.community_names = community_names
        self.nodes = sorted(graph, key=lambda node: (not self.named(node), self.name(node).casefold(), node))
        self.keys: dict[str, str] = {}

    def data(self, node: str) -> Mapping[str, Any]:
        """The attributes of a node of the graph."""
        return self.graph.nodes[node]

    def name(self, node: str) -> str:
        """The name; nothing for one that is withheld."""
        return self.data(node)["name"] or ""

    def named(self, node: str) -> bool:
        """Whether the node may be named."""
        return node not in self.unnamed

    def neighbors(self, node: str) -> set[str]:
        """Everybody tied to the node, in either direction."""
        return set(nx.all_neighbors(self.graph, node)) - {node}

    def mode(self, node: str) -> Mode:
        """Person, organization or collaboration."""
        mode: Mode = self.data(node)["mode"]
        return mode

    def key(self, node: str) -> str:
        """The public key of a node that may be named."""
        return f"{self.mode(node)}:{self.data(node)['id']}"

    def number(self, points: Mapping[str, tuple[int, int]]) -> None:
        """Gives everybody a key; those not named are numbered by where they stand, which says nothing new."""
        unnamed = sorted((node for node in self.nodes if not self.named(node)), key=lambda node: (points[node], node))
        named = [node for node in self.nodes if self.named(node)]
        self.keys = {node: self.key(node) for node in named}
        self.keys |= {node: f"withheld:{place}" for place, node in enumerate(unnamed, 1)}
        self.nodes = named + unnamed

    def mark(self, node: str, placed: Layout, group: int | None = None) -> Mark:
        """The node as the page draws it."""
        data, mode = self.data(node), self.mode(node)
        name = data["name"]
        lettered = name is not None and mode != "collaboration"
        letters = words.initials(name, organization=mode == "organization") if lettered else ""
        return Mark(
            self.keys[node],
            mode,
            name,
            letters,
            placed.wide[node],
            placed.tall[node],
            self.facts(node),
            not self.neighbors(node),
            group,
        )

    def facts(self, node: str) -> dict[str, str]:
        """What may be said of a node beside its name; nothing of one that is not named."""
        if not self.named(node):
            return {}
        data = self.data(node)
        found = {name: self.value(node, name) for name, _, _ in FACTS}
        found |= {"role": data.get("role"), "kind": data.get("kind"), "date": data.get("date")}
        own = channels.labels_of(data.get("attributes") or {})
        return {name: value for name, value in (own | found).items() if value}

    def value(self, node: str, channel: str) -> str | None:
        """What a named node says on a color channel."""
        data = self.data(node)
        match channel:
            case "organization":
                return data.get("organization_name") or data.get("organization")
            case "community":
                found = data.get("community")
                return self.community_names.get(found, found) if found else None
            case "sector" | "location":
                return data.get(channel) or None
            case _:
                return channels.labels_of(data.get("attributes") or {}).get(channel)
