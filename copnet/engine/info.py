"""What NetworkX reads of the backend when it is imported itself: nothing heavy may be loaded here."""

from __future__ import annotations

from typing import Any

NAME = "copnet"

FUNCTIONS = frozenset(
    {
        "articulation_points", "average_clustering", "average_shortest_path_length", "betweenness_centrality",
        "bridges", "closeness_centrality", "clustering", "connected_components", "constraint", "core_number",
        "degree_assortativity_coefficient", "diameter", "effective_size", "harmonic_centrality", "has_bridges",
        "is_connected", "isolates", "leiden_communities", "number_connected_components", "number_of_isolates",
        "overall_reciprocity", "transitivity", "triangles",
    }
)  # fmt: skip
"""The functions of NetworkX the backend stands for."""


def get_info() -> dict[str, Any]:
    """The backend's description, in the form NetworkX asks for.

    ``enabled`` is the switch of copnet's own figures: ``with nx.config.backends.copnet(enabled=False):`` computes them
    by NetworkX alone, as far as it has them.
    """
    return {
        "backend_name": NAME,
        "project": "copnet",
        "package": "copnet.engine",
        "short_summary": "Graphs made from columns, computed by python-igraph.",
        "functions": {name: {} for name in sorted(FUNCTIONS)},
        "default_config": {"enabled": True},
    }
