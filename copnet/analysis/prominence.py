"""Who stands out: by well connected contacts, by the core of the network, by how others rate them."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
from scipy.sparse import linalg

from copnet.analysis.metric import ONE_KIND_OF_NODE, Metric
from copnet.analysis.network import Network

BONACICH = "Bonacich, P. (1972). Factoring and weighting approaches to status scores. J. Math. Sociology 2, 113-120."
BRIN = "Brin, S. and Page, L. (1998). The anatomy of a large-scale hypertextual Web search engine. Comput. Networks 30."
SEIDMAN = "Seidman, S. B. (1983). Network structure and minimum degree. Social Networks 5, 269-287."
VARDA = (
    "Varda, D. M. et al. (2008). Core dimensions of connectivity in public health collaboratives. JPHMP 14(5), E1-E7."
)

DAMPING = 0.85
_DENSE_UP_TO = 300  # nodes
_BASIS = 12  # vectors held by the search: at 30,000 people 64 take nine times as long for the same digits


def eigenvector(network: Network) -> list[float | None]:
    """Scores in proportion to the sum of the contacts' scores, of unit length; null outside the largest component.

    Where several components are the largest, each has unit length. Null without ties.
    """
    found: list[float | None] = [None] * network.n
    if not len(network.symmetric.data):
        return found
    labels = network.component_of[network.largest]
    for component in np.unique(labels).tolist():
        places = network.largest[labels == component]
        for place, score in zip(places.tolist(), _leading(network.symmetric[places][:, places]), strict=True):
            found[place] = score
    return found


def _leading(matrix: Any) -> list[float]:
    """The eigenvector of the greatest eigenvalue of a connected symmetric network; all of it positive (Perron)."""
    n = matrix.shape[0]
    if n <= _DENSE_UP_TO:
        vector = np.linalg.eigh(matrix.toarray())[1][:, -1]
    else:
        vector = linalg.eigsh(matrix, k=1, which="LA", v0=np.ones(n), ncv=_BASIS)[1][:, 0]
    scores: list[float] = np.abs(vector / np.linalg.norm(vector)).tolist()
    return scores


def pagerank(network: Network) -> list[float]:
    """Where somebody who walks along ties at random, and starts anew now and then, is to be found; sums to 1."""
    found: list[float] = network.undirected.pagerank(damping=DAMPING)
    return found


def core_number(network: Network) -> list[int]:
    """The largest k for which a node is in a part where everybody has k contacts within that part."""
    return network.column(nx.core_number(network.tied))


def _rated(network: Network, name: str) -> list[float | None]:
    return network.columns.ratings[name]


METRICS = (
    Metric(
        "total_trust", "How far those who answered trust them, on average", "node", "value", "the scale of the survey",
        "mean of the values of the arcs of kind trusts received in the wave, under the same options; also beside other "
        "kinds of ties asked in that wave", VARDA,
        undefined="nobody rated them; no trusts ties in the wave; undirected networks", networks=("ties",),
        compute=lambda network: _rated(network, "total_trust"),
        caution="A mean of few ratings; for the facilitator only.",
        plain="The average of what others answered about how much they trust this person or organization.",
    ),
    Metric(
        "total_value", "How valuable those who answered find them, on average", "node", "value",
        "the scale of the survey",
        "mean of the values of the arcs of kind values received in the wave, under the same options; also beside other "
        "kinds of ties asked in that wave", VARDA,
        undefined="nobody rated them; no values ties in the wave; undirected networks", networks=("ties",),
        compute=lambda network: _rated(network, "total_value"),
        caution="A mean of few ratings; for the facilitator only.",
        plain="The average of what others answered about how valuable working with them is.",
    ),
    Metric(
        "eigenvector", "How well connected their contacts are", "node", "index", "0 to 1",
        "x with A x = lambda x, lambda the greatest eigenvalue, of unit length, in the largest component (where "
        "several are the largest, in each of them); directed: of the symmetrized network", BONACICH,
        undefined="outside the largest component; no ties; two-mode networks", networks=ONE_KIND_OF_NODE,
        compute=eigenvector,
        plain="High for people whose contacts are themselves well connected.",
        networkx="eigenvector_centrality_numpy refuses a network in several parts",
    ),
    Metric(
        "pagerank", "How often a walk along ties comes by", "node", "share", "above 0, at most 1",
        f"p = (1 - {DAMPING})/n + {DAMPING} * (sum over contacts j of p_j / d_j + sum of p of nodes without ties / n); "
        "directed: of the symmetrized network", BRIN,
        undefined="two-mode networks", networks=ONE_KIND_OF_NODE, compute=pagerank,
        plain="If you kept following ties at random, the share of the time you would be with this person.",
    ),
    Metric(
        "core_number", "How deep in the core of the network", "node", "ties", "0 to n-1",
        "largest k such that the node is in a subgraph whose nodes all have degree k or more in it; directed: of the "
        "symmetrized network", SEIDMAN,
        undefined="two-mode networks", networks=ONE_KIND_OF_NODE, compute=core_number,
        plain="High for people in the dense middle, where everybody has many contacts who have many contacts too.",
    ),
)  # fmt: skip
