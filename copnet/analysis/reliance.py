"""How far a network to date rests on one single collaboration."""

from __future__ import annotations

from typing import Any

from copnet.analysis.growth import figures_of
from copnet.analysis.history import History, formed
from copnet.graph.days import NEVER
from copnet.graph.reliance import heaviest, lost_without


def one_collaboration(history: History) -> dict[str, Any] | None:
    """The collaboration that half or more of the ties at the end of the last row rest on; None without one.

    Beside the facts of ``copnet.graph.reliance.heaviest``, ``without``: nodes, ties and the other figures to date of
    the last row as if it had not taken place. As in ``metrics`` nobody leaves the network for it: who is known by
    nothing else is then without a tie.
    """
    found, last = history.found, history.to.toordinal() if history.to else NEVER
    kept = history.present <= last
    one = heaviest(found, lost_without(found, history.spec, kept), int(kept.sum()))
    if one is None:
        return None
    others = found.work != found.works["id"].to_list().index(one["id"])
    ties = history.with_nodes(formed(found, history.began, others, history.spec)) <= last
    return one | {"without": figures_of(history, last, ties)}
