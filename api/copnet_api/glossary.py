"""The page that explains every figure: one plain sentence for a funder, the exact words for an analyst."""

from __future__ import annotations

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
    sections: dict[Level, list[dict[str, Any]]] = {level: [] for level in QUESTIONS}
    for metric in metrics:
        sections[metric.level].append(_entry(metric))
    return render(
        "definitions.html",
        sections=[
            {"level": level, "title": QUESTIONS[level][0], "about": QUESTIONS[level][1], "entries": entries}
            for level, entries in sections.items()
            if entries
        ],
    )


def _entry(metric: Metric) -> dict[str, Any]:
    exact = [
        ("Formula", metric.formula),
        ("Counted in", f"{metric.unit}; {metric.range}"),
        ("Not defined", metric.undefined or "always defined"),
        ("Networks", "all" if metric.networks == ALL else ", ".join(NETWORKS[kind] for kind in metric.networks)),
        ("Source", metric.reference),
    ]
    return {
        "id": f"{metric.level}-{metric.name}",
        "label": metric.label,
        "term": metric.name.replace("_", " "),
        "name": metric.name,
        "plain": metric.plain,
        "caution": metric.caution,
        "exact": exact,
    }
