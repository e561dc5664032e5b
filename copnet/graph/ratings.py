"""How those who answered rate each other: the trust and the value questions of a survey."""

from __future__ import annotations

import datetime as dt

import polars as pl

from copnet.fields import EndKind
from copnet.graph.spec import TIES, NetworkSpec
from copnet.graph.survey import Survey, survey
from copnet.snapshot import Snapshot

QUESTIONS = {"trusts": "total_trust", "values": "total_value"}


def mean_ratings(
    snapshot: Snapshot, spec: NetworkSpec, to: dt.date | None, asked: Survey
) -> dict[tuple[EndKind, str], dict[str, float | None]]:
    """``total_trust`` and ``total_value`` of each node, by mode and id: the mean value received, None without one.

    A question is read with the options of the network asked for (community, roles, window, least value) and in the same
    wave; it is left out where the store has no answers to it, or none in that wave.

    Args:
        snapshot: the store.
        spec: the survey network asked for.
        to: the day everything is looked at.
        asked: the answers of that network.
    """
    nothing: dict[str, float | None] = dict.fromkeys(QUESTIONS.values())
    found = {(mode, key): dict(nothing) for mode, keys in asked.nodes.items() for key in keys}
    for question, name in QUESTIONS.items():
        answers = asked if question == spec.tie_kind else _same_wave(snapshot, spec, to, asked.wave, question)
        if answers is None:
            continue
        for mode, key, mean in answers.rows.group_by("to_kind", "to").agg(pl.col("value").mean()).iter_rows():
            if (mode, key) in found:  # another question may have been asked about organizations too
                found[mode, key][name] = mean
    return found


def _same_wave(
    snapshot: Snapshot, spec: NetworkSpec, to: dt.date | None, wave: str | None, question: str
) -> Survey | None:
    """The answers to another question of the same wave; None without any."""
    of_wave = pl.col("wave").eq_missing(pl.lit(wave, dtype=pl.String()))
    if snapshot["ties"].filter((pl.col("kind") == question) & of_wave).is_empty():
        return None
    answers = survey(snapshot, spec.model_copy(update={"kind": TIES + question, "wave": wave}), to)
    return answers if answers.wave == wave else None  # without a name of its own, the latest may be another one
