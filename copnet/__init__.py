"""Communities of practice as a graph: who does what together, what grew, who should meet whom.

For notebooks and scripts::

    import copnet

    with copnet.open("mine") as community:
        network = community.network(community="cohort-one")    # a networkx.Graph that shows its map
        community.nodes(community="cohort-one")                # a pandas DataFrame
        community.growth(every="quarter")

Importing this package is cheap; everything else is loaded when it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from copnet.workbench import Workbench

__all__ = ["open"]


def open(store: str | None = None, *, create: bool = False) -> Workbench:  # noqa: A001 - reads as copnet.open(...)
    """Open a store for analysis.

    Args:
        store: a folder, or ``neo4j://host:port``. COPNET_STORE wins when it is set. Default: the folder
            ``copnet-store``.
        create: make an embedded store where none is.

    Raises:
        StoreError: the store is missing, unreachable, locked, or refuses the password.
    """
    from copnet.workbench import Workbench

    return Workbench.open(store, create=create)
