"""What a figure is: one definition each, said once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from copnet.analysis.network import Network

Level = Literal["network", "node", "growth", "ripple", "areas", "representation", "peers", "introductions"]
Kind = Literal["people", "organizations", "two-mode", "ties"]
ONE_MODE: tuple[Kind, ...] = ("people", "organizations")
ONE_KIND_OF_NODE: tuple[Kind, ...] = (*ONE_MODE, "ties")
ALL: tuple[Kind, ...] = (*ONE_MODE, "two-mode", "ties")

Value: TypeAlias = int | float | bool | str | dict[str, Any] | None
Compute: TypeAlias = Callable[[Network], Value] | Callable[[Network], Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure.

    Attributes:
        name: its key in JSON.
        label: plain words for people who never heard of network analysis, as short as a heading.
        level: of the whole network, of each node, of each period of ``growth``, or of another command's answer.
        unit: what is counted, or ``share``, or ``index``.
        range: the values it can take.
        formula: as computed here.
        reference: where the definition comes from.
        undefined: when it is null; None: never.
        caution: what a reader must know beside it.
        networks: the networks it is defined for; null in others.
        compute: from a network to the value, or to one value a node in the order of ``Network.nodes``. None for figures
            that are computed together, such as those of ``growth``.
        plain: one sentence for a funder: what the figure tells, in everyday words.
        networkx: how NetworkX's own function does otherwise; ``none`` where it has none; None: alike, or not compared.
    """

    name: str
    label: str
    level: Level
    unit: str
    range: str
    formula: str
    reference: str
    undefined: str | None = None
    caution: str | None = None
    networks: tuple[Kind, ...] = ALL
    compute: Compute | None = None
    plain: str = ""
    networkx: str | None = None

    def defined_for(self, network: Network) -> bool:
        """Whether the figure means something for this kind of network."""
        return network.kind in self.networks
