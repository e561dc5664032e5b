"""The page that explains every figure: one plain sentence for a funder, the exact words for an analyst."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from copnet.analysis.metric import ALL, Level, Metric
from copnet_api.html import render

QUESTIONS: dict[Level, tuple[str, str]] = {
    "network": ("The community as a whole", "Figures of everybody together."),
    "node": ("Each person or organization", "Where one of them stands. It describes a place, not a merit."),
    "growth": ("Growing over time", "What came, what stayed and what fell asleep, month by month or year by year."),
    "ripple": ("Beyond the community", "What reached people and organizations who are not members."),
    "areas": ("The four areas", "Relationships, learning, action and the wider field."),
    "representation": ("Who is in the room", "The people chosen beside the people meant to be there."),
    "peers": ("People to call on", "Why somebody is suggested to a member."),
    "introductions": ("Introductions to make", "Why two people should meet."),
}
NETWORKS = {
    "people": "people",
    "organizations": "organizations",
    "two-mode": "people beside what they did",
    "ties": "survey answers",
}


def page(metrics: Iterable[Metric]) -> str:
    """The HTML: a section a question, an entry a figure, the analyst's words folded away."""
    sections: dict[Level, list[Metric]] = {level: [] for level in QUESTIONS}
    for metric in metrics:
        sections[metric.level].append(metric)
    return render("definitions.html", sections=[_section(level, found) for level, found in sections.items() if found])


def _section(level: Level, metrics: list[Metric]) -> dict[str, Any]:
    """A question with its figures; a caution that most of them share is said once, above them."""
    title, about = QUESTIONS[level]
    cautions = Counter(metric.caution for metric in metrics if metric.caution)
    shared = {caution for caution, times in cautions.items() if times > 1 and 2 * times > len(metrics)}
    entries = [_entry(metric) | ({"caution": None} if metric.caution in shared else {}) for metric in metrics]
    return {"level": level, "title": title, "about": about, "cautions": sorted(shared), "entries": entries}


def _entry(metric: Metric) -> dict[str, Any]:
    exact = [
        ("Formula", metric.formula),
        ("Counted in", f"{metric.unit}; {metric.range}"),
        ("Not defined", metric.undefined or "always defined"),
        ("Networks", "all" if metric.networks == ALL else ", ".join(NETWORKS[kind] for kind in metric.networks)),
        ("Source", metric.reference),
    ]
    if metric.networkx:
        exact.append(("NetworkX", "has no such figure" if metric.networkx == "none" else metric.networkx))
    return {
        "id": f"{metric.level}-{metric.name}",
        "label": metric.label,
        "term": metric.name.replace("_", " "),
        "name": metric.name,
        "plain": metric.plain,
        "caution": metric.caution,
        "exact": exact,
    }
