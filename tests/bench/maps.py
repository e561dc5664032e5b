"""Layout of a map beside igraph's own layout of the same network; seconds and bytes of the page.

``python -m tests.bench.maps PEOPLE`` prints both.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import igraph
import networkx as nx
import numpy as np

from copnet.graph import NetworkSpec, build_network
from copnet.services.maps import map_page
from copnet_viz import groups, layout, nested
from copnet_viz.drawn import Drawn
from tests.bench.generate import generated
from tests.bench.timing import ROUNDS, Comparison, compare

SPEC, SEED = NetworkSpec(), 1
RADIUS = 20.0


def comparisons(people: int, rounds: int = ROUNDS) -> Iterator[Comparison]:
    """The rows of one size: everybody at once, and group by group as a map of this size is drawn."""
    graph = build_network(generated(people), SPEC)
    radii = dict.fromkeys(graph, RADIUS)
    lonely = sorted(nx.isolates(graph))
    index = {node: place for place, node in enumerate(graph)}
    bare = igraph.Graph(len(index), np.array([(index[a], index[b]) for a, b in graph.edges]))

    def theirs() -> object:
        return bare.layout_fruchterman_reingold(niter=500, grid="auto")

    placed = layout.place(graph, radii, lonely, seed=SEED)
    assert len(set(placed.wide.values())) == len(graph), "everybody has a place of their own"
    size = f"{people:,} people"
    yield compare(
        f"layout (400 rounds), two arrangements without overlap, {size}",
        lambda: layout.place(graph, radii, lonely, seed=SEED),
        "igraph's own layout (500 rounds)", theirs, rounds, target=1.1,
    )  # fmt: skip
    drawn = Drawn(graph, {})
    parts = groups.divided(drawn, None, "No tie yet")
    places = {node: place for place, node in enumerate(drawn.nodes)}

    def grouped() -> layout.Layout:
        pairs = layout.pairs_of(graph, drawn.nodes)
        return nested.place(parts, pairs, places, radii, seed=SEED)[1]

    assert set(grouped().wide) == set(graph)
    yield compare(
        f"layout of {len(parts)} groups and all who are in them, {size}", grouped,
        "igraph's own layout (500 rounds)", theirs, rounds, target=1.1,
    )  # fmt: skip


def page(people: int) -> str:
    """Seconds to make the page, and its bytes."""
    snapshot = generated(people)
    start = time.process_time()
    text = map_page(snapshot, SPEC, standalone=True)
    seconds = time.process_time() - start
    return (
        f"The map of {people:,} people as one file: {seconds:.1f} CPU seconds from the snapshot, "
        f"{len(text.encode()) / 1e6:.1f} MB."
    )


def main() -> None:
    """All rows of one size."""
    people = int(sys.argv[1])
    for found in comparisons(people):
        print(found.row())
    print(page(people))


if __name__ == "__main__":
    main()
