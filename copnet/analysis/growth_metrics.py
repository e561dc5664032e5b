"""The words of the figures only ``growth`` has; they are computed together in ``growth.py`` and ``endurance.py``."""

from __future__ import annotations

from copnet.analysis.metric import ONE_MODE, Metric

SELF = "copnet, definitions of growth"
KOSSINETS = (
    "Kossinets, G. and Watts, D. J. (2006). Empirical analysis of an evolving social network. Science 311, 88-90."
)
JACCARD = "Snijders, T. A. B., van de Bunt, G. G. and Steglich, C. E. G. (2010). Social Networks 32, 44-60."
PUTNAM = "Putnam, R. D. (2000). Bowling Alone. Simon & Schuster, chapter 1."
COARSE = "Where a date is known only to the month or year, its first day counts."


def _metric(
    name: str, label: str, unit: str, formula: str, reference: str, undefined: str | None = None, *, plain: str
) -> Metric:
    span = "0 to 1" if unit == "share" else "0 and more"
    return Metric(name, label, "growth", unit, span, formula, reference, undefined, COARSE, ONE_MODE, plain=plain)


METRICS = (
    _metric("new_members", "Joined in this time", "nodes",
            "members whose first joined_on is in t, each counted once; without a community, of all communities", SELF,
            plain="How many people joined in this time."),
    _metric("active_members", "Took part in something in this time", "nodes",
            "nodes with a collaboration whose span meets t", SELF,
            plain="How many people took part in at least one thing in this time."),
    _metric("new_ties", "Worked together for the first time", "ties",
            "pairs in the network whose first day is in t", KOSSINETS,
            plain="How many pairs did something together for the very first time."),
    _metric("repeated_ties", "Worked together again", "ties",
            "pairs tied before t with a further collaboration that begins in t", SELF,
            plain="How many pairs who already knew each other started something new together."),
    _metric("dormant_ties", "Have not worked together for long", "ties",
            "pairs whose latest end is more than --dormant-after days before the end of t", SELF,
            plain="How many pairs have done nothing together for long (365 days if not said otherwise)."),
    _metric("retention", "Share of the previous time's ties that were active again", "share",
            "|E_t-1 and E_t| / |E_t-1|, E_t the pairs with a collaboration whose span meets t", SELF,
            "the first row; nothing in t-1",
            plain="Of the pairs that were active in the time before, the share that was active again."),
    _metric("jaccard", "Share of ties active both times, of those active at either", "share",
            "|E_t-1 and E_t| / |E_t-1 or E_t|", JACCARD, "the first row; nothing in t-1 and t",
            plain="How much the active pairs of two neighboring times are the same: 1 if all, 0 if none."),
    _metric("bridging_share", "New ties that joined clusters separate until then", "share",
            "new ties between two nodes with ties in different components at the end of t-1 / new ties", PUTNAM,
            "no new ties",
            plain="Of the new pairs, the share that linked two clusters which had no contact before."),
    _metric("bonding_share", "New ties between people who shared an acquaintance", "share",
            "new ties within a component with a common neighbor at the end of t-1 / new ties", PUTNAM, "no new ties",
            plain="Of the new pairs, the share that already had an acquaintance in common."),
    _metric("newcomer_share", "New ties of someone who had none before", "share",
            "new ties with an end without a tie at the end of t-1 / new ties", KOSSINETS, "no new ties",
            plain="Of the new pairs, the share in which somebody made their very first contact."),
    _metric("endurance", "Share of ties that went on after the community's end", "share",
            "year k: of the ties formed by the end, those with a collaboration that begins in "
            "(end + k-1, end + k years], from the first day the end can mean; the community's own gatherings do not "
            "count", SELF,
            "no end, or the year has not passed",
            plain="For one year after the end: of the pairs formed by the end, the share that did something new then."),
)  # fmt: skip
