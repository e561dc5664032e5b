"""What may be told to an audience beyond names: titles that spell a name, figures given in trust, rows of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from copnet.errors import UsageError
from copnet.graph import NetworkSpec, sensitive_attributes
from copnet.services import figures
from copnet.services.audience import Audience, named_people, withhold_nodes
from copnet.snapshot import Snapshot
from copnet.tables import fold_header

Facts = Mapping[str, Any]


def refuse_in_trust(snapshot: Snapshot, spec: NetworkSpec, audience: Audience) -> None:
    """What was told in trust is for the facilitator: with names beside it, it would tell who is what and who said what.

    Raises:
        UsageError: somebody else asks for survey answers, or for groups by a sensitive attribute.
    """
    if audience.kind == "facilitator":
        return
    if spec.directed:
        raise UsageError("What people answered about each other in a survey is shown to facilitators only.")
    if spec.by is not None and fold_header(spec.by) in sensitive_attributes(snapshot):
        raise UsageError(f'"{spec.by}" was given in trust: groups by it are shown to facilitators only.')


def hidden_names(snapshot: Snapshot, named: frozenset[str]) -> frozenset[str]:
    """The names of everybody who may not be named, for comparison with texts."""
    people = snapshot["people"].select("id", "name").iter_rows()
    return frozenset(name.casefold() for person, name in people if person not in named)


def spells(text: str | None, hidden: frozenset[str]) -> bool:
    """Whether a text names somebody who may not be named. Full names only: first names belong to many."""
    folded = text.casefold() if text else ""
    return any(name in folded for name in hidden)


def masked(facts: Facts, hidden: frozenset[str]) -> dict[str, Any]:
    """What is told of a collaboration: one whose title or venue names somebody hidden goes by its kind."""
    told = dict(facts)
    if spells(facts.get("title"), hidden):
        told["title"] = _unnamed(facts)
    if spells(facts.get("venue"), hidden):
        told["venue"] = None
    return told


def masked_node(data: Facts, hidden: frozenset[str]) -> dict[str, Any]:
    """What is told of a node: a collaboration's name is its title."""
    if data.get("mode") == "collaboration" and spells(data["name"], hidden):
        return {**data, "name": _unnamed(data)}
    return dict(data)


def masked_facts(facts: Facts, hidden: frozenset[str]) -> dict[str, Any]:
    """What is told of a network as a whole (``graph.graph``): the collaborations in it, and the one most rests on."""
    told = dict(facts)
    told["collaborations"] = {key: masked(one, hidden) for key, one in (facts.get("collaborations") or {}).items()}
    if facts.get("one_collaboration"):
        told["one_collaboration"] = masked(facts["one_collaboration"], hidden)
    return told


def metrics_for(
    snapshot: Snapshot,
    spec: NetworkSpec,
    audience: Audience,
    *,
    names: Sequence[str] | None = None,
    nodes: bool = False,
    sort: str | None = None,
    limit: int | None = None,
) -> dict[str, Any]:
    """The JSON of ``metrics`` as this audience may see it; arguments and errors otherwise as ``figures.metrics``.

    Raises:
        NotFound: the audience is a member who is not in the store.
        UsageError: rows or groups that were given in trust, for somebody else than the facilitator.
    """
    named = named_people(snapshot, audience)
    if nodes or spec.by is not None:
        refuse_in_trust(snapshot, spec, audience)
    hidden = hidden_names(snapshot, named)
    result = figures.metrics(
        snapshot, spec, names=names, nodes=nodes, sort=sort, limit=limit, told=lambda facts: masked(facts, hidden)
    )
    result["audience"] = str(audience)
    if nodes:
        result["nodes"] = withhold_nodes([masked_node(row, hidden) for row in result["nodes"]], named)
    return result


def _unnamed(facts: Facts) -> str:
    return f"A collaboration ({facts['kind']})" if facts.get("kind") else "A collaboration"
