"""How far the ties of a network rest on one single collaboration."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from copnet.graph.projection import ROUNDING, Floats, Ints, Projection
from copnet.graph.spec import NetworkSpec


def lost_without(found: Projection, spec: NetworkSpec, kept: NDArray[np.bool_]) -> Ints:
    """For each work, the number of ``kept`` pairs that would not be ties without it."""
    loss: Floats = found.share[found.work] if spec.weight == "newman" else np.ones(len(found.work))
    left = found.weight(spec.weight)[found.pair] - loss
    alone = found.count[found.pair] == 1
    lost = alone if spec.min_weight is None else alone | (left < spec.min_weight - ROUNDING)
    return np.bincount(found.work[lost & kept[found.pair]], minlength=len(found.works)).astype(np.int64)


def heaviest(found: Projection, lost: Ints, ties: int) -> dict[str, Any] | None:
    """The collaboration that half or more of the ties rest on; of several the first by id; None without one.

    Args:
        found: the pairs and works.
        lost: for each work, the number of ties that would not be there without it.
        ties: all ties.

    Returns:
        ``id``, ``title``, ``kind`` and ``date`` of the collaboration, ``ties`` (those that rest on it), ``share`` (of
        all ties) and ``ties_without`` (how many are left).
    """
    if not ties or 2 * int(lost.max()) < ties:
        return None
    most = int(lost.argmax())
    key, title, kind, date = found.works.select("id", "title", "kind", "started_on").row(most)
    count = int(lost[most])
    return {
        "id": key, "title": title, "kind": kind, "date": date, "ties": count, "share": count / ties,
        "ties_without": ties - count,
    }  # fmt: skip
