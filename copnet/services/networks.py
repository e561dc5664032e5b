"""A network as JSON, with the evidence on every tie, for programs that draw or compute themselves."""

from __future__ import annotations

from typing import Any

from copnet.dates import PartialDate
from copnet.graph import NetworkSpec, build_network
from copnet.services.audience import Audience, named_people
from copnet.services.consent import refuse_in_trust, told_network
from copnet.snapshot import Snapshot

_OPEN = frozenset({"id", "name", "mode", "organization", "organization_name", "sector", "community", "group"})


def node_link(snapshot: Snapshot, spec: NetworkSpec, audience: Audience) -> dict[str, Any]:
    """The network in NetworkX's node-link form: ``networkx.node_link_graph(result, edges="edges")`` reads it.

    People who may not be named to the audience are left out with all their ties, since a tie's collaborations would
    tell who they are; ``graph.withheld`` has how many nodes and ties that are, so that totals can be told.

    Raises:
        NotFound: an unknown community or member.
        UsageError: options that make no sense for this store, or groups that this audience may not see.
    """
    named = named_people(snapshot, audience)
    refuse_in_trust(snapshot, spec, audience)
    told, spec = told_network(snapshot, spec, audience)
    graph = build_network(told, spec)
    shown = {node: data for node, data in graph.nodes(data=True) if data.get("mode") != "person" or data["id"] in named}
    edges = [(one, other, data) for one, other, data in graph.edges(data=True) if one in shown and other in shown]
    withheld = {"nodes": graph.number_of_nodes() - len(shown), "ties": graph.number_of_edges() - len(edges)}
    return {
        "directed": graph.is_directed(),
        "multigraph": False,
        "graph": {
            "network": _asked(spec),
            **_plain(_seen(graph.graph, shown, edges)),
            "withheld": withheld,
            "audience": str(audience),
        },
        "nodes": [_plain({**_told(data, audience), "record": data["id"], "id": node}) for node, data in shown.items()],
        "edges": [_plain({**data, "source": one, "target": other}) for one, other, data in edges],
    }


def _asked(spec: NetworkSpec) -> dict[str, Any]:
    """What was asked for, by the contract's names."""
    asked = spec.model_dump(mode="json")
    return {{"start": "from", "end": "to"}.get(name, name): value for name, value in asked.items()}


def _told(data: dict[str, Any], audience: Audience) -> dict[str, Any]:
    """What is said of a node: everything to facilitators; to others of people only name and place in the network."""
    if audience.kind == "facilitator" or data.get("mode") != "person":
        return data
    return {name: value for name, value in data.items() if name in _OPEN}


def _seen(facts: dict[str, Any], shown: dict[Any, Any], edges: list[tuple[Any, Any, dict[str, Any]]]) -> dict[str, Any]:
    """What is known of the network; of its collaborations only those that the shown nodes and ties rest on."""
    used = {key for *_, data in edges for key in data.get("collaborations", ())}
    used |= {data["id"] for data in shown.values() if data.get("mode") == "collaboration"}
    found = facts.get("collaborations") or {}
    told = {key: found[key] for key in sorted(used & found.keys())}
    return {**{name: value for name, value in facts.items() if name != "spec"}, "collaborations": told}


def _plain(value: Any) -> Any:
    """Only what JSON has."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        items = [_plain(item) for item in value]
        return sorted(items, key=str) if isinstance(value, (set, frozenset)) else items
    if isinstance(value, PartialDate) or hasattr(value, "isoformat"):
        return str(value)
    return value
