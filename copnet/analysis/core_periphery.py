"""Whether a network has a core whose members know each other and a periphery whose members do not."""

from __future__ import annotations

from copnet.analysis.core_search import EXACT, STARTS, UNDEFINED, CoreSearch
from copnet.analysis.metric import ONE_KIND_OF_NODE, Metric
from copnet.analysis.network import Network, once
from copnet.analysis.rewiring import SWITCHES, rewired
from copnet.engine.seeded import SEED

BORGATTI_2000 = (
    "Borgatti, S. P. and Everett, M. G. (2000). Models of core/periphery structures. Social Networks 21, 375-395."
)

REWIRINGS = 200
MOST_TIES = 20_000
UNDEFINED_WORDS = (
    "fewer than four nodes, or no split with both a tie and a missing tie within the parts; two-mode networks"
)


@once
def _search(network: Network) -> CoreSearch:
    return CoreSearch(network.degrees)


@once
def core_periphery_fit(network: Network) -> float | None:
    """Highest correlation of the symmetric network with a split into core (all tied) and periphery (none tied)."""
    one, other = network.pairs
    best = float(_search(network).best(one[None], other[None])[0])
    return best if best > UNDEFINED else None


def core_periphery_method(network: Network) -> str | None:
    """How the split was searched; null without one."""
    if core_periphery_fit(network) is None:
        return None
    return "exact" if network.n <= EXACT else f"best of {STARTS} seeded starts"


@once
def core_periphery_p_value(network: Network) -> float | None:
    """How often networks with the same degrees fit at least as well; null above ``MOST_TIES``.

    (1 + #{fit_random >= fit}) / (R + 1) with R = ``REWIRINGS`` networks, searched as the real one is.
    """
    fit = core_periphery_fit(network)
    if fit is None:
        return None
    one, other = network.pairs
    if len(one) > MOST_TIES:
        network.notes.append(
            f"With more than {MOST_TIES:,} ties the core and periphery were not compared with random networks: "
            "core_periphery_p_value is left out."
        )
        return None
    as_good = 0
    for ends in rewired(one, other, network.n, REWIRINGS, SEED):
        as_good += int((_search(network).best(*ends, enough=fit) >= fit).sum())
    return (1 + as_good) / (1 + REWIRINGS)


METRICS = (
    Metric(
        "core_periphery_fit", "How clearly there is a core and a periphery", "network", "index", "-1 to 1",
        "highest correlation of the ties with core-core 1, periphery-periphery 0, mixed pairs left out, two nodes at "
        "least in each part; directed: of the symmetrized network", BORGATTI_2000,
        undefined=UNDEFINED_WORDS,
        caution="Every network with some busy people has such a split: read it beside its p-value.",
        networks=ONE_KIND_OF_NODE, compute=core_periphery_fit,
        plain="1 means a tight inner circle where everybody works with everybody, and others who do not work with each "
        "other at all; near 0 there is no such divide.",
        networkx="none",
    ),
    Metric(
        "core_periphery_p_value", "How easily busy people alone make such a core", "network", "probability",
        "above 0 to 1",
        f"(1 + #{{fit_random >= fit}})/(R+1), R = {REWIRINGS} networks with the same degrees, {SWITCHES} m switches of "
        "ends tried for each, fixed seed, the same search", BORGATTI_2000,
        undefined=f"where the fit is, and above {MOST_TIES:,} ties; two-mode networks",
        networks=ONE_KIND_OF_NODE, compute=core_periphery_p_value,
        plain="If it is below .05, the inner circle is tighter than it would be if the same people had the same number "
        "of contacts at random.",
    ),
    Metric(
        "core_periphery_method", "How core and periphery were found", "network", "words",
        f"exact, best of {STARTS} seeded starts",
        f"every split up to {EXACT} nodes; above, {STARTS} seeded starts climb and the best of them go on",
        BORGATTI_2000,
        undefined=UNDEFINED_WORDS, networks=ONE_KIND_OF_NODE, compute=core_periphery_method,
        plain="Small networks are searched completely; in larger ones the best division found in many attempts is "
        "taken.",
    ),
)  # fmt: skip
