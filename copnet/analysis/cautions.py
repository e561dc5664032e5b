"""Words that belong beside the figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SMALL = 10
LOW_RESPONSE = 0.75


def cautions(network: Mapping[str, Any], *, nodes: int, whole_time: bool) -> list[str]:
    """Plain sentences on what could mislead.

    Args:
        network: the "network" object of the contract, or as much of it as there is to say.
        nodes: people or organizations, collaborations not counted.
        whole_time: whether collaborations without a date are in the figures.
    """
    found = [
        _small(nodes),
        _response(network["response_rate"]),
        _undated(network["undated_collaborations"], "collaboration", whole_time),
        _undated(network.get("undated_ties", 0), "answer", whole_time),
        _undated(network.get("undated_adoptions", 0), "adoption", whole_time),
        _imprecise(network["imprecise_dates"]),
        _several(network["several_affiliations"]),
        _one_collaboration(network.get("one_collaboration")),
        _no_value(network.get("no_value"), network.get("by")),
    ]
    return [sentence for sentence in found if sentence]


def _small(nodes: int) -> str | None:
    if nodes >= SMALL:
        return None
    return f"This is a small network ({nodes}): one person or one tie more or less changes every figure a lot."


def _response(rate: Mapping[str, Any] | None) -> str | None:
    if rate is None or rate["rate"] >= LOW_RESPONSE:
        return None
    return (
        f"Only {rate['numerator']} of {rate['denominator']} who were asked answered: ties of those who did not answer "
        "are missing."
    )


def _undated(count: int, what: str, whole_time: bool) -> str | None:
    if not count:
        return None
    if whole_time:
        return f"{_many(count, what)} without a date: in these figures, but not in those of a part of the time."
    return f"{_many(count, what)} without a date: left out here."


def _imprecise(count: int) -> str | None:
    if not count:
        return None
    return f"{_many(count, 'record')} known only to the month or year: the exact day could change these figures."


def _several(count: int) -> str | None:
    if not count:
        return None
    return (
        f"{_many(count, 'time')} a person could have stood for several organizations: counted for the one where they "
        "were first."
    )


def _one_collaboration(found: Mapping[str, Any] | None) -> str | None:
    if found is None:
        return None
    without = found["without"]
    density = without["density"]
    words = f"density {density:.6g}" if density is not None else "no density"
    return rest_on_one(found, f"{_many(without['ties'], 'tie')}, {words}")


def rest_on_one(found: Mapping[str, Any], left: str) -> str:
    """That half or more of the ties rest on one single collaboration, and what is left without it."""
    return (
        f"{found['ties']} of {found['ties'] + found['ties_without']} ties rest on one single collaboration, "
        f'"{found["title"]}". Without it: {left}.'
    )


def _no_value(count: int | None, by: str | None) -> str | None:
    return f"{count} without {by}: left out of figures of groups." if count else None


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
