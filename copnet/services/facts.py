"""What is known of a network as a whole: the "network" object beside every figure."""

from __future__ import annotations

from typing import Any

from copnet.graph import NetworkSpec

Json = dict[str, Any]


def network_facts(spec: NetworkSpec, found: dict[str, Any]) -> Json:
    """The "network" object: what was asked for and what is known about the whole."""
    return {
        "kind": spec.kind,
        "community": found["community"],
        "from": spec.start.isoformat() if spec.start else None,
        "to": spec.end.isoformat() if spec.end else None,
        "as_of": found["as_of"],
        "kinds": list(spec.kinds),
        "exclude_kinds": list(spec.exclude_kinds),
        "directed": spec.directed,
        "roles": list(spec.roles),
        "ends": spec.ends if spec.kind == "two-mode" else None,
        "weight": spec.weight if spec.kind in ("people", "organizations") else None,
        "min_weight": spec.min_weight,
        "min_value": spec.min_value,
        "symmetrize": spec.symmetrize if spec.directed else None,
        "by": spec.by,
        "by_sensitive": found["by_sensitive"],
        "undated_collaborations": found["undated_collaborations"],
        "undated_ties": found.get("undated_ties", 0),
        "imprecise_dates": found["imprecise_dates"],
        "several_affiliations": found["several_affiliations"],
        "no_value": found.get("no_value"),
        "wave": found.get("wave"),
        "response_rate": found.get("response_rate"),
        "one_collaboration": dict(found["one_collaboration"]) if found.get("one_collaboration") else None,
    }
