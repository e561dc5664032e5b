"""The words of the figures only ``growth`` has; they are computed together in ``growth.py`` and ``endurance.py``."""

from __future__ import annotations

from copnet.analysis.metric import ONE_MODE, Metric

SELF = "copnet, definitions of growth"
KOSSINETS = (
    "Kossinets, G. and Watts, D. J. (2006). Empirical analysis of an evolving social network. Science 311, 88-90."
)
JACCARD = "Snijders, T. A. B., van de Bunt, G. G. and Steglich, C. E. G. (2010). Social Networks 32, 44-60."
PUTNAM = "Putnam, R. D. (2000). Bowling Alone. Simon & Schuster, chapter 1."
COARSE = "Compares first possible days of dates known only to the month or year."


def _metric(name: str, label: str, unit: str, formula: str, reference: str, undefined: str | None = None) -> Metric:
    span = "0 to 1" if unit == "share" else "0 and more"
    return Metric(name, label, "growth", unit, span, formula, reference, undefined, COARSE, ONE_MODE)


METRICS = (
    _metric("new_members", "Joined in this time", "nodes",
            "members whose first joined_on is in t, each counted once; without a community, of all communities", SELF),
    _metric("active_members", "Took part in something in this time", "nodes",
            "nodes with a collaboration whose span meets t", SELF),
    _metric("new_ties", "Worked together for the first time", "ties",
            "pairs in the network whose first day is in t", KOSSINETS),
    _metric("repeated_ties", "Worked together again", "ties",
            "pairs tied before t with a further collaboration that begins in t", SELF),
    _metric("dormant_ties", "Have not worked together for long", "ties",
            "pairs whose latest end is more than --dormant-after days before the end of t", SELF),
    _metric("retention", "Share of the previous time's ties that were active again", "share",
            "|E_t-1 and E_t| / |E_t-1|, E_t the pairs with a collaboration whose span meets t", SELF,
            "the first row; nothing in t-1"),
    _metric("jaccard", "Share of ties active both times, of those active at either", "share",
            "|E_t-1 and E_t| / |E_t-1 or E_t|", JACCARD, "the first row; nothing in t-1 and t"),
    _metric("bridging_share", "New ties that joined clusters separate until then", "share",
            "new ties between two nodes with ties in different components at the end of t-1 / new ties", PUTNAM,
            "no new ties"),
    _metric("bonding_share", "New ties between people who shared an acquaintance", "share",
            "new ties within a component with a common neighbor at the end of t-1 / new ties", PUTNAM, "no new ties"),
    _metric("newcomer_share", "New ties of someone who had none before", "share",
            "new ties with an end without a tie at the end of t-1 / new ties", KOSSINETS, "no new ties"),
    _metric("endurance", "Share of ties that went on after the community's end", "share",
            "year k: of the ties formed by the end, those with a collaboration that begins in "
            "(end + k-1, end + k years], from the first day the end can mean; the community's own gatherings do not "
            "count", SELF,
            "no end, or the year has not passed"),
)  # fmt: skip
